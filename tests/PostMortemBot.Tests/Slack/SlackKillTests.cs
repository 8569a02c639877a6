using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using PostMortemBot.Tests.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>The program as a process of its own, by the real clock: killed while it owes somebody an answer, the next start gives it, once; while its store hangs, Slack does not wait.</summary>
public sealed class SlackKillTests(SlackProduced produced) : IAsyncDisposable
{
    private const string Channel = "#inc-gateway";
    private readonly TemporaryFolder folder = new();
    private readonly int port = FreePort();
    private Process? running;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_that_was_owed_when_the_process_was_killed_is_given_after_the_next_start_once()
    {
        await using var slack = await FakeSlack.StartAsync(TimeProvider.System, produced);
        SlackProgram.Populate(slack);
        await StartAsync(slack);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var delivery = new HttpDelivery(slack, client);
        var dana = new FakePerson(slack, slack.User("dana"), delivery, () => Task.CompletedTask);
        await dana.Type(Channel, "start INC-004211 gateway slow p1 owner:@dana");
        await slack.UntilAsync(() => dana.Sees("Timeline", Channel), "the incident's card stands");

        var held = new TaskCompletionSource();
        slack.Next("response_url", new ApiFault.Hold(held.Task));
        await dana.Press("Timeline", Channel);
        await slack.UntilAsync(() => slack.CallsOf("response_url").Count == 1, "the answer is on its way");
        Assert.Equal(0, Timelines(slack));
        await KillAsync();
        held.SetCanceled(Stop);

        await StartAsync(slack);
        await slack.UntilAsync(() => Timelines(slack) == 1, "the answer was given");

        // Answers to one person come in order: with the next one there, what became of this one is recorded.
        await dana.Say(Channel, "@PostMortem help mark");
        await slack.UntilAsync(() => Told(slack, "mark [time]") == 1, "the next answer was given");
        await KillAsync();
        await StartAsync(slack);
        await dana.Say(Channel, "@PostMortem help resolve");
        await slack.UntilAsync(() => Told(slack, "resolve [time]") == 1, "the answer after that was given");

        Assert.Equal(1, Timelines(slack));
        Assert.Equal(2, slack.CallsOf("response_url").Count);
    }

    /// <summary>The quickest of three, for a busy machine has delays of its own.</summary>
    [Fact]
    public async Task While_the_store_hangs_Slack_is_answered_within_its_three_seconds_by_the_real_clock()
    {
        await using var slack = await FakeSlack.StartAsync(TimeProvider.System, produced);
        SlackProgram.Populate(slack);
        await StartAsync(slack);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var delivery = new HttpDelivery(slack, client);
        var dana = new FakePerson(slack, slack.User("dana"), delivery, () => Task.CompletedTask);
        await dana.Type(Channel, "start INC-004211 gateway slow p1 owner:@dana");
        await slack.UntilAsync(() => dana.Sees("Timeline", Channel), "the incident's card stands");
        var press = dana.PressOf("Resolve", on: Channel);
        var channel = slack.Channel(Channel);
        await using var other = new SqliteConnection($"Data Source={Directory.GetFiles(folder.Path, "post-mortems.db", SearchOption.AllDirectories).Single()};Pooling=False");
        await other.OpenAsync(Stop);
        await using (var hold = other.CreateCommand())
        {
            hold.CommandText = "BEGIN IMMEDIATE";
            await hold.ExecuteNonQueryAsync(Stop);
        }

        var (pressed, told) = (await QuickestAsync(() => delivery.InteractionAsync(press)), await QuickestAsync(() =>
        {
            var said = slack.Add(new(channel, slack.NewTs(channel), "U0LEE", new JsonObject { ["text"] = "pool is empty" }));
            return delivery.EventAsync(FakeSlackEvents.Envelope(slack, FakeSlackEvents.Reaction(slack, said, "U0DANA", "pushpin", true)));
        }));

        Assert.Equal((200, 503), (pressed.Status, told.Status));
        Assert.All([pressed, told], reply => Assert.InRange(reply.Took.TotalSeconds, 2, 3));
    }

    private static async Task<BotReply> QuickestAsync(Func<Task<BotReply>> deliver)
    {
        var reply = await deliver();
        for (var again = 0; again < 2 && reply.Took.TotalSeconds > 3; again++) reply = await deliver();
        return reply;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        folder.Dispose();
    }

    private static int Timelines(FakeSlack slack) => Told(slack, "Timeline · INC-004211");

    private static int Told(FakeSlack slack, string words) => slack.Channel(Channel).Messages.Count(message => message.Only is not null && new FakeSlackWords(null, slack.Shown).Message(message).Contains(words, StringComparison.Ordinal));

    private async Task StartAsync(FakeSlack slack)
    {
        var bot = JsonNode.Parse(Shipped.BotJson)!.AsObject();
        bot["url"] = $"http://127.0.0.1:{port}";
        bot["organisations"] = new JsonArray(new JsonObject { ["name"] = SlackProgram.Organisation, ["slackWorkspaces"] = new JsonArray(FakeSlack.Team) });
        bot["platforms"]!["slack"] = new JsonObject { ["on"] = true, ["mode"] = "http" };
        await File.WriteAllTextAsync(folder.File("bot.json"), bot.ToJsonString(), Stop);
        var start = new ProcessStartInfo("dotnet", [typeof(Routes).Assembly.Location]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true };
        foreach (var (name, value) in new[] { ("Slack__SigningSecret", FakeSlack.Secret), ("Slack__BotToken", FakeSlack.BotToken), ("Slack__ApiUrl", slack.ApiUrl) }) start.Environment[name] = value;
        running = Process.Start(start)!; // Null only with UseShellExecute.
        List<string> said = [];
        while (await running.StandardOutput.ReadLineAsync(Stop) is { } line)
        {
            said.Add(line);
            if (line.StartsWith("Everything is kept under", StringComparison.Ordinal)) return;
        }

        Assert.Fail("It did not start: " + string.Join('\n', said));
    }

    private async Task KillAsync()
    {
        if (running is null) return;
        running.Kill();
        await running.WaitForExitAsync(CancellationToken.None);
        running.Dispose();
        running = null;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
