using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>The bot's secret ran out, or Teams takes its token no more: as while Teams is away, all waits for the admin's mend, is said once in the log, and comes by itself then.</summary>
public sealed class TeamsBarredTests
{
    private const string Channel = "#inc-gateway";

    [Fact]
    public async Task What_is_owed_while_the_secret_has_run_out_comes_once_after_it_was_renewed()
    {
        await using var acme = await StartedAsync();
        await acme.Pass(TimeSpan.FromMinutes(56));
        acme.Teams.SecretRanOut = true;
        var logins = acme.Teams.Logins;
        await acme["dana"].Type("@dana", "INC-004211 set title gateway is down");
        await acme["dana"].Type("@dana", "INC-004211 timeline");
        for (var minutes = 0; minutes < 180; minutes += 5) await acme.Pass(TimeSpan.FromMinutes(5));

        Assert.DoesNotContain("gateway is down", Standing(acme), StringComparison.Ordinal);
        Assert.Equal(0, Timelines(acme));
        Assert.Empty(await acme.Store.ParkedAsync(TeamsProgram.Organisation, TestContext.Current.CancellationToken));
        Assert.InRange(acme.Teams.Logins - logins, 1, 190);
        Assert.Contains("Teams__ClientSecret", Assert.Single(acme.Log.Errors), StringComparison.Ordinal);

        acme.Teams.SecretRanOut = false;
        await acme.Pass(TimeSpan.FromMinutes(2));
        await acme.Pass(TimeSpan.FromMinutes(10));
        Assert.Contains("gateway is down", Standing(acme), StringComparison.Ordinal);
        Assert.Equal(1, Timelines(acme));
        Assert.Empty(acme.Teams.Wrongs);

        // Another outage is said again.
        await acme.Pass(TimeSpan.FromMinutes(56));
        acme.Teams.SecretRanOut = true;
        await acme["dana"].Type("@dana", "INC-004211 timeline");
        Assert.Equal(2, acme.Log.Errors.Count);
        Assert.DoesNotContain("canary", acme.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_Teams_takes_no_more_is_an_outage_too()
    {
        await using var acme = await StartedAsync();
        acme.Teams.Next("P", 401, times: 8);
        await acme["dana"].Type("@dana", "INC-004211 set title gateway is down");
        for (var minutes = 0; minutes < 10; minutes++) await acme.Pass(TimeSpan.FromMinutes(1));

        Assert.Contains("gateway is down", Standing(acme), StringComparison.Ordinal);
        Assert.Empty(await acme.Store.ParkedAsync(TeamsProgram.Organisation, TestContext.Current.CancellationToken));
        Assert.Contains("Teams__AppId", Assert.Single(acme.Log.Errors), StringComparison.Ordinal);
    }

    private static async Task<TeamsProgram> StartedAsync()
    {
        var acme = await TeamsProgram.StartAsync();
        await acme["dana"].Type("@dana", "help");
        await acme["dana"].Type(Channel, "start INC-004211 gateway slow p1 owner:@dana");
        return acme;
    }

    private static string Standing(TeamsProgram acme) => FakeTeamsWords.Card(Assert.Single(acme.Teams.Rooms[Channel].Messages, message => message.ByBot).Card!);

    private static int Timelines(TeamsProgram acme) =>
        acme.Teams.Rooms["@dana"].Messages.Count(message => message.ByBot && FakeTeamsWords.Card(message.Card!).Contains("Timeline · INC-004211", StringComparison.Ordinal));
}
