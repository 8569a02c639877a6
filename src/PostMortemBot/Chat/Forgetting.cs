using NodaTime;
using NodaTime.Extensions;
using PostMortemBot.Storage;

namespace PostMortemBot.Chat;

/// <summary>Once a day forgets the receipts that no platform delivers again (decisions.md 6: kept 30 days).</summary>
internal sealed partial class Forgetting(IPostMortemStore store, TimeProvider time, ILogger<Forgetting> log) : BackgroundService
{
    public static readonly Duration Kept = Duration.FromDays(30);
    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);
    private static readonly TimeSpan StoreAway = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true) await Task.Delay(await ForgetAsync(stoppingToken) ? Daily : StoreAway, time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the program.
        }
    }

    private async Task<bool> ForgetAsync(CancellationToken stop)
    {
        try
        {
            var forgotten = await store.ForgetReceiptsAsync(time.GetUtcNow().ToInstant() - Kept, stop);
            if (forgotten > 0) Log.Forgotten(log, forgotten);
            return true;
        }
        catch (StoreUnavailable away)
        {
            Log.StoreIsAway(log, away);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Receipts forgotten: {Count}.")]
        public static partial void Forgotten(ILogger log, int count);

        [LoggerMessage(2, LogLevel.Warning, "The store is away; receipts are forgotten later.")]
        public static partial void StoreIsAway(ILogger log, Exception away);
    }
}
