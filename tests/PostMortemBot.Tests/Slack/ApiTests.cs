using System.Text.Json.Nodes;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Slack;

namespace PostMortemBot.Tests.Slack;

/// <summary>Calls to Slack: what they carry, what an answer means, whom they may reach, and what is never written into a log.</summary>
public sealed class ApiTests
{
    private static readonly Place Channel = new("slack", SlackWorld.Team, "C1");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_post_carries_its_work_in_its_metadata_and_is_found_by_it()
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");

        await slack.Chat.PostAsync(Channel, Card.OneLine("hello"), "card/1", Stop);

        var posted = Assert.Single(slack.Called("chat.postMessage"));
        Assert.Equal("card/1", (string?)posted["metadata"]!["event_payload"]!["work"]);
        Assert.Equal("false", (string?)posted["unfurl_links"]);
        slack.Answers["conversations.history"] = (200, """{"ok":true,"messages":[{"ts":"1.1","metadata":{"event_type":"other","event_payload":{"work":"card/1"}}},{"ts":"2.2","metadata":{"event_type":"post_mortem_work","event_payload":{"work":"card/1"}}}]}""", null);
        Assert.Equal("2.2", (await slack.Chat.FindPostedAsync(Channel, "card/1", Stop))?.Id);
        Assert.Null(await slack.Chat.FindPostedAsync(Channel, "card/2", Stop));
    }

    [Fact]
    public async Task The_token_stands_in_the_header_alone()
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");

        await slack.Api.CallAsync(SlackWorld.Team, "users.info", new JsonObject { ["user"] = "U1" }, Stop);

        var (_, token, arguments) = Assert.Single(slack.Calls);
        Assert.Equal(SlackWorld.Token, token);
        Assert.DoesNotContain(SlackWorld.Token, arguments.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patience_holds_one_method_of_one_workspace_and_no_other()
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");
        slack.Answers["users.info"] = (429, "", 30);
        var busy = await Assert.ThrowsAsync<ChatBusy>(() => slack.Api.CallAsync(SlackWorld.Team, "users.info", [], Stop));
        Assert.Equal(slack.Chatting.Now + Duration.FromSeconds(30), busy.Until);
        slack.Answers.Clear();

        await Assert.ThrowsAsync<ChatBusy>(() => slack.Api.CallAsync(SlackWorld.Team, "users.info", [], Stop));
        await slack.Api.CallAsync(SlackWorld.Team, "auth.test", [], Stop);
        Assert.Single(slack.Called("users.info"));

        slack.Chatting.Time.Advance(TimeSpan.FromSeconds(30));
        await slack.Api.CallAsync(SlackWorld.Team, "users.info", [], Stop);
        Assert.Equal(2, slack.Called("users.info").Count);
    }

    [Theory]
    [InlineData("not_in_channel", "I am not in this channel. To bring me in: /invite @PostMortem")]
    [InlineData("is_archived", "This channel is archived. Unarchive it, or go on with the incident in another channel.")]
    [InlineData("token_revoked", "Slack takes my token no more. An admin reinstalls the app and sets Slack__BotToken.")]
    [InlineData("invalid_blocks", "Slack refused this (chat.postMessage: invalid_blocks).")]
    public async Task What_is_refused_for_good_comes_with_the_mend(string error, string sentence)
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");
        slack.Answers["chat.postMessage"] = (200, $$"""{"ok":false,"error":"{{error}}"}""", null);

        Assert.Equal(sentence, (await Assert.ThrowsAsync<SlackRefused>(() => slack.Chat.PostAsync(Channel, Card.OneLine("hello"), "w", Stop))).Message);
    }

    [Fact]
    public async Task A_missing_scope_is_named()
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");
        slack.Answers["reactions.add"] = (200, """{"ok":false,"error":"missing_scope","needed":"reactions:write","provided":"chat:write"}""", null);

        Assert.Contains("lacks the scope reactions:write", (await Assert.ThrowsAsync<SlackRefused>(() => slack.Chat.MarkReceiptAsync(new(Channel, "1.1"), true, Stop))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, "<html>")]
    [InlineData(200, "null")]
    [InlineData(200, "not json")]
    [InlineData(200, "{\"ok\":false,\"error\":\"internal_error\"}")]
    [InlineData(200, "{\"ok\":false}")]
    public async Task What_may_work_later_is_no_refusal(int status, string body)
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");
        slack.Answers["chat.update"] = (status, body, null);

        await Assert.ThrowsAsync<SlackFailed>(() => slack.Chat.EditAsync(new(Channel, "1.1"), Card.OneLine("hello"), Stop));
    }

    [Fact]
    public async Task A_receipt_that_is_there_already_is_as_wished()
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");
        slack.Answers["reactions.add"] = (200, """{"ok":false,"error":"already_reacted"}""", null);
        slack.Answers["reactions.remove"] = (200, """{"ok":false,"error":"no_reaction"}""", null);

        await slack.Chat.MarkReceiptAsync(new(Channel, "1.1"), true, Stop);
        await slack.Chat.MarkReceiptAsync(new(Channel, "1.1"), false, Stop);
        Assert.Equal(2, slack.Calls.Count);
    }

    [Theory]
    [InlineData("https://hooks.slack.com/commands/T1/x", true)]
    [InlineData("https://files.slack.com/files-pri/T1-F1/graph.png", true)]
    [InlineData("https://hooks.slack-gov.com/commands/T1/x", true)]
    [InlineData("https://slack.com/api/", true)]
    [InlineData("https://hooks.mirror.example:8443/x", true)]
    [InlineData("https://hooks.mirror.example/x", false)]
    [InlineData("http://hooks.slack.com/x", false)]
    [InlineData("https://hooks.slack.com:444/x", false)]
    [InlineData("https://slack.com.evil.example/x", false)]
    [InlineData("https://evilslack.com/x", false)]
    [InlineData("https://slack.com@evil.example/x", false)]
    [InlineData("https://user:pass@hooks.slack.com/x", false)]
    [InlineData("https://hooks.slack.com./x", false)]
    [InlineData("https://hooks。slack。com/x", false)]
    [InlineData("https://hooks.slack.com\\@evil.example/x", false)]
    [InlineData("https:\\\\hooks.slack.com/x", false)]
    [InlineData("http://2130706433/x", false)]
    [InlineData("http://0177.0.0.1/x", false)]
    [InlineData("http://127.0.0.1/x", false)]
    [InlineData("http://[::1]/x", false)]
    [InlineData("http://169.254.169.254/latest", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("ftp://hooks.slack.com/x", false)]
    [InlineData("//hooks.slack.com/x", false)]
    [InlineData("", false)]
    public void Only_named_hosts_are_called(string address, bool allowed)
    {
        var hosts = new SlackHosts(new() { AllowedHosts = ["hooks.mirror.example:8443"] });

        Assert.Equal(allowed, hosts.Allowed(address) is not null);
    }

    [Fact]
    public void On_this_machine_a_host_may_be_named_for_tests()
    {
        var hosts = new SlackHosts(new() { ApiUrl = new("http://127.0.0.1:9560/api/"), AllowedHosts = ["127.0.0.1"] });

        Assert.NotNull(hosts.Allowed("http://127.0.0.1:9561/commands"));
        Assert.NotNull(hosts.AllowedSocket("ws://127.0.0.1:9561/link"));
        Assert.Null(hosts.Allowed("http://2130706433:9560/x"));
        Assert.Null(hosts.AllowedSocket("ws://hooks.slack.com/link"));
        Assert.NotNull(hosts.AllowedSocket("wss://wss-primary.slack.com/link"));
    }

    /// <summary>Failures of every kind, and what was written of them.</summary>
    [Fact]
    public async Task No_secret_is_logged_whatever_fails()
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");
        await slack.Command("U1", "C1", "start INC-004211 gateway slow p1");
        var press = new JsonObject
        {
            ["type"] = "block_actions",
            ["user"] = new JsonObject { ["id"] = "U1" },
            ["container"] = new JsonObject { ["message_ts"] = "1.1", ["channel_id"] = "C1", ["is_ephemeral"] = true },
            ["response_url"] = SlackWorld.ResponseUrl,
            ["actions"] = new JsonArray(new JsonObject { ["type"] = "button", ["action_id"] = "timeline.show", ["value"] = "nothing" }),
        };
        foreach (var answer in new (int, string, int?)[] { (500, "canary-body", null), (200, """{"ok":false,"error":"invalid_auth"}""", null), (200, "canary", null), (404, "", null) })
        {
            foreach (var method in new[] { "views.open", "users.info", "chat.postEphemeral", "chat.postMessage", SlackWorld.ResponseUrl }) slack.Answers[method] = answer;
            await slack.Interaction((JsonObject)press.DeepClone());
            await slack.Command("U1", "C1", "mark");
            slack.Chatting.Time.Advance(TimeSpan.FromSeconds(40));
        }

        Assert.NotEmpty(slack.Logged);
        var all = string.Join('\n', slack.Logged);
        foreach (var secret in new[] { SlackWorld.Token, SlackSigned.Secret, "canary", "hooks.slack.com", "13345224609" }) Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
    }
}
