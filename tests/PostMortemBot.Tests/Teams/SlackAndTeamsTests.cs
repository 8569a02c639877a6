using System.Text.Json.Nodes;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>One incident on two platforms: responders on Slack, author and product owner on Teams. One timeline; each person is one, and is written to on one platform.</summary>
public sealed class SlackAndTeamsTests(SlackProduced produced)
{
    private const string Incident = "INC-004211";
    private const string Channel = "#inc-gateway";
    private static readonly string[] OnSlack = ["dana", "lee", "sam"];

    [Fact]
    public async Task Responders_on_Slack_author_and_product_owner_on_Teams_fill_one_timeline()
    {
        var clock = new WatchedTime(DateTimeOffset.Parse("2026-11-24T07:11:30Z", System.Globalization.CultureInfo.InvariantCulture));
        await using var slack = await FakeSlack.StartAsync(clock, produced);
        foreach (var handle in OnSlack) slack.AddUser(handle, NameOf(handle), "America/New_York");
        slack.AddChannel("inc-gateway", ["dana", "lee", "sam"]);
        await using var acme = await TeamsProgram.StartAsync(clock: clock, change: Both, environment:
        [
            ("Slack__BotToken", FakeSlack.BotToken), ("Slack__SigningSecret", FakeSlack.Secret), ("Slack__ApiUrl", slack.ApiUrl),
        ]);
        var delivery = new HttpDelivery(slack, acme.Http);
        acme.Beside = async () =>
        {
            var owed = false;
            for (; slack.Owed.TryDequeue(out var envelope); owed = true) await delivery.EventAsync(envelope);
            return owed;
        };
        FakePerson Responder(string handle) => new(slack, slack.User(handle), delivery, acme.SettledAsync);
        var (dana, lee, sam, priya) = (Responder("dana"), Responder("lee"), acme["sam"], acme["priya"]);
        foreach (var who in new[] { "sam", "priya" }) await acme[who].Install("@" + who);

        await dana.Type(Channel, $"start {Incident} Degraded response times on API gateway p1 env:PROD svc:gateway owner:@dana");
        await dana.Type(Channel, "mark 02:10 #detection Splunk alert fired");
        await Responder("sam").Type(Channel, "mark 02:12 #response SRE took the alert");
        await sam.Type(Channel, $"start {Incident}");
        var thread = acme.Teams.Rooms[Channel].Messages.Last(message => !message.ByBot);
        await sam.Type(Channel, "mark 02:11 #cause pool size halved by change 4711", thread);
        var seen = await lee.Say(Channel, "rolled back gateway 4.12");
        await lee.React(seen);
        await priya.Say(Channel, "📌 two customers called", thread);
        await acme.Pass(TimeSpan.FromMinutes(2));
        await dana.Type(Channel, "handover @sam");
        await dana.Type(Channel, "resolve 02:13");

        var p = await acme.Of(Incident);
        Assert.Subset(p.Events.Select(e => e.Text).ToHashSet(), new HashSet<string> { "Splunk alert fired", "pool size halved by change 4711", "rolled back gateway 4.12", "SRE took the alert", "two customers called" });
        Assert.Equal(["slack", "teams"], p.Places.Select(place => place.Platform).Order(StringComparer.Ordinal));
        Assert.Equal("sam", acme.PersonOf(p.Author!.Value).Handle);
        Assert.Equal(p.Events.First(e => e.Text == "SRE took the alert").MarkedBy, p.Events.First(e => e.Text == "pool size halved by change 4711").MarkedBy);

        await acme.Pass(TimeSpan.FromHours(7));
        Assert.Contains("sections ready", FakeTeamsWords.Card(acme.Teams.Rooms["@sam"].Messages[^1].Card!), StringComparison.Ordinal);
        Assert.DoesNotContain(slack.Channel("@sam").Messages, message => message.ByBot && message.Only is null);
        Assert.DoesNotContain("/pm", string.Join('\n', acme.Teams.Rooms.Values.SelectMany(room => room.Messages).Where(message => message.ByBot).Select(message => FakeTeamsWords.Card(message.Card!))), StringComparison.Ordinal);
        Assert.Empty(slack.Wrongs);
        acme.Clean();
    }

    private static void Both(JsonObject bot)
    {
        bot["organisations"]![0]!["slackWorkspaces"] = new JsonArray(FakeSlack.Team);
        bot["platforms"]!["slack"] = new JsonObject { ["on"] = true, ["mode"] = "http" };
    }

    private static string NameOf(string handle) => (string)JsonNode.Parse(Shipped.BotJson)!["people"]!.AsArray().First(person => (string?)person!["handle"] == handle)!["name"]!;
}
