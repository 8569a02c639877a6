using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Tests.Domain;

public sealed class KeyTimesTests
{
    private static readonly Instant Two = Instant.FromUtc(2026, 11, 24, 7, 0);
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];

    [Fact]
    public void Every_key_time_is_the_event_that_the_rule_names()
    {
        var times = KeyTimes.From(
            [
                Event(10, Phase.Detection), Event(-5, Phase.IncidentBegin), Event(12, Phase.Investigation), Event(13, Phase.InitialResponse),
                Event(31, Phase.RootCauseDiscovery), Event(33, Phase.RootCauseDiscovery), Event(38, Phase.FixImplementation), Event(44, Phase.FixImplementation),
                Event(62, Phase.FixImplementation), Event(50, Phase.Resolution), Event(59, Phase.Resolution), Event(65, Phase.Resolution), Event(20, null),
            ],
            At(57));

        Assert.Equal(new KeyTimes(At(-5), At(10), At(12), At(31), At(38), At(44), At(57), At(65)), times);
    }

    [Fact]
    public void Without_an_incident_begin_the_first_event_is_the_beginning() =>
        Assert.Equal(At(3), KeyTimes.From([Event(10, Phase.Detection), Event(3, null)], null).Began);

    [Fact]
    public void An_incident_begin_wins_over_an_earlier_event() =>
        Assert.Equal(At(8), KeyTimes.From([Event(3, null), Event(8, Phase.IncidentBegin), Event(9, Phase.IncidentBegin)], null).Began);

    [Fact]
    public void A_fix_and_a_resolution_at_the_very_moment_of_restoring_count()
    {
        var times = KeyTimes.From([Event(57, Phase.FixImplementation), Event(57, Phase.Resolution)], At(57));
        Assert.Equal(At(57), times.Fixed);
        Assert.Equal(At(57), times.Closed);
    }

    [Fact]
    public void A_fix_after_and_a_resolution_before_restoring_do_not_count()
    {
        var times = KeyTimes.From([Event(58, Phase.FixImplementation), Event(56, Phase.Resolution)], At(57));
        Assert.Equal(At(58), times.FirstFix);
        Assert.Null(times.Fixed);
        Assert.Null(times.Closed);
    }

    [Fact]
    public void While_it_is_open_nothing_is_fixed_or_closed()
    {
        var times = KeyTimes.From([Event(38, Phase.FixImplementation), Event(50, Phase.Resolution)], null);
        Assert.Equal(new KeyTimes(At(38), null, null, null, At(38), null, null, null), times);
    }

    [Fact]
    public void No_event_gives_no_time() => Assert.Equal(new KeyTimes(null, null, null, null, null, null, null, null), KeyTimes.From([], null));

    [Fact]
    public void Durations_are_differences_of_key_times()
    {
        var times = new KeyTimes(At(-5), At(10), At(12), At(31), At(38), At(44), At(57), At(65));
        Assert.Equal(
            [
                "Duration 47 min", "Lasted 1 h 02 min", "Time to detection 15 min", "Time to resolution 47 min",
                "Time to first fix attempt 28 min", "Time to successful resolution 34 min", "Time to full service restoration 55 min",
            ],
            Durations.All(times).Select(one => $"{one.Name} {one.Printed}"));
        Assert.All(Durations.All(times), one => Assert.Null(one.Hint));
    }

    [Fact]
    public void A_missing_instant_is_printed_as_not_applicable_with_the_event_that_is_missing()
    {
        var none = KeyTimes.From([], null);
        Assert.Equal("N/A (no Detection event)", Durations.Total(none).Printed);
        Assert.Equal("N/A (no event yet)", Durations.TimeToDetection(none).Printed);
        var open = KeyTimes.From([Event(10, Phase.Detection)], null);
        Assert.Equal("N/A (not resolved yet)", Durations.TimeToResolution(open).Printed);
        Assert.Equal("N/A (no Fix Implementation event)", Durations.TimeToFirstFix(open).Printed);
        var late = KeyTimes.From([Event(10, Phase.Detection), Event(58, Phase.FixImplementation)], At(57));
        Assert.Equal("N/A (no Fix Implementation event before it was restored)", Durations.TimeToSuccessfulResolution(late).Printed);
        Assert.Equal("N/A (no Resolution event after it was restored)", Durations.TimeToFullRestoration(late).Printed);
        Assert.Null(Durations.TimeToFullRestoration(late).Minutes);
        Assert.Null(Durations.TimeToFullRestoration(late).Hint);
    }

    [Fact]
    public void A_negative_length_is_a_hint_and_not_printed()
    {
        var wrong = Durations.TimeToDetection(KeyTimes.From([Event(20, Phase.IncidentBegin), Event(10, Phase.Detection)], null));
        Assert.Equal("N/A (times out of order)", wrong.Printed);
        Assert.Equal("Time to detection: detected − began is negative. Mend the time on its event.", wrong.Hint);
        Assert.Null(wrong.Length);
        Assert.Null(wrong.Minutes);
    }

    [Theory]
    [InlineData(29, 29, 0)]
    [InlineData(30, 30, 1)]
    [InlineData(89, 89, 1)]
    [InlineData(90, 90, 2)]
    [InlineData(0, 0, 0)]
    public void Minutes_are_rounded_half_up_and_seconds_kept(int seconds, int kept, long minutes)
    {
        var detection = Durations.TimeToDetection(new KeyTimes(Two, Two + Duration.FromSeconds(seconds), null, null, null, null, null, null));
        Assert.Equal(Duration.FromSeconds(kept), detection.Length);
        Assert.Equal(minutes, detection.Minutes);
    }

    [Fact]
    public void A_duration_explains_its_inputs()
    {
        var total = Durations.Total(new KeyTimes(null, At(10), null, null, null, null, At(57), null));
        Assert.Equal("47 min = restored − detected: 02:10 EST to 02:57 EST", total.Explained(NewYork, At(60)));
    }

    [Fact]
    public void Calendar_time_runs_through_the_change_of_clocks()
    {
        // 00:30 EDT to 02:30 EST on 1 Nov 2026: the clocks show two hours, three have passed.
        var times = new KeyTimes(Instant.FromUtc(2026, 11, 1, 4, 30), null, null, null, null, null, Instant.FromUtc(2026, 11, 1, 7, 30), null);
        Assert.Equal("3 h 00 min", Durations.Lasted(times).Printed);
    }

    private static Instant At(int minute) => Two + Duration.FromMinutes(minute);

    private static TimedPhase Event(int minute, Phase? phase) => new(At(minute), phase);
}
