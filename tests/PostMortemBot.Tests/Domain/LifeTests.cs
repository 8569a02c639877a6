using CsCheck;
using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

/// <summary>The life of a post-mortem, act by act, against the table of the design, written down here by hand.</summary>
public sealed class LifeTests
{
    private static readonly Instant Start = Chatting.InNewYork("2026-11-24 02:00");
    private static readonly Place Inc = new("web", "local", "#inc");
    private static readonly Place Other = new("web", "local", "#other");
    private static readonly Policy Policy = Shipped.Policy;

    /// <summary>Of the SRE team, so that rights stand in nobody's way here.</summary>
    private static readonly Actor Sre = new(new("dana"), true) { IsSre = true };

    public enum Does
    {
        Mark,
        StartRequired,
        StartNotRequired,
        StartUndecided,
        NearMiss,
        WriteUp,
        KeepNote,
        Resolve,
        Complaint,
        SayOptional,
        OverrideRequired,
        OverrideNotRequired,
        Stop,
        Reopen,
        Cancel,
        MergeAway,
        WaitEightDays,
    }

    /// <summary>What the table needs to remember beside the state.</summary>
    private sealed record Model(Life Life)
    {
        public bool Exists { get; init; }

        public bool Resolved { get; init; }

        /// <summary>What the rules would say at a resolve; null: not decided.</summary>
        public VerdictKind? Rules { get; init; }

        public VerdictKind? Verdict { get; init; }

        public bool Overridden { get; init; }

        public bool Old { get; init; }

        public Life? Before { get; init; }

        public bool NearMiss { get; init; }
    }

    [Fact]
    public void Every_walk_of_life_follows_the_table() =>
        Gen.Enum<Does>().Array[1, 14].Sample(walk =>
        {
            var (p, now, model) = (new PostMortem(new("P")), Start, new Model(Life.Waiting));
            foreach (var act in walk)
            {
                now += act == Does.WaitEightDays ? Duration.FromDays(8) : Duration.FromSeconds(10);
                p = Act(p, act, now);
                model = Expected(model, act);
                Assert.True(p.Life == model.Life, $"{string.Join(" ", walk)}: after {act} it is {p.Life}, the table says {model.Life}.");
                Assert.Equal(model.Exists, p.Exists);
            }
        }, iter: 100_000);

    [Fact]
    public void Folding_the_history_again_gives_the_same_state() =>
        Gen.Enum<Does>().Array[1, 14].Sample(walk =>
        {
            var (p, now) = (new PostMortem(new("P")), Start);
            List<PostMortemEvent> history = [];
            foreach (var act in walk)
            {
                now += Duration.FromSeconds(10);
                var facts = FactsOf(p, act, now);
                history.AddRange(facts);
                p = facts.Aggregate(p, Evolve.Apply);
            }

            var again = Evolve.Fold(p.Id, history);
            Assert.Equal((p.Version, p.Life, p.Verdict, p.Restored, p.Name, p.Events.Count), (again.Version, again.Life, again.Verdict, again.Restored, again.Name, again.Events.Count));
        }, iter: 500);

    /// <summary>The table, a row a line.</summary>
    private static Model Expected(Model m, Does act) => (act, m) switch
    {
        // none | mark | Waiting, none or Waiting | start | Capturing, none | nearmiss | Noted
        (Does.Mark, { Exists: false }) => m with { Exists = true },
        (Does.Mark, _) => m,
        (Does.StartRequired, { Life: Life.Waiting }) => m with { Exists = true, Life = Life.Capturing, Rules = VerdictKind.Required },
        (Does.StartNotRequired, { Life: Life.Waiting }) => m with { Exists = true, Life = Life.Capturing, Rules = VerdictKind.NotRequired },
        (Does.StartUndecided, { Life: Life.Waiting }) => m with { Exists = true, Life = Life.Capturing, Rules = null },
        (Does.NearMiss, { Exists: false }) => m with { Exists = true, Life = Life.Noted, Resolved = true, NearMiss = true },

        // Noted, Offered, Not required, Declined | write it up, write one anyway | Draft
        (Does.WriteUp, { Life: Life.Noted or Life.Offered or Life.NotRequired or Life.Declined }) => m with { Life = Life.Draft },

        // Noted | keep the note only | Noted, Offered | keep the note only | Declined
        (Does.KeepNote, { Life: Life.Offered }) => m with { Life = Life.Declined },

        // Capturing | resolve | Draft, Offered, Not required; undecided stays Capturing
        (Does.Resolve, { Life: Life.Capturing, Resolved: false }) => Judged(m with { Resolved = true }),

        // late facts
        (Does.Complaint, { Exists: true, Life: not (Life.Waiting or Life.Cancelled or Life.Merged) }) => Late(m, VerdictKind.Required),
        (Does.SayOptional, { Exists: true, Life: not (Life.Waiting or Life.Cancelled or Life.Merged) }) => Late(m, m.Rules switch { null => null, VerdictKind.Required => VerdictKind.Required, _ => VerdictKind.Optional }),

        // override, with a reason
        (Does.OverrideRequired, { Resolved: true, Life: Life.Draft or Life.Noted or Life.Capturing or Life.Offered or Life.NotRequired or Life.Declined }) => m with { Life = Life.Draft, Verdict = VerdictKind.Required, Overridden = true },
        (Does.OverrideNotRequired, { Resolved: true, Life: Life.Draft or Life.Declined }) => m with { Life = Life.Declined, Verdict = VerdictKind.NotRequired, Overridden = true },
        (Does.OverrideNotRequired, { Resolved: true, Life: Life.Noted or Life.Capturing or Life.Offered or Life.NotRequired }) => m with { Life = Life.NotRequired, Verdict = VerdictKind.NotRequired, Overridden = true },

        // Draft | stop | Declined
        (Does.Stop, { Life: Life.Draft }) => m with { Life = Life.Declined },

        // resolved, not Final, within 7 days | it came back | Capturing; Cancelled | reopen | as it was
        (Does.Reopen, { Life: Life.Cancelled, Before: { } before }) => m with { Life = before, Before = null },
        // (not a near miss: nothing happened that could come back). Whether the budget was exceeded has to be asked again: it lasted longer.
        (Does.Reopen, { Resolved: true, Old: false, NearMiss: false, Life: not (Life.Merged or Life.Cancelled) }) =>
            m with { Life = Life.Capturing, Resolved = false, Verdict = null, Overridden = false, Rules = m.Rules == VerdictKind.Required ? m.Rules : null },

        // Waiting, Capturing, Noted, Offered, Not required, Declined, Draft | cancel, merge | Cancelled, Merged
        (Does.Cancel, { Exists: true, Life: not (Life.Cancelled or Life.Merged) }) => m with { Life = Life.Cancelled, Before = m.Life },
        (Does.MergeAway, { Exists: true, Life: not (Life.Cancelled or Life.Merged) }) => m with { Life = Life.Merged },

        // The resolution here is twelve minutes after it began, whenever it is told.
        (Does.WaitEightDays, { Exists: true }) => m with { Old = true },
        _ => m,
    };

