using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>The facts that put back what a fact changed.</summary>
internal static class Inverse
{
    /// <param name="fact">What is taken back.</param>
    /// <param name="before">The state before the act.</param>
    /// <param name="p">The state now, with the later facts of the act taken back already.</param>
    public static IEnumerable<PostMortemEvent> Of(PostMortemEvent fact, PostMortem before, PostMortem p, PersonId who, Instant now) => fact switch
    {
        TimelineEventMarked f => Unmarked(p, f.Id, f.Reason, who, now),
        MarkReasonGiven f => before.AllEvents[f.Id].Removed ? [new MarkReasonTaken(now, who, f.Id, f.Reason), new TimelineEventRemoved(now, who, f.Id)] : Unmarked(p, f.Id, f.Reason, who, now),
        MarkReasonTaken f => [new MarkReasonGiven(now, who, f.Id, f.Reason)],
        TimelineEventRemoved f => [new TimelineEventRestored(now, who, f.Id)],
        TimelineEventRestored f => [new TimelineEventRemoved(now, who, f.Id)],
        TimelineEventCorrected f => [PutBack(Uncorrected(f, Before(before, p, f.Id), p.AllEvents[f.Id]), who, now)],
        SourceTakenOver f => [PutBack(Before(before, p, f.Id), who, now)],
        TimelineShifted f => f.Ids.Select(id => PutBack(p.AllEvents[id] with { When = Before(before, p, id).When, Touched = Before(before, p, id).Touched }, who, now)),
        TimelineEventsJoined f => Parted(f, before, p, who, now),
        EvidenceKept f => InverseKept.Unkept(p, f.Id, f.Reason, who, now),
        EvidenceReasonGiven or EvidenceReasonTaken or EvidenceChanged or EvidenceSupportSet or ActionReasonGiven or ActionReasonTaken or ActionItemDropped or ActionWordGiven or ActionShown or ActionSnoozed => InverseKept.Of(fact, before, p, who, now),
        QuestionAsked f => [new QuestionClosed(now, who, f.Id, QuestionEnd.Withdrawn)],
        QuestionAnswered f => AsItWas(f.Id, before, who, now),
        QuestionClosed f => AsItWas(f.Id, before, who, now),
        AnswerTaken f => [new AnswerWaits(now, who, f.Id, f.Which)],
        AnswerLeft f => [new AnswerWaits(now, who, f.Id, null)],
        DiscussionNoted f => [new DiscussionNoteRemoved(now, who, f.Id)],
        EvidenceRemoved f => [new EvidenceRestored(now, who, f.Id)],
        EvidenceRestored f => [new EvidenceRemoved(now, who, f.Id)],
        ActionItemAdded f => InverseKept.Unmade(p, f.Id, f.Reason, who, now),
        ActionItemRemoved f => [new ActionItemRestored(now, who, f.Id)],
        ActionItemRestored f => [before.AllActions.First(one => one.Id == f.Id).Dropped is { } why ? new ActionItemDropped(now, who, f.Id, why) : new ActionItemRemoved(now, who, f.Id)],
        ActionItemChanged f => [PutBack(before.AllActions.First(one => one.Id == f.Id), who, now)],
        IncidentResolved => [before.Restored is { } restored ? new IncidentResolved(now, who, restored) : new IncidentReopened(now, who)],
        NearMissNoted => [new IncidentCancelled(now, who, "Taken back")],
        IncidentCancelled => [new IncidentRevived(now, who)],
        TriggerAnswered f => [before.TriggerAnswers.TryGetValue(f.Rule, out var answer) ? new TriggerAnswered(now, who, f.Rule, answer) : new TriggerAnswerTakenBack(now, who, f.Rule)],
        FieldAnswered f => [new FieldAnswered(now, who, f.Path, before.Answers.GetValueOrDefault(f.Path)?.Value ?? new FieldValue.Words(""))],
        MarkedNotApplicable f => [before.NotApplicable.TryGetValue(f.Path, out var said) ? new MarkedNotApplicable(now, who, f.Path, said.Reason) : new NotApplicableTakenBack(now, who, f.Path)],
        NotApplicableTakenBack f => before.NotApplicable.TryGetValue(f.Path, out var gone) ? [new MarkedNotApplicable(now, who, f.Path, gone.Reason)] : [],
        ReadersSet => [new ReadersSet(now, who, before.IsPrivate, [.. before.ReadersAdded.OrderBy(id => id.Value, StringComparer.Ordinal)])],
        KeyTimesConfirmed => [new KeyTimesConfirmed(now, who, before.ConfirmedTimes ?? [])],
        _ => [],
    };

