using System.Collections.Immutable;
using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>
/// One incident and its post-mortem as they stand: the fold of its facts. Immutable; made by <see cref="Evolve"/> alone.
/// Holds what people said, never what can be computed from it (numbers: Durations, ErrorBudget; filled fields: Filling).
/// </summary>
public sealed record PostMortem(PostMortemId Id)
{
    private (long Version, Instant ChangedAt) stands;

    public long Version { get => stands.Version; init => stands.Version = value; }

    /// <summary>When its last fact was told; reminders of the bot do not count.</summary>
    public Instant ChangedAt { get => stands.ChangedAt; init => stands.ChangedAt = value; }

    public Life Life { get; init; } = Life.Waiting;

    /// <summary>False for a stream without facts.</summary>
    public bool Exists => Version > 0;

    public Instant StartedAt { get; init; }

    public PersonId StartedBy { get; init; }

    public long Number { get; init; }

    public string? IncidentId { get; init; }

    public string Title { get; init; } = "";

    /// <summary>What everybody calls it: the incident number, or <em>Incident 17</em> until one is set.</summary>
    public string Name => IncidentId ?? (Life == Life.Waiting ? "Waiting marks" : IsNearMiss && IncidentId is null ? $"Near miss {Number}" : $"Incident {Number}");

    public Severity? Severity { get; init; }

    public ImmutableList<string> Environments { get; init; } = [];

    public ImmutableList<string> Services { get; init; } = [];

    public PersonId? Owner { get; init; }

    public PersonId? Commander { get; init; }

    public PersonId? Author { get; init; }

    /// <summary>Where it is spoken of; the first is where it began.</summary>
    public ImmutableList<Place> Places { get; init; } = [];

    public bool? Escalated { get; init; }

    public bool? Complained { get; init; }

    /// <summary>Somebody said "not known" about complaints: it is not asked again.</summary>
    public bool ComplaintsAsked { get; init; }

    public bool IsNearMiss { get; init; }

    /// <summary>Answers to questions about the verdict that no other fact holds; null: not known, and not to be asked again.</summary>
    public ImmutableDictionary<TriggerRule, bool?> TriggerAnswers { get; init; } = ImmutableDictionary<TriggerRule, bool?>.Empty;

    public ImmutableHashSet<OptionalReason> OptionalReasons { get; init; } = [];

    public ImmutableDictionary<string, SloMeasurement> Slos { get; init; } = ImmutableDictionary.Create<string, SloMeasurement>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The events, and the timeline that they make.</summary>
    public EventBook Book { get; init; } = EventBook.Empty;

    /// <summary>Every event ever marked, removed ones too, by id.</summary>
    public ImmutableDictionary<TimelineEventId, TimelineEvent> AllEvents => Book.All;

    /// <summary>The marks that waited when it was started.</summary>
    public ImmutableList<TimelineEventId> TakenIn { get; init; } = [];

    /// <summary>The captured messages: which event each became.</summary>
    public ImmutableDictionary<string, TimelineEventId> ByMessage { get; init; } = ImmutableDictionary<string, TimelineEventId>.Empty;

    public ImmutableList<Evidence> AllEvidence { get; init; } = [];

    public ImmutableList<ActionItem> AllActions { get; init; } = [];

    /// <summary>Who was asked what for the document, in the order of asking.</summary>
    public ImmutableList<Question> Questions { get; init; } = [];

    /// <summary>When the service was restored; null while it is open.</summary>
    public Instant? Restored { get; init; }

    public Instant? ResolvedAt { get; init; }

    public PersonId? ResolvedBy { get; init; }

    public VerdictKind? Verdict { get; init; }

    public ImmutableList<string> VerdictBecause { get; init; } = [];

    public Instant? VerdictAt { get; init; }

    /// <summary>Who gave the fact that the verdict followed from.</summary>
    public PersonId? VerdictBy { get; init; }

    /// <summary>The dates run from here instead of from the incident: it became required, or was taken up, afterwards.</summary>
    public Instant? DatesFrom { get; init; }

