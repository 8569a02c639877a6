using System.Text.RegularExpressions;
using Markdig.Syntax;
using PostMortemBot.Domain;

namespace PostMortemBot.Templates;

/// <summary>Reads fences (T13): an example of code, or a sheet of labelled lines.</summary>
internal sealed partial class FenceReader(Reading reading, BlocksReader blocks)
{
    public IReadOnlyList<TemplateBlock> Read(FencedCodeBlock fence, Scope scope, Directives said)
    {
        reading.Fences++;
        var first = reading.Source.LineOf(fence.Span.Start);
        if (fence.ClosingFencedCharCount == 0) reading.Refuse(first, $"This block is opened with {new string(fence.FencedChar, fence.OpeningFencedCharCount)} and never closed.");
        var lead = blocks.LeadOf(fence);
        var joint = blocks.JointOf(fence);
        var lines = Enumerable.Range(0, fence.Lines.Count).Select(i => fence.Lines.Lines[i].Slice.ToString()).ToList();
        var info = $"{fence.Info} {fence.Arguments}".Trim();
        if (info.Length > 0 || !lines.Any(line => Label().IsMatch(line))) return Example(lines, info.Length == 0 ? null : info, first, scope, said) is { } index ? [new TemplateBlock.Code(lead, joint, index)] : [];
        if (!lines.Any(line => MarksIn(line).Count > 0)) return [new TemplateBlock.Fixed(lead, joint, blocks.Raw(fence))];
        return [new TemplateBlock.Sheet(lead, joint, new string(fence.FencedChar, fence.OpeningFencedCharCount), [.. lines.Select((line, i) => Pieces(line, first + 1 + i, scope, said))])];
    }

    /// <summary>The code field of this example; null when an example before it in the same place already prints it.</summary>
    private int? Example(List<string> lines, string? language, int line, Scope scope, Directives said)
    {
        var hints = lines.SelectMany(text => BracketsIn(text)).Select(mark => mark.Hint).ToList();
        var field = new TemplateField(default, FieldKind.Code, "", line)
        {
            Prompts = [.. hints.Distinct()],
            Blanks = hints.Count,
            Language = language,
            Example = string.Join('\n', lines),
            Binding = said.Bind is { } name && Bindings.Named(name) is { Kind: FieldKind.Code } ? name : null,
        };
        return reading.MoreOf(scope, field) is null ? reading.Add(scope, null, field) : null;
    }

    /// <summary>A line's fixed text and fields; blanks without a label of their own that say the same are one field, printed twice: code cannot be escaped, so that two lines may well hold the same words.</summary>
    private List<Piece> Pieces(string line, int number, Scope scope, Directives said)
    {
        var marks = MarksIn(line);
        var label = Label().Match(line) is { Success: true } match ? match.Groups["label"].Value.Trim() : null;
        var within = marks.Count > 1 && label is not null ? scope.Below(label) : scope;
        var pieces = new List<Piece>();
        var at = 0;
        foreach (var mark in marks)
        {
            if (mark.Start > at) pieces.Add(new Piece.Literal(line[at..mark.Start]));
            var key = Paths.Below(within.Path, mark.Hint);
            var known = label is null || marks.Count > 1;
            if (known && reading.InFences.TryGetValue(key, out var same)) reading.Change(same, field => field with { Blanks = field.Blanks + (mark.FillIn is null ? 1 : 0) });
            else reading.InFences[key] = same = Field(mark, marks.Count == 1 ? label : null, number, within, said);
            pieces.Add(new Piece.Slot(same));
            at = mark.End;
        }

        if (at < line.Length) pieces.Add(new Piece.Literal(line[at..]));
        return pieces;
    }

    private int Field(Mark mark, string? label, int line, Scope scope, Directives said)
    {
        var bind = label is not null && said.BindByLabel.TryGetValue(Paths.Step(label), out var name) ? name : null;
        var field = FieldKinds.Of(mark, line, new Surroundings(false, false, label), new Directives { Bind = bind })!;
        return reading.Add(scope, label, field.Kind == FieldKind.Prose ? field with { Kind = FieldKind.Line } : field);
    }

    /// <summary>Brackets first; where a line has none, its fill-ins.</summary>
    private static List<Mark> MarksIn(string line)
    {
        var brackets = BracketsIn(line);
        return brackets.Count > 0 ? brackets : [.. FillIns.In(line, wholeCell: false).Select(found => new Mark(found.Start, found.Start + found.Length, line.Substring(found.Start, found.Length), found))];
    }

    private static List<Mark> BracketsIn(string line)
    {
        var marks = new List<Mark>();
        var open = new Stack<int>();
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '[') open.Push(at);
            if (line[at] != ']' || !open.TryPop(out var from)) continue;
            if (line[(from + 1)..at].Trim().Length == 0) continue;
            marks.RemoveAll(mark => mark.Start > from);
            marks.Add(new Mark(from, at + 1, line[(from + 1)..at].Trim()));
        }

        return marks;
    }

    [GeneratedRegex(@"^\s*(?<label>[^:\[\]=<>(){}]{1,80}):\s+\S", RegexOptions.None, Patterns.Patience)]
    private static partial Regex Label();
}
