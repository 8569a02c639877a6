using System.Text.Json.Nodes;

namespace PostMortemBot.Tests.World;

/// <summary><c>chat.*</c> and <c>reactions.*</c>.</summary>
internal sealed class FakeSlackChat(FakeSlack slack)
{
    private const int TextMost = 40_000;

    public IEnumerable<KeyValuePair<string, Func<JsonObject, JsonObject>>> Methods =>
    [
        new("chat.postMessage", Post),
        new("chat.update", Update),
        new("chat.postEphemeral", PostEphemeral),
        new("chat.delete", Delete),
        new("chat.getPermalink", Permalink),
        new("reactions.add", args => React(args, true)),
        new("reactions.remove", args => React(args, false)),
        new("reactions.get", Reactions),
    ];

    private JsonObject Post(JsonObject args)
    {
        var channel = Writable(args);
        slack.Produced.Message("chat.postMessage", args, slack.Wrongs);
        if ((args["blocks"] as JsonArray ?? []).Any(block => (string?)block?["slack_file"]?["id"] is { } picture && !slack.Files.Shows(picture))) throw new ApiRefused("invalid_blocks");
        var thread = (string?)args["thread_ts"];
        if (thread is not null && channel.Find(thread) is null) throw new ApiRefused("thread_not_found");
        var message = slack.Add(new(channel, slack.NewTs(channel), FakeSlack.BotUser, (JsonObject)args.DeepClone()) { ByBot = true, Thread = thread });
        slack.Owe(FakeSlackEvents.Message(slack, message));
        return new JsonObject { ["channel"] = channel.Id, ["ts"] = message.Ts, ["message"] = message.Json(FakeSlack.Team, FakeSlack.BotId, metadata: true) };
    }

    private JsonObject Update(JsonObject args)
    {
        var channel = slack.Visible(args);
        var message = channel.Find(FakeSlack.Text(args, "ts")) ?? throw new ApiRefused("message_not_found");
        if (message.By != FakeSlack.BotUser) throw new ApiRefused("cant_update_message");
        if (message.Only is not null) throw new ApiRefused("message_not_found");
        if (channel.IsArchived) throw new ApiRefused("is_archived");
        Check(args);
        slack.Produced.Message("chat.update", args, slack.Wrongs);
        var before = message.Json(FakeSlack.Team, FakeSlack.BotId);
        message.Body = (JsonObject)args.DeepClone();
        message.Edited = true;
        slack.Transcript.Message(message, edited: true);
        slack.Owe(FakeSlackEvents.Changed(slack, message, before));
        return new JsonObject { ["channel"] = channel.Id, ["ts"] = message.Ts, ["text"] = message.Text };
    }

    private JsonObject PostEphemeral(JsonObject args)
    {
        var channel = Writable(args);
        var user = FakeSlack.Text(args, "user");
        if (!channel.Members.Contains(user)) throw new ApiRefused("user_not_in_channel");
        slack.Produced.Message("chat.postEphemeral", args, slack.Wrongs);
        var message = slack.Add(new(channel, slack.NewTs(channel), FakeSlack.BotUser, (JsonObject)args.DeepClone()) { ByBot = true, Only = user, Thread = (string?)args["thread_ts"] });
        return new JsonObject { ["message_ts"] = message.Ts };
    }

    private JsonObject Delete(JsonObject args)
    {
        var channel = slack.Visible(args);
        var message = channel.Find(FakeSlack.Text(args, "ts")) ?? throw new ApiRefused("message_not_found");
        if (message.By != FakeSlack.BotUser) throw new ApiRefused("cant_delete_message");
        message.Deleted = true;
        slack.Transcript.Gone(message);
        return new JsonObject { ["channel"] = channel.Id, ["ts"] = message.Ts };
    }

    private JsonObject Permalink(JsonObject args)
    {
        var channel = slack.Visible(args);
        var message = channel.Find(FakeSlack.Text(args, "message_ts")) ?? throw new ApiRefused("message_not_found");
        return new JsonObject { ["channel"] = channel.Id, ["permalink"] = FakeSlack.PermalinkOf(message) };
    }

    private JsonObject React(JsonObject args, bool add)
    {
        var (message, emoji) = Reacted(args);
        var one = (emoji, FakeSlack.BotUser);
        if (add && message.Reactions.Contains(one)) throw new ApiRefused("already_reacted");
        if (add) message.Reactions.Add(one);
        else if (!message.Reactions.Remove(one)) throw new ApiRefused("no_reaction");
        slack.Transcript.Reaction(message, emoji, add);
        slack.Owe(FakeSlackEvents.Reaction(slack, message, FakeSlack.BotUser, emoji, add));
        return [];
    }

    private JsonObject Reactions(JsonObject args)
    {
        var channel = slack.Visible(args);
        var message = channel.Find(FakeSlack.Text(args, "timestamp")) ?? throw new ApiRefused("message_not_found");
        return new JsonObject { ["type"] = "message", ["channel"] = channel.Id, ["message"] = message.Json(FakeSlack.Team, FakeSlack.BotId) };
    }

    private (FakeMessage Message, string Emoji) Reacted(JsonObject args)
    {
        var channel = Member(slack.Visible(args));
        if (channel.IsArchived) throw new ApiRefused("is_archived");
        var emoji = FakeSlack.Text(args, "name");
        if (emoji.Contains(':', StringComparison.Ordinal)) throw new ApiRefused("invalid_name");
        return (channel.Find(FakeSlack.Text(args, "timestamp")) ?? throw new ApiRefused("message_not_found"), emoji);
    }

    /// <summary>The channel of a message to be posted: by its id, or a person's id for the direct conversation.</summary>
    private FakeChannel Writable(JsonObject args)
    {
        var id = FakeSlack.Text(args, "channel");
        var channel = id.StartsWith('U') && slack.Users.ContainsKey(id) ? slack.Direct(id) : Member(slack.Visible(args));
        if (channel.IsArchived) throw new ApiRefused("is_archived");
        Check(args);
        return channel;
    }

    private static FakeChannel Member(FakeChannel channel) => channel.Members.Contains(FakeSlack.BotUser) ? channel : throw new ApiRefused("not_in_channel");

    private static void Check(JsonObject args)
    {
        var text = (string?)args["text"] ?? "";
        if (text.Length == 0 && args["blocks"] is not JsonArray { Count: > 0 }) throw new ApiRefused("no_text");
        if (text.Length > TextMost) throw new ApiRefused("msg_too_long");
    }
}
