using System.Text.RegularExpressions;

namespace PostMortemBot.Domain;

/// <summary>
/// A pattern over the words of one sentence, capitals alike unless it is taken as written: pattern and sentence are both put in small letters, which
/// is a third faster than to ask for both at every letter. It backtracks, because the automaton of a long list of words with gaps takes seconds to
/// build; so its input is cut at <see cref="Longest"/> and a search that takes too long finds nothing.
/// </summary>
internal sealed class WordPattern(string pattern, bool asWritten = false)
{
    private const int Longest = 600;

    private readonly Regex _regex = new(asWritten ? pattern : Small(pattern), RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(100));

    /// <summary>The first place, or null.</summary>
    public Match? In(string sentence)
    {
        try
        {
            return _regex.Match(asWritten ? sentence : sentence.ToLowerInvariant(), 0, Math.Min(sentence.Length, Longest)) is { Success: true } found ? found : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    public bool IsIn(string sentence) => In(sentence) is not null;

    /// <summary>All but the classes: <c>\S</c> is not <c>\s</c>.</summary>
    private static string Small(string pattern) =>
        Regex.Replace(pattern, @"\\[pP]\{\w+\}|\\.|[A-Z]", found => found.Length == 1 ? found.Value.ToLowerInvariant() : found.Value, RegexOptions.NonBacktracking);
}
