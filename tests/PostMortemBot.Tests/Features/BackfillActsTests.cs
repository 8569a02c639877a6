using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>Events picked from what was said.</summary>
public sealed class BackfillActsTests
{
    [Fact]
    public async Task What_looks_like_an_event_is_proposed_and_the_certain_ones_are_kept_with_one_click()
    {
        await using var chat = await Talked();

        await chat.Type("rana", "#inc", "backfill since 01:50");

        Assert.Equal("I found 4 likely events in 6 messages since 01:50 EST; 3 look certain.\n[Keep the 3] [Choose]", Shown(chat, "rana"));
        Assert.Empty((await chat.Of("#inc")).Events);
        var kept = await chat.Press("rana", "Keep the 3");
        Assert.Equal("3 events added to INC-004211.\n1 likely event left. What is not picked is thrown away after 24 h.\n[Timeline] [Undo] [Choose]", kept.Text);
        var p = await chat.Of("#inc");
        Assert.Equal(
            [("01:55", "I am declaring an incident: gateway down"), ("01:57", "HighLatency alert firing: gateway p95 4.2 s"), ("02:00", "rolled back gateway 4.12 in PROD")],
            p.Events.Select(e => (Moments.Clock(e.When, Shipped.Policy.ProcessZone), e.Text)));
        Assert.Equal((await chat.IdOf("dana"), await chat.IdOf("rana"), MarkKind.Backfill), (p.Events[0].Writer!.Value, p.Events[0].MarkedBy, Assert.Single(p.Events[0].Reasons).Kind));
        Assert.Equal((2, "Splunk", null), (p.Events[1].Times, p.Events[1].WriterName, p.Events[1].Writer));
        Assert.NotNull(p.Events[0].Source);
    }

    [Fact]
    public async Task What_is_on_the_timeline_is_not_proposed_again()
    {
        await using var chat = await Talked();
        await chat.Type("rana", "#inc", "backfill since 01:50");
        await chat.Press("rana", "Keep the 3");

        await chat.Type("rana", "#inc", "backfill since 01:50");

        Assert.Equal("I found 1 likely event in 6 messages since 01:50 EST; none looks certain.\n[Choose]", Shown(chat, "rana"));
    }

    [Fact]
    public async Task Undo_takes_all_that_was_kept_off_again()
    {
        await using var chat = await Talked();
        await chat.Type("rana", "#inc", "backfill since 01:50");
        await chat.Advance(Duration.FromSeconds(5));
        await chat.Press("rana", "Keep the 3");
        await chat.Advance(Duration.FromSeconds(5));

        await chat.Press("rana", "Undo");

        Assert.Empty((await chat.Of("#inc")).Events);
    }

    [Fact]
    public async Task One_chooses_with_ticks_surest_first_each_with_its_reason()
    {
        await using var chat = await Talked();
        await chat.Type("rana", "#inc", "backfill since 01:50");

        var form = (await chat.Press("rana", "Choose")).Form;

        Assert.Equal(4, form.Fields.Count());
        Assert.All(form.Fields, field => Assert.NotEmpty(field.Hint!));
        Assert.Equal([true, true, true, false], form.Fields.Select(field => ((PostMortemBot.Screens.FieldInput.Tick)field.Input).On));
        Assert.Contains("rolled back", string.Join('\n', form.Fields.Select(field => field.Hint)), StringComparison.Ordinal);
        var fields = form.Fields.ToList();
        await chat.Submit("rana", (fields[0].Name, ""), (fields[1].Name, ""), (fields[2].Name, ""), (fields[3].Name, "yes"));
        Assert.Single((await chat.Of("#inc")).Events);
    }

    [Fact]
    public async Task Nothing_ticked_keeps_nothing_and_says_so()
    {
        await using var chat = await Talked();
        await chat.Type("rana", "#inc", "backfill since 01:50");
        var fields = (await chat.Press("rana", "Choose")).Form.Fields.ToList();

        var said = await chat.Submit("rana", [.. fields.Select(field => (field.Name, ""))]);

        Assert.Contains("Nothing is ticked", ((PostMortemBot.Screens.FormElement.Note)said.Form.Elements[0]).Line.Plain(), StringComparison.Ordinal);
        Assert.Empty((await chat.Of("#inc")).Events);
    }

