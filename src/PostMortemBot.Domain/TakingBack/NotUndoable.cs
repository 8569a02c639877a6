namespace PostMortemBot.Domain;

/// <summary>Why an act cannot be taken back by <c>undo</c>, and what to do instead.</summary>
internal static class NotUndoable
{
    /// <summary>A full sentence, or null when it can be taken back.</summary>
    public static string? Why(PostMortemEvent fact, ToldAct act, PostMortem p) => fact switch
    {
        ReadersSet when p.Life != Life.Merged => null,
        IncidentCancelled when p.Life == Life.Cancelled => null,
        _ when p.Life == Life.Cancelled => $"{p.Name} was cancelled. Take that back first: reopen.",
        _ when p.Life == Life.Merged => $"{p.Name} is part of {p.MergedIntoName} now. Change it there.",
        _ when p.Life == Life.Final && !GoesOn(fact) => $"{p.Name} is final. Reopen it with a reason to change it.",
        IncidentStarted => $"A start is not taken back by undo. If it was opened by mistake, type: cancel.",
        PlaceJoined => $"This conversation stays with {p.Name}. For another incident, start one in a thread.",
        IncidentIdSet => "A number once given keeps leading here. To give another, type: set id INC-004212.",
        IncidentReopened => "To end it again, type resolve with the time, for example: resolve 02:57.",
        IncidentRevived => "To close it again, type: cancel.",
        MergedFrom or FactsTakenOver or MergedInto or MergeUndone => "A merge has its own Undo, for 24 h. Type: merge undo.",
        VerdictOverridden => "An override is kept with its reason. To decide anew, type: override.",
        PostMortemBegun when act.Facts.Any(one => one is IncidentResolved) => null,
        PostMortemBegun => $"The post-mortem of {p.Name} began with that. Set the fact anew; the SRE team stops the draft.",
        PostMortemDeclined => $"To write it after all, press Write it up: status.",
        QuestionAnswered { Answers.Count: > 0 } => "Your answer was sent. Tell the author what should be different.",
        QuestionClosed { End: QuestionEnd.NotNow } => "Not now can still be answered, on its message.",
        TextRedacted => "A redaction cannot be taken back: the text is gone.",
        IncidentResolved when p.Life is Life.UnderReview => $"{p.Name} is in review. Its times are corrected on its events.",
        _ when IsOfTimeline(fact) && !p.BeforeReview => $"The review of {p.Name} was requested, so it stays. Its author and the SRE team correct events now.",
        _ => Known(fact) ? null : "That has no undo. Change it where you did it.",
    };

    private static bool IsOfTimeline(PostMortemEvent fact) => fact is TimelineEventMarked or MarkReasonGiven or MarkReasonTaken or TimelineEventCorrected or TimelineEventRemoved or TimelineEventRestored or TimelineShifted or TimelineEventsJoined or SourceTakenOver;

    /// <summary>Action items and lessons go on in a final document.</summary>
    internal static bool GoesOn(PostMortemEvent fact) => fact is DiscussionNoted or ActionItemAdded or ActionItemChanged or ActionItemRemoved or ActionItemRestored or ActionItemDropped or ActionWordGiven or ActionShown or ActionSnoozed;

    private static bool Known(PostMortemEvent fact) => IsOfTimeline(fact) || GoesOn(fact) || Inverse.IsDetail(fact) || fact is EvidenceKept or EvidenceRemoved or EvidenceRestored or EvidenceReasonGiven or EvidenceReasonTaken or EvidenceChanged or EvidenceSupportSet
        or ActionReasonGiven or ActionReasonTaken or IncidentResolved or NearMissNoted or TriggerAnswered
        or QuestionAsked or QuestionAnswered or QuestionClosed or AnswerTaken or AnswerLeft or FieldAnswered or MarkedNotApplicable or NotApplicableTakenBack or KeyTimesConfirmed;
}
