using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>A length between two key times, or why there is none.</summary>
/// <param name="Name">What it is called: <c>Time to detection</c>.</param>
/// <param name="From">The instant it is counted from, when known.</param>
/// <param name="To">The instant it is counted to, when known.</param>
/// <param name="Missing">The event that the timeline lacks: <c>no Detection event</c>. Null when both instants are known.</param>
/// <param name="Formula">How it is reckoned, in words: <c>restored − detected</c>.</param>
public sealed record TimeBetween(string Name, string Formula, Instant? From, Instant? To, string? Missing)
{
    /// <summary>The exact length with its seconds; null when an instant is missing or the two are in the wrong order.</summary>
    public Duration? Length => To - From is { } length && length >= Duration.Zero ? length : null;

    /// <summary>Whole minutes, half up: the number of <c>Time to detection: XX minutes</c>.</summary>
    public long? Minutes => Length is { } length ? Moments.WholeMinutes(length) : null;

    /// <summary>As the document prints it: <c>47 min</c>, or <c>N/A (no Detection event)</c>. A negative length is never printed.</summary>
    public string Printed => Length is { } length ? Moments.Length(length) : $"N/A ({Missing ?? "times out of order"})";

    /// <summary>For the author, when the two instants are in the wrong order; else null.</summary>
    public string? Hint => Missing is null && Length is null ? $"{Name}: {Formula} is negative. Mend the time on its event." : null;

    /// <summary>The inputs behind the number: <c>47 min = restored − detected: 02:10 EST to 02:57 EST</c>.</summary>
    public string Explained(DateTimeZone zone, Instant now) => Length is null
        ? Printed
        : $"{Printed} = {Formula}: {Moments.At(From!.Value, zone, now)} to {Moments.At(To!.Value, zone, now)}";
}

/// <summary>
/// The durations of the document, in calendar time, each a difference of two <see cref="KeyTimes"/> (<c>decisions.md</c> 7). Computed, never typed.
/// </summary>
public static class Durations
{
    private const string NoEvent = "no event yet";
    private const string NoDetection = "no Detection event";
    private const string NotResolved = "not resolved yet";

    /// <summary>Restored − Detected: the <i>Duration</i> of the summary.</summary>
    public static TimeBetween Total(KeyTimes times) => TimeToResolution(times) with { Name = "Duration" };

    /// <summary>Restored − Detected.</summary>
    public static TimeBetween TimeToResolution(KeyTimes times) =>
        Between("Time to resolution", "restored − detected", times.Detected, NoDetection, times.Restored, NotResolved);

    /// <summary>Restored − Began: how long people felt it. The trigger <i>over 30 minutes</i> compares this, with its seconds.</summary>
    public static TimeBetween Lasted(KeyTimes times) => Between("Lasted", "restored − began", times.Began, NoEvent, times.Restored, NotResolved);

    /// <summary>Detected − Began.</summary>
    public static TimeBetween TimeToDetection(KeyTimes times) =>
        Between("Time to detection", "detected − began", times.Began, NoEvent, times.Detected, NoDetection);

    /// <summary>First fix − Detected.</summary>
    public static TimeBetween TimeToFirstFix(KeyTimes times) =>
        Between("Time to first fix attempt", "first fix − detected", times.Detected, NoDetection, times.FirstFix, "no Fix Implementation event");

    /// <summary>Fixed − Detected.</summary>
    public static TimeBetween TimeToSuccessfulResolution(KeyTimes times) => Between(
        "Time to successful resolution", "last fix − detected", times.Detected, NoDetection, times.Fixed,
        times.Restored is null ? NotResolved : "no Fix Implementation event before it was restored");

    /// <summary>Closed − Detected.</summary>
    public static TimeBetween TimeToFullRestoration(KeyTimes times) => Between(
        "Time to full service restoration", "closed − detected", times.Detected, NoDetection, times.Closed,
        times.Restored is null ? NotResolved : "no Resolution event after it was restored");

    /// <summary>All of them in the document's order, for hints and for <i>Explain the numbers</i>.</summary>
    public static IReadOnlyList<TimeBetween> All(KeyTimes times) =>
    [
        Total(times), Lasted(times), TimeToDetection(times), TimeToResolution(times),
        TimeToFirstFix(times), TimeToSuccessfulResolution(times), TimeToFullRestoration(times),
    ];

    private static TimeBetween Between(string name, string formula, Instant? from, string withoutFrom, Instant? to, string withoutTo) =>
        new(name, formula, from, to, from is null ? withoutFrom : to is null ? withoutTo : null);
}
