namespace PostMortemBot.Domain;

/// <summary>What is set of an incident's facts; null stays as it is.</summary>
public sealed record Details
{
    public string? IncidentId { get; init; }

    public string? Title { get; init; }

    public Severity? Severity { get; init; }

    public IReadOnlyList<string>? Environments { get; init; }

    public IReadOnlyList<string>? Services { get; init; }

    public PersonId? Owner { get; init; }

    public PersonId? Commander { get; init; }

    /// <summary>There is none any more; <see cref="Owner"/> is then not asked.</summary>
    public bool NoOwner { get; init; }

    /// <summary>There is none any more; <see cref="Commander"/> is then not asked.</summary>
    public bool NoCommander { get; init; }

    public bool? Escalated { get; init; }

    public bool? Complained { get; init; }

    /// <summary>What was said of these is withdrawn; the values are then not asked.</summary>
    public IReadOnlyList<Withdrawn> Withdrawn { get; init; } = [];

    public (OptionalReason Reason, bool Holds)? Optional { get; init; }

    public SloMeasurement? Slo { get; init; }
}

/// <summary>Facts that are <em>not known</em> again once somebody withdraws them.</summary>
public enum Withdrawn
{
    Severity,
    Escalation,
    Complaints,
}
