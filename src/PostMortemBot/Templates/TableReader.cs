using Markdig.Extensions.Tables;
using Markdig.Syntax;
using PostMortemBot.Domain;

namespace PostMortemBot.Templates;

/// <summary>Reads tables (T8): columns from the header, and rows that are fixed, named or examples.</summary>
internal sealed class TableReader(Reading reading, BlocksReader blocks)
{
    private TemplateSource Source => reading.Source;

    public TemplateBlock Read(Table table, Scope scope, Directives said)
    {
        reading.Tables++;
        var rows = table.OfType<TableRow>().ToList();
        var header = rows.Where(row => row.IsHeader).SelectMany(Cells).ToList();
        var body = rows.Where(row => !row.IsHeader).Select(row => ReadRow(row, header.Count)).ToList();
        var binding = said.Bind is { } name && Bindings.Named(name) is { Kind: FieldKind.Table } bound ? bound : null;
        var lead = blocks.LeadOf(table);
        var joint = blocks.JointOf(table);
        RefuseBlanksInHeader(rows);
        if (binding is null && body.All(row => row.Row.Kind == RowKind.Fixed)) return new TemplateBlock.Fixed(lead, joint, blocks.Raw(table));
        var columns = header.Select((cell, i) => Column(cell, i, body, binding)).ToList();
        var field = new TemplateField(default, FieldKind.Table, "", Source.LineOf(table.Span.Start))
        {
            Prompts = [.. body.SelectMany(row => row.Row.Cells).Where(cell => cell.Prompt is not null).Select(cell => cell.Prompt!).Distinct()],
            Blanks = body.Sum(row => row.Blanks),
            Columns = Distinct(columns),
            Rows = [.. body.Select(row => row.Row)],
            Binding = binding?.Name,
        };
        return new TemplateBlock.Grid(lead, joint, reading.Add(scope, null, field), header, Delimiters(table, header.Count));
    }

    private void RefuseBlanksInHeader(List<TableRow> rows)
    {
        foreach (var cell in rows.Where(row => row.IsHeader).SelectMany(row => row.OfType<TableCell>()))
        {
            if (TextOf(cell) is { Marks.Count: > 0 } text) reading.Refuse(Source.LineOf(text.Start), "A table's header cannot have a blank. Take the brackets out.");
        }
    }

    private (TemplateRow Row, int Blanks) ReadRow(TableRow row, int columns)
    {
        var line = Source.LineOf(row.Span.Start);
        var cells = row.OfType<TableCell>().Take(Math.Max(columns, 1)).Select(cell => ReadCell(cell, line)).ToList();
        while (cells.Count < columns) cells.Add((new TemplateCell("", null, null), 0));
        var kind = cells.All(cell => cell.Cell.Kind is null) ? RowKind.Fixed : cells[0].Cell.Kind is null ? RowKind.Named : RowKind.Example;
        return (new TemplateRow(kind, line, [.. cells.Select(cell => cell.Cell)]), cells.Sum(cell => cell.Blanks));
    }

    private (TemplateCell Cell, int Blanks) ReadCell(TableCell cell, int line)
    {
        if (TextOf(cell) is not { IsEmpty: false } text) return (new TemplateCell("", null, null), 0);
        var raw = Trimmed(text);
        var fillIns = FillIns.In(raw, wholeCell: text.Marks.Count == 0);
        if (text.Marks.Count + (text.Marks.Count > 0 ? 0 : fillIns.Count) == 0) return (new TemplateCell(raw, null, null), 0);
        if (text.Marks.Count > 1 || (text.Marks.Count == 0 && fillIns.Count > 1)) return (new TemplateCell(raw, FieldKind.Line, text.Said(text.Start, text.End)), text.Marks.Count);
        if (text.Marks.Count == 0) return (FillInCell(raw, fillIns[0]), 0);
        var mark = text.Marks[0];
        var field = FieldKinds.Of(mark, line, new Surroundings(false, false, null), Directives.From(string.Concat(text.Comments.Select(one => one.Comment))));
        if (field is null) return (new TemplateCell(raw, null, null), 0);
        var (before, after) = (text.Raw(text.Start, mark.Start).TrimStart(), text.Raw(mark.End, text.End).TrimEnd());
        return (new TemplateCell(raw, field.Kind, mark.Hint) { Before = before, After = after, Unit = field.Unit, Choices = field.Choices }, 1);
    }

    private static TemplateCell FillInCell(string raw, FillIn found) => new(raw, found.Kind, null)
    {
        Before = raw[..found.Start],
        After = raw[(found.Start + found.Length)..],
        Unit = found.Unit,
        Choices = found.Choices,
    };

    private static TemplateColumn Column(string header, int at, List<(TemplateRow Row, int Blanks)> body, Binding? binding)
    {
        var open = body.Select(row => row.Row.Cells[at]).Where(cell => cell.Kind is not null).ToList();
        var agree = open.Count > 0 && open.All(cell => cell.Kind == open[0].Kind && cell.Unit == open[0].Unit && cell.Choices.SequenceEqual(open[0].Choices));
        var first = agree ? open[0] : null;
        var key = binding?.Columns.ElementAtOrDefault(at) ?? Paths.Step(header);
        var kind = first?.Kind is FieldKind.Prose or null ? FieldKind.Line : first.Kind.Value;
        return new TemplateColumn(header, key, kind) { Choices = first?.Choices ?? [], Unit = first?.Unit };
    }

    private static List<TemplateColumn> Distinct(List<TemplateColumn> columns)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. columns.Select((column, i) => column.Key.Length > 0 && seen.Add(column.Key) ? column : column with { Key = $"{column.Key} {i + 1}".Trim() })];
    }

    /// <summary>The cells of the line under the header (<c>:---:</c>), which carry the alignment.</summary>
    private List<string> Delimiters(Table table, int columns)
    {
        var header = Source.LineOf(table.Span.Start);
        var cells = Source.Line(header + 1).Trim(' ', '\t', '>').Trim('|').Split('|').Select(cell => cell.Trim()).ToList();
        return [.. Enumerable.Range(0, columns).Select(i => i < cells.Count && cells[i].Contains('-', StringComparison.Ordinal) ? cells[i] : "---")];
    }

    private IEnumerable<string> Cells(TableRow row) => row.OfType<TableCell>().Select(cell => TextOf(cell) is { IsEmpty: false } text ? Trimmed(text) : "");

    private static string Trimmed(InlineText text) => text.Raw(text.Start, text.End).Trim();

    private InlineText? TextOf(TableCell cell) => cell.Count > 0 && cell[0] is ParagraphBlock paragraph ? InlineText.Of(paragraph, Source) : null;
}
