using System.Text.Json.Nodes;
using PostMortemBot.Screens;

namespace PostMortemBot.Slack;

/// <summary>
/// Lines as rich text, where people's words are values and never markup, and small lines as context, which knows only mrkdwn and plain text.
/// </summary>
internal static class SlackLines
{
    private const int LongestAddress = 3000;

    /// <summary>The line as rich text elements, in pieces of at most 3,000 characters each.</summary>
    public static IEnumerable<JsonArray> Pieces(Line line, SlackLook look, bool strong = false)
    {
        var piece = new JsonArray();
        var room = SlackWords.Most;
        foreach (var part in line.Spans.SelectMany(span => Parts(span, look, strong)))
        {
            if (part.Length > room && piece.Count > 0)
            {
                yield return piece;
                (piece, room) = (new JsonArray(), SlackWords.Most);
            }

            piece.Add(part.Node);
            room -= part.Length;
        }

        if (piece.Count > 0)
        {
            yield return piece;
        }
    }

    /// <summary>A quiet line: mrkdwn where it holds more than words, else plain text.</summary>
    public static JsonObject Context(Line line, SlackLook look)
    {
        var marked = string.Concat(line.Spans.Select(span => Marked(span, look)));
        var styled = line.Spans.Any(span => span is not (Span.Text or Span.Named));
        var text = styled && marked.Length is > 0 and <= SlackWords.Most ? SlackWords.Marked(marked) : SlackWords.Plain(line.Plain(look.Typed), SlackWords.Most);
        return new JsonObject { ["type"] = "context", ["elements"] = new JsonArray(text) };
    }

    public static JsonObject RichText(params JsonNode[] elements) => new() { ["type"] = "rich_text", ["elements"] = new JsonArray(elements) };

    public static JsonObject Section(JsonArray elements) => new() { ["type"] = "rich_text_section", ["elements"] = elements };

    /// <summary>Words with a style; long ones in several pieces.</summary>
    public static IEnumerable<(JsonNode Node, int Length)> Words(string words, params string[] styles)
    {
        var rest = VisibleText.Clean(words);
        while (rest.Length > 0)
        {
            var piece = rest[..VisibleText.WholeLetters(rest, SlackWords.Most)];
            rest = rest[piece.Length..];
            yield return (Styled(new JsonObject { ["type"] = "text", ["text"] = piece }, styles), piece.Length);
        }
    }

    private static IEnumerable<(JsonNode Node, int Length)> Parts(Span span, SlackLook look, bool strong)
    {
        string[] bold = strong ? ["bold"] : [];
        return span switch
        {
            Span.Text text => Words(text.Words, bold),
            Span.Strong text => Words(text.Words, "bold"),
            Span.Emphasis text => Words(text.Words, ["italic", .. bold]),
            Span.Code text => Words(text.Words, "code"),
            Span.Named named => Words("@" + named.Name, bold),
            Span.Moment moment => [Date(moment, look, bold)],
            Span.Link link => Linked(link, bold),
            Span.Manner manner => Words(manner.Reacting, bold),
            Span.Typed typed => Words(look.Typed(typed), "code"),
            _ => throw new InvalidOperationException($"Slack draws no {span.GetType().Name}."),
        };
    }

    private static string Marked(Span span, SlackLook look) => span switch
    {
        Span.Text text => SlackWords.Unformatted(text.Words),
        Span.Strong text => Wrapped(text.Words, '*'),
        Span.Emphasis text => Wrapped(text.Words, '_'),
        Span.Code text => Wrapped(text.Words, '`'),
        Span.Named named => SlackWords.Unformatted("@" + named.Name),
        Span.Moment moment => $"<!date^{moment.At.ToUnixTimeSeconds()}^{Format(moment, look)}|{Token(moment.Printed)}>",
        Span.Link link when WebAddress(link.Url) is { } url => $"<{url}|{Token(link.Label)}>",
        Span.Link link => SlackWords.Unformatted(link.Label),
        Span.Manner manner => SlackWords.Unformatted(manner.Reacting),
        Span.Typed typed => Wrapped(look.Typed(typed), '`'),
        _ => throw new InvalidOperationException($"Slack marks up no {span.GetType().Name}."),
    };

    private static string Wrapped(string words, char mark) => words.Trim().Length == 0 ? "" : $"{mark}{SlackWords.Unformatted(words.Trim().ReplaceLineEndings(" "))}{mark}";

    /// <summary>A text inside <c>&lt;…|…&gt;</c>: its closing sign and its separators have no escape there.</summary>
    private static string Token(string words) => SlackWords.Unformatted(words).Replace('|', '¦').Replace('^', '˄').ReplaceLineEndings(" ");

    private static (JsonNode, int) Date(Span.Moment moment, SlackLook look, string[] bold)
    {
        var date = new JsonObject
        {
            ["type"] = "date",
            ["timestamp"] = moment.At.ToUnixTimeSeconds(),
            ["format"] = Format(moment, look),
            ["fallback"] = VisibleText.Clean(moment.Printed),
        };
        return (Styled(date, bold), moment.Printed.Length);
    }

    /// <summary>The process zone's words as they are, the reader's own time behind them: Slack puts it in on the reader's device.</summary>
    private static string Format(Span.Moment moment, SlackLook look)
    {
        var printed = Token(moment.Printed).Replace('{', '(').Replace('}', ')');
        return look.OwnTime ? printed + " ({time} for you)" : printed;
    }

    private static IEnumerable<(JsonNode, int)> Linked(Span.Link link, string[] bold)
    {
        var label = VisibleText.Shorten(VisibleText.Clean(link.Label), SlackWords.Most);
        if (WebAddress(link.Url) is not { } url || label.Length == 0)
        {
            return Words(link.Label, bold);
        }

        return [(Styled(new JsonObject { ["type"] = "link", ["url"] = url, ["text"] = label }, bold), label.Length)];
    }

    /// <summary>The address as it may be linked, or null: only http and https, with nothing in it that ends a link early.</summary>
    public static string? WebAddress(string? url) =>
        url is { Length: <= LongestAddress } && Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.AbsoluteUri is { Length: <= LongestAddress } whole
            ? whole.Replace("|", "%7C", StringComparison.Ordinal).Replace("<", "%3C", StringComparison.Ordinal).Replace(">", "%3E", StringComparison.Ordinal)
            : null;

    private static JsonObject Styled(JsonObject node, params string[] styles)
    {
        if (styles.Length > 0)
        {
            node["style"] = new JsonObject(styles.Select(style => KeyValuePair.Create(style, (JsonNode?)true)));
        }

        return node;
    }
}
