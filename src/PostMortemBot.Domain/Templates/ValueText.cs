using System.Text.RegularExpressions;

namespace PostMortemBot.Domain;

/// <summary>Turns what is known of a field into Markdown.</summary>
internal sealed partial class ValueText(DocumentContent content)
{
    public static string NotApplicable(string reason) => LineText.Plain(reason).Length == 0 ? "N/A" : "N/A - " + LineText.Escape(reason);

    /// <summary>What stands for a blank that nobody answered.</summary>
    public string Missing(TemplateField field, bool raw = false) =>
        content.Finished ? "N/A" : raw ? $"(to be written: {LineText.Plain(field.Label)})" : $"*(to be written: {LineText.Escape(field.Label)})*";

    /// <summary>The value on one line. Raw is for code blocks, where nothing is escaped.</summary>
    public string Line(TemplateField field, FieldValue? value, string? notApplicable, bool raw = false)
    {
        if (notApplicable is not null) return raw ? LineText.Plain("N/A - " + notApplicable).TrimEnd(' ', '-') : NotApplicable(notApplicable);
        if (value is null) return Missing(field, raw);
        var text = Joined(value);
        return (raw ? LineText.Plain(text) : LineText.Escape(text)) + UnitOf(text, field.Unit);
    }

    /// <summary>The value as paragraphs where its field has room for them; null when it is a line.</summary>
    public static IReadOnlyList<ProseBlock>? ProseOf(TemplateField field, FieldValue value) => value switch
    {
        FieldValue.Tick tick when tick.Remark.Trim().Length == 0 => tick.On ? [] : Plain("N/A"),
        FieldValue.Tick tick => Prose.Read(tick.Remark),
        FieldValue.Choice { Remark.Length: > 0 } choice => WithRemark(LineText.Plain(string.Join(", ", choice.Picked)), Prose.Read(choice.Remark)),
        FieldValue.Words words when field.Kind is FieldKind.Prose or FieldKind.Link => Prose.Read(words.Text),
        FieldValue.Items items when field.Kind is FieldKind.Prose => Prose.Read(string.Join('\n', items.Entries.Select(entry => "- " + entry))),
        _ => null,
    };

    public static IReadOnlyList<string> EntriesOf(FieldValue value) => value switch
    {
        FieldValue.Items items => [.. items.Entries.Where(entry => LineText.Plain(entry).Length > 0)],
        FieldValue.Words words => [words.Text],
        _ => [Joined(value)],
    };

    /// <summary>One entry of a list: when a person began it with a list mark of their own, that mark is not doubled.</summary>
    public static IReadOnlyList<ProseBlock> EntryOf(string entry)
    {
        var blocks = Prose.Read(entry);
        return blocks.Count > 0 && blocks[0] is ProseBlock.Items { Entries: [{ Number: null } only] } ? [new ProseBlock.Paragraph(only.Lines), .. blocks.Skip(1)] : blocks;
    }

    public static IReadOnlyList<string> CodesOf(FieldValue value) => [.. EntriesOf(value).Select(CodeOf)];

    /// <summary>A cell of a row as Markdown; N/A when the row has nothing there.</summary>
    public static string Cell(IReadOnlyDictionary<string, string> row, string key) =>
        row.TryGetValue(key, out var text) && LineText.Plain(text).Length > 0 ? LineText.Escape(text) : "N/A";

    /// <summary>The unit is printed after a number, not after words.</summary>
    public static string UnitOf(string text, string? unit) => unit is not null && Number().IsMatch(LineText.Plain(text)) ? unit : "";

    private static string CodeOf(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Trim('\n').Split('\n').Select(ProseReader.CodeLine));

    private static List<ProseBlock> Plain(string text) => [new ProseBlock.Paragraph([[new ProseSpan(ProseSpanKind.Plain, text)]])];

    private static List<ProseBlock> WithRemark(string picked, IReadOnlyList<ProseBlock> remark)
    {
        var before = new ProseSpan(ProseSpanKind.Plain, picked.Length == 0 ? "" : picked + " - ");
        if (remark.Count > 0 && remark[0] is ProseBlock.Paragraph first) return [new ProseBlock.Paragraph([[before, .. first.Lines[0]], .. first.Lines.Skip(1)]), .. remark.Skip(1)];
        return picked.Length == 0 ? [.. remark] : [.. Plain(picked), .. remark];
    }

    private static string Joined(FieldValue value) => value switch
    {
        FieldValue.Words words => words.Text,
        FieldValue.Choice choice => string.Join(", ", choice.Picked) + (choice.Remark.Length == 0 ? "" : " - " + choice.Remark),
        FieldValue.Tick tick => tick.Remark,
        FieldValue.Items items => string.Join(", ", items.Entries),
        FieldValue.Rows rows => string.Join("; ", rows.Entries.Select(row => string.Join(", ", row.Values))),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, "A value that cannot be printed."),
    };

    [GeneratedRegex(@"^[<>~≤≥]? ?[0-9][0-9., \u00A0\u202F]*\z", RegexOptions.None, Patterns.Patience)]
    private static partial Regex Number();
}
