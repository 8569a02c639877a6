using NodaTime;

namespace PostMortemBot.Domain;

// What is caught while it happens: the timeline and the evidence

/// <summary>A moment was put on the timeline.</summary>
/// <param name="When">The moment itself (for a captured message, its own time).</param>
/// <param name="Text">Prose; empty while <paramref name="TextPending"/>.</param>
/// <param name="Phase">Null when nobody said and nothing suggests one.</param>
/// <param name="PhaseGuessed">True when the bot suggested it.</param>
/// <param name="Owner">The team or person it is printed with, when it is not simply that of the writer.</param>
/// <param name="Writer">Who wrote the captured message; null for a bot or when unknown.</param>
/// <param name="WriterName">The name shown with the captured message (an alert bot's).</param>
/// <param name="TextPending">A reaction carries no text: it is read afterwards.</param>
/// <param name="CameFrom">The incident it was taken over from by a merge.</param>
public sealed record TimelineEventMarked(
    Instant At,
    PersonId By,
    TimelineEventId Id,
    Instant When,
    string Text,
    Phase? Phase,
    bool PhaseGuessed,
    EventOwner? Owner,
    MessageRef? Source,
    PersonId? Writer,
    string WriterName,
    MarkReason Reason,
    bool TextPending = false,
    PostMortemId? CameFrom = null) : PostMortemEvent(At, By);

/// <summary>One more reason for the same event: another reaction, another menu act. The event goes when the last goes.</summary>
public sealed record MarkReasonGiven(Instant At, PersonId By, TimelineEventId Id, MarkReason Reason) : PostMortemEvent(At, By);

public sealed record MarkReasonTaken(Instant At, PersonId By, TimelineEventId Id, MarkReason Reason) : PostMortemEvent(At, By);

/// <summary>The text of a message captured by reaction was read.</summary>
public sealed record TimelineEventTextRead(Instant At, PersonId By, TimelineEventId Id, string Text, PersonId? Writer, string WriterName, Phase? Phase, string? Link) : PostMortemEvent(At, By);

/// <summary>It could not be read; the event stays, to be written by a person.</summary>
public sealed record TimelineEventTextUnreadable(Instant At, PersonId By, TimelineEventId Id, string Reason) : PostMortemEvent(At, By);

/// <summary>A person corrected an event; what is null stays.</summary>
public sealed record TimelineEventCorrected(Instant At, PersonId By, TimelineEventId Id, Instant? When, string? Text, Phase? Phase, EventOwner? Owner) : PostMortemEvent(At, By);

public sealed record TimelineEventRemoved(Instant At, PersonId By, TimelineEventId Id) : PostMortemEvent(At, By);

public sealed record TimelineEventRestored(Instant At, PersonId By, TimelineEventId Id) : PostMortemEvent(At, By);

/// <summary>Several events were moved by the same time (after a zone mistake); negative is earlier.</summary>
public sealed record TimelineShifted(Instant At, PersonId By, IReadOnlyList<TimelineEventId> Ids, Duration Shift) : PostMortemEvent(At, By);

/// <summary>Two events tell of one moment: <paramref name="Other"/> is told by <paramref name="Id"/> from now on, with the reasons and sources of both.</summary>
/// <param name="When">The time of the event from now on: the earlier of the two.</param>
/// <param name="Repeated">The same alert again, which is counted.</param>
public sealed record TimelineEventsJoined(Instant At, PersonId By, TimelineEventId Id, TimelineEventId Other, Instant When, bool Repeated) : PostMortemEvent(At, By);

/// <summary>They are two events again.</summary>
public sealed record TimelineEventsParted(Instant At, PersonId By, TimelineEventId Id, TimelineEventId Other) : PostMortemEvent(At, By);

/// <summary>A correction was taken back: the event stands as it stood before.</summary>
public sealed record TimelineEventPutBack(Instant At, PersonId By, TimelineEventId Id, Instant When, string Text, Phase? Phase, bool PhaseGuessed, EventOwner? Owner, PersonId? TextBy, bool Touched, string? SourceNow) : PostMortemEvent(At, By);

/// <summary>The message an event came from was edited in the chat. A time or phase that it does not give stays as it was.</summary>
public sealed record SourceEdited(Instant At, PersonId By, TimelineEventId Id, string Text, Instant? When = null, Phase? Phase = null, bool PhaseGuessed = false) : PostMortemEvent(At, By);

public sealed record SourceDeleted(Instant At, PersonId By, TimelineEventId Id) : PostMortemEvent(At, By);

/// <summary>Somebody took the edited message's text over into the event.</summary>
public sealed record SourceTakenOver(Instant At, PersonId By, TimelineEventId Id) : PostMortemEvent(At, By);

/// <summary>A log excerpt, query, screenshot, dashboard link, file or quoted message was kept.</summary>
/// <param name="Supports">The statement (field) it stands behind, when said.</param>
/// <param name="Reason">Why: a command, the menu, a reaction; null for one of several files of a message, which goes with the first piece of it.</param>
/// <param name="TextPending">A reaction carries no text and no files: they are read afterwards.</param>
public sealed record EvidenceKept(
    Instant At,
    PersonId By,
    EvidenceId Id,
    EvidenceKind Kind,
    string Text,
    string Link,
    Attachment? Attachment,
    MessageRef? Source,
    FieldPath? Supports,
    PostMortemId? CameFrom = null,
    MarkReason? Reason = null,
    bool TextPending = false) : PostMortemEvent(At, By);

/// <summary>One more reason for the same evidence; it comes back when it was removed.</summary>
public sealed record EvidenceReasonGiven(Instant At, PersonId By, EvidenceId Id, MarkReason Reason) : PostMortemEvent(At, By);

public sealed record EvidenceReasonTaken(Instant At, PersonId By, EvidenceId Id, MarkReason Reason) : PostMortemEvent(At, By);

/// <summary>The message kept by reaction was read: what it is, its text, and its first file.</summary>
public sealed record EvidenceTextRead(Instant At, PersonId By, EvidenceId Id, EvidenceKind Kind, string Text, string Link, Attachment? Attachment) : PostMortemEvent(At, By);

/// <summary>It could not be read; the evidence stays, to be written by a person.</summary>
public sealed record EvidenceTextUnreadable(Instant At, PersonId By, EvidenceId Id, string Reason) : PostMortemEvent(At, By);

/// <summary>A person corrected what it is or its text; what is null stays.</summary>
public sealed record EvidenceChanged(Instant At, PersonId By, EvidenceId Id, EvidenceKind? Kind, string? Text) : PostMortemEvent(At, By);

/// <summary>The statements (fields) that a piece stands behind from now on; none: it is kept for the document as a whole.</summary>
public sealed record EvidenceSupportSet(Instant At, PersonId By, EvidenceId Id, IReadOnlyList<FieldPath> Statements) : PostMortemEvent(At, By);

public sealed record EvidenceRemoved(Instant At, PersonId By, EvidenceId Id) : PostMortemEvent(At, By);

public sealed record EvidenceRestored(Instant At, PersonId By, EvidenceId Id) : PostMortemEvent(At, By);
