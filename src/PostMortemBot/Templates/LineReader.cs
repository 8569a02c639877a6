using System.Text.RegularExpressions;
using Markdig.Syntax;
using PostMortemBot.Domain;

namespace PostMortemBot.Templates;

/// <summary>Reads a paragraph line by line: labels, blanks, checkboxes and bold titles (T3, T9, T10, T12).</summary>
internal sealed partial class LineReader(Reading reading)
{
    private TemplateSource Source => reading.Source;

    public static bool IsOptional(string markdown) => IfApplicable().IsMatch(markdown);

    public static string WithoutOptional(string markdown) => IfApplicable().Replace(markdown, "");

    /// <summary>The paragraph as blocks: copied when nothing is to be filled, else line by line.</summary>
    public IReadOnlyList<TemplateBlock> Read(ParagraphBlock paragraph, string lead, Joint joint, Scope scope, Directives said, bool inList = false)
    {
        var text = InlineText.Of(paragraph, Source);
        if (text.IsEmpty) return [];
        if (text.Marks.Count > TemplateReader.MostFields)
        {
            reading.Refuse(Source.LineOf(text.Start), $"This paragraph has more than {TemplateReader.MostFields} blanks.");
            return [];
        }

        RefuseBrokenTable(text);
        var isTitle = TitleOf(text) is not null;
        var fillIns = isTitle ? TitleFillIns(text) : [];
        var isBox = inList && text.Boxes.Count > 0 && text.Boxes[0].Start == text.Start;
        if (text.Marks.Count == 0 && fillIns.Count == 0 && !isBox) return [new TemplateBlock.Text(lead, joint, [new Piece.Literal(WithoutOptional(text.Raw(text.Start, text.End)))])];
        var blocks = new List<TemplateBlock>();
        var rest = string.Concat(lead.Select(letter => letter is '>' or '\t' ? letter : ' '));
        foreach (var line in text.Lines)
        {
            var setOff = blocks.Count == 0 ? joint : line.AfterHardBreak ? Joint.HardBreak : Joint.Tight;
            var from = reading.FieldCount;
            TemplateBlock block = new TemplateBlock.Text(blocks.Count == 0 ? lead : rest, setOff, PiecesOfLine(text, line, scope, said, fillIns, isBox && blocks.Count == 0, inList));
            blocks.Add(isTitle ? block : Optional(block, Source.Slice(line.Start, line.End), from));
        }

        return blocks;
    }

    /// <summary>A table that Markdown does not take for one would be copied line by line, and might become one when its blanks are filled.</summary>
    private void RefuseBrokenTable(InlineText text)
    {
        if (text.Marks.Count == 0) return;
        var broken = text.Lines.FirstOrDefault(line => DelimiterRow().IsMatch(Source.Slice(line.Start, line.End)));
        if (broken is not null) reading.Refuse(Source.LineOf(broken.Start), "This looks like a table and is none. Give every row its own line with as many cells as the header has, and an empty line before and after.");
    }

    /// <summary>The pieces of a heading: all of it is one line.</summary>
    public IReadOnlyList<Piece> Pieces(InlineText text, Scope scope, string? label, Directives said) =>
        PiecesOf(text, new TextLine(text.Start, text.End, false), text.Marks, mark => Field(text, mark, text.Marks, scope, label, said, inList: false, isLast: false));

    /// <summary>The text as a name for paths: blanks and all, without comments and <c>(if applicable)</c>.</summary>
    public static string NameOf(InlineText text)
    {
        var said = text.Said(text.Start, text.End);
        return InlineText.Folded(SaidIfApplicable().Replace(said, ""));
    }

    /// <summary>The label of a line: its bold beginning, or plain words that end in a colon or question mark before the first blank.</summary>
    public string? LabelOf(InlineText text, TextLine line, int from, bool boldOnly = false)
    {
        var start = Math.Max(line.Start, from);
        var first = text.Marks.FirstOrDefault(mark => mark.Start >= start && mark.Start < line.End);
        var before = Source.Slice(start, first?.Start ?? line.End);
        var skipped = before.Length - before.TrimStart().Length;
        var bold = BoldLabel().Match(before.TrimStart());
        if (bold.Success) return Clean(text.Said(start + skipped, start + skipped + bold.Groups["label"].Length));
        if (first is null || boldOnly) return null;
        var plain = text.Said(start, first.Start);
        return plain.Length is > 1 and <= 80 && plain[^1] is ':' or '?' ? Clean(plain) : null;
    }

