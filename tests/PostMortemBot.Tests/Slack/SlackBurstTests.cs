using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>A morning on which many are reminded at once: Slack's limits spread it, and each hears once.</summary>
public sealed class SlackBurstTests(SlackProduced produced)
{
    private const int People = 120;
    private const int AMinute = 25;

    /// <summary>Calls that are on their way when Slack's patience ends.</summary>
    private const int SideBySide = 8;
    private const string Channel = "#inc-gateway";

    [Fact]
    public async Task A_burst_of_reminders_waits_as_long_as_Slack_asks_and_comes_to_each_person_once()
    {
        await using var acme = await SlackProgram.StartAsync(produced, prepare: slack =>
        {
            foreach (var who in Handles()) slack.AddUser(who, "Person " + who);
        });
        await acme["dana"].Type(Channel, "start INC-004211 gateway slow p1 owner:@dana");
        foreach (var who in Handles()) await acme["dana"].Type(Channel, $"action \"Check the pool of {who}\" @{who} 2026-11-30");

        // Monday, the day it is due, before work begins in New York.
        while (acme.Clock.GetUtcNow() < new DateTimeOffset(2026, 11, 30, 13, 0, 0, TimeSpan.Zero)) await acme.Pass(TimeSpan.FromHours(1));
        Assert.All(Handles(), who => Assert.Equal(0, Told(acme, who)));
        acme.Slack.PostsAMinute = AMinute;
        for (var minute = 0; minute < 75; minute++) await acme.Pass(TimeSpan.FromMinutes(1));

        Assert.All(Handles(), who => Assert.Equal(1, Told(acme, who)));
        var refused = acme.Slack.CallsOf("chat.postMessage").Count(call => (string?)call.Answer?["error"] == "ratelimited");
        Assert.InRange(refused, 1, SideBySide * (People / AMinute));
        acme.Clean();
    }

    private static IEnumerable<string> Handles() => Enumerable.Range(1, People).Select(n => FormattableString.Invariant($"p{n:000}"));

    private static int Told(SlackProgram acme, string who) => acme.Slack.Channel("@" + who).Messages.Count(message => message.ByBot && message.Body.ToJsonString().Contains("Due Mon 30 Nov (today): Check the pool of " + who, StringComparison.Ordinal));
}
