using NodaTime;
using NodaTime.Text;
using PostMortemBot.Domain;

namespace PostMortemBot.Tests.Domain;

public sealed class WorkingHoursTests
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];
    private static readonly DateTimeZone Kolkata = DateTimeZoneProviders.Tzdb["Asia/Kolkata"];

    private readonly WorkingHours hours = new()
    {
        Holidays = new Dictionary<string, Holidays>
        {
            ["America/New_York"] = new(new HashSet<LocalDate> { new(2026, 11, 26) }, new HashSet<AnnualDate> { new(12, 25), new(2, 29) }),
        },
    };

    [Theory]
    [InlineData("2026-11-24T09:00", true)] // Tuesday
    [InlineData("2026-11-24T16:59", true)]
    [InlineData("2026-11-24T08:59", false)]
    [InlineData("2026-11-24T17:00", false)]
    [InlineData("2026-11-22T12:00", false)] // Sunday
    [InlineData("2026-11-26T12:00", false)] // a holiday of this year
    [InlineData("2027-11-26T12:00", true)]
    [InlineData("2028-12-25T12:00", false)] // a holiday of every year
    public void People_work_in_the_hours_of_their_zone(string local, bool working) => Assert.Equal(working, hours.IsWorking(In(NewYork, local), NewYork));

    [Fact]
    public void One_instant_is_work_here_and_night_there()
    {
        var now = In(NewYork, "2026-11-24T10:00");

        Assert.True(hours.IsWorking(now, NewYork));
        Assert.False(hours.IsWorking(now, Kolkata));
    }

    [Fact]
    public void A_holiday_of_one_zone_is_a_working_day_in_another() => Assert.True(hours.IsWorking(In(Kolkata, "2026-11-26T12:00"), Kolkata));

    [Theory]
    [InlineData("2026-11-24T10:30", "2026-11-24T10:30")] // at work: at once
    [InlineData("2026-11-24T02:57", "2026-11-24T09:00")] // before work: this morning
    [InlineData("2026-11-24T17:00", "2026-11-25T09:00")] // after work: next morning
    [InlineData("2026-11-20T18:00", "2026-11-23T09:00")] // Friday evening: Monday
    [InlineData("2026-11-25T20:00", "2026-11-27T09:00")] // over the holiday
    public void The_next_moment_of_work_is_found(string now, string next) => Assert.Equal(In(NewYork, next), hours.Next(In(NewYork, now), NewYork));

    [Theory]
    [InlineData("2026-11-24T11:00", "2026-11-29", "2026-11-24T11:00")] // inside: stays
    [InlineData("2026-11-24T20:00", "2026-11-29", "2026-11-25T09:00")] // outside, time left: next morning
    [InlineData("2026-11-29T09:00", "2026-11-29", "2026-11-27T16:45")] // due on a Sunday: end of Friday
    [InlineData("2026-11-26T09:00", "2026-11-26", "2026-11-25T16:45")] // due on a holiday: end of the day before
    [InlineData("2026-11-24T18:00", "2026-11-24", "2026-11-24T16:45")] // after work on its last day: the end of that day
    [InlineData("2026-11-24T07:00", "2026-11-24", "2026-11-24T09:00")] // before work on its last day: that morning
    public void A_reminder_moves_to_when_it_still_helps(string reminder, string deadline, string moved) =>
        Assert.Equal(In(NewYork, moved), hours.Move(In(NewYork, reminder), LocalDatePattern.Iso.Parse(deadline).Value, NewYork));

    [Theory]
    [InlineData("2026-11-20", 2, "2026-11-24")]
    [InlineData("2026-11-25", 1, "2026-11-27")]
    [InlineData("2026-11-24", 0, "2026-11-24")]
    public void Working_days_are_counted(string day, int count, string then) =>
        Assert.Equal(LocalDatePattern.Iso.Parse(then).Value, hours.PlusWorkingDays(LocalDatePattern.Iso.Parse(day).Value, count, NewYork));

    [Theory]
    [InlineData("2026-11-25", "2026-11-23")] // Wednesday: Monday
    [InlineData("2026-11-24", "2026-11-23")] // Tuesday: Sunday is off, Monday is still a day ahead
    [InlineData("2026-11-23", "2026-11-20")] // Monday: Saturday is off, and Monday morning would be too late: Friday
    [InlineData("2026-11-22", "2026-11-20")] // Sunday: Friday
    [InlineData("2026-11-28", "2026-11-25")] // Saturday after a holiday: the last reminder is Friday's, so this one is Wednesday's
    [InlineData("2026-11-27", "2026-11-25")] // the day after a holiday
    [InlineData("2026-12-27", "2026-12-24")] // two days ahead is the holiday itself
    public void A_reminder_ahead_comes_on_a_working_day_that_still_helps(string deadline, string ahead) =>
        Assert.Equal(LocalDatePattern.Iso.Parse(ahead).Value, hours.Ahead(LocalDatePattern.Iso.Parse(deadline).Value, 2, NewYork));

    [Fact]
    public void A_reminder_ahead_of_every_day_of_a_hundred_years_is_on_a_working_day_before_the_deadline()
    {
        for (var day = new LocalDate(1980, 1, 1); day.Year < 2080; day = day.PlusDays(1))
        {
            foreach (var days in new[] { 1, 2 })
            {
                var ahead = hours.Ahead(day, days, NewYork);
                Assert.True(hours.IsWorkingDay(ahead, NewYork) && ahead < day && ahead >= day.PlusDays(-days - 4));
            }
        }
    }

    [Fact]
    public void A_hundred_years_of_hours_have_a_next_moment_of_work()
    {
        // Every 7 hours of 1980 to 2080: each hour of the day, changes of clocks, leap days.
        for (var now = Instant.FromUtc(1980, 1, 1, 0, 30); now < Instant.FromUtc(2080, 1, 1, 0, 0); now += Duration.FromHours(7))
        {
            var next = hours.Next(now, NewYork);

            Assert.True(next >= now && hours.IsWorking(next, NewYork));
            Assert.True(next - now < Duration.FromDays(6));
            if (hours.IsWorking(now, NewYork)) Assert.Equal(now, next);
            Assert.True(hours.IsWorking(hours.Move(now, now.InZone(NewYork).Date, NewYork), NewYork));
        }
    }

    [Fact]
    public void Where_every_day_is_off_the_question_comes_back()
    {
        var never = new WorkingHours { Days = [] };
        var now = In(NewYork, "2026-11-24T10:00");

        Assert.Equal(now, never.Next(now, NewYork));
        Assert.Null(never.OnOrAfter(new LocalDate(2026, 11, 24), NewYork));
    }

    [Fact]
    public void Work_that_would_begin_in_the_hour_that_does_not_exist_begins_after_it()
    {
        var night = new WorkingHours { From = new(2, 30), To = new(10, 0), Days = [IsoDayOfWeek.Sunday] };

        Assert.Equal(In(NewYork, "2026-03-08T03:30"), night.Next(In(NewYork, "2026-03-08T00:00"), NewYork));
    }

    private static Instant In(DateTimeZone zone, string local) => zone.AtStrictly(LocalDateTimePattern.CreateWithInvariantCulture("yyyy-MM-dd'T'HH:mm").Parse(local).Value).ToInstant();
}
