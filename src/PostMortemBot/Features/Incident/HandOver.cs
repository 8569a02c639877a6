using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>handover @person [note]</c>: another owner for the open incident, an event, and one post in its channel.</summary>
internal static class HandOver
{
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
        var outcome = await turn.DecideAsync(p!.Id, state => Incidents.HandOver(state, to.Id, masked, eventId, masked.Length > 0 ? "Handed over: " + masked : "Handed over", turn.Actor, turn.Now));
        return outcome is Outcome.Done done ? await ToldAsync(turn, done, eventId) : await Refusal.OfAsync(turn, outcome, line);
    }

    private static async Task<Answer> ToldAsync(Turn turn, Outcome.Done done, TimelineEventId eventId)
    {
        if (done.The<HandedOver>() is not { } handed) return Answer.Silent;
        var card = Draw(done.After, handed, eventId, turn.View with { Own = null });
        if (done.After.Places.Any(place => place.WithoutThread == turn.Where.WithoutThread)) return new Answer { Public = card };

        // Typed elsewhere (a direct message): the post still stands where the incident is spoken of.
        var home = done.After.Places[0];
        if (turn.Bot.Chats.TryGetValue(home.Platform, out var chat)) await chat.PostAsync(home, card, "handover/" + turn.Incoming.Receipt, turn.Stop);
        return Answer.Say([turn.View.Named(handed.To), " has ", Span.Bold(done.After.Name), " now. It is said in its channel."]);
    }

    /// <summary>The event before the hand-over is what is going on.</summary>
    private static Card Draw(PostMortem p, HandedOver handed, TimelineEventId own, View view)
    {
        List<Span> spans = [view.Named(handed.To), $" has {p.Name} from ", view.Named(handed.From), "."];
        if (p.Events.LastOrDefault(e => e.Id != own) is { } last) spans.AddRange([" Last: ", view.Moment(last.When), $" {EventLine.TextOf(last).TrimEnd('.')}."]);
        if (handed.Note.Length > 0) spans.Add(handed.Note.EndsWith('?') ? $" Open question: {handed.Note}" : $" {handed.Note}");
        return Card.OneLine(new Line(spans), Button.Does(IncidentCard.TimelineId, "Timeline", p.Id.Value));
    }
}
