namespace PostMortemBot.Domain;

/// <summary>The process's writing guidelines and the mistakes it warns of, each with the parts of the process's template that it belongs to. A part of another name has none.</summary>
public static class Guidelines
{
    private const string Factual = "Be factual: stick to objective facts, avoid speculation.";
    private const string Systems = "Focus on systems: emphasize system failures, not individual mistakes.";
    private const string Evidence = "Provide evidence: link to logs, screenshots, metrics that support findings.";
    private const string Thorough = "Be thorough: include all relevant details, even if they seem minor.";
    private const string Timestamps = "Include timestamps: use precise times for all timeline events.";
    private const string Blame = "A common mistake is assigning blame: focus on process and system improvements, not fault.";
    private const string Rushing = "A common mistake is rushing the timeline: take time to get the sequence of events correct.";
    private const string Skipping = "A common mistake is skipping sections: complete all, even if some are marked as N/A.";
    private const string Vague = "A common mistake is a vague action: make it specific, measurable, and time-bound, with a clear owner and deadline.";

    /// <summary>Guideline and mistake, a sentence or two; null where the process names none.</summary>
    public static string? Of(FieldPath part) => part.Value switch
    {
        "executive summary" or "incident overview" => $"{Factual} {Skipping}",
        "detailed timeline" => $"{Timestamps} {Rushing}",
        "root cause analysis" => $"{Systems} {Blame}",
        "contributing factors" or "what went poorly" => $"{Systems} {Blame}",
        "what went well" or "lessons learned" => $"{Thorough} {Skipping}",
        "action items" or "prevention measures" => Vague,
        "slo and error budget impact" or "metrics and data" or "supporting evidence" => $"{Evidence} {Skipping}",
        "communication assessment" or "related incidents" => $"{Factual} {Skipping}",
        _ => null,
    };
}
