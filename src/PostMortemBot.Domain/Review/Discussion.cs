using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>The rules of the team's discussion: its date, and what is kept of it.</summary>
public static class Discussion
{
    /// <summary>As the process says.</summary>
    public const int Minutes = 60;

    public const int MostNote = 1000;

    /// <summary>Schedules the discussion, or moves it.</summary>
    public static Decision Set(PostMortem p, Instant start, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.EditSection, p)) return Decision.Forbid("The author schedules the discussion, or the SRE team. Ask one of them.");
        if (p.Life is not (Life.Draft or Life.UnderReview or Life.Final)) return Decision.Refuse($"{p.Name} has no document to discuss.");
        if (start <= now) return Decision.Refuse("That time is over. Give one that is still to come.", "when");
        if (p.Meeting is { Cancelled: false } set && set.Start == start) return Decision.Nothing;
        return Decision.Accept(new MeetingSet(now, who.Id, start, Minutes));
    }

    public static Decision Cancel(PostMortem p, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.EditSection, p)) return Decision.Forbid("The author cancels the discussion, or the SRE team. Ask one of them.");
        if (p.Meeting is not { Cancelled: false } set) return Decision.Nothing;
        return set.Start <= now ? Decision.Refuse("The discussion has begun already.") : Decision.Accept(new MeetingCancelled(now, who.Id));
    }

    /// <summary>Keeps a lesson or a note; until the review it is the author's to place, afterwards it stands under its date.</summary>
    public static Decision Note(PostMortem p, NoteId id, string text, bool lesson, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.Mark, p)) return Decision.Forbid("Only people of this incident add to its discussion. Ask somebody there to add it.");
        if (p.Life is Life.Cancelled or Life.Merged) return Decision.Refuse($"{p.Name} is not written any more.");
        if (text.Trim().Length == 0) return Decision.Refuse("Say what was learned, for example: lesson test alerts after each rename.", "text");
        if (text.Length > MostNote) return Decision.Refuse($"A note holds at most {MostNote} characters; this has {text.Length}.", "text");
        return p.Notes.Any(note => note.Id == id) ? Decision.Nothing : Decision.Accept(new DiscussionNoted(now, who.Id, id, text.Trim(), lesson));
    }
}
