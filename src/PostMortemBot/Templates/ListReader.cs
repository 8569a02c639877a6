using Markdig.Syntax;
using PostMortemBot.Domain;

namespace PostMortemBot.Templates;

/// <summary>Reads lists (T7, T9): runs of items that are one blank each, runs of one shape, checkboxes, labelled items, and whatever is nested in them.</summary>
internal sealed class ListReader(Reading reading, BlocksReader blocks, LineReader lines)
{
    private TemplateSource Source => reading.Source;

    public void Read(ListBlock list, Scope scope, Directives said, List<TemplateBlock> printed)
    {
        var items = list.OfType<ListItemBlock>().ToList();
        if (IsBoundAndFixed(list, said))
        {
            printed.Add(BoundList(list, items, scope, said));
            return;
        }

        for (var i = 0; i < items.Count;)
        {
            var shape = ShapeOf(items[i]);
            var run = shape is null ? 1 : items.Skip(i).TakeWhile(item => ShapeOf(item) == shape).Count();
            if (shape is "") printed.Add(Entries(items.GetRange(i, run), list.IsOrdered, scope, said));
            else if (run > 1) printed.Add(Repeat(items.GetRange(i, run), list.IsOrdered, scope, said));
            else ReadItem(items[i], scope, said, printed);
            i += run;
        }
    }

    private static bool IsBoundAndFixed(ListBlock list, Directives said) =>
        said.Bind is { } name && Bindings.Named(name)?.Kind == FieldKind.List && !list.Descendants<ListBlock>().Any();

    /// <summary>A list that the bot prints whole: the template's own items stand when nothing is known, unless they are blanks.</summary>
    private TemplateBlock.Entries BoundList(ListBlock list, List<ListItemBlock> items, Scope scope, Directives said)
    {
        var marks = items.SelectMany(MarksOf).ToList();
        var first = list.Span.Start;
        var field = new TemplateField(default, FieldKind.List, "", Source.LineOf(first)) { Prompts = [.. marks.Select(mark => mark.Hint)], Blanks = marks.Count, Binding = said.Bind };
        var lead = items[0].Count > 0 ? blocks.LeadOf(items[0][0]) : "- ";
        return new TemplateBlock.Entries(lead, blocks.JointOf(list), reading.Add(scope, null, field), list.IsOrdered, marks.Count > 0 ? null : Source.LeadOf(first) + blocks.Raw(list));
    }

    private TemplateBlock.Entries Entries(List<ListItemBlock> run, bool ordered, Scope scope, Directives said)
    {
        var own = run.Select(item => blocks.InlineComments((LeafBlock)item[0])).Aggregate(said, (all, one) => all.And(one));
        var marks = run.SelectMany(MarksOf).ToList();
        var field = new TemplateField(default, FieldKind.List, "", Source.LineOf(marks[0].Start))
        {
            Prompts = [.. marks.Select(mark => mark.Hint)],
            Blanks = marks.Count,
            Binding = own.Bind is { } name ? Bindings.Named(name)?.Name : null,
        };
        return new TemplateBlock.Entries(blocks.LeadOf(run[0][0]), JointOfRun(run), reading.Add(scope, null, field), ordered, null);
    }

    private TemplateBlock.Repeat Repeat(List<ListItemBlock> run, bool ordered, Scope scope, Directives said)
    {
        var text = InlineText.Of((LeafBlock)run[0][0], Source);
        var binding = said.Bind is { } name ? Bindings.Named(name) : null;
        var columns = text.Marks.Select((mark, i) => Column(mark, binding?.Columns.ElementAtOrDefault(i))).ToList();
        var marks = run.SelectMany(MarksOf).ToList();
        var field = new TemplateField(default, FieldKind.Repeat, "", Source.LineOf(text.Start))
        {
            Prompts = [.. marks.Select(mark => mark.Hint).Distinct()],
            Blanks = marks.Count,
            Columns = Distinct(columns),
            Binding = binding?.Name,
        };
        var index = reading.Add(scope, null, field);
        return new TemplateBlock.Repeat(blocks.LeadOf(run[0][0]), JointOfRun(run), index, ordered, Pieces(text, index, field.Columns));
    }

    private static TemplateColumn Column(Mark mark, string? key)
    {
        var said = FieldKinds.Of(mark, 1, new Surroundings(false, true, null), Directives.None);
        var kind = mark.Hint.Equals("Date", StringComparison.OrdinalIgnoreCase) ? FieldKind.Date : said!.Kind;
        return new TemplateColumn(mark.Hint, key ?? Paths.Step(mark.Hint), kind) { Choices = said!.Choices, Unit = said.Unit };
    }

