using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;

namespace PostMortemBot.Slack;

/// <summary>What the bot does in Slack of its own accord: posts with the work's id in their metadata, edits, private lines, receipts, and reading messages back.</summary>
internal sealed class SlackChat(SlackSettings settings, SlackApi api, SlackPace pace, SlackPeople people, SlackMessages messages, SlackHeard heard, SlackHistory history, SlackMembers members, SlackPictures pictures, LastChanges changes) : IChat
{
    private const string Receipt = "memo";
    private const string WorkEvent = "post_mortem_work";
    private readonly ConcurrentDictionary<(string Workspace, string User), string> directs = new();

    public string Platform => SlackPayloads.Platform;

    public IReadOnlyList<string> HoldingWords => [SlackTell.Kind, SlackSay.Kind];

    public Duration EditPace => Duration.FromMinutes(1);

    public bool AsksForChannel => true;

    public string Typed(string command, bool direct) => direct ? command : $"{settings.Command} {command}";

    public async Task<MessageRef> PostAsync(Place place, Card card, string workId, CancellationToken stop)
    {
        var shown = await pictures.GiveAsync(place.Workspace, card, stop);
        var message = Drawn(place, card, imageOf: shown.IdOf);
        Named(message, workId);
        var posted = await PostedAsync(place, message, shown, stop);
        if (card.File is { } file) await api.UploadAsync(place.Workspace, file, posted.Place.Channel, place.Thread, stop);
        return posted;
    }

    private async Task<MessageRef> PostedAsync(Place place, JsonObject message, SlackPictures.Shown shown, CancellationToken stop)
    {
        try
        {
            return await PostAsync(place, message, stop);
        }
        catch (SlackRefused refused) when (refused.Error == "invalid_blocks" && shown.IsAny)
        {
            throw pictures.Refused(shown);
        }
    }

    /// <summary>Puts the work's id into a message's metadata: a post whose answer was lost is found again by it.</summary>
    public static void Named(JsonObject message, string workId)
    {
        if (workId.Length > 0) message["metadata"] = new JsonObject { ["event_type"] = WorkEvent, ["event_payload"] = new JsonObject { ["work"] = workId } };
    }

    /// <summary>Posts a message that is drawn already.</summary>
    /// <param name="answers">Somebody waits for it.</param>
    public async Task<MessageRef> PostAsync(Place place, JsonObject message, CancellationToken stop, bool answers = false)
    {
        pace.Post(place.Workspace, place.Channel, answers);
        message["channel"] = place.Channel;
        if (place.Thread is { } thread) message["thread_ts"] = thread;
        var answer = await api.CallAsync(place.Workspace, "chat.postMessage", message, stop);
        var channel = Wire.Text(answer, "channel") is { Length: > 0 } named ? named : place.Channel;
        var at = place with { Channel = channel };
        return new(at, Wire.Text(answer, "ts"), messages.LinkOf(place.Workspace, at, Wire.Text(answer, "ts")));
    }

    /// <summary>The post that carries this work's id, where its answer was lost; null when it is not among the last.</summary>
    public async Task<MessageRef?> FindPostedAsync(Place place, string workId, CancellationToken stop)
    {
        var arguments = new JsonObject { ["channel"] = place.Channel, ["limit"] = 100, ["include_all_metadata"] = true };
        if (place.Thread is { } thread) arguments["ts"] = thread;
        JsonElement answer;
        try
        {
            answer = await api.CallAsync(place.Workspace, place.Thread is null ? "conversations.history" : "conversations.replies", arguments, stop);
        }
        catch (SlackRefused)
        {
            // Without the history scope nothing can be looked up: a second post is better than none.
            return null;
        }

        foreach (var message in Wire.Array(answer, "messages"))
        {
            if (Wire.Property(message, "metadata") is { } metadata && Wire.Text(metadata, "event_type") == WorkEvent
                && Wire.Property(metadata, "event_payload") is { } payload && Wire.Text(payload, "work") == workId) return new(place, Wire.Text(message, "ts"), messages.LinkOf(place.Workspace, place, Wire.Text(message, "ts")));
        }

        return null;
    }

    public async Task<Place> DirectAsync(Account person, CancellationToken stop)
    {
        if (directs.TryGetValue((person.Workspace, person.User), out var known)) return new(Platform, person.Workspace, known);
        var answer = await api.CallAsync(person.Workspace, "conversations.open", new JsonObject { ["users"] = person.User }, stop);
        var channel = Wire.Property(answer, "channel") is { } opened ? Wire.Text(opened, "id") : "";
        if (channel.Length == 0) throw new SlackFailed("Slack opened a direct conversation without a name.");
        return new(Platform, person.Workspace, directs[(person.Workspace, person.User)] = channel);
    }

    public Task<string?> LinkAsync(string workspace, CancellationToken stop) => messages.OwnLinkAsync(workspace, stop);

    public Task<Account?> FindAsync(string organisation, string email, CancellationToken stop) => people.FindAsync(organisation, email, stop);

    public async Task<bool> IsInAsync(Place place, Account person, CancellationToken stop) => !IsDirect(place) && await members.HasAsync(place, person.User, stop);

    public Task PostPrivateAsync(Place place, Account person, Card card, CancellationToken stop) => PostPrivateAsync(place, person, Drawn(place, card, forOne: true), stop);

