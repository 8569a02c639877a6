using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>Message 8: <em>Request changes</em> and <em>Suggest a text</em>, a form each, and <em>Ask a colleague</em>.</summary>
internal static class AskChanges
{
    public const string ChangesFormId = "review.changes.form";
    public const string SuggestFormId = "review.suggest.form";
    public const string DelegateFormId = "review.delegate.form";
    private const string SectionField = "section";
    private const string TextField = "text";
    private const string SuggestedField = "suggested";
    private const string PersonField = "person";

    public static Task<Answer> ChangesPressed(Turn turn, ButtonPressed pressed) => OpenAsync(turn, ReviewValue.Read(pressed.Value), ChangesForm);

    public static Task<Answer> SuggestPressed(Turn turn, ButtonPressed pressed) => OpenAsync(turn, ReviewValue.Read(pressed.Value), SuggestForm);

    public static Task<Answer> DelegatePressed(Turn turn, ButtonPressed pressed) => OpenAsync(turn, ReviewValue.Read(pressed.Value), DelegateForm);

    public static Task<Answer> ChangesSubmitted(Turn turn, FormSubmitted form) => SubmitAsync(turn, form, ChangesForm, (draft, _) => new(form.Values.Text(SectionField)), (draft, path) => null);

    public static Task<Answer> SuggestSubmitted(Turn turn, FormSubmitted form) => SubmitAsync(turn, form, SuggestForm, FieldOf, (draft, path) => Suggested(draft, path, Secrets.Mask(form.Values.Text(SuggestedField)).Text));

    public static async Task<Answer> DelegateSubmitted(Turn turn, FormSubmitted form)
    {
        var value = ReviewValue.Read(form.Carry);
        var (p, no) = await Readers.LoadAsync(turn, value.Id.Value);
        if (no is not null) return no;
        var again = DelegateForm(await Draft.LoadAsync(turn, p.Id), value, turn.View).Holding(form.Values);
        var picked = form.Values.Text(PersonField);
        if (picked.Length == 0) return Answer.Open(again.Refused([PersonField], "Choose a person."));
        var template = await turn.Bot.Templates.OfAsync(turn.Organisation, p, turn.Stop);
        var colleague = turn.Bot.People.Of(turn.Organisation, new(picked));
        var outcome = await turn.DecideAsync(p.Id, state => Reviewers.Delegate(state, value.Role, colleague.Id, colleague.IsGuest || colleague.IsBot, template, turn.Policy, turn.Actor, turn.Now));
        if (outcome is Outcome.Refused refused) return Answer.Open(again.Refused([PersonField], Refusal.At(turn, refused.Sentence)));
        return Answer.Say([turn.View.Named(colleague.Id), $" reviews {p.Name} as {value.Role} now, and is asked in their working hours."]);
    }

    private static async Task<Answer> OpenAsync(Turn turn, ReviewValue value, Func<Draft, ReviewValue, View, Form> form)
    {
        var (p, no) = await Readers.LoadAsync(turn, value.Id.Value);
        if (no is not null) return no;
        var draft = await Draft.LoadAsync(turn, p.Id);
        var may = await turn.DecideAsync(p.Id, state => Approving.MayNot(state, value.Role, draft.Template, turn.Policy, turn.Actor) ?? Decision.Nothing);
        if (may is Outcome.Refused refused) return await ReviewActs.RefusedAsync(turn, value, refused);
        return p.Life == Life.Final ? Refusal.Say(turn, $"{p.Name} is final. The author or the SRE team reopens it with a reason.") : Answer.Open(form(draft, value, turn.View));
    }

