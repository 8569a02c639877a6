using System.Text.Json.Serialization;
using PostMortemBot.Domain;

namespace PostMortemBot.Storage;

/// <summary>Every fact that may be stored. A new one is added in both lists; a test fails until it is.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [
        typeof(InstantConverter),
        typeof(LocalDateConverter),
        typeof(DurationConverter),
        typeof(PersonIdConverter),
        typeof(PostMortemIdConverter),
        typeof(TimelineEventIdConverter),
        typeof(EvidenceIdConverter),
        typeof(ActionItemIdConverter),
        typeof(FieldPathConverter),
    ])]
[JsonSerializable(typeof(PostMortemEvent))]
[JsonSerializable(typeof(FieldValue))]
[JsonSerializable(typeof(FieldValue.Words))]
[JsonSerializable(typeof(FieldValue.Choice))]
[JsonSerializable(typeof(FieldValue.Tick))]
[JsonSerializable(typeof(FieldValue.Items))]
[JsonSerializable(typeof(FieldValue.Rows))]
[JsonSerializable(typeof(MarksBegun))]
[JsonSerializable(typeof(IncidentStarted))]
[JsonSerializable(typeof(NearMissNoted))]
[JsonSerializable(typeof(PlaceJoined))]
[JsonSerializable(typeof(IncidentIdSet))]
[JsonSerializable(typeof(TitleSet))]
[JsonSerializable(typeof(SeveritySet))]
[JsonSerializable(typeof(EnvironmentsSet))]
[JsonSerializable(typeof(ServicesSet))]
[JsonSerializable(typeof(OwnerSet))]
[JsonSerializable(typeof(HandedOver))]
[JsonSerializable(typeof(CommanderSet))]
[JsonSerializable(typeof(EscalationSet))]
[JsonSerializable(typeof(ComplaintsSet))]
[JsonSerializable(typeof(OptionalReasonSet))]
[JsonSerializable(typeof(SloMeasured))]
[JsonSerializable(typeof(DetailsPutBack))]
[JsonSerializable(typeof(ActTakenBack))]
[JsonSerializable(typeof(ResemblanceFound))]
[JsonSerializable(typeof(TimelineEventMarked))]
[JsonSerializable(typeof(MarkReasonGiven))]
[JsonSerializable(typeof(MarkReasonTaken))]
[JsonSerializable(typeof(TimelineEventTextRead))]
[JsonSerializable(typeof(TimelineEventTextUnreadable))]
[JsonSerializable(typeof(TimelineEventCorrected))]
[JsonSerializable(typeof(TimelineEventRemoved))]
[JsonSerializable(typeof(TimelineEventRestored))]
[JsonSerializable(typeof(TimelineShifted))]
[JsonSerializable(typeof(TimelineEventsJoined))]
[JsonSerializable(typeof(TimelineEventsParted))]
[JsonSerializable(typeof(TimelineEventPutBack))]
[JsonSerializable(typeof(SourceEdited))]
[JsonSerializable(typeof(SourceDeleted))]
[JsonSerializable(typeof(SourceTakenOver))]
[JsonSerializable(typeof(EvidenceKept))]
[JsonSerializable(typeof(EvidenceRemoved))]
[JsonSerializable(typeof(EvidenceRestored))]
[JsonSerializable(typeof(IncidentResolved))]
[JsonSerializable(typeof(TriggerAnswered))]
[JsonSerializable(typeof(TriggerAnswerTakenBack))]
[JsonSerializable(typeof(VerdictReached))]
[JsonSerializable(typeof(VerdictOverridden))]
[JsonSerializable(typeof(PostMortemBegun))]
[JsonSerializable(typeof(PostMortemDeclined))]
[JsonSerializable(typeof(IncidentReopened))]
[JsonSerializable(typeof(IncidentCancelled))]
[JsonSerializable(typeof(IncidentRevived))]
[JsonSerializable(typeof(MergedInto))]
[JsonSerializable(typeof(MergedFrom))]
[JsonSerializable(typeof(MergeUndone))]
[JsonSerializable(typeof(AuthorSet))]
[JsonSerializable(typeof(FieldAnswered))]
[JsonSerializable(typeof(MarkedNotApplicable))]
[JsonSerializable(typeof(NotApplicableTakenBack))]
[JsonSerializable(typeof(SectionSeen))]
[JsonSerializable(typeof(KeyTimesConfirmed))]
[JsonSerializable(typeof(ActionItemAdded))]
[JsonSerializable(typeof(ActionItemChanged))]
[JsonSerializable(typeof(ActionItemRemoved))]
[JsonSerializable(typeof(ActionItemPutBack))]
[JsonSerializable(typeof(ActionItemRestored))]
[JsonSerializable(typeof(TemplateChanged))]
[JsonSerializable(typeof(TextRedacted))]
internal sealed partial class FactContext : JsonSerializerContext;

/// <summary>The same facts for the table of names: the name in JSON is the record's own, in camelCase, for ever.</summary>
internal static class StoredFacts
{
    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(MarksBegun),
        typeof(IncidentStarted),
        typeof(NearMissNoted),
        typeof(PlaceJoined),
        typeof(IncidentIdSet),
        typeof(TitleSet),
        typeof(SeveritySet),
        typeof(EnvironmentsSet),
        typeof(ServicesSet),
        typeof(OwnerSet),
        typeof(HandedOver),
        typeof(CommanderSet),
        typeof(EscalationSet),
        typeof(ComplaintsSet),
        typeof(OptionalReasonSet),
        typeof(SloMeasured),
        typeof(DetailsPutBack),
        typeof(ActTakenBack),
        typeof(ResemblanceFound),
        typeof(TimelineEventMarked),
        typeof(MarkReasonGiven),
        typeof(MarkReasonTaken),
        typeof(TimelineEventTextRead),
        typeof(TimelineEventTextUnreadable),
        typeof(TimelineEventCorrected),
        typeof(TimelineEventRemoved),
        typeof(TimelineEventRestored),
        typeof(TimelineShifted),
        typeof(TimelineEventsJoined),
        typeof(TimelineEventsParted),
        typeof(TimelineEventPutBack),
        typeof(SourceEdited),
        typeof(SourceDeleted),
        typeof(SourceTakenOver),
        typeof(EvidenceKept),
        typeof(EvidenceRemoved),
        typeof(EvidenceRestored),
        typeof(IncidentResolved),
        typeof(TriggerAnswered),
        typeof(TriggerAnswerTakenBack),
        typeof(VerdictReached),
        typeof(VerdictOverridden),
        typeof(PostMortemBegun),
        typeof(PostMortemDeclined),
        typeof(IncidentReopened),
        typeof(IncidentCancelled),
        typeof(IncidentRevived),
        typeof(MergedInto),
        typeof(MergedFrom),
        typeof(MergeUndone),
        typeof(AuthorSet),
        typeof(FieldAnswered),
        typeof(MarkedNotApplicable),
        typeof(NotApplicableTakenBack),
        typeof(SectionSeen),
        typeof(KeyTimesConfirmed),
        typeof(ActionItemAdded),
        typeof(ActionItemChanged),
        typeof(ActionItemRemoved),
        typeof(ActionItemPutBack),
        typeof(ActionItemRestored),
        typeof(TemplateChanged),
        typeof(TextRedacted),
    ];
}
