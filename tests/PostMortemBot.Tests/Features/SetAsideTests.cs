using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

public sealed class SetAsideTests
{
    [Fact]
    public async Task A_card_that_may_not_be_shown_is_told_to_the_owner_once_with_the_mend()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await chat.IdOf("sam");
        chat.Chat.NotIn.Add("#inc");
        await chat.Type("rana", "#inc", "start INC-004300 gateway slow owner:@sam");
        await chat.Type("rana", "#inc", "mark pool exhausted");
        await chat.Type("rana", "#inc", "set p2");

        Assert.Equal(
            "I cannot show INC-004300 in its channel. I am not in that channel.\nWhat was typed is kept. The next change or mark shows it there.\n[Timeline]",
            Assert.Single(chat.Standing("@sam")));
        Assert.Empty(chat.Standing("@rana"));

        chat.Chat.NotIn.Remove("#inc");
        await chat.Type("rana", "#inc", "set p1");
        Assert.Single(chat.Standing("#inc"));
        Assert.Single(chat.Standing("@sam"));
    }

    [Fact]
    public async Task The_same_refusal_is_told_again_once_it_went_well_meanwhile()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await chat.Type("rana", "#inc", "start INC-004300 gateway slow owner:@rana");
        for (var time = 1; time <= 2; time++)
        {
            await chat.Advance(Duration.FromMinutes(5));
            chat.Chat.NotIn.Add("#inc");
            await chat.Type("rana", "#inc", "set p2");
            await chat.Type("rana", "#inc", "set p3");
            Assert.Equal(time, chat.Standing("@rana").Count);

            await chat.Advance(Duration.FromMinutes(5));
            chat.Chat.NotIn.Remove("#inc");
            await chat.Type("rana", "#inc", "set p1");
            Assert.Equal(time, chat.Standing("@rana").Count);
        }
    }

    [Fact]
    public async Task What_stays_refused_is_told_again_after_a_day()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        chat.Chat.NotIn.Add("#inc");
        await chat.Type("rana", "#inc", "start INC-004300 gateway slow owner:@rana");
        await chat.Advance(Duration.FromHours(23));
        await chat.Type("rana", "#inc", "set p2");
        Assert.Single(chat.Standing("@rana"));

        await chat.Advance(Duration.FromHours(2));
        await chat.Type("rana", "#inc", "set p3");
        Assert.Equal(2, chat.Standing("@rana").Count);
    }

    [Fact]
    public async Task Many_messages_that_cannot_be_read_for_one_reason_are_told_once_and_each_says_it()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await chat.Type("rana", "#inc", "start INC-004300 gateway slow owner:@rana");
        for (var n = 0; n < 3; n++)
        {
            var message = chat.Chat.Say("lee", TestChat.PlaceOf("#inc"), $"pool exhausted {n}");
            chat.Chat.Unreadable.Add(message.Id);
            await chat.React("rana", message);
        }

        Assert.Single(chat.Standing("@rana"));
        Assert.All((await chat.Of("INC-004300")).Events, e => Assert.Equal((false, "I may not read there."), (e.TextPending, e.Unreadable)));
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_is_told_to_its_marker_and_stays_to_be_written()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await chat.Type("rana", "#inc", "start INC-004300 gateway slow owner:@sam");
        var message = chat.Chat.Say("lee", TestChat.PlaceOf("#inc"), "pool exhausted");
        chat.Chat.Unreadable.Add(message.Id);

        await chat.React("rana", message);

        Assert.StartsWith("I cannot read a message that you captured for INC-004300. I may not read there.", Assert.Single(chat.Standing("@rana")), StringComparison.Ordinal);
        Assert.Empty(chat.Standing("@sam"));
        var e = Assert.Single((await chat.Of("INC-004300")).Events);
        Assert.Equal((false, "I may not read there."), (e.TextPending, e.Unreadable));
    }

    [Fact]
    public async Task Where_the_owner_has_never_acted_whoever_started_it_is_told()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        chat.Chat.NotIn.Add("#inc");
        await chat.Type("rana", "#inc", "start INC-004300 gateway slow owner:@sam");

        Assert.Single(chat.Standing("@rana"));
        Assert.Empty(chat.Standing("@sam"));
    }

    [Fact]
    public async Task What_could_be_shown_tells_nobody_anything()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await chat.Type("rana", "#inc", "start INC-004300 gateway slow owner:@sam");
        await chat.React("rana", chat.Chat.Say("lee", TestChat.PlaceOf("#inc"), "pool exhausted"));

        Assert.Empty(chat.Standing("@sam"));
        Assert.Empty(chat.Standing("@rana"));
    }

    [Fact]
    public async Task A_notice_that_cannot_be_sent_either_ends_there()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        chat.Chat.NotIn.UnionWith(["#inc", "@rana"]);
        await chat.Type("rana", "#inc", "start INC-004300 gateway slow owner:@sam");
        await chat.Advance(Duration.FromMinutes(5));

        Assert.DoesNotContain(chat.Chat.Messages, message => message is { Card: not null, PrivateTo: null });
        Assert.Equal(2, (await chat.Store.ParkedAsync(Chatting.Organisation, TestContext.Current.CancellationToken)).Count);
    }

    [Fact]
    public async Task A_hand_over_typed_elsewhere_is_posted_through_the_outbox_once()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await chat.Type("rana", "#inc", "start INC-004300 gateway slow owner:@sam");
        await chat.Advance(Duration.FromMinutes(1));
        chat.Chat.LosesAnswers = true;

        var said = await chat.Type("sam", "@sam", "INC-004300 handover @lee is the pool ours?");
        Assert.Contains("It is said in its channel.", said.Text, StringComparison.Ordinal);
        await chat.Advance(Duration.FromSeconds(5));

        var post = Assert.Single(chat.Standing("#inc"), card => card.Contains("has INC-004300 from", StringComparison.Ordinal));
        Assert.StartsWith("@Lee Chang has INC-004300 from @Sam", post, StringComparison.Ordinal);
        Assert.Contains("Open question: is the pool ours?", post, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hand_over_that_is_refused_posts_nothing()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await chat.Type("rana", "#inc", "start INC-004300 gateway slow owner:@sam");

        await chat.Type("sam", "@sam", "INC-004300 handover @sam");

        Assert.Single(chat.Standing("#inc"));
    }

    [Fact]
    public async Task Receipts_of_thirty_days_are_forgotten_and_younger_ones_kept()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var stop = TestContext.Current.CancellationToken;
        await chat.HandleAsync("rana", new CommandTyped(Chatting.Account("rana"), TestChat.PlaceOf("#inc"), chat.Now, "old", "start gateway slow"));
        chat.Time.Advance(TimeSpan.FromDays(29));
        await chat.HandleAsync("rana", new CommandTyped(Chatting.Account("rana"), TestChat.PlaceOf("#inc"), chat.Now, "young", "mark restarted"));
        chat.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        var waits = new TaskCompletionSource();
        using var forgetting = new Forgetting(chat.Store, new Waiting(chat.Time, waits), Microsoft.Extensions.Logging.Abstractions.NullLogger<Forgetting>.Instance);

        await forgetting.StartAsync(stop);
        await waits.Task.WaitAsync(stop);

        Assert.Null(await chat.Store.ReceiptAsync(Chatting.Organisation, "old", stop));
        Assert.NotNull(await chat.Store.ReceiptAsync(Chatting.Organisation, "young", stop));
        await forgetting.StopAsync(stop);
    }

    /// <summary>The test's clock, which says when somebody waits for tomorrow.</summary>
    private sealed class Waiting(TimeProvider inner, TaskCompletionSource waits) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == TimeSpan.FromDays(1)) waits.TrySetResult();
            return inner.CreateTimer(callback, state, dueTime, period);
        }
    }
}
