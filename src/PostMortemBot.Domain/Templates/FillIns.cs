using System.Text.RegularExpressions;

namespace PostMortemBot.Domain;

/// <summary>A fill-in without brackets (T4): a stretch of text that stands for a time, a date, a person, a number or a choice.</summary>
/// <param name="Start">The first letter's place in the text looked at.</param>
/// <param name="Length">How long it is, unit and all.</param>
/// <param name="Kind">What it stands for.</param>
/// <param name="Unit">The unit of a number with its space; null where there is none.</param>
/// <param name="Choices">The alternatives of a choice; else empty.</param>
public sealed record FillIn(int Start, int Length, FieldKind Kind, string? Unit, IReadOnlyList<string> Choices);

/// <summary>Finds fill-ins without brackets, and reads the alternatives of a choice (T6).</summary>
public static partial class FillIns
{
    /// <summary>Times, dates and number runs anywhere in the text; a person or alternatives only when they are the whole of it (and only with <paramref name="wholeCell"/>).</summary>
    public static IReadOnlyList<FillIn> In(string text, bool wholeCell)
    {
        var trimmed = text.Trim();
        var start = text.IndexOf(trimmed, StringComparison.Ordinal);
        if (wholeCell && Person().IsMatch(trimmed)) return [new FillIn(start, trimmed.Length, FieldKind.Person, null, [])];
        if (wholeCell && Alternatives(trimmed) is { } choices) return [new FillIn(start, trimmed.Length, FieldKind.Choice, null, choices)];
        return [.. Anywhere().Matches(text).Where(match => !IsOneLetter(match)).Select(Read)];
    }

    /// <summary>The alternatives of <c>Open/In Progress/Done</c>: each begins with a capital or digit and has at most three words. Null when the text is no choice; <c>N/A</c> is none.</summary>
    public static IReadOnlyList<string>? Alternatives(string text)
    {
        if (!text.Contains('/', StringComparison.Ordinal) || text.StartsWith("N/A", StringComparison.OrdinalIgnoreCase)) return null;
        var alternatives = text.Split('/').Select(one => one.Trim()).ToList();
        return alternatives.All(IsAlternative) && alternatives.Distinct(StringComparer.Ordinal).Count() == alternatives.Count ? alternatives : null;
    }

    private static bool IsAlternative(string text) =>
        text.Length > 0 && (char.IsUpper(text[0]) || char.IsAsciiDigit(text[0]))
        && text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length <= 3
        && text.All(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '.' or '+' or '&' or '%');

    /// <summary>A lone X without a unit is a mark in somebody's table, not a number to fill in.</summary>
    private static bool IsOneLetter(Match match) => match.Value == "X";

    private static FillIn Read(Match match)
    {
        var kind = match.Groups["time"].Success ? FieldKind.Time : match.Groups["date"].Success ? FieldKind.Date : FieldKind.Number;
        var unit = match.Groups["unit"].Success ? match.Groups["unit"].Value : null;
        return new FillIn(match.Index, match.Length, kind, unit, []);
    }

    [GeneratedRegex(@"\b(?:(?<time>HH:MM(?::SS)?)|(?<date>YYYY-MM-DD))\b|\bX+(?:\.X+)?(?:(?<unit>%)|(?<unit> ?(?:ms|minutes|minute|min|seconds|hours|s|h))?\b)", RegexOptions.ExplicitCapture, Patterns.Patience)]
    private static partial Regex Anywhere();

    [GeneratedRegex(@"^@[\w][\w.-]*\z", RegexOptions.None, Patterns.Patience)]
    private static partial Regex Person();
}
