using System.Globalization;
using System.Text.Json.Nodes;

namespace PostMortemBot.Tests.World;

/// <summary>What several method rooms look up.</summary>
internal sealed partial class FakeSlack
{
    /// <summary>An argument that must be there.</summary>
    public static string Text(JsonObject args, string name) =>
        args[name] is JsonValue value && value.ToString() is { Length: > 0 } text ? text : throw new ApiRefused(name == "channel" ? "channel_not_found" : "invalid_arguments");

    /// <summary>The channel as the bot may see it: a private one it is not in does not exist for it.</summary>
    public FakeChannel Visible(JsonObject args)
    {
        var id = Text(args, "channel");
        return Channels.TryGetValue(id, out var channel) && (channel.Kind == "channel" || channel.Members.Contains(BotUser)) ? channel : throw new ApiRefused("channel_not_found");
    }

    public static string PermalinkOf(FakeMessage message) => $"https://acme.slack.example/archives/{message.Channel.Id}/p{message.Ts.Replace(".", "", StringComparison.Ordinal)}";

    /// <summary>An event that the bot's own act brings about; delivered when the test lets Slack catch up.</summary>
    public void Owe(JsonObject inner) => Owed.Enqueue(FakeSlackEvents.Envelope(this, inner));

    /// <summary>One page of a list, by <c>cursor</c> and <c>limit</c>.</summary>
    public static JsonObject Page(JsonObject args, string name, IReadOnlyList<JsonNode> all, int most = 200) => Page(args, name, all, one => one, most);

    /// <summary>Only what stands on the page is drawn.</summary>
    public static JsonObject Page<T>(JsonObject args, string name, IReadOnlyList<T> all, Func<T, JsonNode> draw, int most)
    {
        var from = int.TryParse(args["cursor"]?.ToString(), CultureInfo.InvariantCulture, out var at) ? at : 0;
        var limit = int.TryParse(args["limit"]?.ToString(), CultureInfo.InvariantCulture, out var asked) ? Math.Clamp(asked, 1, most) : 100;
        var next = from + limit < all.Count ? (from + limit).ToString(CultureInfo.InvariantCulture) : "";
        return new JsonObject
        {
            [name] = new JsonArray([.. all.Skip(from).Take(limit).Select(draw)]),
            ["has_more"] = next.Length > 0,
            ["response_metadata"] = new JsonObject { ["next_cursor"] = next },
        };
    }
}
