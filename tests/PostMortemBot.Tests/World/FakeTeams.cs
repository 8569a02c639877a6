using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PostMortemBot.Tests.World;

/// <summary>
/// Teams on loopback, written from its documentation and not from our adapter: one tenant with people, channels and chats, the issuer of its tokens, the login, and the Connector's
/// REST. It records every call, refuses, delays and cuts when told to, and checks each card against what Teams draws. What people do is <see cref="FakeTeammate"/>.
/// </summary>
internal sealed partial class FakeTeams : IAsyncDisposable
{
    public const string Tenant = "11111111-1111-1111-1111-111111111111";
    public const string AppId = "22222222-2222-2222-2222-222222222222";
    public const string Bot = "28:" + AppId;
    public const string Secret = "canary-client-secret-77";
    public const string GraphToken = "canary.graph.token";
    public const string Group = "44444444-4444-4444-4444-444444444444";
    public const string Team = "19:team0000@thread.tacv2";
    public const string BotToken = "canary.connector.token";

    private readonly WebApplication app;
    private readonly ConcurrentQueue<TeamsCall> calls = new();
    private readonly ConcurrentQueue<TeamsFault> faults = new();
    private readonly Watched watched = new();
    private int made;
    private int held;

    private FakeTeams(TimeProvider clock)
    {
        Clock = clock;
        Issuer = new(clock);
        Issuer.AddKey("k1", true, "msteams");

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        app = builder.Build();
        app.MapGet("/openid", () => FakeTeamsIssuer.Metadata(Address + "/keys"));
        app.MapGet("/keys", () => Issuer.KeySet);
        app.MapPost("/login/{tenant}/oauth2/v2.0/token", LoginAsync);
        app.Map("/v3/{**path}", ConnectorAsync);
        app.MapGet("/v1.0/{**path}", GraphAsync);
        app.MapPut("/onedrive/{handle}/{name}", UploadAsync);
    }

    /// <summary>Guards all state: every call runs whole.</summary>
    public Lock Gate { get; } = new();

    public TimeProvider Clock { get; }

    public FakeTeamsIssuer Issuer { get; }

    /// <summary>What is seen, in the order it was seen.</summary>
    public TeamsTranscript Transcript { get; } = new();

    public Dictionary<string, FakeTeamsUser> Users { get; } = [];

    public Dictionary<string, FakeTeamsRoom> Rooms { get; } = [];

    /// <summary>What the bot did that Teams would not have told it but that is wrong.</summary>
    public ConcurrentQueue<string> Wrongs { get; } = new();

    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public string ServiceUrl => Address + "/";

    /// <summary>Every body that people's acts sent, for the fuzz.</summary>
    public ConcurrentQueue<byte[]> Sent { get; } = new();

    public IReadOnlyList<TeamsCall> Calls => [.. calls];

    /// <summary>Stands in the place of the secret: the login takes a statement that its key signed.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Calls that are being held.</summary>
    public int Held => Volatile.Read(ref held);

    /// <summary>Tokens for the Connector that were given out.</summary>
    public int Logins => loggedIn;

    /// <summary>Teams takes no reactions of bots here.</summary>
    public bool NoReactions { get; set; }

    /// <summary>The app's package says that it answers single people within a channel.</summary>
    public bool Targets { get; set; }

    /// <summary>Whom a message of the bot mentioned, and in which conversation.</summary>
    public List<(string Room, string Handle)> Mentioned { get; } = [];

    /// <summary>What lies in a person's OneDrive, by handle and name.</summary>
    public Dictionary<(string Handle, string Name), byte[]> OneDrive { get; } = [];

    /// <summary>The login takes the secret no more.</summary>
    public bool SecretRanOut { get; set; }

    private int loggedIn;

    public static async Task<FakeTeams> StartAsync(TimeProvider clock)
    {
        var teams = new FakeTeams(clock);
        await teams.app.StartAsync(TestContext.Current.CancellationToken);
        return teams;
    }

    public FakeTeamsUser AddUser(string handle, string name, string zone)
    {
        var number = Users.Count + 1;
        var user = new FakeTeamsUser(handle, name, string.Create(CultureInfo.InvariantCulture, $"33333333-3333-3333-3333-{number:000000000000}"), "29:1" + handle, zone);
        Users[handle] = user;
        Rooms["@" + handle] = new("@" + handle, "a:1" + handle, "personal", [handle]);
        return user;
    }

    public FakeTeamsRoom AddRoom(string name, string kind, params string[] members) =>
        Rooms[name] = new(name, kind == "channel" ? $"19:{name.TrimStart('#').Replace("-", "", StringComparison.Ordinal)}@thread.tacv2" : $"19:{name}@thread.v2", kind, [.. members]) { HasBot = true };

    /// <summary>The next calls that match go wrong, each once.</summary>
    /// <param name="what">How the method and path begin: <c>POST /v3/conversations</c>.</param>
    public void Next(string what, int status, int? retryAfter = null, bool done = false, int times = 1)
    {
        for (var n = 0; n < times; n++) faults.Enqueue(new(what, status, retryAfter, done));
    }

