using System.Text.RegularExpressions;
using PostMortemBot.Domain;

namespace PostMortemBot.Features;

/// <summary>
/// The words after <c>set</c>: what <see cref="FactWords"/> reads, and <c>title …</c>, <c>id INC-…</c>, <c>escalated</c>, <c>not escalated</c>, <c>complaints yes|no</c>,
/// <c>severity|escalated|complaints not known</c> (<c>severity none</c> too), <c>near miss</c>, <c>process failure</c>, <c>much learned</c>, with or without <c>fact</c> before them.
/// </summary>
internal sealed partial record SetWords(FactWords Facts)
{
    public string? Title { get; init; }

    public bool? Escalated { get; init; }

    public bool? Complained { get; init; }

    /// <summary>What is said to be not known.</summary>
    public IReadOnlyList<Withdrawn> Withdrawn { get; init; } = [];

    public OptionalReason? Reason { get; init; }

    /// <summary>What was not understood; empty when all was.</summary>
    public string Unread => Facts.Title;

    public static SetWords Read(string words, Policy policy)
    {
        var (rest, title) = TakeTitle(words.Trim());
        List<Withdrawn> withdrawn = [];
        if (Take(NoSeverity(), ref rest)) withdrawn.Add(Domain.Withdrawn.Severity);
        if (Take(EscalationNotKnown(), ref rest)) withdrawn.Add(Domain.Withdrawn.Escalation);
        if (Take(ComplaintsNotKnown(), ref rest)) withdrawn.Add(Domain.Withdrawn.Complaints);
        bool? escalated = Take(NotEscalated(), ref rest) ? false : Take(Escalated_(), ref rest) ? true : null;
        bool? complained = Take(NoComplaints(), ref rest) ? false : Take(Complaints(), ref rest) ? true : null;
        OptionalReason? reason = Take(NearMiss(), ref rest) ? OptionalReason.NearMiss : Take(ProcessFailure(), ref rest) ? OptionalReason.ProcessFailure : Take(Learned(), ref rest) ? OptionalReason.Learning : null;
        var facts = FactWords.Read(rest, policy);
        var left = facts.Title.Split(' ').All(word => Filler().IsMatch(word)) ? "" : facts.Title;
        return new SetWords(facts with { Title = left }) { Title = title, Escalated = escalated, Complained = complained, Withdrawn = withdrawn, Reason = reason };
    }

    private static (string Left, string? Title) TakeTitle(string words)
    {
        var found = TitleWord().Match(words);
        return found.Success ? (words[..found.Index], words[(found.Index + found.Length)..].Trim().Trim('"', '“', '”')) : (words, null);
    }

    private static bool Take(Regex pattern, ref string words)
    {
        var found = pattern.Match(words);
        if (!found.Success) return false;
        words = words[..found.Index] + " " + words[(found.Index + found.Length)..];
        return true;
    }

    private const RegexOptions Plain = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"(^|\s)title(:|\s|\z)", Plain, Patterns.Patience)]
    private static partial Regex TitleWord();

    [GeneratedRegex(@"\b(no\s+severity|severity\s*(:\s*)?(none|not\s+known|unknown))\b", Plain, Patterns.Patience)]
    private static partial Regex NoSeverity();

    [GeneratedRegex(@"\b(escalated|escalation)\s*(:\s*)?(none|not\s+known|unknown)\b", Plain, Patterns.Patience)]
    private static partial Regex EscalationNotKnown();

    [GeneratedRegex(@"\b(customer\s+)?complaints?\s*(:\s*)?(not\s+known|unknown)\b", Plain, Patterns.Patience)]
    private static partial Regex ComplaintsNotKnown();

    [GeneratedRegex(@"\b(not\s+escalated|no\s+escalation|escalated\s*(:\s*)?no)\b", Plain, Patterns.Patience)]
    private static partial Regex NotEscalated();

    [GeneratedRegex(@"\bescalated(\s*(:\s*)?yes)?\b", Plain, Patterns.Patience)]
    private static partial Regex Escalated_();

    [GeneratedRegex(@"\b(no\s+customers?\s+complained|no\s+(customer\s+)?complaints?|(customer\s+)?complaints?\s*(:\s*)?(no|none))\b", Plain, Patterns.Patience)]
    private static partial Regex NoComplaints();

    [GeneratedRegex(@"\b((a\s+)?customers?\s+complained|(customer\s+)?complaints?(\s*(:\s*)?yes)?)\b", Plain, Patterns.Patience)]
    private static partial Regex Complaints();

    [GeneratedRegex(@"\bnear[ -]?miss\b", Plain, Patterns.Patience)]
    private static partial Regex NearMiss();

    [GeneratedRegex(@"\bprocess\s+(failure|failed)\b", Plain, Patterns.Patience)]
    private static partial Regex ProcessFailure();

    [GeneratedRegex(@"\b(much\s+(was\s+)?learned|learning)\b", Plain, Patterns.Patience)]
    private static partial Regex Learned();

    [GeneratedRegex(@"\A(fact|facts|id|severity|and|it|was|,)?[.,:;]?\z", Plain, Patterns.Patience)]
    private static partial Regex Filler();
}
