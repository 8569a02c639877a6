using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>The facts that put back what a fact changed of evidence and of action items made of messages.</summary>
internal static class InverseKept
{
    public static IEnumerable<PostMortemEvent> Of(PostMortemEvent fact, PostMortem before, PostMortem p, PersonId who, Instant now) => fact switch
    {
        EvidenceReasonGiven f => before.AllEvidence.First(e => e.Id == f.Id).Removed ? [new EvidenceReasonTaken(now, who, f.Id, f.Reason), new EvidenceRemoved(now, who, f.Id)] : Unkept(p, f.Id, f.Reason, who, now),
        EvidenceReasonTaken f => [new EvidenceReasonGiven(now, who, f.Id, f.Reason)],
        EvidenceChanged f => [Unchanged(f, before.AllEvidence.First(e => e.Id == f.Id), who, now)],
        EvidenceSupportSet f => [new EvidenceSupportSet(now, who, f.Id, before.AllEvidence.First(e => e.Id == f.Id).Supports)],
        ActionReasonGiven f => before.AllActions.First(a => a.Id == f.Id).Removed ? [new ActionReasonTaken(now, who, f.Id, f.Reason), new ActionItemRemoved(now, who, f.Id)] : Unmade(p, f.Id, f.Reason, who, now),
        ActionReasonTaken f => [new ActionReasonGiven(now, who, f.Id, f.Reason)],
        ActionItemDropped f => [new ActionItemRestored(now, who, f.Id)],
        ActionWordGiven f => [new ActionWordGiven(now, who, f.Id, Before(before, f.Id).LastWord?.Text ?? "")],
        ActionShown f => [new ActionShown(now, who, f.Id, Before(before, f.Id).ShownBy)],
        ActionSnoozed f => [new ActionSnoozed(now, who, f.Id, Before(before, f.Id).SnoozedUntil)],
        _ => [],
    };

    /// <summary>The evidence goes with its last reason; while another stands behind it, only this reason goes.</summary>
    public static IEnumerable<PostMortemEvent> Unkept(PostMortem p, EvidenceId id, MarkReason? reason, PersonId who, Instant now)
    {
        if (p.Evidence.FirstOrDefault(one => one.Id == id) is not { } e) return [];
        return reason is not null && e.Reasons.Any(other => other != reason) ? [new EvidenceReasonTaken(now, who, id, reason)] : [new EvidenceRemoved(now, who, id)];
    }

    /// <summary>Likewise an action item made of a message.</summary>
    public static IEnumerable<PostMortemEvent> Unmade(PostMortem p, ActionItemId id, MarkReason? reason, PersonId who, Instant now)
    {
        if (p.Actions.FirstOrDefault(one => one.Id == id) is not { } a) return [];
        return reason is not null && a.Reasons.Any(other => other != reason) ? [new ActionReasonTaken(now, who, id, reason)] : [new ActionItemRemoved(now, who, id)];
    }

    private static ActionItem Before(PostMortem before, ActionItemId id) => before.AllActions.First(a => a.Id == id);

    private static EvidenceChanged Unchanged(EvidenceChanged f, Evidence was, PersonId who, Instant now) => new(now, who, f.Id, f.Kind is null ? null : was.Kind, f.Text is null ? null : was.Text);
}
