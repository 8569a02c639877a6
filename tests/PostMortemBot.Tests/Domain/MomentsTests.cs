using NodaTime;
using NodaTime.Text;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

public sealed class MomentsTests
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];
    private static readonly DateTimeZone Kolkata = DateTimeZoneProviders.Tzdb["Asia/Kolkata"];
    private static readonly LocalDate Today = new(2026, 11, 27);

    [Theory]
    [InlineData("2026-11-24T07:14:00Z", "America/New_York", "02:14 EST")]
    [InlineData("2026-11-24T07:14:59Z", "America/New_York", "02:14 EST")]
    [InlineData("2026-11-24T07:14:00Z", "Asia/Kolkata", "12:44 IST")]
    [InlineData("2026-11-24T07:14:00Z", "UTC", "07:14 UTC")]
    [InlineData("2026-11-24T07:14:00Z", "Europe/Istanbul", "10:14 UTC+3")]
    [InlineData("2026-11-24T07:14:00Z", "Asia/Kathmandu", "12:59 UTC+5:45")]
    [InlineData("2026-11-24T07:14:00Z", "America/Sao_Paulo", "04:14 UTC-3")]
    [InlineData("2026-11-23T07:14:00Z", "America/New_York", "Mon 23 Nov 02:14 EST")]
    [InlineData("2026-07-01T06:14:00Z", "America/New_York", "Wed 1 Jul 02:14 EDT")]
    [InlineData("2025-11-25T07:14:00Z", "America/New_York", "Tue 25 Nov 2025 02:14 EST")]
    [InlineData("2027-01-01T05:00:00Z", "America/New_York", "Fri 1 Jan 2027 00:00 EST")]
    public void A_time_is_printed_in_its_zone_with_what_is_not_today_and_not_this_year(string instant, string zone, string printed)
    {
        foreach (var culture in Culture.Three)
        {
            using var scope = Culture.Of(culture);
            Assert.Equal(printed, Moments.At(At(instant), DateTimeZoneProviders.Tzdb[zone], At("2026-11-24T12:00:00Z")));
        }
    }

    [Theory]
    [InlineData("2026-11-24T07:14:00Z", "Asia/Kolkata", "02:14 EST (12:44 for you)")]
    [InlineData("2026-11-24T07:14:00Z", "America/New_York", "02:14 EST")]
    [InlineData("2026-11-24T07:14:00Z", "America/Toronto", "02:14 EST")]
    [InlineData("2026-11-24T20:14:00Z", "Asia/Kolkata", "15:14 EST (Wed 25 Nov 01:44 for you)")]
    [InlineData("2026-11-24T07:14:00Z", "America/Los_Angeles", "02:14 EST (Mon 23 Nov 23:14 for you)")]
    public void The_readers_own_time_stands_beside_it_only_when_it_differs(string instant, string own, string printed) =>
        Assert.Equal(printed, Moments.At(At(instant), NewYork, At("2026-11-24T20:30:00Z"), DateTimeZoneProviders.Tzdb[own]));

    [Fact]
    public void Both_readings_of_the_hour_that_occurs_twice_differ_in_their_letters()
    {
        var now = At("2026-11-01T12:00:00Z");
        Assert.Equal("01:30 EDT", Moments.At(At("2026-11-01T05:30:00Z"), NewYork, now));
        Assert.Equal("01:30 EST", Moments.At(At("2026-11-01T06:30:00Z"), NewYork, now));
    }

    [Theory]
    [InlineData("2026-11-24T07:14:00Z", "at 02:14 EST")]
    [InlineData("2026-11-09T20:00:00Z", "on Mon 9 Nov at 15:00 EST")]
    [InlineData("2025-11-25T07:14:00Z", "on Tue 25 Nov 2025 at 02:14 EST")]
    public void In_a_sentence_a_day_has_its_preposition_too(string instant, string said) => Assert.Equal(said, Moments.When(At(instant), NewYork, At("2026-11-24T20:30:00Z")));

    [Fact]
    public void The_readers_own_time_stands_in_a_sentence_too() =>
        Assert.Equal("at 02:14 EST (12:44 for you)", Moments.When(At("2026-11-24T07:14:00Z"), NewYork, At("2026-11-24T20:30:00Z"), DateTimeZoneProviders.Tzdb["Asia/Kolkata"]));

    [Fact]
    public void Today_is_that_of_the_zone()
    {
        // 24 Nov 23:50 in New York is 25 Nov in Kolkata; both are today where they are.
        Assert.Equal("23:50 EST", Moments.At(At("2026-11-25T04:50:00Z"), NewYork, At("2026-11-25T04:59:00Z")));
        Assert.Equal("Tue 24 Nov 23:50 EST", Moments.At(At("2026-11-25T04:50:00Z"), NewYork, At("2026-11-25T05:00:00Z")));
        Assert.Equal("10:20 IST", Moments.At(At("2026-11-25T04:50:00Z"), Kolkata, At("2026-11-25T05:00:00Z")));
    }

    [Fact]
    public void The_document_keeps_seconds_where_there_are_some()
    {
        Assert.Equal("02:14", Moments.PreciseClock(At("2026-11-24T07:14:00Z"), NewYork));
        Assert.Equal("02:14:30", Moments.PreciseClock(At("2026-11-24T07:14:30Z"), NewYork));
        Assert.Equal("02:14", Moments.Clock(At("2026-11-24T07:14:30Z"), NewYork));
    }

    [Theory]
    [InlineData(0, "0 min")]
    [InlineData(29, "0 min")]
    [InlineData(30, "1 min")]
    [InlineData(47 * 60, "47 min")]
    [InlineData((59 * 60) + 29, "59 min")]
    [InlineData((59 * 60) + 30, "1 h 00 min")]
    [InlineData(125 * 60, "2 h 05 min")]
    [InlineData((24 * 3600) - 30, "1 d 0 h")]
    [InlineData((24 * 3600) - 31, "23 h 59 min")]
    [InlineData(55 * 3600, "2 d 7 h")]
    [InlineData((54 * 3600) + (30 * 60), "2 d 7 h")]
    [InlineData((54 * 3600) + (29 * 60), "2 d 6 h")]
    [InlineData((47 * 3600) + (45 * 60), "2 d 0 h")]
    [InlineData(1_200 * 24 * 3600, "1,200 d 0 h")]
    [InlineData(-47 * 60, "-47 min")]
    public void A_length_is_rounded_half_up(int seconds, string printed)
    {
        foreach (var culture in Culture.Three)
        {
            using var scope = Culture.Of(culture);
            Assert.Equal(printed, Moments.Length(Duration.FromSeconds(seconds)));
        }
    }

    [Fact]
    public void A_length_of_centuries_is_printed_too() => Assert.Equal("400,000 d 0 h", Moments.Length(Duration.FromDays(400_000)));

    [Theory]
    [InlineData(2026, 12, 1, "Tue 1 Dec (in 4 days)")]
    [InlineData(2026, 11, 27, "Fri 27 Nov (today)")]
    [InlineData(2026, 11, 28, "Sat 28 Nov (tomorrow)")]
    [InlineData(2026, 11, 26, "Thu 26 Nov (yesterday)")]
    [InlineData(2026, 11, 19, "Thu 19 Nov (8 days ago)")]
    [InlineData(2027, 1, 4, "Mon 4 Jan 2027 (in 38 days)")]
    public void A_deadline_is_a_day_with_what_is_left(int year, int month, int day, string printed) =>
        Assert.Equal(printed, Moments.Deadline(new LocalDate(year, month, day), Today));

    [Theory]
    [InlineData(0, "0 events")]
    [InlineData(1, "1 event")]
    [InlineData(2, "2 events")]
    [InlineData(2300, "2,300 events")]
    public void Counts_have_their_plural(long number, string printed)
    {
        foreach (var culture in Culture.Three)
        {
            using var scope = Culture.Of(culture);
            Assert.Equal(printed, Moments.Count(number, "event"));
        }
    }

    [Fact]
    public void Plurals_are_right_for_other_endings()
    {
        Assert.Equal("3 replies", Moments.Count(3, "reply"));
        Assert.Equal("3 days", Moments.Count(3, "day"));
        Assert.Equal("3 near misses", Moments.Count(3, "near miss"));
        Assert.Equal("3 searches", Moments.Count(3, "search"));
        Assert.Equal("3 people", Moments.Count(3, "person", "people"));
        Assert.Equal("1 person", Moments.Count(1, "person", "people"));
    }

    [Theory]
    [InlineData("2026-11-24T07:00:00Z", "2026-11-24T08:00:00Z", "EST")]
    [InlineData("2026-07-24T07:00:00Z", "2026-07-24T08:00:00Z", "EDT")]
    [InlineData("2026-11-01T05:00:00Z", "2026-11-01T07:00:00Z", "EDT/EST")]
    [InlineData("2026-11-01T07:00:00Z", "2026-11-01T05:00:00Z", "EDT/EST")]
    [InlineData("2026-11-01T05:00:00Z", "2026-11-01T05:59:59Z", "EDT")]
    [InlineData("2026-11-01T05:00:00Z", "2026-11-01T06:00:00Z", "EDT/EST")]
    [InlineData("2027-03-14T06:00:00Z", "2027-03-14T08:00:00Z", "EST/EDT")]
    [InlineData("2026-07-24T07:00:00Z", "2027-07-24T07:00:00Z", "EDT/EST")]
    public void The_zone_token_names_every_clock_in_force(string first, string last, string token) =>
        Assert.Equal(token, Moments.ZoneToken(NewYork, At(first), At(last)));

    private static Instant At(string instant) => InstantPattern.ExtendedIso.Parse(instant).Value;
}
