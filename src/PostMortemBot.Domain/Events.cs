using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>
/// One stored fact of a post-mortem's history. Facts are for ever: names and JSON shapes are pinned by samples; they are told in the past tense and hold no policy.
/// </summary>
/// <param name="At">When it was decided (the Turn's instant).</param>
/// <param name="By">Who did it.</param>
public abstract record PostMortemEvent(Instant At, PersonId By);

// An incident begins -----------------------------------------------------------------------------------------------

/// <summary>A first mark came where no incident is open: a stream waits for its start.</summary>
public sealed record MarksBegun(Instant At, PersonId By, Place Place) : PostMortemEvent(At, By);

/// <summary>An incident was opened at a place. <paramref name="Number"/> names it until it has an incident number: <em>Incident 17</em>.</summary>
public sealed record IncidentStarted(Instant At, PersonId By, Place Place, long Number, string Title) : PostMortemEvent(At, By);

/// <summary>A near miss was noted in one line: begun and over at once.</summary>
public sealed record NearMissNoted(Instant At, PersonId By, Place Place, long Number, string Text) : PostMortemEvent(At, By);

/// <summary>Another conversation speaks of this incident too.</summary>
/// <param name="CameFrom">The incident it spoke of before a merge.</param>
public sealed record PlaceJoined(Instant At, PersonId By, Place Place, PostMortemId? CameFrom = null) : PostMortemEvent(At, By);

public sealed record IncidentIdSet(Instant At, PersonId By, string IncidentId) : PostMortemEvent(At, By);

public sealed record TitleSet(Instant At, PersonId By, string Title) : PostMortemEvent(At, By);

/// <summary>How grave it is; null withdraws it.</summary>
public sealed record SeveritySet(Instant At, PersonId By, Severity? Severity) : PostMortemEvent(At, By);

public sealed record EnvironmentsSet(Instant At, PersonId By, IReadOnlyList<string> Environments) : PostMortemEvent(At, By);

public sealed record ServicesSet(Instant At, PersonId By, IReadOnlyList<string> Services) : PostMortemEvent(At, By);

/// <summary>The incident has an owner (the post-mortem's author, unless another is named).</summary>
public sealed record OwnerSet(Instant At, PersonId By, PersonId? Owner) : PostMortemEvent(At, By);

/// <summary>The open incident was handed to another owner, perhaps with a note.</summary>
public sealed record HandedOver(Instant At, PersonId By, PersonId From, PersonId To, string Note) : PostMortemEvent(At, By);

public sealed record CommanderSet(Instant At, PersonId By, PersonId? Commander) : PostMortemEvent(At, By);

/// <summary>Whether it was escalated (a trigger of its own, whatever the severity); null withdraws the answer.</summary>
public sealed record EscalationSet(Instant At, PersonId By, bool? Escalated) : PostMortemEvent(At, By);

/// <summary>Whether customers complained; null withdraws the answer to "not known".</summary>
public sealed record ComplaintsSet(Instant At, PersonId By, bool? Complained) : PostMortemEvent(At, By);

/// <summary>A process failed although no service suffered, or much was learnt: the optional reasons.</summary>
public sealed record OptionalReasonSet(Instant At, PersonId By, OptionalReason Reason, bool Holds) : PostMortemEvent(At, By);

/// <summary>What one SLO lost: bad minutes, or failed of total requests; peak value where known.</summary>
/// <param name="Bad">For a time SLO.</param>
/// <param name="Failed">For a request SLO, with <paramref name="Total"/>.</param>
/// <param name="Peak">As typed with its unit: <c>4,200 ms</c>.</param>
public sealed record SloMeasured(Instant At, PersonId By, string Slo, Duration? Bad, long? Failed, long? Total, string Peak) : PostMortemEvent(At, By);

/// <summary>Facts of the incident stand as they stood before somebody set them, all of them told anew: null is what nobody said.</summary>
public sealed record DetailsPutBack(
    Instant At,
    PersonId By,
    string Title,
    Severity? Severity,
    IReadOnlyList<string> Environments,
    IReadOnlyList<string> Services,
    PersonId? Owner,
    PersonId? Commander,
    PersonId? Author,
    bool? Escalated,
    bool? Complained,
    bool ComplaintsAsked,
    IReadOnlyList<OptionalReason> OptionalReasons,
    IReadOnlyList<SloMeasurement> Slos) : PostMortemEvent(At, By);