    /// <summary>A fact of the incident that <see cref="Details"/> puts back.</summary>
    public static bool IsDetail(PostMortemEvent fact) => fact is TitleSet or SeveritySet or EnvironmentsSet or ServicesSet or OwnerSet or HandedOver or CommanderSet or AuthorSet or EscalationSet or ComplaintsSet or OptionalReasonSet or SloMeasured;

    /// <summary>One fact for all facts of the incident among those taken back; the others keep what they have now.</summary>
    public static DetailsPutBack? Details(IReadOnlyList<PostMortemEvent> taken, PostMortem before, PostMortem p, PersonId who, Instant now)
    {
        if (!taken.Any(IsDetail)) return null;
        var complaints = Has<ComplaintsSet>() ? before : p;
        return new DetailsPutBack(
            now,
            who,
            Has<TitleSet>() ? before.Title : p.Title,
            Has<SeveritySet>() ? before.Severity : p.Severity,
            Has<EnvironmentsSet>() ? before.Environments : p.Environments,
            Has<ServicesSet>() ? before.Services : p.Services,
            Has<OwnerSet>() || Has<HandedOver>() ? before.Owner : p.Owner,
            Has<CommanderSet>() ? before.Commander : p.Commander,
            Has<AuthorSet>() ? before.Author : p.Author,
            Has<EscalationSet>() ? before.Escalated : p.Escalated,
            complaints.Complained,
            complaints.ComplaintsAsked,
            [.. p.OptionalReasons.Except(Reasons(taken)).Concat(before.OptionalReasons.Intersect(Reasons(taken))).Order()],
            [.. p.Slos.Values.Where(slo => !Measured(slo.Slo)).Concat(before.Slos.Values.Where(slo => Measured(slo.Slo))).OrderBy(slo => slo.Slo, StringComparer.Ordinal)]);

        bool Has<T>() => taken.Any(fact => fact is T);
        bool Measured(string slo) => taken.OfType<SloMeasured>().Any(fact => string.Equals(fact.Slo, slo, StringComparison.OrdinalIgnoreCase));
    }

    private static IReadOnlyList<OptionalReason> Reasons(IEnumerable<PostMortemEvent> taken) => [.. taken.OfType<OptionalReasonSet>().Select(fact => fact.Reason)];

    /// <summary>The event goes with its last reason; while another stands behind it, only this reason goes.</summary>
    private static IEnumerable<PostMortemEvent> Unmarked(PostMortem p, TimelineEventId id, MarkReason reason, PersonId who, Instant now)
    {
        var e = p.AllEvents[id];
        if (e.Removed) return [];
        return e.Reasons.Any(other => other != reason) ? [new MarkReasonTaken(now, who, id, reason)] : [new TimelineEventRemoved(now, who, id)];
    }

    private static IEnumerable<PostMortemEvent> Parted(TimelineEventsJoined f, PostMortem before, PostMortem p, PersonId who, Instant now)
    {
        yield return new TimelineEventsParted(now, who, f.Id, f.Other);
        if (before.AllEvents.TryGetValue(f.Id, out var was) && was.When != f.When && p.AllEvents[f.Id].When == f.When) yield return PutBack(p.AllEvents[f.Id] with { When = was.When }, who, now);
    }

    /// <summary>What was corrected is as it was; all else as it is: the message's text may have been followed since.</summary>
    private static TimelineEvent Uncorrected(TimelineEventCorrected f, TimelineEvent was, TimelineEvent now) => now with
    {
        When = f.When is null ? now.When : was.When,
        Text = f.Text is null ? now.Text : was.Text,
        TextBy = f.Text is null ? now.TextBy : was.TextBy,
        Phase = f.Phase is null ? now.Phase : was.Phase,
        PhaseGuessed = f.Phase is null ? now.PhaseGuessed : was.PhaseGuessed,
        Owner = f.Owner is null ? now.Owner : was.Owner,
        Touched = was.Touched,
    };

    /// <summary>The event as it stood before the act; one marked by the act itself stands as it is.</summary>
    private static TimelineEvent Before(PostMortem before, PostMortem p, TimelineEventId id) => before.AllEvents.GetValueOrDefault(id) ?? p.AllEvents[id];

    private static IEnumerable<PostMortemEvent> AsItWas(QuestionId id, PostMortem before, PersonId who, Instant now) =>
        before.Questions.Where(one => one.Id == id).Select(one => new QuestionPutBack(now, who, id, one.AnsweredAt, one.End));

    private static TimelineEventPutBack PutBack(TimelineEvent e, PersonId who, Instant now) => new(now, who, e.Id, e.When, e.Text, e.Phase, e.PhaseGuessed, e.Owner, e.TextBy, e.Touched, e.SourceNow);

    private static ActionItemPutBack PutBack(ActionItem a, PersonId who, Instant now) => new(now, who, a.Id, a.Text, a.Owner, a.Due, a.Horizon, a.Kind, a.Status);
}
