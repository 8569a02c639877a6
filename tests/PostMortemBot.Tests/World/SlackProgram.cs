using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Storage;
using PostMortemBot.Tests.Storage;

namespace PostMortemBot.Tests.World;

/// <summary>
/// The whole program as <c>dotnet run</c> starts it, joined to a fake Slack by HTTP or Socket Mode, in New York on 24 November 2026. The people are those of the shipped
/// <c>bot.json</c>, the channels <c>#inc-gateway</c> (dana, sam, lee, priya) and <c>#general</c> (all, without the bot).
/// </summary>
internal sealed class SlackProgram : IAsyncDisposable
{
    public const string Organisation = "acme";
    private static readonly string[] Handles = ["dana", "sam", "lee", "iris", "noor", "kim", "priya", "marta"];
    private readonly TemporaryFolder folder;
    private readonly Dictionary<string, FakePerson> people = [];

    private SlackProgram(FakeSlack slack, WatchedTime clock, TemporaryFolder folder, JsonObject configuration, Dictionary<string, string> environment, string[] args, TimeSpan? ping)
    {
        (Slack, Clock, this.folder) = (slack, clock, folder);
        var options = Shipped.Read(configuration.ToJsonString(), folder.Path, environment) switch
        {
            BotOptionsRead.Accepted accepted => accepted.Options with { Url = new Uri("http://127.0.0.1:0"), Slack = accepted.Options.Slack! with { Ping = ping ?? accepted.Options.Slack.Ping } },
            var refused => throw new InvalidOperationException(string.Join("\n", ((BotOptionsRead.Refused)refused).Mistakes)),
        };
        App = PostMortemBotHost.Build(args, options, clock);
        App.Services.GetRequiredService<ILoggerFactory>().AddProvider(Log);
    }

    public FakeSlack Slack { get; }

    public WatchedTime Clock { get; }

    public WebApplication App { get; }

    /// <summary>All that was written to the log.</summary>
    public KeptLog Log { get; } = new();

    public HttpDelivery Http { get; private set; } = null!; // Made once the program listens.

    public bool Socket { get; private init; }

    public ISlackDelivery Delivery => Socket ? Slack.Sockets : Http;

    public IPostMortemStore Store => App.Services.GetRequiredService<IPostMortemStore>();

