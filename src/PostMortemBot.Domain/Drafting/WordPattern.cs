using System.Text.RegularExpressions;

namespace PostMortemBot.Domain;

/// <summary>
/// A pattern over the words of one sentence, capitals alike. It backtracks, because the automaton of a long list of words with gaps takes
/// seconds to build; so its input is cut at <see cref="Longest"/> and a search that takes too long finds nothing.
/// </summary>
internal sealed class WordPattern(string pattern)
{
    private const int Longest = 600;

    private readonly Regex _regex = new(pattern, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeSpan.FromMilliseconds(100));

    /// <summary>The first place, or null.</summary>
    public Match? In(string sentence)
    {
        try
        {
            return _regex.Match(sentence, 0, Math.Min(sentence.Length, Longest)) is { Success: true } found ? found : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    public bool IsIn(string sentence) => In(sentence) is not null;
}
