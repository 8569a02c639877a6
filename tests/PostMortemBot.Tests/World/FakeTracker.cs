using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PostMortemBot.Tests.World;

/// <summary>What the fakes of GitHub and Jira have in common: a server on loopback that counts its calls and can go wrong.</summary>
internal abstract class FakeTracker : IAsyncDisposable
{
    public const string Token = "canary-tracker-token-55bb";
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Action<HttpContext>> faults = new();
    private readonly Watched watched = new();
    private int losing;

    protected FakeTracker()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    public string Url => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Every call that came, as <c>POST /repos/example/operations/issues</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public IEnumerable<string> Writes => Calls.Where(call => !call.StartsWith("GET", StringComparison.Ordinal) && !call.Contains("search", StringComparison.Ordinal));

    /// <summary>Now, as the tracker's clock has it.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    public Task StartAsync() => app.StartAsync(TestContext.Current.CancellationToken);

    /// <summary>The next call is answered with this status, and nothing happens.</summary>
    public void NextAnswers(int status, params (string Name, string Value)[] headers) => faults.Enqueue(context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers) context.Response.Headers[name] = value;
    });

    /// <summary>The next writing call is carried out, and its answer is lost.</summary>
    public void NextWriteLosesItsAnswer() => losing = 1;

    /// <summary>Waits until something holds: looks again after every call. Fails after ten seconds with the sentence.</summary>
    public Task UntilAsync(Func<bool> holds, string what) => watched.UntilAsync(
        () =>
        {
            lock (faults) return holds();
        },
        what,
        () => "Calls: " + string.Join(", ", Calls));

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    /// <summary>What the answer says in its header <c>Link</c>: where the next page is.</summary>
    protected string? Link { get; set; }

    /// <summary>Whether the call carries a token that is taken.</summary>
    protected abstract bool Knows(string authorization);

    protected abstract (int Status, JsonNode? Answer) Answer(string method, string[] path, IQueryCollection query, JsonNode? body);

    protected static (int Status, JsonNode? Answer) Wrong(int status, string message) => (status, new JsonObject { ["message"] = message });

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Calls.Enqueue($"{context.Request.Method} {path}");
        if (faults.TryDequeue(out var fault))
        {
            fault(context);
            return;
        }

        if (!Knows(context.Request.Headers.Authorization.ToString()))
        {
            context.Response.StatusCode = 401;
            return;
        }

        var body = context.Request.ContentLength is null or 0 ? null : await JsonNode.ParseAsync(context.Request.Body);
        (int Status, JsonNode? Answer) answer;
        lock (faults) answer = Answer(context.Request.Method, path.Trim('/').Split('/'), context.Request.Query, body);
        watched.Change();
        if (context.Request.Method != "GET" && !path.Contains("search", StringComparison.Ordinal) && Interlocked.Exchange(ref losing, 0) == 1)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        if (Link is { } link) context.Response.Headers.Link = link;
        Link = null;
        if (answer.Answer is null) return;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.Answer.ToJsonString());
    }
}
