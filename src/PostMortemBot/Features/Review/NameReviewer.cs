using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><em>Name a reviewer</em>: for one who left, is ill, or does not answer. By the SRE team, the process reviewer or an administrator.</summary>
internal static class NameReviewer
{
    public const string OpenId = "review.name";
    public const string FormId = "review.name.form";
    private const string RoleField = "role";
    private const string PersonField = "person";

    /// <summary>For one role that waits too long.</summary>
    public static Button StandIn(PostMortem p, string role) => Button.Opens(OpenId, "Name a stand-in", CarriedPair.Of(p.Id.Value, role));

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (stream, waiting) = CarriedPair.Read(pressed.Chosen.Length > 0 ? pressed.Chosen : pressed.Value);
        var (p, no) = await Readers.LoadAsync(turn, stream);
        if (no is not null) return no;
        const string Sentence = "The SRE team or the process reviewer names a reviewer. Ask one of them.";
        if (!await turn.MayAsync(Act.NameReviewer, p, Sentence)) return Refusal.Say(turn, Sentence);
        return p.Life == Life.UnderReview ? Answer.Open(FormOf(turn, p, waiting)) : Answer.Say($"{p.Name} is not in review.");
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var (p, no) = await Readers.LoadAsync(turn, form.Carry);
        if (no is not null) return no;
        var again = FormOf(turn, p).Holding(form.Values);
        var (role, picked) = (form.Values.Text(RoleField), form.Values.Text(PersonField));
        if (role.Length == 0) return Answer.Open(again.Refused([RoleField], "Choose which review."));
        if (picked.Length == 0) return Answer.Open(again.Refused([PersonField], "Choose a person."));
        var template = await turn.Bot.Templates.OfAsync(turn.Organisation, p, turn.Stop);
        var person = turn.Bot.People.Of(turn.Organisation, new(picked));
        var outcome = await turn.DecideAsync(p.Id, state => Reviewers.Name(state, role, person.Id, person.IsGuest || person.IsBot, template, turn.Policy, turn.Actor, turn.Now));
        return outcome switch
        {
            Outcome.Refused refused => Answer.Open(again.Refused([refused.Field ?? PersonField], Refusal.At(turn, refused.Sentence))),
            Outcome.Done { Facts.Count: > 0 } => Answer.Say([turn.View.Named(person.Id), $" reviews {p.Name} as {role} now, and is asked in their working hours."]),
            _ => Answer.Say([turn.View.Named(person.Id), $" reviews {p.Name} as {role} already."]),
        };
    }

    /// <summary>The role that was asked about is chosen, else the one that has waited longest.</summary>
    private static Form FormOf(Turn turn, PostMortem p, string waiting = "")
    {
        var text = turn.View.TemplateOf(p) is { } template ? new ReviewedText(template, turn.Policy) : null;
        var roles = turn.Policy.Review.Roles.OrderBy(role => text?.StandingOf(p, role) == RoleStanding.Approved).ThenBy(role => p.Review?.Of(role.Name)?.AskedAt).ToList();
        var choices = roles.Select(role => new Choice(role.Name, Labels.Short($"{role.Name}: {(p.Review?.Of(role.Name) is { } asked ? turn.View.NameOf(asked.Reviewer) : "nobody")}"))).ToList();
        return new Form(FormId, "Name a reviewer", [
            new FormElement.Asks(new(RoleField, "Which review", new FieldInput.PickOne(choices, choices.Any(choice => choice.Value == waiting) ? waiting : choices.Count > 0 ? choices[0].Value : ""))),
            new FormElement.Asks(new(PersonField, "Who reviews", new FieldInput.PickPerson("")) { Hint = "Somebody else than the author. An approval that was given in this role falls." }),
        ], "Ask them", p.Id.Value);
    }
}
