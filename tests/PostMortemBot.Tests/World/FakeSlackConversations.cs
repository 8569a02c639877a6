using System.Text.Json.Nodes;

namespace PostMortemBot.Tests.World;

/// <summary><c>conversations.*</c>.</summary>
internal sealed class FakeSlackConversations(FakeSlack slack)
{
    public IEnumerable<KeyValuePair<string, Func<JsonObject, JsonObject>>> Methods =>
    [
        new("conversations.open", Open),
        new("conversations.info", args => new JsonObject { ["channel"] = Json(slack.Visible(args)) }),
        new("conversations.list", args => FakeSlack.Page(args, "channels", [.. slack.Channels.Values.Where(channel => channel.DirectWith is null && (!channel.IsPrivate || channel.Members.Contains(FakeSlack.BotUser))).Select(Json)])),
        new("conversations.members", args => FakeSlack.Page(args, "members", [.. slack.Visible(args).Members.Order(StringComparer.Ordinal).Select(member => JsonValue.Create(member))])),
        new("conversations.history", History),
        new("conversations.replies", Replies),
        new("conversations.join", Join),
    ];

    private JsonObject Open(JsonObject args)
    {
        var users = FakeSlack.Text(args, "users");
        if (users.Contains(',', StringComparison.Ordinal)) slack.Need("mpim:write");
        if (!slack.Users.TryGetValue(users, out var user)) throw new ApiRefused("user_not_found");
        if (user.Deleted) throw new ApiRefused("user_disabled");
        if (user.IsBot) throw new ApiRefused("cannot_dm_bot");
        return new JsonObject { ["channel"] = new JsonObject { ["id"] = slack.Direct(users).Id } };
    }

    private JsonObject History(JsonObject args)
    {
        var channel = Readable(args);
        var messages = Seen(channel).Where(message => message.Thread is null || message.Thread == message.Ts).Where(message => Within(args, message.Ts)).Reverse();
        return FakeSlack.Page(args, "messages", [.. messages], message => Json(args, message), 999);
    }

    private JsonObject Replies(JsonObject args)
    {
        var channel = Readable(args);
        var ts = FakeSlack.Text(args, "ts");
        if (channel.Find(ts) is not { } root) throw new ApiRefused("thread_not_found");
        var parent = root.Thread ?? ts;
        var messages = Seen(channel).Where(message => message.Ts == parent || message.Thread == parent).Where(message => message.Ts == parent || Within(args, message.Ts));
        return FakeSlack.Page(args, "messages", [.. messages], message => Json(args, message), 999);
    }

    private JsonObject Join(JsonObject args)
    {
        var channel = slack.Visible(args);
        if (channel.IsArchived) throw new ApiRefused("is_archived");
        if (channel.Kind != "channel") throw new ApiRefused("method_not_supported_for_channel_type");
        channel.Members.Add(FakeSlack.BotUser);
        return new JsonObject { ["channel"] = Json(channel) };
    }

    private FakeChannel Readable(JsonObject args)
    {
        var channel = slack.Visible(args);
        slack.Need(FakeSlackScopes.History(channel));
        return channel.Members.Contains(FakeSlack.BotUser) ? channel : throw new ApiRefused("not_in_channel");
    }

    private static IEnumerable<FakeMessage> Seen(FakeChannel channel) => channel.Messages.Where(message => message is { Deleted: false, Only: null });

    private static bool Within(JsonObject args, string ts)
    {
        var inclusive = args["inclusive"]?.ToString() is "true" or "1";
        int Compare(string other) => string.CompareOrdinal(ts.PadLeft(20, '0'), other.PadLeft(20, '0'));
        var oldest = args["oldest"]?.ToString() is { Length: > 1 } from ? Compare(from) : 1;
        var latest = args["latest"]?.ToString() is { Length: > 1 } to ? Compare(to) : -1;
        return (oldest > 0 || (inclusive && oldest == 0)) && (latest < 0 || (inclusive && latest == 0));
    }

    private static JsonObject Json(JsonObject args, FakeMessage message) =>
        message.Json(FakeSlack.Team, FakeSlack.BotId, metadata: args["include_all_metadata"]?.ToString() is "true" or "1");

    private static JsonObject Json(FakeChannel channel) => new()
    {
        ["id"] = channel.Id,
        ["name"] = channel.DirectWith is null ? channel.Name : null,
        ["is_channel"] = channel.Kind == "channel",
        ["is_group"] = channel.Kind == "group",
        ["is_im"] = channel.DirectWith is not null,
        ["is_private"] = channel.IsPrivate || channel.DirectWith is not null,
        ["is_archived"] = channel.IsArchived,
        ["is_member"] = channel.Members.Contains(FakeSlack.BotUser),
        ["user"] = channel.DirectWith,
        ["context_team_id"] = FakeSlack.Team,
    };
}
