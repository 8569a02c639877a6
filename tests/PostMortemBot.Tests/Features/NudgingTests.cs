using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

public sealed class NudgingTests
{
    [Fact]
    public async Task All_that_waits_for_a_person_comes_in_one_message_at_the_start_of_their_day()
    {
        await using var chat = await WithActionsAsync("2026-12-01 08:59", 3);

        await chat.Tick();
        Assert.Empty(Days(chat, "lee"));
        await chat.Advance(Duration.FromMinutes(1));
        await chat.Tick();

        var day = Assert.Single(Days(chat, "lee"));
        Assert.Equal(
            """
            3 things wait for you
            • Due Thu 3 Dec (in 2 days): alert number 1 · INC-004211
            • Due Thu 3 Dec (in 2 days): alert number 2 · INC-004211
            • Due Thu 3 Dec (in 2 days): alert number 3 · INC-004211
            """.ReplaceLineEndings("\n"),
            day.Split("\nAnother answer", 2)[0].ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task However_often_it_is_looked_at_and_restarted_it_is_told_once()
    {
        await using var chat = await WithActionsAsync("2026-12-01 09:00", 1);
        for (var minute = 0; minute < 5; minute++)
        {
            await Task.WhenAll(chat.Tick(), chat.Tick());
            chat.Bot.PostMortems.ForgetAll(Chatting.Organisation);
            await chat.Advance(Duration.FromMinutes(1));
        }

        Assert.Single(Days(chat, "lee"));
        Assert.Single((await chat.History(await chat.Of("INC-004211"))).OfType<NudgeQueued>(), queued => queued.Topic == NudgeTopic.Action);
    }

    [Fact]
    public async Task Two_copies_of_the_bot_tell_it_once()
    {
        await using var chat = await WithActionsAsync("2026-12-01 09:00", 2);
        var stop = TestContext.Current.CancellationToken;
        var other = chat.Another();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(() => Routes.Tick(number % 2 == 0 ? chat.Bot : other)(stop), stop)));
        await chat.DrainAsync();

        Assert.Single(Days(chat, "lee"));
        Assert.All((await chat.History(await chat.Of("INC-004211"))).OfType<NudgeQueued>().GroupBy(queued => queued.Key), occasion => Assert.Single(occasion));
    }

    [Fact]
    public async Task What_is_owed_can_be_taken_over_by_who_may_and_by_nobody_else()
    {
        await using var chat = await WithActionsAsync("2026-12-05 12:00", 1);
        await chat.Type("iris", "@iris", "debt");
        Assert.Contains("Its owner answers for an action item", (await chat.Press("iris", "Take one", value: "@Lee Chang: alert number 1")).Text, StringComparison.Ordinal);

        await chat.Type("marta", "@marta", "debt");
        Assert.Equal("It is with you now, INC-004211.\n[Undo]", (await chat.Press("marta", "Take one", value: "@Lee Chang: alert number 1")).Text);
        Assert.Equal(await chat.IdOf("marta"), (await chat.Of("INC-004211")).Actions[0].Owner!.Person);
    }

