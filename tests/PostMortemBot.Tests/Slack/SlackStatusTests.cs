using System.Text.Json.Nodes;
using PostMortemBot.People;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>Whose status in Slack says that they are away is away for the bot too, until it changes or ends. The 24th of November 2026 is the day.</summary>
public sealed class SlackStatusTests(SlackProduced produced)
{
    private const string Channel = "#inc-gateway";

    /// <summary>Wednesday 2 December 2026, 18:00 in New York.</summary>
    private const long Wednesday = 1796252400;

    /// <summary>Tuesday 24 November 2026, 12:00 in New York.</summary>
    private const long Noon = 1795539600;

    [Theory]
    [InlineData(":palm_tree:", "Vacationing", Wednesday, "2026-12-02")]
    [InlineData(":face_with_thermometer:", "Out sick", 0, "2026-12-24")]
    [InlineData(":speech_balloon:", "OOO until Wednesday", Wednesday, "2026-12-02")]
    [InlineData(":palm_tree:", "Vacationing", Noon, null)]
    [InlineData(":calendar:", "In a meeting", Wednesday, null)]
    [InlineData(":house_with_garden:", "Working remotely, not on vacations", 0, null)]
    [InlineData("", "", 0, null)]
    public async Task A_status_says_until_when_somebody_is_away(string sign, string words, long ends, string? until)
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        await acme["lee"].Type(Channel, "help");
        await ChangesAsync(acme, "lee", sign, words, ends);

        Assert.Equal(until, await UntilAsync(acme, "Lee Chang"));
        await ChangesAsync(acme, "lee", "", "", 0);
        Assert.Null(await UntilAsync(acme, "Lee Chang"));
        acme.Clean();
    }

    [Fact]
    public async Task Who_asks_something_of_them_is_told_and_what_they_said_themselves_counts_first()
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        await acme["lee"].Type(Channel, "help");
        await ChangesAsync(acme, "lee", ":palm_tree:", "Vacationing", Wednesday);
        await acme["lee"].Type("@lee", "away until 2026-12-24");
        Assert.Equal("2026-12-24", await UntilAsync(acme, "Lee Chang"));

        await acme["lee"].Type("@lee", "away off");
        Assert.Null(await UntilAsync(acme, "Lee Chang"));
    }

    [Fact]
    public async Task A_status_that_was_there_before_the_bot_met_them_counts()
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        acme.Slack.User("lee").Status = (":palm_tree:", "Vacationing", Wednesday);

        await acme["dana"].Type(Channel, "start INC-004211 gateway slow p1 owner:@lee");
        await acme.SettledAsync();

        Assert.Equal("2026-12-02", await UntilAsync(acme, "Lee Chang"));
    }

    [Fact]
    public async Task What_changed_unseen_counts_when_Slack_is_asked_again()
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        await acme["lee"].Type(Channel, "help");
        acme.Slack.User("lee").Status = (":palm_tree:", "Vacationing", Wednesday);

        acme.Clock.Advance(TimeSpan.FromMinutes(61));
        await acme["lee"].Type(Channel, "help");
        await acme.SettledAsync();

        Assert.Equal("2026-12-02", await UntilAsync(acme, "Lee Chang"));
    }

    [Fact]
    public async Task Of_somebody_whom_the_bot_never_met_nothing_is_kept()
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        await ChangesAsync(acme, "priya", ":palm_tree:", "Vacationing", Wednesday);

        Assert.Empty(await acme.Store.RowsAsync(SlackProgram.Organisation, AwayRow.Status, TestContext.Current.CancellationToken));
        Assert.DoesNotContain(acme.Everybody, person => person.Handle == "priya" && person.Account is not null);
    }

    private static async Task ChangesAsync(SlackProgram acme, string handle, string sign, string words, long ends)
    {
        var user = acme.Slack.User(handle);
        await acme[handle].TellAsync(new JsonObject
        {
            ["type"] = "user_change",
            ["event_ts"] = "1795504500.000100",
            ["user"] = new JsonObject
            {
                ["id"] = user.Id,
                ["team_id"] = FakeSlack.Team,
                ["name"] = handle,
                ["tz"] = user.Zone,
                ["profile"] = new JsonObject { ["real_name"] = user.RealName, ["display_name"] = user.RealName, ["status_emoji"] = sign, ["status_text"] = words, ["status_expiration"] = ends },
            },
        });
        await acme.SettledAsync();
    }

    private static async Task<string?> UntilAsync(SlackProgram acme, string name)
    {
        var all = await AwayRow.AllAsync(acme.Store, SlackProgram.Organisation, TestContext.Current.CancellationToken);
        return all.TryGetValue(acme.Everybody.First(person => person.Name == name).Id, out var away) ? NodaTime.Text.LocalDatePattern.Iso.Format(away.Until) : null;
    }
}
