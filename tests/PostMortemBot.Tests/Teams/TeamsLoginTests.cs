using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Teams;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>The bot's own token: where it is fetched, how often, and what is said when it is refused.</summary>
public sealed class TeamsLoginTests : IDisposable
{
    private const string Tenant = "11111111-1111-1111-1111-111111111111";
    private static readonly TeamsSettings Settings = new() { AppId = "22222222-2222-2222-2222-222222222222", Tenants = [Tenant], ClientSecret = "canary" };
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 7, 0, 0, TimeSpan.Zero));
    private readonly Login login = new();
    private readonly KeptLog log = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_secret_goes_to_the_tenants_login_once_however_many_wait()
    {
        using var wire = new TeamsWire(login);
        using var tokens = new TeamsLogin(Settings, wire, time, () => "1", _ => null, Logger);
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tokens.TokenAsync(Stop)));

        Assert.All(all, token => Assert.Equal("token 1", token));
        var (address, body, _) = Assert.Single(login.Asked);
        Assert.Equal($"https://login.microsoftonline.com/{Tenant}/oauth2/v2.0/token", address);
        Assert.Contains("client_secret=canary", body, StringComparison.Ordinal);
        time.Advance(TimeSpan.FromMinutes(54));
        Assert.Equal("token 1", await tokens.TokenAsync(Stop));
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("token 2", await tokens.TokenAsync(Stop));
    }

    [Fact]
    public async Task A_managed_identity_asks_the_machine_and_sends_no_secret()
    {
        using var wire = new TeamsWire(login);
        using var vm = new TeamsLogin(Settings with { ManagedIdentity = true, ClientSecret = "" }, wire, time, () => "1", _ => null, Logger);
        using var service = new TeamsLogin(Settings with { ManagedIdentity = true, ClientSecret = "" }, wire, time, () => "1", name => name == "IDENTITY_ENDPOINT" ? "http://127.0.0.1:41/msi/token" : "a header", Logger);
        await vm.TokenAsync(Stop);
        await service.TokenAsync(Stop);

        Assert.Equal(
            [
                ("http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fapi.botframework.com&client_id=22222222-2222-2222-2222-222222222222", "", "Metadata"),
                ("http://127.0.0.1:41/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fapi.botframework.com&client_id=22222222-2222-2222-2222-222222222222", "", "X-IDENTITY-HEADER"),
            ],
            login.Asked);
    }

    [Fact]
    public async Task A_refusal_names_the_settings_and_no_secret_and_an_outage_is_tried_again_later()
    {
        using var wire = new TeamsWire(login);
        using var tokens = new TeamsLogin(Settings, wire, time, () => "1", _ => null, Logger);
        login.Status = HttpStatusCode.BadRequest;
        var refused = await Assert.ThrowsAsync<ChatRefused>(() => tokens.TokenAsync(Tenant, "https://graph.microsoft.com/.default", Stop));
        Assert.Contains("Teams__ClientSecret", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", refused.Message, StringComparison.Ordinal);
        login.Status = HttpStatusCode.BadGateway;
        await Assert.ThrowsAsync<TeamsFailed>(() => tokens.TokenAsync(Stop));
        login.Status = HttpStatusCode.OK;
        Assert.StartsWith("token", await tokens.TokenAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_login_says_no_to_the_Connectors_it_is_asked_once_a_minute_and_said_once()
    {
        using var wire = new TeamsWire(login);
        using var tokens = new TeamsLogin(Settings, wire, time, () => "1", _ => null, Logger);
        login.Status = HttpStatusCode.Unauthorized;
        for (var minute = 0; minute < 5; minute++)
        {
            for (var n = 0; n < 20; n++) Assert.Equal(Instant.FromDateTimeOffset(time.GetUtcNow()) + Duration.FromMinutes(1), (await Assert.ThrowsAsync<ChatBusy>(() => tokens.TokenAsync(Stop))).Until);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(5, login.Asked.Count);
        Assert.Contains("(invalid_client). An admin renews the secret in Teams__ClientSecret", Assert.Single(log.Errors), StringComparison.Ordinal);
        login.Status = HttpStatusCode.OK;
        Assert.Equal("token 6", await tokens.TokenAsync(Stop));
    }

    /// <summary>A bot has one home; whose messages it reads by Graph is another matter.</summary>
    [Fact]
    public async Task The_Connectors_token_is_asked_of_the_bots_own_tenant_and_Graphs_of_the_conversations()
    {
        const string Other = "99999999-9999-9999-9999-999999999999";
        using var wire = new TeamsWire(login);
        var two = Settings with { Tenants = [Tenant, Other] };
        using var single = new TeamsLogin(two, wire, time, () => "1", _ => null, Logger);
        using var named = new TeamsLogin(two with { LoginTenant = Other }, wire, time, () => "1", _ => null, Logger);
        using var several = new TeamsLogin(two with { LoginTenant = "botframework.com" }, wire, time, () => "1", _ => null, Logger);

        foreach (var tokens in new[] { single, named, several }) await tokens.TokenAsync(Stop);
        await single.TokenAsync(Other, "https://graph.microsoft.com/.default", Stop);

        Assert.Equal([Tenant, Other, "botframework.com", Other], login.Asked.Select(asked => asked.Address.Split('/')[3]));
        Assert.Contains("graph.microsoft.com", login.Asked[^1].Body, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        login.Dispose();
        log.Dispose();
    }

    private Logger<TeamsLogin> Logger => new(LoggerFactory.Create(logging => logging.AddProvider(log)));

    private sealed class Login : HttpMessageHandler
    {
        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public List<(string Address, string Body, string Header)> Asked { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            lock (Asked) Asked.Add((request.RequestUri!.AbsoluteUri, body, request.Headers.Select(header => header.Key).FirstOrDefault() ?? ""));
            return new(Status) { Content = new StringContent(Status == HttpStatusCode.OK ? $$"""{"access_token":"token {{Asked.Count}}","expires_in":3600}""" : """{"error":"invalid_client"}""") };
        }
    }
}
