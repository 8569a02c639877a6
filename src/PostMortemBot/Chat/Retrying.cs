using NodaTime;

namespace PostMortemBot.Chat;

/// <summary>How often and when failed work is tried again.</summary>
/// <param name="Tries">How many tries in all before it is parked.</param>
/// <param name="First">The wait after the first failure; it doubles with each further one.</param>
/// <param name="Longest">The longest wait.</param>
/// <param name="Jitter">A number from 0 up to 1 at each call, so that what failed together does not come back together. Called by several threads.</param>
internal sealed record Retrying(int Tries, Duration First, Duration Longest, Func<double> Jitter)
{
    /// <summary>The wait after so many failed tries: half of it certain, half by chance.</summary>
    public Duration After(int tries)
    {
        var whole = Duration.Min(Longest, First * Math.Pow(2, Math.Min(tries - 1, 30)));
        return (whole / 2) + (whole / 2 * Jitter());
    }
}
