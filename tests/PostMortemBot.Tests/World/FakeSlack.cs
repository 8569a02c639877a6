using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PostMortemBot.Tests.World;

/// <summary>
/// Slack on loopback, written from its documentation and not from our adapter: one workspace with people, channels and the Web API. It records every call, refuses, delays and cuts when told to,
/// and checks all that the bot shows against Slack's limits. What people do is <see cref="FakePerson"/>; how it reaches the bot is <see cref="ISlackDelivery"/>.
/// </summary>
internal sealed partial class FakeSlack : IAsyncDisposable
{
    public const string Team = "T0ACME";
    public const string App = "A0PM";
    public const string BotId = "B0PM";
    public const string BotUser = "U0PM";
    public const string Secret = "canary-signing-secret-8f742231b10e";
    public const string BotToken = "xoxb-canary-bot-token-1111";
    public const string AppToken = "xapp-canary-app-token-2222";

    private readonly WebApplication app;
    private readonly ConcurrentQueue<ApiCall> calls = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<ApiFault>> faults = new();
    private readonly Queue<DateTimeOffset> posted = new();
    private readonly IReadOnlyDictionary<string, Func<JsonObject, JsonObject>> methods;
    private readonly Dictionary<string, long> stamps = [];
    private readonly Watched watched = new();
    private int made;

    private FakeSlack(TimeProvider clock, SlackProduced produced)
    {
        Clock = clock;
        Produced = produced;
        Transcript = new(this);
        Triggers = new(clock);
        Views = new(this);
        Files = new(this);
        Sockets = new(this);
        methods = new FakeSlackChat(this).Methods.Concat(new FakeSlackConversations(this).Methods).Concat(new FakeSlackPeople(this).Methods)
            .Concat(Views.Methods).Concat(Files.Methods).Concat(Sockets.Methods).ToDictionary();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        app = builder.Build();
        app.UseWebSockets();
        app.Map("/api/{method}", ApiAsync);
        app.MapPost("/response/{id}", ResponseAsync);
        app.MapPost("/upload/{id}", Files.UploadAsync);
        app.MapGet("/files/{id}/{name}", Files.DownloadAsync);
        app.Map("/socket/{ticket}", Sockets.AcceptAsync);
    }

    /// <summary>Guards all state: every method runs whole.</summary>
    public Lock Gate { get; } = new();

    public TimeProvider Clock { get; }

    public FakeSlackTriggers Triggers { get; }

    public FakeSlackViews Views { get; }

    public FakeSlackFiles Files { get; }

    public FakeSlackSocket Sockets { get; }

    public SlackProduced Produced { get; }

    /// <summary>What is seen, in the order it was seen.</summary>
    public SlackTranscript Transcript { get; }

    public Dictionary<string, FakeUser> Users { get; } = [];

    public Dictionary<string, FakeChannel> Channels { get; } = [];

    public Dictionary<string, (string Handle, List<string> Members)> Groups { get; } = [];

    /// <summary>What the installation was granted.</summary>
    public HashSet<string> Scopes { get; } = [.. FakeSlackScopes.All];

    /// <summary>The token is no longer good: <c>token_revoked</c>, <c>invalid_auth</c>.</summary>
    public string? TokenRefused { get; set; }

    /// <summary>What the bot did that Slack would not have told it but that is wrong: a token in a body, a limit passed, markup of a person's words.</summary>
    public ConcurrentQueue<string> Wrongs { get; } = new();

    /// <summary>Events that Slack owes the bot for what the bot did itself (its own messages, edits, reactions).</summary>
    public ConcurrentQueue<JsonObject> Owed { get; } = new();

    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public string ApiUrl => Address + "/api/";

    public IReadOnlyList<ApiCall> Calls => [.. calls];

    public IReadOnlyList<ApiCall> CallsOf(string method) => [.. calls.Where(call => call.Method == method)];

    public static async Task<FakeSlack> StartAsync(TimeProvider clock, SlackProduced produced)
    {
        var slack = new FakeSlack(clock, produced);
        slack.Users[BotUser] = new(BotUser, "postmortem", "PostMortem", "Etc/UTC") { IsBot = true };
        await slack.app.StartAsync();
        return slack;
    }

    public FakeUser AddUser(string handle, string realName, string zone = "America/New_York")
    {
        var user = new FakeUser("U0" + handle.ToUpperInvariant(), handle, realName, zone) { Email = $"{handle}@example.com" };
        return Users[user.Id] = user;
    }

    /// <summary>A channel with these people in it; the bot is in unless <paramref name="bot"/> says otherwise.</summary>
    public FakeChannel AddChannel(string name, IEnumerable<string> handles, bool bot = true, bool isPrivate = false)
    {
        var channel = new FakeChannel((isPrivate ? "G0" : "C0") + name.ToUpperInvariant().Replace("-", "", StringComparison.Ordinal), name) { IsPrivate = isPrivate };
        channel.Members.UnionWith(handles.Select(handle => User(handle).Id));
        if (bot) channel.Members.Add(BotUser);
        return Channels[channel.Id] = channel;
    }

    public FakeUser User(string handle) => Users.Values.First(user => user.Handle == handle);

    /// <summary><c>#inc</c>, or <c>@dana</c> for the direct conversation with the bot.</summary>
    public FakeChannel Channel(string shown)
    {
        lock (Gate) return shown.StartsWith('@') ? Direct(User(shown[1..]).Id) : Channels.Values.First(channel => channel.Shown == shown);
    }

    public FakeChannel Direct(string user)
    {
        var id = "D0" + Users[user].Handle.ToUpperInvariant();
        if (Channels.TryGetValue(id, out var known)) return known;
        var channel = new FakeChannel(id, Users[user].Handle) { DirectWith = user };
        channel.Members.UnionWith([user, BotUser]);
        return Channels[id] = channel;
    }

    /// <summary>A timestamp no other message of the channel has, by the clock of the test.</summary>
    public string NewTs(FakeChannel channel)
    {
        var now = (Clock.GetUtcNow().ToUnixTimeSeconds() * 1_000_000) - 900_000;
        var next = stamps[channel.Id] = Math.Max(now, stamps.GetValueOrDefault(channel.Id) + 100);
        return string.Create(CultureInfo.InvariantCulture, $"{next / 1_000_000}.{next % 1_000_000:000000}");
    }

    public string NewId(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{Interlocked.Increment(ref made):0000000}");

    /// <summary>How many posts the workspace takes in a minute; null: all.</summary>
    public int? PostsAMinute { get; set; }

    /// <summary>The next call of this method goes wrong so; several are taken in turn.</summary>
    public void Next(string method, params ApiFault[] wrong)
    {
        foreach (var one in wrong) faults.GetOrAdd(method, _ => new()).Enqueue(one);
    }

    /// <summary>Tells those who wait in <see cref="UntilAsync"/>.</summary>
    public void Change() => watched.Change();

    /// <summary>Waits until something holds: looks again whenever the fake changes. Fails after ten seconds with the sentence.</summary>
    public Task UntilAsync(Func<bool> holds, string what) => watched.UntilAsync(
        () =>
        {
            lock (Gate) return holds();
        },
        what,
        () => $"Calls: {string.Join(", ", Calls.TakeLast(12).Select(call => $"{call.Method} → {call.Answer?.ToJsonString()}"))}\n{Transcript.Text}");

    public async ValueTask DisposeAsync()
    {
        await Sockets.DisposeAsync();
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }
}
