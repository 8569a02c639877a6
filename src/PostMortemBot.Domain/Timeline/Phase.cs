namespace PostMortemBot.Domain;

/// <summary>The nine phases of an incident, in the order of the process's timeline. The names are stored: never rename one.</summary>
public enum Phase
{
    IncidentBegin,
    Detection,
    InitialResponse,
    Investigation,
    Escalation,
    RootCauseDiscovery,
    FixImplementation,
    Verification,
    Resolution,
}

/// <summary>How phases are called where people read them.</summary>
public static class PhaseNames
{
    /// <summary>Every phase in the order of the document.</summary>
    public static IReadOnlyList<Phase> All { get; } = Enum.GetValues<Phase>();

    /// <summary>The heading in the document and the label in pickers: <c>Root Cause Discovery</c>.</summary>
    public static string DisplayName(this Phase phase) => phase switch
    {
        Phase.IncidentBegin => "Incident Begin",
        Phase.Detection => "Detection",
        Phase.InitialResponse => "Initial Response",
        Phase.Investigation => "Investigation",
        Phase.Escalation => "Escalation",
        Phase.RootCauseDiscovery => "Root Cause Discovery",
        Phase.FixImplementation => "Fix Implementation",
        Phase.Verification => "Verification",
        Phase.Resolution => "Resolution",
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "A phase without a name."),
    };

    /// <summary>The phase of exactly this display name, in any case; null when there is none. Short words (<c>fix</c>) are read elsewhere.</summary>
    public static Phase? FromDisplayName(string name)
    {
        foreach (var phase in All)
        {
            if (string.Equals(phase.DisplayName(), name.Trim(), StringComparison.OrdinalIgnoreCase)) return phase;
        }

        return null;
    }
}