    /// <summary>The next call that matches is not taken before <paramref name="until"/>; cancelled, it is cut off.</summary>
    public void Hold(string what, Task until) => faults.Enqueue(new(what, 0, null, false, until));

    /// <summary>Waits until something holds: looks again after every call. Fails after ten seconds with the sentence.</summary>
    public Task UntilAsync(Func<bool> holds, string what) => watched.UntilAsync(
        () =>
        {
            lock (Gate) return holds();
        },
        what,
        () => $"Calls: {string.Join(", ", Calls.TakeLast(12).Select(call => $"{call.What} → {call.Status}"))}\n{Transcript.Text}");

    private void Change() => watched.Change();

    /// <summary>A millisecond that no other message has.</summary>
    public string NewId() => (Clock.GetUtcNow().ToUnixTimeMilliseconds() + Interlocked.Increment(ref made)).ToString(CultureInfo.InvariantCulture);

    public string NewGuid() => string.Create(CultureInfo.InvariantCulture, $"55555555-5555-5555-5555-{Interlocked.Increment(ref made):000000000000}");

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Issuer.Dispose();
    }

    private async Task UploadAsync(HttpContext http, string handle, string name)
    {
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes);
        if (http.Request.Headers.Authorization.Count > 0) Wrongs.Enqueue("A token goes to a person's OneDrive.");
        if (http.Request.Headers.ContentRange.ToString() != $"bytes 0-{bytes.Length - 1}/{bytes.Length}") Wrongs.Enqueue($"A file without its range: {http.Request.Headers.ContentRange}");
        var fault = faults.TryPeek(out var next) && next.What == "PUT onedrive" && faults.TryDequeue(out next) ? next : null;
        if (fault is null) OneDrive[(handle, name)] = bytes.ToArray();
        http.Response.StatusCode = fault?.Status ?? 201;
    }

    private async Task LoginAsync(HttpContext http, string tenant)
    {
        var form = await http.Request.ReadFormAsync();
        var forGraph = form["scope"] == Address + "/.default";
        var good = tenant == Tenant && form["client_id"] == AppId && Proves(form) && (forGraph || form["scope"] == "https://api.botframework.com/.default") && form["grant_type"] == "client_credentials";
        if (!forGraph) Interlocked.Increment(ref loggedIn);
        http.Response.StatusCode = good ? 200 : 401;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(good ? new JsonObject { ["token_type"] = "Bearer", ["expires_in"] = 3600, ["access_token"] = forGraph ? GraphToken : BotToken }.ToJsonString() : """{"error":"invalid_client"}""");
    }

    /// <summary>By hand from RFC 7515 and 7523.</summary>
    private bool Proves(IFormCollection form)
    {
        if (Certificate is null) return form["client_secret"] == Secret && !SecretRanOut;
        if (form["client_assertion_type"] != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" || form["client_assertion"].ToString().Split('.') is not [var head, var claims, var signature]) return false;
        using var key = Certificate.GetRSAPublicKey()!;
        return key.VerifyData(Encoding.ASCII.GetBytes($"{head}.{claims}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
    }
}

/// <summary>A call of the bot to the Connector.</summary>
internal sealed record TeamsCall(string What, JsonObject? Body, int Status);

/// <summary>What goes wrong next.</summary>
/// <param name="Status">0: the connection is cut.</param>
/// <param name="Done">It is carried out all the same.</param>
/// <param name="Until">It is not answered before this, and not at all when that is cancelled.</param>
internal sealed record TeamsFault(string What, int Status, int? RetryAfter, bool Done, Task? Until = null);

internal sealed record FakeTeamsUser(string Handle, string Name, string Id, string Member, string Zone)
{
    public bool IsGuest { get; set; }
}

/// <summary>A channel, group chat, or the conversation of one person with the bot.</summary>
internal sealed record FakeTeamsRoom(string Name, string Id, string Kind, List<string> Members)
{
    public bool HasBot { get; set; } = Kind != "personal";

    /// <summary>The team granted <c>ChannelMessage.Read.Group</c>.</summary>
    public bool Heard { get; set; } = true;

    /// <summary>The team or chat lets the app read it through Microsoft Graph.</summary>
    public bool Granted { get; set; }

    public List<FakeTeamsMessage> Messages { get; } = [];
}

internal sealed record FakeTeamsMessage(FakeTeamsRoom Room, string Id, string By)
{
    /// <summary>The root of its thread, in a channel.</summary>
    public string? Root { get; init; }

    public string Text { get; set; } = "";

    public JsonObject? Card { get; set; }

    /// <summary>What single people are shown in its place, by handle, until it is edited for all.</summary>
    public Dictionary<string, JsonObject> Own { get; } = [];

    /// <summary>Only this person sees it.</summary>
    public string? Only { get; init; }

    /// <summary>What it offers to put into the person's OneDrive, or the file that lies there.</summary>
    public JsonObject? File { get; init; }

    public DateTimeOffset At { get; init; }

    public bool ByBot => By == FakeTeams.Bot;

    public JsonObject? CardFor(FakeTeamsUser user) => Own.GetValueOrDefault(user.Handle) ?? Card;

    public HashSet<string> Reactions { get; } = [];

    public string Conversation => Root is null ? Room.Id : $"{Room.Id};messageid={Root}";
}
