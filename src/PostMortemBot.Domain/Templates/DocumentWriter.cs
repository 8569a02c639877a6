using System.Text;

namespace PostMortemBot.Domain;

/// <summary>Walks the template's blocks and prints each with what is known.</summary>
internal sealed partial class DocumentWriter(Template template, DocumentContent content)
{
    private readonly Answers answers = new(content, template);
    private readonly ValueText values = new(content);
    private readonly StringBuilder printed = new();
    private string lastIndent = "";
    private bool lastIsOneLine;

    public string Write()
    {
        foreach (var part in template.Parts) WritePart(part);
        return printed.Append('\n').ToString();
    }

    public string WriteOnly(FieldPath path)
    {
        foreach (var part in template.Parts)
        {
            if (part.Path == path) WritePart(part with { Before = [] });
            else if (part.Groups.FirstOrDefault(group => group.Name is not null && group.Path == path) is { } group) WriteGroup(group, part);
        }

        return printed.Length == 0 ? "" : printed.Append('\n').ToString();
    }

    private void WritePart(TemplatePart part)
    {
        foreach (var rule in part.Before) WriteBlock(rule);
        if (part.Heading is { } heading) WriteBlock(heading);
        foreach (var group in part.Groups) WriteGroup(group, part);
    }

    private void WriteGroup(TemplateGroup group, TemplatePart part)
    {
        if (group.Notes.Optional && !group.Fields.Any(IsAnswered)) return;
        if (group.Heading is { } heading) WriteBlock(heading);
        var owner = group.Name is null ? part.Path : group.Path;
        var reason = part.Heading is null ? null : answers.NotApplicable(owner);
        if (reason is null) WriteBlocks(group.Blocks);
        else WriteNotApplicable(group, Reason(reason, owner, part));
    }

    /// <summary>The reason stands once: at the part's own text, or at the group it was said of.</summary>
    private string Reason(string reason, FieldPath owner, TemplatePart part) => owner != part.Path && answers.NotApplicable(part.Path) is not null ? "" : reason;

    private void WriteBlocks(IReadOnlyList<TemplateBlock> blocks)
    {
        foreach (var block in blocks) WriteBlock(block);
    }

    /// <summary>N/A said of a whole group: headings and table headers stay (T15), a table gets one row of N/A, everything else is one line.</summary>
    private void WriteNotApplicable(TemplateGroup group, string reason)
    {
        var saysIt = group.Blocks.OfType<TemplateBlock.Grid>().Any() || group.Blocks.OfType<TemplateBlock.Days>().Any();
        var hasNothing = group.Name is null && group.Blocks.Count == 0 && reason.Length == 0;
        if (!saysIt && !hasNothing) WriteLines("", Joint.Blank, ValueText.NotApplicable(reason));
        foreach (var block in group.Blocks)
        {
            if (block is TemplateBlock.Heading) WriteBlock(block);
            if (block is TemplateBlock.Grid grid) WriteGrid(grid, reason);
            if (block is TemplateBlock.Days days) WriteHeading(days.Title, _ => ValueText.NotApplicable(reason));
        }
    }

    private bool IsAnswered(TemplateField field) => answers.Of(field) is not null || content.NotApplicable.ContainsKey(field.Path);

