using System.Text.Json;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;

namespace PostMortemBot.Slack;

/// <summary>
/// What the Events API tells of conversations, as arrivals: messages, edits, deletions, reactions, mentions, lines in the direct message. The bot's own doings and what
/// nobody handles give none. Event types: https://docs.slack.dev/reference/events
/// </summary>
internal sealed class SlackEvents(SlackWorkspaces workspaces, SlackMessages messages, SlackHeard heard, SlackPeople people, IClock clock)
{
    /// <summary>The texts of it are still in Slack's markup; see <see cref="RefineAsync"/>.</summary>
    /// <param name="wrapper">The whole delivery, with its team.</param>
    public SlackArrival? Read(JsonElement wrapper)
    {
        var (workspace, said) = (Wire.Text(wrapper, "team_id"), Wire.Property(wrapper, "event") ?? default);
        var self = SelfIn(wrapper, workspace);
        if (IsOwn(said, self)) return null;
        var arrival = Wire.Text(said, "type") switch
        {
            "message" => Message(workspace, said, self),
            "app_mention" => Mention(workspace, said, self),
            "reaction_added" or "reaction_removed" => Reaction(workspace, said),
            _ => null,
        };
        return arrival is null ? null : arrival with { Foreign = SlackPayloads.IsForeign(workspace, self.Enterprise, [.. TeamsOf(said), .. TeamsOf(Wire.Property(said, "message") ?? default)]) };
    }

    /// <summary>Of which workspace the writer is, where that is said.</summary>
    private static IEnumerable<string> TeamsOf(JsonElement said) => [Wire.Text(said, "user_team"), Wire.Text(said, "source_team")];

    /// <summary>Its texts as prose with people by name, and who acts made known: done only for what concerns the bot.</summary>
    public async Task<SlackArrival> RefineAsync(SlackArrival arrival, CancellationToken stop)
    {
        var incoming = arrival.Incoming;
        var person = await people.OfAsync(incoming.Who.Workspace, incoming.Who.User, stop);
        await (incoming switch
        {
            CommandTyped typed => people.MeetAsync(typed.Who.Workspace, typed.Words, stop),
            MessagePosted posted => people.NameAsync(posted.Who.Workspace, posted.Text, stop),
            MessageEdited edited => people.NameAsync(edited.Who.Workspace, edited.Text, stop),
            _ => Task.CompletedTask,
        });
        var names = people.Names(incoming.Who.Workspace);
        incoming = incoming switch
        {
            CommandTyped typed => typed with { Words = SlackText.ToProse(typed.Words, names with { KeepsPeople = true }) },
            MessagePosted posted => posted with { Text = SlackText.ToProse(posted.Text, names) },
            MessageEdited edited => edited with { Text = SlackText.ToProse(edited.Text, names) },
            _ => incoming,
        };
        return arrival with { Incoming = SlackPayloads.Introduced(incoming, person, arrival.Foreign), Line = incoming is CommandTyped said ? said.Words : arrival.Line };
    }

    private SlackSelf SelfIn(JsonElement wrapper, string workspace)
    {
        var self = workspaces.Self(workspace);
        if (self.User.Length > 0) return self;
        foreach (var one in Wire.Array(wrapper, "authorizations"))
        {
            if (Wire.Property(one, "is_bot") is not { ValueKind: JsonValueKind.True } || Wire.Text(one, "team_id") != workspace) continue;
            workspaces.Learn(new(workspace, Wire.Text(one, "user_id"), "") { Enterprise = Wire.Text(one, "enterprise_id") });
        }

        return workspaces.Self(workspace);
    }

    private static bool IsOwn(JsonElement said, SlackSelf self) =>
        (self.User.Length > 0 && Wire.Text(said, "user") == self.User) || (self.BotId.Length > 0 && Wire.Text(said, "bot_id") == self.BotId);

    private SlackArrival? Message(string workspace, JsonElement said, SlackSelf self) => Wire.Text(said, "subtype") switch
    {
        "message_changed" => Edited(workspace, said, self),
        "message_deleted" => Deleted(workspace, said),
        _ when Wire.Property(said, "hidden") is { ValueKind: JsonValueKind.True } => null,
        "" or "file_share" or "thread_broadcast" or "bot_message" or "me_message" => Posted(workspace, said, self),
        _ => null,
    };