    private static async Task<Answer> SubmitAsync(Turn turn, FormSubmitted form, Func<Draft, ReviewValue, View, Form> drawn, Func<Draft, FormSubmitted, FieldPath> section, Func<Draft, FieldPath, SuggestedText?> suggested)
    {
        var value = ReviewValue.Read(form.Carry);
        var (p, no) = await Readers.LoadAsync(turn, value.Id.Value);
        if (no is not null) return no;
        var draft = await Draft.LoadAsync(turn, p.Id);
        var path = section(draft, form);
        if (path.Value.Length == 0) return Answer.Open(drawn(draft, value, turn.View).Holding(form.Values).Refused([SectionField], "Pick where it should change."));
        var text = Secrets.Mask(form.Values.Text(TextField));
        var id = new ChangeRequestId(turn.NewId());
        var outcome = await turn.DecideAsync(p.Id, state => Changes.Ask(state, id, value.Role, path, text.Text, suggested(draft, path), value.Seen, draft.Template, turn.Policy, turn.Actor, turn.Now));
        if (outcome is Outcome.Refused refused) return Answer.Open(drawn(draft, value, turn.View).Holding(form.Values).Refused([refused.Field ?? SectionField, SuggestedField], Refusal.At(turn, refused.Sentence)));
        var after = ((Outcome.Done)outcome).After;
        var author = Rights.AuthorOf(after) is { } one ? turn.View.Named(one) : "The author";
        return ReviewActs.Shown(turn, after, value.Role) with { Private = Masked.Under(Card.OneLine([author, $" is told: {ReviewCard.SectionOf(after, path, turn.View)}. You are asked again when it is dealt with."]), text) };
    }

    private static Form ChangesForm(Draft draft, ReviewValue value, View view)
    {
        var author = Rights.AuthorOf(draft.P) is { } id ? view.NameOf(id) : "the author";
        var sections = Sections(draft, value, view);
        return new Form(ChangesFormId, "Request changes", [
            new FormElement.Asks(new(SectionField, "Which section", new FieldInput.PickOne(sections, sections.Count > 0 ? sections[0].Value : ""))),
            new FormElement.Asks(new(TextField, "What should change", new FieldInput.Long("", Changes.MostText)) { Hint = "Say what is wrong and what is right. The author sees it as you write it." }),
        ], Labels.Short("Send to " + author), value.ToString());
    }

    private static Form SuggestForm(Draft draft, ReviewValue value, View view)
    {
        var fields = Fields(draft, value, view);
        return new Form(SuggestFormId, "Suggest a text", [
            new FormElement.Note("Your text replaces the one that stands there, once the author takes it. It is then approved by you already."),
            new FormElement.Asks(new(SectionField, "Where", new FieldInput.PickOne([.. fields.Select(field => new Choice(KeyOf(field.Path), SectionForm.Cut(LabelOf(draft, field))))]))),
            new FormElement.Asks(new(SuggestedField, "The text that should stand there", new FieldInput.Long("", 2900))),
            new FormElement.Asks(new(TextField, "Why, if you like", new FieldInput.Short("", 500))),
        ], "Suggest it", value.ToString());
    }

    private static Form DelegateForm(Draft draft, ReviewValue value, View view) => new(DelegateFormId, "Ask a colleague", [
        new FormElement.Note($"They decide as {value.Role} instead of you."),
        new FormElement.Asks(new(PersonField, "Who", new FieldInput.PickPerson())),
    ], "Ask them", value.ToString());

    private static List<Choice> Sections(Draft draft, ReviewValue value, View view)
    {
        if (RoleOf(value, view) is not { } role) return [];
        return [.. new ReviewedText(draft.Template, view.Policy).SectionsOf(role).Select(path => new Choice(KeyOf(path), SectionForm.Cut(ReviewCard.SectionOf(draft.P, path, view))))];
    }

    /// <summary>The fields of the role's sections that hold words of a person, or words that a person may write anew.</summary>
    private static IReadOnlyList<TemplateField> Fields(Draft draft, ReviewValue value, View view)
    {
        if (RoleOf(value, view) is not { } role) return [];
        var sections = new ReviewedText(draft.Template, view.Policy).SectionsOf(role);
        return [.. draft.Template.Fields.Where(field => field.Kind is FieldKind.Line or FieldKind.Prose && sections.Any(field.Path.IsWithin) && Filling.IsWritten(field.Binding)).Take(100)];
    }

    private static FieldPath FieldOf(Draft draft, FormSubmitted form) => draft.Template.Fields.FirstOrDefault(field => KeyOf(field.Path) == form.Values.Text(SectionField))?.Path ?? new("");

    private static SuggestedText? Suggested(Draft draft, FieldPath path, string text) => draft.Template.Find(path) is null ? null : new(path, new FieldValue.Words(text));

    private static ReviewRole? RoleOf(ReviewValue value, View view) => view.Policy.Review.Roles.FirstOrDefault(role => ReviewState.Same(role.Name, value.Role));

    private static string LabelOf(Draft draft, TemplateField field) => $"{draft.Template.PartOf(field.Path)?.Name}: {field.Label}";

    private static string KeyOf(FieldPath path) => path.Value.Length <= 150 ? path.Value : path.Value[..150];
}
