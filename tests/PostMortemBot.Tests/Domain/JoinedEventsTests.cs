using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

/// <summary>Two events that are one, and alerts that come again.</summary>
public sealed class JoinedEventsTests
{
    private static readonly Instant Start = Chatting.InNewYork("2026-11-24 02:00");
    private static readonly Place Inc = new("web", "local", "#inc");
    private static readonly Actor Lee = new(new("lee"), true);
    private static readonly PostMortem Open = Evolve.Fold(new("P"), [new IncidentStarted(Start, Lee.Id, Inc, 1, "slow")]);

    [Fact]
    public void The_same_alert_within_an_hour_is_one_event_with_a_count()
    {
        var p = Marked(Marked(Marked(Open, "1", 0, "Splunk", "HighLatency p95 4.2 s"), "2", 5, "Splunk", "HighLatency p95 6.0 s"), "3", 60, "Splunk", "HighLatency p95 5.1 s");

        var e = Assert.Single(p.Events);
        Assert.Equal(("HighLatency p95 4.2 s", 3, At(0)), (e.Text, e.Times, e.When));
        Assert.Equal("1", p.Told(new("3")).Id.Value);
    }

    [Theory]
    [InlineData("Splunk", "HighLatency p95 6.0 s", 61)]
    [InlineData("Grafana", "HighLatency p95 6.0 s", 5)]
    [InlineData("Splunk", "DiskFull db-1", 5)]
    public void Another_alert_another_bot_or_an_hour_later_is_its_own_event(string bot, string text, int minutes) =>
        Assert.Equal(2, Marked(Marked(Open, "1", 0, "Splunk", "HighLatency p95 4.2 s"), "2", minutes, bot, text).Events.Count);

    [Fact]
    public void Deployments_and_people_that_say_the_same_twice_are_not_counted()
    {
        Assert.Equal(2, Marked(Marked(Open, "1", 0, "CD", "Pipeline run completed"), "2", 5, "CD", "Pipeline run completed").Events.Count);
        Assert.Equal(2, Marked(Marked(Open, "1", 0, "Sam", "restarted node", new("sam")), "2", 5, "Sam", "restarted node", new("sam")).Events.Count);
    }

    [Fact]
    public void One_marked_later_that_was_earlier_gives_the_event_its_time()
    {
        var p = Marked(Marked(Open, "1", 10, "Splunk", "HighLatency p95 4.2 s"), "2", 2, "Splunk", "HighLatency p95 3.9 s");

        Assert.Equal((At(2), 2), (Assert.Single(p.Events).When, p.Events[0].Times));
    }

    [Fact]
    public void Taking_one_reaction_off_counts_one_less_and_the_last_takes_the_event()
    {
        var p = Marked(Marked(Open, "1", 0, "Splunk", "HighLatency p95 4.2 s"), "2", 5, "Splunk", "HighLatency p95 6.0 s");

        var one = Apply(p, Timeline.TakeBack(p, new("1"), ReasonOf(p, "1"), At(9)));
        Assert.Equal(1, Assert.Single(one.Events).Reasons.Count + one.AllEvents[new("2")].Reasons.Count);
        Assert.Empty(Apply(one, Timeline.TakeBack(one, new("2"), ReasonOf(one, "2"), At(9))).Events);
        Assert.Equal(1, Assert.Single(Apply(p, Timeline.TakeBack(p, new("2"), ReasonOf(p, "2"), At(9))).Events).Times);
    }

    [Fact]
    public void An_alert_captured_by_reaction_is_counted_when_its_text_is_read()
    {
        var p = Marked(Open, "1", 0, "Splunk", "HighLatency p95 4.2 s");
        p = Apply(p, Timeline.Mark(p, new(new("2"), At(3), "", new(MarkKind.Reaction, Lee.Id, "pushpin")) { Source = new(Inc, "m2"), TextPending = true }, Lee, Inc, At(9)));
        Assert.Equal(2, p.Events.Count);

        p = Apply(p, Timeline.ReadText(p, new(At(9), PersonId.Bot, new("2"), "HighLatency p95 6.0 s", null, "Splunk", null, null)));

        Assert.Equal(2, Assert.Single(p.Events).Times);
        Assert.Empty(Assert.IsType<Decision.Accepted>(Timeline.ReadText(p, new(At(9), PersonId.Bot, new("2"), "again", null, "Splunk", null, null))).Facts);
    }

