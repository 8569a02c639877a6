namespace PostMortemBot.Domain;

/// <summary>What is printed as often as there are answers: lists, repeated items, tables, sheets, code, days.</summary>
internal sealed partial class DocumentWriter
{
    private void WriteEntries(TemplateBlock.Entries entries)
    {
        var field = template.Fields[entries.Field];
        var value = answers.Of(field);
        if (answers.NotApplicable(field.Path) is { } reason) WriteLines(entries.Lead, entries.Joint, ValueText.NotApplicable(reason));
        else if (value is not null) WriteItems(entries, ValueText.EntriesOf(value));
        else if (entries.Fallback is { } own) WriteLines("", entries.Joint, own);
        else WriteLines(entries.Lead, entries.Joint, values.Missing(field));
        lastIsOneLine = false;
    }

    private void WriteItems(TemplateBlock.Entries entries, IReadOnlyList<string> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            var block = entries with { Lead = entries.Ordered ? Renumbered(entries.Lead, i + 1) : entries.Lead };
            Begin(block.Lead, i == 0 ? block.Joint : Joint.Tight, block.Indent);
            printed.Append(Prose.Write(ValueText.EntryOf(items[i]), block.Indent));
            lastIsOneLine = true;
        }
    }

    /// <summary>The list marker with this number in place of the template's.</summary>
    private static string Renumbered(string lead, int number)
    {
        var end = lead.Length;
        while (end > 0 && !char.IsAsciiDigit(lead[end - 1])) end--;
        var start = end;
        while (start > 0 && char.IsAsciiDigit(lead[start - 1])) start--;
        return FormattableString.Invariant($"{lead[..start]}{number}{lead[end..]}");
    }

    private void WriteRepeat(TemplateBlock.Repeat repeat)
    {
        var field = template.Fields[repeat.Field];
        var reason = answers.NotApplicable(field.Path);
        if (reason is not null || answers.Of(field) is not FieldValue.Rows rows)
        {
            WriteLines(repeat.Lead, repeat.Joint, reason is not null ? ValueText.NotApplicable(reason) : answers.Of(field) is { } other ? values.Line(field, other, null) : values.Missing(field));
            return;
        }

        for (var i = 0; i < rows.Entries.Count; i++)
        {
            Begin(repeat.Ordered ? Renumbered(repeat.Lead, i + 1) : repeat.Lead, i == 0 ? repeat.Joint : Joint.Tight, repeat.Indent);
            foreach (var piece in repeat.Pieces) printed.Append(piece is Piece.Slot slot ? ValueText.Cell(rows.Entries[i], slot.Column!) : ((Piece.Literal)piece).Markdown); // a repeated item's slot names its column
        }
    }

    private void WriteGrid(TemplateBlock.Grid grid, string? reason)
    {
        var field = template.Fields[grid.Field];
        var table = new TableText(field, values);
        var rows = reason is not null ? [TableText.NotApplicable(field, reason)] : table.Rows(answers.Of(field), answers.IsTyped(field));
        WriteLines(grid.Lead, grid.Joint, Row(table.Header(grid.Header, content.Zone)));
        foreach (var row in rows.Prepend(grid.Delimiters)) WriteLines(grid.Indent, Joint.Tight, Row(row));
        lastIsOneLine = false;
    }

    private static string Row(IEnumerable<string> cells) => "| " + string.Join(" | ", cells) + " |";

    private void WriteSheet(TemplateBlock.Sheet sheet)
    {
        var lines = sheet.Lines.Select(line => string.Concat(line.Select(piece => piece is Piece.Slot slot ? LineOf(template.Fields[slot.Field], raw: true) : ((Piece.Literal)piece).Markdown))).ToList();
        var sign = sheet.Fence[0];
        var fence = new string(sign, Math.Max(sheet.Fence.Length, lines.Max(line => ProseWriter.LongestRun(line, sign)) + 1));
        WriteLines(sheet.Lead, sheet.Joint, fence);
        foreach (var line in lines.Append(fence)) WriteLines(sheet.Indent, Joint.Tight, line);
    }

    private void WriteCode(TemplateBlock.Code code)
    {
        var field = template.Fields[code.Field];
        var value = answers.Of(field);
        if (answers.NotApplicable(field.Path) is { } reason) WriteLines(code.Lead, code.Joint, ValueText.NotApplicable(reason));
        else if (value is null) WriteLines(code.Lead, code.Joint, values.Missing(field));
        else
        {
            var joint = code.Joint;
            foreach (var example in ValueText.CodesOf(value))
            {
                WriteLines(joint == code.Joint ? code.Lead : code.Indent, joint, ProseWriter.Fence(field.Language ?? "", example, code.Indent));
                joint = Joint.Blank;
            }
        }
    }

    private void WriteDays(TemplateBlock.Days days)
    {
        var field = template.Fields[days.Field];
        if (answers.NotApplicable(field.Path) is not null || content.Timeline.Count == 0)
        {
            var said = answers.NotApplicable(field.Path) is { } reason ? ValueText.NotApplicable(reason) : values.Missing(field);
            WriteHeading(days.Title, _ => said);
        }

        var timeline = new TimelineText(days);
        for (var i = 0; i < content.Timeline.Count && answers.NotApplicable(field.Path) is null; i++)
        {
            var day = content.Timeline[i];
            WriteHeading(i == 0 ? TimelineText.Title(days.Title, 1) : TimelineText.Title(days.Title, i + 1) with { Joint = Joint.Blank }, _ => LineText.Escape(day.Date));
            foreach (var block in day.Blocks) WriteTimelineBlock(days.Indent, timeline.Title(block), block.Lines.Select(TimelineText.Line));
        }

        foreach (var phase in timeline.Without(content.Timeline)) WritePhaseWithoutEvents(days.Indent, phase);
    }

    private void WriteTimelineBlock(string indent, string title, IEnumerable<string> lines)
    {
        WriteLines(indent, Joint.Blank, $"**{title}**");
        foreach (var line in lines) WriteLines(indent + "- ", Joint.Tight, line);
        lastIsOneLine = false;
    }

    /// <summary>Listed as N/A, with what people answered to its prompts; an optional one is left out when they answered nothing.</summary>
    private void WritePhaseWithoutEvents(string indent, PhaseBlock phase)
    {
        var value = phase.Field is { } field ? answers.Of(template.Fields[field]) : null;
        if (value is null && (phase.Optional || content.Timeline.Count == 0)) return;
        var entries = value is null ? [] : ValueText.EntriesOf(value);
        WriteTimelineBlock(indent, "N/A - " + LineText.Escape(phase.Title), entries.Select(entry => Prose.Write(ValueText.EntryOf(entry), indent + "  ")));
    }
}
