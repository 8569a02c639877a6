using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>What somebody wants on the timeline.</summary>
/// <param name="When">The moment; for a captured message, its own time.</param>
public sealed record Marking(TimelineEventId Id, Instant When, string Text, MarkReason Reason)
{
    public Phase? Phase { get; init; }

    public bool PhaseGuessed { get; init; }

    public EventOwner? Owner { get; init; }

    public MessageRef? Source { get; init; }

    public PersonId? Writer { get; init; }

    public string WriterName { get; init; } = "";

    /// <summary>The text will be read from the platform.</summary>
    public bool TextPending { get; init; }
}

/// <summary>The rules of the timeline: mark, undo, correct, follow what happens to a captured message.</summary>
public static class Timeline
{
    /// <summary>The longest text of one event; longer ones are evidence.</summary>
    public const int MostCharacters = 3000;

    /// <summary>A moment may lie this far ahead: clocks differ.</summary>
    public static readonly Duration Grace = Duration.FromMinutes(5);

    /// <summary>Puts a moment on the timeline. A message already there gains one more reason; a stream that does not exist begins as Waiting at <paramref name="place"/>.</summary>
    public static Decision Mark(PostMortem p, Marking m, Actor who, Place place, Instant now)
    {
        if (!Rights.May(who, Act.Mark, p)) return Decision.Forbid("Only people in this conversation can add to its timeline. Ask somebody there to add it.");
        if (p.Exists && !p.TakesMarks) return Decision.Refuse(NotTaken(p));
        if (!m.TextPending && string.IsNullOrWhiteSpace(m.Text)) return Decision.Refuse("Say what happened, for example: mark Splunk alert fired.", "text");
        if (m.Text.Length > MostCharacters) return Decision.Refuse($"An event holds at most {MostCharacters} characters; this has {m.Text.Length}. Keep the long text as evidence and mark one line.", "text");
        if (m.When > now + Grace) return Decision.Refuse("That moment has not come yet. Mark it when it happens, or give the time it happened.", "when");
        if (m.Source is { } source && p.EventOf(source) is { } there) return Again(there, m.Reason, who, now);

        var marked = new TimelineEventMarked(now, who.Id, m.Id, m.When, m.Text, m.Phase, m.PhaseGuessed, m.Owner, m.Source, m.Writer, m.WriterName, m.Reason, m.TextPending);
        return p.Exists ? Decision.Accept(marked) : Decision.Accept(new MarksBegun(now, who.Id, place), marked);
    }

    private static Decision Again(TimelineEvent there, MarkReason reason, Actor who, Instant now) =>
        there.Reasons.Contains(reason) && !there.Removed
            ? Decision.Nothing
            : Decision.Accept(there.Reasons.Contains(reason) ? new TimelineEventRestored(now, who.Id, there.Id) : new MarkReasonGiven(now, who.Id, there.Id, reason));

    private static string NotTaken(PostMortem p) => p.Life switch
    {
        Life.Final => $"{p.Name} is final. Reopen it with a reason, or keep this as a note of the discussion.",
        Life.Merged => $"{p.Name} is part of {p.MergedIntoName} now. Mark it there.",
        _ => $"{p.Name} was cancelled. Start a new incident, or reopen this one.",
    };

    /// <summary>
    /// Takes one reason back (a reaction came off, an undo). With the last reason the event goes, unless a person edited it or review has been requested: then it stays
    /// and <see cref="PostMortem.EventOf"/> still finds it, which is what the remover is told.
    /// </summary>
    public static Decision TakeBack(PostMortem p, TimelineEventId id, MarkReason reason, Instant now)
    {
        if (!p.AllEvents.TryGetValue(id, out var e) || e.Removed || !e.Reasons.Contains(reason)) return Decision.Nothing;
        var taken = new MarkReasonTaken(now, reason.Person, id, reason);
        var last = e.Reasons.Count == 1;
        return last && !e.Touched && p.BeforeReview ? Decision.Accept(taken, new TimelineEventRemoved(now, reason.Person, id)) : Decision.Accept(taken);
    }

