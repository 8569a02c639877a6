using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PostMortemBot.Teams;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>A checker of Teams' tokens with an issuer of its own: what a test of tokens needs.</summary>
internal sealed class TokenBench : IDisposable
{
    public const string App = "22222222-2222-2222-2222-222222222222";
    public const string Tenant = "11111111-1111-1111-1111-111111111111";
    public const string Service = "https://smba.trafficmanager.net/amer/";
    private readonly TeamsWire wire;

    public TokenBench()
    {
        Issuer = new(Time);
        Issuer.AddKey("k1", true, "msteams", "webchat");
        Documents = new(Issuer);
        wire = new(Documents);
        Token = Checker(new() { AppId = App, Tenants = [Tenant] });
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 7, 0, 0, TimeSpan.Zero));

    public FakeTeamsIssuer Issuer { get; }

    public TokenDocuments Documents { get; }

    public TeamsToken Token { get; }

    public void Dispose()
    {
        wire.Dispose();
        Documents.Dispose();
        Issuer.Dispose();
    }

    public TeamsToken Checker(TeamsSettings settings) => new(settings, new(settings, wire, Time, NullLogger<TeamsKeys>.Instance), new(settings), Time);

    public JsonObject Claims() => Issuer.Claims(App, Service);

    public string Good() => "Bearer " + Issuer.Token(Claims());

    public string With(Action<JsonObject> change)
    {
        var claims = Claims();
        change(claims);
        return "Bearer " + Issuer.Token(claims);
    }

    public async Task Refused(Action<JsonObject> change)
    {
        Assert.Equal(200, await Answered(Good()));
        Assert.Equal(401, await Answered(With(change)));
    }

    public async Task<int> Answered(string? header, Action<JsonObject>? change = null) =>
        await Token.ReadAsync(header is null ? default : new([header])) is { } caller ? Token.Judge(caller, Activity(change)) : 401;

    public static JsonElement Activity(Action<JsonObject>? change)
    {
        var activity = new JsonObject
        {
            ["type"] = "message",
            ["channelId"] = "msteams",
            ["serviceUrl"] = Service,
            ["conversation"] = new JsonObject { ["id"] = "a:1", ["tenantId"] = Tenant },
            ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = Tenant } },
        };
        change?.Invoke(activity);
        using var read = JsonDocument.Parse(activity.ToJsonString());
        return read.RootElement.Clone();
    }
}

/// <summary>The issuer's two documents, and who asked for them.</summary>
internal sealed class TokenDocuments(FakeTeamsIssuer issuer) : HttpMessageHandler
{
    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    public string? Keys { get; set; }

    public List<Uri> Asked { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (Asked) Asked.Add(request.RequestUri!);
        var keys = request.RequestUri!.AbsolutePath.EndsWith("/keys", StringComparison.Ordinal);
        return Task.FromResult(new HttpResponseMessage(Status) { Content = new StringContent(keys ? Keys ?? issuer.KeySet : FakeTeamsIssuer.Metadata("https://login.botframework.com/v1/keys")) });
    }
}
