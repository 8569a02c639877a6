using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>cancel [reason]</c> and <em>Not an incident</em>: opened by mistake. <em>Reopen</em> takes it back.</summary>
internal static class CancelIncident
{
    public const string FormId = "incident.cancel.form";

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var (p, ask) = await Which.FindAsync(turn, ("cancel " + words).Trim());
        if (ask is not null) return ask;
        var outcome = await CancelAsync(turn, p!.Id, words);
        return outcome is Outcome.Done done ? Told(done.After) : await Refusal.OfAsync(turn, outcome, ("cancel " + words).Trim());
    }

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        return no ?? Answer.Open(FormOf(p, "", null));
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var (p, no) = await Readers.LoadAsync(turn, form.Carry);
        if (no is not null) return no;
        var outcome = await CancelAsync(turn, p.Id, form.Values.Text("reason"));
        if (outcome is Outcome.Refused refused) return Answer.Open(FormOf(p, form.Values.Text("reason"), Refusal.At(turn, refused.Sentence)));
        return outcome is Outcome.Done done ? Told(done.After) : await Refusal.OfAsync(turn, outcome, "");
    }

    private static Task<Outcome> CancelAsync(Turn turn, PostMortemId id, string reason) =>
        turn.DecideAsync(id, p => Incidents.Cancel(p, Secrets.Mask(reason).Text, turn.Actor, turn.Now));

    private static Answer Told(PostMortem p) => Answer.Say([Span.Bold(p.Name), $" is cancelled{View.Because(p.CancelReason)}. Its events are kept."], Button.Does(IncidentCard.ReopenId, "Reopen", p.Id.Value));

    private static Form FormOf(PostMortem p, string reason, string? error) => new(
        FormId,
        "Not an incident",
        [
            new FormElement.Note($"{IncidentCard.TitleOf(p)} is closed as opened by mistake. Reopen takes it back."),
            new FormElement.Asks(new("reason", "Why", new FieldInput.Short(reason, 300)) { Hint = "A few words, if you like: false alarm, a test.", Error = error }),
        ],
        "Cancel it",
        p.Id.Value);
}