    [Fact]
    public async Task Ticks_are_remembered_from_page_to_page()
    {
        await using var chat = await Started();
        for (var node = 10; node < 33; node++)
        {
            chat.Chat.Say("dana", TestChat.PlaceOf("#inc"), $"rolled back gateway on node-{node} to 4.11");
            await chat.Advance(Duration.FromMinutes(1));
        }

        await chat.Type("rana", "#inc", "backfill since 01:50");
        var first = (await chat.Press("rana", "Choose")).Form.Fields.ToList();
        Assert.Equal(10, first.Count);
        await chat.Press("rana", "Next 10");
        await chat.Press("rana", "Next 3");
        var back = await chat.Press("rana", "Former 10");
        Assert.Equal(10, back.Form.Fields.Count());
        await chat.Submit("rana", [.. back.Form.Fields.Select(field => (field.Name, ""))]);

        Assert.Equal(13, (await chat.Of("#inc")).Events.Count);
    }

    [Fact]
    public async Task Without_a_time_it_reads_from_where_the_incident_began()
    {
        await using var chat = await Talked();
        Assert.Equal("Reading what was said since 01:54 EST.\n[Cancel]", (await chat.Type("rana", "#inc", "backfill")).Text);
        await chat.Type("dana", "#inc", "mark 01:50 begin: first requests slow");

        Assert.Equal("Reading what was said since 01:50 EST.\n[Cancel]", (await chat.Type("rana", "#inc", "backfill")).Text);
        Assert.StartsWith("I found 4 likely events in 6 messages since 01:50 EST", Shown(chat, "rana"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_found_and_nothing_said_are_told()
    {
        await using var chat = await Started();
        await chat.Type("rana", "#inc", "backfill since 01:50");
        Assert.Equal("Nothing was said here since 01:50 EST.\n[Mark an event]", Shown(chat, "rana"));

        chat.Chat.Say("dana", TestChat.PlaceOf("#inc"), "lunch, back at 12");
        await chat.Type("rana", "#inc", "backfill since 01:50");
        Assert.Equal("I found nothing that looks like an event in 1 message since 01:50 EST.\n[Mark an event]", Shown(chat, "rana"));
    }

    [Fact]
    public async Task After_a_day_they_are_gone_and_one_can_look_again()
    {
        await using var chat = await Talked();
        await chat.Type("rana", "#inc", "backfill since 01:50");
        var key = $"backfill/{(await chat.IdOf("rana")).Value}/{(await chat.Of("#inc")).Id.Value}";
        await chat.Advance(Duration.FromHours(24) - Duration.FromSeconds(1));
        Assert.NotNull(await chat.Store.RowAsync(Chatting.Organisation, key, TestContext.Current.CancellationToken));
        await chat.Advance(Duration.FromSeconds(1));
        Assert.Null(await chat.Store.RowAsync(Chatting.Organisation, key, TestContext.Current.CancellationToken));

        var said = await chat.Press("rana", "Keep the 3");

        Assert.Equal("These proposals are gone: they are kept for 24 h, for the one who asked.\n[Look again]", said.Text);
        Assert.Empty((await chat.Of("#inc")).Events);
        await chat.Press("rana", "Look again");
        Assert.StartsWith("I found", Shown(chat, "rana"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_sees_or_keeps_them()
    {
        await using var chat = await Talked();
        await chat.Type("rana", "#inc", "backfill since 01:50");
        var card = chat.Chat.Messages.Last(message => message.PrivateTo == "rana").Card!;

        var said = await chat.HandleAsync("lee", new PostMortemBot.Chat.ButtonPressed(Chatting.Account("lee"), TestChat.PlaceOf("#inc"), chat.Now, "lee-1", card.Shown[0].Id, card.Shown[0].Value));

        Assert.StartsWith("These proposals are gone", said.Text, StringComparison.Ordinal);
        Assert.Empty((await chat.Of("#inc")).Events);
    }

    [Fact]
    public async Task Guests_read_no_history_and_the_refusal_is_kept()
    {
        await using var chat = await Talked();

        var said = await chat.HandleAsync("gil", new PostMortemBot.Chat.CommandTyped(Chatting.Account("gil"), TestChat.PlaceOf("#inc"), chat.Now, "gil-1", "backfill since 01:50") { ByGuest = true });

        Assert.Contains("Incidents are open to members only.", said.Text, StringComparison.Ordinal);
        Assert.Contains("Incidents are open to members only.", Assert.Single(await chat.Store.AuditedAsync(Chatting.Organisation, 5, TestContext.Current.CancellationToken)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_person_told_the_bot_alone_is_read_for_nobody_else()
    {
        await using var chat = Chatting.At("2026-11-24 01:54");
        await chat.Type("sam", "@sam", "nearmiss certificate nearly ran out");
        await chat.Advance(Duration.FromMinutes(1));
        chat.Chat.Say("sam", TestChat.PlaceOf("@sam"), "rolled back gateway 4.12 in PROD");
        await chat.Advance(Duration.FromMinutes(1));

        await chat.Type("priya", "@priya", "backfill since 01:50");
        var said = await chat.Press("priya", "Near miss 1");

        Assert.Equal("Near miss 1 was noted in a direct message. I show it to nobody but its writer. You typed: backfill since 01:50\n[Try again]", said.Text);
        Assert.DoesNotContain(chat.Standing("@priya"), card => card.StartsWith("I found", StringComparison.Ordinal));
        await chat.Type("sam", "@sam", "backfill since 01:50");
        await chat.Press("sam", "Near miss 1");
        Assert.StartsWith("I found 1 likely event in ", chat.Standing("@sam")[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("omar", "@omar", false)]
    [InlineData("iris", "@iris", true)]
    [InlineData("rana", "@rana", true)]
    [InlineData("priya", "@priya", true)]
    [InlineData("marta", "@marta", true)]
    public async Task From_a_direct_message_only_its_people_who_took_part_the_SRE_team_and_reviewers_read_the_channel(string who, string where, bool may)
    {
        await using var chat = await Talked();
        foreach (var outside in new[] { "omar", "rana", "priya", "marta" }) chat.Chat.Outside.Add((outside, "#inc"));

        var said = await chat.Type(who, where, "INC-004211 backfill since 01:50");

        Assert.Equal(may ? "I found 4 likely events in 6 messages since 01:50 EST; 3 look certain.\n[Keep the 3] [Choose]" : null, (chat.Standing(where) is [.., var last] ? last : null)?.Replace(" (12:20 for you)", "", StringComparison.Ordinal));
        Assert.Equal(may ? 0 : 1, (await chat.Store.AuditedAsync(Chatting.Organisation, 5, TestContext.Current.CancellationToken)).Count);
        Assert.StartsWith(may ? "Reading what was said since 01:50 EST" : "Only people in the conversation of INC-004211 can look through its messages. Join its channel, or ask somebody there.", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_its_channel_anybody_of_it_looks_and_that_channel_alone_is_read()
    {
        await using var chat = await Talked();
        await chat.Type("rana", "#second", "start INC-004211");
        chat.Chat.Say("dana", TestChat.PlaceOf("#second"), "rolled back portal 2.1 in QA");

        await chat.Type("iris", "#inc", "backfill since 01:50");
        Assert.StartsWith("I found 4 likely events in 6 messages", Shown(chat, "iris"), StringComparison.Ordinal);
        chat.Chat.Outside.UnionWith([("iris", "#inc"), ("iris", "#second")]);
        var elsewhere = await chat.Type("iris", "#general", "INC-004211 backfill since 01:50");

        Assert.StartsWith("Only people in the conversation of INC-004211", elsewhere.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backfill since 99:99")]
    [InlineData("backfill since the beginning")]
    public async Task A_time_that_cannot_be_read_is_given_back(string typed)
    {
        await using var chat = await Talked();

        Assert.Contains("You typed: " + typed, (await chat.Type("rana", "#inc", typed)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_bot_may_not_read_it_says_so()
    {
        await using var chat = await Talked();
        chat.Chat.NotIn.Add("#inc");

        await chat.Type("rana", "#inc", "backfill since 01:50");

        Assert.StartsWith("I cannot read what was said here: I am not in that channel.", Shown(chat, "rana"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_history_is_told_put_down_gone_on_with_and_answered_by_direct_message()
    {
        await using var chat = await Talked();
        chat.Chat.OnHistory = () => chat.Time.Advance(TimeSpan.FromSeconds(15));

        await chat.Type("rana", "#inc", "backfill since 01:50");

        Assert.Contains(chat.Chat.Messages, message => message.PrivateTo == "rana" && PostMortemBot.Chat.CardText.Of(message.Card).StartsWith("About ", StringComparison.Ordinal) && PostMortemBot.Chat.CardText.Of(message.Card).EndsWith("of messages. I write to you when done.\n[Cancel]", StringComparison.Ordinal));
        Assert.StartsWith("I found 4 likely events in 6 messages since 01:50 EST", Assert.Single(chat.Standing("@rana")), StringComparison.Ordinal);
        await chat.Press("rana", "Keep the 3", "@rana");
        Assert.Equal(3, (await chat.Of("#inc")).Events.Count);
    }

    [Fact]
    public async Task A_platform_that_lets_wait_for_the_first_message_is_told_of_too()
    {
        await using var chat = await Talked();
        var comes = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        chat.Chat.HistoryComes = comes.Task;

        var typed = chat.Type("rana", "#inc", "backfill since 01:50");
        for (var seconds = 0; seconds < 50_000 && !chat.Chat.Messages.Any(IsSlow); seconds++)
        {
            chat.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Contains(chat.Chat.Messages, IsSlow);
        comes.SetResult();
        await typed;
        Assert.StartsWith("I found 4 likely events", Assert.Single(chat.Standing("@rana")), StringComparison.Ordinal);

        static bool IsSlow(TestMessage message) => PostMortemBot.Chat.CardText.Of(message.Card) == "Reading takes a while here. I write to you when done.\n[Cancel]";
    }

    [Fact]
    public async Task A_reading_that_is_cancelled_ends_without_a_word()
    {
        await using var chat = await Talked();
        var messages = 0;
        chat.Chat.OnHistory = () =>
        {
            chat.Time.Advance(TimeSpan.FromSeconds(15));
            if (++messages == 3) chat.Store.PutAsync(Chatting.Organisation, [new(Key(chat), null)], TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        };

        await chat.Type("rana", "#inc", "backfill since 01:50");

        Assert.Empty(chat.Standing("@rana"));
        Assert.DoesNotContain(chat.Chat.Messages, message => message.PrivateTo == "rana" && PostMortemBot.Chat.CardText.Of(message.Card).StartsWith("I found", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancel_after_the_end_changes_nothing()
    {
        await using var chat = await Talked();
        await chat.Type("rana", "#inc", "backfill since 01:50");

        Assert.Equal("That look through the messages is over already.", (await chat.Press("rana", "Cancel")).Text);
        Assert.Contains("3 events added", (await chat.Press("rana", "Keep the 3", "#inc")).Text, StringComparison.Ordinal);
    }

    private static string Key(Chatting chat) => "backfill/" + chat.IdOf("rana").GetAwaiter().GetResult().Value + "/" + chat.Of("#inc").GetAwaiter().GetResult().Id.Value;

    /// <summary>What was written to this person alone last.</summary>
    private static string Shown(Chatting chat, string who) => PostMortemBot.Chat.CardText.Of(chat.Chat.Messages.Last(message => message.PrivateTo == who).Card);

    private static async Task<Chatting> Started()
    {
        var chat = Chatting.At("2026-11-24 01:54");
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow");
        await chat.Advance(Duration.FromMinutes(1));
        return chat;
    }

    private static async Task<Chatting> Talked()
    {
        var chat = await Started();
        foreach (var (who, text) in new[]
        {
            ("dana", "I am declaring an incident: gateway down"),
            ("lee", "can you hear me?"),
            ("bot:Splunk", "HighLatency alert firing: gateway p95 4.2 s"),
            ("bot:Splunk", "HighLatency alert firing: gateway p95 6.0 s"),
            ("lee", "gateway slow in eu"),
            ("lee", "rolled back gateway 4.12 in PROD"),
        })
        {
            chat.Chat.Say(who, TestChat.PlaceOf("#inc"), text);
            await chat.Advance(Duration.FromMinutes(1));
        }

        return chat;
    }
}
