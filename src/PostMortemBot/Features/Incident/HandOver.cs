using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>handover @person [note]</c>: another owner for the open incident, an event, and one post in its channel.</summary>
internal static class HandOver
{
    public static Notice Notice { get; } = new("handover", Draw);

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var line = ("handover " + words).Trim();
        var (p, ask) = await Which.FindAsync(turn, line);
        if (ask is not null) return ask;
        var (name, note) = CommandWords.First(words);
        if (name.Length == 0) return Refusal.Of("Say to whom: handover @lee, and a note if you like.", line);
        if (await turn.Bot.People.NamedAsync(turn.Organisation, turn.Incoming.Who, name, turn.Stop) is not { IsBot: false } to) return Refusal.Of($"I do not know {Mentions.Plain(name)}. Name them as @handle.", line);
        var eventId = new TimelineEventId(turn.NewId());
        var masked = Secrets.Mask(Mentions.Plain(note)).Text;
        var outcome = await turn.DecideAsync(
            p!.Id,
            state => Incidents.HandOver(state, to.Id, masked, eventId, masked.Length > 0 ? "Handed over: " + masked : "Handed over", turn.Actor, turn.SaidAt),
            after => IsHere(turn, after) ? null : NoticeWork.Put(eventId.Value, new(after.Id.Value, Notice.Key, after.Places[0], null, [(p.Owner ?? turn.Who.Id).Value, to.Id.Value, masked, eventId.Value]), turn.Now));
        return outcome is Outcome.Done done ? Told(turn, done, eventId) : await Refusal.OfAsync(turn, outcome, line);
    }

    /// <summary>Typed elsewhere (a direct message), the post still stands where the incident is spoken of.</summary>
    private static Answer Told(Turn turn, Outcome.Done done, TimelineEventId eventId)
    {
        if (done.The<HandedOver>() is not { } handed) return Answer.Silent;
        return IsHere(turn, done.After)
            ? new Answer { Public = Draw(done.After, handed.From, handed.To, handed.Note, eventId, turn.View with { Own = null }) }
            : Answer.Say([turn.View.Named(handed.To), " has ", Span.Bold(done.After.Name), " now. It is said in its channel."]);
    }

    private static bool IsHere(Turn turn, PostMortem p) => p.Places.Any(place => place.WithoutThread == turn.Where.WithoutThread);

    private static Card? Draw(PostMortem p, IReadOnlyList<string> args, View view) =>
        args is [var from, var to, var note, var eventId] ? Draw(p, new(from), new(to), note, new(eventId), view) : null;

    /// <summary>The event before the hand-over is what is going on.</summary>
    private static Card Draw(PostMortem p, PersonId from, PersonId to, string note, TimelineEventId own, View view)
    {
        List<Span> spans = [view.Told(to), $" has {p.Name} from ", view.Named(from), "."];
        if (p.Events.LastOrDefault(e => e.Id != own) is { } last) spans.AddRange([" Last: ", view.Moment(last.When), $" {EventLine.TextOf(last).TrimEnd('.')}."]);
        if (note.Length > 0) spans.Add(note.EndsWith('?') ? $" Open question: {note}" : $" {note}");
        return Card.OneLine(new Line(spans), Button.Does(IncidentCard.TimelineId, "Timeline", p.Id.Value));
    }
}
