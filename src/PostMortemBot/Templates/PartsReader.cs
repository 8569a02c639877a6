using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using PostMortemBot.Domain;

namespace PostMortemBot.Templates;

/// <summary>Divides the text into parts and groups (T2) and lets <see cref="BlocksReader"/> read what stands below each heading.</summary>
internal sealed class PartsReader(Reading reading)
{
    private const int MostHeadings = 1_000;

    private readonly BlocksReader blocks = new(reading);
    private readonly List<TemplatePart> parts = [];
    private readonly List<TemplateBlock> rules = [];
    private IReadOnlyList<Block> all = [];
    private Dictionary<Block, int> places = [];

    public IReadOnlyList<TemplatePart> Read(MarkdownDocument document)
    {
        RefuseReferences(document);
        all = [.. document.Where(block => block is not LinkReferenceDefinitionGroup)];
        places = all.Select((block, at) => (block, at)).ToDictionary(one => one.block, one => one.at);
        if (all.Count(block => block is HeadingBlock) is var headings and > MostHeadings)
        {
            reading.Refuse(1, $"The template has {headings} headings; {MostHeadings} are the most.");
            return [];
        }

        var at = ReadPart(0, isHeader: true);
        while (at < all.Count) at = ReadPart(at, isHeader: false);
        reading.RefuseEqualPaths();
        RefuseEqualParts();
        return parts;
    }

    private void RefuseReferences(MarkdownDocument document)
    {
        foreach (var reference in document.Descendants<LinkReferenceDefinition>())
        {
            var line = reading.Source.LineOf(reference.Span.Start);
            reading.Refuse(line, "This line defines a link reference and would vanish from the document. Write the bracket as \\[ or put text before it.");
        }
    }

    private void RefuseEqualParts()
    {
        foreach (var group in parts.GroupBy(part => part.Path).Where(group => group.Count() > 1))
        {
            var (first, second) = (group.First(), group.ElementAt(1));
            reading.Refuse(second.Line, $"Two parts are called \"{group.Key}\", on line {first.Line} and line {second.Line}. Give one of them another name.");
        }
    }

    /// <summary>Reads one part that begins at this block; gives the place of the next one.</summary>
    private int ReadPart(int at, bool isHeader)
    {
        var end = EndOfPart(at, isHeader);
        var heading = !isHeader && all[at] is HeadingBlock { Level: 2 } second ? second : null;
        var breaks = rules.ToList();
        rules.Clear();
        var start = at;
        if (heading is not null || !isHeader) at++;
        if (heading is null && !isHeader) breaks.Add(blocks.Fixed(all[start]));
        var line = heading is not null ? LineOf(heading) : at < all.Count ? LineOf(all[at]) : 1;
        var from = reading.FieldCount;
        var (notes, said, next) = NotesBelow(heading, at, end);
        (string Name, TemplateBlock.Heading Block)? printed = heading is null ? null : blocks.ReadHeading(heading, new Scope(Paths.Step(blocks.NameOf(heading)), blocks.NameOf(heading)), said);
        var name = heading is not null ? printed!.Value.Name : isHeader ? "Header" : said.Part ?? FirstLabel(start + 1, end)!;
        if (name.Length == 0) reading.Refuse(line, "This heading has no text.");
        var scope = new Scope(Paths.Step(name), name);
        var groups = ReadGroups(next, end, from, scope, notes);
        parts.Add(new TemplatePart(name, new FieldPath(scope.Path), line, groups.OfPart, groups.Groups) { Heading = printed?.Block, Before = breaks });
        return end;
    }

    /// <summary>A part ends before the next second-level heading, or before a thematic break that begins a part of its own; breaks right before a heading go with that heading.</summary>
    private int EndOfPart(int at, bool isHeader)
    {
        var isHeading = !isHeader || (at < all.Count && all[at] is HeadingBlock { Level: 2 });
        for (var end = isHeader ? at : at + 1; end < all.Count; end++)
        {
            if (all[end] is HeadingBlock { Level: 2 }) return end;
            if (isHeading && all[end] is ThematicBreakBlock && BeginsAPart(end)) return end;
        }

        return all.Count;
    }

    private bool BeginsAPart(int at)
    {
        for (var i = at + 1; i < all.Count && all[i] is not HeadingBlock { Level: 2 }; i++)
        {
            if (all[i] is HeadingBlock) return false;
        }

        if (FirstLabel(at + 1, all.Count) is not null) return true;
        if (CommentsFrom(at + 1).Part is not null) reading.Refuse(LineOf(all[at + 1]), "A part without a heading needs a bold label, by which it is known again in the document.");
        return false;
    }

    /// <summary>The first bold label between here and the next thematic break or heading.</summary>
    private string? FirstLabel(int from, int end)
    {
        for (var i = from; i < end && all[i] is not (ThematicBreakBlock or HeadingBlock); i++)
        {
            if (all[i] is ParagraphBlock { Inline.FirstChild: EmphasisInline { DelimiterCount: 2 } } paragraph && blocks.LabelOf(paragraph) is { } label) return label;
        }

        return null;
    }

