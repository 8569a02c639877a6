using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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
    private const string New = "new";

    public static Task<Answer> Opened(Turn turn, ButtonPressed pressed) => WriteSection.KeptAsync(turn, pressed, async () =>
    {
        var at = await AtAsync(turn, pressed.Value);
        return at.No ?? Answer.Open(Shown(at.Draft, at.Field!, at.Row));
    });

    public static async Task<Answer> Edit(Turn turn, ButtonPressed pressed)
    {
        var at = await AtAsync(turn, pressed.Value);
        return at.No ?? Answer.Open(FormOf(at.Draft, at.Field!, at));
    }

    public static async Task<Answer> Remove(Turn turn, ButtonPressed pressed)
    {
        var at = await AtAsync(turn, pressed.Value);
        if (at.No is { } no) return no;
        return await StoreAsync(turn, at.Draft, at.Field!, rows => rows.Where((_, place) => place != at.PlaceIn(rows))) ?? ShownAfter(turn, await Draft.LoadAsync(turn, at.Draft.P.Id), at.Field!);
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var at = await AtAsync(turn, form.Carry);
        if (at.No is { } no) return no;
        var row = at.Field!.Columns.ToDictionary(column => column.Key, column => Secrets.Mask(form.Values.Text("c:" + column.Key)).Text);
        if (row.Values.All(cell => cell.Length == 0)) return Answer.Open(FormOf(at.Draft, at.Field, at).Refused([], "Fill in at least one of these."));
        if (at.Mark != New && at.PlaceIn(RowsOf(at.Draft, at.Field)) < 0 && !RowsOf(at.Draft, at.Field).Any(there => MarkOf(there) == MarkOf(row)))
        {
            return Answer.Open(FormOf(at.Draft, at.Field, at with { Mark = New }).Holding(form.Values).Refused([], "Somebody changed this row meanwhile. Saving adds yours beside it."));
        }

        var refused = await StoreAsync(turn, at.Draft, at.Field, rows => With(rows, at, row), sentence => Answer.Open(FormOf(at.Draft, at.Field, at).Holding(form.Values).Refused([], sentence)));
        return refused ?? ShownAfter(turn, await Draft.LoadAsync(turn, at.Draft.P.Id), at.Field, Masked.Sentence(form.Values));
    }

    /// <summary>The row in its place, or behind the others. One that stands there already is not added again: a form saved twice adds one row.</summary>
    private static IEnumerable<IReadOnlyDictionary<string, string>> With(IReadOnlyList<IReadOnlyDictionary<string, string>> rows, RowAt at, IReadOnlyDictionary<string, string> row)
    {
        var place = at.PlaceIn(rows);
        if (place >= 0) return rows.Select((old, i) => i == place ? row : old);
        return rows.Any(there => MarkOf(there) == MarkOf(row)) ? rows : rows.Append(row);
    }

    /// <summary>Null when it is stored; else what to say.</summary>
    private static async Task<Answer?> StoreAsync(Turn turn, Draft draft, TemplateField field, Func<IReadOnlyList<IReadOnlyDictionary<string, string>>, IEnumerable<IReadOnlyDictionary<string, string>>> change, Func<string, Answer>? back = null)
    {
        var outcome = await turn.DecideAsync(draft.P.Id, p =>
        {
            var rows = RowsOf(new Draft(p, draft.Template, Draft.Fill(draft.Template, p, turn.View)), field);
            var save = new SectionSave(p.Version) { Answers = [new(field.Path, new FieldValue.Rows([.. change(rows)]))] };
            return Questions.Written(p, Drafting.Save(p, save, draft.Template, turn.Policy, state => Draft.Fill(draft.Template, state, turn.View), turn.Actor, turn.Now), turn.Actor, turn.Now);
        });
        return outcome is Outcome.Refused refused ? back?.Invoke(refused.Sentence) ?? Refusal.Say(turn, refused.Sentence) : null;
    }

    private static Answer ShownAfter(Turn turn, Draft after, TemplateField field, string? masked = null) => Answer.Open(Shown(after, field, Math.Max(0, RowsOf(after, field).Count - 1), masked));

    private static Rows Shown(Draft draft, TemplateField field, int row, string? masked = null)
    {
        var rows = RowsOf(draft, field);
        var pages = Math.Max(1, (rows.Count + Rows.PageSize - 1) / Rows.PageSize);
        var page = Math.Clamp(row / Rows.PageSize, 0, pages - 1);
        var items = rows.Select((one, place) => (one, place)).Skip(page * Rows.PageSize).Take(Rows.PageSize)
            .Select(item => new RowItem(Texts.OneLine(string.Join(" · ", field.Columns.Select(column => item.one.GetValueOrDefault(column.Key, "")).Where(cell => cell.Length > 0)), 200),
                [Button.Opens(EditId, "Edit", Carry(draft, field, item.place, MarkOf(item.one))), Button.Does(RemoveId, "Remove", Carry(draft, field, item.place, MarkOf(item.one)))]));
        List<Button> buttons = [];
        if (page > 0) buttons.Add(Button.Does(OpenId, "Former 10", Carry(draft, field, (page - 1) * Rows.PageSize)));
        if (page < pages - 1) buttons.Add(Button.Does(OpenId, "Next 10", Carry(draft, field, (page + 1) * Rows.PageSize)));
        buttons.Add(Button.Opens(ProgressCard.ContinueId, "Continue", draft.P.Id.Value));
        return new Rows(OpenId, field.Label, $"{masked} {(rows.Count == 0 ? "No row yet." : $"{Moments.Count(rows.Count, "row")}.")}".Trim(), [.. items], page + 1, pages, Carry(draft, field, 0))
        {
            Add = Button.Opens(EditId, "Add a row", Carry(draft, field, rows.Count, New)),
            Buttons = buttons,
        };
    }

    private static Form FormOf(Draft draft, TemplateField field, RowAt at)
    {
        var rows = RowsOf(draft, field);
        var old = at.PlaceIn(rows) is var place and >= 0 ? rows[place] : new Dictionary<string, string>();
        List<FormElement> elements = [.. field.Columns.Select(column => new FormElement.Asks(new("c:" + column.Key, column.Header, InputOf(column, old.GetValueOrDefault(column.Key, "")))))];
        return new Form(FormId, field.Label, elements, "Save", Carry(draft, field, at.Row, at.Mark));
    }

    private static FieldInput InputOf(TemplateColumn column, string value) => column.Kind switch
    {
        FieldKind.Date => new FieldInput.Day(value),
        FieldKind.Choice => new FieldInput.PickOne([.. column.Choices.Select(Choice.Of)], value),
        _ => new FieldInput.Short(value, 500),
    };

    private static IReadOnlyList<IReadOnlyDictionary<string, string>> RowsOf(Draft draft, TemplateField field) => SectionForm.ValueOf(draft, field) is FieldValue.Rows rows ? rows.Entries : [];

    private static string Carry(Draft draft, TemplateField field, int row, string mark = "") => string.Create(CultureInfo.InvariantCulture, $"{draft.P.Id.Value}|{SectionForm.PlaceOf(draft.Template, field)}|{row}|{mark}");

    /// <summary>A row is known by what it says: its place moves when others are added or removed.</summary>
    private static string MarkOf(IReadOnlyDictionary<string, string> row) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', row.Where(cell => cell.Value.Length > 0).OrderBy(cell => cell.Key, StringComparer.Ordinal).Select(cell => $"{cell.Key}={cell.Value}")))))[..12];

    /// <summary>Where a button or form stands.</summary>
    /// <param name="Row">Its place when it was drawn.</param>
    /// <param name="Mark">What it said then; <see cref="New"/> for one to be added.</param>
    private sealed record RowAt(Draft Draft, TemplateField? Field, int Row, string Mark, Answer? No)
    {
        /// <summary>Its place now; negative when it is new, gone or says something else.</summary>
        public int PlaceIn(IReadOnlyList<IReadOnlyDictionary<string, string>> rows) =>
            Row < rows.Count && MarkOf(rows[Row]) == Mark ? Row : rows.ToList().FindIndex(row => MarkOf(row) == Mark);
    }

    private static async Task<RowAt> AtAsync(Turn turn, string carried)
    {
        var parts = carried.Split('|');
        var draft = await Draft.LoadAsync(turn, new(parts[0]));
        var field = parts.Length > 1 && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var place) && place >= 0 && place < draft.Template.Fields.Count ? draft.Template.Fields[place] : null;
        var row = parts.Length > 2 && int.TryParse(parts[2], CultureInfo.InvariantCulture, out var at) ? Math.Max(0, at) : 0;
        var no = await WriteSection.MayNotAsync(turn, draft, field?.Path);
        if (no is null && (field is null || field.Columns.Count == 0 || !draft.Walk.IsOpen(field))) no = Answer.Say("These rows are filled from the incident and are mended there.");
        return new(draft, field, row, parts.Length > 3 ? parts[3] : "", no);
    }
}
