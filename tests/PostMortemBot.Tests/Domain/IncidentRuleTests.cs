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
    public void A_merge_takes_the_highest_severity_all_environments_and_services_and_every_yes()
    {
        var into = Given(new SeveritySet(Now, Lee.Id, Severity.P2), new EnvironmentsSet(Now, Lee.Id, ["QA"]), new ServicesSet(Now, Lee.Id, ["gateway"]), new EscalationSet(Now, Lee.Id, false), new OwnerSet(Now, Lee.Id, Lee.Id));
        var from = Other(new SeveritySet(Now, Lee.Id, Severity.P1), new EnvironmentsSet(Now, Lee.Id, ["QA", "PROD"]), new ServicesSet(Now, Lee.Id, ["Gateway", "portal"]), new EscalationSet(Now, Lee.Id, true), new ComplaintsSet(Now, Lee.Id, true));

        var merged = After(into, Merge.Join(into, from, Ids(), Lee, Now)[0]);
        Assert.Equal((Severity.P1, "QA, PROD", "gateway, portal", true, true), Facts(merged));

        var apart = After(merged, Merge.Undo(merged, After(from, Merge.Join(into, from, Ids(), Lee, Now)[1]), Lee, Now)[0]);
        Assert.Equal((Severity.P2, "QA", "gateway", false, null), Facts(apart));
    }

    [Fact]
    public void What_somebody_set_after_a_merge_stays_when_it_is_undone()
    {
        var into = Given(new SeveritySet(Now, Lee.Id, Severity.P3), new OwnerSet(Now, Lee.Id, Lee.Id));
        var from = Other(new SeveritySet(Now, Lee.Id, Severity.P2), new EnvironmentsSet(Now, Lee.Id, ["PROD"]));
        var merged = Evolve.Apply(After(into, Merge.Join(into, from, Ids(), Lee, Now)[0]), new SeveritySet(Now, Lee.Id, Severity.P1));

        var apart = After(merged, Merge.Undo(merged, After(from, Merge.Join(into, from, Ids(), Lee, Now)[1]), Lee, Now)[0]);

        Assert.Equal((Severity.P1, "", "", null, null), Facts(apart));
    }

    [Fact]
    public void A_merge_lowers_no_severity_and_takes_no_no()
    {
        var into = Given(new SeveritySet(Now, Lee.Id, Severity.P1), new ComplaintsSet(Now, Lee.Id, true), new OwnerSet(Now, Lee.Id, Lee.Id));
        var from = Other(new SeveritySet(Now, Lee.Id, Severity.P3), new ComplaintsSet(Now, Lee.Id, false), new EscalationSet(Now, Lee.Id, false));

        var decision = Merge.Join(into, from, Ids(), Lee, Now)[0];

        Assert.DoesNotContain(Accepted(decision), fact => fact is FactsTakenOver);
        Assert.Equal((Severity.P1, "", "", null, true), Facts(After(into, decision)));
    }

    [Fact]
    public void An_environment_that_nobody_has_is_refused_and_names_are_written_as_configured()
    {
        Assert.Equal("environments", Refused(Incidents.Set(Given(), new() { Environments = ["PROD", "STAGING"] }, Shipped.Policy, Lee, Now)).Field);
        Assert.Equal(["LAB", "PROD"], Assert.IsType<EnvironmentsSet>(Assert.Single(Accepted(Incidents.Set(Given(), new() { Environments = ["prod", "lab"] }, Shipped.Policy, Lee, Now)))).Environments);
        var known = Shipped.Policy.Services[0].Name;
        Assert.Equal([known, "billing"], Assert.IsType<ServicesSet>(Assert.Single(Accepted(Incidents.Set(Given(), new() { Services = [known.ToUpperInvariant(), " billing ", known] }, Shipped.Policy, Lee, Now)))).Services);
    }

    private static PostMortem Other(params IReadOnlyList<PostMortemEvent> facts) => Evolve.Fold(new("O"), [new IncidentStarted(Began, Lee.Id, new("web", "local", "#other"), 2, "slow too"), .. facts]);

    private static PostMortem After(PostMortem p, Decision decision) => Accepted(decision).Aggregate(p, Evolve.Apply);

    private static Func<string> Ids()
    {
        var number = 0;
        return () => FormattableString.Invariant($"n{++number}");
    }

    private static (Severity?, string, string, bool?, bool?) Facts(PostMortem p) => (p.Severity, string.Join(", ", p.Environments), string.Join(", ", p.Services), p.Escalated, p.Complained);

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
        Assert.Single(Accepted(Incidents.Set(Given(), new() { Title = new('a', 200) }, Shipped.Policy, Lee, Now)));
        Assert.Equal("title", Refused(Incidents.Set(Given(), new() { Title = new('a', 201) }, Shipped.Policy, Lee, Now)).Field);
        Assert.Equal("title", Refused(Incidents.Set(Given(), new() { Title = " " }, Shipped.Policy, Lee, Now)).Field);
        Assert.Empty(Accepted(Incidents.Set(Given(), new() { Title = "slow" }, Shipped.Policy, Lee, Now)));
        Assert.True(Refused(Incidents.Set(Given(), new() { Title = "x" }, Shipped.Policy, Stranger, Now)).Forbidden);
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
