namespace PostMortemBot.Domain;

/// <summary>How grave an incident is. The names are stored and printed: never rename one.</summary>
public enum Severity
{
    P1,
    P2,
    P3,
}

/// <summary>Reading of a severity as people type it.</summary>
public static class Severities
{
    /// <summary><c>p1</c>, <c>P2</c>, <c>sev1</c>, <c>SEV-2</c>, <c>sev 3</c>; null for everything else, so that a title keeps its words.</summary>
    public static Severity? Read(string word) => word.Trim().ToLowerInvariant() switch
    {
        "p1" or "sev1" or "sev-1" or "sev 1" => Severity.P1,
        "p2" or "sev2" or "sev-2" or "sev 2" => Severity.P2,
        "p3" or "sev3" or "sev-3" or "sev 3" => Severity.P3,
        _ => null,
    };
}
