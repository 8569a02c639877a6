using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><em>Write it up</em>, <em>Write one anyway</em>, <em>Keep the note only</em>: what is decided where a post-mortem is not required.</summary>
internal static class WriteUp
{
    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var outcome = await turn.DecideAsync(new(pressed.Value), p => Incidents.WriteUp(p, turn.TemplateHashOf(p), turn.Actor, turn.Now));
        if (outcome is not Outcome.Done { After: var p }) return await Refusal.OfAsync(turn, outcome, "");
        var due = Deadlines.Of(p, turn.Policy) is { } dates ? $" Document due {turn.View.Deadline(dates.Complete)}." : "";
        Span[] author = p.Author is { } named ? [" Author: ", turn.View.Named(named), "."] : [];
        return Shown(pressed, p, Card.OneLine(["The post-mortem of ", Span.Bold(p.Name), " has begun.", .. author, due]));
    }

    public static async Task<Answer> Kept(Turn turn, ButtonPressed pressed)
    {
        var outcome = await turn.DecideAsync(new(pressed.Value), p => Incidents.KeepNote(p, turn.Actor, turn.Now));
        return outcome is Outcome.Done { After: var p }
            ? Shown(pressed, p, Card.OneLine(["Kept as a note: ", Span.Bold(p.Name), "."], Button.Does(VerdictCard.WriteUpId, p.IsNearMiss ? "Write it up" : "Write one anyway", p.Id.Value)))
            : await Refusal.OfAsync(turn, outcome, "");
    }

    /// <summary>The verdict card in the channel is drawn anew by itself; a private line is replaced.</summary>
    private static Answer Shown(ButtonPressed pressed, PostMortem p, Card card) => pressed.Card is not null && !p.IsNearMiss ? Answer.Tell(card) : Answer.Replace(card);
}
