using System.Globalization;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>What a section form carries: which post-mortem at which version, and which of the template's fields it asks.</summary>
/// <param name="Walking">Opened by <em>Continue</em>: saving opens the form behind <paramref name="Last"/>. Else the section was chosen by name.</param>
/// <param name="Number">Which step of the walk it is, from 1.</param>
/// <param name="Fields">Places among the template's fields; a negative one stands for the key times.</param>
internal sealed record SectionCarry(PostMortemId Id, long Version, bool Walking, int Last, int Number, IReadOnlyList<int> Fields)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id.Value}|{Version}|{(Walking ? "walk" : "one")}|{Last}|{Number}|{string.Join(',', Fields)}");

    /// <summary>Null for a text that no form of ours carries.</summary>
    public static SectionCarry? Read(string carry)
    {
        var parts = carry.Split('|');
        if (parts.Length != 6 || !long.TryParse(parts[1], CultureInfo.InvariantCulture, out var version) || !Int(parts[3], out var last) || !Int(parts[4], out var number)) return null;
        var fields = parts[5].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(text => Int(text, out var place) ? place : int.MaxValue).ToList();
        return new(new(parts[0]), version, parts[2] == "walk", last, number, fields);
    }

    public bool AsksTimes => Fields.Contains(-1);

    public IReadOnlyList<TemplateField> In(Template template) => [.. Fields.Where(place => place >= 0 && place < template.Fields.Count).Select(place => template.Fields[place])];

    private static bool Int(string text, out int number) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}

/// <summary>Message 6: one step of the walk as a form. The same asks draw it and read it back (<see cref="SectionValues"/>).</summary>
internal static class SectionForm
{
    public const string FormId = "draft.section";
    public const string TimesField = "times";
    public const string EmptyField = "empty";
    public const string ReasonField = "reason";

    /// <summary>What a form takes of one text; longer ones go by message.</summary>
    public const int MostInForm = 2900;
    private const int MostRemark = 1000;

    private static readonly IReadOnlyList<Choice> Kinds =
    [
        new(nameof(ActionKind.Alert), "Alert"), new(nameof(ActionKind.Slo), "SLO"), new(nameof(ActionKind.Dashboard), "Dashboard"), new(nameof(ActionKind.Runbook), "Runbook"), new(nameof(ActionKind.Testing), "Testing"),
        new(nameof(ActionKind.Change), "Change management"), new(nameof(ActionKind.Architecture), "Architecture"), new(nameof(ActionKind.Automation), "Automation"), new(nameof(ActionKind.Resilience), "Resilience"),
    ];

    public static IReadOnlyList<Choice> KindChoices => Kinds;

    /// <summary>The next form of the walk.</summary>
    public static Form OfWalk(Draft draft, WalkStep step, int number, View view, Line? said = null)
    {
        var of = number + draft.Walk.Steps.Count(other => other.Last > step.Last);
        return Of(draft, step, true, number, $"Step {number} of {of}.", view, said);
    }

    /// <summary>One section, chosen by name.</summary>
    public static Form OfSection(Draft draft, WalkStep step, int number, int of, View view, Line? said = null) =>
        Of(draft, step, false, number, of > 1 ? $"Form {number} of {of}." : "", view, said);

    /// <summary>The form that carried this, drawn once more: <paramref name="seen"/> is the draft as it stood when it was opened.</summary>
    public static Form Again(Draft seen, SectionCarry carry, View view)
    {
        var fields = carry.In(seen.Template);
        var step = seen.Walk.Again(fields, carry.AsksTimes, carry.Walking);
        if (carry.Walking) return OfWalk(seen, step, carry.Number, view);
        var of = fields.Count > 0 ? seen.Open(seen.Template.PartOf(fields[0].Path)!).Count : 1;
        return OfSection(seen, step, carry.Number, of, view);
    }

    /// <summary>The names under which a form may ask for the field of this path.</summary>
    public static IReadOnlyList<string> NamesOf(string? path) => path is null ? [] : [NameOf("f", path), NameOf("r", path), NameOf("a", path)];

