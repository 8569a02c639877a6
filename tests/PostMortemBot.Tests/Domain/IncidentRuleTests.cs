using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

/// <summary>The edges of an incident's rules: what is still taken, and the first that is not.</summary>
public sealed class IncidentRuleTests
{
    private static readonly Instant Began = Chatting.InNewYork("2026-11-24 02:10");
    private static readonly Instant Now = Began + Duration.FromHours(1);
    private static readonly Place Inc = new("web", "local", "#inc");
    private static readonly Actor Lee = new(new("lee"), true);
    private static readonly Actor Stranger = new(new("stranger"));

    private static PostMortem Given(params IReadOnlyList<PostMortemEvent> more) => Evolve.Fold(new("P"),
    [
        new IncidentStarted(Began, new("rana"), Inc, 1, "slow"),
        new TimelineEventMarked(Began, new("rana"), new("e1"), Began, "alert", null, false, null, null, null, "", new(MarkKind.Command, new("rana"))),
        .. more,
    ]);

    private static IReadOnlyList<PostMortemEvent> Accepted(Decision decision) => Assert.IsType<Decision.Accepted>(decision).Facts;

    private static Decision.Refused Refused(Decision decision) => Assert.IsType<Decision.Refused>(decision);

    [Fact]
    public void It_comes_back_until_seven_days_after_it_was_restored()
    {
        var resolved = Given(new IncidentResolved(Now, new("lee"), Now));

        Assert.IsType<IncidentReopened>(Accepted(Incidents.Reopen(resolved, new("r"), Lee, Now + Duration.FromDays(7)))[0]);
        Assert.Contains("more than 7 days", Refused(Incidents.Reopen(resolved, new("r"), Lee, Now + Duration.FromDays(7) + Duration.Epsilon)).Sentence, StringComparison.Ordinal);
        Assert.Contains("is open", Refused(Incidents.Reopen(Given(), new("r"), Lee, Now)).Sentence, StringComparison.Ordinal);
        Assert.True(Refused(Incidents.Reopen(resolved, new("r"), Stranger, Now)).Forbidden);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(3900, true)]
    [InlineData(3901, false)]
    public void It_is_restored_between_its_beginning_and_five_minutes_from_now(int secondsAfterBegan, bool taken)
    {
        var decision = Incidents.Resolve(Given(), Began + Duration.FromSeconds(secondsAfterBegan), Lee, Now);

        if (taken) Assert.Equal([new IncidentResolved(Now, new("lee"), Began + Duration.FromSeconds(secondsAfterBegan))], Accepted(decision));
        else Assert.Equal("when", Refused(decision).Field);
    }

    [Fact]
    public void The_same_time_twice_writes_nothing() => Assert.Empty(Accepted(Incidents.Resolve(Given(new IncidentResolved(Now, new("lee"), Now)), Now, Lee, Now)));

    [Theory]
    [InlineData(Life.UnderReview)]
    [InlineData(Life.Final)]
    [InlineData(Life.Cancelled)]
    [InlineData(Life.Merged)]
    public void What_is_in_review_or_over_is_neither_resolved_nor_merged_nor_cancelled_anew(Life life)
    {
        var p = Given() with { Life = life, Owner = new("lee") };

        Refused(Incidents.Resolve(p, Now, Lee, Now));
        Refused(Merge.Join(p, Given() with { Owner = new("lee") }, () => "n", Lee, Now)[0]);
        Refused(Merge.Join(new PostMortem(new("Q")) { Version = 1, Life = Life.Capturing, Owner = new("lee") }, p, () => "n", Lee, Now)[0]);
        if (life != Life.Cancelled) Refused(Incidents.Cancel(p, "", Lee, Now));
    }

    [Fact]
    public void A_title_holds_200_characters_and_no_blank_one_is_taken()
    {
        Assert.Single(Accepted(Incidents.Set(Given(), new() { Title = new('a', 200) }, Lee, Now)));
        Assert.Equal("title", Refused(Incidents.Set(Given(), new() { Title = new('a', 201) }, Lee, Now)).Field);
        Assert.Equal("title", Refused(Incidents.Set(Given(), new() { Title = " " }, Lee, Now)).Field);
        Assert.Empty(Accepted(Incidents.Set(Given(), new() { Title = "slow" }, Lee, Now)));
        Assert.True(Refused(Incidents.Set(Given(), new() { Title = "x" }, Stranger, Now)).Forbidden);
    }

    [Fact]
    public void A_verdict_once_required_does_not_restart_what_was_stopped()
    {
        var stopped = Given(new IncidentResolved(Now, new("lee"), Now), new VerdictReached(Now, new("lee"), VerdictKind.Required, ["P1"]), new PostMortemBegun(Now, new("lee"), null, "hash"), new PostMortemDeclined(Now, new("dana"), "covered elsewhere"));

        Assert.Equal([typeof(VerdictReached)], Accepted(Incidents.Judge(stopped, VerdictKind.Required, ["P1", "escalated"], "hash", new("lee"), Now)).Select(fact => fact.GetType()));
        Assert.Equal(Life.Declined, Accepted(Incidents.Judge(stopped, VerdictKind.Required, ["P1", "escalated"], "hash", new("lee"), Now)).Aggregate(stopped, Evolve.Apply).Life);
    }

    [Fact]
    public void A_changed_policy_alone_changes_nothing_told_before()
    {
        var policy = Shipped.Policy;
        var resolved = Given(new SeveritySet(Began, new("lee"), Severity.P1), new IncidentResolved(Now, new("lee"), Now), new VerdictReached(Now, new("lee"), VerdictKind.Required, ["P1", "1 h 00 min (over 30)"]));
        var lenient = policy with { Triggers = new() { LongerThan = Duration.FromHours(9) } };

        Assert.Empty(Verdicts.Following(resolved, Evolve.Apply(resolved, new TitleSet(Now, new("lee"), "x")), lenient, "hash", new("lee"), Now));
        Assert.NotEmpty(Verdicts.Following(resolved, Evolve.Apply(resolved, new ComplaintsSet(Now, new("lee"), true)), policy, "hash", new("lee"), Now));
    }

    [Fact]
    public void Dates_run_from_the_incident_or_from_when_it_became_required()
    {
        var policy = Shipped.Policy;
        var required = Given(new IncidentResolved(Now, new("lee"), Now), new VerdictReached(Now, new("lee"), VerdictKind.Required, ["P1"]), new PostMortemBegun(Now, new("lee"), null, "hash"));
        Assert.Equal(new LocalDate(2026, 12, 1), Deadlines.Of(required, policy)!.Complete);

        var later = Now + Duration.FromDays(3);
        var late = Given(new IncidentResolved(Now, new("lee"), Now), new VerdictReached(Now, new("lee"), VerdictKind.NotRequired, []), new VerdictReached(later, new("lee"), VerdictKind.Required, ["P1"]), new PostMortemBegun(later, new("lee"), null, "hash"));
        Assert.Equal(new LocalDate(2026, 12, 4), Deadlines.Of(late, policy)!.Complete);
        Assert.Null(Deadlines.Of(Given(), policy));
    }
}
