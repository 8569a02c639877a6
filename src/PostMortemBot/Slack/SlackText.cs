using System.Buffers;
using System.Text;
using PostMortemBot.Chat;

namespace PostMortemBot.Slack;

/// <summary>Names for the ids in a message's markup. Null: not known, the id or the label in the text stands.</summary>
internal sealed record SlackNames(Func<string, string?> Person, Func<string, string?> Channel)
{
    public static SlackNames None { get; } = new(_ => null, _ => null);

    public Func<string, string?> Group { get; init; } = static _ => null;

    /// <summary>Mentions of people stay <c>&lt;@id|name&gt;</c>: what is typed to a command may name somebody.</summary>
    public bool KeepsPeople { get; init; }
}

/// <summary>
/// Slack's mrkdwn as our Markdown prose: <c>*bold*</c> becomes <c>**bold**</c>, <c>~gone~</c> <c>~~gone~~</c>, mentions and channel links
/// become names, <c>&lt;url|label&gt;</c> a link, the three entities their characters; code and <c>:emoji:</c> stay. The result is a value: whoever writes
/// it into a document escapes it there. Format: https://docs.slack.dev/messaging/formatting-message-text
/// </summary>
internal static class SlackText
{
    /// <summary>How far the other end of a mark is looked for, so that a hostile text costs no more than a long one.</summary>
    private const int Reach = 4000;

    /// <summary>The ids that a text in Slack's markup mentions: of people, or behind <c>#</c> of channels.</summary>
    public static IEnumerable<string> Mentioned(string text, char mark = '@')
    {
        var opens = "<" + mark;
        for (var at = text.IndexOf(opens, StringComparison.Ordinal); at >= 0; at = text.IndexOf(opens, at + 2, StringComparison.Ordinal))
        {
            var end = text.IndexOfAny(['>', '|'], at);
            if (end > at + 2 && end - at < 40) yield return text[(at + 2)..end];
        }
    }

    public static string ToProse(string text, SlackNames names)
    {
        if (text.AsSpan().IndexOfAny(Signs) < 0) return text;
        var prose = new StringBuilder(text.Length + 16);
        var open = new Marks();
        for (var at = 0; at < text.Length;)
        {
            at += Code(text, at, names, prose) is > 0 and var code ? code
                : Angle(text, at, names, prose, asLink: true) is > 0 and var angle ? angle
                : Style(text, at, open, prose) is > 0 and var style ? style
                : Plain(text, at, prose);
        }

        return prose.ToString();
    }

    /// <summary>Characters taken, 0 when no code begins here. Slack puts links into code too: there only their label is meant.</summary>
    private static int Code(string text, int at, SlackNames names, StringBuilder prose)
    {
        if (text[at] != '`')
        {
            return 0;
        }

        var fence = text.AsSpan(at).StartsWith("```", StringComparison.Ordinal) ? "```" : "`";
        var end = text.IndexOf(fence, at + fence.Length, StringComparison.Ordinal);
        if (end < 0 || (fence.Length == 1 && text.AsSpan(at, end - at).Contains('\n')))
        {
            return 0;
        }

        var block = fence.Length == 3;
        prose.Append(block && prose.Length > 0 && prose[^1] != '\n' ? "\n" : "").Append(fence);
        prose.Append(block && text[at + 3] != '\n' ? "\n" : "");
        var code = text[..end];
        for (var inside = at + fence.Length; inside < end;)
        {
            inside += Angle(code, inside, names, prose, asLink: false) is > 0 and var taken ? taken : Plain(code, inside, prose);
        }

        prose.Append(block && prose[^1] != '\n' ? "\n" : "").Append(fence);
        var after = end + fence.Length;
        prose.Append(block && after < text.Length && text[after] != '\n' ? "\n" : "");
        return after - at;
    }

