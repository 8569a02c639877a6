using System.Text;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>
/// From the first message of an incident to its final, published document, through the whole program and a fake Slack. One body runs over HTTP and over Socket Mode,
/// and what everybody saw is one approved file: the transports do not differ.
/// </summary>
public sealed class SlackJourneyTests(SlackProduced produced)
{
    private const string Incident = "INC-004211";
    private const string Channel = "#inc-gateway";
    private const int MostPosts = 4;
    private const int HandOvers = 1;
    private const int MostForms = 7;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_incident_goes_from_its_first_message_to_the_final_document(bool socket)
    {
        await using var acme = await SlackProgram.StartAsync(produced, socket);

        await UntilPublishedAsync(acme);
        await AsideAsync(acme);

        var posts = acme.Slack.Channel(Channel).Messages.Where(message => message is { ByBot: true, Only: null, Thread: null }).ToList();
        Assert.InRange(posts.Count, 3, MostPosts + HandOvers);
        Approved.Match("journey.txt", acme.Slack.Transcript.Text);
        acme.Clean();
    }

    internal static async Task UntilPublishedAsync(SlackProgram acme)
    {
        await StartAsync(acme);
        await CaptureAsync(acme);
        await CorrectAsync(acme);
        await EndAsync(acme);
        await WriteAsync(acme);
        await ReviewAsync(acme);
    }

    /// <summary>What the responders of a well-kept incident mark besides: with it the author's part keeps its budget.</summary>
    private static readonly string[] Marked =
    [
        "01:55 #begin pool size halved by configuration change 4711", "02:12 #response SRE took the alert", "02:13 #investigation CPU and memory normal",
        "02:13:20 #investigation database latency normal", "02:14 #escalation P1 declared",
    ];

    private static readonly string[] MarkedLater =
    [
        "02:41 #verification pool wait time back to normal", "02:50 #verification synthetic checks green", "02:57 #resolution service confirmed restored",
    ];

    private static readonly string[] Measured = ["latency bad 23m", "availability bad 23m", "errors failed 2300/100000"];

    private static async Task StartAsync(SlackProgram acme)
    {
        acme.Slack.Transcript.Heading("Started at 02:11");
        await acme["dana"].Type(Channel, $"start {Incident} Degraded response times on API gateway p1 env:PROD svc:gateway owner:@dana");
        Assert.Equal(1, acme["dana"].Spent.Interactions);
        Assert.Contains("Degraded response times on API gateway", Text(acme, acme.Slack.Channel(Channel).Messages.Last(message => message.Only is null)), StringComparison.Ordinal);
        var again = await acme["lee"].Type(Channel, "start gateway is slow");
        Assert.Contains("gateway is slow", again.Text, StringComparison.Ordinal);
    }

    private static async Task CaptureAsync(SlackProgram acme)
    {
        acme.Slack.Transcript.Heading("Captured");
        var (dana, lee, priya) = (acme["dana"], acme["lee"], acme["priya"]);
        await dana.Type(Channel, "mark 02:10 #detection Splunk alert fired: error rate <4 %>");
        var seen = await lee.Say(Channel, "pool wait time rising since 01:55");
        priya.Forget();
        await priya.React(seen);
        Assert.Equal(1, priya.Spent.Interactions);
        Assert.Contains((Emoji: "memo", By: FakeSlack.BotUser), seen.Reactions);
        await acme.Pass(TimeSpan.FromMinutes(3));
        await lee.Edit(seen, "pool wait time rising since 01:55 on all nodes");
        await acme["sam"].Say(Channel, ":pushpin: rolled back gateway 4.12");
        await acme.Pass(TimeSpan.FromMinutes(1));
        var cause = await lee.Say(Channel, "max_pool is 10 instead of 50 since change 4711");
        await dana.Menu(cause, "menu.timeline");
        await acme.Pass(TimeSpan.FromMinutes(1));
        await lee.Say(Channel, "@PostMortem mark #cause pool size halved by change 4711", thread: cause);
        await acme.Pass(TimeSpan.FromMinutes(1));
        var wrong = await priya.Say(Channel, "perhaps it is the network");
        await priya.React(wrong);
        await priya.Unreact(wrong);
        var gone = await lee.Say(Channel, "restarted node 3");
        await priya.React(gone);
        await lee.Delete(gone);
        foreach (var line in Marked) await dana.Type(Channel, "mark " + line);
        await dana.Type(Channel, "evidence index=gateway | timechart p95(response_time)");
        await dana.Type(Channel, "evidence 01:58:12 ERROR pool exhausted");
        await dana.Type(Channel, "evidence https://dash.example.org/pool pool wait time");

        var p = await acme.Of(Incident);
        Assert.Equal(
            ["Splunk alert fired: error rate <4 %>", "pool wait time rising since 01:55 on all nodes", "rolled back gateway 4.12", "max_pool is 10 instead of 50 since change 4711", "pool size halved by change 4711", "restarted node 3"],
            p.Events.Select(one => one.Text).Where(text => !Marked.Any(line => line.EndsWith(text, StringComparison.Ordinal))));
        Assert.Equal(3, p.Evidence.Count);
    }

