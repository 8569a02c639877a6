using System.Threading.Channels;
using PostMortemBot.Chat;

namespace PostMortemBot.Slack;

/// <summary>
/// Small things done after an answer: late answers, looking people up. Several side by side, bounded, and lost with the process: what must not be lost is work of the store
/// (<see cref="Dispatcher"/>). What Slack asks to wait for is tried twice more.
/// </summary>
internal sealed partial class SlackErrands(TimeProvider time, ILogger<SlackErrands> log) : BackgroundService
{
    private const int SideBySide = 8;
    private const int Tries = 3;
    private const int MostWaiting = 4096;
    private readonly Channel<(string What, Func<CancellationToken, Task> Do)> waiting =
        Channel.CreateBounded<(string, Func<CancellationToken, Task>)>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite });

    private int running;

    /// <summary>Raised when nothing waits and nothing runs: what tests wait for.</summary>
    public event Action? Idle;

    public bool IsIdle => Volatile.Read(ref running) == 0;

    public void Run(string what, Func<CancellationToken, Task> errand)
    {
        Interlocked.Increment(ref running);
        if (waiting.Writer.TryWrite((what, errand))) return;
        Ended();
        Log.TooMany(log, what);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, SideBySide).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var (what, errand) in waiting.Reader.ReadAllAsync(stop))
            {
                await DoAsync(what, errand, stop);
                Ended();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The end of the program: what waits is not worth waiting for.
        }
    }

    private async Task DoAsync(string what, Func<CancellationToken, Task> errand, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await errand(stop);
                return;
            }
            catch (ChatBusy busy) when (attempt < Tries)
            {
                var wait = busy.Until.ToDateTimeOffset() - time.GetUtcNow();
                if (wait > TimeSpan.Zero) await Task.Delay(wait, time, stop);
            }
            catch (Exception failed) when (!stop.IsCancellationRequested)
            {
                Log.Failed(log, what, failed.Message);
                return;
            }
        }
    }

    private void Ended()
    {
        if (Interlocked.Decrement(ref running) == 0) Idle?.Invoke();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{What} failed: {Why}")]
        public static partial void Failed(ILogger log, string what, string why);

        [LoggerMessage(2, LogLevel.Warning, "{What} was left out: too much waits for Slack.")]
        public static partial void TooMany(ILogger log, string what);
    }
}
