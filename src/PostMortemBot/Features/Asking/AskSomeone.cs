using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><em>Ask someone</em>: the author asks a person about a section; the question goes to their direct messages, the answer comes back as a proposal.</summary>
internal static class AskSomeone
{
    public const string OpenId = "ask.open";
    public const string FormId = "ask.form";
    private const string PersonField = "person";
    private const string SectionField = "section";
    private const string TextField = "text";

    /// <summary>The value may name a section, which is picked then. Pressed inside a section's form, what was typed there is saved first.</summary>
    public static Task<Answer> Pressed(Turn turn, ButtonPressed pressed) => WriteSection.KeptAsync(turn, pressed, async () =>
    {
        var (id, section) = CarriedPair.Read(pressed.Value);
        var draft = await Draft.LoadAsync(turn, new(id));
        return await WriteSection.MayNotAsync(turn, draft) ?? Answer.Open(FormOf(draft, section));
    });

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var (id, section) = CarriedPair.Read(form.Carry);
        var draft = await Draft.LoadAsync(turn, new(id));
        if (await WriteSection.MayNotAsync(turn, draft) is { } no) return no;
        var person = turn.Bot.People.Of(turn.Organisation, new(form.Values.Text(PersonField)));
        var (text, path) = (Secrets.Mask(form.Values.Text(TextField)), draft.Template.Parts.FirstOrDefault(part => KeyOf(part.Path) == form.Values.Text(SectionField))?.Path ?? new(""));
        var question = new QuestionId(turn.NewId());
        var outcome = await turn.DecideAsync(draft.P.Id, p => Questions.Ask(p, question, person.Id, MayRead(turn, p, person), path, text.Text, draft.Template, turn.Actor, turn.Now));
        if (outcome is Outcome.Refused refused) return Answer.Open(FormOf(draft, section).Holding(form.Values).Refused([refused.Field ?? TextField], refused.Sentence));
        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, "");
        var said = Card.OneLine(["Asked: ", .. await WhenAsync(turn, person.Id), $" The answer comes to you, about {NameOf(draft.Template, path)}."], [.. done.Changed ? [UndoAct.Button(done)] : Array.Empty<Button>(), Button.Opens(ProgressCard.ContinueId, "Continue", draft.P.Id.Value)]);
        return Answer.Tell(Masked.Under(said, text));
    }

    /// <summary>Whether somebody may be asked: a member, and of a private incident a reader.</summary>
    public static bool MayRead(Turn turn, PostMortem p, People.Person person) => !person.IsBot && Rights.May(turn.Bot.ActorOf(person), Act.Read, p);

    /// <summary>Who gets the question, and when: nobody is written to outside their working hours.</summary>
    public static async Task<IReadOnlyList<Span>> WhenAsync(Turn turn, PersonId person)
    {
        var (at, away) = (turn.Policy.WorkingHours.Next(turn.Now, turn.View.ZoneOf(person)), await Absences.SentenceAsync(turn, person));
        return at == turn.Now ? [turn.View.Named(person), $" gets it now, under your name.{away}"] : [turn.View.Named(person), " gets it at ", turn.View.Moment(at), $", under your name.{away}"];
    }

    public static string NameOf(Template template, FieldPath path) => template.PartOf(path)?.Name ?? path.Value;

    private static Form FormOf(Draft draft, string section)
    {
        var parts = draft.Walk.Sections.Select(one => one.Part).ToList();
        var picked = parts.FirstOrDefault(part => part.Path.Value == section || KeyOf(part.Path) == section) ?? draft.Walk.Next?.Part;
        return new Form(FormId, "Ask someone", [
            new FormElement.Note("Their answer comes to you. Nothing of it stands in the document before you take it."),
            new FormElement.Asks(new(PersonField, "Whom", new FieldInput.PickPerson())),
            new FormElement.Asks(new(SectionField, "About which section", new FieldInput.PickOne([.. parts.Take(100).Select(part => new Choice(KeyOf(part.Path), SectionForm.Cut(part.Name)))], picked is null ? "" : KeyOf(picked.Path)))),
            new FormElement.Asks(new(TextField, "What you want to know", new FieldInput.Long("", Questions.MostText)) { Hint = "One thing, about what happened and not about who: what was known, what was seen." }),
        ], "Ask", CarriedPair.Of(draft.P.Id.Value, section));
    }

    private static string KeyOf(FieldPath path) => path.Value.Length <= 150 ? path.Value : path.Value[..150];
}