    private static Model Late(Model m, VerdictKind? rules)
    {
        var changed = m.Rules != rules;
        var known = m with { Rules = rules };
        return m.Resolved && !m.Overridden && !m.NearMiss && changed ? Judged(known) : known;
    }

    private static Model Judged(Model m) => m.Rules switch
    {
        null => m,
        VerdictKind.Required => m with { Verdict = m.Rules, Life = m.Life == Life.Draft || m.Verdict != VerdictKind.Required ? Life.Draft : m.Life },
        VerdictKind.Optional => m with { Verdict = m.Rules, Life = m.Life is Life.Draft or Life.Declined ? m.Life : Life.Offered },
        _ => m with { Verdict = m.Rules, Life = m.Life is Life.Draft or Life.Declined ? m.Life : Life.NotRequired },
    };

    private static PostMortem Act(PostMortem p, Does act, Instant now) => FactsOf(p, act, now).Aggregate(p, Evolve.Apply);

    /// <summary>A rule's facts and those that follow from them, as a turn stores them.</summary>
    private static IReadOnlyList<PostMortemEvent> FactsOf(PostMortem p, Does act, Instant now)
    {
        if (Decide(p, act, now) is not Decision.Accepted { Facts: { Count: > 0 } facts }) return [];
        return [.. facts, .. Verdicts.Following(p, facts.Aggregate(p, Evolve.Apply), Policy, "hash", Sre.Id, now)];
    }

    private static Decision Decide(PostMortem p, Does act, Instant now) => act switch
    {
        Does.Mark => Timeline.Mark(p, new(new($"e{now.ToUnixTimeTicks()}"), p.Exists ? p.Began : now, "alert", new(MarkKind.Command, Sre.Id)), Sre, Inc, now),
        Does.StartRequired => Incidents.Start(p, new(Inc, 1, "slow") { Severity = Severity.P1, Environments = ["LAB"] }, Sre, now),
        Does.StartUndecided => Incidents.Start(p, new(Inc, 1, "slow") { Severity = Severity.P3 }, Sre, now),
        Does.StartNotRequired => Incidents.Start(p, new(Inc, 1, "slow") { Severity = Severity.P3, Environments = ["LAB"] }, Sre, now) is Decision.Accepted started
            ? Decision.Accept([.. started.Facts, new EscalationSet(now, Sre.Id, false), new ComplaintsSet(now, Sre.Id, false), new TriggerAnswered(now, Sre.Id, TriggerRule.ErrorBudget, false)])
            : Decision.Nothing,
        Does.NearMiss => p.Exists ? Decision.Nothing : Incidents.NearMiss(p, Inc, 1, "almost", Sre, now),
        Does.WriteUp => Incidents.WriteUp(p, "hash", Sre, now),
        Does.KeepNote => Incidents.KeepNote(p, Sre, now),
        Does.Resolve => p.Restored is null ? Incidents.Resolve(p, Instant.Min(now, p.Began + Duration.FromMinutes(12)), Sre, now) : Decision.Nothing,
        Does.Complaint => p.Life == Life.Waiting ? Decision.Nothing : Incidents.Set(p, new() { Complained = true }, Shipped.Policy, Sre, now),
        Does.SayOptional => p.Life == Life.Waiting ? Decision.Nothing : Incidents.Set(p, new() { Optional = (OptionalReason.Learning, true) }, Shipped.Policy, Sre, now),
        Does.OverrideRequired => Incidents.Override(p, VerdictKind.Required, "because", "hash", Sre, now),
        Does.OverrideNotRequired => Incidents.Override(p, VerdictKind.NotRequired, "because", "hash", Sre, now),
        Does.Stop => Incidents.Stop(p, "because", Sre, now),
        Does.Reopen => Incidents.Reopen(p, new($"r{now.ToUnixTimeTicks()}"), Sre, now),
        Does.Cancel => p.Exists ? Incidents.Cancel(p, "mistake", Sre, now) : Decision.Nothing,
        Does.MergeAway => Merge.Join(new PostMortem(new("Q")) { Version = 1, Life = Life.Capturing, Places = [Other] }, p, () => $"m{now.ToUnixTimeTicks()}", Sre, now)[1],
        _ => Decision.Nothing,
    };
}