    /// <summary>Corrects an event; what is null stays as it is.</summary>
    public static Decision Correct(PostMortem p, TimelineEventId id, Instant? when, string? text, Phase? phase, EventOwner? owner, Actor who, Instant now)
    {
        if (Missing(p, id) is { } missing) return missing;
        if (!Rights.May(who, Act.CorrectEvent, p)) return Decision.Forbid(WhoCorrects(p));
        var e = p.AllEvents[id];
        if (text is not null && string.IsNullOrWhiteSpace(text)) return Decision.Refuse("An event needs a text. To take it off the timeline, choose Remove.", "text");
        if (text is { Length: > MostCharacters }) return Decision.Refuse($"An event holds at most {MostCharacters} characters; this has {text.Length}.", "text");
        if (when > now + Grace) return Decision.Refuse("That moment has not come yet. Give the time it happened.", "when");
        var corrected = new TimelineEventCorrected(now, who.Id, id, when == e.When ? null : when, text == e.Text ? null : text, phase == e.Phase && !e.PhaseGuessed ? null : phase, owner == e.Owner ? null : owner);
        return corrected is { When: null, Text: null, Phase: null, Owner: null } ? Decision.Nothing : Decision.Accept(corrected);
    }

    public static Decision Remove(PostMortem p, TimelineEventId id, Actor who, Instant now)
    {
        if (Missing(p, id) is { } missing) return missing;
        var own = p.AllEvents[id].MarkedBy == who.Id && p.BeforeReview;
        return own || Rights.May(who, Act.CorrectEvent, p) ? Decision.Accept(new TimelineEventRemoved(now, who.Id, id)) : Decision.Forbid(WhoCorrects(p));
    }

    public static Decision Restore(PostMortem p, TimelineEventId id, Actor who, Instant now)
    {
        if (!p.AllEvents.TryGetValue(id, out var e)) return Gone;
        if (!Rights.May(who, Act.CorrectEvent, p)) return Decision.Forbid(WhoCorrects(p));
        return e.Removed ? Decision.Accept(new TimelineEventRestored(now, who.Id, id)) : Decision.Nothing;
    }

    /// <summary>Moves several events by the same time, after a zone mistake; negative is earlier.</summary>
    public static Decision Shift(PostMortem p, IReadOnlyList<TimelineEventId> ids, Duration by, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.CorrectEvent, p)) return Decision.Forbid(WhoCorrects(p));
        var there = ids.Where(id => p.AllEvents.TryGetValue(id, out var e) && !e.Removed).ToList();
        if (there.Count == 0) return Decision.Refuse("Choose at least one event to move.", "events");
        if (by == Duration.Zero) return Decision.Refuse("Say by how much, for example: 1 h earlier.", "by");
        return there.Any(id => p.AllEvents[id].When + by > now + Grace)
            ? Decision.Refuse("Moved so far, an event would lie in the future. Choose fewer events or a smaller shift.", "by")
            : Decision.Accept(new TimelineShifted(now, who.Id, there, by));
    }

    /// <summary>The captured message was edited: before review the event follows (Evolve), later it only shows that the source changed.</summary>
    public static Decision FollowEdit(PostMortem p, MessageRef message, string text, PersonId writer, Instant now)
    {
        if (p.EventOf(message) is not { Removed: false } e || text == (e.SourceNow ?? e.Text)) return Decision.Nothing;
        return Decision.Accept(new SourceEdited(now, writer, e.Id, text));
    }

    /// <summary>The captured message was deleted: the event stays and says so.</summary>
    public static Decision FollowDelete(PostMortem p, MessageRef message, PersonId who, Instant now) =>
        p.EventOf(message) is { Removed: false, SourceGone: false } e ? Decision.Accept(new SourceDeleted(now, who, e.Id)) : Decision.Nothing;

    public static Decision TakeOver(PostMortem p, TimelineEventId id, Actor who, Instant now)
    {
        if (Missing(p, id) is { } missing) return missing;
        if (!Rights.May(who, Act.CorrectEvent, p)) return Decision.Forbid(WhoCorrects(p));
        return p.AllEvents[id].SourceNow is null ? Decision.Nothing : Decision.Accept(new SourceTakenOver(now, who.Id, id));
    }

    private static readonly Decision Gone = Decision.Refuse("This event is no longer on the timeline. Open the timeline to see what is.");

    private static Decision? Missing(PostMortem p, TimelineEventId id) => p.AllEvents.TryGetValue(id, out var e) && !e.Removed ? null : Gone;

    private static string WhoCorrects(PostMortem p) => p.BeforeReview
        ? "Only people in this conversation can correct its timeline. Ask somebody there."
        : $"{p.Name} is in review: its author and the SRE team correct events now. Tell the author what is wrong.";
}