    private static Form Of(Draft draft, WalkStep step, bool walking, int number, string where, View view, Line? said)
    {
        var carry = CarryOf(draft, step, walking, number);
        List<FormElement> elements = [];
        if (said is not null) elements.Add(new FormElement.Note(said));
        elements.Add(new FormElement.Note([$"{where} {step.Title}.".Trim(), " ", Span.Italic("Save works with anything filled in.")]));
        foreach (var part in step.Parts) elements.AddRange(PartOf(draft, step, part, view, walking));
        if (step.Asks.Any(ask => ask.Kind == AskKind.Times)) elements.InsertRange(1, TimesOf(draft.P, view));
        elements.Add(new FormElement.Asks(new(EmptyField, "What I leave empty", new FieldInput.Tick("Mark what I leave empty as N/A"))));
        elements.Add(new FormElement.Asks(new(ReasonField, "Reason for N/A", new FieldInput.Short("", 200)) { Hint = "One reason for all of them, if you like." }));
        if (ActsOf(draft, step, carry) is { Count: > 0 } acts) elements.Add(new FormElement.Acts(acts));
        return new Form(FormId, step.Title, elements, walking ? "Save and next" : "Save", carry.ToString()) { SavesAsLeft = true };
    }

    private static SectionCarry CarryOf(Draft draft, WalkStep step, bool walking, int number)
    {
        var places = step.Asks.SelectMany(ask => ask.Kind == AskKind.Times ? [-1] : ask.Fields.Select(field => PlaceOf(draft.Template, field)));
        return new(draft.P.Id, draft.P.Version, walking, step.Last, number, [.. places]);
    }

    private static IEnumerable<FormElement> PartOf(Draft draft, WalkStep step, TemplatePart part, View view, bool walking)
    {
        var asks = step.Asks.Where(ask => ask.Fields.Count > 0 && ask.Field.Path.IsWithin(part.Path)).ToList();
        if (step.Parts.Count > 1) yield return new FormElement.Heading(part.Name);
        if (Guidelines.Of(part.Path) is { } guideline) yield return new FormElement.Note([Span.Italic(guideline)]);
        foreach (var note in part.Groups.Select(group => group.Notes.Guidance).Prepend(part.Notes.Guidance).OfType<string>().Distinct()) yield return new FormElement.Note([Span.Italic(note)]);
        if (asks.Any(ask => ask is { Kind: AskKind.Covered, Field.MayBeTyped: false })) yield return new FormElement.Note("Made from the timeline, which has no event yet. Mark what happened, or leave it N/A below.");
        if (asks.Any(ask => ask is { Kind: AskKind.Covered, Field.MayBeTyped: true })) yield return new FormElement.Note("Made from the action items by their kind. Give an action its kind, or mark the rest N/A below.");
        foreach (var answer in AnswerCard.Beside(draft.P, part.Path, view)) yield return new FormElement.Note(answer);
        foreach (var drafted in step.Shown.Where(field => field.Path.IsWithin(part.Path)))
        {
            yield return new FormElement.Note([Span.Bold(drafted.Label), " (filled from the events): ", Texts.OneLine(Told(TextOf(draft, drafted)), 300)]);
        }

        foreach (var ask in asks)
        {
            foreach (var element in Elements(draft, ask, walking)) yield return element;
        }
    }

    /// <summary>A drafted list on one line.</summary>
    private static string Told(string text) => text.StartsWith("- ", StringComparison.Ordinal) ? text[2..].Replace("\n- ", "; ", StringComparison.Ordinal) : text;

