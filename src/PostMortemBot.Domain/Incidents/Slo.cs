namespace PostMortemBot.Domain;

/// <summary>What an SLO's share is counted in.</summary>
public enum SloKind
{
    /// <summary>Good minutes of all minutes.</summary>
    Time,

    /// <summary>Good requests of all requests.</summary>
    Requests,
}

/// <summary>Which number of the document an SLO stands for.</summary>
public enum SloMeasure
{
    ResponseTime,
    Availability,
    ErrorRate,
    Other,
}

/// <summary>The time a budget is for.</summary>
public enum SloWindow
{
    /// <summary>The calendar month in the process zone.</summary>
    Month,

    /// <summary>Thirty days.</summary>
    ThirtyDays,
}

/// <summary>A service level objective as <c>bot.json</c> has it.</summary>
/// <param name="Name">As printed: <c>API Availability</c>.</param>
/// <param name="Target">The share that must be good, between 0 and 1, both excluded: 0.999.</param>
/// <param name="Printed">The target as the document prints it: <c>99.9%</c>, <c>&lt;200ms</c>.</param>
public sealed record Slo(string Name, SloKind Kind, double Target, string Printed)
{
    /// <summary>A short name for typing: <c>availability</c>; empty when there is none.</summary>
    public string TypedAs { get; init; } = "";

    public SloMeasure Measure { get; init; } = SloMeasure.Other;

    public SloWindow Window { get; init; } = SloWindow.Month;

    /// <summary>The share of the window's budget that is spent elsewhere, 0 to 1: it is taken off what remains.</summary>
    public double OtherConsumed { get; init; }
}
