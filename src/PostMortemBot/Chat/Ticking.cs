using PostMortemBot.Storage;

namespace PostMortemBot.Chat;

/// <summary>Looks once a minute, by the program's clock, for what has come due: what is told is stored together with its message, so that a look twice tells nothing twice.</summary>
internal sealed partial class Ticking(Func<CancellationToken, Task> look, TimeProvider time, ILogger<Ticking> log) : BackgroundService
{
    public static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await LookAsync(stoppingToken);
                await Task.Delay(Pace, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the program.
        }
    }

    /// <summary>What goes wrong once is looked at again in a minute: one post-mortem must not silence all the others for good.</summary>
    private async Task LookAsync(CancellationToken stop)
    {
        try
        {
            await look(stop);
        }
        catch (StoreUnavailable away)
        {
            Log.StoreIsAway(log, away);
        }
        catch (Exception bug) when (!stop.IsCancellationRequested)
        {
            Log.Failed(log, bug);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The store is away; what is due is looked for later.")]
        public static partial void StoreIsAway(ILogger log, Exception away);

        [LoggerMessage(2, LogLevel.Error, "What is due could not be looked for.")]
        public static partial void Failed(ILogger log, Exception bug);
    }
}
