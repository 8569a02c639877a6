using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>What is known of an incident, as the trigger rules ask it. Nothing that nobody said is taken as "no".</summary>
public static class KnownFacts
{
    public static TriggerFacts Of(PostMortem p, Policy policy) => new()
    {
        Severity = p.Severity,
        Escalated = p.Escalated,
        Began = p.Exists ? p.Began : null,
        Restored = p.Restored,
        BudgetShare = Budget(p, policy)?.Consumed,
        OverBudget = p.TriggerAnswers.GetValueOrDefault(TriggerRule.ErrorBudget),
        Complaints = p.Complained,
        Environments = p.Environments,
        Reasons = p.OptionalReasons,
        NotKnowable = p.TriggerAnswers.Where(answer => answer.Value is null).Select(answer => answer.Key).ToHashSet(),
    };

    /// <summary>The largest consumption of any SLO that was told of; null when none was.</summary>
    public static BudgetSpent? Budget(PostMortem p, Policy policy) => ErrorBudget.Largest(p.Slos.Values.SelectMany(told => Spent(p, told, policy)));

    /// <summary>The rows of one SLO: until <c>resolve</c> reckoned to its last event. None for an SLO that the policy no longer has, or a loss that is not of its kind.</summary>
    /// <param name="earlier">What earlier post-mortems took from this SLO.</param>
    public static IReadOnlyList<BudgetSpent> Spent(PostMortem p, SloMeasurement told, Policy policy, IReadOnlyCollection<SpentEarlier>? earlier = null)
    {
        if (policy.SloNamed(told.Slo) is not { } slo || SloLoss.From(told) is not { } loss || ErrorBudget.Mismatch(slo, loss) is not null) return [];
        var end = p.Restored ?? (p.Events.Count > 0 ? p.Events[^1].When : p.StartedAt);
        return ErrorBudget.Reckon(slo, loss, new Interval(p.Began, Instant.Max(p.Began, end)), policy.ProcessZone, earlier);
    }
}

/// <summary>The verdict that follows from facts: it runs with each fact that could change it, in the same transaction.</summary>
public static class Verdicts
{
    public static TriggerFindings Of(PostMortem p, Policy policy) => Triggers.Judge(KnownFacts.Of(p, policy), policy.Triggers);

    /// <summary>
    /// The facts that follow from those just decided: none while the incident is open, while the rules say the same as before (so that a changed policy alone changes
    /// nothing told before), or while they are undecided.
    /// </summary>
    public static IReadOnlyList<PostMortemEvent> Following(PostMortem before, PostMortem after, Policy policy, string templateHash, PersonId by, Instant now)
    {
        if (after.Restored is null || after.IsNearMiss || after.OverrideReason is not null) return [];
        var says = Of(after, policy);
        if (says.Verdict is not { } verdict) return [];
        var said = before.Restored is null || after.Verdict is null ? null : Of(before, policy);
        if (said is not null && said.Verdict == verdict && said.Because.SequenceEqual(says.Because)) return [];
        return Incidents.Judge(after, verdict, says.Because, templateHash, by, now) is Decision.Accepted accepted ? accepted.Facts : [];
    }
}
