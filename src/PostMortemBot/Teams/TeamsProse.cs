using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PostMortemBot.Chat;

namespace PostMortemBot.Teams;

/// <summary>What people wrote in Teams as prose: their mentions by name, entities as letters, HTML without its tags. Who is mentioned is told by the entities, never by the text.</summary>
internal static partial class TeamsProse
{
    private const int Most = 40_000;

    /// <summary>The text of a message without the bot's own mention.</summary>
    /// <param name="userOf">The account of a mentioned id; null: shown by name alone. Empty for a text whose people are only shown.</param>
    public static string Text(JsonElement activity, string self, Func<string, string?> userOf)
    {
        var left = Wire.Text(activity, "text") is { Length: > 0 } text ? text : "";
        if (left.Length == 0) return Html(HtmlOf(activity));
        if (left.Length > Most) left = left[..Most];
        var prose = new StringBuilder();
        foreach (var (id, name, said) in Mentioned(activity))
        {
            if (left.IndexOf(said, StringComparison.Ordinal) is not (var at and >= 0)) continue;
            prose.Append(Plain(left[..at]));
            if (id != self) prose.Append(userOf(id) is { } user ? Mentions.Of(user, name) : "@" + name);
            left = id == self ? left[(at + said.Length)..].TrimStart(' ', ',', ':', '\u00A0') : left[(at + said.Length)..];
        }

        return prose.Append(Plain(left)).ToString().Trim();
    }

    /// <summary>The body of a message in HTML, as its lines.</summary>
    public static string Html(string html)
    {
        if (html.Length > Most) html = html[..Most];
        var lined = Break().Replace(Named().Replace(html, match => WebUtility.HtmlDecode(match.Groups[1].Value)), "\n");
        var text = Decoded(Tag().Replace(At().Replace(lined, "@$1"), ""));
        return string.Join('\n', text.Split('\n').Select(line => line.Trim())).Trim();
    }

    public static bool Names(JsonElement activity, string self) => Mentioned(activity).Any(one => one.Id == self);

    /// <summary>The mentions in their order: id, name, and the very letters that stand for them.</summary>
    public static IEnumerable<(string Id, string Name, string Said)> Mentioned(JsonElement activity) =>
        from entity in Wire.Array(activity, "entities").Take(100)
        where Wire.Text(entity, "type") == "mention" && Wire.Text(entity, "text").Length > 0
        let mentioned = Wire.Property(entity, "mentioned") ?? default
        select (Wire.Text(mentioned, "id"), Wire.Text(mentioned, "name") is { Length: > 0 } name ? name : Tag().Replace(Wire.Text(entity, "text"), ""), Wire.Text(entity, "text"));

    private static string HtmlOf(JsonElement activity) =>
        Wire.Array(activity, "attachments").Where(one => Wire.Text(one, "contentType") == "text/html").Select(one => Wire.Text(one, "content")).FirstOrDefault() ?? "";

    private static string Plain(string text) => Decoded(At().Replace(text, "@$1"));

    /// <summary>Typed letters never make a mention of ours.</summary>
    private static string Decoded(string text) => WebUtility.HtmlDecode(text).Replace('\u00A0', ' ').Replace("\r\n", "\n", StringComparison.Ordinal).Replace("<@", "< @", StringComparison.Ordinal);

    [GeneratedRegex("<at(?: [^<>]*)?>([^<>]*)</at>", RegexOptions.NonBacktracking)]
    private static partial Regex At();

    [GeneratedRegex("</?(?:p|div|br|li|ul|ol|blockquote|h[1-6]|tr|pre)(?: [^<>]*)?/?>", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Break();

    /// <summary>Pictures of letters: what they stand for is their <c>alt</c>.</summary>
    [GeneratedRegex("<(?:img|emoji)\\b[^<>]*\\balt=\"([^\"<>]*)\"[^<>]*>(?:</emoji>)?", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    [GeneratedRegex("</?[A-Za-z!][^<>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();
}