    private static int Angle(string text, int at, SlackNames names, StringBuilder prose, bool asLink)
    {
        if (text[at] != '<' || text.IndexOf('>', at, Math.Min(Reach, text.Length - at)) is var end && (end < at + 2 || char.IsWhiteSpace(text[at + 1])))
        {
            return 0;
        }

        var inside = text[(at + 1)..end];
        var bar = inside.IndexOf('|', StringComparison.Ordinal);
        var (target, label) = bar < 0 ? (inside, "") : (inside[..bar], inside[(bar + 1)..]);
        prose.Append(target[..Math.Min(1, target.Length)] switch
        {
            "@" when names.KeepsPeople => Mentions.Of(target[1..], Decode(names.Person(target[1..]) ?? Or(label.TrimStart('@'), target[1..]))),
            "@" => "@" + Decode(names.Person(target[1..]) ?? Or(label.TrimStart('@'), target[1..])),
            "#" => "#" + Decode(names.Channel(target[1..]) ?? Or(label.TrimStart('#'), target[1..])),
            "!" => Special(target, label, names),
            _ => Link(Decode(target), Decode(label), asLink),
        });
        return end + 1 - at;
    }

    private static string Special(string target, string label, SlackNames names) => target switch
    {
        "!here" or "!channel" or "!everyone" => "@" + target[1..],
        _ when target.StartsWith("!subteam^", StringComparison.Ordinal) => "@" + Decode(names.Group(target[9..]) ?? Or(label.TrimStart('@'), "a-group")),
        _ => Decode(Or(label, target[1..].Split('^')[0])),
    };

    private static string Link(string url, string label, bool asLink)
    {
        var address = url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? url[7..] : url;
        var known = url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        return !known || label.Length == 0 || label == url || !asLink
            ? Or(label, address)
            : $"[{label.Replace("[", "(", StringComparison.Ordinal).Replace("]", ")", StringComparison.Ordinal)}]({url.Replace(")", "%29", StringComparison.Ordinal).Replace(" ", "%20", StringComparison.Ordinal)})";
    }

    /// <summary>A style mark opens before a word and closes after one, on the same line, as Slack does it; any other is a plain character.</summary>
    private static int Style(string text, int at, Marks open, StringBuilder prose)
    {
        if (text[at] is not ('*' or '_' or '~'))
        {
            return 0;
        }

        var mark = text[at];
        if (open.Closes == at)
        {
            open.Closes = -1;
            prose.Append(Ours(mark));
            return 1;
        }

        if (open.Closes < 0 && Closing(text, at) is > 0 and var closes)
        {
            open.Closes = closes;
            prose.Append(Ours(mark));
            return 1;
        }

        return 0;
    }

    private static int Closing(string text, int at)
    {
        var mark = text[at];
        if ((at > 0 && (char.IsLetterOrDigit(text[at - 1]) || text[at - 1] == mark)) || at + 1 >= text.Length || char.IsWhiteSpace(text[at + 1]) || text[at + 1] == mark)
        {
            return -1;
        }

        for (var end = at + 1; end < Math.Min(text.Length, at + Reach) && text[end] != '\n'; end++)
        {
            if (text[end] == mark && !char.IsWhiteSpace(text[end - 1]) && (end + 1 == text.Length || !(char.IsLetterOrDigit(text[end + 1]) || text[end + 1] == mark)))
            {
                return end;
            }
        }

        return -1;
    }

    private static string Ours(char mark) => mark switch { '*' => "**", '~' => "~~", _ => "_" };

    private static int Plain(string text, int at, StringBuilder prose)
    {
        foreach (var (entity, character) in Entities)
        {
            if (text.AsSpan(at).StartsWith(entity, StringComparison.Ordinal))
            {
                prose.Append(character);
                return entity.Length;
            }
        }

        prose.Append(text[at]);
        return 1;
    }

    private static readonly SearchValues<char> Signs = SearchValues.Create("`<*_~&");

    private static readonly (string Entity, char Character)[] Entities = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>')];

    private static string Decode(string text) => text.Replace("&lt;", "<", StringComparison.Ordinal)
        .Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;

    private sealed class Marks
    {
        public int Closes { get; set; } = -1;
    }
}
