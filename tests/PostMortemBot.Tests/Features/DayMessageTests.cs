using Microsoft.Data.Sqlite;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>The message of the day when something goes wrong around it: a kill, a platform that is busy, another copy that queues meanwhile, a post-mortem that cannot be read.</summary>
public sealed class DayMessageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2026-12-01 09:00", 1)]
    [InlineData("2026-12-01 16:59", 5)] // after the restart it is evening, and the message stands already
    public async Task A_program_that_was_killed_between_the_post_and_its_record_does_not_send_it_twice(string at, int minutesDown)
    {
        await using var chat = await NudgingTests.WithActionsAsync(at, 1);
        var work = await QueuedAsync(chat);
        await DayMessage.SendAsync(chat.Bot, work, Stop); // posted, and what it brings is never written
        chat.Time.Advance(TimeSpan.FromMinutes(minutesDown));
        var restarted = chat.Another();
        chat.Doers[DayWork.Kind] = (again, stop) => DayMessage.SendAsync(restarted, again, stop);
        await chat.DrainAsync();
        await chat.Advance(Duration.FromHours(16) + Duration.FromMinutes(1));

        Assert.Single(Days(chat));
        Assert.Equal(chat.Chat.PostedIn("@lee")[^1].Ref, (await DayMessage.SentAsync(chat.Bot, Chatting.Organisation, await chat.IdOf("lee"), Stop))!.Message);
    }

    [Fact]
    public async Task What_was_never_posted_before_the_stop_is_posted_after_it()
    {
        await using var chat = await NudgingTests.WithActionsAsync("2026-12-01 09:00", 1);
        await QueuedAsync(chat);
        chat.Time.Advance(TimeSpan.FromMinutes(1));
        var other = chat.Another();
        chat.Doers[DayWork.Kind] = (again, stop) => DayMessage.SendAsync(other, again, stop);
        await chat.DrainAsync();

        Assert.Single(Days(chat));
        Assert.NotEqual(0, chat.Chat.Searches);
    }

    [Fact]
    public async Task A_digest_whose_record_was_lost_is_not_sent_twice()
    {
        await using var chat = Chatting.At("2026-11-23 10:00");
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow p1 env:PROD owner:@sam");
        await chat.Advance(Chatting.InNewYork("2026-12-01 10:00") - chat.Now);
        await Routes.Tick(chat.Bot)(Stop);
        var work = Assert.Single(await chat.Store.DueWorkAsync(chat.Now, 10, Stop), work => work.Kind == DigestWork.Kind);
        await Digest.SendAsync(chat.Bot, work, Stop);
        chat.Time.Advance(TimeSpan.FromMinutes(1));
        await Digest.SendAsync(chat.Another(), work, Stop);

        Assert.Single(chat.Standing("distribution"));
    }

    [Fact]
    public async Task Whether_the_message_before_can_shrink_does_not_decide_whether_todays_is_sent()
    {
        await using var chat = await NudgingTests.WithActionsAsync("2026-12-01 09:00", 1);
        await chat.Tick();
        chat.Chat.FailsToEdit = new ChatBusy(chat.Now + Duration.FromDays(2) + Duration.FromMinutes(1));
        await chat.Advance(Duration.FromDays(2));
        await chat.Tick();
        chat.Chat.FailsToEdit = null;
        await chat.Advance(Duration.FromMinutes(2));

        Assert.Equal(2, chat.Standing("@lee").Count);
        Assert.Equal(chat.Chat.PostedIn("@lee")[^1].Ref, (await DayMessage.SentAsync(chat.Bot, Chatting.Organisation, await chat.IdOf("lee"), Stop))!.Message);
    }

    [Fact]
    public async Task What_is_queued_while_the_message_is_sent_comes_in_the_next()
    {
        await using var chat = await NudgingTests.WithActionsAsync("2026-12-01 09:00", 2);
        var p = await chat.Of("INC-004211");
        var lee = await chat.IdOf("lee");
        await QueueAsync(chat, p, lee, p.Actions[0], "one");
        chat.Time.Advance(TimeSpan.FromSeconds(1));
        var sends = 0;
        chat.Doers[DayWork.Kind] = async (work, stop) =>
        {
            var outcome = await DayMessage.SendAsync(chat.Bot, work, stop);
            if (++sends == 1) await QueueAsync(chat, p, lee, p.Actions[1], "two");
            return outcome;
        };
        await chat.DrainAsync();

        Assert.Equal(2, sends);
        Assert.Contains("alert number 2", Days(chat)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_left_out_and_has_its_reason_again_is_told_after_all()
    {
        await using var chat = await NudgingTests.WithActionsAsync("2026-12-01 09:00", 1);
        await Routes.Tick(chat.Bot)(Stop);
        var p = await chat.Of("INC-004211");
        await DecideAsync(chat, "done", state => ActionAnswers.Done(state, state.Actions[0].Id, Actor.Bot, chat.Now));
        await chat.DrainAsync();
        Assert.Single((await chat.History(p)).OfType<NudgeDropped>());
        Assert.Empty(Days(chat));

        await DecideAsync(chat, "again", state => ActionAnswers.Begin(state, state.Actions[0].Id, "it came back", Actor.Bot, chat.Now));
        await chat.Advance(Duration.FromDays(1));
        await chat.Tick();

        Assert.Contains("Due Thu 3 Dec (tomorrow): alert number 1", Assert.Single(Days(chat)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_tries_that_leave_out_different_things_record_both()
    {
        await using var chat = await NudgingTests.WithActionsAsync("2026-12-01 09:00", 3);
        await Routes.Tick(chat.Bot)(Stop);
        var (p, lee) = (await chat.Of("INC-004211"), await chat.IdOf("lee"));
        await DecideAsync(chat, "first", state => ActionAnswers.Done(state, p.Actions[0].Id, Actor.Bot, chat.Now));
        var tries = 0;
        chat.Doers[DayWork.Kind] = async (work, stop) => await DayMessage.SendAsync(chat.Bot, work, stop) is var outcome && DayWork.Of(work).Person == lee.Value && ++tries == 1 ? new WorkOutcome.Failed("The answer was lost.") : outcome;
        await chat.DrainAsync();
        await DecideAsync(chat, "second", state => ActionAnswers.Done(state, p.Actions[1].Id, Actor.Bot, chat.Now));
        await chat.Advance(Duration.FromSeconds(2));

        Assert.Equal(2, (await chat.History(p)).OfType<NudgeDropped>().Count());
        Assert.Single(Days(chat));
    }

    [Fact]
    public async Task What_was_asked_and_handed_on_before_working_hours_is_not_asked_of_whom_it_was_with()
    {
        await using var chat = await NudgingTests.WithActionsAsync("2026-12-05 12:00", 1);
        await chat.Type("marta", "@marta", "debt");
        await chat.Press("marta", "Ask them", value: "@Lee Chang: alert number 1");
        await DecideAsync(chat, "handed", state => ActionAnswers.HandOver(state, state.Actions[0].Id, EventOwner.OfPerson(new("iris")), "", Actor.Bot, chat.Now));
        await chat.Advance(Duration.FromHours(45));

        Assert.Empty(chat.Standing("@lee"));
    }

    [Fact]
    public async Task Who_is_away_is_asked_by_a_person_all_the_same_and_whoever_asks_is_told()
    {
        await using var chat = await NudgingTests.WithActionsAsync("2026-12-07 10:00", 1);
        await chat.Type("lee", "@lee", "away until friday");
        await chat.Type("marta", "@marta", "debt");

        Assert.Equal("Asked: @Lee Chang gets it now, under your name. They are away until Fri 11 Dec.", (await chat.Press("marta", "Ask them", value: "@Lee Chang: alert number 1")).Text);
        Assert.Contains("asks how this stands: alert number 1", Assert.Single(chat.Standing("@lee")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_mortem_that_cannot_be_read_silences_no_other()
    {
        await using var chat = await NudgingTests.WithActionsAsync("2026-12-01 08:00", 1);
        await chat.Type("rana", "#other", "start INC-004299 portal slow p3 env:LAB owner:@sam");
        await chat.Type("rana", "#other", "action \"never read\" @lee 2026-12-03");
        var broken = await chat.Of("INC-004299");
        await using (var connection = new SqliteConnection($"Data Source={chat.StoreFiles.First(file => file.EndsWith(".db", StringComparison.Ordinal))};Pooling=False"))
        {
            await connection.OpenAsync(Stop);
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE facts SET body = '{\"fact\":\"nobodyKnowsIt\"}' WHERE stream = $1 AND version = 2";
            command.Parameters.AddWithValue("$1", broken.Id.Value);
            Assert.Equal(1, await command.ExecuteNonQueryAsync(Stop));
        }

        chat.Bot.PostMortems.ForgetAll(Chatting.Organisation);
        await Assert.ThrowsAsync<StoreDamaged>(() => chat.Of(broken.Id));
        await chat.Advance(Duration.FromHours(1));
        await chat.Tick();

        Assert.Contains("alert number 1", Assert.Single(Days(chat)), StringComparison.Ordinal);
        await chat.Advance(Duration.FromDays(4));
        Assert.Contains("alert number 1 · Lee Chang", (await chat.Type("marta", "@marta", "debt")).Text, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Days(Chatting chat) => [.. chat.Standing("@lee").Where(text => text.Contains("for you\n", StringComparison.Ordinal))];

    /// <summary>The message of the day, queued and not sent yet.</summary>
    private static async Task<WorkRow> QueuedAsync(Chatting chat)
    {
        await Routes.Tick(chat.Bot)(Stop);
        var lee = await chat.IdOf("lee");
        return Assert.Single(await chat.Store.DueWorkAsync(chat.Now, 10, Stop), work => work.Kind == DayWork.Kind && DayWork.Of(work).Person == lee.Value);
    }

    private static async Task DecideAsync(Chatting chat, string receipt, Func<PostMortem, Decision> rule)
    {
        var p = await chat.Of("INC-004211");
        var outcome = await Turn.OfBot(chat.Bot, Chatting.Organisation, p.Places[0], receipt, Stop).DecideAsync(p.Id, rule);
        Assert.True(outcome is Outcome.Done, outcome.ToString());
    }

    /// <summary>Queues the reminder of one action item by itself, as another copy of the bot does.</summary>
    private static async Task QueueAsync(Chatting chat, PostMortem p, PersonId to, ActionItem action, string receipt)
    {
        var turn = Turn.OfBot(chat.Bot, Chatting.Organisation, p.Places[0], receipt, Stop);
        var key = $"{NudgeTopic.Action}/{action.Id}/2026-12-03/2026-12-01/{to}";
        await turn.DecideAsync(p.Id, _ => Decision.Accept(new NudgeQueued(turn.Now, PersonId.Bot, to, NudgeTopic.Action, key)), _ => DayWork.Put(p.Id, to, turn.Now));
    }
}