    /// <summary>When it came back last; null when it never did.</summary>
    public Instant? ReopenedAt { get; init; }

    /// <summary>When it was cancelled or merged.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>The conversations that came with a merge, and from which incident.</summary>
    public ImmutableDictionary<Place, PostMortemId> PlacesFrom { get; init; } = ImmutableDictionary<Place, PostMortemId>.Empty;

    /// <summary>The facts that a merge changed, as they were before and as it made them: by the incident that was taken in.</summary>
    public ImmutableDictionary<PostMortemId, (MergeableFacts Before, MergeableFacts After)> TakenOver { get; init; } = ImmutableDictionary<PostMortemId, (MergeableFacts, MergeableFacts)>.Empty;

    public MergeableFacts MergeableFacts => new(Severity, Environments, Services, Escalated, Complained);

    /// <summary>The reason of an override, while one holds.</summary>
    public string? OverrideReason { get; init; }

    public PersonId? OverrideBy { get; init; }

    public string? TemplateHash { get; init; }

    public Instant? BegunAt { get; init; }

    public string? DeclineReason { get; init; }

    public string? CancelReason { get; init; }

    public PostMortemId? MergedIntoId { get; init; }

    public string? MergedIntoName { get; init; }

    public ImmutableDictionary<FieldPath, GivenAnswer> Answers { get; init; } = ImmutableDictionary<FieldPath, GivenAnswer>.Empty;

    public ImmutableDictionary<FieldPath, NotApplicable> NotApplicable { get; init; } = ImmutableDictionary<FieldPath, NotApplicable>.Empty;

    public ImmutableHashSet<FieldPath> Seen { get; init; } = [];

    /// <summary>The key times as confirmed, or null; they hold only while they are still the derived ones.</summary>
    public IReadOnlyList<Instant?>? ConfirmedTimes { get; init; }

    /// <summary>An earlier incident that resembles this one, as it was found.</summary>
    public ResemblanceFound? LooksLike { get; init; }

    /// <summary>Kept to its participants (decisions.md 10): nothing of it goes to the wiki or to the distribution list.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Those added by name to the readers of a private one.</summary>
    public ImmutableHashSet<PersonId> ReadersAdded { get; init; } = [];

    /// <summary>Its page in the wiki; null while it was never published.</summary>
    public Publication? Page { get; init; }

    /// <summary>Why the last publication was given up; null when none was, or a later one succeeded.</summary>
    public string? PublishingFailure { get; init; }

    /// <summary>Optional recipients who are told because somebody said so, by name.</summary>
    public ImmutableHashSet<string> RecipientsAsked { get; init; } = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The review while there is one, and once it is final: as it ended.</summary>
    public ReviewState? Review { get; init; }

    public Instant? FinishedAt { get; init; }

    /// <summary>Why it was reopened after it had been final; null when it never was.</summary>
    public string? ReopenReason { get; init; }

    /// <summary>The version at which it was reopened; null when it never was.</summary>
    public long? FinalReopened { get; init; }

    /// <summary>The team's discussion, once it was scheduled.</summary>
    public Meeting? Meeting { get; init; }

    /// <summary>Lessons and notes of the discussion, in the order in which they were kept.</summary>
    public ImmutableList<DiscussionNote> Notes { get; init; } = [];

    /// <summary>The reminders that were told, by the occasion's key.</summary>
    public ImmutableDictionary<string, NudgeTold> Nudged { get; init; } = ImmutableDictionary<string, NudgeTold>.Empty;

    /// <summary>Who asked whom for what is owed, oldest first.</summary>
    public ImmutableList<Asking> Askings { get; init; } = [];

    /// <summary>When the follow-up review was held; null while it was not.</summary>
    public Instant? FollowUpHeldAt { get; init; }

    /// <summary>Which runbooks were changed, as told at the follow-up review.</summary>
    public string RunbooksChanged { get; init; } = "";

    /// <summary>What was said at the follow-up review.</summary>
    public string FollowUpNote { get; init; } = "";

