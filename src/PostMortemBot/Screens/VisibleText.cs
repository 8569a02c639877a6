using System.Buffers;
using System.Globalization;
using System.Text;

namespace PostMortemBot.Screens;

/// <summary>Text as a platform may be sent it: well-formed, and harmless to the lines around it.</summary>
internal static class VisibleText
{
    public const string Cut = "…";

    private const char Unreadable = '\uFFFD';

    /// <summary>Letters that may have to be replaced or closed: a text without them is clean.</summary>
    private static readonly SearchValues<char> Doubtful = SearchValues.Create([.. Enumerable.Range(0, char.MaxValue + 1).Select(letter => (char)letter).Where(letter => letter == '\r' || Turns(letter) || char.IsSurrogate(letter) || One(letter) != letter)]);

    /// <summary>
    /// The same words with lone surrogates and control characters replaced, line ends as <c>\n</c>, and every direction override
    /// closed where the text ends, so that a name cannot turn round the words behind it.
    /// </summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAny(Doubtful)) return text;
        var clean = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (letter == '\r' && at + 1 < text.Length && text[at + 1] == '\n')
            {
                continue;
            }

            var pair = char.IsHighSurrogate(letter) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]);
            clean.Append(pair ? letter : One(letter));
            if (pair)
            {
                clean.Append(text[++at]);
            }
        }

        return clean.Append(Closings(text)).ToString();
    }

    /// <summary>At most <paramref name="most"/> UTF-16 units, the last one "…" where something was cut; never half a letter.</summary>
    public static string Shorten(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var plain = string.Concat(text.Where(letter => !Turns(letter)));
        if (plain.Length <= most)
        {
            return plain;
        }

        return most < 1 ? "" : plain[..WholeLetters(plain, most - 1)] + Cut;
    }

    /// <summary>Where to cut so that at most <paramref name="most"/> units stay and no letter is halved.</summary>
    public static int WholeLetters(string text, int most)
    {
        if (most >= text.Length)
        {
            return text.Length;
        }

        var at = most;
        for (var back = 0; back < 32 && at > 0 && Continues(text, at); back++)
        {
            at--;
        }

        return at == 0 || Continues(text, at) ? AtPair(text, most) : at;
    }

    private static int AtPair(string text, int most) => most > 0 && char.IsLowSurrogate(text[most]) && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;

    private static bool Continues(string text, int at) =>
        char.IsLowSurrogate(text[at]) || text[at] is '\u200D' or '\uFE0F' || text[at - 1] == '\u200D'
        || char.GetUnicodeCategory(text[at]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static char One(char letter) => letter switch
    {
        '\n' or '\t' => letter,
        '\r' or '\u2028' or '\u2029' or '\u0085' => '\n',
        _ when char.IsControl(letter) || char.IsSurrogate(letter) || letter is '\uFFFE' or '\uFFFF' => Unreadable,
        _ => letter,
    };

    private static bool Turns(char letter) => letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static string Closings(string text)
    {
        var open = new Stack<char>();
        foreach (var letter in text)
        {
            if (letter is '\u202A' or '\u202B' or '\u202D' or '\u202E')
            {
                open.Push('\u202C');
            }
            else if (letter is '\u2066' or '\u2067' or '\u2068')
            {
                open.Push('\u2069');
            }
            else if (open.TryPeek(out var closes) && closes == letter)
            {
                open.Pop();
            }
        }

        return new string([.. open]);
    }
}
