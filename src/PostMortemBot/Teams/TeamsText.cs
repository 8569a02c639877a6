using System.Text;
using System.Text.Json.Nodes;
using PostMortemBot.Screens;

namespace PostMortemBot.Teams;

/// <summary>
/// Words in an Adaptive Card. A <c>TextBlock</c> is markdown, with no escape that every client honours; a <c>RichTextBlock</c>'s runs are plain letters.
/// So all words go into runs; only labels of ticks and choices, and the fallback text, which clients may read as markdown, are taken apart by invisible joiners.
/// </summary>
internal static class TeamsText
{
    public const char WordJoiner = '\u2060';
    private const string Active = "_[]()<>\\~#!|&{}+-.:/@";

    /// <summary>
    /// The text with every sign markdown or HTML could act on between invisible joiners: it looks the same and does nothing.
    /// Star and backtick act between any letters: a twin of theirs stands in.
    /// </summary>
    public static string Inert(string words, int most)
    {
        var text = VisibleText.Shorten(VisibleText.Clean(words).ReplaceLineEndings(" ").Trim(), most);
        var inert = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            inert.Append(letter switch
            {
                '*' => "∗",
                '`' => "ˋ",
                _ when Active.Contains(letter, StringComparison.Ordinal) => $"{WordJoiner}{letter}{WordJoiner}",
                _ => letter.ToString(),
            });
        }

        return inert.ToString();
    }

    /// <summary>A line as rich text blocks, one for each of its own lines, at most <paramref name="most"/> characters in all.</summary>
    public static IEnumerable<JsonObject> Blocks(Line line, TeamsLook look, TextStyle style, int most)
    {
        var runs = new JsonArray();
        var left = most;
        var first = true;
        foreach (var (words, own, url) in line.Spans.Select(span => Run(span, look)))
        {
            var shown = VisibleText.Shorten(VisibleText.Clean(words), left);
            left -= shown.Length;
            var parts = shown.Split('\n');
            for (var at = 0; at < parts.Length; at++)
            {
                if (at > 0 && runs.Count > 0)
                {
                    yield return Block(runs, style, first);
                    (runs, first) = (new JsonArray(), false);
                }

                foreach (var piece in Pieces(style.Preformatted ? Kept(parts[at]) : parts[at]))
                {
                    runs.Add((JsonNode)Run(piece, style with { Bold = style.Bold || own.Bold, Italic = style.Italic || own.Italic, Monospace = style.Preformatted || own.Monospace }, url));
                }
            }

            if (left <= 0)
            {
                break;
            }
        }

        if (runs.Count > 0)
        {
            yield return Block(runs, style, first);
        }
    }

    /// <summary>The address as it may be opened, or null: only http and https.</summary>
    public static string? WebAddress(string? url) =>
        url is { Length: <= 2000 } && Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) ? address.AbsoluteUri : null;

    private static (string Words, TextStyle Style, string? Url) Run(Span span, TeamsLook look) => span switch
    {
        Span.Text text => (text.Words, new(), null),
        Span.Strong text => (text.Words, new() { Bold = true }, null),
        Span.Emphasis text => (text.Words, new() { Italic = true }, null),
        Span.Code text => (text.Words, new() { Monospace = true }, null),
        Span.Named named => ("@" + named.Name, new(), null),
        Span.Moment moment => (moment.Printed, new(), null),
        Span.Link link => (link.Label, new(), WebAddress(link.Url)),
        Span.Manner manner => (manner.Choosing, new(), null),
        Span.Typed typed => (look.Typed(typed), new() { Monospace = true }, null),
        _ => throw new InvalidOperationException($"Teams draws no {span.GetType().Name}."),
    };

    /// <summary>Clients replace <c>{{DATE(…)}}</c> inside one run: the two braces never share one.</summary>
    private static IEnumerable<string> Pieces(string words)
    {
        var from = 0;
        for (var at = words.IndexOf("{{", StringComparison.Ordinal); at >= 0; at = words.IndexOf("{{", from, StringComparison.Ordinal))
        {
            yield return words[from..(at + 1)];
            from = at + 1;
        }

        if (from < words.Length)
        {
            yield return words[from..];
        }
    }

    /// <summary>Clients fold spaces: those that shape a log line are kept as no-break spaces.</summary>
    private static string Kept(string line)
    {
        var kept = line.Replace("\t", "    ", StringComparison.Ordinal).Replace("  ", "\u00A0\u00A0", StringComparison.Ordinal);
        return kept.Length == 0 ? "\u00A0" : kept[0] == ' ' ? "\u00A0" + kept[1..] : kept;
    }

    private static JsonObject Block(JsonArray runs, TextStyle style, bool first)
    {
        var block = new JsonObject { ["type"] = "RichTextBlock", ["inlines"] = runs };
        if (!first || style.Close)
        {
            block["spacing"] = first ? "Small" : "None";
        }

        return block;
    }

    private static JsonObject Run(string words, TextStyle style, string? url)
    {
        var run = new JsonObject { ["type"] = "TextRun", ["text"] = words };
        Set(run, "weight", style.Bold, "Bolder");
        Set(run, "italic", style.Italic, true);
        Set(run, "fontType", style.Monospace, "Monospace");
        Set(run, "isSubtle", style.Quiet, true);
        Set(run, "size", style.Size.Length > 0, style.Size);
        Set(run, "color", style.Warns, "Attention");
        if (url is not null)
        {
            run["selectAction"] = new JsonObject { ["type"] = "Action.OpenUrl", ["url"] = url, ["title"] = words };
        }

        return run;
    }

    private static void Set(JsonObject run, string name, bool holds, JsonNode value)
    {
        if (holds)
        {
            run[name] = value;
        }
    }
}

/// <summary>How the letters of a run look.</summary>
internal sealed record TextStyle
{
    public bool Bold { get; init; }

    public bool Italic { get; init; }

    public bool Monospace { get; init; }

    /// <summary>Lines and spaces as they are.</summary>
    public bool Preformatted { get; init; }

    public bool Quiet { get; init; }

    public bool Warns { get; init; }

    /// <summary>Near the line above.</summary>
    public bool Close { get; init; }

    /// <summary>Empty, <c>Small</c>, <c>Medium</c> or <c>Large</c>.</summary>
    public string Size { get; init; } = "";
}
