using System.Text;
using System.Text.Json.Nodes;
using PostMortemBot.Screens;

namespace PostMortemBot.Slack;

/// <summary>Words in Slack's text objects. People's words go into <c>plain_text</c> or rich text; where mrkdwn is the only way they are escaped.</summary>
internal static class SlackWords
{
    /// <summary>Slack's limit of one text object.</summary>
    public const int Most = 3000;

    /// <summary>Stands around a mark that would format in mrkdwn, which knows no escape for it. Invisible, breaks no word.</summary>
    public const char WordJoiner = '\u2060';

    /// <summary>A <c>plain_text</c> object; nothing in it is ever markup. Null text objects are not allowed: an empty one becomes a dash.</summary>
    public static JsonObject Plain(string words, int most)
    {
        var text = VisibleText.Shorten(VisibleText.Clean(words), most);
        return new JsonObject { ["type"] = "plain_text", ["text"] = text.Trim().Length == 0 ? "–" : text, ["emoji"] = true };
    }

    /// <summary>An mrkdwn object of text that is already escaped. <c>verbatim</c>: Slack looks for no names or addresses in it.</summary>
    public static JsonObject Marked(string escaped) => new() { ["type"] = "mrkdwn", ["text"] = escaped, ["verbatim"] = true };

    /// <summary>
    /// Escaped for a message's top-level <c>text</c> and for mrkdwn, at most <paramref name="most"/> characters after escaping
    /// (whether Slack counts <c>&amp;amp;</c> as one is not written down).
    /// </summary>
    public static string Escape(string words, int most)
    {
        var whole = Escape(VisibleText.Clean(words));
        return whole.Length <= most ? whole : Cut(VisibleText.Clean(words), most);
    }

    /// <summary>Escaped for mrkdwn, and nothing in it turns bold, italic, struck or code. Not shortened: look at its length.</summary>
    public static string Unformatted(string words)
    {
        var escaped = Escape(VisibleText.Clean(words));
        if (escaped.AsSpan().IndexOfAny("*_~`") < 0) return escaped;
        var quiet = new StringBuilder(escaped.Length + 16);
        foreach (var letter in escaped)
        {
            if (letter is '*' or '_' or '~' or '`') quiet.Append(WordJoiner).Append(letter).Append(WordJoiner);
            else quiet.Append(letter);
        }

        return quiet.ToString();
    }

    private static string Cut(string text, int most)
    {
        var length = 0;
        var keep = 0;
        while (keep < text.Length && length + Width(text[keep]) < most)
        {
            length += Width(text[keep++]);
        }

        return Escape(text[..VisibleText.WholeLetters(text, keep)]) + VisibleText.Cut;
    }

    private static int Width(char letter) => letter switch { '&' => 5, '<' or '>' => 4, _ => 1 };

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
