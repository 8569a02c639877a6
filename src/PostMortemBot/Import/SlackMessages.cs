using System.Globalization;
using System.Text.Json;
using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Slack;

namespace PostMortemBot.Import;

/// <summary>One message of an export as a neutral one.</summary>
internal static class SlackMessages
{
    private const int LongestText = 40_000;

    /// <summary>Subtypes in which somebody speaks; every other one is the platform speaking. https://docs.slack.dev/reference/events/message</summary>
    private static readonly HashSet<string> Spoken =
        ["", "bot_message", "thread_broadcast", "reply_broadcast", "file_share", "file_comment", "me_message", "document_mention"];

    /// <summary>Refuses (in <paramref name="file"/>'s name) a message without a readable <c>ts</c>: order and time rest on it.</summary>
    public static ExportedMessage Neutral(SlackWireMessage wire, IReadOnlyDictionary<string, string> people, SlackNames names, string file)
    {
        var at = Time(wire.Ts) ?? throw new ExportRefusedException($"A message in {ZipBounds.Shown(file)} has no time that can be read; this is not a Slack export.");
        var bot = wire.BotId is not null || wire.Subtype == "bot_message";
        var botName = bot ? wire.Username ?? wire.BotProfile?.Name ?? Known(wire, people) : null;
        var reactions = (wire.Reactions ?? []).Where(reaction => reaction.Name is not null).ToList();
        var message = new ChannelMessage(
            wire.Ts!,
            at,
            botName ?? Known(wire, people),
            bot,
            botName,
            Shortened(SlackText.ToProse(Shortened(Words(wire)), names)),
            wire.ThreadTs is { } thread && thread != wire.Ts ? thread : null,
            [.. reactions.Select(reaction => (reaction.Name!, Math.Max(reaction.Count, reaction.Users?.Count ?? 0)))],
            wire.Edited is not null,
            wire.Hidden || !Spoken.Contains(wire.Subtype ?? ""));
        return new ExportedMessage(
            message,
            wire.User ?? wire.BotId ?? "",
            [.. reactions.Select(reaction => new ExportedReaction(reaction.Name!, reaction.Users ?? []))],
            [.. (wire.Files ?? []).Where(given => given.Mode is not ("tombstone" or "hidden_by_limit")).Select(FileOf)],
            Time(wire.Edited?.Ts),
            wire.Edited?.User,
            wire.Subtype == "tombstone",
            wire.PinnedTo is { Count: > 0 });
    }

    /// <summary>Slack's <c>ts</c>: seconds and six digits of a second since 1970, as text. Unreadable: null.</summary>
    public static Instant? Time(string? ts)
    {
        var parts = (ts ?? "").Split('.');
        var whole = long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 32_503_680_000;
        var micro = 0L;
        var fraction = parts.Length == 1 || (parts.Length == 2 && parts[1].Length <= 6 && long.TryParse(parts[1].PadRight(6, '0'), NumberStyles.None, CultureInfo.InvariantCulture, out micro));
        return whole && fraction ? Instant.FromUnixTimeSeconds(seconds).Plus(Duration.FromTicks(micro * 10)) : null;
    }

    private static string Known(SlackWireMessage wire, IReadOnlyDictionary<string, string> people) =>
        wire.User is { } id && people.TryGetValue(id, out var name) ? name
        : wire.UserProfile?.RealName ?? wire.UserProfile?.Name ?? wire.Username ?? wire.User ?? "unknown";

    private static ExportedFile FileOf(SlackWireFile file) =>
        new(file.Id ?? "", file.Title ?? file.Name ?? "file", file.Mimetype, file.Size, file.UrlPrivate ?? file.Permalink);

    /// <summary>Integrations say it in the text, in attachments or in blocks, often in several of them: the first that says something counts.</summary>
    private static string Words(SlackWireMessage wire)
    {
        if (!string.IsNullOrWhiteSpace(wire.Text))
        {
            return wire.Text.Trim();
        }

        var blocks = BlockText.Of(wire.Blocks);
        return blocks.Length > 0 ? blocks : Joined((wire.Attachments ?? []).Select(Words));
    }

    private static string Words(SlackWireAttachment attachment)
    {
        var fields = (attachment.Fields ?? []).Select(field => Joined([field.Title, field.Value], ": "));
        var said = Joined([attachment.Pretext, attachment.Title, attachment.Text, BlockText.Of(attachment.Blocks), .. fields]);
        return said.Length > 0 ? said : attachment.Fallback?.Trim() ?? "";
    }

    private static string Joined(IEnumerable<string?> parts, string between = "\n") =>
        string.Join(between, parts.Select(part => part?.Trim()).Where(part => !string.IsNullOrEmpty(part)));

    private static string Shortened(string text) => text.Length <= LongestText ? text : text[..LongestText] + "…";
}

/// <summary>The words of Block Kit blocks: sections, headers, context, and rich text, as mrkdwn. https://docs.slack.dev/reference/block-kit/blocks</summary>
internal static class BlockText
{
    public static string Of(JsonElement? blocks) => blocks is { ValueKind: JsonValueKind.Array } list
        ? string.Join("\n", list.EnumerateArray().Select(Block).Where(line => line.Length > 0))
        : "";

    private static string Block(JsonElement block)
    {
        if (block.ValueKind != JsonValueKind.Object)
        {
            return "";
        }

        string[] lines = [Text(block, "text"), .. Parts(block, "fields").Select(Leaf), .. Parts(block, "elements").Select(Leaf)];
        return string.Join("\n", lines.Where(line => line.Length > 0)).Trim();
    }

    /// <summary>A text object, or an element of rich text: its own text, name or link, or those of its parts in a row.</summary>
    private static string Leaf(JsonElement part) => part.ValueKind != JsonValueKind.Object ? "" : Text(part, "type") switch
    {
        "user" => $"<@{Text(part, "user_id")}>",
        "channel" => $"<#{Text(part, "channel_id")}>",
        "link" => $"<{Text(part, "url")}|{Text(part, "text")}>",
        "emoji" => $":{Text(part, "name")}:",
        "rich_text_list" => string.Join("\n", Parts(part, "elements").Select(item => "- " + Leaf(item))),
        _ => Text(part, "text") + string.Concat(Parts(part, "elements").Select(Leaf)),
    };

    private static JsonElement.ArrayEnumerator Parts(JsonElement of, string name) =>
        of.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;

    private static string Text(JsonElement of, string name) => !of.TryGetProperty(name, out var value) ? "" : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Object when name == "text" => Text(value, "text"),
        _ => "",
    };
}
