using System.Collections.Immutable;
using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>One moment of an incident as it stands now.</summary>
public sealed record TimelineEvent(TimelineEventId Id, Instant When, string Text)
{
    private readonly Rare? rare;

    public Phase? Phase { get; init; }

    public bool PhaseGuessed { get; init; }

    /// <summary>The team or person it is printed with; null: that of the writer, else of the marker.</summary>
    public EventOwner? Owner { get; init; }

    public MessageRef? Source { get; init; }

    public PersonId? Writer { get; init; }

    public string WriterName { get; init; } = "";

    public PersonId MarkedBy { get; init; }

    public Instant MarkedAt { get; init; }

    public IReadOnlyList<MarkReason> Reasons { get; init; } = [];

    /// <summary>The text is still being read from the platform.</summary>
    public bool TextPending { get; init; }

    public string? Unreadable
    {
        get => rare?.Unreadable;
        init => rare = Rare.Kept((rare ?? Rare.Nothing) with { Unreadable = value });
    }

    /// <summary>Who corrected its text last; from then on edits of the source are only shown.</summary>
    public PersonId? TextBy
    {
        get => rare?.TextBy;
        init => rare = Rare.Kept((rare ?? Rare.Nothing) with { TextBy = value });
    }

    /// <summary>A person corrected it in any way: taking a reaction off no longer removes it.</summary>
    public bool Touched { get; init; }

    /// <summary>The source's newer text, while it differs from <see cref="Text"/> and nobody took it over.</summary>
    public string? SourceNow
    {
        get => rare?.SourceNow;
        init => rare = Rare.Kept((rare ?? Rare.Nothing) with { SourceNow = value });
    }

    public bool SourceGone { get; init; }

    public bool Removed { get; init; }

    /// <summary>The event that tells of this one too, since two were joined.</summary>
    public TimelineEventId? JoinedInto
    {
        get => rare?.JoinedInto;
        init => rare = Rare.Kept((rare ?? Rare.Nothing) with { JoinedInto = value });
    }

    /// <summary>Joined as the same alert again.</summary>
    public bool Repeated { get; init; }

    /// <summary>How often it was seen: an alert and its repetitions. Reckoned for the events of the timeline.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Other messages that tell of it. Reckoned for the events of the timeline.</summary>
    public IReadOnlyList<MessageRef> AlsoFrom { get; init; } = [];

    /// <summary>The version at which it was marked.</summary>
    public long Version { get; init; }

    /// <summary>The incident it came from, when it came by a merge.</summary>
    public PostMortemId? CameFrom
    {
        get => rare?.CameFrom;
        init => rare = Rare.Kept((rare ?? Rare.Nothing) with { CameFrom = value });
    }

    /// <summary>What few events have, apart: an open incident holds every one of its events, and may have thousands.</summary>
    private sealed record Rare(string? Unreadable, PersonId? TextBy, string? SourceNow, TimelineEventId? JoinedInto, PostMortemId? CameFrom)
    {
        public static Rare Nothing { get; } = new(null, null, null, null, null);

        /// <summary>Null where there is nothing: two events that say the same are equal, whatever one of them once had.</summary>
        public static Rare? Kept(Rare rare) => rare == Nothing ? null : rare;
    }
}

/// <summary>One kept piece of evidence as it stands now.</summary>
public sealed record Evidence(EvidenceId Id, EvidenceKind Kind, string Text, string Link, Attachment? Attachment, MessageRef? Source, PersonId KeptBy, Instant KeptAt)
{
    /// <summary>The statements of the document that it stands behind.</summary>
    public IReadOnlyList<FieldPath> Supports { get; init; } = [];

    public IReadOnlyList<MarkReason> Reasons { get; init; } = [];

    /// <summary>The message is still being read from the platform.</summary>
    public bool TextPending { get; init; }

    public string? Unreadable { get; init; }

    /// <summary>A person corrected it: taking a reaction off no longer removes it.</summary>
    public bool Touched { get; init; }

    public bool Removed { get; init; }

    public PostMortemId? CameFrom { get; init; }
}

/// <summary>One action item as it stands now.</summary>
public sealed record ActionItem(ActionItemId Id, string Text, EventOwner? Owner, LocalDate? Due, Horizon Horizon, ActionKind? Kind, ActionStatus Status, PersonId AddedBy, Instant AddedAt)
{
    /// <summary>As it was added: a line of the document that it was made of is known again by it.</summary>
    public string FirstText { get; init; } = "";

    public MessageRef? Source { get; init; }

    public IReadOnlyList<MarkReason> Reasons { get; init; } = [];

    /// <summary>The message is still being read from the platform.</summary>
    public bool TextPending { get; init; }

    public string? Unreadable { get; init; }

    /// <summary>A person corrected it: taking a reaction off no longer removes it.</summary>
    public bool Touched { get; init; }

    /// <summary>Why it is not needed any more; it stays in its table. Null while it is.</summary>
    public string? Dropped { get; init; }

    /// <summary>When it was done; null while it is not.</summary>
    public Instant? DoneAt { get; init; }

    /// <summary>What shows that it is done: a link or a line; empty when nobody said.</summary>
    public string ShownBy { get; init; } = "";

    /// <summary>How it stands, as last said; null when nobody did.</summary>
    public ActionWord? LastWord { get; init; }

    /// <summary>Its owner is not reminded before this day.</summary>
    public LocalDate? SnoozedUntil { get; init; }

    /// <summary>Whether it held, by the days after it was done.</summary>
    public ImmutableDictionary<int, ActionEffect> Effects { get; init; } = ImmutableDictionary<int, ActionEffect>.Empty;

    /// <summary>The issue of the organisation's tracker that stands for it; null while none does.</summary>
    public ActionMirror? Mirror { get; init; }

    /// <summary>Somebody deleted the issue that stood for it.</summary>
    public bool MirrorLost { get; init; }

    /// <summary>It is still to be done.</summary>
    public bool IsOpen => !Removed && Dropped is null && Status != ActionStatus.Done;

    /// <summary>Its text, or why there is none yet.</summary>
    public string Shown => TextPending ? "(reading the message)" : Unreadable is { } why && Text.Length == 0 ? $"(text not read: {why})" : Text;

    public bool Removed { get; init; }

    public PostMortemId? CameFrom { get; init; }
}

/// <summary>What one SLO lost in this incident, as told.</summary>
public sealed record SloMeasurement(string Slo, Duration? Bad, long? Failed, long? Total, string Peak);

/// <summary>An answer of a person to a field: its value, who gave it, when, and at which version it was stored.</summary>
/// <param name="LeftAt">See <see cref="FieldAnswered.LeftAt"/>.</param>
public sealed record GivenAnswer(FieldValue Value, PersonId By, Instant At, long Version, long? LeftAt = null);

/// <summary>N/A, said of a part, a group or a field.</summary>
public sealed record NotApplicable(string Reason, PersonId By, Instant At, long Version);