    /// <summary>A private line that is drawn already.</summary>
    public async Task PostPrivateAsync(Place place, Account person, JsonObject message, CancellationToken stop)
    {
        if (IsDirect(place))
        {
            await PostAsync(place, message, stop, answers: true);
            return;
        }

        pace.Post(place.Workspace, place.Channel, answers: true);
        message["channel"] = place.Channel;
        message["user"] = person.User;
        WithoutUnfurl(message);
        if (place.Thread is { } thread) message["thread_ts"] = thread;
        await api.CallAsync(place.Workspace, "chat.postEphemeral", message, stop);
    }

    /// <summary>Links are kept from unfolding where a message is posted; the other methods know no such argument.</summary>
    private static void WithoutUnfurl(JsonObject message)
    {
        message.Remove("unfurl_links");
        message.Remove("unfurl_media");
    }

    public Task EditAsync(MessageRef message, Card card, CancellationToken stop) =>
        changes.NowAsync(message, () => UpdateAsync(message, Drawn(message.Place, card), stop), stop);

    /// <summary>Puts what is drawn already in the message's place, unless it shows what was decided later.</summary>
    /// <param name="decided">In Unix milliseconds.</param>
    public Task EditAsync(MessageRef message, JsonObject drawn, long decided, CancellationToken stop) => changes.DecidedAsync(message, decided, () => UpdateAsync(message, drawn, stop), stop);

    private Task UpdateAsync(MessageRef message, JsonObject drawn, CancellationToken stop)
    {
        drawn["channel"] = message.Place.Channel;
        drawn["ts"] = message.Id;
        WithoutUnfurl(drawn);
        return api.CallAsync(message.Place.Workspace, "chat.update", drawn, stop);
    }

    /// <summary>What stands there already, or is gone with its message, is as it was wished.</summary>
    public async Task MarkReceiptAsync(MessageRef message, bool on, CancellationToken stop)
    {
        try
        {
            var arguments = new JsonObject { ["channel"] = message.Place.Channel, ["timestamp"] = message.Id, ["name"] = Receipt };
            await api.CallAsync(message.Place.Workspace, on ? "reactions.add" : "reactions.remove", arguments, stop);
        }
        catch (SlackRefused refused) when (refused.Error is "already_reacted" or "no_reaction" or "message_not_found")
        {
            // Done before, or nothing left to do it to.
        }
    }

    public async Task<SeenMessage?> ReadAsync(MessageRef message, CancellationToken stop)
    {
        var place = message.Place;
        if (heard.Find(place.Workspace, place.Channel, message.Id) is { } told) return await messages.SeenAsync(place.Workspace, place.Channel, AsSent(told), stop);
        var arguments = new JsonObject { ["channel"] = place.Channel, ["latest"] = message.Id, ["oldest"] = message.Id, ["inclusive"] = true, ["limit"] = 1 };

        // A reaction does not say in which thread its message stands: the replies of a message begin with itself, and of a reply hold it.
        var found = place.Thread is null ? Found(await api.CallAsync(place.Workspace, "conversations.history", arguments, stop), message.Id) : null;
        if (found is null)
        {
            arguments["ts"] = place.Thread ?? message.Id;
            found = await RepliesAsync(place.Workspace, arguments, message.Id, stop);
        }

        return found is { } one ? await messages.SeenAsync(place.Workspace, place.Channel, one, stop) : null;
    }

    public IAsyncEnumerable<SeenMessage> HistoryAsync(Place place, Instant since, CancellationToken stop) => history.ReadAsync(place, since, stop);

    private JsonObject Drawn(Place place, Card card, bool forOne = false, Func<SentFile, string?>? imageOf = null) =>
        BlockKit.Message(card, people.Look(place.Workspace, settings, IsDirect(place), forOne || IsDirect(place)) with { ImageOf = imageOf }).Json;

    public bool IsDirect(Place place) => place.Channel is ['D' or 'U' or 'W', ..];

    private async Task<JsonElement?> RepliesAsync(string workspace, JsonObject arguments, string ts, CancellationToken stop)
    {
        try
        {
            return Found(await api.CallAsync(workspace, "conversations.replies", arguments, stop), ts);
        }
        catch (SlackRefused refused) when (refused.Error is "thread_not_found" or "message_not_found")
        {
            return null;
        }
    }

    private static JsonElement? Found(JsonElement answer, string ts)
    {
        foreach (var message in Wire.Array(answer, "messages"))
        {
            if (Wire.Text(message, "ts") == ts) return message;
        }

        return null;
    }

    private static JsonElement AsSent(HeardMessage told)
    {
        var sent = new JsonObject { ["ts"] = told.Ts, ["text"] = told.Text };
        if (told.User.Length > 0) sent["user"] = told.User;
        if (told.BotId.Length > 0) sent["bot_id"] = told.BotId;
        if (told.Thread.Length > 0) sent["thread_ts"] = told.Thread;
        if (told.Files.Length > 0) sent["files"] = JsonNode.Parse(told.Files);
        if (told.Edited) sent["edited"] = new JsonObject();
        using var read = WireJson.Read(WireJson.Bytes(sent))!;
        return read.RootElement.Clone();
    }
}
