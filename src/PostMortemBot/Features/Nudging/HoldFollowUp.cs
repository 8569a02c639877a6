using System.Globalization;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>
/// The follow-up review, a month after the discussion: which runbooks were changed, with links, and what was said. Only what differs from what the form showed is stored, so that two
/// people who record it do not take each other's words away.
/// </summary>
internal static class HoldFollowUp
{
    public const string OpenId = "followup.open";
    public const string FormId = "followup.form";
    private const string Runbooks = "runbooks";
    private const string Note = "note";

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        return no ?? Answer.Open(FormOf(p));
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var (stream, version) = CarriedPair.Read(form.Carry);
        var (p, no) = await Readers.LoadAsync(turn, stream);
        if (no is not null) return no;
        var seen = await Readers.ThenAsync(turn, p, long.TryParse(version, CultureInfo.InvariantCulture, out var shown) ? shown : p.Version);
        var changed = new[] { Runbooks, Note }.Where(name => Typed(name) != Held(seen, name)).ToList();
        IReadOnlyList<string> conflicts = [];
        var outcome = await turn.DecideAsync(p.Id, state =>
        {
            conflicts = [.. changed.Where(name => Held(state, name) != Held(seen, name) && Held(state, name) != Typed(name))];
            return FollowUpReview.Hold(state, Mine(Runbooks), Mine(Note), turn.Actor, turn.Now);
        });
        return outcome switch
        {
            Outcome.Refused refused => Answer.Open(FormOf(seen).Holding(form.Values).Refused([refused.Field ?? ""], Refusal.At(turn, refused.Sentence))),
            Outcome.Done done when conflicts.Count > 0 => Answer.Open(ChangedMeanwhile.Of(FormOf(done.After), "the same record", conflicts.ToDictionary(name => name, name => Held(done.After, name)), form.Values)),
            Outcome.Done done => Answer.Say(["The follow-up review of ", Span.Bold(done.After.Name), " is recorded. Thank you."]),
            _ => await Refusal.OfAsync(turn, outcome, ""),
        };

        string Typed(string name) => Secrets.Mask(form.Values.Text(name)).Text.Trim();

        string? Mine(string name) => changed.Contains(name) && !conflicts.Contains(name) ? Typed(name) : null;
    }

    private static string Held(PostMortem p, string name) => name == Runbooks ? p.RunbooksChanged : p.FollowUpNote;

    private static Form FormOf(PostMortem p) => new(
        FormId,
        "Follow-up review",
        [
            new FormElement.Note([Span.Bold(IncidentCard.TitleOf(p)), $" · {p.Actions.Count(action => action.IsOpen)} of {Moments.Count(p.Actions.Count(action => action.Dropped is null), "action item")} still open"]),
            new FormElement.Asks(new(Runbooks, "Which runbooks were changed?", new FieldInput.Long(p.RunbooksChanged)) { Hint = "With their links. Leave it empty when none was." }),
            new FormElement.Asks(new(Note, "What was said", new FieldInput.Long(p.FollowUpNote)) { Hint = "A few lines, if you like. They stand in the document." }),
        ],
        "Record it",
        CarriedPair.Of(p.Id.Value, p.Version.ToString(CultureInfo.InvariantCulture)));
}
