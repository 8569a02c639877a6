using System.Text.Json.Nodes;

namespace PostMortemBot.Tests.World;

/// <summary>What one act showed its doer.</summary>
/// <param name="Text">All that this person saw because of it, as text.</param>
internal sealed record Saw(string Text, BotReply? Reply);

/// <summary>
/// A person at Slack's client: types, reacts, presses and fills in what is in front of them. Each act sends what Slack sends, applies the answer as Slack's client does,
/// lets the bot finish, and gives back what the person saw.
/// </summary>
internal sealed partial class FakePerson(FakeSlack slack, FakeUser user, ISlackDelivery delivery, Func<Task> settled)
{
    public FakeUser User => user;

    /// <summary>Clicks, picks and lines; typed fields of forms; forms opened.</summary>
    public Spent Spent { get; private set; } = new(0, 0, 0);

    /// <summary>Runs between an act and the end of its delivery: a clock that goes on, a second click.</summary>
    public Func<JsonObject, Task>? Meanwhile { get; set; }

    /// <summary>The last thing sent for this person, to send it again.</summary>
    public Func<int, Task<BotReply>>? Again { get; private set; }

    public void Forget() => Spent = new(0, 0, 0);

    /// <summary>A slash command: <c>Type("#inc", "mark failover started")</c>.</summary>
    public Task<Saw> Type(string where, string words) => ActAsync($"types in {where}: /pm {words}", async () =>
    {
        Click();
        var channel = slack.Channel(where);
        var answered = new TaskCompletionSource();
        var form = new JsonObject
        {
            ["token"] = "deprecated",
            ["team_id"] = FakeSlack.Team,
            ["team_domain"] = "acme",
            ["channel_id"] = channel.Id,
            ["channel_name"] = channel.DirectWith is not null ? "directmessage" : channel.IsPrivate ? "privategroup" : channel.Name,
            ["user_id"] = user.Id,
            ["user_name"] = user.Handle,
            ["command"] = "/pm",
            ["text"] = Escaped(words),
            ["api_app_id"] = FakeSlack.App,
            ["is_enterprise_install"] = "false",
            ["response_url"] = ResponseUrl(channel, null, answered.Task),
            ["trigger_id"] = slack.Triggers.NewTrigger(user.Id, null),
        };
        slack.Produced.Keep("SlashCommand", form);
        try
        {
            return await DeliverAsync(() => delivery.CommandAsync(form), form, reply =>
            {
                if (reply.Body.Length == 0) return;
                lock (slack.Gate) slack.Show(user.Id, channel, reply.Json ?? new JsonObject { ["text"] = reply.Body });
            });
        }
        finally
        {
            answered.SetResult();
        }
    });

    /// <summary>An ordinary message; one that names the bot is told to it as a mention as well.</summary>
    public async Task<FakeMessage> Say(string where, string text, FakeMessage? thread = null, params string[] files)
    {
        FakeMessage message = null!; // Written by the act itself.
        await ActAsync($"writes in {where}{(thread is null ? "" : " (thread)")}: {text}", async () =>
        {
            if (text.Contains("@PostMortem", StringComparison.Ordinal)) Click();
            lock (slack.Gate)
            {
                var channel = slack.Channel(where);
                var body = new JsonObject { ["text"] = Escaped(text) };
                message = slack.Add(new(channel, slack.NewTs(channel), user.Id, body) { Thread = thread is null ? null : thread.Thread ?? thread.Ts, Files = [.. files.Select(name => slack.Files.Add(name, "a file of a message"u8.ToArray()))] });
            }

            if (message.Text.Contains($"<@{FakeSlack.BotUser}>", StringComparison.Ordinal) && message.Channel.DirectWith is null) await TellAsync(FakeSlackEvents.Mention(message));
            return await HeardAsync(message.Channel, () => FakeSlackEvents.Message(slack, message));
        });
        return message;
    }

    public Task<Saw> Edit(FakeMessage message, string text) => ActAsync($"edits \"{message.Text}\" to: {text}", () =>
    {
        var before = message.Json(FakeSlack.Team, FakeSlack.BotId);
        message.Body = new JsonObject { ["text"] = Escaped(text) };
        message.Edited = true;
        return HeardAsync(message.Channel, () => FakeSlackEvents.Changed(slack, message, before));
    });

    public Task<Saw> Delete(FakeMessage message) => ActAsync($"deletes \"{message.Text}\"", () =>
    {
        message.Deleted = true;
        return HeardAsync(message.Channel, () => FakeSlackEvents.Gone(slack, message));
    });

    public Task<Saw> React(FakeMessage message, string emoji = "pushpin") => ActAsync($"reacts :{emoji}: to \"{message.Text}\"", () =>
    {
        Click();
        lock (slack.Gate) message.Reactions.Add((emoji, user.Id));
        return HeardAsync(message.Channel, () => FakeSlackEvents.Reaction(slack, message, user.Id, emoji, true));
    });

