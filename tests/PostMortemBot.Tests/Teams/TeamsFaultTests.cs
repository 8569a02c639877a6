using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using PostMortemBot.Teams;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>Teams slow, away, refusing: what is owed comes once, nothing comes before its time, and nothing goes where it may not.</summary>
public sealed class TeamsFaultTests
{
    private const string Channel = "#inc-gateway";
    private const string Start = "start INC-004211 gateway slow p1 owner:@dana";

    [Theory]
    [InlineData(429, 3)]
    [InlineData(429, null)]
    [InlineData(412, null)]
    [InlineData(502, null)]
    [InlineData(504, null)]
    [InlineData(0, null)]
    public async Task A_card_that_Teams_did_not_take_comes_later_and_once(int status, int? after)
    {
        await using var acme = await TeamsProgram.StartAsync();
        acme.Teams.Next("POST conversations/19:", status, after, times: 2);
        await acme["dana"].Type(Channel, Start);
        for (var n = 0; n < 10; n++) await acme.Pass(TimeSpan.FromSeconds(20));

        Assert.Single(acme.Teams.Rooms[Channel].Messages, message => message.ByBot);
        Assert.Equal(3, acme.Teams.Calls.Count(call => call.What.StartsWith("POST conversations/19:", StringComparison.Ordinal)));
        Assert.Empty(acme.Teams.Wrongs);
    }