    private static IEnumerable<FormElement> Elements(Draft draft, WalkAsk ask, bool walking) => ask.Kind switch
    {
        AskKind.Text => [TextField(draft, ask.Field)],
        AskKind.Day => [Asks(ask.Field, new FieldInput.Day(TextOf(draft, ask.Field)))],
        AskKind.Pick => PickField(draft, ask.Field),
        AskKind.Ticks => [new FormElement.Asks(new(TicksName(ask.Field), ask.Label, new FieldInput.PickMany([.. ask.Fields.Select(field => Choice.Of(Cut(field.Label)))], [.. ask.Fields.Where(field => ValueOf(draft, field) is FieldValue.Tick { On: true }).Select(field => Cut(field.Label))])) { Hint = Hint(ask.Fields) })],
        AskKind.Question => QuestionFields(draft, ask.Field, walking),
        AskKind.Action => ActionFields(ask),
        AskKind.Rows => [new FormElement.Note([Span.Bold(ask.Label), $": {Moments.Count(ValueOf(draft, ask.Field) is FieldValue.Rows rows ? rows.Entries.Count : 0, "row")}."])],
        AskKind.Covered or AskKind.Times => [],
        _ => throw new InvalidOperationException($"No form element for {ask.Kind}."),
    };

    private static FormElement TextField(Draft draft, TemplateField field)
    {
        var text = TextOf(draft, field);
        if (text.Length > MostInForm) return new FormElement.Note([Span.Bold(field.Label), $": {Moments.Count(WordsIn(text), "word")}. Too long for this form: answer by message."]);
        return Asks(field, field.Kind switch
        {
            FieldKind.Prose or FieldKind.List or FieldKind.Code => new FieldInput.Long(text, MostInForm),
            FieldKind.Number => new FieldInput.Number(text, field.Unit?.Trim() ?? ""),
            _ => new FieldInput.Short(text, 1000),
        });
    }

    private static IEnumerable<FormElement> PickField(Draft draft, TemplateField field)
    {
        var value = ValueOf(draft, field) as FieldValue.Choice;
        IReadOnlyList<Choice> choices = [.. field.Choices.Select(choice => Choice.Of(Cut(choice)))];
        yield return Asks(field, field.Several ? new FieldInput.PickMany(choices, value?.Picked ?? []) : new FieldInput.PickOne(choices, value is { Picked: [var first, ..] } ? first : ""));
        if (field.Remark) yield return new FormElement.Asks(new(RemarkName(field), $"{field.Label}: remark", new FieldInput.Short(value?.Remark ?? "", 1000)) { Hint = field.RemarkRequiredWith is { } with ? $"Needed with {with}." : null });
    }

    private static IEnumerable<FormElement> QuestionFields(Draft draft, TemplateField field, bool walking)
    {
        var (picked, remark) = SectionValues.Answered(TextOf(draft, field));
        if (draft.P.NotApplicable.ContainsKey(field.Path)) picked = WalkAsk.Worked[^1];
        yield return Asks(field, new FieldInput.PickOne([.. WalkAsk.Worked.Select(Choice.Of)], picked));
        if (walking) yield break;
        var label = $"{field.Label}: remark";
        yield return remark.Length > MostInForm
            ? new FormElement.Note([Span.Bold(label), $": {Moments.Count(WordsIn(remark), "word")}. Too long for this form: answer by message."])
            : new FormElement.Asks(new(RemarkName(field), label, remark.Length > MostRemark || remark.Contains('\n', StringComparison.Ordinal) ? new FieldInput.Long(remark, MostInForm) : new FieldInput.Short(remark, MostRemark)));
    }

    private static IEnumerable<FormElement> ActionFields(WalkAsk ask) =>
    [
        new FormElement.Asks(new(Name("a", ask.Field), $"New action, {Within(HorizonOf(ask.Field))}", new FieldInput.Short("", ActionItems.MostCharacters)) { Hint = "What will exist when it is done? " + Hint(ask.Fields) }),
        new FormElement.Asks(new(Name("o", ask.Field), "Its owner", new FieldInput.PickPerson())),
        new FormElement.Asks(new(Name("k", ask.Field), "What it improves", new FieldInput.PickOne(Kinds))),
    ];