    private SlackArrival? Posted(string workspace, JsonElement said, SlackSelf self)
    {
        if (Reference(workspace, said) is not { } message) return null;
        var (user, bot, text) = (Wire.Text(said, "user"), Wire.Text(said, "bot_id"), Wire.Text(said, "text"));
        var direct = Wire.Text(said, "channel_type") == "im" || message.Place.Channel.StartsWith('D');
        if (!direct) heard.Hear(workspace, message.Place.Channel, new(message.Id, user, bot, text, message.Place.Thread ?? "") { Files = Wire.Property(said, "files") is { ValueKind: JsonValueKind.Array } files ? files.GetRawText() : "" });
        if (user.Length == 0) return null;
        var (who, receipt) = (new Account(SlackPayloads.Platform, workspace, user), SaidReceipt(workspace, message));
        if (direct)
        {
            return bot.Length > 0 ? null : Typed(new(who, message.Place, At(message), receipt, WithoutMention(text, self)) { Direct = true, Message = message, Files = messages.FilesOf(workspace, said) }, message, text);
        }

        // Said to the bot: that comes once more, as a mention.
        if (bot.Length == 0 && IsMentioned(text, self)) return null;
        var posted = new MessagePosted(who, message.Place, At(message), receipt, message, text) { FromBot = bot.Length > 0, Files = messages.FilesOf(workspace, said) };
        return new(posted, new(SlackAsked.Event, message.Place, user) { Message = message }, text);
    }

    private SlackArrival? Mention(string workspace, JsonElement said, SlackSelf self)
    {
        if (Reference(workspace, said) is not { } message || Wire.Text(said, "user") is not { Length: > 0 } user || Wire.Text(said, "bot_id").Length > 0) return null;
        var text = Wire.Text(said, "text");
        var root = message.Place.Thread is { } thread ? new MessageRef(message.Place.WithoutThread with { Thread = thread }, thread, messages.LinkOf(workspace, message.Place.WithoutThread, thread)) : null;
        return Typed(new(new(SlackPayloads.Platform, workspace, user), message.Place, At(message), SaidReceipt(workspace, message), WithoutMention(text, self)) { Message = message, RepliesTo = root, Files = messages.FilesOf(workspace, said) }, message, text);
    }

    private static SlackArrival Typed(CommandTyped typed, MessageRef message, string line) => new(typed, new(SlackAsked.Event, message.Place, typed.Who.User) { Message = message }, line);

    private SlackArrival? Edited(string workspace, JsonElement said, SlackSelf self)
    {
        if (Wire.Property(said, "message") is not { ValueKind: JsonValueKind.Object } now || IsOwn(now, self)) return null;
        var before = Wire.Property(said, "previous_message") ?? default;
        if (Reference(workspace, now, Wire.Text(said, "channel")) is not { } message) return null;
        var (text, user) = (Wire.Text(now, "text"), Wire.Text(now, "user") is { Length: > 0 } writer ? writer : Wire.Text(before, "user"));
        var gone = Wire.Text(now, "subtype") == "tombstone";
        heard.Change(workspace, message.Place.Channel, message.Id, gone ? null : text);
        if (user.Length == 0 || (!gone && text == Wire.Text(before, "text"))) return null;
        var (who, ways) = (new Account(SlackPayloads.Platform, workspace, user), new SlackWays(SlackAsked.Event, message.Place, user) { Message = message });
        var receipt = SlackPayloads.Receipt(workspace, $"{(gone ? "gone" : "edited")}-{message.Place.Channel}-{message.Id}-{EventTs(said)}");
        return new(gone ? new MessageDeleted(who, message.Place, clock.GetCurrentInstant(), receipt, message) : new MessageEdited(who, message.Place, clock.GetCurrentInstant(), receipt, message, text), ways);
    }

