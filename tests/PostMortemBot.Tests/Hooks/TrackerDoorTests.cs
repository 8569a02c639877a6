using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using PostMortemBot.Hooks;
using PostMortemBot.Tests.Storage;
using PostMortemBot.Tests.World;
using PostMortemBot.Trackers;

namespace PostMortemBot.Tests.Hooks;

/// <summary>The door through which a tracker tells that an issue changed, in the running program on loopback.</summary>
public sealed class TrackerDoorTests
{
    private const string Old = "old-secret-0123456789abcdef";
    private const string New = "new-secret-0123456789abcdef";
    private const string GitHub = """{"action": "closed", "issue": {"number": 7}, "repository": {"full_name": "example/operations"}}""";
    private const string Jira = """{"webhookEvent": "jira:issue_updated", "issue": {"key": "SRE-7"}}""";

    [Theory]
    [InlineData("github", Old)]
    [InlineData("github", New)]
    [InlineData("jira", Old)]
    [InlineData("jira", New)]
    public async Task A_signed_change_is_told_and_the_same_delivery_by_the_same_name(string kind, string secret)
    {
        await using var world = await World.StartAsync(kind);

        Assert.Equal((HttpStatusCode.Accepted, "Looked at soon."), await world.SendAsync(kind == "github" ? GitHub : Jira, secret));
        await world.SendAsync(kind == "github" ? GitHub : Jira, secret);
        await world.SendAsync((kind == "github" ? GitHub : Jira) + " ", secret);

        Assert.Equal(Enumerable.Repeat(kind == "github" ? "example/operations#7" : "SRE-7", 3), world.Told.Select(told => told.Issue));
        Assert.Equal(2, world.Told.Select(told => told.Receipt).Distinct().Count());
    }

