using System.Text.Json;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;

namespace PostMortemBot.Teams;

/// <summary>A message as Microsoft Graph writes it, and the entry of a message's menu with it: somebody's content, taken as prose.</summary>
internal static class TeamsMessages
{
    /// <summary>How words to the bot begin where they are only looked at: they are no talk of the incident.</summary>
    public const string ToUs = "@PostMortem ";
    private const int MostFiles = 10;

    /// <summary>Null for what is no message any more, or has no name.</summary>
    /// <param name="place">Where it stands; of a channel, the thread is read from the message.</param>
    /// <param name="self">The bot's own id.</param>
    /// <param name="now">In place of a time that is not told.</param>
    /// <param name="client">As in <see cref="TeamsIds.MessageOf"/>.</param>
    public static SeenMessage? Read(JsonElement message, Place place, string self, NodaTime.Instant now, string client)
    {
        if (Wire.Text(message, "id") is not { Length: > 0 and <= 100 } id || Wire.Text(message, "deletedDateTime").Length > 0) return null;
        var from = Wire.Property(message, "from") ?? default;
        var (writer, app) = (Wire.Property(from, "user") ?? default, Wire.Property(from, "application") ?? default);
        var (user, bot) = (Wire.Text(writer, "id"), Wire.Text(app, "id"));
        var (content, kind) = (TeamsIds.Text(message, "body", "content"), TeamsIds.Text(message, "body", "contentType"));
        var link = TeamsText.WebAddress(Wire.Text(message, "linkToMessage")) ?? TeamsText.WebAddress(Wire.Text(message, "webUrl"));
        return new(TeamsIds.MessageOf(Threaded(message, place, id), id, client, link), TeamsIds.TimeOf(Wire.Text(message, "createdDateTime"), now), bot.Length > 0 || user.Length == 0 ? null : new Account(TeamsIds.Platform, place.Workspace, user), Wire.Text(bot.Length > 0 ? app : writer, "displayName"), kind == "text" ? content.Trim() : TeamsProse.Html(content))
        {
            FromBot = bot.Length > 0,
            FromUs = bot.Length > 0 && self.EndsWith(bot, StringComparison.Ordinal),
            FromPlatform = Wire.Text(message, "messageType") is not ("" or "message"),
            Edited = IsEdited(message),
            Reactions = [.. Wire.Array(message, "reactions").Select(one => Wire.Text(one, "reactionType")).Where(type => type.Length > 0).GroupBy(type => type).Select(group => (group.Key, group.Count()))],
            Files = [.. Wire.Array(message, "attachments").Where(one => Wire.Text(one, "contentType") == "reference").Take(MostFiles)
                .Select(one => new IncomingFile(Wire.Text(one, "name"), "", 0, _ => Task.FromResult<byte[]?>(null)) { Link = TeamsText.WebAddress(Wire.Text(one, "contentUrl")) })],
        };
    }

    /// <summary>In a channel every message stands in a thread: that of the one it replies to, or its own.</summary>
    public static Place Threaded(JsonElement message, Place place, string id) =>
        place.Thread is not null || !TeamsIds.IsChannel(place.Channel) ? place : place with { Thread = Wire.Text(message, "replyToId") is { Length: > 0 } reply ? reply : id };

    /// <summary>It mentions the bot: said to it.</summary>
    public static bool Names(JsonElement message, string self) => Wire.Array(message, "mentions").Any(one =>
        Wire.Property(one, "mentioned") is { } mentioned && TeamsIds.Text(mentioned, "application", "id") is { Length: > 0 } app && self.EndsWith(app, StringComparison.Ordinal));

    /// <summary>A menu's message tells only when it was last changed, a reaction included.</summary>
    private static bool IsEdited(JsonElement message) => Wire.Property(message, "lastEditedDateTime") is { } edited
        ? edited.ValueKind == JsonValueKind.String
        : Wire.Text(message, "lastModifiedDateTime") is { Length: > 0 } changed && changed != Wire.Text(message, "createdDateTime");
}