    public Task<Saw> Unreact(FakeMessage message, string emoji = "pushpin") => ActAsync($"takes :{emoji}: off \"{message.Text}\"", () =>
    {
        Click();
        lock (slack.Gate) message.Reactions.Remove((emoji, user.Id));
        return HeardAsync(message.Channel, () => FakeSlackEvents.Reaction(slack, message, user.Id, emoji, false));
    });

    /// <summary>An entry of the menu of a message, by its <c>callback_id</c>.</summary>
    public Task<Saw> Menu(FakeMessage message, string callbackId) => ActAsync($"chooses {callbackId} on \"{message.Text}\"", () =>
    {
        Click();
        var payload = Payload("message_action", null);
        payload["callback_id"] = callbackId;
        payload["action_ts"] = slack.NewTs(message.Channel);
        payload["message_ts"] = message.Ts;
        payload["message"] = message.Json(FakeSlack.Team, FakeSlack.BotId);
        payload["channel"] = ChannelJson(message.Channel);
        payload["response_url"] = ResponseUrl(message.Channel, null);
        slack.Produced.Keep("MessageShortcut", payload);
        return DeliverAsync(() => delivery.InteractionAsync(payload), payload, _ => { });
    });

    /// <summary>A global shortcut, from the lightning bolt.</summary>
    public Task<Saw> Shortcut(string callbackId) => ActAsync($"chooses the shortcut {callbackId}", () =>
    {
        Click();
        var payload = Payload("shortcut", null);
        payload["user"] = new JsonObject { ["id"] = user.Id, ["username"] = user.Handle, ["team_id"] = FakeSlack.Team };
        payload["callback_id"] = callbackId;
        payload["action_ts"] = "1795000000.000100";
        slack.Produced.Keep("GlobalShortcut", payload);
        return DeliverAsync(() => delivery.InteractionAsync(payload), payload, _ => { });
    });

    public Task<Saw> OpenHome() => ActAsync("opens Home", () => TellAsync(FakeSlackEvents.Home(slack, user.Id)));

    public Task<Saw> Invite(FakeChannel channel) => ActAsync($"invites PostMortem to {channel.Shown}", () =>
    {
        channel.Members.Add(FakeSlack.BotUser);
        return TellAsync(FakeSlackEvents.Joined(slack, channel, FakeSlack.BotUser, user.Id));
    });

    /// <summary>An event as Slack sends it, at once.</summary>
    public Task<BotReply?> TellAsync(JsonObject inner)
    {
        var envelope = FakeSlackEvents.Envelope(slack, inner);
        slack.Produced.Keep("EnvelopedEvent", envelope);
        Again = retry => delivery.EventAsync(envelope, retry);
        return DeliverAsync(() => delivery.EventAsync(envelope), envelope, _ => { });
    }

    private async Task<Saw> ActAsync(string what, Func<Task<BotReply?>> act)
    {
        slack.Transcript.Did(user, what);
        var from = slack.Transcript.Length;
        var reply = await act();
        await settled();
        return new(slack.Transcript.For(user, from), reply);
    }

    /// <summary>Slack tells the bot of what happens in channels it is in, where it was granted to read them.</summary>
    private Task<BotReply?> HeardAsync(FakeChannel channel, Func<JsonObject> inner)
    {
        lock (slack.Gate)
        {
            var said = inner();
            var scope = (string?)said["type"] == "message" ? FakeSlackScopes.History(channel) : "reactions:read";
            return channel.Members.Contains(FakeSlack.BotUser) && slack.Scopes.Contains(scope) ? TellAsync(said) : Task.FromResult<BotReply?>(null);
        }
    }

    private async Task<BotReply?> DeliverAsync(Func<Task<BotReply>> deliver, JsonObject sent, Action<BotReply> apply)
    {
        if ((string?)sent["type"] != "event_callback") Again = _ => deliver();
        var going = deliver();
        if (Meanwhile is { } meanwhile) await meanwhile(sent);
        var reply = await going;
        if (reply.Ok) apply(reply);
        else slack.Transcript.Note(user.Id, $"Slack tells {user.Handle}: it did not work ({reply.Status})");
        return reply;
    }

    private void Click() => Spent = Spent with { Interactions = Spent.Interactions + 1 };

    private string ResponseUrl(FakeChannel channel, FakeMessage? source, Task? answered = null) => $"{slack.Address}/response/{slack.Triggers.NewResponse(user.Id, channel, source, answered)}";

    /// <summary>As Slack sends typed words: three entities escaped, people and channels as ids (<c>should_escape</c>).</summary>
    private string Escaped(string words)
    {
        var text = words.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
        text = text.Replace("@PostMortem", $"<@{FakeSlack.BotUser}>", StringComparison.Ordinal);
        foreach (var known in slack.Users.Values.Where(known => !known.IsBot)) text = text.Replace("@" + known.Handle, $"<@{known.Id}|{known.Handle}>", StringComparison.Ordinal);
        foreach (var (id, group) in slack.Groups) text = text.Replace("@" + group.Handle, $"<!subteam^{id}>", StringComparison.Ordinal);
        foreach (var known in slack.Channels.Values.Where(known => known.DirectWith is null)) text = text.Replace(known.Shown, $"<#{known.Id}|{known.Name}>", StringComparison.Ordinal);
        return text;
    }
}
