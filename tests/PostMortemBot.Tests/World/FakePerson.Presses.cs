using System.Text.Json.Nodes;

namespace PostMortemBot.Tests.World;

/// <summary>Pressing what is in front of a person: the form that is open, else the newest message that has it, else the Home tab.</summary>
internal sealed partial class FakePerson
{
    /// <summary>The form on top; null when none is open.</summary>
    public FakeView? Form => slack.Views.StackOf(user.Id).LastOrDefault();

    public FakeView? Home => slack.Views.HomeOf(user.Id);

    /// <summary>Presses a button, or the entry of <em>More</em>, by its label. <paramref name="on"/>: only there (<c>#inc</c>, <c>@dana</c>, <c>home</c>).</summary>
    public Task<Saw> Press(string label, string? on = null) => ActAsync($"presses [{label}]", () => PressAsync(label, null, on));

    /// <summary>Picks an entry of a list that acts at once.</summary>
    public Task<Saw> Pick(string list, string entry, string? on = null) => ActAsync($"picks {entry} in {list}", () => PressAsync(list, entry, on));

    /// <summary>Everything this person sees that has this button or list, newest first.</summary>
    public bool Sees(string label, string? on = null) => Found(label, null, on) is not null;

    /// <summary>The press as Slack sends it, without sending it.</summary>
    public JsonObject PressOf(string label, string? entry = null, string? on = null)
    {
        lock (slack.Gate)
        {
            var found = Found(label, entry, on) ?? throw new InvalidOperationException($"{user.Handle} sees no [{label}].\n{slack.Transcript.For(user, 0)}");
            var action = found.Action;
            action["action_ts"] = "1795000000.000200";
            return found.View is { } view ? InView(view, action) : InMessage(found.Message!, action);
        }
    }

    private Task<BotReply?> PressAsync(string label, string? entry, string? on)
    {
        Click();
        var payload = PressOf(label, entry, on);
        var opened = Form;
        slack.Produced.Keep(payload["view"] is null ? "BlockAction" : "ViewAction", payload);
        return Counted(DeliverAsync(() => delivery.InteractionAsync(payload), payload, _ => { }), opened);
    }

    private async Task<BotReply?> Counted(Task<BotReply?> act, FakeView? before)
    {
        var reply = await act;
        if (before is null && Form is not null) Spent = Spent with { Forms = Spent.Forms + 1 };
        return reply;
    }

    private JsonObject InView(FakeView view, JsonObject action)
    {
        var payload = Payload("block_actions", view);
        payload["user"]!["username"] = user.Handle;
        payload["container"] = new JsonObject { ["type"] = "view", ["view_id"] = view.Id };
        payload["view"] = view.Json(FakeSlack.Team);
        payload["actions"] = new JsonArray(action);
        return payload;
    }

    private JsonObject InMessage(FakeMessage message, JsonObject action)
    {
        var payload = Payload("block_actions", null);
        payload["user"]!["username"] = user.Handle;
        payload["container"] = new JsonObject { ["type"] = "message", ["message_ts"] = message.Ts, ["channel_id"] = message.Channel.Id, ["is_ephemeral"] = message.Only is not null };
        if (message.Thread is { } thread) payload["container"]!["thread_ts"] = thread;
        payload["channel"] = ChannelJson(message.Channel);
        if (message.Only is null) payload["message"] = message.Json(FakeSlack.Team, FakeSlack.BotId, metadata: true);
        payload["state"] = new JsonObject { ["values"] = new JsonObject() };
        payload["response_url"] = ResponseUrl(message.Channel, message);
        payload["actions"] = new JsonArray(action);
        return payload;
    }

    private JsonObject Payload(string type, FakeView? inside) => new()
    {
        ["type"] = type,
        ["token"] = "deprecated",
        ["team"] = new JsonObject { ["id"] = FakeSlack.Team, ["domain"] = "acme" },
        ["user"] = new JsonObject { ["id"] = user.Id, ["name"] = user.Handle, ["team_id"] = FakeSlack.Team },
        ["api_app_id"] = FakeSlack.App,
        ["is_enterprise_install"] = false,
        ["trigger_id"] = slack.Triggers.NewTrigger(user.Id, inside),
    };

    private static JsonObject ChannelJson(FakeChannel channel) => new() { ["id"] = channel.Id, ["name"] = channel.DirectWith is not null ? "directmessage" : channel.IsPrivate ? "privategroup" : channel.Name };

    private (FakeMessage? Message, FakeView? View, JsonObject Action)? Found(string label, string? entry, string? on)
    {
        if (Form is { } form && on is null) return In(form.Blocks, label, entry) is { } inForm ? (null, form, inForm) : null;
        if (on != "home")
        {
            foreach (var message in Seen(on))
            {
                if (In(message.Blocks, label, entry) is { } action) return (message, null, action);
            }
        }

        return Home is { } home && on is null or "home" && In(Home!.Blocks, label, entry) is { } inHome ? (null, Home, inHome) : null;
    }

    /// <summary>Messages this person can see, newest first.</summary>
    private IEnumerable<FakeMessage> Seen(string? on) => slack.Channels.Values
        .Where(channel => (on is null || channel.Shown == on) && (channel.Members.Contains(user.Id) || channel.Messages.Any(message => message.Only == user.Id)))
        .SelectMany(channel => channel.Messages)
        .Where(message => !message.Deleted && (message.Only is null || message.Only == user.Id))
        .OrderByDescending(message => message.Ts, StringComparer.Ordinal).ThenByDescending(message => message.Only is not null);

    private static JsonObject? In(JsonArray blocks, string label, string? entry)
    {
        for (var at = 0; at < blocks.Count; at++)
        {
            if ((string?)blocks[at]!["type"] != "actions") continue;
            foreach (var element in blocks[at]!["elements"]!.AsArray())
            {
                if (Action(element!, label, entry) is not { } action) continue;
                action["block_id"] = (string?)blocks[at]!["block_id"] ?? $"b{at}";
                return action;
            }
        }

        return null;
    }

    private static JsonObject? Action(JsonNode element, string label, string? entry)
    {
        var type = (string?)element["type"];
        var action = new JsonObject { ["type"] = type, ["action_id"] = (string?)element["action_id"] };
        if (type == "button")
        {
            if (entry is not null || (string?)element["text"]!["text"] != label) return null;
            action["text"] = element["text"]!.DeepClone();
            if (element["value"] is { } value) action["value"] = value.DeepClone();
            return action;
        }

        var list = (string?)element["placeholder"]?["text"];
        var wanted = entry is not null ? list == label ? entry : null : list is null or "More" ? label : null;
        if (wanted is null || FakeSlackInputs.Options(element).FirstOrDefault(option => (string?)option["text"]!["text"] == wanted) is not { } option) return null;
        action["selected_option"] = option.DeepClone();
        if (type != "overflow" && element["placeholder"] is { } placeholder) action["placeholder"] = placeholder.DeepClone();
        return action;
    }
}
