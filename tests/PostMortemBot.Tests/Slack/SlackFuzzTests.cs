using System.Diagnostics;
using System.Text;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>Whatever stands in a body that is rightly signed: it is answered, never with a fault, and the next person is served.</summary>
public sealed class SlackFuzzTests(SlackProduced produced)
{
    private const int Most = 40_000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task No_signed_body_gives_a_fault_of_ours()
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        await ActAsync(acme);
        var seeds = acme.Http.Sent.ToList();
        var chance = new Chance(20261124);
        var (sent, wrong, began) = (0, new List<string>(), Stopwatch.GetTimestamp());

        while (sent < Most && Stopwatch.GetElapsedTime(began) < Longest && wrong.Count == 0)
        {
            await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => OneAsync()));
            sent += 16;
        }

        Assert.Empty(wrong);
        Assert.InRange(sent, 1000, Most);
        Assert.DoesNotContain(acme.Log.Errors, line => line.Contains("Fault (", StringComparison.Ordinal));
        Assert.Contains("still here", (await acme["dana"].Type("#inc-gateway", "INC-004211 mark still here")).Text, StringComparison.Ordinal);
        TestContext.Current.SendDiagnosticMessage($"{sent} mutated bodies in {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s");

        async Task OneAsync()
        {
            var (path, type, body) = seeds[chance.Below(seeds.Count)];
            var mutated = Mutation.Of(body, chance);
            var reply = await acme.Http.SendAsync(path, type, mutated);
            if (reply.Status is not (200 or 413)) wrong.Add($"{reply.Status} at {path}: {Encoding.UTF8.GetString(mutated)}");
        }
    }

    /// <summary>A few of everything Slack sends.</summary>
    private static async Task ActAsync(SlackProgram acme)
    {
        var (dana, lee) = (acme["dana"], acme["lee"]);
        await dana.Type("#inc-gateway", "start INC-004211 gateway is slow p1 owner:@dana");
        await dana.Type("#inc-gateway", "mark 02:10 #detection Splunk alert fired");
        await dana.Press("Edit");
        await dana.Submit();
        await dana.Press("Change details", "#inc-gateway");
        await dana.Submit();
        var said = await lee.Say("#inc-gateway", "pool is empty", files: "graph.png");
        await lee.React(said);
        await lee.Edit(said, "pool is full");
        await dana.Menu(said, "menu.evidence");
        await lee.Unreact(said);
        await lee.Delete(said);
        await lee.Say("#inc-gateway", "@PostMortem mark #cause pool size halved");
        await lee.Say("@lee", "help");
        await dana.OpenHome();
        await dana.Shortcut("incident.start");
        await dana.Close();
    }
}
