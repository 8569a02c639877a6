using System.Buffers;
using System.Text.RegularExpressions;

namespace PostMortemBot.Domain;

/// <summary>
/// A pattern over the words of one sentence, capitals alike unless it is taken as written: pattern and sentence are both put in small letters, which
/// is a third faster than to ask for both at every letter. It backtracks, because the automaton of a long list of words with gaps takes seconds to
/// build; so its input is cut at <see cref="Longest"/> and a search that takes too long finds nothing. What it cannot be found without is looked for
/// first (<see cref="NeededWords"/>), which spares most searches; one that is used often all the same is compiled: several times as fast, and worth the
/// milliseconds that takes only then.
/// </summary>
internal sealed partial class WordPattern(string pattern, bool asWritten = false)
{
    /// <summary>How a pattern is read that is compiled with the program.</summary>
    public const RegexOptions How = RegexOptions.CultureInvariant;

    /// <summary>How long one look may take by the clock, in milliseconds; what takes longer finds nothing.</summary>
    public const int Patience = 100;

    private const int Longest = 600;
    private const int Often = 200;

    private readonly bool _compiled;
    private readonly Lazy<SearchValues<string>?> _values = new(() => NeededWords.Of(asWritten ? pattern : Small(pattern)) is { } words ? SearchValues.Create([.. words], StringComparison.Ordinal) : null);
    private Regex? _regex;
    private int _uses;

    /// <param name="compiled">One that is compiled with the program, with <see cref="How"/> and <see cref="Patience"/>; written in small letters.</param>
    public WordPattern(Regex compiled)
        : this(compiled.ToString()) => (_regex, _compiled) = (compiled, true);

    /// <summary>The first place, or null.</summary>
    public Match? In(string sentence)
    {
        var text = asWritten ? sentence : sentence.ToLowerInvariant();
        var length = Math.Min(text.Length, Longest);
        if (_values.Value is { } needed && !text.AsSpan(0, length).ContainsAny(needed)) return null;
        try
        {
            return Current().Match(text, 0, length) is { Success: true } found ? found : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    /// <summary>All that a text, in small letters, must hold.</summary>
    public Need Needs => NeededWords.AllOf(Small(pattern));

    /// <summary>Where it is found first, or null; for a text that was found to hold what is needed: nothing is looked for before. Makes no object, for marks ask it often.</summary>
    public Range? PlaceAnyway(string sentence)
    {
        var text = asWritten ? sentence : sentence.ToLowerInvariant();
        try
        {
            foreach (var found in Current().EnumerateMatches(text.AsSpan(0, Math.Min(text.Length, Longest)))) return found.Index..(found.Index + found.Length);
        }
        catch (RegexMatchTimeoutException)
        {
            // What takes too long finds nothing.
        }

        return null;
    }

    public bool IsIn(string sentence) => In(sentence) is not null;

    /// <summary>Each pattern has its own turn, so that no text waits for all of them to be compiled.</summary>
    private Regex Current()
    {
        if (!_compiled && Interlocked.Increment(ref _uses) == Often + pattern.Length) _regex = Written(pattern, asWritten, RegexOptions.Compiled);
        return _regex ??= Written(pattern, asWritten, RegexOptions.None);
    }

    private static Regex Written(string pattern, bool asWritten, RegexOptions how) => new(asWritten ? pattern : Small(pattern), How | how, TimeSpan.FromMilliseconds(Patience));

    /// <summary>In small letters, all but the classes: <c>\S</c> is not <c>\s</c>.</summary>
    internal static string Small(string pattern) =>
        Capital().Replace(pattern, found => found.Length == 1 ? found.Value.ToLowerInvariant() : found.Value);

    [GeneratedRegex(@"\\[pP]\{\w+\}|\\.|[A-Z]", RegexOptions.None, Patterns.Patience)]
    private static partial Regex Capital();
}
