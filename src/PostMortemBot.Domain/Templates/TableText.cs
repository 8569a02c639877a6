using System.Text.RegularExpressions;

namespace PostMortemBot.Domain;

/// <summary>The rows of a table as Markdown cells (T8).</summary>
internal sealed partial class TableText(TemplateField field, ValueText values)
{
    /// <summary>Behind a column's key in a row: what the bot links to from this cell, and where that is.</summary>
    public const string Label = "|label";
    public const string Address = "|address";

    public static IReadOnlyList<string> NotApplicable(TemplateField field, string reason) =>
        [.. field.Columns.Select((_, i) => i == 0 ? ValueText.NotApplicable(reason) : "N/A")];

    /// <summary>The header; in the milestones' table the zone of the time column is the one in force at the incident.</summary>
    public IReadOnlyList<string> Header(IReadOnlyList<string> header, string? zone)
    {
        if (zone is null || field.Binding != Bindings.Milestones) return header;
        return [.. header.Select((cell, i) => i < field.Columns.Count && field.Columns[i].Key == "time" ? Zone().Replace(cell, $"({LineText.Escape(zone)})") : cell)];
    }

    /// <param name="value">What is known; null when nothing is.</param>
    /// <param name="typed">A person's rows are merged with the template's named ones; the bot's replace them.</param>
    public IReadOnlyList<IReadOnlyList<string>> Rows(FieldValue? value, bool typed)
    {
        var given = value is FieldValue.Rows rows ? rows.Entries : [];
        if (given.Count > 0 && !typed) return [.. given.Select((row, i) => Given(row, given.Count == field.Rows.Count ? field.Rows[i] : null))];
        var left = given.ToList();
        var printed = field.Rows.Where(row => row.Kind != RowKind.Example).Select(row => Own(row, TakeNamed(left, row))).ToList();
        printed.AddRange(left.Select((row, i) => Given(row, printed.Count == 0 && left.Count == field.Rows.Count ? field.Rows[i] : null)));
        if (value is not null and not FieldValue.Rows) printed.Add(InFirst(values.Line(field, value, null)));
        return printed.Count > 0 ? printed : [InFirst(values.Missing(field))];
    }

    private List<string> InFirst(string text) => [.. field.Columns.Select((_, i) => i == 0 ? text : "N/A")];

    /// <summary>The given row that is named like this row of the template, taken out of what is left.</summary>
    private IReadOnlyDictionary<string, string>? TakeNamed(List<IReadOnlyDictionary<string, string>> left, TemplateRow row)
    {
        var at = left.FindIndex(one => one.TryGetValue(field.Columns[0].Key, out var name) && LineText.Plain(name) == row.Cells[0].Markdown);
        if (at < 0) return null;
        var found = left[at];
        left.RemoveAt(at);
        return found;
    }

    private List<string> Own(TemplateRow row, IReadOnlyDictionary<string, string>? given) =>
        [.. row.Cells.Select((cell, i) => cell.Kind is null ? cell.Markdown : given is not null && given.TryGetValue(field.Columns[i].Key, out var text) && LineText.Plain(text).Length > 0 ? Filled(cell, text) : values.Missing(field with { Label = field.Columns[i].Header }))];

    /// <summary>A given row; where it says nothing the template's fixed text in that place is the default (a milestone keeps its name), else N/A.</summary>
    private List<string> Given(IReadOnlyDictionary<string, string> row, TemplateRow? own)
    {
        var cells = new List<string>();
        for (var i = 0; i < field.Columns.Count; i++)
        {
            var cell = own?.Cells[i];
            var text = row.TryGetValue(field.Columns[i].Key, out var said) ? LineText.Plain(said) : "";
            var isDefault = text.Length == 0 && cell is { Kind: null, Markdown.Length: > 0 };
            if (text.Length == 0 && field.Binding == Bindings.Milestones && cell?.Prompt is { } milestone) text = milestone;
            cells.Add(isDefault ? cell!.Markdown : text.Length == 0 ? "N/A" : (cell?.Kind is null ? Escaped(text, field.Columns[i].Unit) : Filled(cell, text)) + Linked(row, field.Columns[i].Key));
        }

        return cells;
    }

    /// <summary>A number keeps the words around its fill-in (<c>Breached for 23min</c>); typed words replace them.</summary>
    private static string Filled(TemplateCell cell, string text)
    {
        var unit = ValueText.UnitOf(text, cell.Unit);
        var isNumber = cell.Kind != FieldKind.Number || unit.Length > 0;
        return isNumber ? cell.Before + Escaped(text, null) + unit + cell.After : Escaped(text, null);
    }

    private static string Linked(IReadOnlyDictionary<string, string> row, string key) =>
        row.TryGetValue(key + Label, out var label) && row.TryGetValue(key + Address, out var address) && ProseSpans.IsSafeUrl(address) ? $" ([{LineText.Escape(label, inCell: true)}](<{address}>))" : "";

    private static string Escaped(string text, string? unit) => LineText.Escape(text, inCell: true) + ValueText.UnitOf(text, unit);

    [GeneratedRegex(@"\([^()]*\)\z", RegexOptions.None, Patterns.Patience)]
    private static partial Regex Zone();
}
