using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PostMortemBot.Screens;
using PostMortemBot.Slack;
using PostMortemBot.Teams;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Screens;

/// <summary>Every screen in the gallery on both platforms: as approved, of the official shape, within the limits.</summary>
public sealed partial class GalleryTests(Browser browser)
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Lazy<Task<ILookup<string, string>>> Compiled = new(() =>
        SlackShapes.ErrorsAsync(Gallery.All.ToDictionary(entry => entry.Key, entry => Slack(entry.Value).Json), CancellationToken.None));

    public static TheoryData<string> Names => [.. Gallery.All.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Slack_draws_it_as_approved_within_its_limits(string name)
    {
        var drawn = Slack(Gallery.All[name]);

        Assert.Empty(SlackLimits.Check(drawn.Json));
        Approved.Match($"{name}.slack.json", Readable(drawn.Json));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Slack_takes_its_shape(string name) => Assert.Empty((await Compiled.Value)[name]);

    [Theory]
    [MemberData(nameof(Names))]
    public void Teams_draws_it_as_approved_within_its_limits(string name)
    {
        var drawn = Teams(Gallery.All[name]);

        Assert.Empty(TeamsLimits.Check(drawn.Json));
        Approved.Match($"{name}.teams.json", Readable(drawn.Json));
    }

    /// <summary>A client may read the labels of ticks and lists, and the fallback, as markdown: here by markdown-it with HTML and bare addresses on, the worst case.</summary>
    [Fact]
    public async Task In_the_official_renderer_no_text_becomes_markup_and_its_words_are_all_there()
    {
        var renderer = await TeamsShapes.OpenAsync(browser, 700, dark: false);
        foreach (var text in Hostile.Texts)
        {
            var card = new Card(text, [new Element.Text(text), new Element.Bullets([text]), new Element.Quote(text)], [Button.Does("b", text)]);
            var form = new Form("f", text, [new FormElement.Note(text), new FormElement.Asks(new Field("tick", text, new FieldInput.Tick(text)) { Hint = text, Error = text }), new FormElement.Asks(new Field("many", text, new FieldInput.PickMany([new Choice("v", text)], [])))], "Save", "");
            foreach (var screen in new Screen[] { card, form })
            {
                Assert.Empty(await renderer.DrawAsync(Teams(screen).Json));
                Assert.Empty(await renderer.MarkupAsync());
                Assert.Contains(Squeezed(VisibleText.Clean(text)), Squeezed(await renderer.TextAsync()), StringComparison.Ordinal);
            }
        }

        await renderer.CloseAsync();
    }

    /// <summary>As the negative of the test above: the same renderer does make markup of text that is put in as markdown.</summary>
    [Fact]
    public async Task In_the_official_renderer_a_text_put_in_as_markdown_would_become_markup()
    {
        var renderer = await TeamsShapes.OpenAsync(browser, 700, dark: false);
        var card = JsonNode.Parse("""{"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlock","text":"[click](https://evil.example)"},{"type":"Input.Toggle","id":"t","label":"l","title":"**bold**"}]}""")!.AsObject();

        await renderer.DrawAsync(card);

        Assert.Equal(["a https://evil.example", "strong bold"], await renderer.MarkupAsync());
        await renderer.CloseAsync();
    }

    /// <summary>A line with a mention is markdown: of what somebody typed beside it the renderer makes nothing.</summary>
    [Fact]
    public async Task In_the_official_renderer_what_was_typed_beside_a_mention_stays_text()
    {
        var renderer = await TeamsShapes.OpenAsync(browser, 700, dark: false);
        foreach (var text in Hostile.Texts.Where(text => text.Trim().Length > 0))
        {
            var card = Card.OneLine([new Span.Named(new("01JP"), "Priya Patel") { Tells = true }, " ", text, " ", Span.Bold(text)]);
            Assert.Empty(await renderer.DrawAsync(AdaptiveCards.Message(card, TeamsLook with { MemberOf = _ => "29:1priya" }).Json));
            Assert.Equal(["at Priya Patel"], await renderer.MarkupAsync());
            Assert.StartsWith("PriyaPatel", Squeezed(await renderer.TextAsync()), StringComparison.Ordinal);
        }

        await renderer.CloseAsync();
    }

    /// <summary>Without white space and the joiners that keep labels inert.</summary>
    private static string Squeezed(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter) && letter != TeamsText.WordJoiner));

    internal static Drawn Slack(Screen screen) => screen is Card card ? BlockKit.Message(card, SlackLook) : BlockKit.View(screen, SlackLook);

    internal static Drawn Teams(Screen screen) => screen is Card card ? AdaptiveCards.Message(card, TeamsLook) : AdaptiveCards.Dialog(screen, TeamsLook);

    internal static SlackLook SlackLook { get; } = new() { Page = "https://pm.example/p/01JD", UserOf = person => person.Value == "01JP" ? "U0123ABC" : null };

    internal static TeamsLook TeamsLook { get; } = new() { Page = "https://pm.example/p/01JD", Operation = "op1", People = [new Choice("01JP", "Priya Patel"), new Choice("01JS", "Sam Osei")] };

    /// <summary>Indented; letters that show nothing, or turn the line round, written as their number.</summary>
    private static string Readable(JsonNode json) =>
        Unseen().Replace(json.ToJsonString(Pretty), match => string.Concat(match.Value.Select(letter => $"\\u{(int)letter:X4}"))) + "\n";

    [GeneratedRegex(@"[\p{Cf}\p{Mn}\p{Zl}\p{Zp}\u00A0]")]
    private static partial Regex Unseen();
}
