using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PostMortemBot.Chat;
using PostMortemBot.Teams;

namespace PostMortemBot.Tests.Teams;

/// <summary>Microsoft Graph by the line: whose token goes where, what is followed, what is waited for.</summary>
public sealed class TeamsGraphTests : IDisposable
{
    private const string Tenant = "11111111-1111-1111-1111-111111111111";
    private static readonly TeamsSettings Settings = new() { AppId = "22222222-2222-2222-2222-222222222222", Tenants = [Tenant], ClientSecret = "canary", ReadsHistory = true };
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 7, 0, 0, TimeSpan.Zero));
    private readonly Line line = new();
    private readonly TeamsWire wire;
    private readonly TeamsLogin login;
    private readonly TeamsGraph graph;

    public TeamsGraphTests()
    {
        wire = new(line);
        login = new(Settings, wire, time, () => "1", _ => null, NullLogger<TeamsLogin>.Instance);
        graph = new(Settings, wire, login, time);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_has_a_token_of_its_own_that_goes_to_its_host_alone()
    {
        line.Answer(HttpStatusCode.OK, """{"value":[{"id":"1"}],"@odata.nextLink":"https://graph.microsoft.com/v1.0/chats/x/messages?$skiptoken=2"}""");
        line.Answer(HttpStatusCode.OK, """{"value":[{"id":"2"}]}""");
        var pages = await PagesAsync();

        Assert.Equal(["1", "2"], pages);
        Assert.Equal(["https://login.microsoftonline.com/" + Tenant + "/oauth2/v2.0/token", "https://graph.microsoft.com/v1.0/chats/x/messages", "https://graph.microsoft.com/v1.0/chats/x/messages?$skiptoken=2"], line.Asked.Select(one => one.Address));
        Assert.Contains("scope=https%3A%2F%2Fgraph.microsoft.com%2F.default", line.Asked[0].Body, StringComparison.Ordinal);
        Assert.All(line.Asked.Skip(1), one => Assert.Equal("Bearer token", one.Token));
    }

    [Theory]
    [InlineData("https://graph.microsoft.com.evil.example/v1.0/x")]
    [InlineData("https://evil.example/v1.0/x")]
    [InlineData("http://graph.microsoft.com/v1.0/x")]
    [InlineData("https://graph.microsoft.com:444/v1.0/x")]
    [InlineData("https://me@graph.microsoft.com/v1.0/x")]
    [InlineData("https://graph.microsoft.com/beta/x")]
    [InlineData("https://graph.microsoft.com/v1.0/../x")]
    [InlineData("/v1.0/x")]
    public async Task A_next_page_elsewhere_is_not_followed(string next)
    {
        line.Answer(HttpStatusCode.OK, $$"""{"value":[],"@odata.nextLink":"{{next}}"}""");

        await Assert.ThrowsAsync<TeamsFailed>(PagesAsync);
        Assert.Equal(2, line.Asked.Count);
    }

    [Fact]
    public async Task What_it_asks_to_wait_for_is_waited_for_and_an_hour_is_told_to_whoever_asked()
    {
        line.Answer(HttpStatusCode.TooManyRequests, "", 17);
        line.Answer(HttpStatusCode.ServiceUnavailable, "");
        line.Answer(HttpStatusCode.OK, """{"value":[{"id":"1"}]}""");
        var reading = PagesAsync();
        time.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal(2, line.Asked.Count);
        time.Advance(TimeSpan.FromSeconds(1));
        for (var n = 0; n < 10_000 && !reading.IsCompleted; n++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(["1"], await reading);

        line.Answer(HttpStatusCode.TooManyRequests, "", 3600);
        var busy = await Assert.ThrowsAsync<ChatBusy>(PagesAsync);
        Assert.Equal(3600, (busy.Until.ToDateTimeOffset() - time.GetUtcNow()).TotalSeconds);
    }

    [Fact]
    public async Task A_refused_token_is_fetched_anew_once_and_a_no_is_a_no()
    {
        line.Answer(HttpStatusCode.Unauthorized, "");
        line.Answer(HttpStatusCode.OK, """{"value":[]}""");
        Assert.Empty(await PagesAsync());
        Assert.Equal(2, line.Asked.Count(one => one.Address.Contains("login", StringComparison.Ordinal)));

        line.Answer(HttpStatusCode.Unauthorized, "");
        line.Answer(HttpStatusCode.Unauthorized, "");
        Assert.Equal(HttpStatusCode.Unauthorized, (await Assert.ThrowsAsync<TeamsRefused>(PagesAsync)).Status);
        line.Answer(HttpStatusCode.Forbidden, "{}");
        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<TeamsRefused>(PagesAsync)).Status);
        line.Answer(HttpStatusCode.Found, "", to: "https://evil.example/");
        await Assert.ThrowsAsync<TeamsRefused>(PagesAsync);
        Assert.DoesNotContain(line.Asked, one => one.Address.Contains("evil", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_without_an_end_ends()
    {
        line.Always = """{"value":[{"id":"1"}],"@odata.nextLink":"https://graph.microsoft.com/v1.0/chats/x/messages?$skiptoken=2"}""";

        Assert.Equal(400, (await PagesAsync()).Count);
    }

    public void Dispose()
    {
        login.Dispose();
        wire.Dispose();
        line.Dispose();
    }

    private async Task<List<string>> PagesAsync()
    {
        List<string> ids = [];
        await foreach (var page in graph.PagesAsync(Tenant, graph.At("chats/x/messages"), Stop)) ids.AddRange(page.GetProperty("value").EnumerateArray().Select(one => one.GetProperty("id").GetString()!));
        return ids;
    }

    private sealed class Line : HttpMessageHandler
    {
        private readonly Queue<(HttpStatusCode Status, string Body, int? After, string? To)> answers = new();

        public List<(string Address, string Body, string Token)> Asked { get; } = [];

        public string? Always { get; set; }

        public void Answer(HttpStatusCode status, string body, int? after = null, string? to = null) => answers.Enqueue((status, body, after, to));

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add((request.RequestUri!.AbsoluteUri, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken), request.Headers.Authorization?.ToString() ?? ""));
            if (request.RequestUri.Host == "login.microsoftonline.com") return new(HttpStatusCode.OK) { Content = new StringContent("""{"access_token":"token","expires_in":3600}""") };
            if (Always is not null) return new(HttpStatusCode.OK) { Content = new StringContent(Always) };
            var (status, body, after, to) = answers.Dequeue();
            var answer = new HttpResponseMessage(status) { Content = new StringContent(body) };
            if (after is { } seconds) answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
            if (to is not null) answer.Headers.Location = new(to);
            return answer;
        }
    }
}
