using NodaTime;
using NodaTime.Text;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

public sealed class DueDateTests
{
    // A Tuesday.
    private static readonly LocalDate Today = new(2026, 11, 24);

    [Theory]
    [InlineData("2026-12-24", "2026-12-24")]
    [InlineData("2026\u201312\u201324", "2026-12-24")]
    [InlineData("2026-11-24", "2026-11-24")]
    [InlineData("24 Dec", "2026-12-24")]
    [InlineData("24 december", "2026-12-24")]
    [InlineData("Thu 24 Dec 2026", "2026-12-24")]
    [InlineData("Dec 24th, 2026", "2026-12-24")]
    [InlineData("24. December", "2026-12-24")]
    [InlineData("24.12.2026", "2026-12-24")]
    [InlineData("24 Jan", "2027-01-24")]
    [InlineData("24 Nov", "2026-11-24")]
    [InlineData("23 Nov", "2027-11-23")]
    [InlineData("29 Feb 2028", "2028-02-29")]
    [InlineData("today", "2026-11-24")]
    [InlineData("Tomorrow.", "2026-11-25")]
    [InlineData("friday", "2026-11-27")]
    [InlineData("FRI", "2026-11-27")]
    [InlineData("by Friday", "2026-11-27")]
    [InlineData("this friday", "2026-11-27")]
    [InlineData("monday", "2026-11-30")]
    [InlineData("tuesday", "2026-12-01")]
    [InlineData("next monday", "2026-11-30")]
    [InlineData("next friday", "2026-12-04")]
    [InlineData("in 2 weeks", "2026-12-08")]
    [InlineData("in  2  Weeks", "2026-12-08")]
    [InlineData("2 weeks", "2026-12-08")]
    [InlineData("2w", "2026-12-08")]
    [InlineData("in a week", "2026-12-01")]
    [InlineData("in 3 days", "2026-11-27")]
    [InlineData("in 1 month", "2026-12-24")]
    [InlineData("next week", "2026-12-01")]
    [InlineData("end of month", "2026-11-30")]
    [InlineData("end of next month", "2026-12-31")]
    [InlineData("eow", "2026-11-27")]
    [InlineData("end of quarter", "2026-12-31")]
    [InlineData("\u201Cend of year\u201D", "2026-12-31")]
    public void A_day_is_read_as_people_say_it(string words, string day)
    {
        foreach (var culture in Culture.Three)
        {
            using var scope = Culture.Of(culture);
            Assert.Equal(new DueDateReading.On(LocalDatePattern.Iso.Parse(day).Value), DueDate.Read(words, Today));
        }
    }

    [Theory]
    [InlineData(2026, 1, 31, "in 1 month", 2026, 2, 28)]
    [InlineData(2028, 1, 31, "in a month", 2028, 2, 29)]
    [InlineData(2028, 2, 1, "end of month", 2028, 2, 29)]
    [InlineData(2026, 2, 10, "end of quarter", 2026, 3, 31)]
    [InlineData(2026, 11, 29, "next monday", 2026, 11, 30)]
    [InlineData(2026, 11, 27, "friday", 2026, 12, 4)]
    [InlineData(2026, 11, 28, "eow", 2026, 12, 4)]
    [InlineData(2026, 12, 31, "tomorrow", 2027, 1, 1)]
    public void Months_and_weeks_end_where_the_calendar_says(int year, int month, int day, string words, int dueYear, int dueMonth, int dueDay) =>
        Assert.Equal(new DueDateReading.On(new LocalDate(dueYear, dueMonth, dueDay)), DueDate.Read(words, new LocalDate(year, month, day)));

    [Theory]
    [InlineData("", "No day was typed. Type 2026-12-24, friday or in 2 weeks.")]
    [InlineData("soon", "\"soon\" is not a day I can read. Type 2026-12-24, friday or in 2 weeks.")]
    [InlineData("friday or so", "\"friday or so\" is not a day I can read. Type 2026-12-24, friday or in 2 weeks.")]
    [InlineData("12/24", "\"12/24\" can be two days. Type it like 2026-12-24 or 24 Dec.")]
    [InlineData("2026-11-23", "Mon 23 Nov has passed. Type 2026-12-24, friday or in 2 weeks.")]
    [InlineData("2026-02-30", "\"2026-02-30\" is not a day of the calendar. Type 2026-12-24, friday or in 2 weeks.")]
    [InlineData("29 Feb", "\"29 Feb\" is not a day of the calendar. Type 2026-12-24, friday or in 2 weeks.")]
    [InlineData("2206-12-24", "Wed 24 Dec 2206 is more than two years ahead. Type 2026-12-24, friday or in 2 weeks.")]
    [InlineData("in 900 weeks", "Tue 23 Feb 2044 is more than two years ahead. Type 2026-12-24, friday or in 2 weeks.")]
    public void Another_text_is_refused_with_what_to_type(string words, string sentence) =>
        Assert.Equal(new DueDateReading.Refused(sentence), DueDate.Read(words, Today));
}