/// <summary>Somebody took back what they had done: the facts with the versions after <paramref name="From"/> to <paramref name="To"/>. What changes with it follows as facts of their own.</summary>
public sealed record ActTakenBack(Instant At, PersonId By, long From, long To) : PostMortemEvent(At, By);

/// <summary>An earlier incident resembles this one (null: none does any more).</summary>
/// <param name="Name">What the other was called then.</param>
/// <param name="Shared">What both have, in few words: <c>gateway</c>, <c>connection pool</c>.</param>
/// <param name="OpenActions">How many action items of the other were open then.</param>
public sealed record ResemblanceFound(Instant At, PersonId By, PostMortemId? Other, string Name, IReadOnlyList<string> Shared, int OpenActions) : PostMortemEvent(At, By);

/// <summary>The facts of two merged incidents taken together; what is null stayed as it was.</summary>
/// <param name="From">The incident that was taken in.</param>
public sealed record FactsTakenOver(Instant At, PersonId By, PostMortemId From, Severity? Severity, IReadOnlyList<string>? Environments, IReadOnlyList<string>? Services, bool? Escalated, bool? Complained) : PostMortemEvent(At, By);

// Capture -----------------------------------------------------------------------------------------------------------

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

public sealed record EvidenceRemoved(Instant At, PersonId By, EvidenceId Id) : PostMortemEvent(At, By);

public sealed record EvidenceRestored(Instant At, PersonId By, EvidenceId Id) : PostMortemEvent(At, By);

// Resolve -----------------------------------------------------------------------------------------------------------

/// <summary>The service was restored at this instant.</summary>
public sealed record IncidentResolved(Instant At, PersonId By, Instant Restored) : PostMortemEvent(At, By);

/// <summary>
/// A question about the verdict was answered with what no other fact holds: whether the error budget was exceeded, or (null) <em>Not known</em>, so that it is not asked again.
/// </summary>
public sealed record TriggerAnswered(Instant At, PersonId By, TriggerRule Rule, bool? Answer) : PostMortemEvent(At, By);

/// <summary>The answer was taken back: the question is open again.</summary>
public sealed record TriggerAnswerTakenBack(Instant At, PersonId By, TriggerRule Rule) : PostMortemEvent(At, By);

/// <summary>What the trigger rules said together, with the lines they rested on, so that a later policy changes nothing told before. It is by whoever gave the fact that it followed from.</summary>
public sealed record VerdictReached(Instant At, PersonId By, VerdictKind Verdict, IReadOnlyList<string> Because) : PostMortemEvent(At, By);

/// <summary>The SRE team or the process reviewer decided otherwise.</summary>
public sealed record VerdictOverridden(Instant At, PersonId By, VerdictKind Verdict, string Reason) : PostMortemEvent(At, By);

/// <summary>The document began: from here its template is pinned.</summary>
/// <param name="TemplateHash">SHA-256 of the template's text.</param>
public sealed record PostMortemBegun(Instant At, PersonId By, PersonId? Author, string TemplateHash) : PostMortemEvent(At, By);

/// <summary>Only the note is kept, or the writing was stopped.</summary>
public sealed record PostMortemDeclined(Instant At, PersonId By, string Reason) : PostMortemEvent(At, By);

/// <summary>It came back: the same incident and document go on.</summary>
public sealed record IncidentReopened(Instant At, PersonId By) : PostMortemEvent(At, By);

public sealed record IncidentCancelled(Instant At, PersonId By, string Reason) : PostMortemEvent(At, By);

/// <summary>A cancel or a merge was taken back.</summary>
public sealed record IncidentRevived(Instant At, PersonId By) : PostMortemEvent(At, By);

/// <summary>This incident is part of another from now on.</summary>
public sealed record MergedInto(Instant At, PersonId By, PostMortemId Into, string Name) : PostMortemEvent(At, By);

/// <summary>Another incident was taken in; its events, evidence and actions follow as facts of their own.</summary>
public sealed record MergedFrom(Instant At, PersonId By, PostMortemId From, string Name) : PostMortemEvent(At, By);

