using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using CsCheck;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Tests.Screens;
using PostMortemBot.Tests.WebChat;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Injection;

/// <summary>100,000 generated texts in a card on each chat: nobody is mentioned, nothing is linked, no script stands there, and the words are read back as they were typed.</summary>
public sealed class ChatInjectionTests
{
    private static readonly FakeSlackWords Reader = new(null, id => $"(mention {id})");

    [Fact]
    public void Slack_mentions_and_links_nobody_and_shows_what_was_typed() => Letters.Text.Sample(
        text =>
        {
            var slack = GalleryTests.Slack(Typed(text)).Json;
            Assert.Empty(RendererTests.SpeaksUp(slack));
            Assert.Null(slack["parse"]);
            Assert.Null(slack["link_names"]);
            Assert.Equal($"{Letters.Of(text)}{Letters.Of(text)}*x*{Letters.Of(text)}", Letters.Of(string.Concat(slack["blocks"]!.AsArray().Select(block => Read(block!)))));
        },
        iter: Letters.Texts);

    [Fact]
    public void Teams_mentions_and_links_nobody_and_shows_what_was_typed() => Letters.Text.Sample(
        text =>
        {
            var teams = GalleryTests.Teams(Typed(text)).Json;
            Assert.Empty(RendererTests.Acts(teams));
            var runs = SlackLimits.Descendants(teams).Where(node => (string?)node["type"] == "TextRun").Select(node => (string?)node["text"]);
            Assert.Equal($"{Letters.Of(text)}{Letters.Of(text)}x{Letters.Of(text)}", Letters.Of(string.Concat(runs)));
        },
        iter: Letters.Texts);

    [Fact]
    public async Task The_page_of_the_built_in_chat_has_no_node_that_nobody_wrote_and_shows_what_was_typed()
    {
        await using var world = await ChatWorld.StartAsync();
        using var client = new HttpClient();
        var stop = TestContext.Current.CancellationToken;
        var channel = world.Room.Channels[0].Id;
        var posted = await world.Chat.PostAsync(new Place("web", "try", channel), Card.OneLine("first"), "w", stop);
        var scripts = -1;
        await Letters.Text.Array[Letters.AtOnce].SampleAsync(
            async texts =>
            {
                await world.Chat.EditAsync(posted, new Card(texts[0], [new Element.Bullets([.. texts.Select(text => (Line)text)]), new Element.Quote(texts[0]), new Element.CodeBlock(texts[0]), new Element.Picker("p", texts[0], [new Choice(texts[0], texts[0])])], [Button.Does("b", texts[0], texts[0])]), stop);
                var page = new HtmlParser().ParseDocument(await client.GetStringAsync(new Uri($"{world.Address}/?as=dana&in={channel}"), stop));
                var card = page.QuerySelector(".card")!;
                Assert.Equal(texts.Select(Letters.Of), card.QuerySelectorAll("ul > li").Select(item => Letters.Of(item.TextContent)));
                Assert.All(new[] { "blockquote", "pre", "label option:last-child", ".row > button" }, part => Assert.Equal(Letters.Of(texts[0]), Letters.Of(card.QuerySelector(part)!.TextContent)));
                Assert.Empty(card.QuerySelectorAll("a, script, img, iframe, h1, h2, h3, form, style, b, s"));
                Assert.DoesNotContain(page.All.SelectMany(node => node.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
                scripts = scripts < 0 ? page.Scripts.Length : scripts;
                Assert.Equal(scripts, page.Scripts.Length);
            },
            iter: Letters.Texts / Letters.AtOnce,
            threads: 1);
    }

    /// <summary>The text as a line, as a small line among marks, and quoted.</summary>
    private static Card Typed(string text) => new("", [new Element.Text(text), new Element.Small([text, Span.Bold("x")]), new Element.Quote(text)]);

    private static string Read(JsonNode block) => (string?)block["type"] == "context"
        ? string.Concat(block["elements"]!.AsArray().Select(one => (string?)one!["type"] == "mrkdwn" ? Reader.Mrkdwn((string)one["text"]!) : (string?)one["text"]))
        : string.Concat(SlackLimits.Descendants(block).Where(node => (string?)node["type"] == "text").DistinctBy(node => node.GetPath()).Select(node => (string?)node["text"]));
}
