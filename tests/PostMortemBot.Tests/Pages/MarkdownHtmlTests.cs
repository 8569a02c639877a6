using AngleSharp.Html.Parser;
using PostMortemBot.Pages;

namespace PostMortemBot.Tests.Pages;

public sealed class MarkdownHtmlTests
{
    [Theory]
    [InlineData("[a](javascript:alert(1))")]
    [InlineData("[a](data:text/html,<script>alert(1)</script>)")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("![a](x){onerror=alert(1)}")]
    [InlineData("<form action=//evil><button>Save</button></form>")]
    [InlineData("<div style=\"position:fixed\">a</div>")]
    [InlineData("<input type=text>")]
    public void What_could_act_does_not_come_through(string markdown)
    {
        var html = new HtmlParser().ParseDocument(MarkdownHtml.Render(markdown));

        Assert.Empty(html.QuerySelectorAll("script, img, form, button, style, iframe, input[type=text], [style]"));
        Assert.DoesNotContain(html.All.SelectMany(node => node.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        Assert.All(html.QuerySelectorAll("a[href]"), link => Assert.StartsWith("http", link.GetAttribute("href")!, StringComparison.Ordinal));
    }

    [Fact]
    public void Headings_tables_tasks_and_code_stay()
    {
        var html = new HtmlParser().ParseDocument(MarkdownHtml.Render("## What Happened\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] **Code**: yes\n\n```splunk\nindex=x\n```\n"));

        Assert.Equal("what-happened", html.QuerySelector("h2")!.Id);
        Assert.Equal("2", html.QuerySelectorAll("div.wide td")[1].TextContent);
        Assert.True(html.QuerySelector("input")!.HasAttribute("checked"));
        Assert.Equal("index=x\n", html.QuerySelector("pre code")!.TextContent);
    }

    [Fact]
    public void A_text_nested_too_deeply_is_shown_as_it_is()
    {
        var deep = new string('>', 20_000) + " a";

        Assert.StartsWith("<pre", MarkdownHtml.Render(deep), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_of_a_person_is_followed_by_nobody_unasked() =>
        Assert.Contains("rel=\"noopener noreferrer nofollow\"", MarkdownHtml.Render("[dashboard](https://grafana.example/d/1)"), StringComparison.Ordinal);
}
