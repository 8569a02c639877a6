using System.Globalization;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>The rows of a table or of a repeated item: ten a page, each edited in a small form of its own.</summary>
internal static class EditRows
{
    public const string OpenId = "draft.rows";
    public const string EditId = "draft.rows.edit";
    public const string RemoveId = "draft.rows.remove";
    public const string FormId = "draft.rows.form";

    public static async Task<Answer> Opened(Turn turn, ButtonPressed pressed)
    {
        if (pressed.Form is { Id: SectionForm.FormId } form && SectionCarry.Read(form.Carry) is { } carry) await WriteSection.SaveAsync(turn, carry, form.Values);
        var at = await AtAsync(turn, pressed.Value);
        return at.No ?? Answer.Open(Shown(at.Draft, at.Field!, at.Row));
    }

    public static async Task<Answer> Edit(Turn turn, ButtonPressed pressed)
    {
        var at = await AtAsync(turn, pressed.Value);
        return at.No ?? Answer.Open(FormOf(at.Draft, at.Field!, at.Row));
    }

    public static async Task<Answer> Remove(Turn turn, ButtonPressed pressed)
    {
        var at = await AtAsync(turn, pressed.Value);
        if (at.No is { } no) return no;
        return await StoreAsync(turn, at.Draft, at.Field!, rows => rows.Where((_, place) => place != at.Row));
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var at = await AtAsync(turn, form.Carry);
        if (at.No is { } no) return no;
        var row = at.Field!.Columns.ToDictionary(column => column.Key, column => Secrets.Mask(form.Values.Text("c:" + column.Key)).Text);
        if (row.Values.All(cell => cell.Length == 0)) return Answer.Open(FormOf(at.Draft, at.Field, at.Row, "Fill in at least one of these."));
        return await StoreAsync(turn, at.Draft, at.Field, rows => at.Row < rows.Count ? rows.Select((old, place) => place == at.Row ? row : old) : rows.Append(row));
    }

    private static async Task<Answer> StoreAsync(Turn turn, Draft draft, TemplateField field, Func<IReadOnlyList<IReadOnlyDictionary<string, string>>, IEnumerable<IReadOnlyDictionary<string, string>>> change)
    {
        var outcome = await turn.DecideAsync(draft.P.Id, p =>
        {
            var rows = RowsOf(new Draft(p, draft.Template, Draft.Fill(draft.Template, p, turn.View)), field);
            var save = new SectionSave(p.Version) { Answers = [new(field.Path, new FieldValue.Rows([.. change(rows)]))] };
            return Drafting.Save(p, save, draft.Template, state => Draft.Fill(draft.Template, state, turn.View), turn.Actor, turn.Now);
        });
        if (outcome is Outcome.Refused refused) return Answer.Say(refused.Sentence);
        var after = await Draft.LoadAsync(turn, draft.P.Id);
        return Answer.Open(Shown(after, field, Math.Max(0, RowsOf(after, field).Count - 1)));
    }

    private static Rows Shown(Draft draft, TemplateField field, int row)
    {
        var rows = RowsOf(draft, field);
        var pages = Math.Max(1, (rows.Count + Rows.PageSize - 1) / Rows.PageSize);
        var page = Math.Clamp(row / Rows.PageSize, 0, pages - 1);
        var items = rows.Select((one, place) => (one, place)).Skip(page * Rows.PageSize).Take(Rows.PageSize)
            .Select(item => new RowItem(Texts.OneLine(string.Join(" · ", field.Columns.Select(column => item.one.GetValueOrDefault(column.Key, "")).Where(cell => cell.Length > 0)), 200),
                [Button.Opens(EditId, "Edit", Carry(draft, field, item.place)), Button.Does(RemoveId, "Remove", Carry(draft, field, item.place))]));
        List<Button> buttons = [];
        if (page > 0) buttons.Add(Button.Does(OpenId, "Former 10", Carry(draft, field, (page - 1) * Rows.PageSize)));
        if (page < pages - 1) buttons.Add(Button.Does(OpenId, "Next 10", Carry(draft, field, (page + 1) * Rows.PageSize)));
        buttons.Add(Button.Opens(ProgressCard.ContinueId, "Continue", draft.P.Id.Value));
        return new Rows(OpenId, field.Label, rows.Count == 0 ? "No row yet." : $"{Moments.Count(rows.Count, "row")}.", [.. items], page + 1, pages, Carry(draft, field, 0))
        {
            Add = Button.Opens(EditId, "Add a row", Carry(draft, field, rows.Count)),
            Buttons = buttons,
        };
    }

    private static Form FormOf(Draft draft, TemplateField field, int row, string? wrong = null)
    {
        var rows = RowsOf(draft, field);
        var old = row < rows.Count ? rows[row] : new Dictionary<string, string>();
        List<FormElement> elements = [.. field.Columns.Select(column => new FormElement.Asks(new("c:" + column.Key, column.Header, InputOf(column, old.GetValueOrDefault(column.Key, "")))))];
        if (wrong is not null) elements.Insert(0, new FormElement.Note(wrong));
        return new Form(FormId, field.Label, elements, "Save", Carry(draft, field, row));
    }

    private static FieldInput InputOf(TemplateColumn column, string value) => column.Kind switch
    {
        FieldKind.Date => new FieldInput.Day(value),
        FieldKind.Choice => new FieldInput.PickOne([.. column.Choices.Select(Choice.Of)], value),
        _ => new FieldInput.Short(value, 500),
    };

    private static IReadOnlyList<IReadOnlyDictionary<string, string>> RowsOf(Draft draft, TemplateField field) => SectionForm.ValueOf(draft, field) is FieldValue.Rows rows ? rows.Entries : [];

    private static string Carry(Draft draft, TemplateField field, int row) => string.Create(CultureInfo.InvariantCulture, $"{draft.P.Id.Value}|{SectionForm.PlaceOf(draft.Template, field)}|{row}");

    private static async Task<(Draft Draft, TemplateField? Field, int Row, Answer? No)> AtAsync(Turn turn, string carried)
    {
        var parts = carried.Split('|');
        var draft = await Draft.LoadAsync(turn, new(parts[0]));
        var field = parts.Length > 1 && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var place) && place >= 0 && place < draft.Template.Fields.Count ? draft.Template.Fields[place] : null;
        var row = parts.Length > 2 && int.TryParse(parts[2], CultureInfo.InvariantCulture, out var at) ? Math.Max(0, at) : 0;
        var no = draft.Closed ?? WriteSection.MayNot(turn, draft.P);
        if (no is null && (field is null || field.Columns.Count == 0 || !draft.Walk.IsOpen(field))) no = Answer.Say("These rows are filled from the incident and are mended there.");
        return (draft, field, row, no);
    }
}
