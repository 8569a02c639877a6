using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><em>Ask someone</em>: the author hands a section, or one field of it, to a person, who writes it until it is taken back; that goes to their direct messages, and the author is told when they wrote.</summary>
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
        var (text, path) = (Secrets.Mask(form.Values.Text(TextField)), draft.Template.Parts.Select(part => part.Path).Concat(draft.Template.Fields.Select(field => field.Path)).FirstOrDefault(path => KeyOf(path) == form.Values.Text(SectionField), new("")));
        var question = new QuestionId(turn.NewId());
        var outcome = await turn.DecideAsync(draft.P.Id, p => Questions.Ask(p, question, person.Id, MayRead(turn, p, person), path, text.Text, draft.Template, turn.Actor, turn.Now));
        if (outcome is Outcome.Refused refused) return Answer.Open(FormOf(draft, section).Holding(form.Values).Refused([refused.Field ?? TextField], Refusal.At(turn, refused.Sentence)));
        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, "");
        var said = Card.OneLine(["Asked: ", .. await WhenAsync(turn, person.Id), $" {NameOf(draft.Template, path)} is theirs to write until you take it back; you are told."], [.. done.Changed ? [UndoAct.Button(done)] : Array.Empty<Button>(), Button.Opens(ProgressCard.ContinueId, "Continue", draft.P.Id.Value)]);
        return Answer.Tell(Masked.Under(said, text));
    }

    /// <summary>Whether somebody may be asked: a member, and of a private incident a reader.</summary>
    public static bool MayRead(Turn turn, PostMortem p, People.Person person) => !person.IsBot && Rights.May(turn.Bot.ActorOf(person), Act.Read, p);

    /// <summary>Who gets the question, and when: nobody is written to outside their working hours.</summary>
    public static async Task<IReadOnlyList<Span>> WhenAsync(Turn turn, PersonId person)
    {
        var (at, away) = (turn.Policy.WorkingHours.Next(turn.Now, turn.View.ZoneOf(person)), await Absences.SentenceAsync(turn, person));
        return at == turn.Now ? [turn.View.Named(person), $" gets it now, under your name.{away}"] : [turn.View.Named(person), " gets it ", turn.View.When(at), $", under your name.{away}"];
    }

    /// <summary>The section, or its field: <c>Root Cause Analysis: Why It Happened</c>.</summary>
    public static string NameOf(Template template, FieldPath path) => template.PartOf(path) is not { } part ? path.Value : template.Find(path) is { } field ? $"{part.Name}: {field.Label}" : part.Name;

    private static Form FormOf(Draft draft, string section)
    {
        var parts = draft.Walk.Sections.Select(one => one.Part).ToList();
        var picked = parts.FirstOrDefault(part => part.Path.Value == section) ?? draft.Walk.Next?.Part;
        IEnumerable<TemplateField> fields = picked is null ? [] : picked.Fields.Where(draft.Walk.IsOpen);
        var paths = parts.Select(part => part.Path).Concat(fields.Select(field => field.Path)).Take(100);
        return new Form(FormId, "Ask someone", [
            new FormElement.Note("They write that section, or that one field, until you take it back. It stands in the document as they save it, and you are told."),
            new FormElement.Asks(new(PersonField, "Whom", new FieldInput.PickPerson())),
            new FormElement.Asks(new(SectionField, "What they write", new FieldInput.PickOne([.. paths.Select(path => new Choice(KeyOf(path), SectionForm.Cut(NameOf(draft.Template, path))))], picked is null ? "" : KeyOf(picked.Path)))),
            new FormElement.Asks(new(TextField, "What you want to know", new FieldInput.Long("", Questions.MostText)) { Hint = "If you like: about what happened and not about who, what was known, what was seen." }),
        ], "Ask", CarriedPair.Of(draft.P.Id.Value, section));
    }

    /// <summary>The end of a long path tells fields apart.</summary>
    private static string KeyOf(FieldPath path) => path.Value.Length <= 150 ? path.Value : path.Value[^150..];
}
