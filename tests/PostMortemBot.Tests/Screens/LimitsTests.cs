using System.Text.Json.Nodes;

namespace PostMortemBot.Tests.Screens;

/// <summary>The checkers themselves: each finds what it is there for.</summary>
public sealed class LimitsTests
{
    private const string Message = """{"text":"t","unfurl_links":false,"unfurl_media":false,"blocks":[BLOCK]}""";
    private const string Button = """{"type":"button","action_id":"a","text":{"type":"plain_text","text":"Go"}}""";

    [Theory]
    [InlineData("""{"type":"header","text":{"type":"plain_text","text":"LONG"}}""", 151)]
    [InlineData("""{"type":"context","elements":[{"type":"mrkdwn","verbatim":true,"text":"LONG"}]}""", 3001)]
    [InlineData("""{"type":"context","elements":[{"type":"mrkdwn","text":"not verbatim"}]}""", 0)]
    [InlineData("""{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"LONG"}}]}""", 76)]
    [InlineData("""{"type":"actions","elements":[{"type":"button","action_id":"a","value":"LONG","text":{"type":"plain_text","text":"Go"}}]}""", 2001)]
    [InlineData("""{"type":"actions","elements":[{"type":"static_select","action_id":"a","options":[{"text":{"type":"plain_text","text":"x"},"value":"LONG"}]}]}""", 151)]
    [InlineData("""{"type":"actions","elements":[{"type":"static_select","action_id":"a","options":[]}]}""", 0)]
    [InlineData("""{"type":"actions","elements":[{"type":"static_select","action_id":"a","initial_option":{"text":{"type":"plain_text","text":"y"},"value":"x"},"options":[{"text":{"type":"plain_text","text":"x"},"value":"x"}]}]}""", 0)]
    [InlineData("""{"type":"actions","elements":[BUTTON,BUTTON]}""", 0)]
    [InlineData("""{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"Go"},"confirm":{"title":{"type":"plain_text","text":"t"},"text":{"type":"plain_text","text":"LONG"},"confirm":{"type":"plain_text","text":"y"},"deny":{"type":"plain_text","text":"n"}}}]}""", 301)]
    [InlineData("""{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":""}]}]}""", 0)]
    [InlineData("""{"type":"table","rows":[]}""", 0)]
    public void A_block_over_a_limit_of_Slack_is_found(string block, int length) =>
        Assert.NotEmpty(SlackLimits.Check(JsonNode.Parse(Message.Replace("BLOCK", block.Replace("BUTTON", Button, StringComparison.Ordinal).Replace("LONG", new string('x', length), StringComparison.Ordinal), StringComparison.Ordinal))!));

    [Fact]
    public void Fifty_blocks_make_a_message_and_fifty_one_do_not()
    {
        Assert.Empty(SlackLimits.Check(Dividers(50)));
        Assert.NotEmpty(SlackLimits.Check(Dividers(51)));
    }

    [Theory]
    [InlineData("""{"type":"TextBlock","text":"markdown"}""")]
    [InlineData("""{"type":"Table","rows":[]}""")]
    [InlineData("""{"type":"Input.Text","id":"a"}""")]
    [InlineData("""{"type":"Input.Text","label":"no id"}""")]
    [InlineData("""{"type":"Container","items":[{"type":"Input.Text","id":"a","label":"l"},{"type":"Input.Text","id":"a","label":"l"}]}""")]
    [InlineData("""{"type":"ActionSet","actions":[{"type":"Action.OpenUrl","title":"t","url":"javascript:alert(1)"}]}""")]
    [InlineData("""{"type":"RichTextBlock","inlines":[{"type":"TextRun","text":"{{DATE(2026-11-24T07:10:00Z)}}"}]}""")]
    public void An_element_Teams_does_not_promise_is_found(string element) => Assert.NotEmpty(TeamsLimits.Check(CardOf(element)));

    [Fact]
    public void A_card_of_28_KiB_is_taken_and_one_over_is_not()
    {
        const string Run = """{"type":"RichTextBlock","inlines":[{"type":"TextRun","text":"TEXT"}]}""";
        var room = (28 * 1024) - CardOf(Run).ToJsonString().Length + "TEXT".Length;

        Assert.Empty(TeamsLimits.Check(CardOf(Run.Replace("TEXT", new string('x', room), StringComparison.Ordinal))));
        Assert.NotEmpty(TeamsLimits.Check(CardOf(Run.Replace("TEXT", new string('x', room + 1), StringComparison.Ordinal))));
    }

    [Fact]
    public async Task The_compiler_finds_a_wrong_block_by_its_name_and_passes_a_right_one()
    {
        var right = JsonNode.Parse(Message.Replace("BLOCK", """{"type":"divider"}""", StringComparison.Ordinal))!.AsObject();
        var unknown = JsonNode.Parse(Message.Replace("BLOCK", """{"type":"divider","colour":"red"}""", StringComparison.Ordinal))!.AsObject();
        var missing = JsonNode.Parse("""{"type":"modal","blocks":[]}""")!.AsObject();

        var errors = await SlackShapes.ErrorsAsync(new Dictionary<string, JsonObject> { ["right"] = right, ["unknown"] = unknown, ["missing"] = missing }, TestContext.Current.CancellationToken);

        Assert.Empty(errors["right"]);
        Assert.NotEmpty(errors["unknown"]);
        Assert.NotEmpty(errors["missing"]);
    }

    private static JsonNode Dividers(int count) => JsonNode.Parse(Message.Replace("BLOCK", string.Join(',', Enumerable.Repeat("""{"type":"divider"}""", count)), StringComparison.Ordinal))!;

    private static JsonNode CardOf(string element) => JsonNode.Parse($$"""{"type":"AdaptiveCard","version":"1.5","body":[{{element}}]}""")!;
}
