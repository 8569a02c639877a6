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