    /// <summary>What a paragraph names when it is a title of what follows: one line, all bold, or plain words that end in a colon; null when it is none.</summary>
    public static string? TitleOf(InlineText text)
    {
        if (text.Lines.Count != 1 || text.Marks.Count > 0) return null;
        var raw = WithoutOptional(text.Raw(text.Start, text.End)).Trim();
        var said = Clean(SaidIfApplicable().Replace(text.Said(text.Start, text.End), ""));
        if (said.Length is 0 or > 120) return null;
        if (WholeBold().IsMatch(raw)) return TitleTime().Replace(said, "").Trim();
        return raw.EndsWith(':') && !raw.StartsWith('*') ? said : null;
    }

    private static string Clean(string label) => label.Trim().TrimEnd(':').Trim();

    private TemplateBlock Optional(TemplateBlock block, string raw, int fieldsFrom)
    {
        if (!IsOptional(raw)) return block;
        for (var i = fieldsFrom; i < reading.FieldCount; i++) reading.Change(i, field => field with { Optional = true });
        return new TemplateBlock.WhenAnswered(block.Lead, block.Joint, [block]);
    }

    /// <summary>The time in a bold <c>HH:MM - Title</c> line (T4); no other paragraph has fill-ins without brackets.</summary>
    private List<Mark> TitleFillIns(InlineText text)
    {
        var raw = Source.Slice(text.Start, text.End);
        if (!WholeBold().IsMatch(WithoutOptional(text.Raw(text.Start, text.End)).Trim())) return [];
        return [.. FillIns.In(raw, wholeCell: false).Where(found => found.Kind is FieldKind.Time).Select(found => new Mark(text.Start + found.Start, text.Start + found.Start + found.Length, found.Kind.ToString(), found))];
    }

    private List<Piece> PiecesOfLine(InlineText text, TextLine line, Scope scope, Directives said, List<Mark> fillIns, bool isBox, bool inList)
    {
        var marks = text.Marks.Concat(fillIns).Where(mark => mark.Start >= line.Start && mark.Start < line.End).OrderBy(mark => mark.Start).ToList();
        if (isBox) return BoxPieces(text, line, scope, marks, said);
        var label = marks.Count == 0 || fillIns.Count > 0 ? null : LabelOf(text, line, line.Start);
        var within = marks.Count > 1 && label is not null ? scope.Below(label) : scope;
        return PiecesOf(text, line, marks, mark => Field(text, mark, marks, within, fillIns.Count > 0 ? mark.Hint : marks.Count > 1 ? ToldApart(text, line, marks, mark) : label, said, inList, EndsLine(text, mark, line), label));
    }

    /// <summary>Two blanks of one line that say the same are told apart by the words before them; null: what a blank says is enough.</summary>
    private static string? ToldApart(InlineText text, TextLine line, List<Mark> marks, Mark mark)
    {
        if (marks.Count(other => other.Hint == mark.Hint) < 2) return null;
        var before = marks.LastOrDefault(other => other.End <= mark.Start)?.End ?? line.Start;
        return Clean(text.Said(before, mark.Start)) is { Length: > 0 and <= 80 } words ? words : null;
    }

    private List<Piece> BoxPieces(InlineText text, TextLine line, Scope scope, List<Mark> marks, Directives said)
    {
        var (start, past) = text.Boxes[0];
        var label = LabelOf(text, line, past) ?? Clean(text.Said(past, marks.Count > 0 ? marks[0].Start : line.End));
        var tick = new TemplateField(default, FieldKind.Tick, "", Source.LineOf(start))
        {
            Prompts = [.. marks.Take(1).Select(mark => mark.Hint)],
            Blanks = Math.Min(marks.Count, 1),
            Remark = marks.Count > 0,
            Binding = CommentsOf(text, line.Start, line.End).And(said).Bind is { } name ? Bindings.Named(name)?.Name : null,
        };
        reading.Checkboxes++;
        var index = reading.Add(scope, label, tick);
        var rest = PiecesOf(text, line with { Start = past }, marks, mark => mark == marks[0] ? index : Field(text, mark, marks, scope.Below(label), null, Directives.None, true, false));
        return [new Piece.Box(index), .. rest];
    }

