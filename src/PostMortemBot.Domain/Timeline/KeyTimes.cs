using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>One timeline event as far as key times need it: its instant, and its phase when it has one.</summary>
public readonly record struct TimedPhase(Instant At, Phase? Phase);

/// <summary>
/// The instants on which every duration rests. They are derived from the timeline and confirmed by the author; a wrong one is mended on its event.
/// Null where the timeline has no such event.
/// </summary>
/// <param name="Began">First event of Incident Begin, else the first event.</param>
/// <param name="Detected">First Detection.</param>
/// <param name="Responded">First Initial Response or Investigation.</param>
/// <param name="Found">First Root Cause Discovery.</param>
/// <param name="FirstFix">First Fix Implementation.</param>
/// <param name="Fixed">Last Fix Implementation at or before <paramref name="Restored"/>.</param>
/// <param name="Restored">The time given to <c>resolve</c>; null while the incident is open.</param>
/// <param name="Closed">Last Resolution event that is not before <paramref name="Restored"/>.</param>
public sealed record KeyTimes(
    Instant? Began, Instant? Detected, Instant? Responded, Instant? Found, Instant? FirstFix, Instant? Fixed, Instant? Restored, Instant? Closed)
{
    /// <summary>Derives the key times from events in any order.</summary>
    public static KeyTimes From(IEnumerable<TimedPhase> events, Instant? restored)
    {
        var ordered = events.OrderBy(timed => timed.At).ToList();
        return new KeyTimes(
            Began: First(Phase.IncidentBegin) ?? (ordered.Count > 0 ? ordered[0].At : null),
            Detected: First(Phase.Detection),
            Responded: First(Phase.InitialResponse, Phase.Investigation),
            Found: First(Phase.RootCauseDiscovery),
            FirstFix: First(Phase.FixImplementation),
            Fixed: Last(Phase.FixImplementation, at => at <= restored),
            Restored: restored,
            Closed: Last(Phase.Resolution, at => at >= restored));

        Instant? First(Phase phase, Phase? or = null) => ordered
            .Where(timed => timed.Phase is { } its && (its == phase || its == or))
            .Select(timed => (Instant?)timed.At).FirstOrDefault();

        // While nothing is restored (null) no comparison holds, so there is no last one either.
        Instant? Last(Phase phase, Func<Instant?, bool> when) => ordered
            .Where(timed => timed.Phase == phase && when(timed.At))
            .Select(timed => (Instant?)timed.At).LastOrDefault();
    }
}
