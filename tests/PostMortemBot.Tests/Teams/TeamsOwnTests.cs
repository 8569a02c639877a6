using System.Net;
using System.Text.Json.Nodes;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>One card in a channel, and in its place for author and reviewers their own: each sees the own buttons, and what they press changes nobody else's card.</summary>
public sealed class TeamsOwnTests
{
    private const string Channel = "#inc-gateway";
    private const string Incident = "INC-004211";
    private int asked;

    [Fact]
    public async Task The_author_sees_the_authors_buttons_where_everybody_else_sees_the_card_itself()
    {
        await using var acme = await TeamsProgram.StartAsync();
        var (dana, sam, lee) = (acme["dana"], acme["sam"], acme["lee"]);
        await sam.Type("@sam", "help");
        var card = await ResolvedAsync(acme);
        Assert.Equal([sam.User.Member], Refreshed(card));

        await sam.Look(Channel);
        Assert.True(sam.Sees("Continue", Channel));
        await lee.Look(Channel);
        Assert.False(lee.Sees("Continue", Channel));
        Assert.DoesNotContain("Continue", FakeTeamsWords.Card(card.Card!), StringComparison.Ordinal);
        await sam.Press("Continue", Channel);
        Assert.NotNull(sam.Form);
        sam.Close();

        // Whoever asks by the card's menu, though it does not name them, is shown what all see.
        await lee.RefreshAsync(card, "manual");
        Assert.Equal(FakeTeamsWords.Card(card.Card!), FakeTeamsWords.Card(card.Own["lee"]));
        await dana.Type("@dana", $"{Incident} author @dana");
        await acme.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal([dana.User.Member], Refreshed(card));
        Assert.Empty(card.Own);
        acme.Clean();
    }

    [Fact]
    public async Task A_reviewer_approves_at_the_channels_card_and_the_card_of_all_stays_as_it_is()
    {
        await using var acme = await TeamsProgram.StartAsync();
        foreach (var who in new[] { "sam", "noor", "kim", "priya" }) await acme[who].Type("@" + who, "help");
        var card = await ResolvedAsync(acme);
        acme.Teams.Rooms[Channel].Members.AddRange(["noor", "kim"]);
        await acme["dana"].Type("@dana", $"{Incident} review");
        await acme["dana"].Press("Request it all the same", "@dana");
        await acme["dana"].Submit(("Why it is requested all the same", "The auditors wait for it"));
        await acme.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(new[] { "kim", "noor", "priya", "sam" }.Select(who => acme[who].User.Member), Refreshed(card).Order(StringComparer.Ordinal));

        var (noor, kim) = (acme["noor"], acme["kim"]);
        foreach (var reviewer in new[] { noor, kim }) await reviewer.Look(Channel);
        Assert.True(noor.Sees("Approve as Technical", Channel));
        Assert.False(noor.Sees("Approve as Process", Channel));
        Assert.True(kim.Sees("Approve as Process", Channel));
        var before = FakeTeamsWords.Card(card.Card!);
        var saw = await noor.Press("Approve as Technical", Channel);
        Assert.Contains("approved as Technical", saw, StringComparison.Ordinal);
        Assert.NotNull((await acme.Of(Incident)).Review!.Of("Technical")!.Approval);
        Assert.Equal([noor.User.Member], card.Own["noor"]["refresh"]!["userIds"]!.AsArray().Select(id => (string?)id));

        await acme.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(before, FakeTeamsWords.Card(card.Card!));
        Assert.Empty(card.Own);
        await noor.Look(Channel);
        Assert.True(noor.Sees("Take back", Channel));
        Assert.False(noor.Sees("Approve as Technical", Channel));
        await kim.Look(Channel);
        await kim.Press("Request changes", Channel);
        Assert.NotNull(kim.Form);
        kim.Close();
        acme.Clean();
    }

    [Fact]
    public async Task Whose_card_it_is_is_read_from_the_envelope_and_a_card_of_another_conversation_shows_nothing()
    {
        await using var acme = await TeamsProgram.StartAsync();
        await acme["sam"].Type("@sam", "help");
        var card = await ResolvedAsync(acme);
        var mine = card.Card!["refresh"]!["action"]!;

        var (status, answer) = await AskAsync(acme["lee"], acme.Teams.Rooms["responders"], mine);
        Assert.Equal((HttpStatusCode.OK, "application/vnd.microsoft.activity.message"), (status, (string?)answer!["type"]));
        (_, answer) = await AskAsync(acme["lee"], card.Room, mine);
        Assert.DoesNotContain("Continue", answer!["value"]!.ToJsonString(), StringComparison.Ordinal);
        foreach (var value in new[] { "", "incident", "incident|", "incident|01JUNKNOWN", "verdict|x", "nothing|x|y" })
        {
            var forged = mine.DeepClone();
            forged["data"]!["_pm"]!["value"] = value;
            (status, answer) = await AskAsync(acme["sam"], card.Room, forged);
            Assert.Equal((HttpStatusCode.OK, "application/vnd.microsoft.activity.message"), (status, (string?)answer!["type"]));
        }

        acme.Teams.Users["lee"].IsGuest = true;
        await acme.Pass(TimeSpan.FromHours(2));
        await AskAsync(acme["lee"], card.Room, mine);
        await acme.SettledAsync();
        (_, answer) = await AskAsync(acme["lee"], card.Room, mine);
        Assert.Equal("application/vnd.microsoft.activity.message", (string?)answer!["type"]);
        Assert.Empty(acme.Log.Errors);
    }

    private static async Task<FakeTeamsMessage> ResolvedAsync(TeamsProgram acme)
    {
        await acme["dana"].Type(Channel, $"start {Incident} gateway slow p1 owner:@sam");
        var thread = acme.Teams.Rooms[Channel].Messages.First(message => !message.ByBot);
        await acme["dana"].Type(Channel, "resolve", thread);
        Assert.Equal(Life.Draft, (await acme.Of(Incident)).Life);
        await acme.Pass(TimeSpan.FromMinutes(2));
        return acme.Teams.Rooms[Channel].Messages.First(message => message.ByBot);
    }

    private static IEnumerable<string> Refreshed(FakeTeamsMessage card) => card.Card!["refresh"]!["userIds"]!.AsArray().Select(id => (string)id!);

    private Task<(HttpStatusCode Status, JsonObject? Answer)> AskAsync(FakeTeammate who, FakeTeamsRoom room, JsonNode action)
    {
        var invoke = who.Activity("invoke", room, room.Id, $"asked-{Interlocked.Increment(ref asked)}");
        (invoke["name"], invoke["replyToId"]) = ("adaptiveCard/action", "1");
        invoke["value"] = new JsonObject { ["action"] = action.DeepClone(), ["trigger"] = "automatic" };
        return who.SendAsync(invoke);
    }
}
