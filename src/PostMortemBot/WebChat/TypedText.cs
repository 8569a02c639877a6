using System.Text.RegularExpressions;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.WebChat;

/// <summary>
/// What a person typed, in pieces to draw: bold, italic, code and web links, nothing else. Never HTML: every piece is a value.
/// </summary>
internal static partial class TypedText
{
    /// <summary>The text cut at code fences: the words, and whether they are code.</summary>
    public static IEnumerable<(string Words, bool Code)> Blocks(string text)
    {
        var parts = text.Split("```");
        for (var at = 0; at < parts.Length; at++)
        {
            var code = at % 2 == 1 && at < parts.Length - 1;
            var words = code ? parts[at].Trim('\n', '\r') : at % 2 == 1 ? "```" + parts[at] : parts[at];
            if (words.Trim().Length > 0)
            {
                yield return (code ? words : words.Trim('\n', '\r'), code);
            }
        }
    }

    /// <summary>One block's words as spans, emoji names drawn as signs.</summary>
    public static IReadOnlyList<Span> Spans(string text)
    {
        var spans = new List<Span>();
        var from = 0;
        foreach (Match match in Marked().Matches(text))
        {
            AddWords(spans, text[from..match.Index]);
            spans.Add(SpanOf(match.Value));
            from = match.Index + match.Length;
        }

        AddWords(spans, text[from..]);
        return spans;
    }

    private static void AddWords(List<Span> spans, string words)
    {
        if (words.Length > 0)
        {
            spans.Add(Emoji.InText(words));
        }
    }

    private static Span SpanOf(string marked) => marked[0] switch
    {
        '`' => new Span.Code(marked[1..^1]),
        '*' => Span.Bold(marked.Trim('*')),
        '_' => Span.Italic(marked[1..^1]),
        _ => new Span.Link(marked, marked),
    };

    [GeneratedRegex(@"`[^`\n]+`|\*\*[^*\s](?:[^*\n]*[^*\s])?\*\*|\*[^*\s](?:[^*\n]*[^*\s])?\*|\b_[^_\s](?:[^_\n]*[^_\s])?_\b|https?://[^\s<>""]*[^\s<>""'.,;:!?)\]]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patterns.Patience)]
    private static partial Regex Marked();
}
