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
        if (!Rights.May(who, Act.Mark, p)) return Rights.Outside(p, "add to its timeline");
        if (p.Exists && !p.TakesMarks) return Decision.Refuse(NotTaken(p));
        if (!m.TextPending && string.IsNullOrWhiteSpace(m.Text)) return Decision.Refuse("Say what happened, for example: mark Splunk alert fired.", "text");
        if (m.Text.Length > MostCharacters) return Decision.Refuse($"An event holds at most {MostCharacters} characters; this has {m.Text.Length}. Keep the long text as evidence and mark one line.", "text");
        if (m.When > now + Grace) return Decision.Refuse("That moment has not come yet. Mark it when it happens, or give the time it happened.", "when");
        if (p.AllEvents.ContainsKey(m.Id)) return Decision.Nothing;
        if (m.Source is { } source && p.EventOf(source) is { } there) return Again(there, m.Reason, who, now);

        var marked = new TimelineEventMarked(now, who.Id, m.Id, m.When, m.Text, m.Phase, m.PhaseGuessed, m.Owner, m.Source, m.Writer, m.WriterName, m.Reason, m.TextPending);
        IEnumerable<PostMortemEvent> begun = p.Exists ? [] : [new MarksBegun(now, who.Id, place)];
        return new Decision.Accepted([.. begun, marked, .. RepeatedAlert.Joined(p, m.Id, m.When, m.TextPending ? "" : m.Text, m.Writer, m.WriterName, who.Id, now)]);
    }

    /// <summary>The text of a message captured by reaction was read; only now it shows whether it is the same alert again.</summary>
    public static Decision ReadText(PostMortem p, TimelineEventTextRead read)
    {
        if (!p.AllEvents.TryGetValue(read.Id, out var e) || !e.TextPending) return Decision.Nothing;
        return new Decision.Accepted([read, .. e.Removed ? [] : RepeatedAlert.Joined(p, e.Id, e.When, read.Text, read.Writer, read.WriterName, read.By, read.At)]);
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
    /// and <see cref="PostMortem.EventOf"/> still finds it, which is what the remover is told. Of joined events the reasons count together.
    /// </summary>
    public static Decision TakeBack(PostMortem p, TimelineEventId id, MarkReason reason, Instant now)
    {
        if (!p.AllEvents.TryGetValue(id, out var e) || e.Removed || !e.Reasons.Contains(reason)) return Decision.Nothing;
        var taken = new MarkReasonTaken(now, reason.Person, id, reason);
        return new Decision.Accepted([taken, .. e.Reasons.Count == 1 && p.BeforeReview ? GoingWith(p, e).Select(gone => new TimelineEventRemoved(now, reason.Person, gone)) : []]);
    }

    /// <summary>What goes with the last reason of one event: itself, and the one that told of it when nothing else stands behind that.</summary>
    private static IEnumerable<TimelineEventId> GoingWith(PostMortem p, TimelineEvent e)
    {
        var root = JoinedEvents.RootOf(p.AllEvents, e);
        var others = JoinedEvents.PartsOf(p.AllEvents, root.Id).Any(part => part.Id != e.Id && part.Reasons.Count > 0);
        if (e.Id == root.Id) return others || e.Touched ? [] : [e.Id];
        return others || root.Touched || root.Reasons.Count > 0 ? [e.Id] : [e.Id, root.Id];
    }

    /// <summary><em>Undo</em> on a mark's own line: as <see cref="Remove"/>, and its marker's next undo takes back what came before it.</summary>
    public static Decision UndoMark(PostMortem p, TimelineEventId id, Actor who, Instant now)
    {
        if (Remove(p, id, who, now) is not Decision.Accepted accepted) return Remove(p, id, who, now);
        return p.AllEvents[id] is { Version: > 0 } e && e.MarkedBy == who.Id ? new Decision.Accepted([new ActTakenBack(now, who.Id, e.Version - 1, e.Version), .. accepted.Facts]) : accepted;
    }

    /// <summary>Two events that tell of one moment become one: the earlier time, the longer text, a phase that somebody gave, the reasons and sources of both.</summary>
    public static Decision Join(PostMortem p, TimelineEventId one, TimelineEventId other, Actor who, Instant now)
    {
        if (Missing(p, one) is not null || Missing(p, other) is not null || one == other) return Gone;
        if (!Rights.May(who, Act.CorrectEvent, p)) return WhoCorrects(p);
        var pair = new[] { p.AllEvents[one], p.AllEvents[other] }.OrderBy(e => e.When).ThenBy(e => e.Id.Value, StringComparer.Ordinal).ToList();
        var (into, from) = (pair[0], pair[1]);
        if (from.JoinedInto is not null || into.JoinedInto is not null) return Gone;
        var text = from.Text.Length > into.Text.Length ? from.Text : null;
        var phase = from.Phase is { } given && (into.Phase is null || (into.PhaseGuessed && !from.PhaseGuessed)) ? given : (Phase?)null;
        var joined = new TimelineEventsJoined(now, who.Id, into.Id, from.Id, into.When, Repeated: false);
        return text is null && phase is null ? Decision.Accept(joined) : Decision.Accept(joined, new TimelineEventCorrected(now, who.Id, into.Id, null, text, phase, null));
    }

    /// <summary>Corrects an event; what is null stays as it is.</summary>
    public static Decision Correct(PostMortem p, TimelineEventId id, Instant? when, string? text, Phase? phase, EventOwner? owner, Actor who, Instant now)
    {
        if (Missing(p, id) is { } missing) return missing;
        if (!Rights.May(who, Act.CorrectEvent, p)) return WhoCorrects(p);
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
        return own || Rights.May(who, Act.CorrectEvent, p) ? Decision.Accept(new TimelineEventRemoved(now, who.Id, id)) : WhoCorrects(p);
    }

    public static Decision Restore(PostMortem p, TimelineEventId id, Actor who, Instant now)
    {
        if (!p.AllEvents.TryGetValue(id, out var e)) return Gone;
        if (!Rights.May(who, Act.CorrectEvent, p)) return WhoCorrects(p);
        return e.Removed ? Decision.Accept(new TimelineEventRestored(now, who.Id, id)) : Decision.Nothing;
    }

    /// <summary>Moves several events by the same time, after a zone mistake; negative is earlier.</summary>
    public static Decision Shift(PostMortem p, IReadOnlyList<TimelineEventId> ids, Duration by, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.CorrectEvent, p)) return WhoCorrects(p);
        var there = ids.Where(id => p.AllEvents.TryGetValue(id, out var e) && !e.Removed).ToList();
        if (there.Count == 0) return Decision.Refuse("Choose at least one event to move.", "events");
        if (by == Duration.Zero) return Decision.Refuse("Say by how much, for example: 1 h earlier.", "by");
        return there.Any(id => p.AllEvents[id].When + by > now + Grace)
            ? Decision.Refuse("Moved so far, an event would lie in the future. Choose fewer events or a smaller shift.", "by")
            : Decision.Accept(new TimelineShifted(now, who.Id, there, by));
    }

    /// <summary>Moves events whose times were typed in another zone's clock: each reading stays and means that zone from now on.</summary>
    public static Decision Retime(PostMortem p, IReadOnlyList<TimelineEventId> ids, DateTimeZone meant, DateTimeZone read, Actor who, Instant now)
    {
        var there = ids.Where(id => p.AllEvents.TryGetValue(id, out var e) && !e.Removed).ToList();
        var shifts = there.ToLookup(id => meant.AtLeniently(p.AllEvents[id].When.InZone(read).LocalDateTime).ToInstant() - p.AllEvents[id].When);
        if (there.Count == 0 || !Rights.May(who, Act.CorrectEvent, p)) return Shift(p, there, Duration.FromHours(1), who, now);
        if (shifts.All(shift => shift.Key == Duration.Zero)) return Decision.Refuse("Those times are the same in that zone. Nothing was moved.", "by");
        List<PostMortemEvent> facts = [];
        foreach (var shift in shifts.Where(shift => shift.Key != Duration.Zero))
        {
            if (Shift(p, [.. shift], shift.Key, who, now) is not Decision.Accepted accepted) return Shift(p, [.. shift], shift.Key, who, now);
            facts.AddRange(accepted.Facts);
        }

        return new Decision.Accepted(facts);
    }

    /// <summary>The captured message was edited: before review the event follows (Evolve), later it only shows that the source changed. What was redacted does not come back.</summary>
    /// <param name="when">The time that the message gives now; null, or one that has not come yet: the event's stays.</param>
    public static Decision FollowEdit(PostMortem p, MessageRef message, string text, PersonId writer, Instant now, Instant? when = null, Phase? phase = null, bool phaseGuessed = false)
    {
        if (p.EventOf(message) is not { Removed: false } e || e.Text == Redaction.Cover) return Decision.Nothing;
        var edited = new SourceEdited(now, writer, e.Id, text, when > now + Grace ? null : when, phase, phaseGuessed);
        var after = Evolve.Apply(p, edited).AllEvents[e.Id];
        return (after.Text, after.SourceNow, after.When, after.Phase, after.PhaseGuessed) == (e.Text, e.SourceNow, e.When, e.Phase, e.PhaseGuessed) ? Decision.Nothing : Decision.Accept(edited);
    }

    /// <summary>The captured message was deleted: the event stays and says so.</summary>
    public static Decision FollowDelete(PostMortem p, MessageRef message, PersonId who, Instant now) =>
        p.EventOf(message) is { Removed: false, SourceGone: false } e ? Decision.Accept(new SourceDeleted(now, who, e.Id)) : Decision.Nothing;

    public static Decision TakeOver(PostMortem p, TimelineEventId id, Actor who, Instant now)
    {
        if (Missing(p, id) is { } missing) return missing;
        if (!Rights.May(who, Act.CorrectEvent, p)) return WhoCorrects(p);
        return p.AllEvents[id].SourceNow is null ? Decision.Nothing : Decision.Accept(new SourceTakenOver(now, who.Id, id));
    }

    private static readonly Decision Gone = Decision.Refuse("This event is no longer on the timeline. Open the timeline to see what is.");

    private static Decision? Missing(PostMortem p, TimelineEventId id) => p.AllEvents.TryGetValue(id, out var e) && !e.Removed ? null : Gone;

    private static Decision WhoCorrects(PostMortem p) => p.BeforeReview
        ? Rights.Outside(p, "correct its timeline")
        : Decision.Forbid($"{p.Name} is in review: its author and the SRE team correct events now. Tell the author what is wrong.");
}
