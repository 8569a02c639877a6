using System.Text;

namespace PostMortemBot.Domain;

/// <summary>
/// Text of several paragraphs (template.md, <em>Prose</em>): paragraphs, lists, emphasis, code and http links are understood; everything else that is Markdown or HTML
/// elsewhere (headings, tables, images, rules, references) is plain text here and is printed as typed. A backslash is a backslash.
/// </summary>
public static class Prose
{
    public static IReadOnlyList<ProseBlock> Read(string text) => ProseReader.Read(text);

    /// <summary>As Markdown that a CommonMark reader takes exactly as it was read here. Every line after the first begins with <paramref name="indent"/>.</summary>
    public static string Write(IReadOnlyList<ProseBlock> blocks, string indent = "") => ProseWriter.Write(blocks, indent);

    /// <summary>The words alone, a line for each line: what a reader of the rendered document sees.</summary>
    public static string PlainText(string text)
    {
        var plain = new StringBuilder();
        foreach (var line in Read(text).SelectMany(LinesOf)) plain.Append(plain.Length > 0 ? "\n" : "").Append(line);
        return plain.ToString();
    }

    private static IEnumerable<string> LinesOf(ProseBlock block) => block switch
    {
        ProseBlock.Paragraph paragraph => paragraph.Lines.Select(Said),
        ProseBlock.Items items => items.Entries.SelectMany(item => item.Lines.Select(Said)),
        ProseBlock.Code code => code.Text.Split('\n'),
        _ => throw new ArgumentOutOfRangeException(nameof(block), block, "A block without words."),
    };

    private static string Said(IReadOnlyList<ProseSpan> line) => string.Concat(line.Select(span => span.Text));
}

/// <summary>One block of prose.</summary>
public abstract record ProseBlock
{
    private ProseBlock()
    {
    }

    /// <summary>Lines that follow each other; each line break was typed and is kept.</summary>
    public sealed record Paragraph(IReadOnlyList<IReadOnlyList<ProseSpan>> Lines) : ProseBlock;

    /// <summary>A list, perhaps nested.</summary>
    public sealed record Items(IReadOnlyList<ProseItem> Entries) : ProseBlock;

    /// <summary>A code block; the language is empty when none was named.</summary>
    public sealed record Code(string Language, string Text) : ProseBlock;
}

/// <summary>An item of a list: how deep it stands (0 is outermost, never more than one deeper than the item before), its number when numbered, and its lines.</summary>
public sealed record ProseItem(int Depth, int? Number, IReadOnlyList<IReadOnlyList<ProseSpan>> Lines);

/// <summary>A stretch of one line: its words and how they are set.</summary>
/// <param name="Kind">How it is set.</param>
/// <param name="Text">What is read.</param>
/// <param name="Url">Where a link leads; null for everything else.</param>
public sealed record ProseSpan(ProseSpanKind Kind, string Text, string? Url = null);

/// <summary>How a stretch of prose is set.</summary>
public enum ProseSpanKind
{
    Plain,
    Emphasis,
    Strong,
    Code,
    Link,
}
