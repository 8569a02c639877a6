using System.Text.Json.Nodes;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>One incident on two platforms: responders on Slack, author and product owner on Teams. One timeline; each person is one, and is written to on one platform.</summary>
public sealed class SlackAndTeamsTests(SlackProduced produced)
{
    private const string Incident = "INC-004211";
    private const string Channel = "#inc-gateway";
    private const int MostPosts = 4;
    private const int HandOvers = 1;
    private static readonly string[] OnSlack = ["dana", "lee", "sam", "noor"];

    [Fact]
    public async Task Responders_on_Slack_author_and_product_owner_on_Teams_take_one_incident_to_its_published_document()
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
        var responders = OnSlack.ToDictionary(handle => handle, handle => new FakePerson(slack, slack.User(handle), delivery, acme.SettledAsync));

        var thread = await CaptureAsync(acme, responders);
        await EndAsync(acme, responders, slack);
        await TeamsJourneyTests.WriteAsync(acme);
        await ReviewAsync(acme, responders);

        Assert.InRange(slack.Channel(Channel).Messages.Count(message => message is { ByBot: true, Only: null, Thread: null }), 3, MostPosts + HandOvers);
        Assert.InRange(acme.Teams.Rooms[Channel].Messages.Count(message => message.ByBot && message.Only is null && message.Root == thread.Root), 1, MostPosts + HandOvers);
        Assert.DoesNotContain("/pm", string.Join('\n', acme.Teams.Rooms.Values.SelectMany(room => room.Messages).Where(message => message.ByBot && message.Card is not null).Select(message => FakeTeamsWords.Card(message.Card!))), StringComparison.Ordinal);
        Approved.Match("both-on-slack.txt", slack.Transcript.Text);
        Approved.Match("both-on-teams.txt", acme.Teams.Transcript.Text);
        Assert.Empty(slack.Wrongs);
        acme.Clean();
    }

    private static async Task<FakeTeamsMessage> CaptureAsync(TeamsProgram acme, Dictionary<string, FakePerson> responders)
    {
        var (dana, lee, sam, priya) = (responders["dana"], responders["lee"], acme["sam"], acme["priya"]);
        foreach (var who in new[] { "sam", "priya", "kim" }) await acme[who].Install("@" + who);
        await dana.Type(Channel, $"start {Incident} Degraded response times on API gateway p1 env:PROD svc:gateway owner:@dana");
        await dana.Type(Channel, "mark 02:10 #detection Splunk alert fired");
        await responders["sam"].Type(Channel, "mark 02:12 #response SRE is on it");
        await sam.Type(Channel, $"start {Incident}");
        var thread = acme.Teams.Rooms[Channel].Messages.Last(message => !message.ByBot);
        await sam.Type(Channel, "mark 02:11 #cause pool size halved by change 4711", thread);
        var seen = await lee.Say(Channel, "rolled back gateway 4.12");
        await lee.React(seen);
        await priya.Say(Channel, "📌 two customers called", thread);
        foreach (var line in TeamsJourneyTests.Marked) await dana.Type(Channel, "mark " + line);
        await dana.Type(Channel, "action \"Alert on pool saturation\" @lee 2026-12-03");
        await dana.Type(Channel, "evidence https://splunk.example.com/search/42 query of the error rate");
        await sam.Type(Channel, "evidence https://grafana.example.com/d/7 picture of the pool wait time", thread);
        await acme.Pass(TimeSpan.FromMinutes(2));
        await dana.Type(Channel, "handover @sam");

        var p = await acme.Of(Incident);
        Assert.Subset(p.Events.Select(e => e.Text).ToHashSet(), new HashSet<string> { "Splunk alert fired", "pool size halved by change 4711", "rolled back gateway 4.12", "SRE is on it", "two customers called" });
        Assert.Equal(["slack", "teams"], p.Places.Select(place => place.Platform).Order(StringComparer.Ordinal));
        Assert.Equal(p.Events.First(e => e.Text == "SRE is on it").MarkedBy, p.Events.First(e => e.Text == "pool size halved by change 4711").MarkedBy);
        return thread;
    }

    private static async Task EndAsync(TeamsProgram acme, Dictionary<string, FakePerson> responders, FakeSlack slack)
    {
        await acme.Pass(TimeSpan.FromMinutes(40));
        foreach (var line in TeamsJourneyTests.MarkedLater) await responders["dana"].Type(Channel, "mark " + line);
        foreach (var line in TeamsJourneyTests.Measured) await responders["dana"].Type(Channel, "slo " + line);
        await responders["dana"].Type(Channel, "resolve 02:57");
        Assert.Equal("sam", acme.PersonOf((await acme.Of(Incident)).Author!.Value).Handle);

        await acme.Pass(TimeSpan.FromHours(6.2));
        Assert.Contains("sections ready", FakeTeamsWords.Card(acme.Teams.Rooms["@sam"].Messages[^1].Card!), StringComparison.Ordinal);
        Assert.DoesNotContain(slack.Channel("@sam").Messages, message => message.ByBot && message.Only is null);
    }

    /// <summary>One reviewer decides on Slack, two on Teams.</summary>
    private static async Task ReviewAsync(TeamsProgram acme, Dictionary<string, FakePerson> responders)
    {
        await acme["sam"].Press("Request review", "@sam");
        await acme["sam"].Submit();
        Assert.Equal(Life.UnderReview, (await acme.Of(Incident)).Life);
        await acme.Pass(TimeSpan.FromHours(14));
        await acme.Pass(TimeSpan.FromHours(14));
        responders["noor"].Forget();
        await responders["noor"].Press("Approve as Technical", "@noor");
        Assert.Equal(new Spent(1, 0, 0), responders["noor"].Spent);
        foreach (var (who, role) in new[] { ("kim", "Process"), ("priya", "Business") })
        {
            acme[who].Forget();
            await acme[who].Press("Approve as " + role, "@" + who);
            Assert.Equal(new Spent(1, 0, 0), acme[who].Spent);
        }

        await acme.Pass(TimeSpan.FromMinutes(1));
        var p = await acme.Of(Incident);
        Assert.Equal(Life.Final, p.Life);
        Assert.StartsWith("Post-Mortem-2026-11-24-Degraded", p.Page?.Name, StringComparison.Ordinal);
    }

    private static void Both(JsonObject bot)
    {
        bot["organisations"]![0]!["slackWorkspaces"] = new JsonArray(FakeSlack.Team);
        bot["platforms"]!["slack"] = new JsonObject { ["on"] = true, ["mode"] = "http" };
    }

    private static string NameOf(string handle) => (string)JsonNode.Parse(Shipped.BotJson)!["people"]!.AsArray().First(person => (string?)person!["handle"] == handle)!["name"]!;
}
