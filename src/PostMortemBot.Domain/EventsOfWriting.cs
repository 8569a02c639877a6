using NodaTime;

namespace PostMortemBot.Domain;

// What is written afterwards: answers, action items, and what is overwritten

public sealed record AuthorSet(Instant At, PersonId By, PersonId Author) : PostMortemEvent(At, By);

/// <summary>A field was answered; an empty value takes the answer away.</summary>
public sealed record FieldAnswered(Instant At, PersonId By, FieldPath Path, FieldValue Value) : PostMortemEvent(At, By)
{
    /// <summary>Saved as the field was left in a form that was opened at this version, the form itself still open; null when it was told otherwise.</summary>
    public long? LeftAt { get; init; }
}

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
