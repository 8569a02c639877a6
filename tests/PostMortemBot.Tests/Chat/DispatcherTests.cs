using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using NodaTime;
using NodaTime.Extensions;
using NodaTime.Testing;
using PostMortemBot.Chat;
using PostMortemBot.Storage;
using PostMortemBot.Tests.Storage;

namespace PostMortemBot.Tests.Chat;

public sealed class DispatcherTests : IAsyncLifetime
{
    private const string Org = "acme";
    private static readonly DateTimeOffset Noon = new(2025, 11, 3, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly WatchedTime time = new(Noon);
    private readonly List<string> done = [];
    private readonly List<string> told = [];
    private SqliteStore store = null!; // Opened before each test.
    private int receipts;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        store = Open();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Work_of_a_queue_is_done_in_the_order_it_was_brought()
    {
        await Bring([.. Enumerable.Range(0, 20).Select(number => Post($"{number:00}", "a"))]);
        using var dispatcher = Dispatcher(Note);

        await dispatcher.DrainAsync(Stop);

        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"{number:00}"), done);
        Assert.Null(await store.NextWorkAsync(Instant.MinValue, Stop));
    }

    [Fact]
    public async Task One_queue_is_done_one_at_a_time_and_several_side_by_side()
    {
        await Bring(Post("a1", "a"), Post("a2", "a"), Post("b1", "b"));
        var (a, both) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var dispatcher = Dispatcher(async (work, _) =>
        {
            lock (done) done.Add(work.Key);
            if (work.Key == "b1") both.SetResult();
            if (work.Key == "a1") await a.Task;
            return WorkOutcome.Finished;
        });

        var draining = dispatcher.DrainAsync(Stop);
        await both.Task.WaitAsync(Stop);
        lock (done) Assert.DoesNotContain("a2", done);
        a.SetResult();
        await draining;

        Assert.Equal("a2", done[^1]);
        Assert.Equal(3, done.Count);
    }

    [Fact]
    public async Task Work_that_is_not_due_is_left()
    {
        await Bring(Post("later", "a", 60));
        using var dispatcher = Dispatcher(Note);

        await dispatcher.DrainAsync(Stop);
        Assert.Empty(done);

        time.Advance(TimeSpan.FromSeconds(60));
        await dispatcher.DrainAsync(Stop);
        Assert.Equal(["later"], done);
    }

    [Fact]
    public async Task Failed_work_is_tried_again_after_longer_and_longer_waits_and_holds_its_queue()
    {
        await Bring(Post("a1", "a"), Post("a2", "a"));
        var tries = new List<double>();
        using var dispatcher = Dispatcher((work, _) =>
        {
            if (work.Key == "a2") return Note(work, Stop);
            tries.Add((time.GetUtcNow() - Noon).TotalSeconds);
            return tries.Count <= 3 ? throw new HttpRequestException("connection reset") : Note(work, Stop);
        });

        for (var second = 0; second < 20; second++)
        {
            await dispatcher.DrainAsync(Stop);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        // 1, 2, 4 seconds, and no chance in this test.
        Assert.Equal([0, 1, 3, 7], tries);
        Assert.Equal(["a1", "a2"], done);
        Assert.Empty(told);
    }

    [Fact]
    public void The_wait_doubles_up_to_the_longest_and_half_of_it_is_chance()
    {
        var never = new Retrying(9, Duration.FromSeconds(4), Duration.FromSeconds(60), () => 0);
        var always = never with { Jitter = () => 0.5 };

        Assert.Equal([2, 4, 8, 16, 30, 30], new[] { 1, 2, 3, 4, 5, 900 }.Select(tries => never.After(tries).TotalSeconds));
        Assert.Equal([3, 6, 12, 24, 45, 45], new[] { 1, 2, 3, 4, 5, 900 }.Select(tries => always.After(tries).TotalSeconds));
    }

    [Fact]
    public async Task Work_that_fails_every_time_is_parked_and_told_once()
    {
        await Bring(Post("a1", "a"), Post("a2", "a"));
        var tries = 0;
        using var dispatcher = Dispatcher((work, stop) =>
        {
            if (work.Key == "a2") return Note(work, stop);
            tries++;
            return Task.FromResult<WorkOutcome>(new WorkOutcome.Failed("500"));
        });

        await DrainFor(dispatcher, seconds: 3600);

        Assert.Equal(5, tries);
        Assert.Equal(["a1: 500"], told);
        Assert.Equal(["a2"], done);
        Assert.Equal(("a1", 5), Assert.Single((await store.ParkedAsync(Org, Stop)).Select(row => (row.Key, row.Tries))));
    }

    [Fact]
    public async Task What_a_platform_refuses_for_good_is_parked_at_once()
    {
        await Bring(Post("a1", "a"));
        var tries = 0;
        using var dispatcher = Dispatcher((_, _) =>
        {
            tries++;
            throw new ChatRefused("I am not in #incidents. Invite me there.");
        });

        await DrainFor(dispatcher, seconds: 3600);

        Assert.Equal(1, tries);
        Assert.Equal(["a1: I am not in #incidents. Invite me there."], told);
    }

    [Fact]
    public async Task Work_of_a_kind_that_nobody_does_is_parked()
    {
        await Bring(Post("a1", "a") with { Kind = "carve" }, Post("a2", "a"));
        using var dispatcher = Dispatcher(Note);

        await dispatcher.DrainAsync(Stop);

        Assert.Equal(["a1: Nobody does carve."], told);
        Assert.Equal(["a2"], done);
    }

    [Fact]
    public async Task One_poisoned_piece_among_1000_stops_no_other()
    {
        await Bring([.. Enumerable.Range(0, 1000).Select(number => Post($"{number:000}", $"queue {number % 20}"))]);
        using var dispatcher = Dispatcher((work, stop) => work.Key == "500" ? throw new InvalidOperationException("poison") : Note(work, stop));

        await DrainFor(dispatcher, seconds: 120);

        Assert.Equal(Enumerable.Range(0, 1000).Where(number => number != 500).Select(number => $"{number:000}"), done.Order());
        Assert.Equal(["500: poison"], told);
    }

    [Fact]
    public async Task Nothing_is_sent_before_the_instant_a_platform_asked_for()
    {
        await Bring(Post("a1", "a"), Post("a2", "a"), Post("b1", "b"));
        var until = Noon.AddSeconds(30).ToInstant();
        using var dispatcher = Dispatcher((work, stop) => work.Queue == "a" && time.GetUtcNow() < until.ToDateTimeOffset()
            ? Task.FromResult<WorkOutcome>(new WorkOutcome.Later(until, HoldsQueue: true))
            : Note(work, stop));

        await DrainFor(dispatcher, seconds: 30);
        Assert.Equal(["b1"], done);

        await DrainFor(dispatcher, seconds: 1);
        Assert.Equal(["b1", "a1", "a2"], done);
    }

    [Fact]
    public async Task Waiting_counts_as_no_try()
    {
        await Bring(Post("a1", "a"));
        using var dispatcher = Dispatcher((work, stop) => time.GetUtcNow() < Noon.AddSeconds(100)
            ? Task.FromResult<WorkOutcome>(new WorkOutcome.Later((time.GetUtcNow() + TimeSpan.FromSeconds(1)).ToInstant(), HoldsQueue: false))
            : Note(work, stop));

        await DrainFor(dispatcher, seconds: 102);

        Assert.Equal(["a1"], done);
        Assert.Empty(told);
    }

    [Fact]
    public async Task A_card_edited_while_its_older_text_is_sent_is_sent_once_more()
    {
        await Bring(Post("card", "a", body: "1"));
        using var dispatcher = Dispatcher(async (work, stop) =>
        {
            if (work.Body == "1") await Bring(Post("card", "a", body: "2"), Post("card", "a", body: "3"));
            done.Add(work.Body);
            return WorkOutcome.Finished;
        });

        await dispatcher.DrainAsync(Stop);

        Assert.Equal(["1", "3"], done);
    }

    [Fact]
    public async Task Work_committed_before_a_crash_is_done_once_after_it()
    {
        await Bring(Post("a1", "a"), Post("a2", "a"));
        await store.DisposeAsync();

        store = Open();
        using (var first = Dispatcher(Note)) await first.DrainAsync(Stop);
        using (var second = Dispatcher(Note)) await second.DrainAsync(Stop);

        Assert.Equal(["a1", "a2"], done);
    }

    [Fact]
    public async Task What_was_sent_is_not_sent_again_because_the_rows_it_brought_do_not_fit()
    {
        await store.PutAsync(Org, [new RowPut("posted", "1")], Stop);
        await Bring(Post("a1", "a"));
        var sent = 0;
        using var dispatcher = Dispatcher((_, _) =>
        {
            sent++;
            return Task.FromResult(WorkOutcome.Brought(new RowPut("posted", "2", Expected: 0)));
        });

        await dispatcher.DrainAsync(Stop);
        Assert.Equal(1, sent);
    }

    [Fact]
    public async Task The_running_dispatcher_wakes_for_work_that_is_brought_and_for_work_that_falls_due()
    {
        var sent = new SemaphoreSlim(0);
        using var dispatcher = Dispatcher((work, stop) =>
        {
            sent.Release();
            return Note(work, stop);
        });
        await dispatcher.StartAsync(Stop);

        await Bring(Post("now", "a"));
        await sent.WaitAsync(Stop);
        await Bring(Post("soon", "a", 10));
        await time.AwaitedFor(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(10));
        await sent.WaitAsync(Stop);
        await dispatcher.StopAsync(Stop);

        Assert.Equal(["now", "soon"], done);
        await Bring(Post("after the end", "a"));
        Assert.Equal(["now", "soon"], done);
    }

    /// <summary>A look is part of a commit, and a fault in what is committed with it is a fault of the look.</summary>
    [Fact]
    public async Task A_look_that_fails_is_tried_again_and_ends_nothing()
    {
        var sent = new TaskCompletionSource();
        await Bring(Post("waits", "a"));
        var failing = new Mock<IPostMortemStore>();
        failing.SetupSequence(one => one.DueWorkAsync(It.IsAny<Instant>(), It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new InvalidOperationException("A fault in somebody's append."))
            .Returns(() => store.DueWorkAsync(time.GetUtcNow().ToInstant(), 10, Stop))
            .Returns(() => Task.FromResult<IReadOnlyList<WorkRow>>([]));
        using var dispatcher = Dispatcher(
            (_, _) =>
            {
                sent.TrySetResult();
                return Task.FromResult(WorkOutcome.Finished);
            },
            failing.Object);

        await dispatcher.StartAsync(Stop);
        await time.AwaitedFor(TimeSpan.FromSeconds(2));
        Assert.False(sent.Task.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        await sent.Task.WaitAsync(Stop);

        await dispatcher.StopAsync(Stop);
    }

    [Fact]
    public async Task Work_that_falls_due_while_it_is_being_looked_for_does_not_wait_for_the_longest_sleep()
    {
        var sent = new SemaphoreSlim(0);
        using var dispatcher = Dispatcher((work, stop) =>
        {
            sent.Release();
            return Note(work, stop);
        });
        await Bring(Post("soon", "a", 5));
        time.AutoAdvanceAmount = TimeSpan.FromSeconds(10); // Each look at the clock finds it ten seconds on.

        await dispatcher.StartAsync(Stop);
        await sent.WaitAsync(Stop);

        await dispatcher.StopAsync(Stop);
        Assert.Equal(["soon"], done);
    }

    [Fact]
    public async Task Work_that_falls_due_is_done_though_another_queue_is_busy()
    {
        var (begun, end, sent) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        using var dispatcher = Dispatcher(async (work, stop) =>
        {
            if (work.Queue == "slow")
            {
                begun.TrySetResult();
                await end.Task.WaitAsync(stop);
            }

            var outcome = await Note(work, stop);
            if (work.Key == "soon") sent.SetResult();
            return outcome;
        });
        await Bring(Post("long", "slow"), Post("behind", "slow"), Post("soon", "a", 10));
        await dispatcher.StartAsync(Stop);
        await begun.Task.WaitAsync(Stop);

        await time.AwaitedFor(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(10));
        await sent.Task.WaitAsync(Stop);
        Assert.Equal(["soon"], done);

        end.SetResult();
        await dispatcher.StopAsync(Stop);
    }

    [Fact]
    public async Task A_stop_lets_running_work_end_and_begins_no_other()
    {
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var dispatcher = Dispatcher(async (work, stop) =>
        {
            begun.TrySetResult();
            await end.Task.WaitAsync(stop);
            return await Note(work, stop);
        });
        await Bring(Post("a1", "a"), Post("a2", "a"));
        await dispatcher.StartAsync(Stop);
        await begun.Task.WaitAsync(Stop);

        var stopping = dispatcher.StopAsync(Stop);
        end.SetResult();
        await stopping;

        Assert.Equal(["a1"], done);
        Assert.Equal("a2", Assert.Single(await store.DueWorkAsync(time.GetUtcNow().ToInstant(), 10, Stop)).Key);
    }

    [Fact]
    public async Task A_stop_leaves_work_that_does_not_end_in_ten_seconds_for_the_next_start()
    {
        var begun = new TaskCompletionSource();
        using var dispatcher = Dispatcher(async (_, stop) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop);
            return WorkOutcome.Finished;
        });
        await Bring(Post("a1", "a"));
        await dispatcher.StartAsync(Stop);
        await begun.Task.WaitAsync(Stop);

        var stopping = dispatcher.StopAsync(Stop);
        await time.AwaitedFor(TimeSpan.FromSeconds(8));
        Assert.False(stopping.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(8));
        await stopping;

        Assert.Equal(("a1", 0), Assert.Single((await store.DueWorkAsync(time.GetUtcNow().ToInstant(), 10, Stop)).Select(row => (row.Key, row.Tries))));
    }

    private static WorkPut Post(string key, string queue, int inSeconds = 0, string body = "{}") => new(key, "post", queue, Noon.AddSeconds(inSeconds).ToInstant(), body);

    private SqliteStore Open() => SqliteStore.Open(folder.File("store.db"), new FakeClock(Noon.ToInstant()));

    private Dispatcher Dispatcher(Doer post, IPostMortemStore? of = null) => new(
        of ?? store,
        new Dictionary<string, Doer> { ["post"] = post },
        new Retrying(5, Duration.FromSeconds(2), Duration.FromMinutes(10), () => 0),
        time,
        NullLogger<Dispatcher>.Instance)
    {
        OnParked = (work, why, _) =>
        {
            lock (told) told.Add($"{work.Key}: {why}");
            return Task.CompletedTask;
        },
    };

    private Task<WorkOutcome> Note(WorkRow work, CancellationToken stop)
    {
        lock (done) done.Add(work.Key);
        return Task.FromResult(WorkOutcome.Finished);
    }

    private async Task Bring(params IReadOnlyList<WorkPut> work) => await store.AppendAsync(new Append(Org, $"r{++receipts}", []) { Work = work }, Stop);

    private async Task DrainFor(Dispatcher dispatcher, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            await dispatcher.DrainAsync(Stop);
            time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>A clock that says when somebody has begun to wait for it, so that a test moves it neither too early nor by sleeping.</summary>
    private sealed class WatchedTime(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private readonly Channel<TimeSpan> waits = Channel.CreateUnbounded<TimeSpan>();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            waits.Writer.TryWrite(dueTime);
            return timer;
        }

        public async Task AwaitedFor(TimeSpan wait)
        {
            while (await waits.Reader.ReadAsync(Stop) != wait)
            {
                // Somebody else's wait.
            }
        }
    }
}