    [Theory]
    [InlineData("github")]
    [InlineData("jira")]
    public async Task Nothing_is_taken_that_is_not_signed_with_a_secret_of_ours(string kind)
    {
        await using var world = await World.StartAsync(kind);
        var body = kind == "github" ? GitHub : Jira;
        var right = World.Signature(body, New);

        foreach (var signature in new[] { null, "", "sha256=", "sha256=" + new string('0', 64), right.ToUpperInvariant(), right[..^2], right + "00", right.Replace("sha256", "sha1", StringComparison.Ordinal), World.Signature(body + " ", New), World.Signature(body, "other-secret-0123456789abcdef"), World.Signature(body, "") })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await world.SendAsync(body, "", signature)).Status);
        }

        Assert.Empty(world.Told);
    }

    [Fact]
    public async Task An_automation_of_Jira_may_send_the_secret_itself_and_GitHub_may_not()
    {
        foreach (var (kind, status) in new[] { ("jira", HttpStatusCode.Accepted), ("github", HttpStatusCode.Unauthorized) })
        {
            await using var world = await World.StartAsync(kind);

            Assert.Equal(status, (await world.SendAsync(kind == "jira" ? Jira : GitHub, "", bearer: New)).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await world.SendAsync(Jira, "", bearer: New + "x")).Status);
        }
    }

    [Theory]
    [InlineData("github", """{"action": "opened", "issue": {"number": 8}, "repository": {"full_name": "example/operations"}}""", "issues", "example/operations#8")]
    [InlineData("github", """{"action": "closed", "issue": {"number": 7}, "repository": {"full_name": "other/operations"}}""", "issues", "other/operations#7")]
    [InlineData("github", GitHub, "pull_request", null)]
    [InlineData("github", """{"zen": "Keep it logically awesome."}""", "ping", null)]
    [InlineData("github", """{"issue": {"number": "7"}, "repository": []}""", "issues", null)]
    [InlineData("github", "[]", "issues", null)]
    [InlineData("github", "null", "issues", null)]
    [InlineData("jira", """{"issue": {"key": "SRE-8"}}""", "", "SRE-8")]
    [InlineData("jira", """{"issue": "SRE-7"}""", "", null)]
    [InlineData("jira", "7", "", null)]
    public async Task What_is_about_no_issue_of_ours_is_taken_and_leaves_nothing(string kind, string body, string name, string? heard)
    {
        await using var world = await World.StartAsync(kind);
        world.Knows = false;

        Assert.Equal((HttpStatusCode.Accepted, "Nothing to look at."), await world.SendAsync(body, New, name: name));

        Assert.Equal(heard, world.Told.Select(told => told.Issue).SingleOrDefault());
    }

    [Fact]
    public async Task A_body_of_the_wrong_shape_kind_or_size_is_refused_with_a_sentence()
    {
        await using var world = await World.StartAsync("github");

        Assert.Equal((HttpStatusCode.BadRequest, "This is no JSON that can be read."), await world.SendAsync("{", New));
        Assert.Equal((HttpStatusCode.BadRequest, "This is no JSON that can be read."), await world.SendAsync(new string('[', 100_000), New));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await world.SendAsync("payload=%7B%7D", New, type: "application/x-www-form-urlencoded")).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await world.SendAsync(new string(' ', 1024 * 1024 + 1), New)).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await world.GetAsync()).StatusCode);
    }

    [Theory]
    [InlineData(New, HttpStatusCode.MethodNotAllowed)]
    [InlineData("", HttpStatusCode.NotFound)]
    public async Task The_program_has_the_door_where_there_is_a_secret(string secrets, HttpStatusCode status)
    {
        using var folder = new TemporaryFolder();
        var root = JsonNode.Parse(Shipped.BotJson)!;
        root["tracker"] = JsonNode.Parse("""{ "kind": "github", "repository": "example/operations", "url": "http://127.0.0.1:1" }""");
        var read = Shipped.Read(root.ToJsonString(), folder.Path, new Dictionary<string, string> { ["Tracker__Token"] = "canary-token", ["Tracker__WebhookSecret"] = secrets });
        await using var app = PostMortemBotHost.Build([], Assert.IsType<BotOptionsRead.Accepted>(read).Options with { Url = new Uri("http://127.0.0.1:0") }, new FakeTimeProvider(new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero)));
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient();

        using var answer = await http.GetAsync(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/hooks/trackers/github"), TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
    }

    private sealed class World(WebApplication app, string kind) : IAsyncDisposable
    {
        private readonly HttpClient http = new();

        private Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/hooks/trackers/" + kind);

        private static CancellationToken Stop => TestContext.Current.CancellationToken;

        /// <summary>Whether an action item stands behind what is told.</summary>
        public bool Knows { get; set; } = true;

        public ConcurrentQueue<(string Issue, string Receipt)> Told { get; } = new();

        public static async Task<World> StartAsync(string kind)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            var world = new World(app, kind);
            TrackerSettings settings = kind == "github" ? new TrackerSettings.GitHub("https://api.github.com", "example/operations", "t") : new TrackerSettings.Jira("https://jira.example.com", "SRE", "Task", "", "t");
            app.MapTracker(settings with { Secrets = [Old, New] }, (issue, receipt, _) =>
            {
                world.Told.Enqueue((issue, receipt));
                return Task.FromResult(world.Knows);
            });
            await app.StartAsync(Stop);
            return world;
        }

        public static string Signature(string body, string secret) => "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));

        public async Task<(HttpStatusCode Status, string Said)> SendAsync(string body, string secret, string? signature = null, string? bearer = null, string name = "issues", string type = "application/json")
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type)) };
            if (secret.Length > 0) signature = Signature(body, secret);
            if (signature is not null) request.Headers.TryAddWithoutValidation(kind == "github" ? "X-Hub-Signature-256" : "X-Hub-Signature", signature);
            if (bearer is not null) request.Headers.Authorization = new("Bearer", bearer);
            if (name.Length > 0) request.Headers.Add("X-GitHub-Event", name);
            request.Headers.Add("X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958");
            using var response = await http.SendAsync(request, Stop);
            return (response.StatusCode, (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))?["message"] ?? "");
        }

        public Task<HttpResponseMessage> GetAsync() => http.GetAsync(Address, Stop);

        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            await app.DisposeAsync();
        }
    }
}
