using System.Xml.Linq;
using AngleSharp.Html.Parser;
using CsCheck;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using PostMortemBot.Domain;
using PostMortemBot.Pages;
using PostMortemBot.Templates;
using PostMortemBot.Tests.Templates;
using PostMortemBot.Tests.World;
using PostMortemBot.Wiki;

namespace PostMortemBot.Tests.Injection;

/// <summary>
/// 100,000 generated texts, a thousand in each document, as a cell and as an item of a list, and some as the title: the wiki's Markdown by two readers that are not ours (Markdig, markdown-it with
/// HTML allowed), the document's page by AngleSharp, Confluence's storage format by an XML reader. The document keeps its parts, has nothing that nobody wrote, and gives back the words.
/// </summary>
public sealed class DocumentInjectionTests
{
    private static readonly Template Small = Outline.Derived("""
        # About [Title] now

        | First | Second |
        |-------|--------|
        | [one] | fixed  |

        ## Part one

        ### List
        1. [one]
        2. [two]
        """);

    [Fact]
    public void Markdown_of_the_wiki_read_by_Markdig() => Documents((texts, markdown) =>
    {
        var document = Markdig.Markdown.Parse(markdown, TemplateReader.Pipeline);
        Assert.Equal(["# " + LineText.Plain(texts[0]), "## Part one", "### List"], document.Descendants<HeadingBlock>().Select(heading => $"{new string('#', heading.Level)} {Outline.Words(heading)}".Replace("About ", "", StringComparison.Ordinal).Replace(" now", "", StringComparison.Ordinal)));
        Assert.Equal(texts.Select(Letters.Of), document.Descendants<TableRow>().Skip(1).Select(row => Letters.Of(Outline.Words(row[0]))));
        Assert.Equal(texts.Select(Read), document.Descendants<ListBlock>().First().Select(item => Letters.Of(Outline.Words((ListItemBlock)item))));
        Assert.Empty(document.Descendants<HtmlBlock>());
        Assert.Empty(document.Descendants<Table>().Single().Descendants<Markdig.Syntax.Inlines.LinkInline>());
    });

    [Fact]
    public async Task Markdown_of_the_wiki_read_by_markdown_it_with_html_allowed()
    {
        List<(string[] Texts, string Markdown)> all = [];
        Documents((texts, markdown) =>
        {
            lock (all) all.Add((texts, markdown));
        });

        var read = await Node.RunAsync(
            "markdown-it",
            """
            const md = peer({ html: true });
            md.normalizeLinkText = text => text;
            const words = token => (token.children ?? []).map(one => one.type.endsWith('break') ? ' ' : one.type === 'image' ? one.content : one.type === 'text' || one.type === 'code_inline' ? one.content : one.type === 'html_inline' ? '(html)' : '').join('');
            return given.map(text => {
              const said = { headings: 0, html: 0, links: 0, cells: [], items: [] };
              let item = '', depth = 0, row = null;
              for (const token of md.parse(text, {})) {
                if (token.type === 'heading_open') said.headings++;
                if (token.type === 'html_block' || token.children?.some(one => one.type === 'html_inline')) said.html++;
                if (token.type === 'td_open') row ??= [];
                if (token.type === 'tr_close') { if (row) said.cells.push(row[0]); row = null; }
                if (token.type === 'list_item_open' && depth++ === 0) item = '';
                if (token.type === 'list_item_close' && --depth === 0) said.items.push(item);
                if (row && token.type === 'inline') { row.push(words(token)); said.links += token.children.filter(one => one.type === 'link_open' || one.type === 'image').length; }
                else if (depth > 0 && (token.type === 'inline' || token.type === 'fence' || token.type === 'code_block')) item += ' ' + (token.type === 'inline' ? words(token) : token.content);
              }
              return said;
            });
            """,
            all.Select(one => one.Markdown),
            TestContext.Current.CancellationToken);

        foreach (var ((texts, _), said) in all.Zip(read.EnumerateArray()))
        {
            Assert.Equal((3, 0, 0), (said.GetProperty("headings").GetInt32(), said.GetProperty("html").GetInt32(), said.GetProperty("links").GetInt32()));
            Assert.Equal(texts.Select(Letters.Of), said.GetProperty("cells").EnumerateArray().Select(cell => Letters.Of(cell.GetString()!)));
            Assert.Equal(texts.Select(Read), said.GetProperty("items").EnumerateArray().Select(item => Letters.Of(item.GetString()!)));
        }
    }

    [Fact]
    public void The_page_of_the_document_read_by_AngleSharp() => Documents((texts, markdown) =>
    {
        var page = new HtmlParser().ParseDocument(MarkdownHtml.Render(markdown));
        Assert.Equal(3, page.QuerySelectorAll("h1, h2, h3, h4, h5, h6").Length);
        Assert.Equal(texts.Select(Letters.Of), page.QuerySelectorAll("tbody tr").Select(row => Letters.Of(row.Children[0].TextContent)));
        Assert.Equal(texts.Select(Read), page.QuerySelector("ol")!.Children.Select(item => Letters.Of(item.TextContent)));
        Assert.Empty(page.QuerySelectorAll("script, img, iframe, form, style, input, table a, h1 a"));
        Assert.DoesNotContain(page.All.SelectMany(node => node.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.Name == "style");
        Assert.All(page.QuerySelectorAll("a"), link => Assert.Matches("^https?://", link.GetAttribute("href")));
    });

    [Fact]
    public void Storage_format_of_Confluence_read_as_XML() => Documents((texts, markdown) =>
    {
        var body = StorageXml.Read(StorageFormat.Of(markdown));
        Assert.Equal(["h1", "h2", "h3"], body.Elements().Select(one => one.Name.LocalName).Where(name => name[0] == 'h' && name.Length == 2));
        Assert.Equal(texts.Select(Letters.Of), body.Descendants("tr").Skip(1).Select(row => Letters.Of(row.Elements().First().Value)));
        Assert.Equal(texts.Select(Read), body.Elements("ol").Single().Elements("li").Select(item => Letters.Of(item.Value)));
        Assert.DoesNotContain(body.Descendants("table").Single().Descendants(), node => node.Name.LocalName is not ("tbody" or "tr" or "th" or "td" or "p"));
        Assert.All(body.Descendants(XName.Get("structured-macro", "ac")), macro => Assert.Equal("code", (string)macro.Attribute(XName.Get("name", "ac"))!));
        Assert.DoesNotContain(body.Descendants(), node => node.Name.LocalName is "script" or "user" or "image" or "parameter");
        Assert.All(body.Descendants("a"), link => Assert.Matches("^(?:https?|mailto):", (string)link.Attribute("href")!));
    });

    /// <summary>As it is typed: no blank text is a row or an item.</summary>
    private static void Documents(Action<string[], string> check) => Letters.Text.Where(text => Letters.Of(text).Length > 0).Array[Letters.AtOnce].Sample(texts => check(texts, Written(texts)), iter: Letters.Texts / Letters.AtOnce);

    private static string Written(string[] texts) => Document.Write(Small, new DocumentContent
    {
        Answers = Small.Fields.ToDictionary(field => field.Path, field => (FieldValue)(field.Kind switch
        {
            FieldKind.Table => new FieldValue.Rows([.. texts.Select(text => field.Columns.ToDictionary(column => column.Key, _ => text))]),
            FieldKind.List => new FieldValue.Items(texts),
            _ => new FieldValue.Words(texts[0]),
        })),
        Timeline = [],
    });

    /// <summary>What is read of a text of several paragraphs: its words without the marks that its writer meant.</summary>
    private static string Read(string text) => Letters.Of(Prose.PlainText(text));
}
