using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>From the first message of an incident to its final, published document, through the whole program and a fake Teams; what everybody saw is an approved file.</summary>
public sealed class TeamsJourneyTests
{
    private const string Incident = "INC-004211";
    private const string Channel = "#inc-gateway";
    private const int MostPosts = 4;
    private const int HandOvers = 1;
    private const int MostForms = 7;

    internal static readonly string[] Marked =
    [
        "01:55 #begin pool size halved by configuration change 4711", "02:12 #response SRE took the alert", "02:13 #investigation CPU and memory normal",
        "02:13:20 #investigation database latency normal", "02:14 #escalation P1 declared",
    ];

    internal static readonly string[] MarkedLater =
    [
        "02:41 #verification pool wait time back to normal", "02:50 #verification synthetic checks green", "02:57 #resolution service confirmed restored",
    ];

    internal static readonly string[] Measured = ["latency bad 23m", "availability bad 23m", "errors failed 2300/100000"];

    [Fact]
    public async Task An_incident_goes_from_its_first_message_to_the_final_document()
    {
        await using var acme = await TeamsProgram.StartAsync();

        await AddAsync(acme);
        var thread = await StartAsync(acme);
        await CaptureAsync(acme, thread);
        await CorrectAsync(acme, thread);
        await EndAsync(acme, thread);
        await WriteAsync(acme);
        await ReviewAsync(acme);

        Assert.InRange(acme.Teams.Rooms[Channel].Messages.Count(message => message.ByBot && message.Root == thread.Root), 3, MostPosts + HandOvers);
        Assert.All(acme.Teams.Rooms[Channel].Messages.Where(message => message.ByBot && message.Root != thread.Root), message => Assert.Contains("Hello.", FakeTeamsWords.Card(message.Card!), StringComparison.Ordinal));
        Approved.Match("journey.txt", acme.Teams.Transcript.Text);
        acme.Clean();
    }

    private static async Task AddAsync(TeamsProgram acme)
    {
        acme.Teams.Transcript.Heading("Added");
        await acme["dana"].Install(Channel);
        foreach (var who in new[] { "dana", "sam", "lee", "noor", "kim", "priya" }) await acme[who].Install("@" + who);
    }

    private static async Task<FakeTeamsMessage> StartAsync(TeamsProgram acme)
    {
        acme.Teams.Transcript.Heading("Started at 02:11");
        acme["dana"].Forget();
        await acme["dana"].Type(Channel, $"start {Incident} Degraded response times on API gateway p1 env:PROD svc:gateway owner:@dana");
        Assert.Equal(1, acme["dana"].Spent.Interactions);
        var first = acme.Teams.Rooms[Channel].Messages.Last(message => !message.ByBot);
        Assert.Contains("Degraded response times on API gateway", FakeTeamsWords.Card(Assert.Single(acme.Teams.Rooms[Channel].Messages, message => message.ByBot && message.Root == first.Id).Card!), StringComparison.Ordinal);
        await acme["lee"].Type(Channel, "start gateway is slow", first);
        return first;
    }

    private static async Task CaptureAsync(TeamsProgram acme, FakeTeamsMessage thread)
    {
        acme.Teams.Transcript.Heading("Captured");
        var (dana, lee) = (acme["dana"], acme["lee"]);
        await dana.Type(Channel, "mark 02:10 #detection Splunk alert fired: error rate <4 %>", thread);
        Assert.Contains("1f4dd_memo", acme.Teams.Rooms[Channel].Messages.Last(message => !message.ByBot).Reactions);
        var seen = await lee.Say(Channel, "pool wait time rising since 01:55", thread);
        dana.Forget();
        await dana.Menu(seen, "menu.timeline");
        Assert.Equal(1, dana.Spent.Interactions);
        dana.Close();
        await acme.Pass(TimeSpan.FromMinutes(3));
        await lee.Edit(seen, "pool wait time rising since 01:55 on all nodes");
        await acme["sam"].Say(Channel, "📌 rolled back gateway 4.12", thread);
        await acme.Pass(TimeSpan.FromMinutes(1));
        await lee.Type(Channel, "mark #cause pool size halved by change 4711", thread);
        await acme["priya"].Say(Channel, "has anybody seen my badge?", thread);
        foreach (var line in Marked) await dana.Type(Channel, "mark " + line, thread);
        await dana.Type(Channel, "action \"Alert on pool saturation\" @lee 2026-12-03", thread);
        await dana.Type(Channel, "evidence https://splunk.example.com/search/42 query of the error rate", thread);
        await dana.Type("@dana", $"{Incident} evidence https://grafana.example.com/d/7 picture of the pool wait time");
        Assert.Equal(9, (await acme.Of(Incident)).Events.Count);
    }