    /// <summary>Two blanks of one item that say the same are told apart by a number.</summary>
    private static List<TemplateColumn> Distinct(List<TemplateColumn> columns)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. columns.Select((column, i) => seen.Add(column.Key) ? column : column with { Key = $"{column.Key} {i + 1}" })];
    }

    private static List<Piece> Pieces(InlineText text, int field, IReadOnlyList<TemplateColumn> columns)
    {
        var pieces = new List<Piece>();
        var at = text.Start;
        for (var i = 0; i < text.Marks.Count; i++)
        {
            if (text.Literal(at, text.Marks[i].Start) is { Length: > 0 } before) pieces.Add(new Piece.Literal(before));
            pieces.Add(new Piece.Slot(field, columns[i].Key));
            at = text.Marks[i].End;
        }

        if (text.Literal(at, text.End) is { Length: > 0 } after) pieces.Add(new Piece.Literal(after));
        return IsReference(pieces, columns) ? Named(pieces) : pieces;
    }

    /// <summary><c>[INC-XXXXX]: [Date] - [Description]</c>: in brackets Markdown takes it for the definition of a link, and without them three texts run together.</summary>
    private static bool IsReference(List<Piece> pieces, IReadOnlyList<TemplateColumn> columns) =>
        columns.Count == 3 && columns[1].Kind == FieldKind.Date && pieces is [Piece.Slot, Piece.Literal { Markdown: ": " }, Piece.Slot, Piece.Literal { Markdown: " - " }, Piece.Slot];

    /// <summary>As <c>**INC-004100** (2026-08-12): Description</c> (T7).</summary>
    private static List<Piece> Named(List<Piece> pieces) =>
        [new Piece.Literal("**"), pieces[0], new Piece.Literal("** ("), pieces[2], new Piece.Literal("): "), pieces[4]];

    private Joint JointOfRun(List<ListItemBlock> run)
    {
        var joint = blocks.JointOf(run[0]);
        if (run.Count > 1) blocks.JointOf(run[^1]);
        return joint;
    }

    private void ReadItem(ListItemBlock item, Scope scope, Directives said, List<TemplateBlock> printed)
    {
        if (item.Count == 0)
        {
            printed.Add(blocks.Fixed(item));
            return;
        }

        var inside = scope;
        var children = item.ToList();
        if (children[0] is ParagraphBlock paragraph)
        {
            printed.AddRange(lines.Read(paragraph, blocks.LeadOf(paragraph), blocks.JointOf(paragraph), scope, said with { Bind = null, Field = null }, inList: true));
            if (NameFor(paragraph) is { } label) inside = scope.Below(label);
            children.RemoveAt(0);
        }

        printed.AddRange(blocks.Read(children, inside, Directives.None));
    }

    /// <summary>What an item calls the fields nested in it.</summary>
    private string? NameFor(ParagraphBlock paragraph)
    {
        var text = InlineText.Of(paragraph, Source);
        if (text.IsEmpty) return null;
        var isPlain = text.Marks.Count == 0 && text.Boxes.Count == 0 && text.Lines.Count == 1 && text.End - text.Start <= 80;
        return LineReader.TitleOf(text) ?? lines.LabelOf(text, text.Lines[0], text.Boxes.Count > 0 ? text.Boxes[0].End : 0) ?? (isPlain ? text.Said(text.Start, text.End) : null);
    }

    private List<Mark> MarksOf(ListItemBlock item) => item.Count > 0 && item[0] is ParagraphBlock paragraph ? [.. InlineText.Of(paragraph, Source).Marks] : [];

    /// <summary>What an item has around its blanks: empty for one blank alone, null for an item that is read by itself.</summary>
    private string? ShapeOf(ListItemBlock item)
    {
        if (item.Count != 1 || item[0] is not ParagraphBlock paragraph) return null;
        var text = InlineText.Of(paragraph, Source);
        if (text.Marks.Count == 0 || text.Boxes.Count > 0 || lines.LabelOf(text, text.Lines[0], 0, boldOnly: true) is not null || LineReader.IsOptional(blocks.Raw(paragraph))) return null;
        var at = text.Start;
        var shape = "";
        foreach (var mark in text.Marks)
        {
            shape += text.Raw(at, mark.Start).Trim() + "[]";
            at = mark.End;
        }

        shape += text.Raw(at, text.End).Trim();
        return shape == "[]" ? text.Comments.Any(comment => Directives.From(comment.Comment).Field is not (null or "list")) ? null : "" : shape;
    }
}