    [Fact]
    public async Task A_conversation_that_put_the_bot_out_is_called_no_more_until_something_comes_from_it()
    {
        await using var acme = await TeamsProgram.StartAsync();
        var room = acme.Teams.Rooms[Channel];
        await acme["dana"].Type(Channel, Start);
        room.HasBot = false;
        await acme["dana"].Type("@dana", "INC-004211 resolve");
        await acme.Pass(TimeSpan.FromMinutes(5));
        var calls = Calls();
        await acme["dana"].Type("@dana", "INC-004211 mark one more");
        await acme["dana"].Type("@dana", "INC-004211 reopen it came back");
        await acme.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(calls, Calls());

        await acme["dana"].Install(Channel);
        Assert.Contains("Hello.", FakeTeamsWords.Card(room.Messages[^1].Card!), StringComparison.Ordinal);

        int Calls() => acme.Teams.Calls.Count(call => call.What.Contains(room.Id, StringComparison.Ordinal) && call.What.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_an_uninstall_nothing_is_sent_and_a_new_install_greets_again()
    {
        await using var acme = await TeamsProgram.StartAsync();
        await acme["dana"].Install(Channel);
        await acme["dana"].Install(Channel);
        Assert.Single(acme.Teams.Rooms[Channel].Messages);
        await acme["dana"].Uninstall(Channel);
        await acme["dana"].Install(Channel);

        Assert.Equal(2, acme.Teams.Rooms[Channel].Messages.Count);
        acme.Clean();
    }

    [Fact]
    public async Task Who_adds_the_bot_sees_what_waits_for_them_already()
    {
        await using var acme = await TeamsProgram.StartAsync();
        acme.Teams.Rooms["@lee"].HasBot = false;
        await acme["dana"].Type(Channel, "start INC-004211 gateway slow p1 owner:@lee");
        await acme["dana"].Type(Channel, "resolve");

        await acme["lee"].Install("@lee");
        await acme["kim"].Install("@kim");

        Assert.Contains("INC-004211", FakeTeamsWords.Card(acme.Teams.Rooms["@lee"].Messages[^1].Card!), StringComparison.Ordinal);
        var empty = FakeTeamsWords.Card(Assert.Single(acme.Teams.Rooms["@kim"].Messages).Card!);
        Assert.Contains("Nothing waits for you", empty, StringComparison.Ordinal);
        Assert.Contains("When something breaks", empty, StringComparison.Ordinal);
        acme.Clean();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_upgrade_greets_nobody_again_and_the_bot_goes_on_posting(bool newcomerFirst)
    {
        await using var acme = await TeamsProgram.StartAsync();
        await acme["dana"].Install(Channel);
        await acme["dana"].Type(Channel, Start);
        var posted = acme.Teams.Rooms[Channel].Messages.Count;

        await acme["dana"].Upgrade(Channel, newcomerFirst);
        Assert.Equal(posted, acme.Teams.Rooms[Channel].Messages.Count);

        // Typed elsewhere: what comes from a conversation opens it again.
        await acme["dana"].Type("@dana", "INC-004211 resolve");
        Assert.True(acme.Teams.Rooms[Channel].Messages.Count > posted, "Nothing was posted after the upgrade.");
        acme.Clean();
    }

    [Fact]
    public async Task One_token_serves_until_it_runs_out_and_one_that_is_refused_is_fetched_anew_once()
    {
        await using var acme = await TeamsProgram.StartAsync();
        await acme["dana"].Type(Channel, Start);
        await acme["lee"].Type("@lee", "help");
        Assert.Equal(1, acme.Teams.Logins);
        acme.Teams.Next("POST", 401);
        await acme["lee"].Type("@lee", "help");
        Assert.Equal(2, acme.Teams.Logins);
        await acme.Pass(TimeSpan.FromMinutes(56));
        await acme["lee"].Type("@lee", "help");
        Assert.Equal(3, acme.Teams.Logins);
        acme.Clean();
    }

    [Fact]
    public async Task Where_Teams_takes_no_reactions_the_receipt_is_a_line_in_the_personal_chat()
    {
        await using var acme = await TeamsProgram.StartAsync();
        acme.Teams.NoReactions = true;
        await acme["dana"].Type(Channel, Start);
        var thread = acme.Teams.Rooms[Channel].Messages.First(message => !message.ByBot);
        await acme["lee"].Type(Channel, "mark rolled back", thread);

        Assert.Contains("on the timeline", FakeTeamsWords.Card(acme.Teams.Rooms["@lee"].Messages[^1].Card!), StringComparison.Ordinal);
        Assert.Single(acme.Teams.Rooms[Channel].Messages, message => message.ByBot);
        acme.Clean();
    }

    [Fact]
    public async Task While_the_store_hangs_nobody_waits_longer_than_Teams_does_and_what_was_typed_is_given_back()
    {
        await using var acme = await TeamsProgram.StartAsync();
        var dana = acme["dana"];
        await dana.Type(Channel, Start);
        var thread = acme.Teams.Rooms[Channel].Messages.First(message => !message.ByBot);
        await using (Stalled(acme))
        {
            var typing = dana.SendAsync(dana.Message(thread.Room, "@PostMortem mark failover started", thread.Conversation));
            await acme.Clock.PassWaitsAsync(typing, TimeSpan.FromSeconds(3));
            Assert.Equal(System.Net.HttpStatusCode.OK, (await typing).Status);
            var pressing = dana.PressAsync("Resolve", Channel);
            await acme.Clock.PassWaitsAsync(pressing, TimeSpan.FromSeconds(3));
            Assert.Equal("application/vnd.microsoft.activity.message", (string?)(await pressing).Answer!["type"]);
            var heard = acme["lee"].SendAsync(acme["lee"].Message(thread.Room, "📌 rolled back", thread.Conversation));
            await acme.Clock.PassWaitsAsync(heard, TimeSpan.FromSeconds(3));
            Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, (await heard).Status);
        }

        await acme.SettledAsync();
        Assert.Contains("failover started", string.Join('\n', acme.Teams.Rooms["@dana"].Messages.Select(message => FakeTeamsWords.Card(message.Card!))), StringComparison.Ordinal);
        Assert.Empty(acme.Teams.Wrongs);
    }

    [Fact]
    public async Task What_was_saved_late_is_told_and_never_called_not_saved_also_where_its_answer_cannot_be_kept()
    {
        await using var acme = await TeamsProgram.StartAsync();
        var dana = acme["dana"];
        await dana.Type(Channel, Start);
        var thread = acme.Teams.Rooms[Channel].Messages.First(message => !message.ByBot);
        BrokenStore.KeepsNo(TeamsTell.Kind, acme.App.Services.GetRequiredService<BotOptions>().DatabaseFile);

        // Where the store was busy with something else, nothing was begun and that is said: then once more.
        var refused = 0;
        for (; refused < 10; refused++)
        {
            await using (Stalled(acme))
            {
                var typing = dana.SendAsync(dana.Message(thread.Room, "@PostMortem mark failover started", thread.Conversation));
                await acme.Clock.PassWaitsAsync(typing, TimeSpan.FromSeconds(3));
                Assert.Equal(System.Net.HttpStatusCode.OK, (await typing).Status);
            }

            await acme.SettledAsync();
            if ((await acme.Of("INC-004211")).Events.Count > 0) break;
        }

        Assert.Equal("failover started", Assert.Single((await acme.Of("INC-004211")).Events).Text);
        Assert.Contains(BrokenStore.Fault, acme.Log.Text, StringComparison.Ordinal);
        var told = acme.Teams.Rooms["@dana"].Messages.Where(message => message.Card is not null).Select(message => FakeTeamsWords.Card(message.Card!)).ToList();
        Assert.Equal(refused, told.Count(card => card.Contains("Not saved", StringComparison.Ordinal)));
        Assert.Single(told, card => card.Contains("failover started", StringComparison.Ordinal) && !card.Contains("Not saved", StringComparison.Ordinal) && !card.Contains("storage is slow", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Somebody_who_has_not_added_the_bot_is_told_to_the_one_who_needs_them_with_a_link_to_it()
    {
        await using var acme = await TeamsProgram.StartAsync();
        await acme["sam"].Type(Channel, "help");
        acme.Teams.Rooms["@sam"].HasBot = false;
        await acme["dana"].Type(Channel, "start INC-004211 gateway slow p1 owner:@@Sam Ortiz");
        await acme.Pass(TimeSpan.FromMinutes(40));
        await acme["dana"].Type(Channel, "INC-004211 resolve");
        await acme.Pass(TimeSpan.FromHours(7));

        var told = FakeTeamsWords.Card(acme.Teams.Rooms["@dana"].Messages.Last(message => FakeTeamsWords.Card(message.Card!).Contains("I cannot write to", StringComparison.Ordinal)).Card!);
        Assert.Contains("Sam Ortiz about INC-004211. They have not added me in Teams: Apps → PostMortem → Add.", told, StringComparison.Ordinal);
        await acme["dana"].Press("Copy a link", "@dana");
        Assert.Contains($"https://teams.microsoft.com/l/chat/0/0?tenantId={FakeTeams.Tenant}&users=28%3A{FakeTeams.AppId}", string.Join('\n', acme.Teams.Rooms["@dana"].Messages.Select(message => FakeTeamsWords.Card(message.Card!))), StringComparison.Ordinal);
        Assert.Empty(acme.Teams.Wrongs);
    }

    [Fact]
    public async Task In_a_group_chat_the_chat_itself_is_the_place()
    {
        await using var acme = await TeamsProgram.StartAsync();
        await acme["dana"].Type("responders", "start INC-004300 portal slow p2");
        await acme["lee"].Type("responders", "mark restarted");

        var p = await acme.Of("INC-004300");
        Assert.Equal("restarted", Assert.Single(p.Events).Text);
        Assert.Null(Assert.Single(p.Places).Thread);
        acme.Clean();
    }

    /// <summary>Another program holds the database: nothing can be written.</summary>
    private static SqliteConnection Stalled(TeamsProgram acme)
    {
        var other = new SqliteConnection($"Data Source={acme.App.Services.GetRequiredService<BotOptions>().DatabaseFile};Pooling=False");
        other.Open();
        using var hold = other.CreateCommand();
        hold.CommandText = "BEGIN IMMEDIATE";
        hold.ExecuteNonQuery();
        return other;
    }
}