    private static async Task CorrectAsync(TeamsProgram acme, FakeTeamsMessage thread)
    {
        acme.Teams.Transcript.Heading("Looked at and corrected");
        var dana = acme["dana"];
        await dana.Press("Mark an event", Channel);
        await dana.Submit(("When", "yesterday at noon or so"), ("What happened", "pool size raised to 50"));
        Assert.Contains("pool size raised to 50", dana.FormText, StringComparison.Ordinal);
        await dana.Submit(("When", "02:16"), ("Phase", "Fix Implementation"));
        if (dana.Form is not null) dana.Close();
        await dana.Type("@dana", $"{Incident} mark restarted the wrong thing");
        await dana.Press("Undo", "@dana");
        Assert.DoesNotContain((await acme.Of(Incident)).Events, one => one.Text == "restarted the wrong thing");
        await dana.Press("Timeline", Channel);
        await dana.Type(Channel, "handover @sam is the pool watched?", thread);
        Assert.Equal("sam", Handle(acme, (await acme.Of(Incident)).Owner));
    }

    private static async Task EndAsync(TeamsProgram acme, FakeTeamsMessage thread)
    {
        acme.Teams.Transcript.Heading("Resolved at 02:57, and the night");
        await acme.Pass(TimeSpan.FromMinutes(40));
        foreach (var line in MarkedLater) await acme["dana"].Type(Channel, "mark " + line, thread);
        foreach (var line in Measured) await acme["dana"].Type(Channel, "slo " + line, thread);
        acme["dana"].Forget();
        await acme["dana"].Type(Channel, "resolve 02:57", thread);
        Assert.InRange(acme["dana"].Spent.Interactions, 1, 3);
        Assert.Equal("sam", Handle(acme, (await acme.Of(Incident)).Author));
        acme.Teams.Transcript.Heading("09:00, the author's working day");
        await acme.Pass(TimeSpan.FromHours(6.2));
        Assert.Contains("sections ready", FakeTeamsWords.Card(acme.Teams.Rooms["@sam"].Messages[^1].Card!), StringComparison.Ordinal);
    }

    internal static async Task WriteAsync(TeamsProgram acme)
    {
        acme.Teams.Transcript.Heading("Written");
        var sam = acme["sam"];
        sam.Forget();
        await sam.Press("Continue", "@sam");
        for (var forms = 0; sam.Form is not null; forms++)
        {
            Assert.InRange(forms + 1, 1, MostForms);
            sam.FillAll(14 - sam.Spent.Typed);
            await sam.Submit();
        }

        Assert.InRange(sam.Spent.Interactions, 1, 32);
        Assert.InRange(sam.Spent.Typed, 1, 14);
        await acme.Pass(TimeSpan.FromMinutes(1));
        Assert.Contains(acme.Teams.Rooms["@sam"].Messages, message => message.Card is { } card && FakeTeamsWords.Card(card).Contains("19 of 19 sections ready", StringComparison.Ordinal));
        await sam.Press("Read it", "@sam");
        if (sam.Form is not null) sam.Close();
    }

    private static async Task ReviewAsync(TeamsProgram acme)
    {
        acme.Teams.Transcript.Heading("Sent to review");
        var sam = acme["sam"];
        await sam.Press("Request review", "@sam");
        await sam.Submit();
        Assert.Equal(Life.UnderReview, (await acme.Of(Incident)).Life);
        acme.Teams.Transcript.Heading("The reviewers' next working day");
        await acme.Pass(TimeSpan.FromHours(14));
        await acme.Pass(TimeSpan.FromHours(14));
        foreach (var (who, role) in new[] { ("noor", "Technical"), ("kim", "Process"), ("priya", "Business") })
        {
            // One of them is in the incident's channel, and approves at their own card there.
            var where = who == "priya" ? Channel : "@" + who;
            if (where == Channel) await acme[who].Look(Channel);
            acme[who].Forget();
            await acme[who].Press("Approve as " + role, where);
            Assert.Equal(new Spent(1, 0, 0), acme[who].Spent);
        }

        await acme.Pass(TimeSpan.FromMinutes(1));
        var p = await acme.Of(Incident);
        Assert.Equal(Life.Final, p.Life);
        Assert.StartsWith("Post-Mortem-2026-11-24-Degraded", p.Page?.Name, StringComparison.Ordinal);
    }

    private static string Handle(TeamsProgram acme, PersonId? person) => person is { } id ? acme.PersonOf(id).Handle : "";
}
