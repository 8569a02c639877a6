using NodaTime;
using NodaTime.Text;
using PostMortemBot.Domain;

namespace PostMortemBot.Tests.Domain;

public sealed class DeadlinesTests
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];
    private static readonly Policy Policy = new() { ProcessZone = NewYork };

    [Fact]
    public void Dates_count_from_the_day_of_restored_in_the_process_zone()
    {
        // 02:10 and 02:57 EST on Tuesday 24 November.
        var deadlines = Deadlines.Of(At("2026-11-24T07:10:00Z"), At("2026-11-24T07:57:00Z"), Policy);

        Assert.Equal(new LocalDate(2026, 11, 24), deadlines.DayZero);
        Assert.Equal(At("2026-11-25T07:57:00Z"), deadlines.StartBy);
        Assert.Equal(new LocalDate(2026, 11, 29), deadlines.Draft);
        Assert.Equal(new LocalDate(2026, 12, 1), deadlines.Reviews);
        Assert.Equal(new LocalDate(2026, 12, 1), deadlines.Complete);
        Assert.Equal(new LocalDate(2026, 12, 2), deadlines.DiscussionFrom);
        Assert.Equal(new LocalDate(2026, 12, 8), deadlines.DiscussionTo);
    }

    [Fact]
    public void The_week_counts_from_the_beginning_and_the_rest_from_restored()
    {
        // Began Friday 20:00 EST, restored Sunday 01:00 EST: 06:00 UTC is still Sunday in New York.
        var (began, restored) = (At("2026-11-21T01:00:00Z"), At("2026-11-22T06:00:00Z"));

        var fromBegan = Deadlines.Of(began, restored, Policy);
        var fromResolved = Deadlines.Of(began, restored, Policy with { Deadlines = new() { WeekFrom = WeekFrom.Resolved } });

        Assert.Equal(new LocalDate(2026, 11, 27), fromBegan.Complete);
        Assert.Equal(new LocalDate(2026, 11, 29), fromResolved.Complete);
        Assert.Equal(new LocalDate(2026, 11, 27), fromBegan.Draft);
    }

    [Fact]
    public void The_day_is_that_of_the_process_zone_not_of_utc()
    {
        var restored = At("2026-11-25T04:30:00Z");

        Assert.Equal(new LocalDate(2026, 11, 24), Deadlines.From(restored, Policy).DayZero);
        Assert.Equal(new LocalDate(2026, 11, 25), Deadlines.From(restored, Policy with { ProcessZone = DateTimeZone.Utc }).DayZero);
    }

    [Fact]
    public void Twenty_four_hours_stay_twenty_four_over_a_change_of_clocks() =>
        Assert.Equal(At("2026-11-02T04:00:00Z"), Deadlines.From(At("2026-11-01T04:00:00Z"), Policy).StartBy);

    [Theory]
    [InlineData("2026-11-24", Horizon.Immediate, "2026-12-01")]
    [InlineData("2026-11-24", Horizon.ShortTerm, "2026-12-24")]
    [InlineData("2026-11-24", Horizon.LongTerm, "2027-02-24")]
    [InlineData("2027-01-31", Horizon.ShortTerm, "2027-02-28")]
    [InlineData("2028-01-31", Horizon.ShortTerm, "2028-02-29")]
    [InlineData("2026-11-30", Horizon.LongTerm, "2027-02-28")]
    [InlineData("2027-11-30", Horizon.LongTerm, "2028-02-29")]
    [InlineData("2028-02-29", Horizon.Immediate, "2028-03-07")]
    [InlineData("2026-12-31", Horizon.ShortTerm, "2027-01-31")]
    public void Actions_are_due_by_their_horizon(string created, Horizon horizon, string due) =>
        Assert.Equal(Day(due), Deadlines.ActionDue(Day(created), horizon, Policy.Deadlines));

    [Theory]
    [InlineData("2026-12-02", "2027-01-04")] // 2 January 2027 is a Saturday.
    [InlineData("2026-12-04", "2027-01-04")]
    [InlineData("2027-01-31", "2027-03-01")] // 28 February 2027 is a Sunday.
    [InlineData("2026-11-25", "2026-12-28")] // 25 December is a holiday, then a weekend.
    public void The_follow_up_review_is_the_first_working_day_a_month_later(string discussion, string followUp)
    {
        var policy = Policy with { WorkingHours = new() { Holidays = new Dictionary<string, Holidays> { ["America/New_York"] = new(new HashSet<LocalDate>(), new HashSet<AnnualDate> { new(12, 25) }) } } };

        Assert.Equal(Day(followUp), Deadlines.FollowUp(Day(discussion), policy));
    }

    [Fact]
    public void A_hundred_years_of_days_have_dates_in_order()
    {
        for (var day = new LocalDate(2000, 1, 1); day < new LocalDate(2100, 1, 1); day = day.PlusDays(1))
        {
            var restored = NewYork.AtStartOfDay(day).ToInstant();
            var dates = Deadlines.From(restored, Policy);
            var followUp = Deadlines.FollowUp(day, Policy);

            Assert.Equal(day, dates.DayZero);
            Assert.Equal(5, Period.DaysBetween(day, dates.Draft));
            Assert.True(dates.Draft < dates.Reviews && dates.Reviews < dates.DiscussionFrom && dates.DiscussionFrom < dates.DiscussionTo);
            Assert.InRange(Period.DaysBetween(day, Deadlines.ActionDue(day, Horizon.ShortTerm, Policy.Deadlines)), 28, 31);
            Assert.InRange(Period.DaysBetween(day, Deadlines.ActionDue(day, Horizon.LongTerm, Policy.Deadlines)), 89, 92);
            Assert.True(followUp.DayOfWeek <= IsoDayOfWeek.Friday);
            Assert.InRange(Period.DaysBetween(day, followUp), 28, 33);
        }
    }

    private static Instant At(string text) => InstantPattern.ExtendedIso.Parse(text).Value;

    private static LocalDate Day(string text) => LocalDatePattern.Iso.Parse(text).Value;
}
