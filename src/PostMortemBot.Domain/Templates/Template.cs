namespace PostMortemBot.Domain;

/// <summary>
/// A post-mortem template: what forms are made from, and what the document is printed from. Derived from a Markdown file by the rules of the
/// template page; pinned by the hash of its text, so that a draft keeps the template it was begun with.
/// </summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Hash">SHA-256 of the text, lower-case hexadecimal.</param>
/// <param name="SourceText">The Markdown it was derived from, kept so that every later fold and document can derive it again.</param>
/// <param name="Parts">The parts in the order of the text; the first one is the header.</param>
/// <param name="Counts">What was counted in the text.</param>
public sealed record Template(string Name, string Hash, string SourceText, IReadOnlyList<TemplatePart> Parts, TemplateCounts Counts)
{
    /// <summary>Every field in the order of the text. A <see cref="Piece.Slot"/> names a field by its place here.</summary>
    public IReadOnlyList<TemplateField> Fields { get; } = [.. Parts.SelectMany(part => part.Groups).SelectMany(group => group.Fields)];

    /// <summary>The field of this path; null when the template has none (an answer from an older template).</summary>
    public TemplateField? Find(FieldPath path) => Fields.FirstOrDefault(field => field.Path == path);

    /// <summary>Every field that the bot fills under this name.</summary>
    public IEnumerable<TemplateField> BoundTo(string binding) => Fields.Where(field => field.Binding == binding);

    /// <summary>The part a path belongs to; null when the template has none of that name.</summary>
    public TemplatePart? PartOf(FieldPath path) => Parts.FirstOrDefault(part => path.IsWithin(part.Path));
}

/// <summary>What stands in a template's text, counted as a reader of the text would.</summary>
public sealed record TemplateCounts(int Parts, int ThirdLevelHeadings, int Tables, int Checkboxes, int FencedBlocks, int Blanks);

/// <summary>What a heading's comments and the italic paragraph below it say. None of it is printed.</summary>
/// <param name="Guidance">Shown in the form above the fields; null when there is none.</param>
/// <param name="NotForNearMisses">In a near miss the part or group is not asked and printed N/A.</param>
/// <param name="ReviewRoles">The roles that review it, lower-cased; empty: as the configuration says.</param>
/// <param name="Optional">A group marked <c>(if applicable)</c>: left out of the document when nothing in it is answered. Parts always stand.</param>
public sealed record HeadingNotes(string? Guidance, bool NotForNearMisses, IReadOnlyList<string> ReviewRoles, bool Optional)
{
    public static HeadingNotes None { get; } = new(null, false, [], false);
}

/// <summary>A second-level heading and all below it, the header before the first one, or what follows a thematic break without a heading.</summary>
/// <param name="Name">The heading's text; <c>Header</c>; the name a comment gave; or the first label.</param>
/// <param name="Path">The name folded: the first step of its fields' paths, and what N/A for the whole part is said of.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Notes">What comments and italics below the heading say.</param>
/// <param name="Groups">The first one has no heading and holds what stands before the first third-level heading; it is there even when empty.</param>
public sealed record TemplatePart(string Name, FieldPath Path, int Line, HeadingNotes Notes, IReadOnlyList<TemplateGroup> Groups)
{
    /// <summary>Its heading's line for the document; null for the header and for parts without a heading.</summary>
    public TemplateBlock.Heading? Heading { get; init; }

    /// <summary>Fixed lines between the part before and this one's heading: a thematic break.</summary>
    public IReadOnlyList<TemplateBlock> Before { get; init; } = [];

    public IEnumerable<TemplateField> Fields => Groups.SelectMany(group => group.Fields);
}

/// <summary>A third-level heading and what stands below it.</summary>
/// <param name="Name">The heading's text, blanks and all; null for what stands directly below the part's heading.</param>
/// <param name="Path">The part's path, with the folded name where there is one.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Notes">What comments and italics below the heading say.</param>
/// <param name="Fields">In the order of the text.</param>
/// <param name="Blocks">What is printed, in order, with the places of the fields.</param>
public sealed record TemplateGroup(
    string? Name, FieldPath Path, int Line, HeadingNotes Notes, IReadOnlyList<TemplateField> Fields, IReadOnlyList<TemplateBlock> Blocks)
{
    public TemplateBlock.Heading? Heading { get; init; }
}
