using System.Text.Json;
using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Chat;

/// <summary>What one decision writes beside its facts: places, numbers, captured messages, the list row, and the work that follows (cards to edit, receipts to put, messages to read).</summary>
internal sealed class Appending(Bot bot, string organisation, string receipt, IReadOnlyDictionary<PostMortemId, Place> frees)
{
    public Append Of(IReadOnlyList<PostMortem> before, IReadOnlyList<PostMortem> after, IReadOnlyList<IReadOnlyList<PostMortemEvent>> facts) => new(
        organisation,
        receipt,
        [.. before.Select((p, i) => Stream(p, after[i], facts[i]))])
    {
        Work = [.. before.SelectMany((p, i) => Work(p, after[i], facts[i]))],
    };

    private StreamAppend Stream(PostMortem before, PostMortem after, IReadOnlyList<PostMortemEvent> facts) => new(after.Id, before.Version, facts, Summary.RowOf(after))
    {
        Binds = [.. facts.SelectMany(fact => Binds(after, fact))],
        Frees = [.. facts.SelectMany(fact => Freed(before, after, fact)), .. frees.TryGetValue(after.Id, out var place) ? new[] { place } : []],
        IncidentIds = [.. facts.OfType<IncidentIdSet>().Select(fact => fact.IncidentId)],
        Messages = [.. facts.SelectMany(fact => Messages(after, fact))],
    };

    /// <summary>Messages captured now, and those that come back with an incident that was merged.</summary>
    private static IEnumerable<string> Messages(PostMortem after, PostMortemEvent fact) => fact switch
    {
        TimelineEventMarked { Source: { } source } => [source.Key],
        IncidentRevived => after.ByMessage.Keys,
        _ => [],
    };

    private static IEnumerable<Place> Binds(PostMortem after, PostMortemEvent fact) => fact switch
    {
        MarksBegun f => [f.Place],
        IncidentStarted f => [f.Place],
        PlaceJoined f => [f.Place],
        IncidentRevived or IncidentReopened => after.Places,
        _ => [],
    };

    private static IEnumerable<Place> Freed(PostMortem before, PostMortem after, PostMortemEvent fact) => fact switch
    {
        IncidentCancelled or MergedInto => after.Places,
        MergeUndone => before.Places.Except(after.Places),
        _ => [],
    };

    private IEnumerable<WorkPut> Work(PostMortem before, PostMortem after, IReadOnlyList<PostMortemEvent> facts)
    {
        if (facts.Count == 0) return [];
        return [.. Cards(before, after), .. Receipts(before, after, facts), .. Reads(after, facts)];
    }

    /// <summary>Every standing card that looks different now is sent once: work with the same key replaces what still waits.</summary>
    private IEnumerable<WorkPut> Cards(PostMortem before, PostMortem after)
    {
        var view = bot.ViewFor(organisation);
        foreach (var standing in bot.StandingCards)
        {
            var targets = standing.Where(after, view).ToList();
            if (targets.Count == 0 || standing.Draw(after, view) is not { } card) continue;
            var stood = before.Exists ? standing.Where(before, view).Select(t => t.Key).ToHashSet() : [];
            var same = before.Exists && stood.Count > 0 && CardText.Of(standing.Draw(before, view)) == CardText.Of(card);
            foreach (var target in targets.Where(target => !same || !stood.Contains(target.Key)))
            {
                yield return CardWork.Put(after.Id, standing.Key, target, bot.Now);
            }
        }
    }

    /// <summary>The bot's receipt goes on a message that came to the timeline, and off when its event went.</summary>
    private IEnumerable<WorkPut> Receipts(PostMortem before, PostMortem after, IReadOnlyList<PostMortemEvent> facts)
    {
        foreach (var id in facts.SelectMany(EventsOf).Distinct())
        {
            if (!after.AllEvents.TryGetValue(id, out var now) || now.Source is not { } source) continue;
            var was = before.AllEvents.TryGetValue(id, out var then) && !then.Removed;
            if (was != !now.Removed) yield return ReceiptWork.Put(source, !now.Removed, bot.Now);
        }
    }

    private IEnumerable<WorkPut> Reads(PostMortem after, IReadOnlyList<PostMortemEvent> facts) =>
        facts.OfType<TimelineEventMarked>().Where(fact => fact.TextPending && fact.Source is not null).Select(fact => ReadWork.Put(after.Id, fact, bot.Now));

    private static IEnumerable<TimelineEventId> EventsOf(PostMortemEvent fact) => fact switch
    {
        TimelineEventMarked f => [f.Id],
        MarkReasonGiven f => [f.Id],
        TimelineEventRemoved f => [f.Id],
        TimelineEventRestored f => [f.Id],
        _ => [],
    };
}

/// <summary>A standing card to post or edit.</summary>
internal sealed record CardWork(string Stream, string Card, Place? Place, string? Person)
{
    public const string Kind = "card";

    public static WorkPut Put(PostMortemId stream, string card, CardTarget target, Instant now) => new(
        $"card/{stream.Value}/{card}/{target.Key}",
        Kind,
        target.Key,
        target.NotBefore is { } later && later > now ? later : now,
        JsonSerializer.Serialize(new CardWork(stream.Value, card, target.Place, target.Person?.Value), WorkJson.Default.CardWork));
}

/// <summary>The bot's receipt to put on a message, or to take off.</summary>
internal sealed record ReceiptWork(MessageRef Message, bool On)
{
    public const string Kind = "react";

    public static WorkPut Put(MessageRef message, bool on, Instant now) =>
        new("react/" + message.Key, Kind, message.Place.WithoutThread.Key, now, JsonSerializer.Serialize(new ReceiptWork(message, on), WorkJson.Default.ReceiptWork));
}

/// <summary>A message captured by reaction, whose text is to be read.</summary>
internal sealed record ReadWork(string Stream, string Event, MessageRef Message, string By)
{
    public const string Kind = "read";

    public static WorkPut Put(PostMortemId stream, TimelineEventMarked fact, Instant now) => new(
        "read/" + fact.Id.Value,
        Kind,
        "read|" + fact.Source!.Place.WithoutThread.Key,
        now,
        JsonSerializer.Serialize(new ReadWork(stream.Value, fact.Id.Value, fact.Source, fact.By.Value), WorkJson.Default.ReadWork));
}
