using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>Marks that waited for a start: those it took in can be left out, and those too old for it are offered to their markers.</summary>
internal static class EarlierMarks
{
    /// <summary>Asked of the timeline's button: only the events that the start took in.</summary>
    public const string Earlier = "earlier";

    /// <summary>As many ids as a button carries.</summary>
    private const int MostTogether = 60;
    private const int MostListed = 10;

    public static Notice Notice { get; } = new("earlier marks", (p, args, view) => Offer(p, [.. args.Select(id => new TimelineEventId(id))], view));

    /// <summary>What the start took in, to be left out again one by one or together.</summary>
    public static Card TakenIn(PostMortem p, View view)
    {
        var events = p.TakenIn.Select(id => p.AllEvents[id]).Where(e => !e.Removed).OrderBy(e => e.When).Take(MostTogether).ToList();
        if (events.Count == 0) return Card.OneLine(["No earlier event is on the timeline of ", Span.Bold(p.Name), "."], Button.Does(IncidentCard.TimelineId, "Timeline", p.Id.Value));
        return new Card(
            $"Earlier events of {p.Name}",
            [
                .. Listed(events, view),
                new Element.Picker(UndoMark.RemoveId, "Leave one out", [.. events.Select(e => new Choice(e.Id.Value, Texts.OneLine($"{Moments.Clock(e.When, view.Zone)} {EventLine.TextOf(e)}", 75)))], p.Id.Value),
            ],
            [Button.Does(UndoMark.RemoveId, "Leave all out", CarriedPair.Of(p.Id.Value, Ids(events))), Button.Does(IncidentCard.TimelineId, "Timeline", p.Id.Value)]);
    }

    /// <summary>The button that takes marks in that the start left out.</summary>
    public static Button PutBack(PostMortem p, IReadOnlyList<TimelineEventId> leftOut) =>
        Button.Does(UndoMark.PutBackId, leftOut.Count > MostTogether ? $"Put back the first {MostTogether}" : "Put back", CarriedPair.Of(p.Id.Value, string.Join(',', leftOut.Take(MostTogether).Select(id => id.Value))));

    /// <summary>Writes to each marker, besides whoever started and sees it at once, which of their marks were left out. The same start delivered again writes to nobody again.</summary>
    public static Task TellAsync(Turn turn, PostMortem p, IReadOnlyList<TimelineEventId> leftOut)
    {
        var marks = leftOut.Select(id => p.AllEvents[id]).GroupBy(e => e.MarkedBy).Where(own => own.Key != turn.Who.Id).ToList();
        if (marks.Count == 0) return Task.CompletedTask;
        IReadOnlyList<WorkPut> work = [.. marks.Select(own => NoticeWork.Put(own.Key.Value, new(p.Id.Value, Notice.Key, null, own.Key.Value, [.. own.Take(MostTogether).Select(e => e.Id.Value)]), turn.Now))];
        return turn.Bot.Store.AppendAsync(new Append(turn.Organisation, $"earlier/{p.Id.Value}", []) { Work = work }, turn.Stop);
    }

    private static Card? Offer(PostMortem p, IReadOnlyList<TimelineEventId> ids, View view)
    {
        var events = ids.Where(p.AllEvents.ContainsKey).Select(id => p.AllEvents[id]).Where(e => e.Removed).OrderBy(e => e.When).ToList();
        return events.Count == 0 ? null : new Card(
            "",
            [
                new Element.Text([Span.Bold(p.Name), $" was started where you had marked earlier. {Moments.Count(events.Count, "mark")} older than 24 h {(events.Count == 1 ? "was" : "were")} left out:"]),
                .. Listed(events, view),
            ],
            [PutBack(p, [.. events.Select(e => e.Id)])]);
    }

    private static IEnumerable<Element> Listed(IReadOnlyList<TimelineEvent> events, View view)
    {
        yield return new Element.Bullets([.. events.Take(MostListed).Select(e => EventLine.Of(e, view))]);
        if (events.Count > MostListed) yield return new Element.Small($"{events.Count - MostListed} more.");
    }

    private static string Ids(IReadOnlyList<TimelineEvent> events) => string.Join(',', events.Select(e => e.Id.Value));
}
