using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>The rules of what follows a final document, and of an open incident that went quiet.</summary>
public static class FollowUpReview
{
    public const int MostText = 2900;

    /// <summary>The follow-up review was held: which runbooks were changed, with links, and what was said. What is null, or stands already, is left as it is.</summary>
    public static Decision Hold(PostMortem p, string? runbooks, string? note, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.Mark, p)) return Decision.Forbid("Only people of this incident record its follow-up review. Ask somebody there.");
        if (p.Life != Life.Final) return Decision.Refuse($"{p.Name} is not final, so there is nothing to follow up yet.");
        if (runbooks?.Length > MostText) return Decision.Refuse($"That holds at most {MostText:N0} characters.", "runbooks");
        if (note?.Length > MostText) return Decision.Refuse($"That holds at most {MostText:N0} characters.", "note");
        var told = new FollowUpHeld(now, who.Id, runbooks?.Trim() is var r && r == p.RunbooksChanged ? null : r, note?.Trim() is var n && n == p.FollowUpNote ? null : n);
        return p.FollowUpHeldAt is not null && told is { Runbooks: null, Note: null } ? Decision.Nothing : Decision.Accept(told);
    }

    /// <summary>It still goes on: nobody asks again before it was quiet for as long once more.</summary>
    public static Decision StillGoing(PostMortem p, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.Resolve, p)) return Decision.Forbid($"Only people who took part in {p.Name} can say that.");
        return p.IsOpen ? Decision.Accept(new IncidentStillGoing(now, who.Id)) : Decision.Refuse($"{p.Name} is over.");
    }
}
