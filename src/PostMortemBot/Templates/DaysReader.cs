using Markdig.Syntax;
using PostMortemBot.Domain;

namespace PostMortemBot.Templates;

/// <summary>Reads the heading that repeats for each day: bold titles are its phases, the lists below them prompts for phases without an event.</summary>
internal sealed class DaysReader(Reading reading, BlocksReader blocks)
{
    private TemplateSource Source => reading.Source;

    public IReadOnlyList<TemplateBlock> Read(HeadingBlock heading, IReadOnlyList<Block> body, Scope scope)
    {
        var text = InlineText.Of(heading, Source);
        if (text.Marks.Count == 0) reading.Refuse(Source.LineOf(text.Start), "A heading bound to timeline.days needs a blank for the date, as in \"Day 1 - [Date]\".");
        var field = new TemplateField(default, FieldKind.Days, "", Source.LineOf(heading.Span.Start))
        {
            Prompts = [.. text.Marks.Select(mark => mark.Hint)],
            Blanks = text.Marks.Count,
            Binding = Bindings.TimelineDays,
        };
        var index = reading.Add(scope, null, field);
        var lead = blocks.LeadOf(heading);
        var title = new TemplateBlock.Heading(lead, blocks.JointOf(heading), heading.Level, Pieces(text, index));
        return [new TemplateBlock.Days(lead, title.Joint, index, title, ReadPhases(body, scope))];
    }

    private static List<Piece> Pieces(InlineText text, int field)
    {
        var pieces = new List<Piece>();
        var at = text.Start;
        foreach (var mark in text.Marks)
        {
            if (text.Raw(at, mark.Start) is { Length: > 0 } before) pieces.Add(new Piece.Literal(before));
            pieces.Add(new Piece.Slot(field));
            at = mark.End;
        }

        if (text.Raw(at, text.End) is { Length: > 0 } after) pieces.Add(new Piece.Literal(after));
        return pieces;
    }

    private List<PhaseBlock> ReadPhases(IReadOnlyList<Block> body, Scope scope)
    {
        var phases = new List<PhaseBlock>();
        foreach (var block in body)
        {
            reading.LastLine = Source.LineOf(block.Span.Start + Math.Max(blocks.Raw(block).Length - 1, 0));
            if (block is ParagraphBlock paragraph && LineReader.TitleOf(InlineText.Of(paragraph, Source)) is { } title) phases.Add(new PhaseBlock(title, null, blocks.IsOptional(paragraph)) { Phase = blocks.InlineComments(paragraph).Phase });
            else if (block is ListBlock list) AddPrompts(phases, list, scope);
            else RefuseBlanks(block);
        }

        return phases;
    }

    private void AddPrompts(List<PhaseBlock> phases, ListBlock list, Scope scope)
    {
        var marks = list.Descendants<ParagraphBlock>().SelectMany(paragraph => InlineText.Of(paragraph, Source).Marks).ToList();
        if (marks.Count == 0) return;
        if (phases.Count == 0 || phases[^1].Field is not null)
        {
            reading.Refuse(Source.LineOf(marks[0].Start), "In the detailed timeline each list stands below a bold title of its own.");
            return;
        }

        var phase = phases[^1];
        var field = new TemplateField(default, FieldKind.List, "", Source.LineOf(marks[0].Start))
        {
            Prompts = [.. marks.Select(mark => mark.Hint)],
            Blanks = marks.Count,
            Phase = phase.Title,
            Optional = true,
        };
        phases[^1] = phase with { Field = reading.Add(scope, phase.Title, field) };
    }

    private void RefuseBlanks(Block block)
    {
        var marks = block is LeafBlock leaf ? InlineText.Of(leaf, Source).Marks : [.. block.Descendants<ParagraphBlock>().SelectMany(paragraph => InlineText.Of(paragraph, Source).Marks)];
        if (marks.Count > 0) reading.Refuse(Source.LineOf(marks[0].Start), "In the detailed timeline only lists below bold titles can have blanks.");
    }
}
