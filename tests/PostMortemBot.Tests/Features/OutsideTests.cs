using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>Somebody of the organisation who is in none of the incident's places: what they do from elsewhere changes nothing and gives no rights there.</summary>
public sealed class OutsideTests
{
    private const string Refused = "Only people in the conversation of INC-004211 can ";

    [Theory]
    [InlineData("mark pool is empty", "add to its timeline")]
    [InlineData("mark 02:01 pool is empty\n02:02 restarted", "add to its timeline")]
    [InlineData("evidence index=gateway | timechart", "add to it")]
    [InlineData("set p3", "change its facts")]
    [InlineData("handover @lee to you", "hand it over")]
    [InlineData("resolve", "resolve it")]
    [InlineData("backfill since 01:50", "look through its messages")]
    public async Task What_is_typed_from_a_direct_message_changes_nothing(string typed, string what)
    {
        await using var chat = await Started();
        var before = await chat.Of("#inc");

        var said = await chat.Type("iris", "@iris", "INC-004211 " + typed);

        Assert.StartsWith($"{Refused}{what}. Join its channel, or ask somebody there.", said.Text, StringComparison.Ordinal);
        Assert.Equal(before.Version, (await chat.Of("#inc")).Version);
        Assert.Contains(await chat.Store.AuditedAsync(Chatting.Organisation, 5, TestContext.Current.CancellationToken), row => row.Reason.StartsWith(Refused, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mark_from_elsewhere_opens_no_door()
    {
        await using var chat = await Started();

        await chat.Type("iris", "@iris", "INC-004211 mark pool is empty");
        await chat.Type("iris", "@iris", "INC-004211 backfill since 01:50");
        await chat.Type("iris", "#other", "start INC-004211");

        var p = await chat.Of("#inc");
        Assert.DoesNotContain(await chat.IdOf("iris"), p.Participants);
        Assert.Equal([TestChat.PlaceOf("#inc")], p.Places);
        Assert.DoesNotContain(chat.Standing("@iris"), card => card.StartsWith("I found", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mark_that_waits_elsewhere_is_not_offered_to_an_incident_one_is_not_in()
    {
        await using var chat = await Started();

        Assert.DoesNotContain("Add to INC-004211", (await chat.Type("iris", "#other", "mark pool is empty")).Buttons);
        Assert.Contains("Add to INC-004211", (await chat.Type("lee", "#other", "mark pool is empty too")).Buttons);
    }

    [Fact]
    public async Task Whoever_joins_its_channel_acts_from_anywhere()
    {
        await using var chat = await Started();
        await chat.Type("iris", "@iris", "INC-004211 mark pool is empty");
        chat.Chat.Outside.Clear();

        await chat.Type("iris", "@iris", "INC-004211 mark pool is empty");

        Assert.Equal(["pool is empty"], (await chat.Of("#inc")).Events.Select(e => e.Text));
    }

    [Fact]
    public async Task Whoever_took_part_and_the_SRE_team_need_not_be_there_any_more()
    {
        await using var chat = await Started();
        await chat.Type("lee", "#inc", "mark pool is empty");
        chat.Chat.Outside.UnionWith([("lee", "#inc"), ("marta", "#inc")]);

        await chat.Type("lee", "@lee", "INC-004211 mark restarted");
        await chat.Type("marta", "@marta", "INC-004211 mark paged by customers");

        Assert.Equal(3, (await chat.Of("#inc")).Events.Count);
    }

    [Fact]
    public async Task What_is_no_secret_is_read_by_every_member()
    {
        await using var chat = await Started();
        await chat.Type("dana", "#inc", "mark pool is empty");

        Assert.Contains("pool is empty", (await chat.Type("iris", "@iris", "INC-004211 timeline")).Text, StringComparison.Ordinal);
    }

    private static async Task<Chatting> Started()
    {
        var chat = Chatting.At("2026-11-24 02:11");
        chat.Chat.Outside.Add(("iris", "#inc"));
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow p1");
        return chat;
    }
}
