using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.People;
using PostMortemBot.Screens;
using PostMortemBot.Slack;

namespace PostMortemBot.Benchmarks;

/// <summary>
/// What a person waits for on the server: from the incoming thing to the drawn answer, with the commit and its sync inside, on the whole program (router, rules, SQLite).
/// The bar for each is a median under 20 ms. Every iteration has an incident of its own, so a mark meets at most as many events as an incident has.
/// </summary>
[MedianColumn]
[SimpleJob(warmupCount: 3, iterationCount: 20, invocationCount: 64)]
public class ActsBenchmark
{
    private const string Why = "f:root cause analysis / why it happened";
    private static readonly Account Sam = new("web", PostMortemBotHost.TryOrganisation, "sam");
    private static readonly SlackLook Look = new();

    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("pm-bench-").FullName;
    private WebApplication app = null!; // Built before the first measurement.
    private Router router = null!;
    private FormSubmitted opened = null!;
    private string draft = "";
    private int number;
    private int iteration;

    [GlobalSetup]
    public async Task Build()
    {
        var read = (BotOptionsRead.Accepted)BotOptions.Load([], new Dictionary<string, string>(), AppContext.BaseDirectory, AppContext.BaseDirectory);
        app = PostMortemBotHost.Build([], read.Options with { DataFolder = folder, DatabaseFile = Path.Combine(folder, "store.db") }, TimeProvider.System);
        router = app.Services.GetRequiredService<Router>();
        await SayAsync("start INC-900001 Degraded response times p1 env:PROD svc:gateway owner:@sam");
        await SayAsync("mark 10m ago #begin pool size halved by a configuration change");
        await SayAsync("resolve");
        draft = (await app.Services.GetRequiredService<PostMortemBot.Storage.IPostMortemStore>().ByIncidentIdAsync(PostMortemBotHost.TryOrganisation, "INC-900001", CancellationToken.None))!.Value.Value;
        if ((await OpenAsync()).Opens is not Form form) throw new InvalidOperationException("No form opened.");
        opened = new(Sam, Here, Now, "", form.Id, form.Carry, FormValues.None);
    }

    [IterationSetup(Target = nameof(Mark))]
    public void Start()
    {
        iteration++;
        SayAsync($"start Incident of iteration {iteration} p2 env:QA").GetAwaiter().GetResult();
    }

    [GlobalCleanup]
    public async Task Close()
    {
        await app.DisposeAsync();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    [Benchmark(Description = "a mark stored and answered")]
    public async Task<int> Mark() => Drawn(await SayAsync("mark 5m ago Splunk alert fired: degraded response times"));

    [Benchmark(Description = "a section saved, the next form drawn")]
    public async Task<int> Save()
    {
        var values = new FormValues(new Dictionary<string, IReadOnlyList<string>> { [Why] = [$"Change 4711 had no load test, {number}"] });
        var seen = await app.Services.GetRequiredService<Bot>().PostMortems.LoadAsync(PostMortemBotHost.TryOrganisation, new(draft), CancellationToken.None);
        var carry = SectionCarry.Read(opened.Carry)! with { Version = seen.Version }; // As a form that was opened just now.
        return Drawn(await router.HandleAsync(opened with { Receipt = Receipt(), Carry = carry.ToString(), Values = values }, CancellationToken.None));
    }

    [Benchmark(Description = "a form opened")]
    public async Task<int> Open() => Drawn(await OpenAsync());

    private static Instant Now => Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());

    private Place Here => new("web", PostMortemBotHost.TryOrganisation, $"c{iteration}");

    private Task<Answer> SayAsync(string words) => router.HandleAsync(new CommandTyped(Sam, Here, Now, Receipt(), words) { MayOpen = true }, CancellationToken.None);

    private Task<Answer> OpenAsync() => router.HandleAsync(new ButtonPressed(Sam, Here, Now, Receipt(), WriteSection.OpenId, CarriedPair.Of(draft, "root cause analysis")), CancellationToken.None);

    private string Receipt() => $"r{++number}";

    /// <summary>The answer as a platform sends it; one that says no is no measurement.</summary>
    private static int Drawn(Answer answer) => answer switch
    {
        { Opens: { } screen } => BlockKit.View(screen, Look).Body.Length,
        { Private: { Elements.Count: > 0, Shown.Count: > 0 } card } => BlockKit.Message(card, Look).Body.Length,
        _ => throw new InvalidOperationException("Not answered: " + CardText.Of(answer.Private)),
    };
}
