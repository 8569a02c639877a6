using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>The five rules that require a post-mortem and the three that make one optional, in the order of the process.</summary>
public enum TriggerRule
{
    /// <summary>P1, or escalated whatever the severity: two facts, one rule.</summary>
    SeverityOrEscalation,
    Lasted,
    ErrorBudget,
    Complaints,
    Environments,
    NearMiss,
    ProcessFailure,
    Learning,
}

/// <summary>What is known of an incident as far as the rules ask. Null is "not known yet", never "no".</summary>
public sealed record TriggerFacts
{
    public Severity? Severity { get; init; }

    public bool? Escalated { get; init; }

    /// <summary>The first instant of the incident, see <see cref="KeyTimes"/>.</summary>
    public Instant? Began { get; init; }

    /// <summary>The time given to <c>resolve</c>.</summary>
    public Instant? Restored { get; init; }

    /// <summary>The largest share of a monthly budget that was consumed: 0.14 = 14 %. See <see cref="ErrorBudget.Largest"/>.</summary>
    public decimal? BudgetShare { get; init; }

    /// <summary>Where nobody has the number: a person's answer whether it is over the limit.</summary>
    public bool? OverBudget { get; init; }

    public bool? Complaints { get; init; }

    /// <summary>As <c>bot.json</c> spells them; none is "not known".</summary>
    public IReadOnlyList<string> Environments { get; init; } = [];

    /// <summary>The optional reasons that somebody gave. People give these unasked.</summary>
    public IReadOnlySet<OptionalReason> Reasons { get; init; } = new HashSet<OptionalReason>();

    /// <summary>Rules whose question somebody answered with <i>Not known</i>: they are not asked again and decide nothing.</summary>
    public IReadOnlySet<TriggerRule> NotKnowable { get; init; } = new HashSet<TriggerRule>();
}

/// <summary>The verdict on whether a post-mortem is due, by the process's rules. A pure function of what is known: it runs again with each late fact.</summary>
public static class Triggers
{
    /// <summary>Judges the facts. One required rule that holds decides; while none does, every required rule that is not known keeps it open.</summary>
    public static TriggerFindings Judge(TriggerFacts facts, TriggerPolicy policy)
    {
        RuleFinding[] rules =
        [
            TriggerRules.SeverityOrEscalation(facts, policy),
            TriggerRules.Lasted(facts, policy),
            TriggerRules.ErrorBudget(facts, policy),
            TriggerRules.Complaints(facts, policy),
            TriggerRules.Environments(facts, policy),
            TriggerRules.Optional(facts, OptionalReason.NearMiss, TriggerRule.NearMiss, "Near miss", "near miss"),
            TriggerRules.Optional(facts, OptionalReason.ProcessFailure, TriggerRule.ProcessFailure, "Process failure", "process failure"),
            TriggerRules.Optional(facts, OptionalReason.Learning, TriggerRule.Learning, "Much was learned", "much was learned"),
        ];
        var open = rules.Where(rule => rule is { Requires: true, State: RuleState.NotKnown } && !facts.NotKnowable.Contains(rule.Rule)).ToList();
        VerdictKind? verdict =
            rules.Any(rule => rule is { Requires: true, State: RuleState.Held }) ? VerdictKind.Required
            : open.Count > 0 ? null
            : rules.Any(rule => rule.State == RuleState.Held) ? VerdictKind.Optional
            : VerdictKind.NotRequired;
        return new TriggerFindings(verdict, rules, verdict is null ? TriggerQuestions.For(open, facts, policy) : []);
    }
}
