using System.Globalization;
using System.Text;
using PostMortemBot.Domain;

namespace PostMortemBot.Templates;

/// <summary>What was derived from a template, for people: one line per field with its part, group, path, kind, choices, binding and line.</summary>
public static class TemplateListing
{
    public static string Print(Template template)
    {
        var listing = new StringBuilder();
        var counts = template.Counts;
        Line(listing, $"{template.Name}: {counts.Parts} parts, {counts.ThirdLevelHeadings} third-level headings, {counts.Tables} tables, {counts.Checkboxes} checkboxes, {counts.FencedBlocks} fenced blocks, {counts.Blanks} bracketed blanks, {template.Fields.Count} fields");
        foreach (var part in template.Parts)
        {
            Line(listing, $"\npart {part.Name}{NotesOf(part.Notes)} (line {part.Line})");
            foreach (var group in part.Groups) Print(group, listing);
        }

        return listing.ToString();
    }

    private static void Print(TemplateGroup group, StringBuilder listing)
    {
        if (group.Name is not null) Line(listing, $"  group {group.Name}{NotesOf(group.Notes)} (line {group.Line})");
        foreach (var field in group.Fields)
        {
            Line(listing, $"    {field.Path} | {KindOf(field)} | {ChoicesOf(field)} | {field.Binding ?? "-"} | {field.Blanks} | {field.Line}");
            foreach (var column in field.Columns) Line(listing, $"      column {column.Key} | {column.Kind}{Unit(column.Unit)} | {Or(column.Choices)}");
            foreach (var row in field.Rows) Line(listing, $"      row {row.Kind} | {string.Join(" | ", row.Cells.Select(cell => cell.Markdown))}");
        }
    }

    private static string NotesOf(HeadingNotes notes) =>
        (notes.ReviewRoles.Count > 0 ? $" · review {string.Join(' ', notes.ReviewRoles)}" : "")
        + (notes.NotForNearMisses ? " · not for near misses" : "")
        + (notes.Optional ? " · if applicable" : "")
        + (notes.Guidance is null ? "" : $" · \"{notes.Guidance}\"");

    private static string KindOf(TemplateField field) =>
        field.Kind + Unit(field.Unit)
        + (field.AtMost is { } most ? $" at most {most}" : "")
        + (field.Language is null ? "" : " " + field.Language)
        + (field.Remark ? " with remark" : "")
        + (field.Optional ? " optional" : "");

    private static string Unit(string? unit) => unit is null ? "" : $" in {unit.Trim()}";

    private static string ChoicesOf(TemplateField field) =>
        Or(field.Choices) + (field.Several ? " (several)" : "") + (field.RemarkRequiredWith is null ? "" : $" (remark with {field.RemarkRequiredWith})");

    private static string Or(IReadOnlyList<string> choices) => choices.Count == 0 ? "-" : string.Join('/', choices);

    private static void Line(StringBuilder listing, FormattableString line) => listing.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
