using CsCheck;
using Markdig;
using PostMortemBot.Domain;
using PostMortemBot.Tests.Templates;
using PostMortemBot.Tests.World;
using PostMortemBot.Wiki;

namespace PostMortemBot.Tests.Wiki;

public sealed class StorageFormatTests
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "ul", "ol", "li", "em", "strong", "code", "blockquote", "a", "table", "tbody", "tr", "th", "td",
        "ac:structured-macro", "ac:plain-text-body", "ac:link", "ac:link-body", "ri:page",
    };

    private static readonly MarkdownPipeline Plain = new MarkdownPipelineBuilder().UsePipeTables().UseTaskLists().DisableHtml().Build();

    [Theory]
    [InlineData("# A & B", "<h1>A &amp; B</h1>")]
    [InlineData("a<b>c", "<p>a&lt;b&gt;c</p>")]
    [InlineData("- [x] **Box**: yes\n- [ ] no", "<ul><li>☑ <strong>Box</strong>: yes</li><li>☐ no</li></ul>")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |", "<table><tbody><tr><th><p>a</p></th><th><p>b</p></th></tr><tr><td><p>1</p></td><td><p>2</p></td></tr></tbody></table>")]
    [InlineData("```splunk\na ]]> <b>\n```", "<ac:structured-macro ac:name=\"code\"><ac:plain-text-body><![CDATA[a ]]]]><![CDATA[> <b>]]></ac:plain-text-body></ac:structured-macro>")]
    [InlineData("[x](javascript:alert(1)) [y](<https://a.b/?c=1&d=\"e\">)", "<p>x <a href=\"https://a.b/?c=1&amp;d=&quot;e&quot;\">y</a></p>")]
    [InlineData("[Guide](<./Escalation-Procedures>)", "<p><ac:link><ri:page ri:content-title=\"Escalation-Procedures\"/><ac:link-body>Guide</ac:link-body></ac:link></p>")]
    [InlineData("![i](https://a.b/i.png)", "<p><a href=\"https://a.b/i.png\">i</a></p>")]
    [InlineData("a  \nb", "<p>a<br/>b</p>")]
    public void Markdown_becomes_storage_format(string markdown, string storage) => Assert.Equal(storage, StorageFormat.Of(markdown));

    [Theory]
    [InlineData("<ac:structured-macro ac:name=\"html\"><ac:plain-text-body><![CDATA[<script>]]></ac:plain-text-body></ac:structured-macro>")]
    [InlineData("]]></ac:plain-text-body></ac:structured-macro><script>alert(1)</script>")]
    [InlineData("<ri:user ri:userkey=\"x\"/> @channel {html}x{html} [~admin]")]
    [InlineData("\"><a href='javascript:x'>")]
    [InlineData("&lt;b&gt; &#60;script&#62; &amp;amp;")]
    [InlineData("a\0b\u0007c\ud800d\uFFFEe")]
    public void What_somebody_typed_is_text_and_stays_it(string typed)
    {
        foreach (var storage in new[] { StorageFormat.Of(LineText.Escape(typed)), StorageFormat.Of("| x |\n|---|\n| " + LineText.Escape(typed, inCell: true) + " |") })
        {
            Assert.Empty(StorageXml.Names(storage).Except(["p", "table", "tbody", "tr", "th", "td"]));
            Assert.EndsWith(StorageXml.Folded(LineText.Plain(typed).Replace('\uFFFE', '\uFFFD')), StorageXml.Text(storage), StringComparison.Ordinal);
        }

        var code = StorageFormat.Of("````\n" + LineText.Plain(typed) + "\n````");
        Assert.Equal(["ac:structured-macro", "ac:plain-text-body"], StorageXml.Names(code));
        Assert.Equal(StorageXml.Folded(LineText.Plain(typed).Replace('\uFFFE', '\uFFFD')), StorageXml.Text(code));
    }

    [Fact]
    public void Of_100_000_hostile_lines_each_is_well_formed_has_no_element_and_reads_as_typed() => Hostile.Text.Sample(
        typed =>
        {
            var storage = StorageFormat.Of(LineText.Escape(typed));
            return StorageXml.Names(storage).All(name => name is "p") && StorageXml.Text(storage) == StorageXml.Folded(LineText.Plain(typed));
        },
        iter: 100_000);

    [Fact]
    public void Any_Markdown_is_well_formed_with_known_elements_only_and_the_text_that_a_page_shows() => Hostile.Text.Sample(
        markdown =>
        {
            var storage = StorageFormat.Of(markdown);
            Assert.Empty(StorageXml.Names(storage).Except(Known));
            Assert.All(StorageXml.Read(storage).Descendants("a"), link => Assert.Matches("^(?:https?|mailto):", (string)link.Attribute("href")!));
        },
        iter: 5_000);

    [Fact]
    public void What_is_nested_too_deeply_is_shown_as_it_is()
    {
        var storage = StorageFormat.Of(new string('>', 20_000) + " deep");

        Assert.Equal(["ac:structured-macro", "ac:plain-text-body"], StorageXml.Names(storage));
    }

    [Fact]
    public void The_text_is_the_one_of_the_preview()
    {
        var draft = File.ReadAllText(Path.Combine(TestFolders.Tests, "Templates", "Approved", "typical-draft.md"));
        var preview = System.Xml.Linq.XElement.Parse("<body>" + Markdown.ToHtml(draft, Plain) + "</body>").Value;

        Assert.Equal(StorageXml.Folded(preview), StorageXml.Text(StorageFormat.Of(draft)));
    }
}
