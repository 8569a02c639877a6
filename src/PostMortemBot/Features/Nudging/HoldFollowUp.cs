using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>The follow-up review, a month after the discussion: which runbooks were changed, with links, and what was said.</summary>
internal static class HoldFollowUp
{
    public const string OpenId = "followup.open";
    public const string FormId = "followup.form";

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        return no ?? Answer.Open(FormOf(p));
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var (shown, no) = await Readers.LoadAsync(turn, form.Carry);
        if (no is not null) return no;
        var (runbooks, note) = (Secrets.Mask(form.Values.Text("runbooks")).Text, Secrets.Mask(form.Values.Text("note")).Text);
        var outcome = await turn.DecideAsync(shown.Id, p => FollowUpReview.Hold(p, runbooks, note, turn.Actor, turn.Now));
        if (outcome is Outcome.Refused refused) return Answer.Open(FormOf(shown).Holding(form.Values).Refused([refused.Field ?? ""], refused.Sentence));
        return outcome is Outcome.Done done ? Answer.Say(["The follow-up review of ", Span.Bold(done.After.Name), " is recorded. Thank you."]) : await Refusal.OfAsync(turn, outcome, "");
    }

    private static Form FormOf(PostMortem p) => new(
        FormId,
        "Follow-up review",
        [
            new FormElement.Note([Span.Bold(IncidentCard.TitleOf(p)), $" · {p.Actions.Count(action => action.IsOpen)} of {Moments.Count(p.Actions.Count(action => action.Dropped is null), "action item")} still open"]),
            new FormElement.Asks(new("runbooks", "Which runbooks were changed?", new FieldInput.Long(p.RunbooksChanged)) { Hint = "With their links. Leave it empty when none was." }),
            new FormElement.Asks(new("note", "What was said", new FieldInput.Long()) { Hint = "A few lines, if you like." }),
        ],
        "Record it",
        p.Id.Value);
}
