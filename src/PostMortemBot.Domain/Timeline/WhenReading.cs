using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>What a typed time is read against.</summary>
/// <param name="Now">The moment of the turn: nothing is read as later than this and five minutes.</param>
/// <param name="ProcessZone">The zone in which times without a zone are meant (<c>bot.json</c>).</param>
/// <param name="OwnZone">The person's zone, when known: see <see cref="OwnZoneTaken"/>.</param>
/// <param name="IncidentBegan">The incident's first instant, when there is one.</param>
public sealed record WhenContext(Instant Now, DateTimeZone ProcessZone, DateTimeZone? OwnZone = null, Instant? IncidentBegan = null);

/// <summary>
/// The clock time was taken in the person's own zone, because in the process zone it lay before the incident. The chat says
/// <paramref name="Sentence"/> with <c>[Right] [Change]</c>; <paramref name="ProcessReading"/> is what <c>Change</c> offers
/// (null where that hour did not exist).
/// </summary>
public sealed record OwnZoneTaken(Instant? ProcessReading, string Sentence);

/// <summary>What <see cref="When"/> made of a text: one of <see cref="None"/>, <see cref="At"/>, <see cref="Refused"/>.</summary>
public abstract record WhenReading
{
    private WhenReading()
    {
    }

    /// <summary>No time stands at the front; <paramref name="Rest"/> is the whole text, trimmed.</summary>
    public sealed record None(string Rest) : WhenReading;

    /// <summary>A time was read.</summary>
    /// <param name="Instant">The moment meant.</param>
    /// <param name="Rest">What follows the time, without the separator between them.</param>
    /// <param name="Dated">The words named the day (a date, <c>yesterday</c>, a weekday), so the day is not a guess.</param>
    /// <param name="OwnZone">Set when the person's own zone was taken, which has to be said.</param>
    public sealed record At(Instant Instant, string Rest, bool Dated = false, OwnZoneTaken? OwnZone = null) : WhenReading;

    /// <summary>A time was meant and cannot be; <paramref name="Sentence"/> says why and what to type instead.</summary>
    public sealed record Refused(string Sentence) : WhenReading;
}
