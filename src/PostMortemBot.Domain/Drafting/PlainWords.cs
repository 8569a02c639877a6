using System.Text.RegularExpressions;

namespace PostMortemBot.Domain;

/// <summary>What a wording hint is about. Combine the kinds that belong to the field: see <see cref="PlainWords.Check"/>.</summary>
[Flags]
public enum WordingKind
{
    None = 0,

    /// <summary>A person or a group as the cause, or a word that judges them.</summary>
    Blame = 1,

    /// <summary>A guess, where nothing in the same sentence shows it.</summary>
    Speculation = 2,

    /// <summary>An action of which nobody can say when it is done.</summary>
    Vague = 4,

    /// <summary>An event without a clock time.</summary>
    ImpreciseTime = 8,

    /// <summary>What should, could or would have happened.</summary>
    Counterfactual = 16,

    /// <summary>For prose fields.</summary>
    Prose = Blame | Speculation | Counterfactual,

    /// <summary>For action items.</summary>
    Action = Blame | Vague,

    /// <summary>For timeline events.</summary>
    Moment = Blame | Speculation | ImpreciseTime,

    /// <summary>Everything.</summary>
    All = Prose | Action | Moment,
}

/// <summary>A finding about wording: never blocks anything.</summary>
/// <param name="Kind">One kind.</param>
/// <param name="Start">First character of the words it is about.</param>
/// <param name="Length">How many characters of them.</param>
/// <param name="Sentence">What to write instead, for the card or the field.</param>
public sealed record Hint(WordingKind Kind, int Start, int Length, string Sentence);

/// <summary>
/// Wording hints for post-mortems: blame, guesses, actions nobody can check, times nobody can place, and what "should have" been.
/// Rules of words only, for English. At most one hint of a kind in a sentence.
/// </summary>
public static class PlainWords
{
    private const int LongestQuote = 40;

    /// <summary>
    /// Hints of the asked kinds, in order of the text. <paramref name="people"/> are the names known in this post-mortem: with them a name
    /// is recognised as the subject of a failure; without, only roles ("the engineer") and pronouns are.
    /// </summary>
    public static IReadOnlyList<Hint> Check(string text, WordingKind kinds, IReadOnlyCollection<string>? people = null)
    {
        var read = PlainText.Read(text, people ?? []);
        return
        [
            .. Sentences(read)
                .SelectMany(sentence => Of(text, read, sentence, kinds))
                .OrderBy(hint => hint.Start)
                .ThenBy(hint => hint.Kind),
        ];
    }

    private static IEnumerable<Hint> Of(string text, string read, Range sentence, WordingKind kinds)
    {
        var (start, length) = sentence.GetOffsetAndLength(text.Length);
        var words = read.Substring(start, length);
        foreach (var kind in Kinds.Where(kind => kinds.HasFlag(kind)))
        {
            if (RulesFor(kind, words).Select(rule => rule.In(words)).FirstOrDefault(match => match is not null) is { } found)
            {
                var (at, taken) = kind == WordingKind.Vague ? (0, words.TrimEnd(' ', '.', '!', ';').Length) : Quoted(found);
                yield return new Hint(kind, start + at, taken, Sentence(kind, text.Substring(start + at, taken)));
            }
        }
    }

    /// <summary>From the somebody that a verb of failing was said of, to the end of the words found.</summary>
    private static (int At, int Length) Quoted(Match found)
    {
        var at = found.Groups["who"] is { Success: true } who ? who.Index : found.Index;
        return (at, found.Index + found.Value.TrimEnd().Length - at);
    }

    private static readonly IReadOnlyList<WordingKind> Kinds =
        [WordingKind.Blame, WordingKind.Speculation, WordingKind.Vague, WordingKind.ImpreciseTime, WordingKind.Counterfactual];

    /// <summary>Fewer or none for a sentence that does what the hint would ask for: a guess that shows what it rests on, an action with its measure, an exact time.</summary>
    private static IReadOnlyList<WordPattern> RulesFor(WordingKind kind, string sentence) => kind switch
    {
        WordingKind.Blame => BlameWords.Innocent.IsIn(sentence) ? [] : BlameWords.Rules,
        WordingKind.Speculation => GuessWords.Shown.IsIn(sentence) ? [] : GuessWords.Rules,
        WordingKind.Vague => VagueWords.Dated.IsIn(sentence) ? [] : VagueWords.Measured.IsIn(sentence) ? VagueWords.Wishes : VagueWords.Rules,
        WordingKind.ImpreciseTime => TimeWords.Exact.IsIn(sentence) ? TimeWords.Always : TimeWords.Rules,
        WordingKind.Counterfactual => CounterfactualWords.Rules,
        _ => [],
    };

    private static string Sentence(WordingKind kind, string words)
    {
        var quoted = "\"" + (words.Length > LongestQuote ? words[..LongestQuote].TrimEnd() + "…" : words) + "\"";
        return kind switch
        {
            WordingKind.Blame => $"{quoted} points at a person. What in the system or the process made it possible?",
            WordingKind.Speculation => $"{quoted} is a guess. What shows it? Link that, or write that it is not known.",
            WordingKind.Vague => $"{quoted} is not checkable yet. What will exist when it is done?",
            WordingKind.ImpreciseTime => $"{quoted} is not a time. Which clock time do the logs show?",
            WordingKind.Counterfactual => $"{quoted} tells what did not happen. Write what happened, and why it made sense then.",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "One kind at a time."),
        };
    }

    /// <summary>A sentence ends at a line's end or at a mark that a space follows, so that "4.12" and "db.internal" stay whole.</summary>
    private static IEnumerable<Range> Sentences(string text)
    {
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var ends = text[at] == '\n' || (text[at] is '.' or '!' or '?' && (at + 1 == text.Length || char.IsWhiteSpace(text[at + 1])) && !IsShortened(text[start..at]));
            if (ends)
            {
                yield return Trimmed(text, start, at + 1);
                start = at + 1;
            }
        }

        yield return Trimmed(text, start, text.Length);
    }

    /// <summary>The dot of "approx. 22:00" ends no sentence.</summary>
    private static bool IsShortened(string before) =>
        before[(before.LastIndexOf(' ') + 1)..].ToUpperInvariant() is "APPROX" or "CA" or "E.G" or "I.E" or "VS" or "INCL" or "RESP";

    private static Range Trimmed(string text, int start, int end)
    {
        while (start < end && (char.IsWhiteSpace(text[start]) || text[start] is '-' or '*' or '•'))
        {
            start++;
        }

        return start..end;
    }
}