/// <summary>The incident taken in went its own way again; what came with it goes.</summary>
public sealed record MergeUndone(Instant At, PersonId By, PostMortemId From) : PostMortemEvent(At, By);

// Write -------------------------------------------------------------------------------------------------------------

public sealed record AuthorSet(Instant At, PersonId By, PersonId Author) : PostMortemEvent(At, By);

/// <summary>A field was answered; an empty value takes the answer away.</summary>
public sealed record FieldAnswered(Instant At, PersonId By, FieldPath Path, FieldValue Value) : PostMortemEvent(At, By);

/// <summary>A part, group or field does not apply.</summary>
public sealed record MarkedNotApplicable(Instant At, PersonId By, FieldPath Path, string Reason) : PostMortemEvent(At, By);

public sealed record NotApplicableTakenBack(Instant At, PersonId By, FieldPath Path) : PostMortemEvent(At, By);

/// <summary>The author looked at a section that was filled and found it right.</summary>
public sealed record SectionSeen(Instant At, PersonId By, FieldPath Path) : PostMortemEvent(At, By);

/// <summary>The six key times were confirmed as they stood (in the order of the key times; null where none is known).</summary>
public sealed record KeyTimesConfirmed(Instant At, PersonId By, IReadOnlyList<Instant?> Times) : PostMortemEvent(At, By);

/// <summary>An action item; <paramref name="Owner"/> and <paramref name="Due"/> may come later. <paramref name="Reason"/> and <paramref name="TextPending"/> when it was made of a message.</summary>
public sealed record ActionItemAdded(Instant At, PersonId By, ActionItemId Id, string Text, EventOwner? Owner, LocalDate? Due, Horizon Horizon, ActionKind? Kind, MessageRef? Source, PostMortemId? CameFrom = null, MarkReason? Reason = null, bool TextPending = false) : PostMortemEvent(At, By);

/// <summary>One more reason for the same action item; it comes back when it was removed.</summary>
public sealed record ActionReasonGiven(Instant At, PersonId By, ActionItemId Id, MarkReason Reason) : PostMortemEvent(At, By);

public sealed record ActionReasonTaken(Instant At, PersonId By, ActionItemId Id, MarkReason Reason) : PostMortemEvent(At, By);

/// <summary>The text of a message made an action item by reaction was read.</summary>
public sealed record ActionTextRead(Instant At, PersonId By, ActionItemId Id, string Text) : PostMortemEvent(At, By);

/// <summary>It could not be read; the action item stays, to be written by a person.</summary>
public sealed record ActionTextUnreadable(Instant At, PersonId By, ActionItemId Id, string Reason) : PostMortemEvent(At, By);

/// <summary>What is null stays.</summary>
public sealed record ActionItemChanged(Instant At, PersonId By, ActionItemId Id, string? Text, EventOwner? Owner, LocalDate? Due, Horizon? Horizon, ActionKind? Kind, ActionStatus? Status) : PostMortemEvent(At, By);

public sealed record ActionItemRemoved(Instant At, PersonId By, ActionItemId Id) : PostMortemEvent(At, By);

/// <summary>A change was taken back: the action item stands as it stood before.</summary>
public sealed record ActionItemPutBack(Instant At, PersonId By, ActionItemId Id, string Text, EventOwner? Owner, LocalDate? Due, Horizon Horizon, ActionKind? Kind, ActionStatus Status) : PostMortemEvent(At, By);

public sealed record ActionItemRestored(Instant At, PersonId By, ActionItemId Id) : PostMortemEvent(At, By);

/// <summary>The draft uses the newest template; answers keep their paths.</summary>
public sealed record TemplateChanged(Instant At, PersonId By, string TemplateHash) : PostMortemEvent(At, By);

/// <summary>Text was overwritten inside stored facts: the one exception to append-only, itself recorded.</summary>
/// <param name="What">What was redacted, in words without the text: <c>timeline event of 02:14</c>.</param>
/// <param name="Facts">How many facts were overwritten.</param>
public sealed record TextRedacted(Instant At, PersonId By, string What, int Facts) : PostMortemEvent(At, By);