    private static IEnumerable<FormElement> TimesOf(PostMortem p, View view)
    {
        yield return new FormElement.Note(KeyTimesCard.LineOf(p, view));
        yield return new FormElement.Asks(new(TimesField, "Key times", new FieldInput.Tick("These times are right")) { Hint = "All numbers rest on these. A wrong one is mended on its event, in the timeline." });
    }

    private static List<Button> ActsOf(Draft draft, WalkStep step, SectionCarry carry)
    {
        List<Button> acts = [];
        if (step.Asks.Any(ask => ask.Kind == AskKind.Text && ask.Field.Kind is FieldKind.Prose or FieldKind.List or FieldKind.Code)) acts.Add(Button.Does(AnswerByMessage.AskId, "Answer by message", draft.P.Id.Value));
        if (draft.Handed is null && step.Parts is [var asked, ..]) acts.Add(Button.Opens(AskSomeone.OpenId, "Ask someone", CarriedPair.Of(draft.P.Id.Value, asked.Path.Value)));
        foreach (var ask in step.Asks.Where(ask => ask.Kind == AskKind.Rows)) acts.Add(Button.Opens(EditRows.OpenId, Labels.Short("Rows: " + ask.Label), CarriedPair.Of(draft.P.Id.Value, PlaceOf(draft.Template, ask.Field).ToString(CultureInfo.InvariantCulture))));
        if (draft.Handed is null && step.Asks.Any(ask => ask.Kind == AskKind.Action || ask is { Kind: AskKind.Covered, Field.MayBeTyped: true })) acts.Add(Button.Opens(EditActions.OpenId, "All action items", draft.P.Id.Value));
        return carry.AsksTimes ? [.. acts, Button.Does(IncidentCard.TimelineId, "Change a time", draft.P.Id.Value)] : acts;
    }

    public static string Name(string kind, TemplateField field) => NameOf(kind, field.Path.Value);

    public static string RemarkName(TemplateField field) => Name("r", field);

    /// <summary>The boxes of one group are one list: named by the group.</summary>
    public static string TicksName(TemplateField field) => NameOf("t", field.Path.Value[..Math.Max(0, field.Path.Value.LastIndexOf(" / ", StringComparison.Ordinal))]);

    public static Horizon HorizonOf(TemplateField field) => field.Binding switch
    {
        "actions.immediate" => Horizon.Immediate,
        "actions.shortTerm" => Horizon.ShortTerm,
        _ => Horizon.LongTerm,
    };

    public static string Within(Horizon horizon) => horizon switch
    {
        Horizon.Immediate => "within a week",
        Horizon.ShortTerm => "within a month",
        _ => "within a quarter",
    };

    public static FieldValue? ValueOf(Draft draft, TemplateField field) => Document.ValueOf(field, draft.Content);

    public static string TextOf(Draft draft, TemplateField field) => FieldText.Of(field, ValueOf(draft, field));

    public static int PlaceOf(Template template, TemplateField field)
    {
        for (var place = 0; place < template.Fields.Count; place++)
        {
            if (template.Fields[place].Path == field.Path) return place;
        }

        return int.MaxValue;
    }

    public static int WordsIn(string text) => text.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries).Length;

    public static string Cut(string label) => label.Length <= 75 ? label : label[..74] + "…";

    private static FormElement Asks(TemplateField field, FieldInput input) => new FormElement.Asks(new(Name("f", field), field.Label, input) { Hint = Hint([field]) });

    private static string? Hint(IReadOnlyList<TemplateField> fields)
    {
        var prompts = fields.SelectMany(field => field.Prompts).Where(prompt => prompt.Length > 0).Distinct().ToList();
        return prompts.Count == 0 ? null : Texts.OneLine(string.Join(" · ", prompts), 150);
    }

    /// <summary>A path as a field's name; one too long for the platforms keeps its end, which tells fields apart, and a hash of the whole.</summary>
    private static string NameOf(string kind, string path) =>
        path.Length <= 180 ? $"{kind}:{path}" : $"{kind}:{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(path)))[..16]}{path[^120..]}";
}
