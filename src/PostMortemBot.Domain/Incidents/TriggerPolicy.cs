using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>When a post-mortem is required. The values as built are the process's; every limit is strict (exactly 30 minutes is not over 30).</summary>
public sealed record TriggerPolicy
{
    /// <summary>Severities that require one by themselves.</summary>
    public IReadOnlyList<Severity> RequiredSeverities { get; init; } = [Severity.P1];

    /// <summary>An escalation requires one, whatever the severity.</summary>
    public bool Escalation { get; init; } = true;

    /// <summary>Restored − Began must be over this.</summary>
    public Duration LongerThan { get; init; } = Duration.FromMinutes(30);

    /// <summary>The largest share of an SLO's budget must be over this: 0.1 = 10 %.</summary>
    public double BudgetOver { get; init; } = 0.10;

    /// <summary>Complaints of customers require one.</summary>
    public bool Complaints { get; init; } = true;

    /// <summary>This many environments or more require one.</summary>
    public int EnvironmentsAtLeast { get; init; } = 2;
}
