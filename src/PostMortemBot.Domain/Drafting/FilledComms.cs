using System.Text.RegularExpressions;

namespace PostMortemBot.Domain;

/// <summary>
/// Communication Assessment from the events that were marked <c>#comms</c> as they happened: status page, customer notice, support, and whom else somebody told. The tag stays in the
/// event's text, where people see that it was taken; no document prints it.
/// </summary>
internal static partial class FilledComms
{
    private const string Others = "draft.statusUpdates";
    private static readonly (string Name, Func<Regex> Speaks)[] Kinds = [("draft.statusPage", StatusPage), ("draft.customerNotice", Customers), ("draft.supportTeam", Support)];

    /// <summary>On one line, as the answers to these questions are: a pick and its remark.</summary>
    public static void Into(Dictionary<string, FieldValue> bound, PostMortem p, Policy policy)
    {
        var told = p.Events.Where(e => Tag().IsMatch(e.Text) && Untagged(e.Text) != e.Text).SelectMany(e => NamesOf(e.Text).Select(name => (Name: name, Said: $"{Moments.Clock(e.When, policy.ProcessZone)} {Untagged(e.Text).ReplaceLineEndings(" ")}")));
        foreach (var kind in told.GroupBy(line => line.Name, line => line.Said)) bound[kind.Key] = new FieldValue.Words(string.Join("; ", kind));
    }

    /// <summary>Whether a blank of this binding is drafted here.</summary>
    public static bool Fills(string binding) => binding == Others || Kinds.Any(kind => kind.Name == binding);

    /// <summary>The text as the document prints it; the tag alone stays, for it is all that was said.</summary>
    public static string Untagged(string text) =>
        text.Contains('#', StringComparison.Ordinal) && Tag().IsMatch(text) && Tag().Replace(text, "").Replace("  ", " ", StringComparison.Ordinal).Trim() is { Length: > 0 } said ? said : text;

    /// <summary>Where it belongs: one event can speak of several.</summary>
    private static IReadOnlyList<string> NamesOf(string text) => Kinds.Where(kind => kind.Speaks().IsMatch(text)).Select(kind => kind.Name).ToList() is { Count: > 0 } named ? named : [Others];

    [GeneratedRegex(@"(?<!\S)#comms(?!\S)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patterns.Patience)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\bstatus[ -]?pages?\b|\bbanner\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patterns.Patience)]
    private static partial Regex StatusPage();

    [GeneratedRegex(@"\b(?:customers?|clients?|public notice|newsletter)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patterns.Patience)]
    private static partial Regex Customers();

    [GeneratedRegex(@"\b(?:support|help ?desk|service desk|call cent(?:er|re))\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patterns.Patience)]
    private static partial Regex Support();
}
