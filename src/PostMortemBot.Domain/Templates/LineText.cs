using System.Globalization;
using System.Text;

namespace PostMortemBot.Domain;

/// <summary>
/// Plain text on its way into Markdown (template.md, <em>Line</em>): nothing in it acts as Markdown, and a reader of the rendered document sees exactly what was typed.
/// Only what Markdown would act on is escaped, so that the source stays readable.
/// </summary>
public static class LineText
{
    /// <summary>
    /// What is kept of a typed line: line breaks and control characters become spaces, marks that reorder or hide text (bidirectional overrides, zero-width spaces) go,
    /// halves of characters become U+FFFD, and the ends are trimmed.
    /// </summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (char.IsHighSurrogate(letter) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) plain.Append(letter).Append(text[++i]);
            else if (char.IsSurrogate(letter)) plain.Append('\uFFFD');
            else if (char.IsControl(letter) || letter is '\u2028' or '\u2029') plain.Append(' ');
            else if (!IsHidden(letter)) plain.Append(letter);
        }

        return plain.ToString().Trim();
    }

    /// <summary>The line as Markdown. Safe at the start of a line, in a heading, in a list item and in a table's cell.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="inCell">In a table also what would be read as a fill-in (<c>Open/Done</c>, <c>@name</c>) is escaped, so that the document read again shows no blank.</param>
    public static string Escape(string text, bool inCell = false)
    {
        var plain = Plain(text);
        var escaped = new StringBuilder(plain.Length + 8);
        AppendEscaped(escaped, plain, startsLine: true, endsLine: true);
        return inCell && FillIns.In(escaped.ToString(), wholeCell: true).Count > 0 ? WithoutFillIn(escaped.ToString()) : escaped.ToString();
    }

    /// <summary>Escapes a stretch of plain text; <paramref name="startsLine"/> when it may stand at the beginning of a line, <paramref name="endsLine"/> when nothing stands behind it there.</summary>
    internal static void AppendEscaped(StringBuilder escaped, string plain, bool startsLine, bool endsLine)
    {
        var listDot = startsLine ? ListDot(plain) : -1;
        for (var i = 0; i < plain.Length; i++)
        {
            if (i == listDot || ActsAnywhere(plain, i, endsLine) || (startsLine && i == 0 && ActsAtStart(plain))) escaped.Append('\\');
            escaped.Append(plain[i]);
        }
    }

    private static bool IsHidden(char letter) =>
        letter is '\u200B' or '\u2060' or '\uFEFF' or '\u200E' or '\u200F' or '\u061C' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or (>= '\uFFF9' and <= '\uFFFB');

    private static bool ActsAnywhere(string text, int i, bool endsLine) => text[i] switch
    {
        '\\' or '`' or '*' or '[' or ']' or '|' => true,
        '_' => !(IsWord(text, i - 1) && IsWord(text, i + 1)),
        '<' => i + 1 >= text.Length || !(text[i + 1] == ' ' || ((char.IsAsciiDigit(text[i + 1]) || text[i + 1] == '=') && !MayBeAddress(text, i, endsLine))),
        '&' => MayBeEntity(text, i),
        '~' => !(i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]) && (i == 0 || text[i - 1] == ' ')),
        '!' or '#' => i == text.Length - 1,
        ':' => i >= 2 && i + 2 < text.Length && text.AsSpan(i - 2, 5).SequenceEqual("HH:MM"),
        _ => false,
    };

    private static bool ActsAtStart(string text) => text[0] switch
    {
        '#' or '>' or '=' => true,
        '+' => text.Length == 1 || char.IsWhiteSpace(text[1]),
        '-' => text.Length == 1 || char.IsWhiteSpace(text[1]) || text[1] is '-' or ':',
        ':' => text.Length > 1 && text[1] == '-',
        _ => false,
    };

    /// <summary>Where <c>12.</c> or <c>12)</c> at the start would begin a list; -1 when it would not.</summary>
    private static int ListDot(string text)
    {
        var digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
        var isList = digits is > 0 and <= 9 && digits < text.Length && text[digits] is '.' or ')' && (digits + 1 == text.Length || char.IsWhiteSpace(text[digits + 1]));
        return isList ? digits : -1;
    }

    /// <summary>Whether <c>&lt;7…</c> may become the link of a mail address: <c>&lt;7@example.com&gt;</c>.</summary>
    private static bool MayBeAddress(string text, int i, bool endsLine)
    {
        var end = text.IndexOfAny([' ', '@'], i);
        return end < 0 ? !endsLine : text[end] == '@';
    }

    private static bool MayBeEntity(string text, int ampersand)
    {
        var end = ampersand + 1;
        while (end < text.Length && end - ampersand < 40 && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '#')) end++;
        return end == text.Length || text[end] == ';';
    }

    /// <summary>A letter or digit beside an underscore keeps it from being emphasis. Halves of characters are not asked: they count as signs.</summary>
    private static bool IsWord(string text, int i) => i >= 0 && i < text.Length && char.IsLetterOrDigit(text[i]) && !char.IsSurrogate(text[i]);

    private static string WithoutFillIn(string escaped)
    {
        var broken = new StringBuilder(escaped.Length + 8);
        for (var i = 0; i < escaped.Length; i++)
        {
            var afterBackslash = i > 0 && escaped[i - 1] == '\\';
            if (!afterBackslash && escaped[i] is '/' or '@' or '-' or ':') broken.Append('\\').Append(escaped[i]);
            else if (escaped[i] == 'X') broken.Append(CultureInfo.InvariantCulture, $"&#{(int)'X'};");
            else broken.Append(escaped[i]);
        }

        return broken.ToString();
    }
}