    private void WriteBlock(TemplateBlock block)
    {
        switch (block)
        {
            case TemplateBlock.Fixed same:
                WriteLines(same.Lead, same.Joint, same.Markdown);
                break;
            case TemplateBlock.Heading heading:
                WriteHeading(heading, slot => LineOf(template.Fields[slot.Field]));
                break;
            case TemplateBlock.Text text:
                WriteText(text);
                break;
            case TemplateBlock.Entries entries:
                WriteEntries(entries);
                break;
            case TemplateBlock.Repeat repeat:
                WriteRepeat(repeat);
                break;
            case TemplateBlock.Grid grid:
                WriteGrid(grid, answers.NotApplicable(template.Fields[grid.Field].Path));
                break;
            case TemplateBlock.Sheet sheet:
                WriteSheet(sheet);
                break;
            case TemplateBlock.Code code:
                WriteCode(code);
                break;
            case TemplateBlock.Days days:
                WriteDays(days);
                break;
            case TemplateBlock.WhenAnswered some:
                if (FieldsIn(some).Any(field => IsAnswered(template.Fields[field]))) WriteBlocks(some.Blocks);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(block), block, "A block that cannot be printed.");
        }
    }

    private static IEnumerable<int> FieldsIn(TemplateBlock block) => block switch
    {
        TemplateBlock.Text text => SlotsIn(text.Pieces),
        TemplateBlock.Heading heading => SlotsIn(heading.Pieces),
        TemplateBlock.Sheet sheet => sheet.Lines.SelectMany(SlotsIn),
        TemplateBlock.Entries entries => [entries.Field],
        TemplateBlock.Repeat repeat => [repeat.Field],
        TemplateBlock.Grid grid => [grid.Field],
        TemplateBlock.Code code => [code.Field],
        TemplateBlock.Days days => [days.Field],
        TemplateBlock.WhenAnswered some => some.Blocks.SelectMany(FieldsIn),
        _ => [],
    };

    private static IEnumerable<int> SlotsIn(IReadOnlyList<Piece> pieces) => pieces.OfType<Piece.Slot>().Select(slot => slot.Field).Concat(pieces.OfType<Piece.Box>().Select(box => box.Field));

    private string LineOf(TemplateField field, bool raw = false) => values.Line(field, answers.Of(field), answers.NotApplicable(field.Path), raw);

    private void WriteHeading(TemplateBlock.Heading heading, Func<Piece.Slot, string> valueOf)
    {
        Begin(heading.Lead, heading.Joint, heading.Indent);
        printed.Append('#', heading.Level).Append(' ');
        foreach (var piece in heading.Pieces) printed.Append(piece is Piece.Slot slot ? valueOf(slot) : ((Piece.Literal)piece).Markdown.ReplaceLineEndings(" "));
        lastIsOneLine = true;
    }

    private void WriteText(TemplateBlock.Text text)
    {
        Begin(text.Lead, text.Joint, text.Indent);
        var start = printed.Length;
        for (var i = 0; i < text.Pieces.Count; i++)
        {
            switch (text.Pieces[i])
            {
                case Piece.Literal literal:
                    printed.Append(literal.Markdown);
                    break;
                case Piece.Box box:
                    printed.Append(answers.Of(template.Fields[box.Field]) is FieldValue.Tick { On: true } ? "[x]" : "[ ]");
                    break;
                case Piece.Slot slot:
                    AppendSlot(template.Fields[slot.Field], text.Indent, isLast: i == text.Pieces.Count - 1);
                    break;
                default:
                    throw new InvalidOperationException("A piece that cannot be printed.");
            }
        }

        lastIsOneLine = printed.ToString(start, printed.Length - start).IndexOf('\n', StringComparison.Ordinal) < 0;
    }

    private void AppendSlot(TemplateField field, string indent, bool isLast)
    {
        var value = answers.Of(field);
        var inLine = !isLast || value is null || answers.NotApplicable(field.Path) is not null;
        if (inLine || ValueText.ProseOf(field, value!) is not { } prose) // a missing value is in line
        {
            printed.Append(LineOf(field));
            return;
        }

        TrimBeforeNothing(prose.Count);
        var beginsWithBlock = prose.Count > 0 && prose[0] is not ProseBlock.Paragraph && printed.Length > 0 && printed[^1] == ' ' && !AtLineStart(indent);
        if (beginsWithBlock)
        {
            while (printed[^1] == ' ') printed.Length--;
            printed.Append("\n" + indent.TrimEnd() + "\n" + indent);
        }

        printed.Append(Prose.Write(prose, indent));
    }

    /// <summary>A ticked box without a remark ends after its label.</summary>
    private void TrimBeforeNothing(int blocks)
    {
        while (blocks == 0 && printed[^1] is ' ' or ':') printed.Length--;
    }

    private bool AtLineStart(string indent)
    {
        var line = printed.ToString(Math.Max(0, printed.Length - indent.Length - 1), Math.Min(printed.Length, indent.Length + 1));
        return line.StartsWith('\n') || printed.Length <= indent.Length;
    }

    private void WriteLines(string lead, Joint joint, string markdown)
    {
        Begin(lead, joint, string.Concat(lead.Select(letter => letter is '>' or '\t' ? letter : ' ')));
        printed.Append(markdown);
        lastIsOneLine = !markdown.Contains('\n', StringComparison.Ordinal);
    }

    /// <summary>Sets a block off from the one before. After several paragraphs, a list or a code block nothing may follow closely: it would be taken for more of them.</summary>
    private void Begin(string lead, Joint joint, string indent)
    {
        if (printed.Length > 0)
        {
            if (joint == Joint.HardBreak && lastIsOneLine) printed.Append("  \n");
            else if (joint == Joint.Tight && lastIsOneLine) printed.Append('\n');
            else printed.Append('\n').Append(Common(lastIndent, indent).TrimEnd()).Append('\n');
        }

        printed.Append(lead);
        lastIndent = indent;
        lastIsOneLine = true;
    }

    private static string Common(string first, string second)
    {
        var length = 0;
        while (length < first.Length && length < second.Length && first[length] == second[length]) length++;
        return first[..length];
    }
}
