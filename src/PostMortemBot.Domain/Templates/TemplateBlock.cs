namespace PostMortemBot.Domain;

/// <summary>How a block is set off from the one before it.</summary>
public enum Joint
{
    /// <summary>An empty line between them.</summary>
    Blank,

    /// <summary>The next line, as in a list or right below a heading.</summary>
    Tight,

    /// <summary>A hard line break within one paragraph.</summary>
    HardBreak,
}

/// <summary>
/// One piece of the template's body, ready to be printed: fixed Markdown with the places of the fields in it. <see cref="Document"/> walks these and needs no Markdown parser.
/// </summary>
/// <param name="Lead">What stands before the first line: indentation, list marker, quote mark.</param>
/// <param name="Joint">How it follows the block before.</param>
public abstract record TemplateBlock(string Lead, Joint Joint)
{
    /// <summary>What stands before each following line, so that it stays inside the same list item or quote.</summary>
    public string Indent => string.Concat(Lead.Select(letter => letter is '>' or '\t' ? letter : ' '));

    /// <summary>Copied as it is; its further lines carry their own indentation.</summary>
    public sealed record Fixed(string Lead, Joint Joint, string Markdown) : TemplateBlock(Lead, Joint);

    /// <summary>A heading, perhaps with a blank in it.</summary>
    public sealed record Heading(string Lead, Joint Joint, int Level, IReadOnlyList<Piece> Pieces) : TemplateBlock(Lead, Joint);

    /// <summary>A line of a paragraph or the text of a list item.</summary>
    public sealed record Text(string Lead, Joint Joint, IReadOnlyList<Piece> Pieces) : TemplateBlock(Lead, Joint);

    /// <summary>A list with one item per answer, numbered anew when ordered. The fallback is the template's own items, printed when a bound list is not known; null when it has blanks.</summary>
    public sealed record Entries(string Lead, Joint Joint, int Field, bool Ordered, string? Fallback) : TemplateBlock(Lead, Joint);

    /// <summary>A list item of one shape, printed once per row; its slots name columns.</summary>
    public sealed record Repeat(string Lead, Joint Joint, int Field, bool Ordered, IReadOnlyList<Piece> Pieces) : TemplateBlock(Lead, Joint);

    /// <summary>A table: its header cells as the template writes them, and the cells of the line below for the alignment.</summary>
    public sealed record Grid(string Lead, Joint Joint, int Field, IReadOnlyList<string> Header, IReadOnlyList<string> Delimiters) : TemplateBlock(Lead, Joint);

    /// <summary>A fence of labelled lines; the fence is the template's run of backticks or tildes, to be made longer where a value needs it.</summary>
    public sealed record Sheet(string Lead, Joint Joint, string Fence, IReadOnlyList<IReadOnlyList<Piece>> Lines) : TemplateBlock(Lead, Joint);

    /// <summary>A code field: one fence per answer.</summary>
    public sealed record Code(string Lead, Joint Joint, int Field) : TemplateBlock(Lead, Joint);

    /// <summary>The detailed timeline: the heading once per day, then blocks in the order of time.</summary>
    public sealed record Days(string Lead, Joint Joint, int Field, Heading Title, IReadOnlyList<PhaseBlock> Phases) : TemplateBlock(Lead, Joint);

    /// <summary>Blocks that are left out together when none of their fields is answered.</summary>
    public sealed record WhenAnswered(string Lead, Joint Joint, IReadOnlyList<TemplateBlock> Blocks) : TemplateBlock(Lead, Joint);
}

/// <summary>A phase of the template's detailed timeline.</summary>
/// <param name="Title">Its name in the template, without the time.</param>
/// <param name="Field">The place in <see cref="Template.Fields"/> of its prompts; null when it has none.</param>
/// <param name="Optional">Left out when it has no event and no answer; others are then listed as N/A.</param>
public sealed record PhaseBlock(string Title, int? Field, bool Optional)
{
    /// <summary>The phase's own name (<c>Detection</c>) where a comment gives it (<c>&lt;!-- phase: Detection --&gt;</c>), as a template in another language needs; null: the title says it.</summary>
    public string? Phase { get; init; }
}

/// <summary>A bit of a line: fixed Markdown, or the place of a field.</summary>
public abstract record Piece
{
    private Piece()
    {
    }

    /// <summary>Printed as it is.</summary>
    public sealed record Literal(string Markdown) : Piece;

    /// <summary>The place of a field's value.</summary>
    /// <param name="Field">The field's place in <see cref="Template.Fields"/>.</param>
    /// <param name="Column">The column's key within a repeated item; null elsewhere.</param>
    public sealed record Slot(int Field, string? Column = null) : Piece;

    /// <summary>The place of a checkbox: <c>[x]</c> or <c>[ ]</c>.</summary>
    public sealed record Box(int Field) : Piece;
}
