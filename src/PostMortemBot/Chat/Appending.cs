using System.Text.Json;
using NodaTime;
using PostMortemBot.Attachments;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
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
        Work = before.Count == 1 ? Work(before[0], after[0], facts[0]) : [.. before.SelectMany((p, i) => Work(p, after[i], facts[i]))],
        Rows = after.Count == 1 ? Files(after[0], facts[0]) : [.. after.SelectMany((p, i) => Files(p, facts[i]))],
    };

    private StreamAppend Stream(PostMortem before, PostMortem after, IReadOnlyList<PostMortemEvent> facts) => new(after.Id, before.Version, facts, Summary.RowOf(after))
    {
        Binds = Together(facts, fact => Binds(after, fact)),
        Frees = frees.TryGetValue(after.Id, out var place) ? [.. Together(facts, fact => Freed(before, after, fact)), place] : Together(facts, fact => Freed(before, after, fact)),
        IncidentIds = Together<string>(facts, fact => fact is IncidentIdSet set ? [set.IncidentId] : []),
        Messages = Together(facts, fact => Messages(after, fact)),
    };

    /// <summary>What each of the facts brings. Most bring nothing, and a mark passes here often.</summary>
    private static IReadOnlyList<T> Together<T>(IReadOnlyList<PostMortemEvent> facts, Func<PostMortemEvent, IEnumerable<T>> brings)
    {
        List<T>? all = null;
        for (var i = 0; i < facts.Count; i++)
        {
            var some = brings(facts[i]);
            if (!ReferenceEquals(some, Array.Empty<T>())) (all ??= []).AddRange(some);
        }

        return all ?? (IReadOnlyList<T>)[];
    }

    /// <summary>Messages captured now, and those that come back with an incident that was merged.</summary>
    private static IEnumerable<string> Messages(PostMortem after, PostMortemEvent fact) => fact switch
    {
        TimelineEventMarked { Source: { } source } => [source.Key],
        EvidenceKept { Source: { } source } => [source.Key],
        ActionItemAdded { Source: { } source } => [source.Key],
        IncidentRevived => after.ByMessage.Keys.Concat(after.AllEvidence.Select(e => e.Source).Concat(after.AllActions.Select(a => a.Source)).OfType<MessageRef>().Select(source => source.Key)),
        _ => [],
    };

    /// <summary>Which post-mortem holds which file: a file that none holds is deleted.</summary>
    private static IReadOnlyList<RowPut> Files(PostMortem after, IReadOnlyList<PostMortemEvent> facts) => Together<RowPut>(facts, fact =>
        fact switch { EvidenceKept f => f.Attachment, EvidenceTextRead f => f.Attachment, _ => null } is { IsKept: true } file ? [new RowPut(AttachmentFolder.RowOf(file.Hash, after.Id), "{}")] : []);

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

    private IReadOnlyList<WorkPut> Work(PostMortem before, PostMortem after, IReadOnlyList<PostMortemEvent> facts)
    {
        if (facts.Count == 0) return [];
        return [.. Cards(before, after), .. FormerCards(before, after), .. Receipts(before, after, facts), .. Reads(after, facts), .. Resembles(after, facts), .. Reaches(before, after, facts), .. Quiet(after), .. Publishes(before, after, facts), .. Mirrors(before, after), .. bot.Homes.Changed(organisation, before, after, facts, bot.Now)];
    }

    /// <summary>Every standing card that looks different now is sent once: work with the same key replaces what still waits. Where some waits already nobody looks whether it does.</summary>
    private List<WorkPut> Cards(PostMortem before, PostMortem after)
    {
        var view = bot.ViewFor(organisation);
        List<WorkPut> puts = [];
        foreach (var standing in bot.StandingCards)
        {
            var from = puts.Count;
            var waits = true;
            foreach (var target in standing.Where(after, view))
            {
                var put = CardWork.Put(after.Id, standing.Key, target, bot.Now);
                waits &= bot.Store.Waits(organisation, put.Key);
                puts.Add(put);
            }

            if (waits) continue;
            puts.RemoveRange(from, puts.Count - from);
            puts.AddRange(Changed(standing, before, after, view));
        }

        return puts;
    }

    private IEnumerable<WorkPut> Changed(StandingCard standing, PostMortem before, PostMortem after, View view)
    {
        var otherReaders = before.IsPrivate != after.IsPrivate || !before.ReadersAdded.SetEquals(after.ReadersAdded);
        var ownLooks = standing.Own is { } own && bot.Chats.Values.Any(chat => chat.ShowsEachTheirOwn) && own.Looks(before, view) != own.Looks(after, view);
        var stood = before.Exists ? standing.Where(before, view).Select(t => t.Key).ToHashSet() : [];
        foreach (var topic in standing.Where(after, view).GroupBy(target => target.Topic))
        {
            if (standing.Draw(after, view, topic.Key) is not { } card) continue;
            var same = !otherReaders && !ownLooks && stood.Count > 0 && standing.Draw(before, view, topic.Key) is { } was && (topic.Key.Length == 0 ? CardText.Of(was) == CardText.Of(card) : CardText.HashOf(was) == CardText.HashOf(card));
            foreach (var target in topic.Where(target => !same || !stood.Contains(target.Key))) yield return CardWork.Put(after.Id, standing.Key, target, bot.Now);
        }
    }

    /// <summary>The author's cards that stand with whoever wrote until now: nobody is left a button that they may not press.</summary>
    private IEnumerable<WorkPut> FormerCards(PostMortem before, PostMortem after)
    {
        if (Rights.AuthorOf(before) == Rights.AuthorOf(after)) yield break;
        var view = bot.ViewFor(organisation);
        foreach (var standing in bot.StandingCards.Where(card => card.Former is not null))
        {
            var stay = standing.Where(after, view).Select(target => target.Key).ToHashSet();
            foreach (var target in standing.Where(before, view).Where(target => !stay.Contains(target.Key))) yield return CardWork.Put(after.Id, standing.Key, target with { OnlyEdits = true }, bot.Now, former: true);
        }
    }

    /// <summary>The bot's receipt goes on a message from which something was kept (event, evidence, action item), and off when the last of it went.</summary>
    private IEnumerable<WorkPut> Receipts(PostMortem before, PostMortem after, IReadOnlyList<PostMortemEvent> facts)
    {
        var sources = Together<MessageRef>(facts, fact => SourceOf(after, fact) is { } source ? [source] : []);
        return sources.Count == 0 ? [] : sources.DistinctBy(source => source.Key)
            .Where(source => before.Holds(source) != after.Holds(source))
            .Select(source => ReceiptWork.Put(source, after.Holds(source), bot.Now));
    }

    private IReadOnlyList<WorkPut> Reads(PostMortem after, IReadOnlyList<PostMortemEvent> facts) => Together<WorkPut>(facts, fact => fact switch
    {
        TimelineEventMarked { TextPending: true, Source: { } source } f => [new ReadWork(after.Id.Value, f.Id.Value, source, f.By.Value).Put(bot.Now)],
        EvidenceKept { TextPending: true, Source: { } source } f => [new ReadWork(after.Id.Value, f.Id.Value, source, f.By.Value, ReadWork.Evidence).Put(bot.Now)],
        ActionItemAdded { TextPending: true, Source: { } source } f => [new ReadWork(after.Id.Value, f.Id.Value, source, f.By.Value, ReadWork.Action).Put(bot.Now)],
        _ => [],
    });

    /// <summary>Opened or described anew, it is compared with earlier ones.</summary>
    private IEnumerable<WorkPut> Resembles(PostMortem after, IReadOnlyList<PostMortemEvent> facts) =>
        after.IsOpen && facts.Any(fact => fact is IncidentStarted or TitleSet or ServicesSet or DetailsPutBack) ? [ResembleWork.Put(after.Id, bot.Now)] : [];

    /// <summary>What the author changes in review is put to the roles together, once it has been quiet for half an hour: each further change puts it off.</summary>
    private IEnumerable<WorkPut> Quiet(PostMortem after) =>
        after.Life == Life.UnderReview && bot.Templates.Known(after) is { } template && Changes.ToAsk(after, new ReviewedText(template, bot.Policy), bot.Policy).Count > 0 ? [QuietWork.Put(after.Id, bot.Now)] : [];

    /// <summary>Somebody else is needed now than before, and is not the one who acts: whether they can be written to is said at once, not on the day they have to write.</summary>
    private IEnumerable<WorkPut> Reaches(PostMortem before, PostMortem after, IReadOnlyList<PostMortemEvent> facts) =>
        Reaching.Needed(after) is { } needed && (needed != Reaching.Needed(before) || before.IsOpen != after.IsOpen) && facts[0].By != needed ? [ReachWork.Put(after.Id, needed, bot.Now)] : [];

    /// <summary>A document that became final goes to the wiki, and again when something of it changes; its first publication is told, each rewrites the archive.</summary>
    private IEnumerable<WorkPut> Publishes(PostMortem before, PostMortem after, IReadOnlyList<PostMortemEvent> facts)
    {
        if (Publishing.IsDue(before, after, facts)) yield return PublishWork.Put(after.Id, bot.Now);
        if (facts.Any(fact => fact is Published or PublicationWithdrawn)) yield return ArchiveWork.Put(after.Id, bot.Now);
        if (before.Page is null && after.Page is not null) yield return TellWork.Put(after.Id, "", bot.Now);
        if (before.Page is null) yield break;
        foreach (var asked in facts.OfType<RecipientAsked>()) yield return TellWork.Put(after.Id, asked.Recipient, bot.Now);
    }

    /// <summary>Action items whose issue is to say something else.</summary>
    private IEnumerable<WorkPut> Mirrors(PostMortem before, PostMortem after) =>
        bot.TrackerOf(organisation) is null ? [] : ActionMirrors.Changed(before, after).Select(id => MirrorWork.Put(after.Id, id, bot.Now + MirrorWork.Together));

    private static MessageRef? SourceOf(PostMortem after, PostMortemEvent fact) => fact switch
    {
        TimelineEventMarked f => f.Source,
        MarkReasonGiven f => EventSource(after, f.Id),
        TimelineEventRemoved f => EventSource(after, f.Id),
        TimelineEventRestored f => EventSource(after, f.Id),
        EvidenceKept f => f.Source,
        EvidenceReasonGiven f => EvidenceSource(after, f.Id),
        EvidenceRemoved f => EvidenceSource(after, f.Id),
        EvidenceRestored f => EvidenceSource(after, f.Id),
        ActionItemAdded f => f.Source,
        ActionReasonGiven f => ActionSource(after, f.Id),
        ActionItemRemoved f => ActionSource(after, f.Id),
        ActionItemRestored f => ActionSource(after, f.Id),
        _ => null,
    };

    private static MessageRef? EventSource(PostMortem p, TimelineEventId id) => p.AllEvents.GetValueOrDefault(id)?.Source;

    private static MessageRef? EvidenceSource(PostMortem p, EvidenceId id) => p.AllEvidence.FirstOrDefault(e => e.Id == id)?.Source;

    private static MessageRef? ActionSource(PostMortem p, ActionItemId id) => p.AllActions.FirstOrDefault(a => a.Id == id)?.Source;
}