    private Directives CommentsFrom(int at)
    {
        var said = Directives.None;
        for (; at < all.Count && blocks.IsComment(all[at]); at++) said = said.And(Directives.From(blocks.Raw(all[at])));
        return said;
    }

    /// <summary>The comments and the italic paragraph right below a heading, and the place after them.</summary>
    private (HeadingNotes Notes, Directives Said, int Next) NotesBelow(HeadingBlock? heading, int at, int end)
    {
        var said = heading is null ? Directives.None : blocks.InlineComments(heading);
        string? guidance = null;
        for (; at < end; at++)
        {
            if (blocks.IsComment(all[at])) said = said.And(Directives.From(blocks.Raw(all[at])));
            else if (guidance is null && heading is not null && blocks.GuidanceOf(all[at]) is { } found) guidance = found;
            else break;
        }

        var optional = heading is { Level: 3 } && blocks.IsOptional(heading);
        return (new HeadingNotes(guidance, said.NotForNearMisses, said.Review, optional), said, at);
    }

    private (HeadingNotes OfPart, IReadOnlyList<TemplateGroup> Groups) ReadGroups(int at, int end, int from, Scope part, HeadingNotes notes)
    {
        var groups = new List<TemplateGroup>();
        var body = all.Skip(at).Take(end - at).ToList();
        var first = body.FindIndex(block => block is HeadingBlock { Level: 3 });
        var (opening, rest) = first < 0 ? (body, []) : (body[..first], body[first..]);
        TakeTrailingRules(first < 0 ? opening : rest, end);
        notes = TitleNotes(opening, notes);
        var printed = blocks.Read(opening, part, Directives.None);
        groups.Add(new TemplateGroup(null, new FieldPath(part.Path), opening.Count > 0 ? LineOf(opening[0]) : 1, HeadingNotes.None, reading.Named(from), printed));
        while (rest.Count > 0)
        {
            var next = rest.FindIndex(1, block => block is HeadingBlock { Level: 3 });
            groups.Add(ReadGroup(next < 0 ? rest : rest[..next], part));
            rest = next < 0 ? [] : rest[next..];
        }

        return (notes, groups);
    }

    /// <summary>The document's title stands in the header: what its comments and the italics below it say is said of the header.</summary>
    private HeadingNotes TitleNotes(List<Block> opening, HeadingNotes notes)
    {
        var title = opening.FindIndex(block => block is HeadingBlock { Level: 1 });
        if (title < 0) return notes;
        while (title + 1 < opening.Count && (blocks.IsComment(opening[title + 1]) || blocks.GuidanceOf(opening[title + 1]) is not null))
        {
            var said = blocks.IsComment(opening[title + 1]) ? Directives.From(blocks.Raw(opening[title + 1])) : Directives.None;
            if (said.OfAField) break;
            notes = notes with
            {
                Guidance = notes.Guidance ?? blocks.GuidanceOf(opening[title + 1]),
                NotForNearMisses = notes.NotForNearMisses || said.NotForNearMisses,
                ReviewRoles = said.Review.Count > 0 ? said.Review : notes.ReviewRoles,
            };
            opening.RemoveAt(title + 1);
        }

        return notes;
    }

    private void TakeTrailingRules(List<Block> body, int end)
    {
        if (end >= all.Count) return;
        var last = body.Count;
        while (last > 0 && (body[last - 1] is ThematicBreakBlock || blocks.IsComment(body[last - 1]))) last--;
        while (last < body.Count && body[last] is not ThematicBreakBlock) last++;
        rules.AddRange(body.Skip(last).OfType<ThematicBreakBlock>().Select(rule => blocks.Fixed(rule)));
        body.RemoveRange(last, body.Count - last);
    }

    private TemplateGroup ReadGroup(List<Block> body, Scope part)
    {
        var heading = (HeadingBlock)body[0];
        reading.ThirdLevelHeadings++;
        var index = places[heading];
        var (notes, said, next) = NotesBelow(heading, index + 1, index + body.Count);
        var from = reading.FieldCount;
        var name = blocks.NameOf(heading);
        if (name.Length == 0) reading.Refuse(LineOf(heading), "This heading has no text.");
        var scope = part.Below(name);
        var rest = body[(next - index)..];
        if (said.Bind == Bindings.TimelineDays)
        {
            var days = new DaysReader(reading, blocks).Read(heading, rest, scope);
            return new TemplateGroup(name, new FieldPath(scope.Path), LineOf(heading), notes, reading.Named(from), days);
        }

        var printed = blocks.ReadHeading(heading, scope, said);
        var read = blocks.Read(rest, scope, Directives.None);
        for (var i = from; notes.Optional && i < reading.FieldCount; i++) reading.Change(i, field => field with { Optional = true });
        return new TemplateGroup(name, new FieldPath(scope.Path), LineOf(heading), notes, reading.Named(from), read) { Heading = printed.Block };
    }

    private int LineOf(Block block) => reading.Source.LineOf(block.Span.Start);
}
