using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><em>Reopen</em> of a final document with a reason, and <em>Final as it was</em>.</summary>
internal static class ReopenFinal
{
    public const string OpenId = "final.reopen";
    public const string FormId = "final.reopen.form";
    public const string CloseId = "final.close";
    private const string ReasonField = "reason";

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        if (no is not null) return no;
        const string Sentence = "The author, the SRE team or the process reviewer reopens a final document. Ask one of them.";
        return await turn.MayAsync(Act.ReopenFinal, p, Sentence) ? Answer.Open(FormOf(p)) : Refusal.Say(turn, Sentence);
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var (p, no) = await Readers.LoadAsync(turn, form.Carry);
        if (no is not null) return no;
        var reason = Secrets.Mask(form.Values.Text(ReasonField));
        var outcome = await turn.DecideAsync(p.Id, state => Review.Reopen(state, reason.Text, turn.Actor, turn.Now));
        if (outcome is Outcome.Refused refused) return Answer.Open(FormOf(p).Holding(form.Values).Refused([ReasonField], Refusal.At(turn, refused.Sentence)));
        return Answer.Tell(Masked.Under(Card.OneLine(["The post-mortem of ", Span.Bold(p.Name), " is in review again. The roles of what changes are asked again."], Button.Does(CloseId, "Final as it was", p.Id.Value), Button.Does(ProgressCard.ChooseId, "Choose a section", p.Id.Value)), reason));
    }

    public static async Task<Answer> Closed(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        if (no is not null) return no;
        var template = await turn.Bot.Templates.OfAsync(turn.Organisation, p, turn.Stop);
        var outcome = await turn.DecideAsync(p.Id, state => Review.Close(state, template, turn.Policy, turn.Actor, turn.Now));
        return outcome is Outcome.Refused refused ? Refusal.Say(turn, refused.Sentence) : Answer.Say([Span.Bold(p.Name), " is final as it was."]);
    }

    private static Form FormOf(PostMortem p) =>
        new(FormId, "Reopen", [new FormElement.Asks(new(ReasonField, "What has to change", new FieldInput.Short("", Review.MostReason)) { Hint = "It is printed in the document, under Review Process." })], "Reopen it", p.Id.Value);
}
