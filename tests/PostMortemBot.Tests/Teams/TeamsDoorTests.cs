using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PostMortemBot.Domain;
using PostMortemBot.Teams;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>What comes in at <c>/api/messages</c>: what is answered to what, and that the same thing brought twice has one effect.</summary>
public sealed class TeamsDoorTests
{
    private const string Channel = "#inc-gateway";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_request_has_its_status()
    {
        await using var acme = await TeamsProgram.StartAsync();
        var dana = acme["dana"];
        var room = acme.Teams.Rooms[Channel];
        JsonObject Of(string type, Action<JsonObject>? change = null)
        {
            var activity = dana.Activity(type, room, room.Id, acme.Teams.NewGuid());
            change?.Invoke(activity);
            return activity;
        }

        Assert.Equal(HttpStatusCode.OK, (await dana.SendAsync(Of("event"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await dana.SendAsync(Of("conversationUpdate", one => one["channelData"]!["eventType"] = "teamSomethingNew"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await dana.SendAsync(Of("message", one => one.Remove("from")))).Status);
        Assert.Equal(HttpStatusCode.NotImplemented, (await dana.SendAsync(Of("invoke", one => one["name"] = "signin/verifyState"))).Status);
        Assert.Equal(HttpStatusCode.NotImplemented, (await dana.SendAsync(Of("invoke"))).Status);
        var (taken, feedback) = await dana.SendAsync(Of("invoke", one => (one["name"], one["value"]) = ("message/submitAction", new JsonObject { ["actionName"] = "feedback" })));
        Assert.Equal((HttpStatusCode.OK, "{}"), (taken, feedback?.ToJsonString()));
        Assert.Equal(HttpStatusCode.BadRequest, (await dana.SendAsync(Of("message", one => one.Remove("type")))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await dana.SendAsync(Of("message", one => one["channelData"]!["tenant"]!["id"] = "99999999-9999-9999-9999-999999999999"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await dana.SendAsync(Of("message", one => one["serviceUrl"] = "http://127.0.0.1:1/"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(acme, "not JSON"u8.ToArray()));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(acme, "[]"u8.ToArray()));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(acme, Encoding.UTF8.GetBytes($$"""{"type":"message","text":"{{new string('x', 300_000)}}"}""")));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(acme, new byte[300_000], chunked: true));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(acme, Encoding.UTF8.GetBytes(new string('x', 300_000)), token: "a.b.c"));
        using var got = await acme.Http.GetAsync(new Uri("/api/messages", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, got.StatusCode);
        await acme.SettledAsync();
        Assert.Empty(await acme.All());
        Assert.Empty(acme.Log.Errors);
    }

    [Fact]
    public async Task The_same_activity_brought_again_and_a_double_click_have_one_effect()
    {
        await using var acme = await TeamsProgram.StartAsync();
        var dana = acme["dana"];
        await dana.Type(Channel, "start INC-004211 gateway slow p1 owner:@dana");
        var thread = acme.Teams.Rooms[Channel].Messages.First(message => !message.ByBot);
        await dana.Type(Channel, "mark failover started", thread);
        var sent = dana.Again!;
        for (var n = 0; n < 3; n++) Assert.Equal(HttpStatusCode.OK, (await sent()).Status);
        acme.Clock.Advance(TimeSpan.FromMinutes(11));
        await sent();
        await acme.SettledAsync();
        Assert.Equal("failover started", Assert.Single((await acme.Of("INC-004211")).Events, e => e.Text == "failover started").Text);

        await Task.WhenAll(dana.PressAsync("Resolve", Channel), dana.PressAsync("Resolve", Channel), dana.PressAsync("Resolve", Channel));
        await acme.SettledAsync();
        Assert.NotNull((await acme.Of("INC-004211")).Restored);
        acme.Clean();
    }

    [Fact]
    public async Task A_form_saved_twice_is_stored_once_and_comes_back_with_what_was_typed_when_it_is_refused()
    {
        await using var acme = await TeamsProgram.StartAsync();
        var dana = acme["dana"];
        await dana.Type(Channel, "start INC-004211 gateway slow p1 owner:@dana");
        await dana.Press("Mark an event", Channel);
        await dana.Submit(("What happened", "pool size raised, <50 & rising"), ("When", "at noon or so"));
        Assert.Equal("pool size raised, <50 & rising", dana.Held("What happened"));
        Assert.Equal("at noon or so", dana.Held("When"));
        await dana.Submit(("When", ""));
        await dana.Again!();
        await dana.Again!();
        await acme.SettledAsync();

        Assert.Single((await acme.Of("INC-004211")).Events, e => e.Text == "pool size raised, <50 & rising");
        acme.Clean();
    }

    [Fact]
    public async Task Every_post_begins_a_thread_and_a_mark_in_any_of_them_finds_the_one_incident_or_asks_which()
    {
        await using var acme = await TeamsProgram.StartAsync();
        var (dana, lee) = (acme["dana"], acme["lee"]);
        await dana.Type(Channel, "start INC-004211 gateway slow p1 owner:@dana");
        await lee.Type(Channel, "mark rolled back");
        await lee.Menu(await lee.Say(Channel, "pool wait time rising"), "menu.timeline");
        lee.Close();
        Assert.Equal(["pool wait time rising", "rolled back"], (await acme.Of("INC-004211")).Events.Select(e => e.Text).Order(StringComparer.Ordinal));

        await dana.Type(Channel, "start INC-004212 portal slow p2 owner:@dana");
        await lee.Type(Channel, "mark restarted the portal");
        await lee.Press("INC-004212", "@lee");
        await lee.Type(Channel, "mark it is back");
        Assert.Equal(["it is back", "restarted the portal"], (await acme.Of("INC-004212")).Events.Select(e => e.Text).Order(StringComparer.Ordinal));
        Assert.Equal(2, (await acme.Of("INC-004211")).Events.Count);
        acme.Clean();
    }

    [Fact]
    public async Task A_card_that_names_a_channel_moves_nobody_there_who_is_not_in_it()
    {
        await using var acme = await TeamsProgram.StartAsync();
        await acme["dana"].Type(Channel, "start INC-004211 gateway slow p1 owner:@dana");
        await acme["lee"].Type(Channel, "start another thing", acme.Teams.Rooms[Channel].Messages.First(message => !message.ByBot));
        var card = acme.Teams.Rooms["@lee"].Messages[^1];
        foreach (var who in new[] { "iris", "lee" })
        {
            acme.Teams.Rooms["@" + who].Messages.Add(card with { Room = acme.Teams.Rooms["@" + who], Id = acme.Teams.NewId() });
            await acme[who].Press("Add as event", "@" + who);
        }

        Assert.Equal("lee", acme.PersonOf(Assert.Single((await acme.Of("INC-004211")).Events).MarkedBy).Handle);
        acme.Clean();
    }

    [Fact]
    public async Task An_old_client_presses_by_a_message()
    {
        await using var acme = await TeamsProgram.StartAsync();
        var dana = acme["dana"];
        await dana.Type(Channel, "start INC-004211 gateway slow p1 owner:@dana");
        await dana.PressAsBefore("Resolve", Channel);

        Assert.NotNull((await acme.Of("INC-004211")).Restored);
        acme.Clean();
    }

    [Fact]
    public async Task Where_only_mentions_come_a_pushpin_does_nothing_and_a_mention_works()
    {
        await using var acme = await TeamsProgram.StartAsync(environment: ("Teams__HearsChannels", "false"));
        acme.Teams.Rooms[Channel].Heard = false;
        await acme["dana"].Install(Channel);
        Assert.Contains("I see only messages that mention me", FakeTeamsWords.Card(acme.Teams.Rooms[Channel].Messages[^1].Card!), StringComparison.Ordinal);
        await acme["dana"].Type(Channel, "/pm start INC-004211 gateway slow p1 owner:@dana");
        var thread = acme.Teams.Rooms[Channel].Messages.Last(message => !message.ByBot);
        await acme["lee"].Say(Channel, "📌 rolled back", thread);
        await acme["lee"].Type(Channel, "mark rolled back again", thread);

        Assert.Equal(["rolled back again"], (await acme.Of("INC-004211")).Events.Select(e => e.Text));
        acme.Clean();
    }

    [Theory]
    [InlineData(Channel, "Where this team lets me, I see messages in this channel so that 📌 works")]
    [InlineData("responders", "Where this chat lets me, I see messages in it so that 📌 works")]
    public async Task The_greeting_says_no_more_than_is_known_of_what_the_bot_sees(string where, string words)
    {
        await using var acme = await TeamsProgram.StartAsync();
        await acme["dana"].Install(where);

        Assert.Contains(words, FakeTeamsWords.Card(acme.Teams.Rooms[where].Messages[^1].Card!), StringComparison.Ordinal);
        acme.Clean();
    }

    [Fact]
    public void In_another_cloud_a_messages_address_is_that_of_its_client() => Assert.StartsWith(
        "https://gov.teams.microsoft.us/l/message/19%3Ainc%40thread.tacv2/1795412104616?",
        TeamsIds.MessageOf(new(TeamsIds.Platform, FakeTeams.Tenant, "19:inc@thread.tacv2"), "1795412104616", TeamsCloud.UsGovernment.Client).Link,
        StringComparison.Ordinal);

    [Fact]
    public async Task A_guest_starts_nothing_and_marks_nothing()
    {
        await using var acme = await TeamsProgram.StartAsync();
        acme.Teams.Users["lee"].IsGuest = true;
        await acme["lee"].Type(Channel, "start INC-004211 gateway slow");
        Assert.Empty(await acme.All());
        await acme["dana"].Type(Channel, "start INC-004211 gateway slow p1 owner:@dana");
        var thread = acme.Teams.Rooms[Channel].Messages.Last(message => message is { ByBot: false, By: "dana" });
        await acme["lee"].Type(Channel, "mark I was here", thread);
        var said = await acme["lee"].Say(Channel, "📌 I was here too", thread);
        await acme["lee"].Say(Channel, "📎 https://grafana.example.com/d/7", thread);
        await acme["lee"].Edit(said, "📌 I was here again");
        await acme["lee"].Press("Resolve", Channel);

        var p = await acme.Of("INC-004211");
        Assert.Empty(p.Events);
        Assert.Empty(p.Evidence);
        Assert.Null(p.Restored);
        acme.Clean();
    }

    [Fact]
    public async Task Who_pressed_is_said_by_the_activity_and_never_by_the_card()
    {
        await using var acme = await TeamsProgram.StartAsync();
        var room = acme.Teams.Rooms["@priya"];
        await acme["dana"].Type(Channel, "start INC-004211 gateway slow p1 owner:@dana");
        var invoke = acme["priya"].Activity("invoke", room, room.Id, acme.Teams.NewGuid());
        (invoke["name"], invoke["replyToId"]) = ("adaptiveCard/action", "1");
        invoke["value"] = new JsonObject
        {
            ["action"] = new JsonObject
            {
                ["type"] = "Action.Execute",
                ["verb"] = "review.approve",
                ["data"] = new JsonObject { ["_pm"] = new JsonObject { ["id"] = "review.approve", ["value"] = $"{(await acme.Of("INC-004211")).Id.Value}|Technical|x", ["op"] = "1", ["user"] = acme.Teams.Users["dana"].Id }, ["from"] = acme.Teams.Users["dana"].Id },
            },
        };
        var (status, answer) = await acme["priya"].SendAsync(invoke);
        await acme.SettledAsync();

        Assert.Equal((HttpStatusCode.OK, "application/vnd.microsoft.activity.message"), (status, (string?)answer!["type"]));
        Assert.Equal(Life.Capturing, (await acme.Of("INC-004211")).Life);
        acme.Clean();
    }

    private static async Task<HttpStatusCode> PostAsync(TeamsProgram acme, byte[] body, string? token = null, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new ByteArrayContent(body) };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + (token ?? acme.Teams.Issuer.Token(acme.Teams.Issuer.Claims(FakeTeams.AppId, acme.Teams.ServiceUrl))));
        request.Headers.TransferEncodingChunked = chunked ? true : null;
        using var answer = await acme.Http.SendAsync(request, Stop);
        return answer.StatusCode;
    }
}
