using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>What was said before: read through Microsoft Graph where it was granted, else what the bot was told, and which of both is said before the attempt.</summary>
public sealed class TeamsHistoryTests
{
    private const string Channel = "#inc-gateway";
    private const string Start = "start INC-004211 gateway slow p1 owner:@dana";

    [Fact]
    public async Task Where_nothing_is_granted_it_says_since_when_it_knows_what_was_said_and_proposes_that()
    {
        await using var acme = await TeamsProgram.StartAsync();
        var thread = await BeforeAsync(acme);
        await acme["dana"].Type(Channel, Start, thread);
        Assert.Contains("Paste older lines, each with its time: mark 14:05 what happened", await acme["dana"].Type("@dana", "INC-004211 backfill since 01:00"), StringComparison.Ordinal);
        await acme["lee"].Say(Channel, "rolled back gateway 4.12 on all nodes", thread);
        var saw = await acme["dana"].Type(Channel, "backfill since 01:00", thread);

        Assert.Contains("I may not read what was said here before, and know what I was told since 02:1", saw, StringComparison.Ordinal);
        Assert.Contains("I found 1 likely event in 1 message", saw, StringComparison.Ordinal);
        Assert.Single(acme.Teams.Calls, call => call.What.StartsWith("GRAPH", StringComparison.Ordinal));
        acme.Clean();
    }

    [Theory]
    [InlineData(50)]
    [InlineData(2)]
    public async Task Where_it_is_granted_all_of_the_thread_is_read_page_after_page_and_nothing_is_said_of_limits(int page)
    {
        await using var acme = await TeamsProgram.StartAsync();
        acme.Teams.Rooms[Channel].Granted = true;
        acme.Teams.GraphPage = page;
        var thread = await BeforeAsync(acme);
        await acme["dana"].Type(Channel, Start, thread);
        var saw = await acme["dana"].Type(Channel, "backfill since 01:00", thread);

        Assert.DoesNotContain("may not read", saw, StringComparison.Ordinal);
        Assert.Contains("I found 3 likely events in 5 messages", saw, StringComparison.Ordinal);
        await acme["dana"].Press("Choose", "@dana");
        Assert.Contains("rolled back gateway 4.12 <now>", acme["dana"].FormText, StringComparison.Ordinal);
        Assert.Contains("Lee Chang", acme["dana"].FormText, StringComparison.Ordinal);
        Assert.DoesNotContain("badge", acme["dana"].FormText, StringComparison.Ordinal);
        await acme["dana"].Submit();
        var kept = (await acme.Of("INC-004211")).Events;
        Assert.NotEmpty(kept);
        Assert.All(kept, one => Assert.Equal(thread.Id, one.Source!.Place.Thread));
        acme.Clean();
    }

    [Fact]
    public async Task Of_a_group_chat_and_of_a_channel_with_its_replies_what_was_said_since_is_read_and_no_page_beyond()
    {
        await using var acme = await TeamsProgram.StartAsync();
        var chat = acme.Teams.Rooms["responders"];
        (chat.Granted, chat.HasBot, acme.Teams.GraphPage) = (true, false, 2);
        foreach (var said in new[] { "the portal is down", "restarted the portal", "lunch?", "rolled back portal 2.1", "the portal is back" })
        {
            await acme["lee"].Say("responders", said);
            await acme.Pass(TimeSpan.FromMinutes(10));
        }

        chat.HasBot = true;
        await acme["dana"].Type("responders", "start INC-004300 portal slow p2");
        var saw = await acme["dana"].Type("responders", "backfill since 02:25");

        Assert.Contains("rolled back portal 2.1", await ProposalsAsync(acme), StringComparison.Ordinal);
        Assert.DoesNotContain("restarted the portal", await ProposalsAsync(acme), StringComparison.Ordinal);
        Assert.Contains("since 02:25", saw, StringComparison.Ordinal);
        Assert.InRange(acme.Teams.Calls.Count(call => call.What.StartsWith("GRAPH", StringComparison.Ordinal)), 3, 5);
        acme.Clean();
    }

