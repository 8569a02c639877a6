using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>The rules of what follows a final document, and of an open incident that went quiet.</summary>
public static class FollowUpReview
{
    public const int MostText = 2900;

    /// <summary>The follow-up review was held: which runbooks were changed, with links, and what was said.</summary>
    public static Decision Hold(PostMortem p, string runbooks, string note, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.Mark, p)) return Decision.Forbid("Only people of this incident record its follow-up review. Ask somebody there.");
        if (p.Life != Life.Final) return Decision.Refuse($"{p.Name} is not final, so there is nothing to follow up yet.");
        if (runbooks.Length > MostText) return Decision.Refuse($"That holds at most {MostText:N0} characters.", "runbooks");
        return note.Length > MostText ? Decision.Refuse($"That holds at most {MostText:N0} characters.", "note") : Decision.Accept(new FollowUpHeld(now, who.Id, runbooks.Trim(), note.Trim()));
    }

    /// <summary>It still goes on: nobody asks again before it was quiet for as long once more.</summary>
    public static Decision StillGoing(PostMortem p, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.Resolve, p)) return Decision.Forbid($"Only people who took part in {p.Name} can say that.");
        return p.IsOpen ? Decision.Accept(new IncidentStillGoing(now, who.Id)) : Decision.Refuse($"{p.Name} is over.");
    }
}
