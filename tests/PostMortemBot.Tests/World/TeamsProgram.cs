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
/// The whole program as <c>dotnet run</c> starts it, joined to a fake Teams, in New York on 24 November 2026. The people are those of the shipped <c>bot.json</c>, the channel is
/// <c>#inc-gateway</c> (dana, sam, lee, priya), and everybody has the app for themselves.
/// </summary>
internal sealed class TeamsProgram : IAsyncDisposable
{
    public const string Organisation = "acme";
    private static readonly string[] Handles = ["dana", "sam", "lee", "iris", "noor", "kim", "priya", "marta"];

    /// <summary>People act one after the other: what Teams lets through in a second is not all asked for in one.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);
    private readonly TemporaryFolder folder;
    private readonly BotOptions options;
    private readonly Dictionary<string, FakeTeammate> people = [];
    private HttpClient http = null!; // Made once the program listens.

    private TeamsProgram(FakeTeams teams, WatchedTime clock, TemporaryFolder folder, JsonObject configuration, Dictionary<string, string> environment)
    {
        (Teams, Clock, this.folder) = (teams, clock, folder);
        options = Shipped.Read(configuration.ToJsonString(), folder.Path, environment) switch
        {
            BotOptionsRead.Accepted accepted => accepted.Options with { Url = new Uri("http://127.0.0.1:0") },
            var refused => throw new InvalidOperationException(string.Join("\n", ((BotOptionsRead.Refused)refused).Mistakes)),
        };
        App = Build();
    }

    public FakeTeams Teams { get; }

    public WatchedTime Clock { get; }

    public WebApplication App { get; private set; }

    public KeptLog Log { get; } = new();

    public HttpClient Http => http;

    public IPostMortemStore Store => App.Services.GetRequiredService<IPostMortemStore>();

    /// <summary>What else is to be settled with each act: another platform that is owed something.</summary>
    public Func<Task<bool>>? Beside { get; set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="change">Changes <c>bot.json</c> before it is read.</param>
    /// <param name="environment">More variables.</param>
    public static async Task<TeamsProgram> StartAsync(string at = "2026-11-24T07:11:30Z", Action<JsonObject>? change = null, WatchedTime? clock = null, params (string Name, string Value)[] environment)
    {
        clock ??= new WatchedTime(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture));
        var teams = await FakeTeams.StartAsync(clock);
        Populate(teams);
        var configuration = JsonNode.Parse(Shipped.BotJson)!.AsObject();
        configuration["organisations"] = new JsonArray(new JsonObject { ["name"] = Organisation, ["teamsTenants"] = new JsonArray(FakeTeams.Tenant) });
        change?.Invoke(configuration);
        var variables = new Dictionary<string, string>
        {
            ["Teams__AppId"] = FakeTeams.AppId,
            ["Teams__TenantId"] = FakeTeams.Tenant,
            ["Teams__ClientSecret"] = FakeTeams.Secret,
            ["Teams__OpenIdMetadataUrl"] = teams.Address + "/openid",
            ["Teams__LoginUrl"] = teams.Address + "/login",
            ["Teams__AllowedServiceUrls"] = teams.Address,
            ["Teams__GraphUrl"] = teams.Address,
            ["Teams__AllowedFileHosts"] = new Uri(teams.Address).Authority,
        };
        foreach (var (name, value) in environment) variables[name] = value;
        var program = new TeamsProgram(teams, clock, new(), configuration, variables);
        await program.ListenAsync();
        await program.SettledAsync();
        return program;
    }

    /// <summary>The program ends and starts again on the same store, <paramref name="after"/> that; Teams stays.</summary>
    public async Task RestartAsync(TimeSpan after)
    {
        await EndAsync();
        Clock.Advance(after);
        App = Build();
        await ListenAsync();
        await SettledAsync();
    }

    /// <summary>A person of the tenant, by handle.</summary>
    public FakeTeammate this[string handle]
    {
        get
        {
            if (!people.TryGetValue(handle, out var person)) people[handle] = person = new(Teams, Teams.Users[handle], http, () => Clock.Advance(Between), SettledAsync);
            return person;
        }
    }

    /// <summary>Lets the bot finish: its errands end, work that is due within two seconds is done.</summary>
    public async Task SettledAsync()
    {
        var errands = App.Services.GetRequiredService<Errands>();
        var dispatcher = App.Services.GetServices<IHostedService>().OfType<Dispatcher>().Single();
        for (var quiet = 0; quiet < 2;)
        {
            quiet++;
            if (Beside is { } beside && await beside()) quiet = 0;
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

    /// <summary>Every stored post-mortem.</summary>
    public async Task<IReadOnlyList<PostMortem>> All()
    {
        List<PostMortem> all = [];
        foreach (var id in await Store.StreamsAsync(Organisation, Stop)) all.Add(await App.Services.GetRequiredService<Bot>().PostMortems.LoadAsync(Organisation, id, Stop));
        return all;
    }

    /// <summary>Nothing that Teams would refuse or that a person would suffer from was sent, and no secret was logged.</summary>
    public void Clean()
    {
        Assert.Empty(Teams.Wrongs);
        Assert.DoesNotContain("canary", Log.Text, StringComparison.Ordinal);
        Assert.Empty(Log.Errors);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await Teams.DisposeAsync();
        folder.Dispose();
    }

    private WebApplication Build()
    {
        var app = PostMortemBotHost.Build([], options, Clock);
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(Log);
        return app;
    }

    private async Task ListenAsync()
    {
        await App.StartAsync(Stop);
        http = new HttpClient { BaseAddress = new Uri(App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        people.Clear();
    }

    private async Task EndAsync()
    {
        http.Dispose();
        await App.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
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

    public static void Populate(FakeTeams teams)
    {
        foreach (var person in JsonNode.Parse(Shipped.BotJson)!["people"]!.AsArray().Where(person => Handles.Contains((string?)person!["handle"])))
        {
            var user = teams.AddUser((string)person!["handle"]!, (string)person["name"]!, (string?)person["timeZone"] ?? "America/New_York");
            teams.Rooms["@" + user.Handle].HasBot = true;
        }

        teams.AddRoom("#inc-gateway", "channel", "dana", "sam", "lee", "priya");
        teams.AddRoom("responders", "groupChat", "dana", "lee");
    }
}
