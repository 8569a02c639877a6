using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>The author asked for the review: each role has a reviewer from here on.</summary>
/// <param name="OverrideReason">Why it was asked although the checklist has gaps (SRE team); printed in <em>Review Process</em>.</param>
public sealed record ReviewRequested(Instant At, PersonId By, IReadOnlyList<ReviewerAsked> Reviewers, string? OverrideReason) : PostMortemEvent(At, By);

/// <summary>It is a draft again; approvals fall.</summary>
public sealed record ReviewWithdrawn(Instant At, PersonId By, string Reason) : PostMortemEvent(At, By);

/// <summary>Another person reviews in this role.</summary>
public sealed record ReviewerChanged(Instant At, PersonId By, string Role, PersonId Reviewer, ReviewerWay Way) : PostMortemEvent(At, By);

/// <summary>A role approved the text of its sections.</summary>
/// <param name="By">The reviewer, also where the author took a text that the reviewer had suggested.</param>
/// <param name="TextHash">Of what was approved: <see cref="ReviewedText.HashOf"/>.</param>
public sealed record DraftApproved(Instant At, PersonId By, string Role, string TextHash) : PostMortemEvent(At, By);

public sealed record ApprovalTakenBack(Instant At, PersonId By, string Role) : PostMortemEvent(At, By);

/// <summary>A reviewer asks for a change in a section, perhaps with the text that should stand in one field of it.</summary>
/// <param name="TextHash">The role's text when it was asked.</param>
public sealed record ChangesAsked(Instant At, PersonId By, ChangeRequestId Id, string Role, FieldPath Section, string Text, SuggestedText? Suggestion, string TextHash) : PostMortemEvent(At, By);

/// <summary>A request was dealt with.</summary>
/// <param name="TextHash">The role's text afterwards, where a suggested text was taken and nothing else had changed since it was suggested; else null.</param>
public sealed record ChangeAnswered(Instant At, PersonId By, ChangeRequestId Id, ChangeAnswer Answer, string Reply, string? TextHash = null) : PostMortemEvent(At, By);

/// <summary>The roles whose text changed, or whose requests were dealt with, are asked again, together and once.</summary>
public sealed record RolesAskedAgain(Instant At, PersonId By, IReadOnlyList<RoleText> Roles) : PostMortemEvent(At, By);

/// <summary>Every role's approval holds at the same instant and the discussion is scheduled: the document is final.</summary>
public sealed record PostMortemFinished(Instant At, PersonId By) : PostMortemEvent(At, By);

/// <summary>A final document is in review again; the roles of what changes are asked again.</summary>
public sealed record FinalReopened(Instant At, PersonId By, string Reason) : PostMortemEvent(At, By);

/// <summary>The discussion was scheduled, or moved.</summary>
/// <param name="Minutes">1 to 480.</param>
public sealed record MeetingSet(Instant At, PersonId By, Instant Start, int Minutes) : PostMortemEvent(At, By);

public sealed record MeetingCancelled(Instant At, PersonId By) : PostMortemEvent(At, By);

/// <summary>Somebody kept a lesson or a note of the discussion: under its date, also in a final document.</summary>
public sealed record DiscussionNoted(Instant At, PersonId By, NoteId Id, string Text, bool IsLesson) : PostMortemEvent(At, By);

public sealed record DiscussionNoteRemoved(Instant At, PersonId By, NoteId Id) : PostMortemEvent(At, By);

/// <summary>Who is asked in which role.</summary>
/// <param name="TextHash">The role's text when it was asked; null: not known.</param>
public sealed record ReviewerAsked(string Role, PersonId Reviewer, ReviewerWay Way = ReviewerWay.OfRole, string? TextHash = null);

/// <summary>A role and the text it was asked about.</summary>
/// <param name="Differences">What changed since it approved, or was last asked, as it was shown; at most <see cref="Changes.MostDifferences"/>.</param>
/// <param name="More">Differences beyond these.</param>
public sealed record RoleText(string Role, string TextHash, IReadOnlyList<TextDifference> Differences, int More = 0);

/// <summary>One place where a text changed.</summary>
/// <param name="Section">The section's name.</param>
/// <param name="Was">What stood there; empty: it is new.</param>
/// <param name="Is">What stands there now; empty: it went.</param>
public sealed record TextDifference(string Section, string Was, string Is);

/// <summary>The text that a reviewer would put into a field.</summary>
public sealed record SuggestedText(FieldPath Field, FieldValue Value);

/// <summary>How somebody came to review in a role.</summary>
public enum ReviewerWay
{
    /// <summary>Named in <c>bot.json</c> for the role.</summary>
    OfRole,

    /// <summary>The reviewer asked a colleague to decide instead.</summary>
    Delegated,

    /// <summary>Named for this post-mortem by the SRE team, the process reviewer or an administrator.</summary>
    Named,
}

/// <summary>What became of a request for a change.</summary>
public enum ChangeAnswer
{
    /// <summary>The text was changed.</summary>
    Changed,

    /// <summary>The suggested text stands now.</summary>
    Taken,

    /// <summary>The text stays, with a reply that says why.</summary>
    Left,

    /// <summary>The reviewer no longer asks for it.</summary>
    Withdrawn,
}