    /// <summary>Who took part: marked, started, resolved, wrote a captured message.</summary>
    public ImmutableHashSet<PersonId> Participants { get; init; } = [];

    /// <summary>The state that life had before a cancel or merge, to come back to.</summary>
    public Life? LifeBefore { get; init; }

    /// <summary>The events on the timeline, in order of time (then of marking).</summary>
    public IReadOnlyList<TimelineEvent> Events => Book.Standing;

    /// <summary>The event that tells of this one: itself, or the one it was joined into, with its count.</summary>
    public TimelineEvent Told(TimelineEventId id) => JoinedEvents.Told(AllEvents, id);

    public IReadOnlyList<Evidence> Evidence => [.. AllEvidence.Where(e => !e.Removed)];

    public IReadOnlyList<ActionItem> Actions => [.. AllActions.Where(a => !a.Removed)];

    /// <summary>An incident is going on: marks belong to it and it can be resolved.</summary>
    public bool IsOpen => Life == Life.Capturing && Restored is null;

    /// <summary>Marks are taken (decisions.md 2): from Waiting to Under Review.</summary>
    public bool TakesMarks => Life is not (Life.Final or Life.Cancelled or Life.Merged);

    /// <summary>Events may be corrected by every participant until review is requested.</summary>
    public bool BeforeReview => Life is not (Life.UnderReview or Life.Final or Life.Cancelled or Life.Merged);

    /// <summary>When it began as far as is known: the first event of Incident Begin, else the first event, else the start.</summary>
    public Instant Began
    {
        get
        {
            var first = Book.Begins.Count > 0 ? Book.Begins : Book.Standing;
            return first.Count > 0 ? first[0].When : StartedAt;
        }
    }

    /// <summary>The key times as the events have them now (decisions.md 7).</summary>
    public KeyTimes KeyTimes => KeyTimes.From(Events.Select(e => new TimedPhase(e.When, e.Phase)), Restored);

    /// <summary>The piece of evidence that this message became (the first one; its other files follow it), removed or not; null when it became none.</summary>
    public Evidence? EvidenceOf(MessageRef message) => AllEvidence.LastOrDefault(e => e.Source?.Key == message.Key && e.Reasons.Count > 0) ?? AllEvidence.FirstOrDefault(e => e.Source?.Key == message.Key);

    /// <summary>The action item that this message became, removed or not.</summary>
    public ActionItem? ActionOf(MessageRef message) => AllActions.LastOrDefault(a => a.Source?.Key == message.Key);

    /// <summary>Something of this post-mortem came from this message and still stands: the receipt stays on it.</summary>
    public bool Holds(MessageRef message) =>
        EventOf(message) is { Removed: false } || AllEvidence.Any(e => !e.Removed && e.Source?.Key == message.Key) || AllActions.Any(a => !a.Removed && a.Source?.Key == message.Key);

    /// <summary>What its kept files take, each once, removed ones too: they can be put back.</summary>
    public long AttachedBytes => AllEvidence.Select(e => e.Attachment).OfType<Attachment>().DistinctBy(file => file.Hash).Sum(file => file.Bytes);

    /// <summary>The event that this message became and that is still on the timeline, or null.</summary>
    public TimelineEvent? EventOf(MessageRef message) => ByMessage.TryGetValue(message.Key, out var id) ? AllEvents[id] : null;

    /// <summary>What one more fact made of <paramref name="before"/>, and nobody holds yet, as the state after that fact: a copy only where the fact changed nothing.</summary>
    internal PostMortem Following(PostMortem before, Instant changedAt)
    {
        var next = ReferenceEquals(this, before) ? this with { } : this;
        next.stands = (before.Version + 1, changedAt);
        return next;
    }
}

/// <summary>The facts of an incident that a merge takes together.</summary>
public sealed record MergeableFacts(Severity? Severity, ImmutableList<string> Environments, ImmutableList<string> Services, bool? Escalated, bool? Complained);
