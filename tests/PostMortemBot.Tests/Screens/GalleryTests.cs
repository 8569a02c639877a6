using System.Globalization;
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

    [Theory]
    [InlineData(320, false)]
    [InlineData(320, true)]
    [InlineData(700, false)]
    [InlineData(700, true)]
    public async Task Teams_takes_the_shape_of_all_of_them_and_none_is_wider_than_the_window(int width, bool dark)
    {
        var renderer = await TeamsShapes.OpenAsync(browser, width, dark);
        var wrong = new List<string>();
        foreach (var name in Gallery.All.Keys)
        {
            wrong.AddRange((await renderer.DrawAsync(Teams(Gallery.All[name]).Json, dark)).Select(said => $"{name}: {said}"));
            if (await renderer.OverflowAsync() is > 0 and var over)
            {
                wrong.Add($"{name}: {over} pixels too wide at {width}");
            }

            await renderer.KeepAsync($"teams-{name}-{width.ToString(CultureInfo.InvariantCulture)}-{(dark ? "dark" : "light")}");
        }

        await renderer.CloseAsync();
        Assert.Empty(wrong);
    }

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
