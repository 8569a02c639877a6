using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>The rules of keeping evidence and catching action items while an incident is told. One message is kept once as each.</summary>
public static class Keeping
{
    /// <summary>The longest text of one piece of evidence.</summary>
    public const int MostEvidence = 8000;

    /// <summary>Keeps a text, a link, or both. The text comes masked.</summary>
    public static Decision Evidence(PostMortem p, EvidenceId id, EvidenceKind kind, string text, string link, MessageRef? source, Actor who, Instant now)
    {
        if (Wrong(p, who, Act.Mark) is { } wrong) return wrong;
        if (text.Length == 0 && link.Length == 0) return Decision.Refuse("Say what to keep, for example: evidence https://… or evidence the log line.", "text");
        if (text.Length > MostEvidence) return Decision.Refuse($"One piece of evidence holds at most {MostEvidence} characters; this has {text.Length}. Keep the lines that matter.", "text");
        return source is not null && p.Evidence.Any(kept => kept.Source?.Key == source.Key)
            ? Decision.Nothing
            : Decision.Accept(new EvidenceKept(now, who.Id, id, kind, text, link, null, source, null));
    }

    /// <summary>A message becomes an action item; owner and date come later.</summary>
    public static Decision Action(PostMortem p, ActionItemId id, string text, MessageRef source, Actor who, Instant now)
    {
        if (Wrong(p, who, Act.CreateAction) is { } wrong) return wrong;
        if (text.Length == 0) return Decision.Refuse("There is no text in that message to make an action item of.", "text");
        if (text.Length > Timeline.MostCharacters) return Decision.Refuse($"An action item holds at most {Timeline.MostCharacters} characters; this has {text.Length}.", "text");
        return p.Actions.Any(action => action.Source?.Key == source.Key)
            ? Decision.Nothing
            : Decision.Accept(new ActionItemAdded(now, who.Id, id, text, null, null, Horizon.ShortTerm, null, source));
    }

    /// <summary>What a piece of evidence is, by its looks: a link of a dashboard, another link, a query; else lines of a log.</summary>
    public static EvidenceKind KindOf(string text, string link)
    {
        if (link.Length > 0) return Says(link, "grafana", "dashboard", "kibana", "datadoghq") ? EvidenceKind.Dashboard : EvidenceKind.Link;
        var front = text.TrimStart();
        return Begins(front, "select ", "index=", "sum(", "rate(", "sum by", "with ", "source=") ? EvidenceKind.Query : EvidenceKind.Log;
    }

    private static bool Says(string text, params string[] words) => words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static bool Begins(string text, params string[] words) => words.Any(word => text.StartsWith(word, StringComparison.OrdinalIgnoreCase));

    private static Decision? Wrong(PostMortem p, Actor who, Act act)
    {
        if (!Rights.May(who, act, p)) return Decision.Forbid("Only people in this conversation can add to its incident. Ask somebody there to add it.");
        return p.TakesMarks ? null : Decision.Refuse($"{p.Name} takes nothing more: it is {(p.Life == Life.Final ? "final" : "over")}.");
    }
}