    public string DatabaseFile => App.Services.GetRequiredService<BotOptions>().DatabaseFile;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="change">Changes <c>bot.json</c> before it is read.</param>
    /// <param name="prepare">Changes the workspace before the program starts.</param>
    /// <param name="environment">One more variable.</param>
    /// <param name="args">The command line: how much is logged.</param>
    /// <param name="ping">How often, by the machine's clock, sockets are asked whether they live.</param>
    public static async Task<SlackProgram> StartAsync(SlackProduced produced, bool socket = false, string at = "2026-11-24T07:11:30Z", Action<JsonObject>? change = null, Action<FakeSlack>? prepare = null, TemporaryFolder? folder = null, string[]? args = null, (string Name, string Value)? environment = null, TimeSpan? ping = null)
    {
        var clock = new WatchedTime(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture));
        var slack = await FakeSlack.StartAsync(clock, produced);
        Populate(slack);
        prepare?.Invoke(slack);
        var configuration = JsonNode.Parse(Shipped.BotJson)!.AsObject();
        configuration["organisations"] = new JsonArray(new JsonObject { ["name"] = Organisation, ["slackWorkspaces"] = new JsonArray(FakeSlack.Team) });
        configuration["platforms"]!["slack"] = new JsonObject { ["on"] = true, ["mode"] = socket ? "socket" : "http" };
        change?.Invoke(configuration);
        var variables = new Dictionary<string, string> { ["Slack__SigningSecret"] = FakeSlack.Secret, ["Slack__BotToken"] = FakeSlack.BotToken, ["Slack__AppToken"] = FakeSlack.AppToken, ["Slack__ApiUrl"] = slack.ApiUrl };
        if (environment is { } more) variables[more.Name] = more.Value;
        var program = new SlackProgram(slack, clock, folder ?? new(), configuration, variables, args ?? [], ping) { Socket = socket };
        await program.App.StartAsync(Stop);
        var address = program.App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        program.Http = new(slack, new HttpClient { BaseAddress = new Uri(address) });
        if (socket) await slack.UntilAsync(() => slack.Sockets.Connected > 0, "a Socket Mode connection stands");
        await program.SettledAsync();
        return program;
    }

    /// <summary>A person of the workspace, by handle.</summary>
    public FakePerson this[string handle]
    {
        get
        {
            if (!people.TryGetValue(handle, out var person)) people[handle] = person = new(Slack, Slack.User(handle), Delivery, SettledAsync);
            return person;
        }
    }

    /// <summary>Lets the bot finish: what Slack owes it is delivered, its errands end, work that is due within two seconds is done.</summary>
    public async Task SettledAsync()
    {
        var errands = App.Services.GetRequiredService<Errands>();
        var dispatcher = App.Services.GetServices<IHostedService>().OfType<Dispatcher>().Single();
        for (var quiet = 0; quiet < 2;)
        {
            quiet++;
            while (Slack.Owed.TryDequeue(out var envelope))
            {
                quiet = 0;
                await Delivery.EventAsync(envelope);
            }

            await IdleAsync(errands);
            await dispatcher.DrainAsync(Stop);
            if (!errands.IsIdle) quiet = 0;
            if (await Store.NextWorkAsync(Instant.MinValue, Stop) is not { } due || due - Now > Duration.FromSeconds(2)) continue;
            quiet = 0;
            if (due > Now) Clock.Advance((due - Now).ToTimeSpan());
        }
    }

    /// <summary>Time goes by, and what falls due is done.</summary>
    public async Task Pass(TimeSpan time)
    {
        Clock.Advance(time);
        await SettledAsync();
    }

    public async Task<PostMortem> Of(string incidentId)
    {
        var id = await Store.ByIncidentIdAsync(Organisation, incidentId, Stop) ?? throw new InvalidOperationException($"Nothing is known by {incidentId}.");
        return await App.Services.GetRequiredService<Bot>().PostMortems.LoadAsync(Organisation, id, Stop);
    }

    public PostMortemBot.People.Person PersonOf(PersonId id) => App.Services.GetRequiredService<PostMortemBot.People.Directory>().Of(Organisation, id);

    public IReadOnlyList<PostMortemBot.People.Person> Everybody => App.Services.GetRequiredService<PostMortemBot.People.Directory>().All(Organisation);

    /// <summary>Everybody who holds a role.</summary>
    public IReadOnlyList<PostMortemBot.People.Person> Holders(string handle) => App.Services.GetRequiredService<PostMortemBot.People.Directory>().Holders(Organisation, handle);

    /// <summary>Every stored post-mortem.</summary>
    public async Task<IReadOnlyList<PostMortem>> All()
    {
        List<PostMortem> all = [];
        foreach (var id in await Store.StreamsAsync(Organisation, Stop)) all.Add(await App.Services.GetRequiredService<Bot>().PostMortems.LoadAsync(Organisation, id, Stop));
        return all;
    }

    /// <summary>Nothing that Slack would refuse or that a person would suffer from was sent, and no secret was logged.</summary>
    public void Clean()
    {
        Assert.Empty(Slack.Wrongs);
        Assert.DoesNotContain("canary", Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/response/", Log.Text, StringComparison.Ordinal);
    }

    /// <summary>Ends the program and its Slack; its folder stays for the next.</summary>
    public async Task StopAsync()
    {
        await App.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
        await Slack.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        folder.Dispose();
    }

    private Instant Now => Instant.FromDateTimeOffset(Clock.GetUtcNow());

    private async Task IdleAsync(Errands errands)
    {
        while (!errands.IsIdle)
        {
            if (Clock.SomethingWaits) Clock.PassShort();
            var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            void Told() => next.TrySetResult();
            errands.Idle += Told;
            Clock.Waits += Told;
            if (!errands.IsIdle && !Clock.SomethingWaits) await next.Task.WaitAsync(TimeSpan.FromSeconds(20), Stop);
            errands.Idle -= Told;
            Clock.Waits -= Told;
        }
    }

    public static void Populate(FakeSlack slack)
    {
        foreach (var person in JsonNode.Parse(Shipped.BotJson)!["people"]!.AsArray().Where(person => Handles.Contains((string?)person!["handle"])))
        {
            slack.AddUser((string)person!["handle"]!, (string)person["name"]!, (string?)person["timeZone"] ?? "America/New_York");
        }

        slack.AddChannel("inc-gateway", ["dana", "sam", "lee", "priya"]);
        slack.AddChannel("general", Handles, bot: false);
    }
}

/// <summary>A log that is kept to be looked at.</summary>
internal sealed class KeptLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> lines = new();

    public string Text => string.Join('\n', lines);

    public IReadOnlyList<string> Errors => [.. lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal))];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue($"{logLevel}: {formatter(state, exception)}{(exception is null ? "" : "\n" + exception)}");

    public void Dispose()
    {
    }
}
