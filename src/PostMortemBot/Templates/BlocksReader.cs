using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using PostMortemBot.Domain;

namespace PostMortemBot.Templates;

/// <summary>Reads the blocks below a heading, or inside a list item or quote, one after the other, into what is printed and what is asked.</summary>
internal sealed class BlocksReader
{
    private readonly Reading reading;
    private readonly LineReader lines;
    private readonly ListReader lists;
    private readonly TableReader tables;
    private readonly FenceReader fences;

    public BlocksReader(Reading reading)
    {
        this.reading = reading;
        lines = new LineReader(reading);
        lists = new ListReader(reading, this, lines);
        tables = new TableReader(reading, this);
        fences = new FenceReader(reading, this);
    }

    private TemplateSource Source => reading.Source;

    /// <summary>Reads blocks in order. A bold title (T12) names what follows it, and takes it along when it is left out.</summary>
    public IReadOnlyList<TemplateBlock> Read(IReadOnlyList<Block> blocks, Scope scope, Directives inherited)
    {
        var printed = new List<TemplateBlock>();
        var (here, optionalFrom, fieldsFrom) = (scope, -1, 0);
        for (var i = 0; i < blocks.Count; i++)
        {
            var block = blocks[i];
            var after = IsComment(block) ? i : CommentsAfter(blocks, i);
            var said = Directives.From(string.Concat(blocks.Skip(i + 1).Take(after - i).Select(Raw)));
            if (EndsATitle(block))
            {
                CloseOptional(printed, ref optionalFrom, fieldsFrom);
                here = scope;
            }

            var title = TitleOf(block);
            if (title is not null)
            {
                here = scope.Below(title);
                (optionalFrom, fieldsFrom) = IsOptional(block) ? (printed.Count, reading.FieldCount) : (-1, 0);
            }

            var fields = reading.FieldCount;
            ReadOne(block, here, inherited.And(said), printed);
            if (said.OfAField && reading.FieldCount == fields && block is not FencedCodeBlock) RefuseIdle(blocks[i + 1]);
            i = after;
        }

        CloseOptional(printed, ref optionalFrom, fieldsFrom);
        return printed;
    }

    public bool IsComment(Block block) => block is HtmlBlock && Directives.AreAll(Raw(block));

    public string Raw(Block block) => Source.Slice(block.Span);

    public Directives InlineComments(LeafBlock leaf) => Directives.From(string.Concat(InlineText.Of(leaf, Source).Comments.Select(comment => comment.Comment)));

    /// <summary>An italic paragraph without a blank (T11), as one reads it; null for anything else.</summary>
    public string? GuidanceOf(Block block)
    {
        if (block is not ParagraphBlock { Inline: { FirstChild: EmphasisInline { DelimiterCount: 1 } only } } paragraph || only.NextSibling is not null) return null;
        var text = InlineText.Of(paragraph, Source);
        return text.Marks.Count > 0 ? null : text.Said(text.Start, text.End);
    }

    public bool IsOptional(Block block) => block is LeafBlock leaf && LineReader.IsOptional(Raw(leaf));

    public string NameOf(HeadingBlock heading) => LineReader.NameOf(InlineText.Of(heading, Source));

    public string? LabelOf(ParagraphBlock paragraph)
    {
        var text = InlineText.Of(paragraph, Source);
        return text.IsEmpty ? null : lines.LabelOf(text, text.Lines[0], 0);
    }

    public string LeadOf(Block block) => Source.LeadOf(Math.Min(block.Span.Start, Source.Text.Length));

    /// <summary>How this block follows what is printed before it; counts it as printed. A comment between them set them off, and is not printed: an empty line takes its place.</summary>
    public Joint JointOf(Block block)
    {
        var first = Source.LineOf(block.Span.Start);
        var isNext = reading.LastLine + 1 == first || (reading.AfterHeading && !Source.HasEmptyLineBetween(reading.LastLine, first));
        var joint = reading.LastLine > 0 && isNext ? Joint.Tight : Joint.Blank;
        reading.AfterHeading = block is HeadingBlock;
        var end = block.Span.Start + Math.Max(Raw(block).Length - 1, 0);
        reading.LastLine = Source.LineOf(end);
        return joint;
    }

    public TemplateBlock Fixed(Block block)
    {
        var lead = LeadOf(block);
        return new TemplateBlock.Fixed(lead, JointOf(block), Raw(block));
    }

