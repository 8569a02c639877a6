using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>reopen</c>, <em>It came back</em>, <em>Reopen</em> of a cancelled one: the same incident and document go on.</summary>
internal static class Reopen
{
    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var (p, ask) = await Which.FindAsync(turn, "reopen");
        return ask ?? await ReopenAsync(turn, p!.Id, "reopen");
    }

    public static Task<Answer> Pressed(Turn turn, ButtonPressed pressed) => ReopenAsync(turn, new(pressed.Value), "");

    private static async Task<Answer> ReopenAsync(Turn turn, PostMortemId id, string typed)
    {
        var eventId = new TimelineEventId(turn.NewId());
        Decision Rule(PostMortem p) => Incidents.Reopen(p, eventId, turn.Actor, turn.SaidAt);
        var outcome = await turn.DecideAsync(id, Rule);

        // The channel went to a later incident that is over as well: it comes back to this one.
        if (outcome is Outcome.PlaceTaken taken && await turn.LoadAsync(taken.By) is { IsOpen: false, Life: not Life.Waiting } other)
        {
            var p = await turn.LoadAsync(id);
            outcome = await turn.DecideAsync(id, Rule, other.Id, p.Places.First(place => other.Places.Contains(place)));
        }

        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, typed);
        var now = done.After;
        return Answer.Say(
            [Span.Bold(now.Name), now.Restored is null ? " is open again, with its timeline and document as they were. It is noted as an event." : " is back as it was."],
            Button.Does(IncidentCard.TimelineId, "Timeline", now.Id.Value));
    }
}
