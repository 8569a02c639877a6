using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Hooks;
using PostMortemBot.People;
using PostMortemBot.Storage;
using PostMortemBot.Tests.Screens;
using PostMortemBot.Tests.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Hooks;

/// <summary>The door for alerts in the running program on loopback, by real requests.</summary>
public sealed class AlertDoorTests
{
    private const string Old = "old-token-0123456789abcdef";
    private const string New = "new-token-0123456789abcdef";

    [Fact]
    public async Task Without_a_token_in_the_environment_there_is_no_door()
    {
        await using var world = await World.StartAsync("");

        Assert.Contains((await world.SendAsync("""{"title": "x"}""")).Status, new[] { HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed });
    }

    [Fact]
    public async Task An_alert_becomes_a_detection_of_the_incident_it_names()
    {
        await using var world = await World.StartAsync();
        await world.StartIncidentAsync("INC-004211 gateway slow p1");

        var (status, said) = await world.SendAsync("""{"title": "Error rate over 5 %", "time": "2026-11-24T02:57:00-05:00", "service": "gateway", "severity": "critical", "source": "Splunk", "url": "https://splunk.example.com/a/1", "incident": "inc-004211"}""");

        Assert.Equal((HttpStatusCode.Accepted, "Added as Detection to INC-004211."), (status, said));
        var e = Assert.Single((await world.OfAsync("INC-004211")).Events);
        Assert.Equal((Phase.Detection, false, "Error rate over 5 % (gateway, critical)", "Splunk"), (e.Phase, e.PhaseGuessed, e.Text, e.WriterName));
        Assert.Equal(Instant.FromUtc(2026, 11, 24, 7, 57), e.When);
        Assert.Equal("https://splunk.example.com/a/1", e.Source!.Link);
    }

    [Theory]
    [InlineData("""{"title": "Slow", "channel": "web:inc-gateway"}""", 1)]
    [InlineData("""{"title": "Slow", "service": "Gateway"}""", 1)]
    [InlineData("""{"title": "Slow", "service": "portal"}""", 0)]
    [InlineData("""{"title": "Slow", "channel": "slack:inc-gateway"}""", 0)]
    [InlineData("""{"title": "Slow"}""", 0)]
    public async Task It_goes_to_the_incident_of_its_channel_or_service_and_to_no_other(string body, int events)
    {
        await using var world = await World.StartAsync();
        await world.StartIncidentAsync("INC-004211 slow svc:gateway");

        Assert.Equal(HttpStatusCode.Accepted, (await world.SendAsync(body)).Status);

        Assert.Equal(events, (await world.OfAsync("INC-004211")).Events.Count);
    }

    [Theory]
    [InlineData("""{"title": "Slow", "incident": "INC-004211", "id": "7"}""", """{"title": "Slower", "incident": "INC-004211", "id": "7"}""", 1)]
    [InlineData("""{"title": "Slow", "incident": "INC-004211"}""", """{"title": "Slow", "incident": "INC-004211"}""", 1)]
    [InlineData("""{"title": "Slow", "incident": "INC-004211", "id": "7"}""", """{"title": "Slow", "incident": "INC-004211", "id": "8"}""", 2)]
    [InlineData("""{"title": "Slow", "incident": "INC-004211", "id": "7"}""", """{"title": "Disk full", "incident": "INC-004211", "id": "8"}""", 1, 1)]
    public async Task A_repeated_delivery_changes_nothing_and_the_same_alert_again_is_counted(string first, string second, int times, int others = 0)
    {
        await using var world = await World.StartAsync();
        await world.StartIncidentAsync("INC-004211 slow");

        Assert.Equal(HttpStatusCode.Accepted, (await world.SendAsync(first)).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await world.SendAsync(second)).Status);