    private SlackArrival? Deleted(string workspace, JsonElement said)
    {
        var (channel, ts) = (Wire.Text(said, "channel"), Wire.Text(said, "deleted_ts"));
        var user = Wire.Property(said, "previous_message") is { } before ? Wire.Text(before, "user") : "";
        if (channel.Length == 0 || ts.Length == 0) return null;
        heard.Change(workspace, channel, ts, null);
        if (user.Length == 0) return null;
        var message = new MessageRef(new(SlackPayloads.Platform, workspace, channel), ts);
        return new(new MessageDeleted(new(SlackPayloads.Platform, workspace, user), message.Place, clock.GetCurrentInstant(), SlackPayloads.Receipt(workspace, $"gone-{channel}-{ts}"), message), new(SlackAsked.Event, message.Place, user) { Message = message });
    }

    private SlackArrival? Reaction(string workspace, JsonElement said)
    {
        var item = Wire.Property(said, "item") ?? default;
        var (user, emoji) = (Wire.Text(said, "user"), Wire.Text(said, "reaction").Split("::")[0]);
        if (Wire.Text(item, "type") != "message" || user.Length == 0 || Reference(workspace, item) is not { } named) return null;
        var message = InThread(workspace, named);
        var (who, added, at) = (new Account(SlackPayloads.Platform, workspace, user), Wire.Text(said, "type") == "reaction_added", EventTs(said));
        var receipt = SlackPayloads.Receipt(workspace, $"{(added ? "react" : "unreact")}-{message.Place.Channel}-{message.Id}-{user}-{emoji}-{at}");
        var when = SlackMessages.TimeOf(at) ?? clock.GetCurrentInstant();
        return new(added ? new ReactionAdded(who, message.Place, when, receipt, message, emoji) : new ReactionRemoved(who, message.Place, when, receipt, message, emoji), new(SlackAsked.Event, message.Place, user));
    }

    /// <summary>A reaction does not say in which thread its message stands: what was heard of it does.</summary>
    private MessageRef InThread(string workspace, MessageRef message)
    {
        if (heard.Find(workspace, message.Place.Channel, message.Id) is not { Thread.Length: > 0 } told || told.Thread == message.Id) return message;
        var place = message.Place with { Thread = told.Thread };
        return message with { Place = place, Link = messages.LinkOf(workspace, place, message.Id) };
    }

    private MessageRef? Reference(string workspace, JsonElement message, string? channel = null)
    {
        var (where, ts, thread) = (channel ?? Wire.Text(message, "channel"), Wire.Text(message, "ts"), Wire.Text(message, "thread_ts"));
        if (where.Length == 0 || ts.Length == 0) return null;
        var place = new Place(SlackPayloads.Platform, workspace, where, thread.Length > 0 && thread != ts ? thread : null);
        return new(place, ts, messages.LinkOf(workspace, place, ts));
    }

    /// <summary>One receipt, whether it came as a message, as a mention, or once from each of two workspaces that share the channel.</summary>
    private static string SaidReceipt(string workspace, MessageRef message) => SlackPayloads.Receipt(workspace, $"said-{message.Place.Channel}-{message.Id}");

    private Instant At(MessageRef message) => SlackMessages.TimeOf(message.Id) ?? clock.GetCurrentInstant();

    private static string EventTs(JsonElement said) => Wire.Text(said, "event_ts") is { Length: > 0 } at ? at : Wire.Text(said, "ts");

    private static bool IsMentioned(string text, SlackSelf self) => self.User.Length > 0 && text.Contains("<@" + self.User, StringComparison.Ordinal);

    /// <summary>The words without the bot's own name, wherever it stands.</summary>
    private static string WithoutMention(string text, SlackSelf self)
    {
        for (var at = self.User.Length == 0 ? -1 : text.IndexOf("<@" + self.User, StringComparison.Ordinal); at >= 0; at = text.IndexOf("<@" + self.User, StringComparison.Ordinal))
        {
            var end = text.IndexOf('>', at);
            if (end < 0) break;
            text = text[..at].TrimEnd() + " " + text[(end + 1)..].TrimStart(' ', ',', ':');
        }

        return text.Trim();
    }
}
