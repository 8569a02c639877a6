using System.Globalization;
using System.Text.Json.Nodes;

namespace PostMortemBot.Tests.World;

/// <summary>Events as the Events API tells them: the inner event, and the envelope around it.</summary>
internal static class FakeSlackEvents
{
    public static JsonObject Envelope(FakeSlack slack, JsonObject inner) => new()
    {
        ["token"] = "deprecated",
        ["team_id"] = FakeSlack.Team,
        ["api_app_id"] = FakeSlack.App,
        ["event"] = inner,
        ["type"] = "event_callback",
        ["event_id"] = slack.NewId("Ev"),
        ["event_time"] = slack.Clock.GetUtcNow().ToUnixTimeSeconds(),
        ["authorizations"] = new JsonArray(new JsonObject { ["enterprise_id"] = null, ["team_id"] = FakeSlack.Team, ["user_id"] = FakeSlack.BotUser, ["is_bot"] = true, ["is_enterprise_install"] = false }),
        ["is_ext_shared_channel"] = false,
        ["event_context"] = "4-eyJldCI6Im1lc3NhZ2UifQ",
    };

    public static JsonObject Message(FakeSlack slack, FakeMessage message)
    {
        var inner = message.Json(FakeSlack.Team, FakeSlack.BotId);
        inner.Remove("reactions");
        inner["channel"] = message.Channel.Id;
        inner["channel_type"] = message.Channel.Kind;
        inner["event_ts"] = message.Ts;
        if (!message.ByBot) inner["client_msg_id"] = slack.NewId("00000000-0000-4000-8000-00000");
        if (message.Files.Count > 0) inner["subtype"] = "file_share";
        return inner;
    }

    public static JsonObject Mention(FakeMessage message)
    {
        var inner = message.Json(FakeSlack.Team, FakeSlack.BotId);
        inner["type"] = "app_mention";
        inner["channel"] = message.Channel.Id;
        inner["event_ts"] = message.Ts;
        return inner;
    }

    /// <param name="before">The message as it was.</param>
    public static JsonObject Changed(FakeSlack slack, FakeMessage message, JsonObject before) =>
        Subtype(slack, message, "message_changed", ("message", message.Json(FakeSlack.Team, FakeSlack.BotId)), ("previous_message", before));

    public static JsonObject Gone(FakeSlack slack, FakeMessage message) =>
        Subtype(slack, message, "message_deleted", ("deleted_ts", JsonValue.Create(message.Ts)), ("previous_message", message.Json(FakeSlack.Team, FakeSlack.BotId)));

    public static JsonObject Reaction(FakeSlack slack, FakeMessage message, string by, string emoji, bool added) => new()
    {
        ["type"] = added ? "reaction_added" : "reaction_removed",
        ["user"] = by,
        ["reaction"] = emoji,
        ["item"] = new JsonObject { ["type"] = "message", ["channel"] = message.Channel.Id, ["ts"] = message.Ts },
        ["item_user"] = message.By,
        ["event_ts"] = Now(slack),
    };

    public static JsonObject Home(FakeSlack slack, string user) => new()
    {
        ["type"] = "app_home_opened",
        ["user"] = user,
        ["channel"] = slack.Direct(user).Id,
        ["tab"] = "home",
        ["event_ts"] = Now(slack),
    };

    public static JsonObject Joined(FakeSlack slack, FakeChannel channel, string user, string inviter) => new()
    {
        ["type"] = "member_joined_channel",
        ["user"] = user,
        ["channel"] = channel.Id,
        ["channel_type"] = channel.IsPrivate ? "G" : "C",
        ["team"] = FakeSlack.Team,
        ["inviter"] = inviter,
        ["event_ts"] = Now(slack),
    };

    private static JsonObject Subtype(FakeSlack slack, FakeMessage message, string subtype, params (string Name, JsonNode? Value)[] more)
    {
        var inner = new JsonObject
        {
            ["type"] = "message",
            ["subtype"] = subtype,
            ["channel"] = message.Channel.Id,
            ["channel_type"] = message.Channel.Kind,
            ["hidden"] = true,
            ["ts"] = Now(slack),
            ["event_ts"] = Now(slack),
        };
        foreach (var (name, value) in more) inner[name] = value;
        return inner;
    }

    private static string Now(FakeSlack slack)
    {
        var now = slack.Clock.GetUtcNow();
        return string.Create(CultureInfo.InvariantCulture, $"{now.ToUnixTimeSeconds()}.{now.Millisecond:000}{slack.NewId("")[^3..]}");
    }
}