    /// <summary>A heading of any level. With a blank in it, it has to be bound; only the document's title may be typed.</summary>
    public (string Name, TemplateBlock.Heading Block) ReadHeading(HeadingBlock heading, Scope scope, Directives after)
    {
        var text = InlineText.Of(heading, Source);
        var said = InlineComments(heading).And(after);
        var isTitle = heading.Level == 1;
        var binding = said.Bind is null ? null : Bindings.Named(said.Bind);
        if (text.Marks.Count > 0 && !isTitle && binding is null)
        {
            reading.Refuse(Source.LineOf(text.Marks[0].Start), "A heading with a blank has to be bound: write <!-- bind: timeline.days --> or another name behind it, or take the brackets out.");
        }

        var pieces = text.Marks.Count == 0 ? [new Piece.Literal(LineReader.WithoutOptional(text.Raw(text.Start, text.End)).Trim())] : lines.Pieces(text, scope, isTitle ? "Title" : null, said);
        return (LineReader.NameOf(text), new TemplateBlock.Heading(LeadOf(heading), JointOf(heading), heading.Level, pieces));
    }

    private int CommentsAfter(IReadOnlyList<Block> blocks, int at)
    {
        var last = at;
        while (last + 1 < blocks.Count && IsComment(blocks[last + 1])) last++;
        return last;
    }

    private void ReadOne(Block block, Scope scope, Directives said, List<TemplateBlock> printed)
    {
        switch (block)
        {
            case HtmlBlock html:
                ReadHtml(html, printed);
                break;
            case HeadingBlock heading:
                printed.Add(ReadHeading(heading, scope, said).Block);
                break;
            case ParagraphBlock paragraph:
                printed.AddRange(lines.Read(paragraph, LeadOf(paragraph), JointOf(paragraph), scope, said));
                break;
            case ListBlock list:
                lists.Read(list, scope, said, printed);
                break;
            case Table table:
                printed.Add(tables.Read(table, scope, said));
                break;
            case FencedCodeBlock fence:
                printed.AddRange(fences.Read(fence, scope, said));
                break;
            case QuoteBlock quote:
                printed.AddRange(Read([.. quote], scope, said));
                break;
            case LinkReferenceDefinitionGroup:
                break;
            default:
                printed.Add(Fixed(block));
                break;
        }
    }

    private void ReadHtml(HtmlBlock html, List<TemplateBlock> printed)
    {
        var raw = Raw(html);
        var line = Source.LineOf(html.Span.Start);
        if (Directives.AreAll(raw))
        {
            if (Directives.From(raw).OfAField) RefuseIdle(html);
            return;
        }

        if (html.Type == HtmlBlockType.Comment && !raw.Contains("-->", StringComparison.Ordinal)) reading.Refuse(line, "This comment is never closed. End it with -->.");
        if (BlankInHtml(raw) is { } at) reading.Refuse(Source.LineOf(html.Span.Start + at), "A blank inside HTML cannot be filled. Write this in Markdown, or take the brackets out.");
        printed.Add(Fixed(html));
    }

    private void RefuseIdle(Block comment) =>
        reading.Refuse(Source.LineOf(comment.Span.Start), "Nothing stands before this comment that it could speak of. Put it right after the blank, list, table or fence.");

    private static int? BlankInHtml(string raw)
    {
        var open = raw.IndexOf('[', StringComparison.Ordinal);
        return open >= 0 && raw.IndexOf(']', open) > open + 1 ? open : null;
    }

    private static bool EndsATitle(Block block) => block is HeadingBlock or ThematicBreakBlock;

    private string? TitleOf(Block block)
    {
        if (block is HeadingBlock heading) return heading.Level > 3 ? NameOf(heading) : null;
        return block is ParagraphBlock paragraph ? LineReader.TitleOf(InlineText.Of(paragraph, Source)) : null;
    }

    private void CloseOptional(List<TemplateBlock> printed, ref int from, int fieldsFrom)
    {
        if (from < 0 || from >= printed.Count) return;
        for (var i = fieldsFrom; i < reading.FieldCount; i++) reading.Change(i, field => field with { Optional = true });
        var inside = printed[from..];
        printed.RemoveRange(from, inside.Count);
        printed.Add(new TemplateBlock.WhenAnswered(inside[0].Lead, inside[0].Joint, inside));
        from = -1;
    }
}