    /// <summary>
    /// True when nothing follows on the line, and the next line, which several paragraphs would cut off, begins with a letter or a bold label: anything else
    /// (<c>&lt;b&gt;</c>, <c>2.</c>) might begin a block of its own there.
    /// </summary>
    private bool EndsLine(InlineText text, Mark mark, TextLine line)
    {
        if (text.Raw(mark.End, line.End).Trim().Length > 0) return false;
        if (text.Lines.FirstOrDefault(other => other.Start > line.Start) is not { } next) return true;
        return char.IsLetter(Source.Text[next.Start]) || BoldLabel().IsMatch(Source.Slice(next.Start, next.End));
    }

    private static Directives CommentsOf(InlineText text, int start, int end) =>
        Directives.From(string.Concat(text.Comments.Where(comment => comment.At >= start && comment.At < end).Select(comment => comment.Comment)));

    /// <summary>Adds the field of this mark; null when a comment says it is none.</summary>
    private int? Field(InlineText text, Mark mark, IReadOnlyList<Mark> marks, Scope scope, string? label, Directives said, bool inList, bool isLast, string? lineLabel = null)
    {
        var next = marks.FirstOrDefault(other => other.Start > mark.Start)?.Start ?? StartOfNextLine(text, mark);
        var own = CommentsOf(text, mark.End, next);
        if (label is not null && said.BindByLabel.TryGetValue(Paths.Step(label), out var byLabel)) own = own with { Bind = own.Bind ?? byLabel };
        if (marks.Count == 1 && text.Lines.Count == 1) own = said with { Bind = own.Bind ?? said.Bind, Field = own.Field ?? said.Field };
        var field = FieldKinds.Of(mark, Source.LineOf(mark.Start), new Surroundings(marks.Count == 1 && isLast, inList, lineLabel ?? label), own);
        return field is null ? null : reading.Add(scope, label, field);
    }

    private static int StartOfNextLine(InlineText text, Mark mark) => text.Lines.FirstOrDefault(line => line.Start > mark.Start)?.Start ?? text.End;

    private static List<Piece> PiecesOf(InlineText text, TextLine line, IReadOnlyList<Mark> marks, Func<Mark, int?> fieldOf)
    {
        var pieces = new List<Piece>();
        var at = line.Start;
        foreach (var mark in marks)
        {
            if (fieldOf(mark) is not { } field) continue;
            AddLiteral(pieces, text.Literal(at, mark.Start));
            pieces.Add(new Piece.Slot(field));
            at = mark.End;
        }

        AddLiteral(pieces, text.Literal(at, line.End).TrimEnd());
        return pieces;
    }

    private static void AddLiteral(List<Piece> pieces, string markdown)
    {
        var literal = WithoutOptional(markdown);
        if (literal.Length == 0) return;
        var wouldNumberAList = pieces.Count == 1 && pieces[0] is Piece.Slot && literal[0] is '.' or ')';
        pieces.Add(new Piece.Literal(wouldNumberAList ? "\\" + literal : literal));
    }

    [GeneratedRegex(@"^(?<label>\*\*[^*\n]+\*\*|__[^_\n]+__)", RegexOptions.ExplicitCapture, Patterns.Patience)]
    private static partial Regex BoldLabel();

    [GeneratedRegex(@"^\|?(?>[ \t]*):?(?>-+):?(?>[ \t]*)(?>\|[ \t]*:?-+:?[ \t]*)*(\|[ \t]*)?\z", RegexOptions.ExplicitCapture, Patterns.Patience)]
    private static partial Regex DelimiterRow();

    [GeneratedRegex(@"^(\*\*|__)[^\n*]+(\*\*|__)\s*:?\z", RegexOptions.ExplicitCapture, Patterns.Patience)]
    private static partial Regex WholeBold();

    [GeneratedRegex(@"^HH:MM(:SS)?\s*[-–:]?\s*", RegexOptions.ExplicitCapture, Patterns.Patience)]
    private static partial Regex TitleTime();

    [GeneratedRegex(@"(?<![ \t])[ \t]*(\*\(if applicable\)\*|_\(if applicable\)_)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patterns.Patience)]
    private static partial Regex IfApplicable();

    [GeneratedRegex(@"(?<!\s)\s*\(if applicable\)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patterns.Patience)]
    private static partial Regex SaidIfApplicable();
}
