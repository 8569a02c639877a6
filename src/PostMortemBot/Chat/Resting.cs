namespace PostMortemBot.Chat;

/// <summary>
/// Gives memory back to the system once work is over: a bot is idle for most of the day, and beside it other programs run. While anything goes on, it does nothing.
/// </summary>
/// <param name="made">Bytes of objects made since the start.</param>
/// <param name="giveBack">Collects everything and returns what is free; it stops the program for some hundredths of a second.</param>
internal sealed class Resting(Func<long> made, Action giveBack, TimeProvider time) : BackgroundService
{
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(20);

    /// <summary>What clocks and open pages make by themselves between two looks, in bytes.</summary>
    public const long Idle = 1 << 20;

    /// <summary>Less than this is not worth the stop, in bytes.</summary>
    public const long Worth = 4 << 20;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (last, given) = (0L, 0L);
        try
        {
            while (true)
            {
                await Task.Delay(Pace, time, stoppingToken);
                var now = made();
                if (now - last < Idle && now - given >= Worth)
                {
                    giveBack();
                    given = now;
                }

                last = now;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the program.
        }
    }
}
