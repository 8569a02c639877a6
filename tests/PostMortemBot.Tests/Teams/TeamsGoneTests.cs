using System.Text.Json.Nodes;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>What somebody deletes in Teams: a card comes back once, a personal chat is begun again, a deleted channel closes itself and no other.</summary>
public sealed class TeamsGoneTests
{
    private const string Channel = "#inc-gateway";

    /// <summary>Its id is that of the team, as of every team's first channel.</summary>
    private const string General = "#team0000";

    [Fact]
    public async Task A_card_that_somebody_deleted_is_posted_anew_once_and_edited_from_then_on()
    {
        await using var acme = await StartedAsync();
        var room = acme.Teams.Rooms[Channel];
        room.Messages.RemoveAll(message => message.ByBot);

        await TitleAsync(acme, "gateway is down");
        var anew = Assert.Single(room.Messages, message => message.ByBot);
        Assert.True(IsShown(acme, Channel, "gateway is down"));
        await TitleAsync(acme, "gateway was down");

        Assert.Equal(anew.Id, Assert.Single(room.Messages, message => message.ByBot).Id);
        Assert.True(IsShown(acme, Channel, "gateway was down"));
        Assert.Single(acme.Teams.Calls, call => call.What.StartsWith("PUT", StringComparison.Ordinal) && call.Status == 404);
        acme.Clean();
    }

    [Fact]
    public async Task A_card_whose_new_post_was_not_answered_stands_once_all_the_same()
    {
        await using var acme = await StartedAsync();
        var room = acme.Teams.Rooms[Channel];
        room.Granted = true;
        room.Messages.RemoveAll(message => message.ByBot);
        acme.Teams.Next($"POST conversations/{room.Id}", 502, done: true);

        await TitleAsync(acme, "gateway is down");

        Assert.Single(room.Messages, message => message.ByBot);
        Assert.Empty(acme.Teams.Wrongs);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(502)]
    [InlineData(0)]
    public async Task A_card_that_Teams_only_did_not_change_is_not_posted_a_second_time(int status)
    {
        await using var acme = await StartedAsync();
        acme.Teams.Next("PUT conversations/19:", status);

        await TitleAsync(acme, "gateway is down");

        Assert.Single(acme.Teams.Rooms[Channel].Messages, message => message.ByBot);
        Assert.Empty(acme.Teams.Wrongs);
    }

    [Fact]
    public async Task A_personal_chat_that_is_gone_is_begun_again()
    {
        await using var acme = await StartedAsync();
        await acme["lee"].Type("@lee", "help");
        acme.Teams.Rooms["@lee"] = new("@lee", "a:2lee", "personal", ["lee"]) { HasBot = true };

        await acme["lee"].Type(Channel, "INC-004211 timeline");
        await acme["lee"].Type(Channel, "INC-004211 timeline");

        Assert.Equal(2, acme.Teams.Rooms["@lee"].Messages.Count(message => FakeTeamsWords.Card(message.Card!).Contains("Timeline · INC-004211", StringComparison.Ordinal)));
        Assert.Single(acme.Teams.Calls, call => call.Status == 404);
        acme.Clean();
    }

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