    [Theory]
    [InlineData(50)]
    [InlineData(2)]
    public async Task A_channel_in_which_the_incident_is_not_is_read_with_the_replies_of_all_its_threads(int page)
    {
        await using var acme = await TeamsProgram.StartAsync();
        acme.Teams.GraphPage = page;
        var other = acme.Teams.AddRoom("#gateway", "channel", "dana", "lee", "priya");
        (other.Granted, other.HasBot) = (true, false);
        var first = await acme["lee"].Say("#gateway", "restarted gateway node 3");
        var second = await acme["priya"].Say("#gateway", "has anybody seen my badge?");
        foreach (var said in new[] { "it got worse", "rolled back gateway 4.12", "thanks", "failed over to the second site", "that helped" }) await acme["lee"].Say("#gateway", said, first);
        await acme["lee"].Say("#gateway", "not here", second);
        other.HasBot = true;
        await acme["dana"].Type(Channel, Start);
        var saw = await acme["dana"].Type("#gateway", "INC-004211 backfill since 01:00");

        Assert.Contains("in 8 messages since 01:00 EST", saw, StringComparison.Ordinal);
        foreach (var said in new[] { "restarted gateway node 3", "rolled back gateway 4.12", "failed over to the second site" }) Assert.Contains(said, await ProposalsAsync(acme), StringComparison.Ordinal);
        acme.Clean();
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task A_post_whose_answer_was_lost_is_found_where_messages_may_be_read_and_else_comes_twice(bool granted, int posts)
    {
        await using var acme = await TeamsProgram.StartAsync();
        acme.Teams.Rooms[Channel].Granted = granted;
        acme.Teams.Next("POST conversations/19:", 0, done: true);
        await acme["dana"].Type(Channel, Start);
        for (var n = 0; n < 5; n++) await acme.Pass(TimeSpan.FromSeconds(30));
        Assert.Equal(posts, acme.Teams.Rooms[Channel].Messages.Count(message => message.ByBot));

        // What is found is edited as any other, and what is said to all is looked for as well.
        var thread = acme.Teams.Rooms[Channel].Messages.First(message => !message.ByBot);
        await acme["dana"].Type(Channel, "mark rolled back", thread);
        acme.Teams.Next("POST conversations/19:", 0, done: true);
        await acme["dana"].Type(Channel, "handover @lee", thread);
        for (var n = 0; n < 5; n++) await acme.Pass(TimeSpan.FromSeconds(30));
        var cards = acme.Teams.Rooms[Channel].Messages.Where(message => message.ByBot).Select(message => FakeTeamsWords.Card(message.Card!)).ToList();
        Assert.Single(cards, card => card.Contains("owner @Lee Chang", StringComparison.Ordinal));
        Assert.Equal(posts, cards.Count(card => card.Contains("has INC-004211 from", StringComparison.Ordinal)));
        Assert.Empty(acme.Teams.Wrongs);
    }

    private static async Task<string> ProposalsAsync(TeamsProgram acme)
    {
        await acme["dana"].Press("Choose", "@dana");
        return acme["dana"].FormText;
    }

    /// <summary>A thread of five messages from before the bot came, three of them likely events.</summary>
    private static async Task<FakeTeamsMessage> BeforeAsync(TeamsProgram acme)
    {
        var room = acme.Teams.Rooms[Channel];
        room.HasBot = false;
        var root = await acme["sam"].Say(Channel, "I am declaring an incident: gateway is slow");
        foreach (var (who, said) in new[] { ("lee", "restarted gateway node 3"), ("priya", "has anybody seen my badge?"), ("lee", "rolled back gateway 4.12 <now>"), ("priya", "thanks") }) await acme[who].Say(Channel, said, root);
        room.HasBot = true;
        await acme.Pass(TimeSpan.FromMinutes(1));
        return root;
    }
}
