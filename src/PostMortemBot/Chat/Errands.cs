using System.Collections.Concurrent;
using System.Threading.Channels;

namespace PostMortemBot.Chat;

/// <summary>
/// Small things done after an answer: looking people up, and what the store cannot take. Several side by side, bounded, finished when the program is stopped in good order and lost when it
/// dies: what must not be lost is work of the store (<see cref="Dispatcher"/>). What a platform asks to wait for is tried twice more. Whatever waits holds no worker.
/// </summary>
internal sealed partial class Errands(TimeProvider time, ILogger<Errands> log) : BackgroundService
{
    private const int SideBySide = 8;
    private const int Tries = 3;
    private const int MostWaiting = 4096;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);
    private readonly Channel<Errand> waiting = Channel.CreateBounded<Errand>(MostWaiting);
    private readonly ConcurrentDictionary<Errand, bool> paused = new();
    private readonly CancellationTokenSource hurry = new();
    private int running;

    /// <summary>Raised when nothing waits and nothing runs: what tests wait for.</summary>
    public event Action? Idle;

    public bool IsIdle => Volatile.Read(ref running) == 0;

    public void Run(string what, Func<CancellationToken, Task> errand)
    {
        Interlocked.Increment(ref running);
        Bring(new(what, errand));
    }

    /// <summary>After a pause, or at once when the program stops before.</summary>
    public void RunAfter(TimeSpan pause, string what, Func<CancellationToken, Task> errand)
    {
        Interlocked.Increment(ref running);
        Pause(new(what, errand), pause);
    }

    public override void Dispose()
    {
        base.Dispose();
        hurry.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var workers = Enumerable.Range(0, SideBySide).Select(_ => WorkAsync()).ToList();
        await Task.WhenAny(Task.WhenAll(workers), Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken));
        foreach (var errand in paused.Keys) Resume(errand);
        waiting.Writer.Complete();
        using var grace = time.CreateTimer(_ => hurry.Cancel(), null, Grace, Timeout.InfiniteTimeSpan);
        await Task.WhenAll(workers);
    }

    private async Task WorkAsync()
    {
        await foreach (var errand in waiting.Reader.ReadAllAsync())
        {
            if (!await IsPausedAsync(errand)) Ended();
        }
    }

    /// <summary>Does it; true when it is to be done again later.</summary>
    private async Task<bool> IsPausedAsync(Errand errand)
    {
        try
        {
            await errand.Act(hurry.Token);
        }
        catch (ChatBusy busy) when (++errand.Tried < Tries)
        {
            var wait = busy.Until.ToDateTimeOffset() - time.GetUtcNow();
            Pause(errand, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
            return true;
        }
        catch (Exception failed)
        {
            Log.Failed(log, errand.What, failed.Message);
        }

        return false;
    }

    private void Pause(Errand errand, TimeSpan pause)
    {
        paused[errand] = true;
        errand.Timer = time.CreateTimer(_ => Resume(errand), null, pause, Timeout.InfiniteTimeSpan);
        if (!paused.ContainsKey(errand)) errand.Timer.Dispose();
    }

    private void Resume(Errand errand)
    {
        if (!paused.TryRemove(errand, out _)) return;
        errand.Timer?.Dispose();
        Bring(errand);
    }

    private void Bring(Errand errand)
    {
        if (waiting.Writer.TryWrite(errand)) return;
        Log.LeftOut(log, errand.What);
        Ended();
    }

    private void Ended()
    {
        if (Interlocked.Decrement(ref running) == 0) Idle?.Invoke();
    }

    private sealed class Errand(string what, Func<CancellationToken, Task> act)
    {
        public string What => what;

        public Func<CancellationToken, Task> Act => act;

        public int Tried { get; set; }

        public ITimer? Timer { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{What} failed: {Why}")]
        public static partial void Failed(ILogger log, string what, string why);

        [LoggerMessage(2, LogLevel.Warning, "{What} was left out: too much waits already, or the program stops.")]
        public static partial void LeftOut(ILogger log, string what);
    }
}
