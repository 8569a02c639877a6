using System.Text.RegularExpressions;

namespace PostMortemBot.Domain;

/// <summary>
/// Whether four bare digits at the front of a text count something (<c>1405 errors per minute</c>) or tell the time (<c>1405 Splunk alert fired</c>).
/// The rule: they tell the time, unless a unit or <c>of</c>, <c>per</c>, <c>out</c> follows; or a plural in small letters, at once or behind one word
/// such as <c>failed</c> or <c>more</c>. Nobody counts with a leading zero, so <c>0214</c> is always a time. Where the rule errs, the answer shows
/// what was stored, with Edit and Undo.
/// </summary>
internal static partial class BareNumber
{
    private static readonly HashSet<string> Units = new(StringComparer.Ordinal)
    {
        "ms", "s", "sec", "secs", "m", "min", "mins", "h", "kb", "mb", "gb", "tb", "k", "x", "rps", "qps", "tps", "rpm", "req", "reqs", "percent",
        "per", "of", "out", "times", "people",
    };

    private static readonly HashSet<string> Before = new(StringComparer.Ordinal)
    {
        "failed", "failing", "more", "new", "open", "slow", "active", "total", "concurrent", "dropped", "lost", "bad", "other", "different", "idle",
        "pending", "unhealthy", "affected", "queued", "stuck", "missing", "customer", "user", "http", "api",
    };

    private static readonly HashSet<string> NoPlurals = new(StringComparer.Ordinal)
    {
        "kubernetes", "postgres", "https", "jenkins", "always", "does", "this", "sometimes", "besides", "perhaps", "afterwards", "goes", "looks", "seems",
    };

    /// <summary>True when the digits count what follows.</summary>
    public static bool IsCount(string digits, string rest)
    {
        if (digits[0] == '0') return false;
        var words = TwoWords().Match(rest);
        if (!words.Success) return Sign().IsMatch(rest);
        var first = words.Groups["first"].Value;
        return Units.Contains(first.ToLowerInvariant()) || IsPlural(first) || (Before.Contains(first.ToLowerInvariant()) && IsPlural(words.Groups["second"].Value));
    }

    /// <summary>Small letters only: <c>1405 James restarted it</c> and <c>1405 Operations called</c> are times.</summary>
    private static bool IsPlural(string word) =>
        word.Length >= 4 && char.IsAsciiLetterLower(word[0]) && word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i') && !NoPlurals.Contains(word);

    [GeneratedRegex(@"\A\s+(?<first>[A-Za-z]+)\b(\s+(?<second>[A-Za-z]+)\b)?", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex TwoWords();

    [GeneratedRegex(@"\A\s*[%/+]", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex Sign();
}
