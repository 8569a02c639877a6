using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using NodaTime;
using NodaTime.Extensions;
using PostMortemBot.Storage;

namespace PostMortemBot.Chat;

/// <summary>
/// Does the work that appends left: posts (the outbox), edits, reactions, reads, publishing. One queue (a channel) at a time and in order, several queues side by side.
/// It sleeps until work is brought or falls due.
/// </summary>
/// <param name="doers">Who does which kind.</param>
internal sealed partial class Dispatcher(IPostMortemStore store, IReadOnlyDictionary<string, Doer> doers, Retrying retrying, TimeProvider time, ILogger<Dispatcher> log) : BackgroundService
{
    private const int SideBySide = 8;
    private static readonly Duration Grace = Duration.FromSeconds(8);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestBreath = TimeSpan.FromMilliseconds(200);
    private static readonly Duration StoreAway = Duration.FromSeconds(2);

    /// <summary>Work of another copy of the bot, or a clock set forward, is seen after this at the latest.</summary>
    private static readonly Duration LongestSleep = Duration.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Organisation, string Queue), Task> busy = [];
    private readonly Channel<bool> woken = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly CancellationTokenSource hurry = new();

    /// <summary>Told before work is set aside, with why. If the process dies right after, it is told again: what is stored on it needs a receipt of the work's key and version.</summary>
    public Func<WorkRow, string, CancellationToken, Task> OnParked { get; init; } = (_, _, _) => Task.CompletedTask;

    /// <summary>Does all that is due by the clock now, and what that brings about. What failed waits for its next try.</summary>
    public async Task DrainAsync(CancellationToken stop)
    {
        while (!await StartDueAsync(Now(), stop))
        {
            var running = busy.Values.ToArray();
            if (running.Length > 0) await Task.WhenAny(running).WaitAsync(stop);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        oneAtATime.Dispose();
        hurry.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        store.WorkBrought += Wake;
        try
        {
            while (!stoppingToken.IsCancellationRequested) await SleepAsync(await RoundAsync(stoppingToken), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the loop: what runs is finished below.
        }
        finally
        {
            store.WorkBrought -= Wake;
        }

        await FinishAsync();
    }

    private void Wake() => woken.Writer.TryWrite(true);

    /// <summary>Starts what is due; how long nothing will be.</summary>
    private async Task<Duration> RoundAsync(CancellationToken stop)
    {
        try
        {
            var (asOf, begun) = (Now(), Stopwatch.GetTimestamp());
            await StartDueAsync(asOf, stop);

            // What could be done by then runs, or stands behind a busy queue, whose end wakes us; what has fallen due since is looked for at once.
            var next = await store.NextWorkAsync(asOf, stop);

            // Under many appends one look serves them all; where looking takes long, appends have as long to themselves.
            await Task.Delay(TimeSpan.FromTicks(Math.Clamp(Stopwatch.GetElapsedTime(begun).Ticks, Breath.Ticks, LongestBreath.Ticks)), stop);
            return Duration.Max(Duration.Zero, Duration.Min(next - Now() ?? LongestSleep, LongestSleep));
        }
        catch (StoreUnavailable away)
        {
            Log.StoreIsAway(log, away);
            return StoreAway;
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            // A look shares the fate of what is committed with it: a fault in that ends no dispatcher.
            Log.NotLooked(log, bug);
            return StoreAway;
        }
    }

    private async Task SleepAsync(Duration longest, CancellationToken stop)
    {
        using var awake = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(woken.Reader.WaitToReadAsync(awake.Token).AsTask(), Task.Delay(longest.ToTimeSpan(), time, awake.Token));
        await awake.CancelAsync();
        woken.Reader.TryRead(out _);
        stop.ThrowIfCancellationRequested();
    }

    /// <summary>
    /// Starts the first of each idle queue; true when nothing is due and nothing runs. A queue that was busy before the question was put is left out: the answer may be
    /// older than its end.
    /// </summary>
    private async Task<bool> StartDueAsync(Instant now, CancellationToken stop)
    {
        await oneAtATime.WaitAsync(stop);
        try
        {
            var before = busy.Keys.ToHashSet();
            if (before.Count >= SideBySide) return false;
            var due = await store.DueWorkAsync(now, SideBySide + before.Count, stop);
            foreach (var work in due.Where(work => !before.Contains((work.Organisation, work.Queue))).Take(SideBySide - before.Count)) Start(work);
            return due.Count == 0 && before.Count == 0;
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private void Start(WorkRow work)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        busy[(work.Organisation, work.Queue)] = ended.Task;
        _ = Task.Run(() => DoAsync(work, ended));
    }

    /// <summary>Never throws: whatever happens, the queue is free again afterwards.</summary>
    private async Task DoAsync(WorkRow work, TaskCompletionSource ended)
    {
        try
        {
            await RecordAsync(work, await TryAsync(work));
        }
        catch (OperationCanceledException) when (hurry.IsCancellationRequested)
        {
            Log.LeftForTheNextStart(log, work.Kind, work.Key);
        }
        catch (Exception bug)
        {
            Log.NotRecorded(log, work.Kind, work.Key, bug);
        }
        finally
        {
            busy.TryRemove((work.Organisation, work.Queue), out _);
            ended.SetResult();
            Wake();
        }
    }

    private async Task<WorkOutcome> TryAsync(WorkRow work)
    {
        if (!doers.TryGetValue(work.Kind, out var doer)) return new WorkOutcome.Refused($"Nobody does {work.Kind}.");
        try
        {
            return await doer(work, hurry.Token);
        }
        catch (ChatRefused refused)
        {
            return new WorkOutcome.Refused(refused.Message);
        }
        catch (ChatBusy busy)
        {
            return new WorkOutcome.Later(busy.Until, HoldsQueue: !busy.OthersGoOn) { KeepsPace = busy.OthersGoOn };
        }
        catch (Exception failed) when (!hurry.IsCancellationRequested)
        {
            Log.Failed(log, work.Kind, work.Key, failed);
            return new WorkOutcome.Failed(failed.Message);
        }
    }

    /// <summary>What runs may end; what does not end in time is left for the next start.</summary>
    private async Task FinishAsync()
    {
        var running = Task.WhenAll(busy.Values);
        try
        {
            await running.WaitAsync(Grace.ToTimeSpan(), time);
        }
        catch (TimeoutException)
        {
            await hurry.CancelAsync();
        }
    }

    private Instant Now() => time.GetUtcNow().ToInstant();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Work {Kind} {Key} failed and is tried again.")]
        public static partial void Failed(ILogger log, string kind, string key, Exception failed);

        [LoggerMessage(2, LogLevel.Error, "Work {Kind} {Key} is set aside after {Tries} tries: {Why}")]
        public static partial void Parked(ILogger log, string kind, string key, int tries, string why);

        [LoggerMessage(3, LogLevel.Error, "Nobody could be told that work {Kind} {Key} is set aside.")]
        public static partial void NotTold(ILogger log, string kind, string key, Exception bug);

        [LoggerMessage(4, LogLevel.Warning, "The store is away; work waits.")]
        public static partial void StoreIsAway(ILogger log, Exception away);

        [LoggerMessage(5, LogLevel.Information, "Work {Kind} {Key} is left for the next start.")]
        public static partial void LeftForTheNextStart(ILogger log, string kind, string key);

        [LoggerMessage(6, LogLevel.Error, "What became of work {Kind} {Key} could not be recorded.")]
        public static partial void NotRecorded(ILogger log, string kind, string key, Exception bug);

        [LoggerMessage(7, LogLevel.Error, "Waiting work could not be looked for. It is tried again in 2 seconds; nothing of it is lost.")]
        public static partial void NotLooked(ILogger log, Exception bug);
    }
}
