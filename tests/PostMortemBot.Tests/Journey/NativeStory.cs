using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Journey;

/// <summary>An incident in the program that was published as machine code: a process of its own beside a fake Slack, by the real clock. Each act waits for what a person sees of it.</summary>
internal sealed class NativeStory : IAsyncDisposable
{
    public const string Incident = "INC-004211";
    public const string Channel = "#inc-gateway";
    public const string TrackerSecret = "canary-tracker-secret-0123456789";
    private const int MostForms = 10;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>As much as keeps the author's part short.</summary>
    private static readonly string[] Typed =
    [
        "mark 40m ago #begin pool size halved by configuration change 4711", "mark 20m ago #detection Splunk alert fired: error rate <4 %>", "mark 18m ago #response SRE took the alert",
        "mark 16m ago #investigation CPU and memory normal", "mark 12m ago #cause pool size halved by change 4711", "mark 8m ago #fix rolled back gateway 4.12", "mark 4m ago #verification synthetic checks green",
        "slo latency bad 23m", "slo availability bad 23m", "slo errors failed 2300/100000",
        "evidence index=gateway | timechart p95(response_time)", "evidence https://dash.example.org/pool pool wait time", "action \"Alert on pool saturation\" @lee in 3 days",
    ];

    private readonly Dictionary<string, FakePerson> people = [];
    private readonly HttpDelivery delivery;
    private Action<JsonObject> change = _ => { };

    private NativeStory(FakeSlack slack, BotProcess bot) => (Slack, Bot, delivery) = (slack, bot, new(slack, bot.Http));

    public FakeSlack Slack { get; }

    public BotProcess Bot { get; }

    /// <summary>As the process gets it.</summary>
    public IReadOnlyList<(string Name, string Value)> Environment =>
    [
        ("Slack__SigningSecret", FakeSlack.Secret), ("Slack__BotToken", FakeSlack.BotToken), ("Slack__ApiUrl", Slack.ApiUrl), ("Tracker__Token", FakeTracker.Token), ("Tracker__WebhookSecret", TrackerSecret), ("Wiki__Token", FakeConfluence.Token),
    ];

    public FakePerson this[string handle]
    {
        get
        {
            if (!people.TryGetValue(handle, out var person)) people[handle] = person = new(Slack, Slack.User(handle), delivery, () => Task.CompletedTask);
            return person;
        }
    }

    /// <param name="change">Changes <c>bot.json</c> before it is read, by the folder of the process.</param>
    public static async Task<NativeStory> StartAsync(SlackProduced produced, Action<JsonObject, string> change)
    {
        var bot = new BotProcess(BotProgram.Native);
        var slack = await FakeSlack.StartAsync(TimeProvider.System, produced);
        SlackProgram.Populate(slack);
        var story = new NativeStory(slack, bot) { change = root => change(root, bot.Folder) };
        await story.StartAsync();
        return story;
    }

    /// <summary>Starts it (again) on the same store.</summary>
    public Task StartAsync() => Bot.StartAsync(
        root =>
        {
            Daytime.Set(root);
            root["organisations"] = new JsonArray(new JsonObject { ["name"] = SlackProgram.Organisation, ["slackWorkspaces"] = new JsonArray(FakeSlack.Team) });
            root["platforms"]!["slack"] = new JsonObject { ["on"] = true, ["mode"] = "http" };
            change(root);
        },
        [.. Environment]);

    public async Task UntilPublishedAsync()
    {
        await CaptureAsync();
        await WriteAsync();
        await ReviewAsync();
    }

    /// <summary>Killed, and started again when an action item is past its day and the digest and the issues are due.</summary>
    public async Task WeeksLaterAsync()
    {
        await Bot.KillAsync();
        await Overdue.PutAsync(Bot, SlackProgram.Organisation, Incident);
        await StartAsync();
    }

    /// <summary>Started, marked in each of the three ways, a file kept, and resolved: the author is told.</summary>
    private async Task CaptureAsync()
    {
        var (dana, lee, priya) = (this["dana"], this["lee"], this["priya"]);
        await dana.Type(Channel, $"start {Incident} Degraded response times on API gateway p1 env:PROD svc:gateway owner:@sam");
        await Slack.UntilAsync(() => dana.Sees("Timeline", Channel), "the incident's card stands");
        foreach (var words in Typed) await dana.Type(Channel, words);

        await ReceivedAsync(await lee.Say(Channel, "pool wait time rising"), seen => priya.React(seen));
        await ReceivedAsync(await lee.Say(Channel, "max_pool is 10 instead of 50"), seen => dana.Menu(seen, "menu.timeline"));
        await ReceivedAsync(await lee.Say(Channel, "log of the gateway", null, "gateway.log"), seen => dana.React(seen, "paperclip"));
        await dana.Type(Channel, "resolve");
        await Slack.UntilAsync(() => this["sam"].Sees("Continue", "@sam"), "the author is asked to write");
    }