        var events = (await world.OfAsync("INC-004211")).Events;
        Assert.Equal((times, 1 + others), (events[0].Times, events.Count));
    }

    [Theory]
    [InlineData("""{"title": "x", "incident": "INC-009999"}""")]
    [InlineData("""{"title": "x", "incident": "'; drop table"}""")]
    public async Task An_incident_that_nobody_knows_is_not_found(string body)
    {
        await using var world = await World.StartAsync();

        Assert.Equal((HttpStatusCode.NotFound, "No incident has the number in \"incident\". Start it first, or leave the number out."), await world.SendAsync(body));
    }

    [Fact]
    public async Task A_cancelled_incident_takes_none()
    {
        await using var world = await World.StartAsync();
        await world.StartIncidentAsync("INC-004211 slow");
        await world.TypeAsync("cancel a test");

        Assert.Equal(HttpStatusCode.NotFound, (await world.SendAsync("""{"title": "x", "incident": "INC-004211"}""")).Status);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer wrong", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer " + Old + "x", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer " + Old + "," + New, HttpStatusCode.Unauthorized)]
    [InlineData("Basic " + Old, HttpStatusCode.Unauthorized)]
    [InlineData(Old, HttpStatusCode.Unauthorized)]
    [InlineData("Bearer " + Old, HttpStatusCode.Accepted)]
    [InlineData("bearer " + New, HttpStatusCode.Accepted)]
    public async Task Each_of_the_tokens_opens_and_nothing_else_does(string? authorization, HttpStatusCode expected)
    {
        await using var world = await World.StartAsync();

        Assert.Equal(expected, (await world.SendAsync("""{"title": "x"}""", authorization: authorization)).Status);
        Assert.Equal(expected == HttpStatusCode.Accepted ? HttpStatusCode.BadRequest : expected, (await world.SendAsync("{", authorization: authorization)).Status);
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "", "This is no JSON" },
        { "title=x", "This is no JSON" },
        { "[]", "An alert is one object" },
        { "\"title\"", "An alert is one object" },
        { "{}", "\"title\" is missing" },
        { """{"title": "  \n "}""", "\"title\" is missing" },
        { """{"title": null}""", "\"title\" is missing" },
        { """{"title": 5}""", "\"title\" is no text" },
        { """{"title": ["x"]}""", "\"title\" is no text" },
        { """{"title": "x", "title": "y"}""", "This is no JSON" },
        { """{"title": "\ud800"}""", "This is no JSON" },
        { """{"title": "x", "deep": """ + new string('[', 200) + new string(']', 200) + "}", "This is no JSON" },
        { """{"title": "x"} {}""", "This is no JSON" },
        { """{"title": "x", "time": "14:05"}""", "\"time\" is written with its zone" },
        { """{"title": "x", "time": "2026-11-24T02:57:00"}""", "\"time\" is written with its zone" },
        { """{"title": "x", "time": "2026-11-24T08:10:01Z"}""", "\"time\" has not come yet" },
        { """{"title": "x", "time": "2026-11-17T07:59:00Z"}""", "\"time\" lies more than 7 days back" },
        { """{"title": "x", "time": "0000-00-00T00:00:00Z"}""", "\"time\" is written with its zone" },
        { """{"title": "x", "time": 1795500000}""", "\"time\" is no text" },
        { """{"title": "x", "url": "javascript:alert(1)"}""", "\"url\" is no address" },
        { """{"title": "x", "url": "/relative"}""", "\"url\" is no address" },
        { """{"title": "x", "url": "file:///etc/passwd"}""", "\"url\" is no address" },
        { """{"title": "x", "channel": "inc-gateway"}""", "\"channel\" is written with its platform" },
        { """{"title": "x", "channel": "mail:a@example.com"}""", "\"channel\" is written with its platform" },
        { """{"title": "x", "organisation": "other"}""", "\"organisation\" names none" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_body_that_is_no_alert_is_refused_with_what_is_wrong(string body, string begins)
    {
        await using var world = await World.StartAsync();

        var (status, said) = await world.SendAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(begins, said, StringComparison.Ordinal);
        Assert.Empty(await world.StreamsAsync());
    }

    [Theory]
    [InlineData("text/plain", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/x-www-form-urlencoded", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-16", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", "gzip", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(null, null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-8", null, HttpStatusCode.Accepted)]
    public async Task Only_json_is_read(string? type, string? encoding, HttpStatusCode expected)
    {
        await using var world = await World.StartAsync();

        Assert.Equal(expected, (await world.SendAsync("""{"title": "x"}""", type: type, encoding: encoding)).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_16_KiB_is_not_read_whether_it_tells_its_length_or_not(bool chunked)
    {
        await using var world = await World.StartAsync();
        var padding = new string(' ', 16 * 1024 - 14);

        Assert.Equal(HttpStatusCode.Accepted, (await world.SendAsync("{\"title\": \"x\"}" + padding, chunked: chunked)).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await world.SendAsync("{\"title\": \"x\"}" + padding + " ", chunked: chunked)).Status);
        await world.EndAsync();
        Assert.Empty(world.Log.Errors);
    }

    [Theory]
    [InlineData("Content-Length: 100", "{\"title\": \"x\"", "")]
    [InlineData("Transfer-Encoding: chunked", "20\r\n{\"title\": ", "")]
    [InlineData("Transfer-Encoding: chunked", "no number\r\n{}\r\n0\r\n\r\n", "The body was cut.")]
    public async Task A_body_that_is_cut_or_is_none_is_no_fault_of_ours(string header, string body, string answered)
    {
        await using var world = await World.StartAsync();

        var answer = await world.SendRawAsync(header, body, cut: answered.Length == 0);

        if (answered.Length == 0) Assert.Equal("", answer);
        else Assert.Contains(answered, answer, StringComparison.Ordinal);
        await world.EndAsync();
        Assert.Empty(world.Log.Errors);
    }

    [Fact]
    public async Task Other_methods_are_not_taken()
    {
        await using var world = await World.StartAsync();

        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await world.SendAsync("", method: HttpMethod.Get)).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await world.SendAsync("""{"title": "x"}""", method: HttpMethod.Put)).Status);
    }

    [Fact]
    public async Task Hostile_words_are_kept_as_words_in_one_line_and_secrets_masked()
    {
        await using var world = await World.StartAsync();
        await world.StartIncidentAsync("INC-004211 slow");
        foreach (var text in Hostile.Texts.Where(IsPaired))
        {
            var (status, _) = await world.SendAsync(new JsonObject { ["title"] = "a " + text, ["service"] = text, ["severity"] = text, ["source"] = text, ["incident"] = "INC-004211" }.ToJsonString());
            Assert.Equal(HttpStatusCode.Accepted, status);
        }

        await world.SendAsync("""{"title": "login with password=hunter2secret9 failed", "incident": "INC-004211", "url": "https://x.example.com/?access_token=abcdef0123456789abcdef"}""");

        var p = await world.OfAsync("INC-004211");
        Assert.All(p.Events, e => Assert.DoesNotContain(e.Text, char.IsControl));
        var masked = Assert.Single(p.Events, e => e.Text.StartsWith("login with", StringComparison.Ordinal));
        Assert.Equal("login with password=•••• failed", masked.Text);
        Assert.Null(masked.Source!.Link);
    }

    [Fact]
    public async Task More_than_120_in_a_minute_wait_and_those_without_a_token_do_not_count()
    {
        await using var world = await World.StartAsync();
        for (var sent = 0; sent < 10; sent++) await world.SendAsync("{}", authorization: "Bearer wrong");
        for (var sent = 0; sent < AlertPace.MostInAMinute; sent++) Assert.Equal(HttpStatusCode.BadRequest, (await world.SendAsync("{}")).Status);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await world.SendAsync("""{"title": "x"}""")).Status);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Accepted, (await world.SendAsync("""{"title": "x"}""")).Status);
    }

    [Fact]
    public async Task Where_several_organisations_are_served_it_says_which()
    {
        await using var slack = await SlackProgram.StartAsync(new(), change: root => root["organisations"]!.AsArray().Add(new JsonObject { ["name"] = "other" }), environment: ("Alerts__Token", Old));
        using var client = new HttpClient();
        var address = new Uri(slack.App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + AlertDoor.Path);

        Assert.Equal("\"organisation\" is missing; this program serves several.", (await World.SendAsync(client, address, """{"title": "x"}""")).Said);
        Assert.Equal("No incident is open for this alert, and there is no channel to show it in. Name one in bot.json: alerts.where.", (await World.SendAsync(client, address, """{"title": "x", "organisation": "acme"}""")).Said);
        slack.Clean();
    }

    /// <summary>A lone surrogate is no JSON, and is refused as such.</summary>
    private static bool IsPaired(string text)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text) >= 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private sealed class World : IAsyncDisposable
    {
        private readonly TemporaryFolder folder = new();
        private readonly HttpClient client = new();
        private readonly WebApplication app;
        private int receipts;

        private World(string token)
        {
            var read = Shipped.Read(Shipped.BotJson, folder.Path, token.Length == 0 ? null : new Dictionary<string, string> { ["Alerts__Token"] = token });
            app = PostMortemBotHost.Build([], Assert.IsType<BotOptionsRead.Accepted>(read).Options with { Url = new Uri("http://127.0.0.1:0") }, Time);
            app.Services.GetRequiredService<ILoggerFactory>().AddProvider(Log);
        }

        public KeptLog Log { get; } = new();

        public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 8, 5, 0, TimeSpan.Zero));

        private static CancellationToken Stop => TestContext.Current.CancellationToken;

        private Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + AlertDoor.Path);

        public static async Task<World> StartAsync(string token = Old + ", " + New)
        {
            var world = new World(token);
            await world.app.StartAsync(Stop);
            return world;
        }

        public Task StartIncidentAsync(string words) => TypeAsync("start " + words);

        public Task TypeAsync(string words) => app.Services.GetRequiredService<Router>().HandleAsync(
            new CommandTyped(new Account("web", "try", "dana"), new Place("web", "try", "inc-gateway"), Instant.FromDateTimeOffset(Time.GetUtcNow()), FormattableString.Invariant($"typed-{++receipts}"), words), Stop);

        public async Task<PostMortem> OfAsync(string number) =>
            await app.Services.GetRequiredService<PostMortems>().LoadAsync("try", (await app.Services.GetRequiredService<IPostMortemStore>().ByIncidentIdAsync("try", number, Stop))!.Value, Stop);

        public Task<IReadOnlyList<PostMortemId>> StreamsAsync() => app.Services.GetRequiredService<IPostMortemStore>().StreamsAsync("try", Stop);

        public Task<(HttpStatusCode Status, string Said)> SendAsync(string body, string? authorization = "Bearer " + Old, string? type = "application/json", string? encoding = null, bool chunked = false, HttpMethod? method = null) =>
            SendAsync(client, Address, body, authorization, type, encoding, chunked, method);

        public static async Task<(HttpStatusCode Status, string Said)> SendAsync(HttpClient client, Uri address, string body, string? authorization = "Bearer " + Old, string? type = "application/json", string? encoding = null, bool chunked = false, HttpMethod? method = null)
        {
            using var request = new HttpRequestMessage(method ?? HttpMethod.Post, address) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
            if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
            if (type is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            if (encoding is not null) request.Content.Headers.ContentEncoding.Add(encoding);
            request.Headers.TransferEncodingChunked = chunked ? true : null;
            using var answer = await client.SendAsync(request, Stop);
            var text = await answer.Content.ReadAsStringAsync(Stop);
            return (answer.StatusCode, text.StartsWith('{') ? (string)JsonNode.Parse(text)!["message"]! : text);
        }

        /// <summary>As it is: what is answered. Where the connection is cut after it, nobody is there to read an answer.</summary>
        public async Task<string> SendRawAsync(string header, string body, bool cut)
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(Address.Host, Address.Port, Stop);
            await using var stream = connection.GetStream();
            await stream.WriteAsync(Encoding.UTF8.GetBytes($"POST {AlertDoor.Path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {New}\r\nContent-Type: application/json\r\nConnection: close\r\n{header}\r\n\r\n{body}"), Stop);
            if (cut) connection.Client.Shutdown(SocketShutdown.Send);
            using var answer = new StreamReader(stream);
            try
            {
                return await answer.ReadToEndAsync(Stop);
            }
            catch (IOException) when (cut)
            {
                return ""; // The server may end what was cut with a reset: that is no answer either.
            }
        }

        /// <summary>Ends the program; what its connections had to say is in the log then.</summary>
        public Task EndAsync() => app.StopAsync(CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            client.Dispose();
            await EndAsync();
            await app.DisposeAsync();
            folder.Dispose();
        }
    }
}