/// <summary>A review whose author was quiet for a while: its roles are asked again.</summary>
internal sealed record QuietWork(string Stream)
{
    public const string Kind = "quiet";

    public static WorkPut Put(PostMortemId stream, Instant now) =>
        new("quiet/" + stream.Value, Kind, "quiet/" + stream.Value, now + Changes.QuietFor, JsonSerializer.Serialize(new QuietWork(stream.Value), WorkJson.Default.QuietWork));
}

/// <summary>An incident to be compared with earlier ones, for its card.</summary>
internal sealed record ResembleWork(string Stream)
{
    public const string Kind = "resemble";

    public static WorkPut Put(PostMortemId stream, Instant now) =>
        new("resemble/" + stream.Value, Kind, "resemble/" + stream.Value, now, JsonSerializer.Serialize(new ResembleWork(stream.Value), WorkJson.Default.ResembleWork));
}

/// <summary>Somebody who will be needed, to be found on a platform.</summary>
internal sealed record ReachWork(string Stream, string Person)
{
    public const string Kind = "reach";

    public static WorkPut Put(PostMortemId stream, PersonId person, Instant now) =>
        new($"reach/{stream.Value}/{person.Value}", Kind, "reach/" + stream.Value, now, JsonSerializer.Serialize(new ReachWork(stream.Value, person.Value), WorkJson.Default.ReachWork));
}
