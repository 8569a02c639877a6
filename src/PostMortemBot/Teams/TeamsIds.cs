using System.Globalization;
using System.Text.Json;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Teams;

/// <summary>How places and messages are called in Teams. A channel's conversation id carries the root of the thread: <c>19:…@thread.tacv2;messageid=1795…</c>.</summary>
internal static class TeamsIds
{
    public const string Platform = "teams";
    private const string Root = ";messageid=";

    /// <summary>The place of a conversation id.</summary>
    public static Place PlaceOf(string tenant, string conversation) => conversation.IndexOf(Root, StringComparison.Ordinal) is var at and > 0
        ? new(Platform, tenant, conversation[..at], conversation[(at + Root.Length)..])
        : new(Platform, tenant, conversation);

    /// <summary>The conversation id that posts into this place: of a channel into the thread.</summary>
    public static string ConversationOf(Place place) => place.Thread is { } thread ? place.Channel + Root + thread : place.Channel;

    /// <summary>A conversation between the bot and one person.</summary>
    public static bool IsPersonal(string channel) => channel.StartsWith("a:", StringComparison.Ordinal);

    /// <summary>A channel of a team: there every post begins a thread.</summary>
    public static bool IsChannel(string channel) => channel.Contains("@thread.tacv2", StringComparison.Ordinal) || channel.Contains("@thread.skype", StringComparison.Ordinal);

    public static string Receipt(string tenant, string key) => $"teams|{tenant}|{key}";

    public static string Text(JsonElement value, string name, string below) => Wire.Property(value, name) is { } inner ? Wire.Text(inner, below) : "";

    /// <summary>The team that an activity of a channel names, and the group of Entra behind it; empty where it does not.</summary>
    public static (string Id, string Group) TeamOf(JsonElement activity) =>
        Wire.Property(activity, "channelData") is { } data && Wire.Property(data, "team") is { } team ? (Wire.Text(team, "id"), Wire.Text(team, "aadGroupId")) : ("", "");

    /// <summary>Where something happened. What becomes of a channel is told in the team's first one, and names it.</summary>
    public static Place PlaceOf(JsonElement activity)
    {
        var (tenant, told) = (TeamsToken.TenantOf(activity), Text(activity, "channelData", "eventType") is "channelDeleted" or "channelRestored" or "channelRenamed");
        var channel = told && Wire.Property(activity, "channelData") is { } data ? Text(data, "channel", "id") : "";
        return PlaceOf(tenant, channel.Length > 0 ? channel : Text(activity, "conversation", "id"));
    }

    /// <summary>The message with the address people open it by, where its id is one of Teams'.</summary>
    /// <param name="client">The host of the people's client in this cloud.</param>
    public static MessageRef MessageOf(Place place, string id, string client, string? link = null) => new(place, id, link is { Length: > 0 } ? link : LinkOf(place, id, client));

    /// <summary>An activity's own time; the moment of the call where it says none.</summary>
    public static Instant TimeOf(string timestamp, Instant now) =>
        DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? Instant.FromDateTimeOffset(at) : now;

    private static string? LinkOf(Place place, string id, string client)
    {
        if (id.Length is < 10 or > 20 || id.Any(letter => !char.IsAsciiDigit(letter)) || IsPersonal(place.Channel)) return null;
        var about = IsChannel(place.Channel) ? $"tenantId={place.Workspace}&parentMessageId={place.Thread ?? id}" : "context=%7B%22contextType%22%3A%22chat%22%7D";
        return $"https://{client}/l/message/{Uri.EscapeDataString(place.Channel)}/{id}?{about}";
    }
}
