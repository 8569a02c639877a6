namespace PostMortemBot.Domain;

public enum RuleState
{
    Held,
    NotHeld,
    NotKnown,
}

/// <summary>One rule, judged.</summary>
/// <param name="Rule">Which.</param>
/// <param name="Requires">True for the five that require a post-mortem, false for the three that make it optional.</param>
/// <param name="Name">As the <i>Why</i> list calls it: <c>Lasting over 30 min</c>.</param>
/// <param name="State">Held, not held, or not known.</param>
/// <param name="Words">The numbers as part of a sentence: <c>47 min (over 30)</c>.</param>
public sealed record RuleFinding(TriggerRule Rule, bool Requires, string Name, RuleState State, string Words)
{
    /// <summary>Its few words in <c>Not required: P3, 12 min, …</c>; empty where it has nothing to say there.</summary>
    public string InBrief { get; init; } = "";
}

/// <summary>A question whose answer can still change the verdict, asked alone, with a button per answer.</summary>
/// <param name="Rule">The rule it is about.</param>
/// <param name="Text">As people read it.</param>
/// <param name="Answers">The buttons in order; empty where a time, or a pick of environments, is wanted. The last one, <c>Not known</c>, ends the asking.</param>
public sealed record OpenQuestion(TriggerRule Rule, string Text, IReadOnlyList<string> Answers)
{
    public const string Yes = "Yes";
    public const string No = "No";
    public const string NotKnown = "Not known";
}

/// <summary>What the rules say together.</summary>
/// <param name="Verdict">Null while it is undecided.</param>
/// <param name="Rules">All eight, in the order of the process.</param>
/// <param name="Open">What could still change it, the most telling first; empty as soon as it is decided. Ask the first, then judge again.</param>
public sealed record TriggerFindings(VerdictKind? Verdict, IReadOnlyList<RuleFinding> Rules, IReadOnlyList<OpenQuestion> Open)
{
    /// <summary>The reasons: what held, or, when nothing is required, what did not. Stored with the verdict.</summary>
    public IReadOnlyList<string> Because => Verdict switch
    {
        VerdictKind.Required => [.. Rules.Where(rule => rule is { Requires: true, State: RuleState.Held }).Select(rule => rule.Words)],
        VerdictKind.Optional => [.. Rules.Where(rule => rule is { Requires: false, State: RuleState.Held }).Select(rule => rule.Words)],
        VerdictKind.NotRequired => [.. Rules.Where(rule => rule is { Requires: true, InBrief.Length: > 0 }).Select(rule => rule.InBrief)],
        _ => [],
    };

    /// <summary>
    /// <c>Post-mortem required: P1 · 47 min (over 30).</c> · <c>Post-mortem optional: near miss.</c> · <c>Not required: P3, 12 min, LAB only.</c> ·
    /// <c>Not decided yet.</c>
    /// </summary>
    public string Sentence => Say(Verdict, Because);

    /// <summary>The sentence of a verdict that was stored with its reasons.</summary>
    public static string Say(VerdictKind? verdict, IReadOnlyList<string> because) => verdict switch
    {
        VerdictKind.Required => $"Post-mortem required: {string.Join(" · ", because)}.",
        VerdictKind.Optional => $"Post-mortem optional: {string.Join(", ", because)}.",
        VerdictKind.NotRequired => because.Count == 0 ? "Not required." : $"Not required: {string.Join(", ", because)}.",
        _ => "Not decided yet.",
    };

    /// <summary>Every rule with its numbers, a line each: <c>Customer complaints: not known, cannot change the verdict</c>.</summary>
    public IReadOnlyList<string> Why => [.. Rules.Select(Line)];

    private string Line(RuleFinding rule) => rule.State switch
    {
        RuleState.Held => $"{rule.Name}: held, {rule.Words}",
        RuleState.NotHeld => $"{rule.Name}: not held, {rule.Words}",
        _ when Verdict is null && Open.Any(question => question.Rule == rule.Rule) => $"{rule.Name}: {rule.Words}, can change the verdict",
        _ when Verdict == VerdictKind.Required => $"{rule.Name}: {rule.Words}, cannot change the verdict",
        _ => $"{rule.Name}: {rule.Words}",
    };
}

/// <summary>The questions behind the rules that are not known, in the order in which they are asked.</summary>
internal static class TriggerQuestions
{
    private static readonly string[] YesNo = [OpenQuestion.Yes, OpenQuestion.No, OpenQuestion.NotKnown];

    // What the person at the keyboard knows best comes first; the budget, which needs a dashboard, last.
    private static readonly TriggerRule[] Order =
        [TriggerRule.SeverityOrEscalation, TriggerRule.Lasted, TriggerRule.Complaints, TriggerRule.Environments, TriggerRule.ErrorBudget];

    public static IReadOnlyList<OpenQuestion> For(IReadOnlyList<RuleFinding> open, TriggerFacts facts, TriggerPolicy policy)
    {
        // "Did it end?" is no question: resolving answers it.
        var asked = open.Where(rule => rule.Rule != TriggerRule.Lasted || facts.Restored is not null).OrderBy(rule => Array.IndexOf(Order, rule.Rule)).ToList();
        var lead = asked.Count == 1 ? "One answer decides it: " : "";
        return [.. asked.Select(rule => Question(rule.Rule, lead, facts, policy))];
    }

    private static OpenQuestion Question(TriggerRule rule, string lead, TriggerFacts facts, TriggerPolicy policy) => rule switch
    {
        TriggerRule.SeverityOrEscalation when facts.Severity is null =>
            new(rule, Led(lead, "How severe was it?"), ["P1", "P2", "P3", OpenQuestion.NotKnown]),
        TriggerRule.SeverityOrEscalation => new(rule, Led(lead, "Was it escalated?"), YesNo),
        TriggerRule.Lasted => new(rule, Led(lead, "When did it begin?"), []),
        TriggerRule.Complaints => new(rule, Led(lead, "Did a customer complain?"), YesNo),
        TriggerRule.Environments => new(rule, Led(lead, "Which environments were affected?"), []),
        TriggerRule.ErrorBudget => new(rule, Led(lead, $"Did an SLO lose more than {Shares.Number((decimal)policy.BudgetOver * 100)} % of its monthly budget?"), YesNo),
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "A rule without a question."),
    };

    private static string Led(string lead, string question) => lead.Length == 0 ? question : lead + char.ToLowerInvariant(question[0]) + question[1..];
}
