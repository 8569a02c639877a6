using System.Globalization;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>What the document says on root cause and impact without evidence: counted on the cards, with a form that puts kept pieces behind it.</summary>
internal static class BackStatements
{
    public const string OpenId = "evidence.statements";
    public const string FormId = "evidence.statements.form";

    /// <summary>Asked in one form.</summary>
    private const int MostAsked = 8;
    private const int MostPieces = 50;
    private const int MostOffered = 100;
    private const string Prefix = "s:";
    private const string ShowsField = "shows";

    /// <summary><c>2 statements on root cause and impact without evidence: Why It Happened · Business Impact.</c>; null when each has some.</summary>
    public static Element? LineOf(Draft draft)
    {
        if (Statements.Without(draft.P, draft.Template) is not { Count: > 0 } without) return null;
        var more = without.Count > 3 ? $" and {without.Count - 3} more" : "";
        return new Element.Small($"{Moments.Count(without.Count, "statement")} on root cause and impact without evidence: {string.Join(" · ", without.Take(3).Select(NameOf))}{more}.");
    }

    /// <summary>The way to mend it; none when nothing is to be mended.</summary>
    public static IEnumerable<Button> Fix(Draft draft) => LineOf(draft) is null ? [] : [Button.Opens(OpenId, "Back with evidence", draft.P.Id.Value)];

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        if ((await Readers.LoadAsync(turn, pressed.Value)).No is { } no) return no;
        var draft = await Draft.LoadAsync(turn, new(pressed.Value));
        if (Statements.Without(draft.P, draft.Template).Count == 0) return Answer.Say("Every statement on root cause and impact has its evidence.");
        return draft.P.Evidence.Count == 0 ? Answer.Open(EditEvidence.AddForm(pressed.Value, "")) : Answer.Open(FormOf(draft));
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        if ((await Readers.LoadAsync(turn, form.Carry)).No is { } no) return no;
        var draft = await Draft.LoadAsync(turn, new(form.Carry));
        var pairs = draft.Template.Fields.SelectMany((field, place) => form.Values.Many(Name(place)).Select(piece => (field.Path, new EvidenceId(piece)))).ToList();
        var outcome = await turn.DecideAsync(draft.P.Id, p => Statements.Back(p, pairs, turn.Actor, turn.Now));
        if (outcome is Outcome.Refused refused) return Answer.Open(FormOf(draft).Holding(form.Values).Refused([], Refusal.At(turn, refused.Sentence)));
        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, "");
        var left = LineOf(draft with { P = done.After });
        return Answer.Tell(new("", [new Element.Text(done.Changed ? "Saved." : "Nothing was chosen."), .. left is null ? [] : new[] { left }], done.Changed ? [UndoAct.Button(done)] : []));
    }

    /// <summary>The statements that a piece may stand behind, with those that it does; null while nothing is stated.</summary>
    public static Field? AskedOf(Evidence e, Draft draft)
    {
        var stated = StatedIn(draft);
        if (stated.Count == 0) return null;
        return new(ShowsField, "What it shows", new FieldInput.PickMany([.. stated.Select(field => new Choice(PlaceOf(draft, field), SectionForm.Cut(NameOf(draft, field))))], [.. stated.Where(field => e.Supports.Contains(field.Path)).Select(field => PlaceOf(draft, field))]))
        {
            Hint = "The statements of the document that it stands behind.",
        };
    }

    /// <summary>What was picked there, and what the form did not offer and stays; null when the form did not ask.</summary>
    public static IReadOnlyList<FieldPath>? Picked(Evidence e, Draft draft, FormValues values)
    {
        var stated = StatedIn(draft);
        if (stated.Count == 0) return null;
        return [.. stated.Where(field => values.Many(ShowsField).Contains(PlaceOf(draft, field))).Select(field => field.Path), .. e.Supports.Except(stated.Select(field => field.Path))];
    }

    /// <summary>What a piece stands behind, in a line of the list; empty when nothing is said.</summary>
    public static string Shows(PostMortem p, Evidence e, View view) => e.Supports.Count == 0 ? "" : $" · shows {string.Join(", ", e.Supports.Select(path => view.TemplateOf(p)?.Find(path) is { } field ? NameOf(field) : path.Value))}";

    private static Form FormOf(Draft draft)
    {
        IReadOnlyList<Choice> pieces = [.. draft.P.Evidence.Reverse().Take(MostPieces).Select(e => new Choice(e.Id.Value, Texts.OneLine($"{e.Kind.Word()} · {EvidenceLine.Words(e)}", 75)))];
        List<FormElement> elements = [new FormElement.Note("Choose what shows it. What is not kept yet comes first: evidence, or 📎 on a message.")];
        elements.AddRange(Statements.Without(draft.P, draft.Template).Take(MostAsked).Select(field => new FormElement.Asks(new(Name(SectionForm.PlaceOf(draft.Template, field)), SectionForm.Cut(NameOf(draft, field)), new FieldInput.PickMany(pieces, []))
        {
            Hint = Texts.OneLine(SectionForm.TextOf(draft, field), 140),
        })));
        return new Form(FormId, "Back with evidence", elements, "Save", draft.P.Id.Value);
    }

    private static List<TemplateField> StatedIn(Draft draft) => [.. Statements.Of(draft.P, draft.Template).Take(MostOffered)];

    private static string Name(int place) => Prefix + place.ToString(CultureInfo.InvariantCulture);

    private static string PlaceOf(Draft draft, TemplateField field) => SectionForm.PlaceOf(draft.Template, field).ToString(CultureInfo.InvariantCulture);

    private static string NameOf(TemplateField field) => field.Label;

    private static string NameOf(Draft draft, TemplateField field) => draft.Template.PartOf(field.Path) is { } part && part.Name != field.Label ? $"{field.Label} · {part.Name}" : field.Label;
}
