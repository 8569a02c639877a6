using System.Diagnostics;
using System.Net;
using System.Text;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>Whatever stands in a body that comes with a good token: it is answered, never with a fault, and the next person is served.</summary>
public sealed class TeamsFuzzTests
{
    private const string Channel = "#inc-gateway";
    private const int Most = 20_000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task No_body_gives_a_fault_of_ours()
    {
        await using var acme = await TeamsProgram.StartAsync();
        await ActAsync(acme);
        var seeds = acme.Teams.Sent.ToList();
        var chance = new Chance(20261124);
        var token = "Bearer " + acme.Teams.Issuer.Token(acme.Teams.Issuer.Claims(FakeTeams.AppId, acme.Teams.ServiceUrl));
        var (sent, wrong, began) = (0, new List<string>(), Stopwatch.GetTimestamp());
        while (sent < Most && Stopwatch.GetElapsedTime(began) < Longest && wrong.Count == 0)
        {
            await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => OneAsync()));
            sent += 16;
        }

        // What was to be told to so many waits for Teams' pace: half a minute at most.
        await acme.Clock.PassWaitsAsync(acme.SettledAsync(), TimeSpan.FromSeconds(31));
        Assert.Empty(wrong);
        Assert.InRange(sent, 500, Most);
        Assert.DoesNotContain(acme.Log.Errors, line => line.Contains("Fault (", StringComparison.Ordinal));
        await acme["dana"].Type("@dana", "INC-004211 mark still here");
        Assert.Contains((await acme.Of("INC-004211")).Events, e => e.Text == "still here");
        TestContext.Current.SendDiagnosticMessage($"{sent} mutated bodies in {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s");

        async Task OneAsync()
        {
            var mutated = Mutation.Of(seeds[chance.Below(seeds.Count)], chance);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new ByteArrayContent(mutated) };
            request.Headers.TryAddWithoutValidation("Authorization", token);
            using var answer = await acme.Http.SendAsync(request, TestContext.Current.CancellationToken);
            if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotImplemented)) wrong.Add($"{answer.StatusCode}: {Encoding.UTF8.GetString(mutated)}");
        }
    }

    /// <summary>A few of everything Teams sends.</summary>
    private static async Task ActAsync(TeamsProgram acme)
    {
        var (dana, lee) = (acme["dana"], acme["lee"]);
        await dana.Install(Channel);
        await lee.Install("@lee");
        await dana.Type(Channel, "start INC-004211 gateway is slow p1 owner:@dana");
        var thread = acme.Teams.Rooms[Channel].Messages.Last(message => !message.ByBot);
        await dana.Type(Channel, "handover @lee look at the pool", thread);
        await dana.Press("Mark an event", Channel);
        await dana.Submit(("What happened", "pool is empty"));
        dana.Close();
        await dana.Press("Timeline", Channel);
        var said = await lee.Say(Channel, "📌 pool is full", thread);
        await lee.Edit(said, "📌 pool is half full");
        await dana.Menu(said, "menu.evidence");
        await lee.Delete(said);
        await dana.Type(Channel, "backfill since 01:00", thread);
        await dana.Type(Channel, "resolve", thread);
        await dana.Type(Channel, "meeting 2026-12-04 15:00", thread);
        await acme.Pass(TimeSpan.FromMinutes(2));
        await dana.Look(Channel);
        await lee.Press("Calendar file", Channel);
        await lee.Answers("discussion.ics", allows: true);
        await lee.Type("@lee", "help");
    }
}
