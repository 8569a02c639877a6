namespace PostMortemBot.Domain;

/// <summary>What a field takes, and so which element a form shows for it and which <see cref="FieldValue"/> answers it.</summary>
public enum FieldKind
{
    /// <summary>One line of plain text (<see cref="FieldValue.Words"/>); everything Markdown would act on is escaped.</summary>
    Line,

    /// <summary>Paragraphs, lists, emphasis, code, http links (<see cref="FieldValue.Words"/>, read by <see cref="Prose"/>).</summary>
    Prose,

    /// <summary>One or several alternatives, perhaps with a remark (<see cref="FieldValue.Choice"/>).</summary>
    Choice,

    /// <summary>A day (<see cref="FieldValue.Words"/>, <c>yyyy-MM-dd</c>).</summary>
    Date,

    /// <summary>A time of day (<see cref="FieldValue.Words"/>).</summary>
    Time,

    /// <summary>A person, group or team by the name to be shown (<see cref="FieldValue.Words"/>).</summary>
    Person,

    /// <summary>A link, alone or as <c>[text](https://…)</c> (<see cref="FieldValue.Words"/>).</summary>
    Link,

    /// <summary>Any number of entries, each prose (<see cref="FieldValue.Items"/>).</summary>
    List,

    /// <summary>A number without its unit (<see cref="FieldValue.Words"/>); the unit is printed behind it.</summary>
    Number,

    /// <summary>Any number of code blocks of one language (<see cref="FieldValue.Items"/>, or one as <see cref="FieldValue.Words"/>).</summary>
    Code,

    /// <summary>A checkbox with a remark (<see cref="FieldValue.Tick"/>).</summary>
    Tick,

    /// <summary>Rows of a table (<see cref="FieldValue.Rows"/>, keyed by <see cref="TemplateColumn.Key"/>).</summary>
    Table,

    /// <summary>List items of one shape with several blanks each (<see cref="FieldValue.Rows"/>, keyed by <see cref="TemplateColumn.Key"/>).</summary>
    Repeat,

    /// <summary>The detailed timeline, a heading per day: filled from <see cref="DocumentContent.Timeline"/>, never typed.</summary>
    Days,
}

/// <summary>One blank of the template, or several that are answered together (a list's prompts, a table, a code example).</summary>
/// <param name="Path">Its key: part / group / label, folded. Never its position.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Label">What the form calls it.</param>
/// <param name="Line">Where it stands in the template, counted from 1.</param>
public sealed record TemplateField(FieldPath Path, FieldKind Kind, string Label, int Line)
{
    /// <summary>What the blanks say, in order: shown with the field as its hint or as prompts.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary>How many bracketed blanks of the text this field stands for; each blank belongs to exactly one field.</summary>
    public int Blanks { get; init; }

    /// <summary>The alternatives of a choice.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>More than one alternative may be picked.</summary>
    public bool Several { get; init; }

    /// <summary>A remark may be written beside the choice or tick.</summary>
    public bool Remark { get; init; }

    /// <summary>The alternative that needs a remark; null when none does.</summary>
    public string? RemarkRequiredWith { get; init; }

    /// <summary>The unit printed right after a number, with its space where the template has one (<c>ms</c>, <c> minutes</c>).</summary>
    public string? Unit { get; init; }

    /// <summary>The most entries a list takes; null: any number.</summary>
    public int? AtMost { get; init; }

    /// <summary>A code field's language; null when the fence names none.</summary>
    public string? Language { get; init; }

    /// <summary>A code field's example, shown in the form and never printed.</summary>
    public string? Example { get; init; }

    /// <summary>A table's columns, or the blanks of a repeated list item.</summary>
    public IReadOnlyList<TemplateColumn> Columns { get; init; } = [];

    /// <summary>A table's rows as the template has them: fixed ones, fixed ones with blanks, and examples.</summary>
    public IReadOnlyList<TemplateRow> Rows { get; init; } = [];

    /// <summary>The name under which the bot fills it (<see cref="Bindings"/>); null: only people do.</summary>
    public string? Binding { get; init; }

    /// <summary>Left out of the document when empty, and so never asked for.</summary>
    public bool Optional { get; init; }

    /// <summary>The phase of the detailed timeline whose prompts these are: asked only when the phase has no event; null elsewhere.</summary>
    public string? Phase { get; init; }

    /// <summary>The answer of a person may stand when the bot knows nothing: false for the detailed timeline alone.</summary>
    public bool MayBeTyped => Kind is not FieldKind.Days;
}

/// <summary>One column of a table or one blank of a repeated list item.</summary>
/// <param name="Header">As the template writes it.</param>
/// <param name="Key">The key in a row of <see cref="FieldValue.Rows"/>: the header folded, or the binding's own name for a bound table, whatever language the header is in.</param>
/// <param name="Kind">What all cells below it that are not fixed agree on; else <see cref="FieldKind.Line"/>.</param>
public sealed record TemplateColumn(string Header, string Key, FieldKind Kind)
{
    public IReadOnlyList<string> Choices { get; init; } = [];

    public string? Unit { get; init; }
}

/// <summary>How a row of the template's table is to be taken.</summary>
public enum RowKind
{
    /// <summary>No blank in it: printed as it is.</summary>
    Fixed,

    /// <summary>Its first cell is fixed and names the row; others are to be filled.</summary>
    Named,

    /// <summary>Its first cell is to be filled: its text is a prompt, and rows are free in number.</summary>
    Example,
}

/// <summary>One row of the template's table.</summary>
public sealed record TemplateRow(RowKind Kind, int Line, IReadOnlyList<TemplateCell> Cells);

/// <summary>One cell of the template's table.</summary>
/// <param name="Markdown">As the template writes it, to be printed where nothing else is known: a fixed cell is the default of its column.</param>
/// <param name="Kind">Null for a fixed cell.</param>
/// <param name="Prompt">What the blank says; null when it is none.</param>
public sealed record TemplateCell(string Markdown, FieldKind? Kind, string? Prompt)
{
    /// <summary>Fixed text before and after a fill-in (<c>Breached for </c>), printed around a number and left out when words are typed instead.</summary>
    public string Before { get; init; } = "";

    public string After { get; init; } = "";

    public string? Unit { get; init; }

    public IReadOnlyList<string> Choices { get; init; } = [];
}