    [Fact]
    public async Task What_comes_later_the_same_day_waits_for_the_next()
    {
        await using var chat = await WithActionsAsync("2026-12-01 09:00", 1);
        await chat.Tick();
        await chat.Type("rana", "#inc", "action \"second alert\" @lee 2026-12-01");
        await chat.Advance(Duration.FromHours(3));
        await chat.Tick();
        Assert.Single(Days(chat, "lee"));

        await chat.Advance(Duration.FromHours(21));
        await chat.Tick();

        // The new message holds what the one before still held; that one shrinks.
        Assert.Contains("Was due Tue 1 Dec (yesterday): second alert", Days(chat, "lee")[^1], StringComparison.Ordinal);
        Assert.Contains("alert number 1", Days(chat, "lee")[^1], StringComparison.Ordinal);
        Assert.Single(chat.Standing("@lee"), text => text.Contains("Replaced by the newer list below.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_thing_on_a_later_occasion_is_told_again_in_one_line()
    {
        await using var chat = await WithActionsAsync("2026-12-01 09:00", 1);
        await chat.Tick();
        await chat.Advance(Duration.FromDays(2));
        await chat.Tick();

        Assert.Equal("1 thing waits for you\nDue Thu 3 Dec (today): alert number 1 · INC-004211", Assert.Single(Days(chat, "lee")).Split("\n[")[0]);
        Assert.Equal(2, Posted(chat, "lee").Count);
    }

    [Fact]
    public async Task What_was_settled_between_queueing_and_sending_is_left_out_and_that_is_recorded()
    {
        await using var chat = await WithActionsAsync("2026-12-01 09:00", 1);
        await Routes.Tick(chat.Bot)(TestContext.Current.CancellationToken); // queued, and not sent yet
        var p = await chat.Of("INC-004211");
        var turn = Turn.OfBot(chat.Bot, Chatting.Organisation, p.Places[0], "done", TestContext.Current.CancellationToken);
        await turn.DecideAsync(p.Id, state => ActionAnswers.Done(state, state.Actions[0].Id, Actor.Bot, turn.Now));
        await chat.DrainAsync();

        Assert.Empty(Days(chat, "lee"));
        Assert.Equal("settled before it was sent", Assert.Single((await chat.History(p)).OfType<NudgeDropped>()).Reason);
    }

    [Fact]
    public async Task A_message_that_could_not_be_sent_in_time_waits_for_working_hours()
    {
        await using var chat = await WithActionsAsync("2026-12-01 16:59", 1);
        await Routes.Tick(chat.Bot)(TestContext.Current.CancellationToken);
        await chat.Advance(Duration.FromHours(2));
        Assert.Empty(Days(chat, "lee"));

        await chat.Advance(Duration.FromHours(15));
        await chat.Tick();

        Assert.Single(Days(chat, "lee"));
    }

    [Fact]
    public async Task Down_for_72_hours_it_catches_up_with_one_message_a_person_and_one_line_a_topic()
    {
        await using var chat = await WithActionsAsync("2026-12-01 08:00", 1);
        await chat.Advance(Duration.FromHours(72)); // Friday 08:00: both the reminder before and that of the day were missed
        await chat.Advance(Duration.FromHours(2));
        await chat.Tick();

        Assert.Equal("1 thing waits for you\nWas due Thu 3 Dec (yesterday): alert number 1 · INC-004211", Assert.Single(Days(chat, "lee")).Split("\n[")[0]);
    }

    [Fact]
    public async Task An_answer_on_the_message_takes_one_click_and_draws_it_anew()
    {
        await using var chat = await WithActionsAsync("2026-12-01 09:00", 2);
        await chat.Tick();
        var card = chat.Chat.PostedIn("@lee")[^1];
        var button = card.Card!.Shown[0];

        var said = await chat.HandleAsync("lee", new ButtonPressed(Chatting.Account("lee"), card.Ref.Place, chat.Now, chat.NewReceipt(), button.Id, button.Value) { Direct = true, Card = card.Ref });

        Assert.StartsWith("alert number 1: done.", CardText.Of(said.Answer.Private), StringComparison.Ordinal);
        Assert.StartsWith("1 thing waits for you\nDue Thu 3 Dec (in 2 days): alert number 2", CardText.Of(said.Answer.Replaces), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_other_answer_stands_behind_the_picker()
    {
        await using var chat = await WithActionsAsync("2026-12-01 09:00", 2);
        await chat.Tick();

        var said = await chat.Press("lee", "Another answer", "@lee", "Snooze 1 week: alert number 2");

        Assert.Equal("alert number 2: no reminder before Tue 8 Dec.\n[Undo]", CardText.Of(said.Answer.Private));
        Assert.Equal(new LocalDate(2026, 12, 8), (await chat.Of("INC-004211")).Actions[1].SnoozedUntil);
    }

    [Fact]
    public async Task Nobody_is_told_while_away_and_the_command_says_how_it_goes_on()
    {
        await using var chat = await WithActionsAsync("2026-12-01 08:00", 1);

        Assert.Equal("Noted: away until Fri 4 Dec. I remind you of nothing until then; after two working days somebody stands in. What a person asks you for still comes. To end it: away off", (await chat.Type("lee", "@lee", "away until friday")).Text.Replace("**", "", StringComparison.Ordinal));
        await chat.Advance(Duration.FromHours(2));
        await chat.Tick();
        Assert.Empty(Days(chat, "lee"));

        await chat.Type("lee", "@lee", "away off");
        await chat.Tick();
        Assert.Single(Days(chat, "lee"));
    }

    [Fact]
    public async Task Who_asks_is_named_and_asks_once_a_day_in_working_hours()
    {
        await using var chat = await WithActionsAsync("2026-12-05 12:00", 1); // a Saturday, two days late
        var debt = await chat.Type("marta", "@marta", "debt");
        Assert.Contains("alert number 1 · Lee Chang · due Thu 3 Dec (2 days ago) · INC-004211", debt.Text, StringComparison.Ordinal);

        var asked = await chat.Press("marta", "Ask them", value: "@Lee Chang: alert number 1");
        Assert.Equal("Asked: @Lee Chang gets it on Mon 7 Dec at 09:00 EST, under your name.", asked.Text);
        Assert.Empty(Posted(chat, "lee"));
        await chat.Type("marta", "@marta", "debt");
        Assert.Contains("They were asked today already.", (await chat.Press("marta", "Ask them", value: "@Lee Chang: alert number 1")).Text, StringComparison.Ordinal);

        await chat.Advance(Duration.FromHours(45));
        Assert.StartsWith("@Marta Silva asks how this stands: alert number 1 · INC-004211, due Thu 3 Dec (4 days ago).", Assert.Single(Posted(chat, "lee")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_asked_and_settled_before_working_hours_is_not_sent()
    {
        await using var chat = await WithActionsAsync("2026-12-05 12:00", 1);
        await chat.Type("marta", "@marta", "debt");
        await chat.Press("marta", "Ask them", value: "@Lee Chang: alert number 1");
        var p = await chat.Of("INC-004211");
        var turn = Turn.OfBot(chat.Bot, Chatting.Organisation, p.Places[0], "done", TestContext.Current.CancellationToken);
        await turn.DecideAsync(p.Id, state => ActionAnswers.Done(state, state.Actions[0].Id, Actor.Bot, turn.Now));
        await chat.Advance(Duration.FromHours(45));

        Assert.Empty(Posted(chat, "lee"));
    }

    [Fact]
    public async Task A_quiet_incident_is_answered_with_a_click()
    {
        await using var chat = Chatting.At("2026-12-01 09:00");
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow p1 env:PROD owner:@lee");
        await chat.Type("rana", "#inc", "mark rolled back");
        await chat.Advance(Duration.FromHours(3));
        await chat.Tick();
        Assert.StartsWith("1 thing waits for you\nINC-004211 has been quiet for 3 hours. Does it still go on? Please say today.", Assert.Single(Days(chat, "lee")), StringComparison.Ordinal);

        await chat.Press("lee", "Still going", "@lee");
        Assert.True((await chat.Of("INC-004211")).IsOpen);
        await chat.Advance(Duration.FromHours(21));
        await chat.Tick();
        await chat.Press("lee", "Resolved at 09:00", "@lee");
        Assert.False((await chat.Of("INC-004211")).IsOpen);
    }

    private static IReadOnlyList<string> Posted(Chatting chat, string who) => chat.Standing("@" + who);

    private static IReadOnlyList<string> Days(Chatting chat, string who) => [.. chat.Standing("@" + who).Where(text => text.Contains("for you\n", StringComparison.Ordinal))];

    /// <summary>A final-looking incident with action items of Lee's, due on Thu 3 Dec.</summary>
    internal static async Task<Chatting> WithActionsAsync(string at, int count)
    {
        var chat = Chatting.At("2026-11-23 10:00");
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow p3 env:LAB owner:@sam");
        await chat.Type("rana", "#inc", "mark 10:00 #begin it began");
        for (var number = 1; number <= count; number++) await chat.Type("rana", "#inc", FormattableString.Invariant($"action \"alert number {number}\" @lee 2026-12-03"));
        await chat.Type("rana", "#inc", "set complaints no");
        await chat.Type("rana", "#inc", "set not escalated");
        await chat.Type("rana", "#inc", "resolve 10:00");
        await chat.Advance(Chatting.InNewYork(at) - chat.Now);
        return chat;
    }
}
