using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>Two wrote the same field: the second one sees both texts and says which stays. All other fields are saved already.</summary>
internal static class ConflictForm
{
    public const string FormId = "draft.conflict";
    private const string Mine = "mine";
    private const string Theirs = "theirs";
    private const string Both = "both";

    public static Form Of(Turn turn, Draft draft, IReadOnlyList<AnswerConflict> conflicts, SectionCarry carry)
    {
        List<FormElement> elements = [new FormElement.Note("Somebody else wrote here since you opened the form. Nothing is lost: say which text stays. Your other fields are saved.")];
        foreach (var conflict in conflicts)
        {
            var field = draft.Template.Find(conflict.Path)!;
            var both = conflict.Mine is FieldValue.Words or FieldValue.Items;
            elements.Add(new FormElement.Heading(field.Label));
            elements.Add(new FormElement.Note([turn.View.Named(conflict.By), " wrote: ", Shown(field, conflict.Theirs)]));
            elements.Add(new FormElement.Asks(new(SectionForm.Name("m", field), "Your text", new FieldInput.Long(Shown(field, conflict.Mine), Math.Max(SectionForm.MostInForm, Shown(field, conflict.Mine).Length)))));
            List<Choice> choices = [new(Mine, "Keep mine"), new(Theirs, "Keep theirs")];
            if (both) choices.Add(new(Both, "Both"));
            elements.Add(new FormElement.Asks(new(SectionForm.Name("c", field), "Which stays", new FieldInput.PickOne(choices, both ? Both : Mine))));
        }

        var places = conflicts.Select(conflict => SectionForm.PlaceOf(draft.Template, draft.Template.Find(conflict.Path)!)).ToList();
        return new Form(FormId, "Written by two", elements, "Save", (carry with { Version = draft.P.Version, Fields = places }).ToString());
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        if (SectionCarry.Read(form.Carry) is not { } carry) return Answer.Say("This form is from an earlier version. Open it anew: write.");
        var draft = await Draft.LoadAsync(turn, carry.Id);
        if (await Readers.RefusedAsync(turn, draft.P) is { } no) return no;
        var answers = carry.In(draft.Template).SelectMany(field => Chosen(draft, field, form.Values)).ToList();
        var save = new SectionSave(carry.Version) { Answers = answers };
        IReadOnlyList<AnswerConflict> again = [];
        var outcome = await turn.DecideAsync(carry.Id, p =>
        {
            again = Drafting.Conflicts(p, save.Answers, save.Version, turn.Actor);
            return Drafting.Save(p, save, draft.Template, turn.Policy, state => Draft.Fill(draft.Template, state, turn.View), turn.Actor, turn.Now);
        });
        if (outcome is Outcome.Refused refused) return Answer.Say([Refusal.At(turn, refused.Sentence), " Your text: ", string.Join(" · ", answers.SelectMany(answer => Draft.TextsOf(answer.Value)))]);
        var after = await Draft.LoadAsync(turn, carry.Id);
        return again.Count > 0 ? Answer.Open(Of(turn, after, again, carry)) : WriteSection.Following(turn, after, carry, Masked.Sentence(form.Values) ?? "Saved.");
    }

    private static IEnumerable<TypedAnswer> Chosen(Draft draft, TemplateField field, FormValues values)
    {
        var (theirs, text, stays) = (draft.P.Answers.GetValueOrDefault(field.Path)?.Value, values.Text(SectionForm.Name("m", field)), values.Text(SectionForm.Name("c", field)));
        if (stays == Theirs) yield break;
        var mine = Read(field, Secrets.Mask(text).Text, theirs);
        yield return new(field.Path, stays == Both ? Together(field, theirs, mine) : mine);
    }

    /// <summary>Boxes and choices are shown as words; what they pick comes back from the words.</summary>
    private static FieldValue Read(TemplateField field, string text, FieldValue? theirs) => field.Kind switch
    {
        FieldKind.Tick => new FieldValue.Tick(text.StartsWith("ticked", StringComparison.Ordinal), (theirs as FieldValue.Tick)?.Remark ?? ""),
        FieldKind.Choice => new FieldValue.Choice([.. field.Choices.Where(choice => text.Split(", ").Contains(choice))], (theirs as FieldValue.Choice)?.Remark ?? ""),
        _ => FieldText.Read(field, text),
    };

    private static FieldValue Together(TemplateField field, FieldValue? theirs, FieldValue mine) => (theirs, mine) switch
    {
        (FieldValue.Items a, FieldValue.Items b) => new FieldValue.Items([.. a.Entries.Union(b.Entries)]),
        (FieldValue.Words a, FieldValue.Words b) => FieldText.Read(field, a.Text + (field.Kind == FieldKind.Prose ? "\n\n" : "; ") + b.Text),
        _ => mine,
    };

    private static string Shown(TemplateField field, FieldValue value) => value switch
    {
        FieldValue.Tick tick => tick.On ? "ticked" : "not ticked",
        _ => FieldText.Of(field, value),
    };
}
