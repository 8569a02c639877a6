using System.Globalization;
using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>Each rule by itself: facts and limits in, held or not with the words that say so out.</summary>
internal static class TriggerRules
{
    public static RuleFinding SeverityOrEscalation(TriggerFacts facts, TriggerPolicy policy)
    {
        var grave = facts.Severity is { } severity && policy.RequiredSeverities.Contains(severity);
        var escalated = policy.Escalation ? facts.Escalated : false;
        var parts = new[] { facts.Severity?.ToString(), escalated == true ? "escalated" : null }.OfType<string>().ToList();
        var state = grave || escalated == true ? RuleState.Held
            : facts.Severity is null || escalated is null ? RuleState.NotKnown
            : RuleState.NotHeld;
        var open = facts.Severity is { } known ? $"{known}, escalation not known" : "severity not known";
        return new RuleFinding(TriggerRule.SeverityOrEscalation, true, NameOfSeverity(policy), state, state switch
        {
            RuleState.Held => string.Join(", ", parts),
            RuleState.NotHeld => policy.Escalation ? $"{facts.Severity}, not escalated" : $"{facts.Severity}",
            _ => open,
        })
        {
            InBrief = facts.Severity?.ToString() ?? "",
        };
    }

    public static RuleFinding Lasted(TriggerFacts facts, TriggerPolicy policy)
    {
        var limit = Limit(policy.LongerThan);
        var name = $"Lasting over {limit} min";
        if (facts.Restored - facts.Began is not { } lasted || lasted < Duration.Zero)
        {
            return new RuleFinding(TriggerRule.Lasted, true, name, RuleState.NotKnown, facts.Restored is null ? "not resolved yet" : "when it began is not known");
        }

        var over = lasted > policy.LongerThan;
        var length = LengthBeside(lasted, policy.LongerThan);
        return new RuleFinding(TriggerRule.Lasted, true, name, over ? RuleState.Held : RuleState.NotHeld, over ? $"{length} (over {limit})" : $"{length} (not over {limit})")
        {
            InBrief = length,
        };
    }

    public static RuleFinding ErrorBudget(TriggerFacts facts, TriggerPolicy policy)
    {
        var limit = (decimal)policy.BudgetOver;
        var percent = Shares.Number(limit * 100);
        var name = $"Error budget over {percent} %";
        if (facts.BudgetShare is { } share)
        {
            var over = share > limit;
            var shown = Shares.PercentBeside(share, limit);
            return new RuleFinding(
                TriggerRule.ErrorBudget, true, name, over ? RuleState.Held : RuleState.NotHeld, $"{shown} of the monthly budget ({(over ? "over" : "not over")} {percent})")
            {
                InBrief = $"{shown} of budget",
            };
        }

        return facts.OverBudget switch
        {
            true => new RuleFinding(TriggerRule.ErrorBudget, true, name, RuleState.Held, $"more than {percent} % of the monthly budget"),
            false => new RuleFinding(TriggerRule.ErrorBudget, true, name, RuleState.NotHeld, $"at most {percent} % of the monthly budget"),
            null => new RuleFinding(TriggerRule.ErrorBudget, true, name, RuleState.NotKnown, "not known"),
        };
    }

    public static RuleFinding Complaints(TriggerFacts facts, TriggerPolicy policy)
    {
        const string Name = "Customer complaints";
        return (policy.Complaints, facts.Complaints) switch
        {
            (false, _) => new RuleFinding(TriggerRule.Complaints, true, Name, RuleState.NotHeld, "not a rule here"),
            (_, true) => new RuleFinding(TriggerRule.Complaints, true, Name, RuleState.Held, "customers complained"),
            (_, false) => new RuleFinding(TriggerRule.Complaints, true, Name, RuleState.NotHeld, "no customer complained"),
            (_, null) => new RuleFinding(TriggerRule.Complaints, true, Name, RuleState.NotKnown, "not known"),
        };
    }

    public static RuleFinding Environments(TriggerFacts facts, TriggerPolicy policy)
    {
        var name = policy.EnvironmentsAtLeast == 2 ? "More than one environment" : $"{Plain(policy.EnvironmentsAtLeast)} environments or more";
        var touched = facts.Environments.Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (touched.Count == 0) return new RuleFinding(TriggerRule.Environments, true, name, RuleState.NotKnown, "not known");
        var held = touched.Count >= policy.EnvironmentsAtLeast;
        var listed = touched.Count == 1 ? touched[0] : $"{string.Join(", ", touched[..^1])} and {touched[^1]}";
        var only = held ? listed : $"{listed} only";
        return new RuleFinding(TriggerRule.Environments, true, name, held ? RuleState.Held : RuleState.NotHeld, only) { InBrief = only };
    }

    public static RuleFinding Optional(TriggerFacts facts, OptionalReason reason, TriggerRule rule, string name, string said) =>
        facts.Reasons.Contains(reason)
            ? new RuleFinding(rule, false, name, RuleState.Held, said)
            : new RuleFinding(rule, false, name, RuleState.NotHeld, "nobody said so");

    /// <summary>The limit in minutes, as it stands behind <c>over</c>.</summary>
    internal static string Limit(Duration limit) => Shares.Number(Moments.ExactMinutes(limit));

    private static string NameOfSeverity(TriggerPolicy policy)
    {
        var severities = string.Join(" or ", policy.RequiredSeverities);
        return (policy.Escalation, policy.RequiredSeverities.Count) switch
        {
            (true, 0) => "Escalated",
            (true, _) => $"{severities} or escalated",
            (false, 0) => "Severity",
            _ => severities,
        };
    }

    /// <summary>30:20 is over 30, so "30 min (over 30)" would read as a mistake: there the seconds are shown.</summary>
    private static string LengthBeside(Duration lasted, Duration limit)
    {
        var rounded = Duration.FromMinutes(Moments.WholeMinutes(lasted));
        if (lasted == limit || rounded > limit == lasted > limit) return Moments.Length(lasted);
        return string.Create(CultureInfo.InvariantCulture, $"{(long)lasted.TotalMinutes} min {Math.Max(lasted.Seconds, 1)} s");
    }

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);
}