    [Fact]
    public void Joined_events_have_the_earlier_time_the_longer_text_the_given_phase_and_both_sources()
    {
        var p = Marked(Marked(Open, "1", 1, "Sam", "rolled back gateway", new("sam")), "2", 0, "Lee", "rolled back gateway 4.12 in PROD", new("lee"));
        p = Apply(p, Timeline.Correct(p, new("1"), null, null, Phase.FixImplementation, null, Lee, At(9)));

        p = Apply(p, Timeline.Join(p, new("1"), new("2"), Lee, At(9)));

        var e = Assert.Single(p.Events);
        Assert.Equal(("2", At(0), "rolled back gateway 4.12 in PROD", Phase.FixImplementation, 1), (e.Id.Value, e.When, e.Text, e.Phase, e.Times));
        Assert.Equal("m1", Assert.Single(e.AlsoFrom).Id);
    }

    [Fact]
    public void Strangers_join_nothing_and_what_is_gone_or_joined_is_not_joined_again()
    {
        var p = Marked(Marked(Open, "1", 0, "Sam", "restarted node 1", new("sam")), "2", 1, "Lee", "restarted node 1", new("lee"));

        Assert.True(Assert.IsType<Decision.Refused>(Timeline.Join(p, new("1"), new("2"), new(new("stranger")), At(9))).Forbidden);
        Assert.IsType<Decision.Refused>(Timeline.Join(p, new("1"), new("1"), Lee, At(9)));
        Assert.IsType<Decision.Refused>(Timeline.Join(p, new("1"), new("9"), Lee, At(9)));
        var joined = Apply(p, Timeline.Join(p, new("1"), new("2"), Lee, At(9)));
        Assert.IsType<Decision.Refused>(Timeline.Join(joined, new("1"), new("2"), Lee, At(9)));
    }

    [Fact]
    public void Alike_are_two_within_three_minutes_even_with_another_between()
    {
        var p = Marked(Marked(Marked(Open, "1", 0, "Sam", "rolled back gateway 4.12", new("sam")), "2", 1, "Lee", "support counts five calls", new("lee")), "3", 3, "Lee", "gateway 4.12 rolled back", new("lee"));
        Assert.Equal([("1", "3")], WorthALook.AlikeIn(p.Events).Select(pair => (pair.A.Id.Value, pair.B.Id.Value)));

        Assert.Empty(WorthALook.AlikeIn(Marked(Marked(Open, "1", 0, "Sam", "rolled back gateway 4.12", new("sam")), "3", 4, "Lee", "gateway 4.12 rolled back", new("lee")).Events));
    }

    [Fact]
    public void A_merge_keeps_the_count()
    {
        var from = Marked(Marked(Evolve.Fold(new("Q"), [new IncidentStarted(Start, Lee.Id, Inc with { Channel = "#other" }, 2, "login")]), "1", 0, "Splunk", "HighLatency p95 4.2 s"), "2", 5, "Splunk", "HighLatency p95 6.0 s");
        var next = 0;

        var into = Apply(Open with { Owner = Lee.Id }, Merge.Join(Open with { Owner = Lee.Id }, from, () => $"n{++next}", Lee, At(9))[0]);

        Assert.Equal(2, Assert.Single(into.Events).Times);
    }

    [Fact]
    public void Times_typed_by_another_clock_keep_their_reading_and_none_goes_into_the_future()
    {
        var p = Marked(Open, "1", -600, "Sam", "alert", new("sam"));
        var (berlin, newYork) = (DateTimeZoneProviders.Tzdb["Europe/Berlin"], DateTimeZoneProviders.Tzdb["America/New_York"]);

        Assert.Equal(Duration.FromHours(-6), Assert.IsType<TimelineShifted>(Assert.Single(Assert.IsType<Decision.Accepted>(Timeline.Retime(p, [new("1")], berlin, newYork, Lee, At(9))).Facts)).Shift);
        Assert.Equal("by", Assert.IsType<Decision.Refused>(Timeline.Retime(p, [new("1")], newYork, newYork, Lee, At(9))).Field);
        Assert.Equal("by", Assert.IsType<Decision.Refused>(Timeline.Retime(p, [new("1")], DateTimeZone.ForOffset(Offset.FromHours(-18)), newYork, Lee, At(9))).Field);
    }

    private static PostMortem Marked(PostMortem p, string id, int minutes, string writer, string text, PersonId? person = null) => Apply(p, Timeline.Mark(
        p,
        new(new(id), At(minutes), text, new(MarkKind.Reaction, Lee.Id, "pushpin")) { Source = new(Inc, "m" + id), Writer = person, WriterName = writer },
        Lee,
        Inc,
        At(120)));

    private static PostMortem Apply(PostMortem p, Decision decision) => Assert.IsType<Decision.Accepted>(decision).Facts.Aggregate(p, Evolve.Apply);

    private static MarkReason ReasonOf(PostMortem p, string id) => p.AllEvents[new(id)].Reasons[0];

    private static Instant At(int minutes) => Start + Duration.FromMinutes(minutes);
}
