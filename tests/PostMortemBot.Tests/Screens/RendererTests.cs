using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using PostMortemBot.Screens;
using PostMortemBot.Slack;
using PostMortemBot.Teams;

namespace PostMortemBot.Tests.Screens;

/// <summary>Both renderers know every element there is, and say only what was written.</summary>
public sealed partial class RendererTests
{
    [Fact]
    public void The_samples_hold_every_element_span_form_element_and_input_there_is()
    {
        Assert.Equal(Kinds<Element>(), Names(ScreenSamples.OfEach("w", 3)));
        Assert.Equal(Kinds<Span>(), Names(ScreenSamples.SpanOfEach("w")));
        Assert.Equal(Kinds<FormElement>(), Names(ScreenSamples.FormOfEach("w", null)));
        Assert.Equal(Kinds<FieldInput>(), Names(ScreenSamples.InputOfEach("w", 3)));
        Assert.Equal(["Card", "Form", "Rows"], typeof(Screen).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Screen))).Select(type => type.Name).Order());
    }

    [Fact]
    public void Each_element_and_span_alone_is_drawn_by_both_and_shows_its_words()
    {
        var elements = ScreenSamples.OfEach("the words", 3).Concat(ScreenSamples.SpanOfEach("the words").SelectMany(span => new Element[] { new Element.Text([span]), new Element.Small([span]) }));
        foreach (var element in elements.Where(element => element is not Element.Divider))
        {
            var card = new Card("", [element]);
            var expected = element is Element.Text { Line.Spans: [Span.Moment] } or Element.Small { Line.Spans: [Span.Moment] } ? "02:14 EST" : "the words";
            Assert.Contains(expected, GalleryTests.Slack(card).Json["blocks"]!.ToJsonString(), StringComparison.Ordinal);
            Assert.Contains(expected, Shown(GalleryTests.Teams(card).Json), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Each_form_element_and_input_alone_is_drawn_by_both_within_the_limits()
    {
        foreach (var element in ScreenSamples.FormOfEach("the words", "An error."))
        {
            var form = new Form("f", "T", [element], "Save", "c");
            var (slack, teams) = (GalleryTests.Slack(form).Json, GalleryTests.Teams(form).Json);
            Assert.Empty(SlackLimits.Check(slack));
            Assert.Empty(TeamsLimits.Check(teams));
            Assert.NotEmpty(slack["blocks"]!.AsArray());
            Assert.NotEmpty(teams["body"]!.AsArray());
        }
    }

    [Fact]
    public void Ten_thousand_hostile_texts_mention_and_link_nobody_and_stay_the_same_text() => Hostile.Text.Sample(
        text =>
        {
            var card = new Card(text, [new Element.Text(text), new Element.Small(text), new Element.Small([text, Span.Bold(text)]), new Element.Bullets([text]), new Element.Quote(text), new Element.CodeBlock(text), new Element.Picker("p", text, [new Choice("v", text)])], [Button.Does("b", text)]);
            var form = new Form("f", text, [new FormElement.Note([text, new Span.Code(text)]), new FormElement.Asks(new Field("short", text, new FieldInput.Short(text)) { Hint = text, Error = text }), new FormElement.Asks(new Field("one", text, new FieldInput.PickOne([new Choice("v", text)], "v"))), new FormElement.Asks(new Field("tick", text, new FieldInput.Tick(text)))], text, "");
            var (slack, view) = (GalleryTests.Slack(card).Json, GalleryTests.Slack(form).Json);
            var (teams, dialog) = (GalleryTests.Teams(card).Json, GalleryTests.Teams(form).Json);
            string[] wrong = [.. SlackLimits.Check(slack), .. SlackLimits.Check(view), .. TeamsLimits.Check(teams), .. TeamsLimits.Check(dialog), .. SpeaksUp(slack), .. SpeaksUp(view), .. Acts(teams), .. Acts(dialog)];
            Assert.Empty(wrong);

            var whole = VisibleText.Clean(text);
            Assert.Equal(whole, RichTextOf(slack, "rich_text_quote"));
            Assert.Equal(whole, RichTextOf(slack, "rich_text_preformatted"));
            Assert.Equal(whole, RichTextOf(slack, "rich_text_list"));
            Assert.Equal(Lines(whole), Lines(TeamsQuote(teams)));
            Assert.Equal(whole, (string?)Of(view, "plain_text_input")?["initial_value"] ?? "");
            Assert.Equal(whole, (string?)Of(dialog, "Input.Text")?["value"] ?? "");
        },
        iter: 10_000);

    [Fact]
    public void A_mention_or_a_link_that_somebody_built_into_the_json_is_found()
    {
        Assert.NotEmpty(SpeaksUp(JsonNode.Parse("""{"blocks":[{"type":"rich_text","elements":[{"type":"user","user_id":"U1"}]}]}""")!));
        Assert.NotEmpty(SpeaksUp(JsonNode.Parse("""{"text":"<!channel>","blocks":[]}""")!));
        Assert.NotEmpty(SpeaksUp(JsonNode.Parse("""{"blocks":[{"type":"context","elements":[{"type":"mrkdwn","text":"<https://evil.example|x>"}]}]}""")!));
        Assert.NotEmpty(Acts(JsonNode.Parse("""{"body":[{"type":"TextBlock","text":"x"}]}""")!));
        Assert.NotEmpty(Acts(JsonNode.Parse("""{"body":[{"type":"Input.Toggle","title":"[x](https://evil.example)"}]}""")!));
        Assert.NotEmpty(Acts(JsonNode.Parse("""{"body":[{"type":"TextRun","text":"x","selectAction":{}}]}""")!));
    }

    [Fact]
    public void A_moment_keeps_the_process_zone_and_lets_Slack_add_the_readers_own()
    {
        var card = new Card("", [new Element.Text([new Span.Moment(ScreenSamples.At, "02:14 EST")]), new Element.Small([new Span.Moment(ScreenSamples.At, "02:14 EST")])]);

        var both = BlockKit.Message(card, new SlackLook()).Body;
        Assert.Contains("<!date^1795504440^02:14 EST ({time} for you)|02:14 EST>", both, StringComparison.Ordinal);
        Assert.Contains("\"timestamp\":1795504440,\"format\":\"02:14 EST ({time} for you)\",\"fallback\":\"02:14 EST\"", both, StringComparison.Ordinal);
        Assert.DoesNotContain("{time}", BlockKit.Message(card, new SlackLook { OwnTime = false }).Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_is_shown_as_this_reader_types_it()
    {
        var card = Card.OneLine([new Span.Typed("mark what happened")]);

        Assert.Contains("\"/pm mark what happened\"", BlockKit.Message(card, new SlackLook()).Body, StringComparison.Ordinal);
        Assert.Contains("\"/incident mark what happened\"", BlockKit.Message(card, new SlackLook { Command = "/incident" }).Body, StringComparison.Ordinal);
        Assert.Contains("\"@PostMortem mark what happened\"", AdaptiveCards.Message(card, new TeamsLook()).Body, StringComparison.Ordinal);
        Assert.Contains("\"mark what happened\"", AdaptiveCards.Message(card, new TeamsLook { Direct = true }).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("/pm", AdaptiveCards.Message(card, new TeamsLook()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_is_counted_said_and_flagged_and_what_fits_is_not()
    {
        var big = new Card("T", [.. Enumerable.Range(1, 200).Select(at => new Element.Text($"line {at} " + new string('a', 300)))]);
        foreach (var drawn in new[] { GalleryTests.Slack(big), GalleryTests.Teams(big) })
        {
            Assert.True(drawn.Shortened);
            Assert.Matches("… \\([0-9]+ more ", drawn.Body);
            Assert.Contains("https://pm.example/p/01JD", drawn.Body, StringComparison.Ordinal);
        }

        Assert.False(GalleryTests.Slack(ScreenSamples.Typical).Shortened);
        Assert.False(GalleryTests.Teams(ScreenSamples.Typical).Shortened);
    }

    [Fact]
    public void A_title_over_24_characters_stands_whole_in_the_first_line_of_a_modal()
    {
        var view = GalleryTests.Slack(new Form("f", "Root Cause Analysis of the incident", [], "Save", "")).Json;

        Assert.Equal("Root Cause Analysis of …", (string?)view["title"]!["text"]);
        Assert.Equal("Root Cause Analysis of the incident", RichTextOf(view, "rich_text_section"));
        Assert.Empty(GalleryTests.Slack(new Form("f", "Root Cause Analysis", [], "Save", "")).Json["blocks"]!.AsArray());
    }

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("a\U0001F600b", 3, "a…")]
    [InlineData("ae\u0301b", 3, "a…")]
    [InlineData("abcd", 0, "")]
    public void A_text_is_cut_between_letters_never_inside_one(string text, int most, string cut) => Assert.Equal(cut, VisibleText.Shorten(text, most));

    [Theory]
    [InlineData("a\r\nb\rc\u2028d", "a\nb\nc\nd")]
    [InlineData("nul\0", "nul\uFFFD")]
    [InlineData("\u202Egpj", "\u202Egpj\u202C")]
    [InlineData("\u202E\u2067x", "\u202E\u2067x\u2069\u202C")]
    [InlineData("\u202Ex\u202C", "\u202Ex\u202C")]
    [InlineData("فارسی", "فارسی")]
    public void Text_is_made_well_formed_and_its_direction_ends_with_it(string text, string clean) => Assert.Equal(clean, VisibleText.Clean(text));

    [Fact]
    public void Half_a_letter_is_replaced_and_a_whole_one_stays() => Assert.Equal("\uFFFD x \uFFFD \uD83D\uDE00", VisibleText.Clean("\uD83D x \uDE00 \uD83D\uDE00"));

    /// <summary>What in a Slack payload mentions somebody or links somewhere. Nothing in these screens should.</summary>
    internal static IEnumerable<string> SpeaksUp(JsonNode payload)
    {
        foreach (var node in SlackLimits.Descendants(payload))
        {
            var type = (string?)node["type"];
            if (type is "user" or "usergroup" or "team" or "channel" or "broadcast" or "link" or "emoji" or "markdown" || node["url"] is not null)
            {
                yield return node.ToJsonString();
            }

            var marked = type == "mrkdwn" || (node["blocks"] is not null && node["text"] is JsonValue) ? (string?)node["text"] ?? "" : "";
            if (marked.AsSpan().IndexOfAny('<', '>') >= 0 || StrayAmpersand().IsMatch(marked))
            {
                yield return marked;
            }
        }
    }

    /// <summary>What in an Adaptive Card could format, link or mention. Nothing in these screens should.</summary>
    internal static IEnumerable<string> Acts(JsonNode card)
    {
        foreach (var node in SlackLimits.Descendants(card))
        {
            var type = (string?)node["type"];
            if (type is "TextBlock" or "FactSet" or "mention" || node["selectAction"] is not null || node["entities"] is not null || node["url"] is not null)
            {
                yield return node.ToJsonString();
            }

            var read = type is "Input.Toggle" || (node["title"] is not null && node["value"] is not null) ? (string?)node["title"] : (string?)node["fallbackText"];
            if (read is not null && Active().IsMatch(read))
            {
                yield return read;
            }
        }
    }

    private static string Shown(JsonNode card) => string.Concat(SlackLimits.Descendants(card["body"]).SelectMany(node => new[] { (string?)node["text"], (string?)node["label"], (string?)node["title"], (string?)node["altText"] }));

    private static string RichTextOf(JsonNode payload, string type) => string.Concat(SlackLimits.Descendants(payload).Where(node => (string?)node["type"] == type)
        .SelectMany(node => SlackLimits.Descendants(node)).Where(node => (string?)node["type"] == "text").DistinctBy(node => node.GetPath()).Select(node => (string?)node["text"]));

    /// <summary>The quote: the first box of the card.</summary>
    private static string TeamsQuote(JsonNode card) => SlackLimits.Descendants(card).FirstOrDefault(node => (string?)node["style"] == "emphasis") is { } box && SlackLimits.Descendants(box).Any(node => node["italic"] is not null)
        ? string.Join('\n', box["items"]!.AsArray().Select(line => string.Concat(line!["inlines"]!.AsArray().Select(run => (string?)run!["text"]))))
        : "";

    private static JsonObject? Of(JsonNode payload, string type) => SlackLimits.Descendants(payload).FirstOrDefault(node => (string?)node["type"] == type);

    /// <summary>Empty lines are the space between paragraphs; a card draws that itself.</summary>
    private static IReadOnlyList<string> Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Kinds<T>() => typeof(T).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(T))).Select(type => type.Name).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names(IEnumerable<object> samples) => samples.Select(sample => sample.GetType().Name).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex("&(?!amp;|lt;|gt;)")]
    private static partial Regex StrayAmpersand();

    [GeneratedRegex(@"[*`]|[_\[\]()<>\\~#!|&:](?!\u2060)")]
    private static partial Regex Active();
}
