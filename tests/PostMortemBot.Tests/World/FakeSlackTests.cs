using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace PostMortemBot.Tests.World;

/// <summary>The fake Slack itself: what it refuses is what Slack refuses. Without these a green journey would prove little.</summary>
public sealed class FakeSlackTests(SlackProduced produced)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "not_authed")]
    [InlineData("xoxb-other", "invalid_auth")]
    [InlineData(FakeSlack.AppToken, "invalid_auth")]
    [InlineData(FakeSlack.BotToken, null)]
    public async Task Only_the_bots_own_token_in_the_header_is_taken(string? token, string? error)
    {
        await using var world = await StartAsync(produced);

        Assert.Equal(error, await world.ErrorOf("auth.test", [], token));
    }

    [Fact]
    public async Task A_token_in_the_body_is_seen()
    {
        await using var world = await StartAsync(produced);

        await world.Call("auth.test", new JsonObject { ["token"] = FakeSlack.BotToken });

        Assert.Contains("the token stands outside the Authorization header", Assert.Single(world.Slack.Wrongs), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#inc", null)]
    [InlineData("#other", "not_in_channel")]
    [InlineData("#secret", "channel_not_found")]
    [InlineData("#old", "is_archived")]
    public async Task Posting_needs_a_channel_that_takes_it(string channel, string? error)
    {
        await using var world = await StartAsync(produced);
        world.Slack.Channel("#old").IsArchived = true;

        Assert.Equal(error, await world.ErrorOf("chat.postMessage", Post(world.Slack.Channel(channel).Id)));
        Assert.Equal(error is null ? 1 : 0, world.Slack.Channel(channel).Messages.Count);
    }

    [Fact]
    public async Task A_missing_scope_says_what_is_needed_and_what_is_there()
    {
        await using var world = await StartAsync(produced);
        world.Slack.Scopes.Remove("reactions:write");

        var answer = await world.Call("reactions.add", new JsonObject { ["channel"] = "C0INC", ["timestamp"] = "1", ["name"] = "memo" });

        Assert.Equal("missing_scope", (string?)answer["error"]);
        Assert.Equal("reactions:write", (string?)answer["needed"]);
        Assert.Contains("chat:write", (string?)answer["provided"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trigger_opens_one_form_within_three_seconds()
    {
        await using var world = await StartAsync(produced);
        var trigger = world.Slack.Triggers.NewTrigger("U0DANA", null);
        var late = world.Slack.Triggers.NewTrigger("U0DANA", null);

        Assert.Null(await world.ErrorOf("views.open", Modal(trigger)));
        Assert.Equal("exchanged_trigger_id", await world.ErrorOf("views.open", Modal(trigger)));
        world.Clock.Advance(TimeSpan.FromSeconds(3.1));
        Assert.Equal("expired_trigger_id", await world.ErrorOf("views.open", Modal(late)));
        Assert.Equal("invalid_trigger_id", await world.ErrorOf("views.open", Modal("made up")));
        Assert.Single(world.Slack.Views.StackOf("U0DANA"));
    }

    [Fact]
    public async Task A_stale_hash_updates_nothing_and_a_fourth_form_is_refused()
    {
        await using var world = await StartAsync(produced);
        var opened = (await world.Call("views.open", Modal(world.Slack.Triggers.NewTrigger("U0DANA", null))))["view"]!;
        var first = world.Slack.Views.StackOf("U0DANA")[0];

        Assert.Null(await world.ErrorOf("views.update", With(Modal(null), ("view_id", (string?)opened["id"]), ("hash", (string?)opened["hash"]))));
        Assert.Equal("hash_conflict", await world.ErrorOf("views.update", With(Modal(null), ("view_id", (string?)opened["id"]), ("hash", (string?)opened["hash"]))));
        Assert.Null(await world.ErrorOf("views.push", Modal(world.Slack.Triggers.NewTrigger("U0DANA", first))));
        Assert.Null(await world.ErrorOf("views.push", Modal(world.Slack.Triggers.NewTrigger("U0DANA", first))));
        Assert.Equal("push_limit_reached", await world.ErrorOf("views.push", Modal(world.Slack.Triggers.NewTrigger("U0DANA", first))));
        Assert.Equal("invalid_trigger_id", await world.ErrorOf("views.push", Modal(world.Slack.Triggers.NewTrigger("U0DANA", null))));
    }

    [Fact]
    public async Task Metadata_comes_back_only_to_who_asks_for_it()
    {
        await using var world = await StartAsync(produced);
        await world.Call("chat.postMessage", With(Post("C0INC"), ("metadata", new JsonObject { ["event_type"] = "work", ["event_payload"] = new JsonObject { ["id"] = "w1" } })));

        var plain = await world.Call("conversations.history", new JsonObject { ["channel"] = "C0INC" });
        var whole = await world.Call("conversations.history", new JsonObject { ["channel"] = "C0INC", ["include_all_metadata"] = true });

        Assert.Null(plain["messages"]![0]!["metadata"]);
        Assert.Equal("w1", (string?)whole["messages"]![0]!["metadata"]!["event_payload"]!["id"]);
    }

    [Fact]
    public async Task What_goes_wrong_on_demand_goes_wrong_once()
    {
        await using var world = await StartAsync(produced);
        world.Slack.Next("chat.postMessage", new ApiFault.Slow(30), new ApiFault.Refuse("internal_error"), new ApiFault.Cut(Done: true), new ApiFault.Cut(Done: false));

        using var slow = await world.SendAsync("chat.postMessage", Post("C0INC"), FakeSlack.BotToken);
        Assert.Equal((HttpStatusCode.TooManyRequests, 30), (slow.StatusCode, (int)slow.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        Assert.Equal("internal_error", await world.ErrorOf("chat.postMessage", Post("C0INC")));
        Assert.Empty(world.Slack.Channel("#inc").Messages);
        await Assert.ThrowsAsync<HttpRequestException>(() => world.Call("chat.postMessage", Post("C0INC")));
        Assert.Single(world.Slack.Channel("#inc").Messages);
        await Assert.ThrowsAsync<HttpRequestException>(() => world.Call("chat.postMessage", Post("C0INC")));
        Assert.Single(world.Slack.Channel("#inc").Messages);
        Assert.Null(await world.ErrorOf("chat.postMessage", Post("C0INC")));
    }

    [Fact]
    public async Task An_answer_address_takes_five_messages_within_half_an_hour_and_no_token()
    {
        await using var world = await StartAsync(produced);
        var id = world.Slack.Triggers.NewResponse("U0DANA", world.Slack.Channel("#inc"), null);
        var late = world.Slack.Triggers.NewResponse("U0DANA", world.Slack.Channel("#inc"), null);
        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.OK, await world.RespondAsync(id));

        Assert.Equal(HttpStatusCode.NotFound, await world.RespondAsync(id));
        world.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(HttpStatusCode.NotFound, await world.RespondAsync(late));
        Assert.Equal(5, world.Slack.Channel("#inc").Messages.Count(message => message.Only == "U0DANA"));
    }

    [Fact]
    public async Task What_was_typed_stays_where_the_ids_stay_and_the_client_refuses_before_it_sends()
    {
        await using var world = await StartAsync(produced);
        var view = world.Slack.Views.Push("U0DANA", Fields("a", "b"));
        var dana = new FakePerson(world.Slack, world.Slack.User("dana"), new HttpDelivery(world.Slack, world.Client), () => Task.CompletedTask);

        await dana.Fill("First", "kept");
        world.Slack.Views.Replace(view, Fields("a", "c"));
        var saw = await dana.Submit(("Number", "many"));

        Assert.Equal("kept", dana.Held("First"));
        Assert.Equal("Please complete this required field.", dana.ErrorAt("Second"));
        Assert.Equal("Please enter a number.", dana.ErrorAt("Number"));
        Assert.Null(saw.Reply);
    }

    [Fact]
    public async Task A_socket_ticket_is_good_once_and_an_ack_answers_its_envelope()
    {
        await using var world = await StartAsync(produced);
        var url = (string)(await world.Call("apps.connections.open", [], FakeSlack.AppToken))["url"]!;
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(url), Stop);
        Assert.Equal("hello", (string?)(await NextAsync(socket))["type"]);
        using var again = new ClientWebSocket();
        await Assert.ThrowsAsync<WebSocketException>(() => again.ConnectAsync(new Uri(url), Stop));

        var sending = world.Slack.Sockets.CommandAsync(new JsonObject { ["command"] = "/pm" });
        var envelope = await NextAsync(socket);
        await socket.SendAsync(Encoding.UTF8.GetBytes(new JsonObject { ["envelope_id"] = (string?)envelope["envelope_id"], ["payload"] = new JsonObject { ["text"] = "done" } }.ToJsonString()), WebSocketMessageType.Text, true, Stop);

        Assert.Equal("slash_commands", (string?)envelope["type"]);
        Assert.Equal("done", (string?)(await sending).Json!["text"]);
    }

    [Theory]
    [InlineData("<!date^1795547100^14:05 EST ({time} for you)|14:05 EST>", "Asia/Kolkata", "14:05 EST (00:35 for you)")]
    [InlineData("a &lt;!channel&gt; &amp;amp; b", "Etc/UTC", "a <!channel> &amp; b")]
    [InlineData("<@U0DANA> in <#C0INC>: <https://x.example|here> <!channel>", "Etc/UTC", "@Dana Whitfield in #inc: here @channel")]
    public async Task Markup_is_read_as_slack_reads_it(string markup, string zone, string read)
    {
        await using var world = await StartAsync(produced);

        Assert.Equal(read, new FakeSlackWords(zone, world.Slack.Shown).Mrkdwn(markup));
    }

    [Fact]
    public async Task What_slack_has_no_shape_for_fails_the_run_and_so_does_what_is_over_a_limit()
    {
        var wrongs = new ConcurrentQueue<string>();
        var own = new SlackProduced();
        own.View("modal", With(Fields("a", "b"), ("title", new JsonObject { ["type"] = "plain_text", ["text"] = new string('x', 25) })), wrongs);
        own.Keep("submit", new JsonObject { ["response_action"] = "refresh" });

        var told = await Assert.ThrowsAsync<InvalidOperationException>(async () => await own.DisposeAsync());

        Assert.Contains("ViewResponseAction", told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Modal", told.Message, StringComparison.Ordinal);
        Assert.Contains("$.title.text: 25, not 1 to 24", Assert.Single(wrongs), StringComparison.Ordinal);
    }

    private static JsonObject Post(string channel) => new() { ["channel"] = channel, ["text"] = "hello", ["unfurl_links"] = false, ["unfurl_media"] = false };

    private static JsonObject Modal(string? trigger) => With(new JsonObject { ["view"] = Fields("a", "b") }, ("trigger_id", trigger));

    private static JsonObject Fields(string first, string second) => JsonNode.Parse($$$"""
        {"type":"modal","callback_id":"f","title":{"type":"plain_text","text":"A form"},"submit":{"type":"plain_text","text":"Save"},"blocks":[
        {"type":"input","block_id":"{{{first}}}","optional":true,"label":{"type":"plain_text","text":"First"},"element":{"type":"plain_text_input","action_id":"x","max_length":10}},
        {"type":"input","block_id":"{{{second}}}","label":{"type":"plain_text","text":"Second"},"element":{"type":"plain_text_input","action_id":"x"}},
        {"type":"input","block_id":"n","optional":true,"label":{"type":"plain_text","text":"Number"},"element":{"type":"number_input","is_decimal_allowed":true,"action_id":"x"}}]}
        """)!.AsObject();

    private static JsonObject With(JsonObject body, params (string Name, JsonNode? Value)[] more)
    {
        foreach (var (name, value) in more.Where(one => one.Value is not null)) body[name] = value;
        return body;
    }

    private static async Task<JsonNode> NextAsync(ClientWebSocket socket)
    {
        var buffer = new byte[65536];
        var got = await socket.ReceiveAsync(buffer, Stop);
        return JsonNode.Parse(buffer.AsSpan(0, got.Count))!;
    }

    private static async Task<FakeWorld> StartAsync(SlackProduced produced)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-24T19:05:00Z", CultureInfo.InvariantCulture));
        var slack = await FakeSlack.StartAsync(clock, produced);
        slack.AddUser("dana", "Dana Whitfield");
        slack.AddChannel("inc", ["dana"]);
        slack.AddChannel("old", ["dana"]);
        slack.AddChannel("other", ["dana"], bot: false);
        slack.AddChannel("secret", ["dana"], bot: false, isPrivate: true);
        return new(slack, clock, new HttpClient());
    }

    private sealed record FakeWorld(FakeSlack Slack, FakeTimeProvider Clock, HttpClient Client) : IAsyncDisposable
    {
        public async Task<JsonObject> Call(string method, JsonObject args, string? token = FakeSlack.BotToken)
        {
            using var answer = await SendAsync(method, args, token);
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!.AsObject();
        }

        public async Task<string?> ErrorOf(string method, JsonObject args, string? token = FakeSlack.BotToken) => (string?)(await Call(method, args, token))["error"];

        public async Task<HttpResponseMessage> SendAsync(string method, JsonObject args, string? token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Slack.ApiUrl + method) { Content = new StringContent(args.ToJsonString(), Encoding.UTF8, "application/json") };
            if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return await Client.SendAsync(request, Stop);
        }

        public async Task<HttpStatusCode> RespondAsync(string id)
        {
            using var body = new StringContent("""{"text":"hello","unfurl_links":false,"unfurl_media":false}""", Encoding.UTF8, "application/json");
            using var answer = await Client.PostAsync($"{Slack.Address}/response/{id}", body, Stop);
            return answer.StatusCode;
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await Slack.DisposeAsync();
        }
    }
}
