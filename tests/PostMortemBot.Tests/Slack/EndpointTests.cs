using System.Text;
using PostMortemBot.Slack;

namespace PostMortemBot.Tests.Slack;

/// <summary>What comes to the four addresses: who is let in, what is answered, and that no body, however odd, is answered with a fault.</summary>
public sealed class EndpointTests
{
    [Fact]
    public async Task A_signed_mark_is_stored_and_answered_in_the_same_breath()
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");
        await slack.Command("U1", "C1", "start INC-004211 gateway slow p1");

        var seen = await slack.Command("U1", "C1", "mark Splunk alert fired");

        Assert.Equal(200, seen.Status);
        Assert.Equal("ephemeral", (string?)seen.Json["response_type"]);
        Assert.Equal("02:10 EST · Detection (guess) · Splunk alert fired", seen.Text);
        Assert.Equal(["Splunk alert fired"], (await slack.Chatting.Of("INC-004211")).Events.Select(e => e.Text));
    }

    [Theory]
    [InlineData("an old one", -301, false)]
    [InlineData("one of the future", 301, false)]
    [InlineData("a fresh one", 0, true)]
    public async Task Only_a_fresh_signature_is_let_in(string what, int seconds, bool taken)
    {
        Assert.NotEmpty(what);
        await using var slack = await SlackWorld.At("2026-11-24 02:10");
        var body = Encoding.UTF8.GetBytes(SlackWorld.Form(("command", "/pm"), ("text", "start INC-004211 x"), ("user_id", "U1"), ("channel_id", "C1"), ("team_id", "T1"), ("trigger_id", "t")));
        var stamp = SlackSigned.Stamp(slack.Chatting.Time.GetUtcNow().AddSeconds(seconds));

        var seen = await slack.Send("commands", body, stamp, SlackSigned.Sign(SlackSigned.Secret, stamp, body));

        Assert.Equal(taken ? 200 : 401, seen.Status);
        Assert.Equal(taken, seen.Body.Length > 0);
        Assert.Equal(taken ? 1 : 0, (await slack.Chatting.All()).Count);
    }

    [Theory]
    [InlineData(null, "v0=00")]
    [InlineData("1764000000", null)]
    [InlineData(null, null)]
    [InlineData("soon", "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    public async Task Without_its_headers_a_request_gets_401_and_no_reason(string? stamp, string? signature)
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");

        foreach (var to in new[] { "commands", "events", "interactions", "options" })
        {
            var seen = await slack.Send(to, "{"u8.ToArray(), stamp, signature, "application/json");

            Assert.Equal((401, ""), (seen.Status, seen.Body));
        }
    }

    [Theory]
    [InlineData("commands", "ssl_check=1", "application/x-www-form-urlencoded", 200)]
    [InlineData("commands", "ssl_check=1&token=x", "application/x-www-form-urlencoded; charset=utf-8", 200)]
    [InlineData("commands", "ssl_check=1&command=%2Fpm&text=start+smuggled&user_id=U1&channel_id=C1&team_id=T1", "application/x-www-form-urlencoded", 200)]
    [InlineData("commands", "ssl_check=0", "application/x-www-form-urlencoded", 401)]
    [InlineData("commands", "ssl_check=true", "application/x-www-form-urlencoded", 401)]
    [InlineData("commands", "ssl_check=", "application/x-www-form-urlencoded", 401)]
    [InlineData("commands", "ssl_check=11", "application/x-www-form-urlencoded", 401)]
    [InlineData("commands", "xssl_check=1", "application/x-www-form-urlencoded", 401)]
    [InlineData("commands", "ssl_check=1", "application/json", 401)]
    [InlineData("commands", "ssl_check=1", "", 401)]
    [InlineData("events", "ssl_check=1", "application/x-www-form-urlencoded", 401)]
    [InlineData("interactions", "ssl_check=1&payload=%7B%7D", "application/x-www-form-urlencoded", 401)]
    public async Task An_unsigned_check_of_the_address_is_answered_and_nothing_else_of_it_is_read(string to, string body, string type, int status)
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");

        var seen = await slack.Send(to, Encoding.UTF8.GetBytes(body), null, null, type);

        Assert.Equal((status, ""), (seen.Status, seen.Body));
        Assert.Empty(await slack.Chatting.All());
        Assert.Empty(slack.Calls);
    }

    [Fact]
    public async Task The_address_is_verified_with_its_challenge_and_only_when_signed()
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");
        const string body = """{"type":"url_verification","token":"x","challenge":"3eZbrw1aB"}""";

        Assert.Equal("3eZbrw1aB", (string?)(await slack.Post("events", body)).Json["challenge"]);
        Assert.Equal(401, (await slack.Send("events", Encoding.UTF8.GetBytes(body), null, null, "application/json")).Status);
    }

    [Fact]
    public async Task What_is_too_large_is_refused_before_it_is_verified()
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");

        Assert.Equal(413, (await slack.Post("events", new byte[(1024 * 1024) + 1])).Status);
        Assert.Equal(200, (await slack.Post("events", new byte[1024 * 1024])).Status);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("1e999")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"type\":null,\"event\":null}")]
    [InlineData("{\"type\":\"event_callback\",\"team_id\":\"T1\",\"event\":[]}")]
    [InlineData("{\"type\":\"event_callback\",\"team_id\":\"T1\",\"event\":null}")]
    [InlineData("{\"type\":\"event_callback\",\"team_id\":\"T1\",\"event\":{\"type\":\"message\"}}")]
    [InlineData("{\"type\":\"event_callback\",\"team_id\":\"T1\",\"event\":{\"type\":\"message\",\"channel\":7,\"ts\":{},\"user\":[],\"text\":\"\\ud800 :pushpin:\"}}")]
    [InlineData("{\"type\":\"event_callback\",\"team_id\":\"T1\",\"event\":{\"type\":\"message\",\"channel\":\"C1\",\"ts\":\"x.y\",\"user\":\"U1\",\"text\":\":pushpin: \\ud800\\udc\"}}")]
    [InlineData("{\"type\":\"event_callback\",\"team_id\":\"T1\",\"event\":{\"type\":\"message\",\"channel\":\"C1\",\"ts\":\"1764000000.000100\",\"user\":\"U1\",\"text\":\":pushpin: half \\ud83d a letter\"}}")]
    [InlineData("{\"type\":\"event_callback\",\"team_id\":\"T1\",\"event\":{\"type\":\"message\",\"subtype\":\"message_changed\",\"message\":null}}")]
    [InlineData("{\"type\":\"event_callback\",\"team_id\":\"T1\",\"event\":{\"type\":\"reaction_added\",\"item\":3}}")]
    [InlineData("{\"type\":\"event_callback\",\"team_id\":\"T1\",\"event\":{\"type\":\"app_home_opened\"}}")]
    [InlineData("{\"type\":\"event_callback\",\"team_id\":\"T1\",\"event\":{\"type\":\"something_new\",\"user\":\"U1\"}}")]
    [InlineData("{\"type\":\"event_callback\",\"team_id\":\"TOTHER\",\"event\":{\"type\":\"message\"}}")]
    [InlineData("{\"type\":\"app_rate_limited\",\"team_id\":\"T1\",\"minute_rate_limited\":1518467820}")]
    [InlineData("{\"type\":\"block_actions\",\"team\":{\"id\":\"T1\"},\"user\":{\"id\":\"U1\"}}")]
    [InlineData("{\"type\":\"block_actions\",\"team\":{\"id\":\"T1\"},\"user\":{\"id\":\"U1\"},\"actions\":[null]}")]
    [InlineData("{\"type\":\"block_actions\",\"team\":{\"id\":\"T1\"},\"user\":{\"id\":\"U1\"},\"actions\":[{\"action_id\":\"more\"}],\"container\":[]}")]
    [InlineData("{\"type\":\"view_submission\",\"team\":{\"id\":\"T1\"},\"user\":{\"id\":\"U1\"},\"view\":{}}")]
    [InlineData("{\"type\":\"view_submission\",\"team\":{\"id\":\"T1\"},\"user\":{\"id\":\"U1\"},\"view\":{\"callback_id\":\"draft.form\",\"private_metadata\":\"{\\\"f\\\":\\\"x|y|z\\\"}\",\"state\":{\"values\":{\"a~b\":{\"field\":{\"type\":\"plain_text_input\",\"value\":\"\\udc00\"}}}}}}")]
    [InlineData("{\"type\":\"message_action\",\"team\":{\"id\":\"T1\"},\"user\":{\"id\":\"U1\"},\"callback_id\":\"menu.timeline\",\"message\":{},\"channel\":{\"id\":\"C1\"}}")]
    [InlineData("{\"type\":\"shortcut\",\"team\":{\"id\":\"T1\"},\"user\":{\"id\":\"U1\"},\"callback_id\":\"no.such\"}")]
    public async Task No_signed_body_however_odd_is_answered_with_a_fault(string body)
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");

        Assert.Equal(200, (await slack.Post("events", body)).Status);
        Assert.Equal(200, (await slack.Post("interactions", SlackWorld.Form(("payload", body)))).Status);
        Assert.Equal(200, (await slack.Post("interactions", body)).Status);
        Assert.Equal(200, (await slack.Post("commands", body)).Status);
        Assert.Equal(200, (await slack.Post("options", body)).Status);
    }

    [Fact]
    public async Task Deep_nesting_broken_letters_and_thousands_of_fields_are_taken_and_dropped()
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");
        var deep = new string('[', 100_000);
        byte[] letters = [.. "{\"type\":\"event_callback\",\"team_id\":\"T1\",\"event\":{\"type\":\"message\",\"text\":\""u8, 0xC3, 0x28, 0xFF, .. "\"}}"u8];
        var fields = string.Join('&', Enumerable.Range(0, 10_000).Select(i => FormattableString.Invariant($"f{i}=%ZZ%e2%28")));

        Assert.Equal(200, (await slack.Post("events", deep)).Status);
        Assert.Equal(200, (await slack.Post("events", letters)).Status);
        Assert.Equal(200, (await slack.Post("commands", fields)).Status);
        Assert.Equal(200, (await slack.Post("interactions", "payload=" + new string('%', 5000))).Status);
    }

    [Fact]
    public async Task Another_method_and_another_workspace_are_no_way_in()
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");

        Assert.Equal(405, (await slack.Send("commands", [], null, null, method: "GET")).Status);
        var foreign = await slack.Post("commands", SlackWorld.Form(("command", "/pm"), ("text", "start INC-004211 x"), ("user_id", "U1"), ("channel_id", "C1"), ("team_id", "TFOREIGN"), ("trigger_id", "t")));
        Assert.Equal((200, ""), (foreign.Status, foreign.Body));
        Assert.Empty(await slack.Chatting.All());
    }

    [Fact]
    public async Task The_same_command_twice_has_one_effect_and_one_answer()
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");
        await slack.Command("U1", "C1", "start INC-004211 gateway slow p1");

        var first = await slack.Command("U1", "C1", "mark once", trigger: "same");
        var second = await slack.Command("U1", "C1", "mark once", trigger: "same");

        Assert.Equal(first, second);
        Assert.Single((await slack.Chatting.Of("INC-004211")).Events);
        await slack.Command("U1", "C1", "mark once", trigger: "another");
        Assert.Equal(2, (await slack.Chatting.Of("INC-004211")).Events.Count);
    }

    [Fact]
    public async Task After_an_uninstall_nothing_is_called_and_nothing_is_taken()
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");
        await slack.Command("U1", "C1", "start INC-004211 gateway slow p1");
        await slack.Event(new() { ["type"] = "app_uninstalled" });
        var calls = slack.Calls.Count;

        var seen = await slack.Command("U1", "C1", "mark lost");

        Assert.Equal((200, ""), (seen.Status, seen.Body));
        Assert.Equal(calls, slack.Calls.Count);
        await Assert.ThrowsAsync<SlackRefused>(() => slack.Api.CallAsync(SlackWorld.Team, "auth.test", [], TestContext.Current.CancellationToken));
        Assert.Empty((await slack.Chatting.Of("INC-004211")).Events);
    }

    [Fact]
    public async Task A_revoked_token_of_a_person_alone_changes_nothing()
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");

        await slack.Event(new() { ["type"] = "tokens_revoked", ["tokens"] = new System.Text.Json.Nodes.JsonObject { ["oauth"] = new System.Text.Json.Nodes.JsonArray("U1") } });
        Assert.True(slack.Workspaces.Serves(SlackWorld.Team));

        await slack.Event(new() { ["type"] = "tokens_revoked", ["tokens"] = new System.Text.Json.Nodes.JsonObject { ["bot"] = new System.Text.Json.Nodes.JsonArray("UBOT") } });
        Assert.False(slack.Workspaces.Serves(SlackWorld.Team));
    }
}
