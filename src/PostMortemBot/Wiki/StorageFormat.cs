using System.Globalization;
using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Table = Markdig.Extensions.Tables.Table;

namespace PostMortemBot.Wiki;

/// <summary>
/// Markdown as Confluence's storage format (XHTML with elements of its own: "Confluence Storage Format", confluence.atlassian.com/doc/confluence-storage-format-790796544.html). Each element is
/// written by us and each text goes through one encoder, so that nothing a person typed becomes an element, a macro or a mention, and the result is always well-formed. A task's box is the sign
/// ☑ or ☐: a task of Confluence could be ticked by any reader. Addresses other than http, https and mailto are left as text.
/// </summary>
/// <param name="fileOf">The name of the file beside the page that an address means, or null.</param>
internal sealed class StorageFormat(Func<string, string?> fileOf)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseTaskLists().DisableHtml().Build();
    private readonly StringBuilder xml = new();

    /// <summary>The body of a page.</summary>
    public static string Of(string markdown, Func<string, string?>? fileOf = null)
    {
        var format = new StorageFormat(fileOf ?? (_ => null));
        try
        {
            format.Blocks(Markdown.Parse(markdown, Pipeline));
        }
        catch (ArgumentException)
        {
            // Nested too deeply to be read as Markdown: shown as it is.
            format.xml.Clear();
            format.Code(markdown);
        }

        return format.xml.ToString();
    }

    /// <summary>An invisible mark in a page (the anchor macro), by which the bot knows later what it wrote.</summary>
    public static string Anchor(string name) => $"<p><ac:structured-macro ac:name=\"anchor\"><ac:parameter ac:name=\"\">{Text(name)}</ac:parameter></ac:structured-macro></p>";

    private void Blocks(ContainerBlock container)
    {
        foreach (var block in container) Block(block);
    }

    private void Block(Block block)
    {
        switch (block)
        {
            case HeadingBlock heading:
                Element("h" + heading.Level.ToString(CultureInfo.InvariantCulture), () => Inlines(heading.Inline));
                break;
            case ParagraphBlock paragraph:
                Element("p", () => Inlines(paragraph.Inline));
                break;
            case ListBlock list:
                Element(list.IsOrdered ? "ol" : "ul", () => Items(list));
                break;
            case Table table:
                Element("table", () => Element("tbody", () => Rows(table)));
                break;
            case QuoteBlock quote:
                Element("blockquote", () => Blocks(quote));
                break;
            case ThematicBreakBlock:
                xml.Append("<hr/>");
                break;
            case CodeBlock code:
                Code(code.Lines.ToString());
                break;
            case LinkReferenceDefinitionGroup:
                break;
            case ContainerBlock other:
                Blocks(other);
                break;
            case LeafBlock { Inline: { } inline }:
                Element("p", () => Inlines(inline));
                break;
        }
    }

    private void Items(ListBlock list)
    {
        foreach (var item in list.OfType<ListItemBlock>())
        {
            Element("li", () =>
            {
                foreach (var block in item)
                {
                    // A tight list has no paragraphs.
                    if (!list.IsLoose && block is ParagraphBlock paragraph) Inlines(paragraph.Inline);
                    else Block(block);
                }
            });
        }
    }

    private void Rows(Table table)
    {
        foreach (var row in table.OfType<TableRow>())
        {
            Element("tr", () =>
            {
                foreach (var cell in row.OfType<TableCell>()) Element(row.IsHeader ? "th" : "td", () => Blocks(cell));
            });
        }
    }

    private void Inlines(ContainerInline? container)
    {
        foreach (var inline in container ?? Enumerable.Empty<Inline>()) Inline(inline);
    }

    private void Inline(Inline inline)
    {
        switch (inline)
        {
            case LiteralInline literal:
                xml.Append(Text(literal.Content.ToString()));
                break;
            case HtmlEntityInline entity:
                xml.Append(Text(entity.Transcoded.ToString()));
                break;
            case CodeInline code:
                Element("code", () => xml.Append(Text(code.Content)));
                break;
            case LineBreakInline line:
                xml.Append(line.IsHard ? "<br/>" : "\n");
                break;
            case TaskList task:
                xml.Append(task.Checked ? '☑' : '☐');
                break;
            case AutolinkInline link:
                Link(link.IsEmail ? "mailto:" + link.Url : link.Url, () => xml.Append(Text(link.Url)));
                break;
            case LinkInline link:
                Link(link.Url ?? "", () => Inlines(link));
                break;
            case EmphasisInline emphasis:
                Element(emphasis.DelimiterCount == 2 ? "strong" : "em", () => Inlines(emphasis));
                break;
            case HtmlInline html:
                xml.Append(Text(html.Tag));
                break;
            case ContainerInline other:
                Inlines(other);
                break;
            default:
                throw new InvalidOperationException($"No storage format for {inline.GetType().Name}.");
        }
    }

    /// <summary>A link to a file beside the page, to a page of the same wiki (<c>./NAME</c>), or to an address.</summary>
    private void Link(string url, Action label)
    {
        if (fileOf(url) is { } file) Resource($"<ri:attachment ri:filename=\"{Text(file)}\"/>", label);
        else if (url.StartsWith("./", StringComparison.Ordinal) && url.IndexOfAny(['/', '?', '#'], 2) < 0) Resource($"<ri:page ri:content-title=\"{Text(Uri.UnescapeDataString(url[2..]))}\"/>", label);
        else if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto") Element("a", label, $" href=\"{Text(url)}\"");
        else label();
    }

    private void Resource(string resource, Action label)
    {
        xml.Append("<ac:link>").Append(resource);
        Element("ac:link-body", label);
        xml.Append("</ac:link>");
    }

    /// <summary>The code macro. Without a language: one that Confluence does not know breaks the macro.</summary>
    private void Code(string code) =>
        xml.Append("<ac:structured-macro ac:name=\"code\"><ac:plain-text-body><![CDATA[").Append(Allowed(code).Replace("]]>", "]]]]><![CDATA[>", StringComparison.Ordinal)).Append("]]></ac:plain-text-body></ac:structured-macro>");

    private void Element(string name, Action inside, string attributes = "")
    {
        xml.Append('<').Append(name).Append(attributes).Append('>');
        inside();
        xml.Append("</").Append(name).Append('>');
    }

    private static string Text(string text) => Allowed(text).Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    /// <summary>XML knows no control characters and no halves of characters: they become U+FFFD.</summary>
    private static string Allowed(string text)
    {
        if (text.All(letter => letter is '\t' or '\n' || (letter >= ' ' && !char.IsSurrogate(letter) && letter < '\uFFFE' && letter is not (>= '\u007F' and <= '\u009F')))) return text;
        var allowed = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            var bad = (rune.Value < ' ' && rune.Value is not ('\t' or '\n')) || rune.Value is (>= 0x7F and <= 0x9F) || (rune.Value & 0xFFFE) == 0xFFFE;
            allowed.Append(bad ? "\uFFFD" : rune.ToString());
        }

        return allowed.ToString();
    }
}
