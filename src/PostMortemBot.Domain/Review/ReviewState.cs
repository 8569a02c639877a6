using System.Collections.Immutable;
using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>A review as it stands: who reviews, what they approved and what they ask for. Whether an approval holds is never stored; <see cref="ReviewedText.StandingOf"/> compares the text.</summary>
public sealed record ReviewState(Instant RequestedAt, string? OverrideReason)
{
    /// <summary>In the order in which they were asked.</summary>
    public ImmutableList<RoleReview> Roles { get; init; } = [];

    public ImmutableList<ChangeRequest> Requests { get; init; } = [];

    /// <summary>What was asked in reviews before this one, all of it closed: its messages stand and tell how it ended.</summary>
    public ImmutableList<ChangeRequest> Former { get; init; } = [];

    /// <summary>It was withdrawn: a draft again, whose cards shrink.</summary>
    public bool Withdrawn { get; init; }

    public RoleReview? Of(string role) => Roles.FirstOrDefault(one => Same(one.Role, role));

    /// <summary>What this role asks for and nobody has dealt with.</summary>
    public IEnumerable<ChangeRequest> OpenOf(string role) => Requests.Where(one => one.IsOpen && Same(one.Role, role));

    /// <summary>The roles that owe their word: never given, or given of a text that changed since and that they were asked about anew. What a role asks for itself waits for the author.</summary>
    public IEnumerable<RoleReview> Waiting => Roles.Where(role => !OpenOf(role.Role).Any() && (role.Approval is not { } approval || (role.AskedVersion > approval.Version && role.AskedText is { } text && text != approval.TextHash)));

    internal ReviewState With(string role, Func<RoleReview, RoleReview> change) => this with { Roles = [.. Roles.Select(one => Same(one.Role, role) ? change(one) : one)] };

    internal static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

/// <summary>One role of a review.</summary>
/// <param name="AskedAt">When the reviewer was last asked.</param>
public sealed record RoleReview(string Role, PersonId Reviewer, ReviewerWay Way, Instant AskedAt)
{
    /// <summary>The version at which it was last asked: what comes later has not been seen.</summary>
    public long AskedVersion { get; init; }

    /// <summary>Whom it was asked of, asking by asking: each is a message of its own, and the last one counts.</summary>
    public ImmutableList<PersonId> AskedOf { get; init; } = [Reviewer];

    public int Asked => AskedOf.Count;

    /// <summary>What had changed when it was asked again.</summary>
    public IReadOnlyList<TextDifference> Differences { get; init; } = [];

    /// <summary>How many more there were than were kept.</summary>
    public int MoreDifferences { get; init; }

    /// <summary>The hash of the text that it was last asked about; null: not known.</summary>
    public string? AskedText { get; init; }

    public Approval? Approval { get; init; }

    /// <summary>The text that the reviewer finds right but for what is still asked: what was suggested, and taken since.</summary>
    public string? VouchedText { get; init; }
}

/// <param name="Version">The post-mortem's version that was approved: what stood then can be drawn again.</param>
public sealed record Approval(PersonId By, Instant At, string TextHash, long Version);

/// <summary>What a reviewer asks for.</summary>
public sealed record ChangeRequest(ChangeRequestId Id, string Role, PersonId By, Instant At, FieldPath Section, string Text, SuggestedText? Suggestion)
{
    public ChangeAnswer? Answer { get; init; }

    public string Reply { get; init; } = "";

    public long AnsweredVersion { get; init; }

    public bool IsOpen => Answer is null;
}

/// <summary>Where a role is.</summary>
public enum RoleStanding
{
    Waiting,

    /// <summary>It asks for changes that nobody has dealt with.</summary>
    ChangesAsked,

    /// <summary>It had approved, and its text changed since.</summary>
    TextChanged,
    Approved,
}

/// <summary>The team's discussion.</summary>
/// <param name="Sequence">Counts moves and cancellations, for the calendar: 0 at first.</param>
public sealed record Meeting(Instant Start, Duration Length, int Sequence, bool Cancelled, PersonId SetBy);

/// <summary>A lesson or note of the discussion.</summary>
public sealed record DiscussionNote(NoteId Id, string Text, bool IsLesson, PersonId By, Instant At);