    /// <summary>The author answers what is left, step by step.</summary>
    private async Task WriteAsync()
    {
        var sam = this["sam"];
        await sam.Press("Continue", "@sam");
        await Slack.UntilAsync(() => sam.Form is not null, "the form opens");
        for (var forms = 1; sam.Form is not null; forms++)
        {
            Assert.InRange(forms, 1, MostForms);
            await sam.FillAllAsync(14 - sam.Spent.Typed);
            await sam.Submit();
        }

        await Slack.UntilAsync(() => sam.Sees("Read it", "@sam"), "nothing is left to write");
        await sam.Press("Read it", "@sam");
        await Slack.UntilAsync(() => sam.Sees("Request review", "@sam"), "the review can be requested");
    }

    /// <summary>Requested, and approved by each of the three.</summary>
    private async Task ReviewAsync()
    {
        var sam = this["sam"];
        await sam.Press("Request review", "@sam");
        await Slack.UntilAsync(() => sam.Form is not null, "the request is asked for");
        await sam.Submit();
        await Slack.UntilAsync(() => this["lee"].Sees("Calendar file", Channel), "the channel is told of the discussion");
        Invited(await FileAsync("lee", lee => lee.Press("Calendar file", Channel)));
        foreach (var (who, role) in new[] { ("noor", "Technical"), ("kim", "Process"), ("priya", "Business") })
        {
            await Slack.UntilAsync(() => this[who].Sees("Approve as " + role, "@" + who), $"{who} is asked to review");
            await this[who].Press("Approve as " + role, "@" + who);
        }

        await Slack.UntilAsync(() => Told(Channel, "is published"), "the channel is told of the page");
    }

    /// <summary>Does something to which a file is the answer, in the direct conversation.</summary>
    public async Task<(string Name, byte[] Bytes)> FileAsync(string who, Func<FakePerson, Task> act)
    {
        var before = Files().Count;
        await act(this[who]);
        await Slack.UntilAsync(() => Files().Count > before, $"{who} is given a file");
        var file = Files()[^1];
        return ((string)file["name"]!, Slack.Files.BytesOf((string)file["id"]!));

        List<JsonObject> Files() => [.. Slack.Channel("@" + who).Messages.Where(message => message.ByBot).SelectMany(message => message.Files)];
    }

    public async Task<string> ExportAsync(string kind) => Encoding.UTF8.GetString((await FileAsync("sam", sam => sam.Type("@sam", $"{Incident} export {kind}"))).Bytes);

    /// <summary>Asks in the direct conversation until the answer holds the words: what a tracker said comes without a sign.</summary>
    public async Task AnswersAsync(string who, string asks, string words)
    {
        var began = Stopwatch.GetTimestamp();
        string answer;
        do answer = (await this[who].Type("@" + who, asks)).Text;
        while (!answer.Contains(words, StringComparison.Ordinal) && Stopwatch.GetElapsedTime(began) < Longest);
        Assert.Contains(words, answer, StringComparison.Ordinal);
    }

    public bool Told(string where, string words) => Slack.Channel(where).Messages.Any(message => message.ByBot && new FakeSlackWords(null, Slack.Shown).Message(message).Contains(words, StringComparison.Ordinal));

    /// <summary>Nothing was sent that Slack would refuse, and nothing went wrong that only the log tells.</summary>
    public void Clean()
    {
        Assert.Empty(Slack.Wrongs);
        Bot.Clean();
    }

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        await Slack.DisposeAsync();
    }

    /// <summary>The discussion, as the author invites to it: with everybody who took part and the three who review.</summary>
    private static void Invited((string Name, byte[] Bytes) file)
    {
        Assert.Equal("discussion.ics", file.Name);
        var calendar = Encoding.UTF8.GetString(file.Bytes).Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");
        foreach (var line in (string[])["BEGIN:VCALENDAR", "METHOD:REQUEST", "STATUS:CONFIRMED", "SUMMARY:Discussion of INC-004211 · Degraded response times on API gateway"]) Assert.Contains(line, calendar);
        Assert.Equal(6, calendar.Count(line => line.StartsWith("ATTENDEE", StringComparison.Ordinal)));
        Assert.Contains(calendar, line => line.StartsWith("ORGANIZER;CN=Sam Ortiz:mailto:sam@example.com", StringComparison.Ordinal));
    }

    private async Task ReceivedAsync(FakeMessage seen, Func<FakeMessage, Task> act)
    {
        await act(seen);
        await Slack.UntilAsync(() => seen.Reactions.Any(reaction => reaction.By == FakeSlack.BotUser), $"“{seen.Text}” has a receipt");
    }
}
