using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>The program as a process of its own, by the real clock: while its store hangs, Teams does not wait; killed while it owes somebody an answer, the next start gives it.</summary>
[Collection(Alone.Name)]
public class TeamsKillTests : IAsyncLifetime
{
    private const string Channel = "#inc-gateway";
    private readonly BotProcess bot;
    private FakeTeams teams = null!; // Started before each test, with the bot and an incident.
    private FakeTeammate dana = null!;

    public TeamsKillTests()
        : this(BotProgram.Built)
    {
    }

    private protected TeamsKillTests(BotProgram program) => bot = new(program);

    public async ValueTask InitializeAsync()
    {
        teams = await FakeTeams.StartAsync(TimeProvider.System);
        TeamsProgram.Populate(teams);
        await StartAsync();
        dana = new FakeTeammate(teams, teams.Users["dana"], bot.Http, () => { }, () => Task.CompletedTask);
        await dana.Type("@dana", "help");
        await dana.Type(Channel, "start INC-004211 gateway slow p1 owner:@dana");
        await teams.UntilAsync(() => Told("") == 2, "both were answered");
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await teams.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_answer_that_was_owed_when_the_process_was_killed_is_given_after_the_next_start()
    {
        var held = new TaskCompletionSource();
        teams.Hold("POST conversations/a:1dana", held.Task);
        await dana.Type("@dana", "INC-004211 timeline");
        await teams.UntilAsync(() => teams.Held == 1, "the answer is on its way");
        await bot.KillAsync();
        held.SetCanceled(TestContext.Current.CancellationToken);
        Assert.Equal(0, Told("Timeline · INC-004211"));

        await StartAsync();
        await teams.UntilAsync(() => Told("Timeline · INC-004211") == 1, "the answer was given");
    }

    /// <summary>The quickest of three, for a busy machine has delays of its own.</summary>
    [Fact]
    public async Task While_the_store_hangs_Teams_is_answered_within_three_seconds_by_the_real_clock()
    {
        await using var held = await bot.HangStoreAsync();
        var room = teams.Rooms[Channel];

        var (typed, heard) = (await QuickestAsync("@PostMortem mark Splunk alert fired"), await QuickestAsync("📌 pool is empty"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (typed.Status, heard.Status));
        Assert.All([typed, heard], reply => Assert.InRange(reply.Took.TotalSeconds, 2, 3));

        async Task<(HttpStatusCode Status, TimeSpan Took)> QuickestAsync(string text)
        {
            for (var again = 0; ; again++)
            {
                var began = Stopwatch.GetTimestamp();
                var (status, _) = await dana.SendAsync(dana.Message(room, text, room.Id));
                if (Stopwatch.GetElapsedTime(began) is var took && (took.TotalSeconds <= 3 || again == 2)) return (status, took);
            }
        }
    }

    private int Told(string words) => teams.Rooms["@dana"].Messages.Count(message => message.ByBot && FakeTeamsWords.Card(message.Card!).Contains(words, StringComparison.Ordinal));

    private Task StartAsync() => bot.StartAsync(
        options =>
        {
            options["organisations"] = new JsonArray(new JsonObject { ["name"] = TeamsProgram.Organisation, ["teamsTenants"] = new JsonArray(FakeTeams.Tenant) });
            options["platforms"]!["teams"] = new JsonObject { ["on"] = true };
        },
        ("Teams__AppId", FakeTeams.AppId),
        ("Teams__TenantId", FakeTeams.Tenant),
        ("Teams__ClientSecret", FakeTeams.Secret),
        ("Teams__OpenIdMetadataUrl", teams.Address + "/openid"),
        ("Teams__LoginUrl", teams.Address + "/login"),
        ("Teams__AllowedServiceUrls", teams.Address));
}

/// <summary>The same with the program that was published as machine code.</summary>
public sealed class TeamsKillNativeTests() : TeamsKillTests(BotProgram.Native);
