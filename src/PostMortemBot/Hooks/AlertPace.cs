using NodaTime;

namespace PostMortemBot.Hooks;

/// <summary>How many alerts are taken in a minute: a storm of them is counted, and does not hold up people.</summary>
internal sealed class AlertPace(IClock clock)
{
    public const int MostInAMinute = 120;
    private static readonly Duration Minute = Duration.FromMinutes(1);
    private readonly Lock gate = new();
    private Instant began = Instant.MinValue;
    private int taken;

    /// <summary>Null when one more may be taken now; else how long to wait.</summary>
    public Duration? Wait()
    {
        lock (gate)
        {
            var now = clock.GetCurrentInstant();
            if (now >= began + Minute || now < began) (began, taken) = (now, 0);
            return ++taken <= MostInAMinute ? null : began + Minute - now;
        }
    }
}
