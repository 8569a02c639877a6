using System.Collections.Concurrent;
using System.Globalization;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Screens;

namespace PostMortemBot.WebChat;

/// <summary>What came of an act: a dialog to show, or a failure to tell in the dialog it came from.</summary>
/// <param name="Opens">The form or rows that open, or replace the open dialog.</param>
/// <param name="Reference">Names the failure in the log; null when all went well.</param>
internal sealed record ActEnded(Screen? Opens, string? Reference = null)
{
    /// <summary>What was typed stands in the form alone, because it failed or because it was refused.</summary>
    public bool Unsaved => Failed || NotStored;

    /// <summary>The bot did not store it, and says so.</summary>
    public bool NotStored { get; init; }

    public static ActEnded None { get; } = new(null, null);

    public bool Failed => Reference is not null;
}

/// <summary>Brings an incoming thing to the bot and applies its answer as decisions.md 5 says for the page; an outage becomes <em>Not saved</em> with what was typed.</summary>
internal sealed partial class ChatAnswers(ChatRoom room, HandleIncoming handle, ILogger<ChatAnswers> log)
{
    /// <summary>The button that brings the same thing once more.</summary>
    public const string Again = "web.again";

    private readonly ConcurrentDictionary<string, Waiting> waiting = new();

    /// <param name="incoming">What to bring.</param>
    /// <param name="spot">Who did it, and where the answer goes.</param>
    /// <param name="message">The message that gets the receipt; null when there is none.</param>
    /// <param name="line">What the person typed or pressed, given back when it fails; null in a dialog, which tells it itself.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<ActEnded> BringAsync(Incoming incoming, Spot spot, ChatMessage? message, string? line, CancellationToken stop)
    {
        Answer answer;
        try
        {
            answer = await handle(Introduced(incoming, spot), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception outage)
        {
            return NotSaved(outage, new(incoming, spot, message, line));
        }

        Apply(answer, incoming, spot, message);
        return new(answer.Opens) { NotStored = answer.NotStored };
    }

    /// <summary>Tries a failed thing again, with its own receipt; the card that offered it goes when it went well.</summary>
    public async Task<ActEnded> AgainAsync(Spot spot, ChatMessage card, string key, CancellationToken stop)
    {
        if (!waiting.TryRemove(key, out var failed))
        {
            room.Change(card.Channel, card.Id, message => message with { Card = new("", [new Element.Text("I was restarted since. Please type it once more.")]) });
            return ActEnded.None;
        }

        room.Remove(card.Channel, card.Id);
        return await BringAsync(failed.Incoming, failed.Spot with { Person = spot.Person }, failed.Message, failed.Line, stop);
    }

    /// <summary>A line that one person sees; in the direct conversation an ordinary message.</summary>
    public ChatMessage Tell(Spot spot, Card card) => Post(spot, card, room.Channel(spot.Channel)?.Direct == true ? null : spot.Person, null);

    public ChatMessage Post(Spot spot, Card card, string? privateTo, string? workId)
    {
        var now = room.Now;
        return room.Post(new(room.NewId(now), spot.Channel, spot.Thread, ChatMessage.Bot, now) { Card = card, PrivateTo = privateTo, WorkId = workId });
    }

    /// <summary>Puts the bot's receipt on a message, or takes it off.</summary>
    public void Receipt(string channel, string id, bool on)
    {
        var receipt = new ChatReaction(Emoji.Receipt, ChatMessage.Bot);
        room.Change(channel, id, message => on == message.Reactions.Contains(receipt) || (on && message.Deleted) ? message
            : message with { Reactions = on ? [.. message.Reactions, receipt] : [.. message.Reactions.Where(reaction => reaction != receipt)] });
    }

    /// <summary>With the name and zone of whoever acts, so that a person added a minute ago is known by name.</summary>
    private Incoming Introduced(Incoming incoming, Spot spot) => room.Person(spot.Person) is { } person
        ? incoming with { ShownName = person.Name, ShownZone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(person.Zone) }
        : incoming;

    private void Apply(Answer answer, Incoming incoming, Spot spot, ChatMessage? message)
    {
        if (answer.Quiet && message is not null)
        {
            Receipt(message.Channel, message.Id, on: true);
        }

        if (answer.Replaces is { } card && incoming is ButtonPressed { Card: { } pressed })
        {
            room.Change(pressed.Place.Channel, pressed.Id, shown => shown with { Card = card });
        }

        if (answer.Public is { } shownToAll)
        {
            Post(spot, shownToAll, null, null);
        }

        if (answer.Private is { } told)
        {
            Tell(spot, told);
        }
    }

    private ActEnded NotSaved(Exception outage, Waiting failed)
    {
        var key = room.NewId(room.Now);
        var reference = (uint.Parse(key[^6..], CultureInfo.InvariantCulture) * 40503 % 65536).ToString("X4", CultureInfo.InvariantCulture);
        Log.Failed(log, outage, reference, failed.Incoming.GetType().Name);
        if (failed.Line is null || failed.Incoming is MessagePosted && !failed.Line.StartsWith("📌", StringComparison.Ordinal) && !failed.Line.StartsWith(":pushpin:", StringComparison.Ordinal))
        {
            return new(null, reference);
        }

        waiting[key] = failed;
        Tell(failed.Spot, new("Not saved.", [new Element.Text(["I cannot reach my storage. ", .. Given(failed.Line)]), new Element.Small($"Reference {reference}.")], [Button.Does(Again, "Try again", key)]));
        return new(null, reference);
    }

    private static IReadOnlyList<Span> Given(string line) => line.Length == 0 ? [] : ["Your line: ", new Span.Code(line)];

    private sealed record Waiting(Incoming Incoming, Spot Spot, ChatMessage? Message, string? Line);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Not saved ({Reference}): {Kind} from the built-in chat")]
        public static partial void Failed(ILogger logger, Exception outage, string reference, string kind);
    }
}
