using System.Text.Json.Nodes;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>What somebody deletes in Teams: a deleted channel closes itself and no other.</summary>
public sealed class TeamsGoneTests
{
    private const string Channel = "#inc-gateway";

    /// <summary>Its id is that of the team, as of every team's first channel.</summary>
    private const string General = "#team0000";

    [Fact]
    public async Task A_deleted_channel_closes_itself_and_not_the_one_in_which_that_is_told()
    {
        await using var acme = await StartedAsync();
        await TellAsync(acme, "channelDeleted", Channel);

        await TitleAsync(acme, "both are down");
        Assert.Equal((false, true), Shown(acme, "both are down"));

        await TellAsync(acme, "channelRestored", Channel);
        await TitleAsync(acme, "both came back");
        Assert.Equal((true, true), Shown(acme, "both came back"));
        Assert.Empty(acme.Teams.Wrongs);
    }

    [Fact]
    public async Task A_renamed_channel_closes_nothing()
    {
        await using var acme = await StartedAsync();
        await TellAsync(acme, "channelRenamed", Channel);

        await TitleAsync(acme, "both are down");

        Assert.Equal((true, true), Shown(acme, "both are down"));
        acme.Clean();
    }

    [Fact]
    public async Task A_deleted_team_closes_all_its_channels_and_a_restored_one_opens_them()
    {
        await using var acme = await StartedAsync();
        await TellAsync(acme, "teamDeleted");
        await TitleAsync(acme, "both are down");
        Assert.Equal((false, false), Shown(acme, "both are down"));

        await TellAsync(acme, "teamRestored");
        await TitleAsync(acme, "both came back");
        Assert.Equal((true, true), Shown(acme, "both came back"));
        Assert.Empty(acme.Teams.Wrongs);
    }

    private static async Task<TeamsProgram> StartedAsync()
    {
        var acme = await TeamsProgram.StartAsync();
        acme.Teams.AddRoom(General, "channel", "dana", "lee");
        await acme["dana"].Type("@dana", "help");
        await acme["dana"].Type(Channel, "start INC-004211 gateway slow p1 owner:@dana");
        await acme["dana"].Type(General, "start INC-004212 portal slow p1 owner:@dana");
        await acme.Pass(TimeSpan.FromMinutes(2));
        return acme;
    }

    /// <summary>Said elsewhere, for what comes from a conversation opens it: the cards of both channels are to show it.</summary>
    private static async Task TitleAsync(TeamsProgram acme, string title)
    {
        foreach (var incident in new[] { "INC-004211", "INC-004212" }) await acme["dana"].Type("@dana", $"{incident} set title {title}");
        await acme.Pass(TimeSpan.FromMinutes(5));
    }

    private static (bool InChannel, bool InGeneral) Shown(TeamsProgram acme, string title) => (IsShown(acme, Channel, title), IsShown(acme, General, title));

    private static bool IsShown(TeamsProgram acme, string where, string title) => acme.Teams.Rooms[where].Messages.Any(message => message.ByBot && FakeTeamsWords.Card(message.Card!).Contains(title, StringComparison.Ordinal));

    /// <summary>As Teams tells it: in the team's first channel, with the one that it concerns beside it.</summary>
    private static async Task TellAsync(TeamsProgram acme, string what, string channel = General)
    {
        var activity = acme["dana"].Activity("conversationUpdate", acme.Teams.Rooms[General], acme.Teams.Rooms[General].Id, acme.Teams.NewGuid());
        activity["channelData"]!["eventType"] = what;
        activity["channelData"]!["channel"] = new JsonObject { ["id"] = acme.Teams.Rooms[channel].Id };
        await acme["dana"].SendAsync(activity);
        await acme.SettledAsync();
    }
}