    private static async Task CorrectAsync(SlackProgram acme)
    {
        acme.Slack.Transcript.Heading("Looked at and corrected");
        var dana = acme["dana"];
        await dana.Type(Channel, "mark 1:55 restarted the wrong thing");
        await dana.Press("Undo");
        Assert.DoesNotContain((await acme.Of(Incident)).Events, one => one.Text == "restarted the wrong thing");
        await dana.Type(Channel, "timeline");
        await dana.Type(Channel, "handover @sam is the pool watched?");
        Assert.Equal("sam", Handle(acme, (await acme.Of(Incident)).Owner));
    }

    private static async Task EndAsync(SlackProgram acme)
    {
        acme.Slack.Transcript.Heading("Resolved at 02:57, and the night");
        await acme.Pass(TimeSpan.FromMinutes(40));
        foreach (var line in MarkedLater) await acme["dana"].Type(Channel, "mark " + line);
        foreach (var line in Measured) await acme["dana"].Type(Channel, "slo " + line);
        acme["dana"].Forget();
        await acme["dana"].Type(Channel, "resolve 02:57");
        Assert.InRange(acme["dana"].Spent.Interactions, 1, 3);
        Assert.Equal("sam", Handle(acme, (await acme.Of(Incident)).Author));
        Assert.Empty(acme.Slack.Channel("@sam").Messages);
        acme.Slack.Transcript.Heading("09:00, the author's working day");
        await acme.Pass(TimeSpan.FromHours(6.2));
        Assert.Contains("sections ready", Text(acme, Assert.Single(acme.Slack.Channel("@sam").Messages)), StringComparison.Ordinal);
    }

    private static async Task WriteAsync(SlackProgram acme)
    {
        acme.Slack.Transcript.Heading("Written");
        var sam = acme["sam"];
        sam.Forget();
        await sam.Press("Continue", "@sam");
        for (var forms = 0; sam.Form is not null; forms++)
        {
            Assert.InRange(forms + 1, 1, MostForms);
            await sam.FillAllAsync(14 - sam.Spent.Typed);
            await sam.Submit();
        }

        Assert.InRange(sam.Spent.Interactions, 1, 32);
        Assert.InRange(sam.Spent.Typed, 1, 14);
        await acme.Pass(TimeSpan.FromMinutes(1));
        Assert.Contains("19 of 19 sections ready", Text(acme, Assert.Single(acme.Slack.Channel("@sam").Messages, message => Text(acme, message).StartsWith("**Post-mortem ·", StringComparison.Ordinal))), StringComparison.Ordinal);
        await sam.Press("Read it", "@sam");
        await sam.Type("@sam", "export md");
        var file = acme.Slack.Channel("@sam").Messages.SelectMany(message => message.Files).Last();
        Assert.StartsWith("Post-Mortem-2026-11-24-Degraded", (string?)file["name"], StringComparison.Ordinal);
        Assert.Contains("## Root Cause Analysis", Encoding.UTF8.GetString(acme.Slack.Files.BytesOf((string)file["id"]!)), StringComparison.Ordinal);
    }

    private static async Task ReviewAsync(SlackProgram acme)
    {
        acme.Slack.Transcript.Heading("Sent to review");
        var sam = acme["sam"];
        await sam.Press("Request review", "@sam");
        await sam.Submit();
        Assert.InRange(sam.Spent.Interactions, 1, 32);
        Assert.Equal(Life.UnderReview, (await acme.Of(Incident)).Life);
        acme.Slack.Transcript.Heading("The reviewers' next working day");
        await acme.Pass(TimeSpan.FromHours(14));
        await acme.Pass(TimeSpan.FromHours(14));
        foreach (var (who, role) in new[] { ("noor", "Technical"), ("kim", "Process"), ("priya", "Business") })
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

    private static async Task AsideAsync(SlackProgram acme)
    {
        acme.Slack.Transcript.Heading("Beside it");
        await acme["priya"].Type("#general", "nearmiss certificate renewed one hour before it ran out");
        await acme["dana"].OpenHome();
        await acme["dana"].Shortcut("incident.start");
        await acme["dana"].Close();
        await acme["lee"].Say("@lee", "hello");
        await acme["lee"].Type(Channel, "marc something else");
    }

    private static string Text(SlackProgram acme, FakeMessage message) => new FakeSlackWords(null, acme.Slack.Shown).Message(message);

    private static string Handle(SlackProgram acme, PersonId? person) => person is { } id ? acme.PersonOf(id).Handle : "";
}
