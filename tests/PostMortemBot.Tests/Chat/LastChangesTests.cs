using NodaTime;
using NodaTime.Testing;
using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Tests.Chat;

public sealed class LastChangesTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 11, 24, 12, 0);
    private static readonly Duration Minute = Duration.FromMinutes(1);
    private readonly FakeClock clock = new(Noon);
    private readonly LastChanges changes;
    private readonly List<string> made = [];

    public LastChangesTests() => changes = new(clock);

    [Fact]
    public async Task An_older_state_is_not_put_over_a_newer_one_whichever_comes_first()
    {
        await NowAsync("a", "as of noon");
        await DecidedAsync("a", "waited", Noon - Minute);
        await DecidedAsync("a", "as of noon too", Noon);
        await DecidedAsync("a", "decided later", Noon + Minute);
        clock.AdvanceMinutes(1);
        await NowAsync("a", "now");
        await DecidedAsync("a", "waited as well", Noon);

        Assert.Equal(["as of noon", "as of noon too", "decided later", "now"], made);
    }

    [Fact]
    public async Task Changes_of_one_message_wait_for_each_other_and_the_older_one_is_left_out()
    {
        var newer = new TaskCompletionSource();
        var (first, older) = (changes.NowAsync(Message("a"), () => newer.Task, Stop), DecidedAsync("a", "older", Noon - Minute));
        await DecidedAsync("b", "of another", Noon - Minute);
        Assert.False(first.IsCompleted || older.IsCompleted);
        newer.SetResult();
        await Task.WhenAll(first, older);

        Assert.Equal(["of another"], made);
    }

    /// <summary>Otherwise a clock that is set back would keep a card as it is, and whoever changed it would take it for changed.</summary>
    [Fact]
    public async Task What_holds_now_is_shown_whatever_the_clock_says()
    {
        await NowAsync("a", "before");
        clock.AdvanceMinutes(-10);
        await NowAsync("a", "after the clock was set back");
        await DecidedAsync("a", "decided after it", Noon - Minute);

        Assert.Equal(["before", "after the clock was set back", "decided after it"], made);
    }

    [Fact]
    public async Task Each_message_stands_for_itself()
    {
        await DecidedAsync("a", "newer", Noon);
        await DecidedAsync("b", "older", Noon - Minute);

        Assert.Equal(["newer", "older"], made);
    }

    [Fact]
    public async Task What_the_platform_refused_stands_nowhere()
    {
        await Assert.ThrowsAsync<ChatRefused>(() => changes.NowAsync(Message("a"), () => throw new ChatRefused("Gone."), Stop));
        await DecidedAsync("a", "older", Noon - Minute);

        Assert.Equal(["older"], made);
    }

    [Fact]
    public async Task Of_very_many_messages_the_oldest_are_forgotten()
    {
        for (var at = 0; at < 2000; at++) await DecidedAsync($"m{at}", "", Noon);
        made.Clear();
        await DecidedAsync("m0", "forgotten", Noon - Minute);
        await DecidedAsync("m1999", "known", Noon - Minute);

        Assert.Equal(["forgotten"], made);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static MessageRef Message(string id) => new(new Place("web", "w", "c"), id);

    private Task DecidedAsync(string id, string what, Instant decided) => changes.DecidedAsync(Message(id), decided.ToUnixTimeMilliseconds(), () => Made(what), Stop);

    private Task NowAsync(string id, string what) => changes.NowAsync(Message(id), () => Made(what), Stop);

    private Task Made(string what)
    {
        made.Add(what);
        return Task.CompletedTask;
    }
}
