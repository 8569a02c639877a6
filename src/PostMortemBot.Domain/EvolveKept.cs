using System.Collections.Immutable;

namespace PostMortemBot.Domain;

/// <summary>Folds the facts of evidence and action items.</summary>
internal static class EvolveKept
{
    public static PostMortem? Apply(PostMortem p, PostMortemEvent fact) => EvidenceFacts(p, fact) ?? ActionFacts(p, fact);

    public static ImmutableList<T> Change<T>(ImmutableList<T> list, Predicate<T> which, Func<T, T> change) =>
        [.. list.Select(item => which(item) ? change(item) : item)];

    private static PostMortem? EvidenceFacts(PostMortem p, PostMortemEvent fact) => fact switch
    {
        EvidenceKept f => Kept(p, f),
        EvidenceReasonGiven f => Of(p, f.Id, e => e with { Reasons = [.. e.Reasons, f.Reason], Removed = false }) with { Participants = p.Participants.Add(f.By) },
        EvidenceReasonTaken f => Of(p, f.Id, e => e with { Reasons = [.. e.Reasons.Where(reason => reason != f.Reason)] }),
        EvidenceTextRead f => Of(p, f.Id, e => e with { Kind = f.Kind, Text = f.Text, Link = f.Link, Attachment = f.Attachment, TextPending = false, Unreadable = null }),
        EvidenceTextUnreadable f => Of(p, f.Id, e => e with { TextPending = false, Unreadable = f.Reason }),
        EvidenceChanged f => Of(p, f.Id, e => e with { Kind = f.Kind ?? e.Kind, Text = f.Text ?? e.Text, TextPending = e.TextPending && f.Text is null, Touched = true }),
        EvidenceSupportSet f => Of(p, f.Id, e => e with { Supports = f.Statements, Touched = true }),
        EvidenceRemoved f => Of(p, f.Id, e => e with { Removed = true }),
        EvidenceRestored f => Of(p, f.Id, e => e with { Removed = false }),
        _ => null,
    };

    private static PostMortem? ActionFacts(PostMortem p, PostMortemEvent fact) => fact switch
    {
        ActionItemAdded f => Added(p, f),
        ActionReasonGiven f => Of(p, f.Id, a => a with { Reasons = [.. a.Reasons, f.Reason], Removed = false }) with { Participants = p.Participants.Add(f.By) },
        ActionReasonTaken f => Of(p, f.Id, a => a with { Reasons = [.. a.Reasons.Where(reason => reason != f.Reason)] }),
        ActionTextRead f => Of(p, f.Id, a => a with { Text = f.Text, TextPending = false, Unreadable = null }),
        ActionTextUnreadable f => Of(p, f.Id, a => a with { TextPending = false, Unreadable = f.Reason }),
        ActionItemChanged f => Of(p, f.Id, a => Changed(a, f)),
        ActionItemRemoved f => Of(p, f.Id, a => a with { Removed = true }),
        ActionItemRestored f => Of(p, f.Id, a => a with { Removed = false, Dropped = null }),
        ActionItemDropped f => Of(p, f.Id, a => a with { Dropped = f.Reason, Touched = true }),
        ActionWordGiven f => Of(p, f.Id, a => a with { LastWord = f.Word.Length > 0 ? new(f.Word, f.By, f.At) : null }),
        ActionShown f => Of(p, f.Id, a => a with { ShownBy = f.Proof }),
        ActionSnoozed f => Of(p, f.Id, a => a with { SnoozedUntil = f.Until }),
        ActionMirrored f => Of(p, f.Id, a => a with { Mirror = new(f.Key, f.Link) }),
        ActionMirrorLost f => Of(p, f.Id, a => a with { Mirror = null, MirrorLost = true }),
        ActionEffectTold f => Of(p, f.Id, a => a with { Effects = a.Effects.SetItem(f.Days, f.Effect) }),
        _ => null,
    };

    private static PostMortem Kept(PostMortem p, EvidenceKept f) => p with
    {
        AllEvidence = p.AllEvidence.Add(new(f.Id, f.Kind, f.Text, f.Link, f.Attachment, f.Source, f.By, f.At)
        {
            Supports = f.Supports is { } statement ? [statement] : [],
            CameFrom = f.CameFrom,
            Reasons = f.Reason is { } reason ? [reason] : [],
            TextPending = f.TextPending,
        }),
    };

    private static PostMortem Added(PostMortem p, ActionItemAdded f) => p with
    {
        AllActions = p.AllActions.Add(new(f.Id, f.Text, f.Owner, f.Due, f.Horizon, f.Kind, ActionStatus.Open, f.By, f.At)
        {
            FirstText = f.Text,
            Source = f.Source,
            CameFrom = f.CameFrom,
            Reasons = f.Reason is { } reason ? [reason] : [],
            TextPending = f.TextPending,
        }),
    };

    /// <summary>In this state from then on; one that is done again was not asked about yet.</summary>
    internal static ActionItem Standing(this ActionItem a, ActionStatus status, NodaTime.Instant at) => status == a.Status
        ? a
        : a with { Status = status, DoneAt = status == ActionStatus.Done ? at : null, ShownBy = status == ActionStatus.Done ? a.ShownBy : "", Effects = a.Effects.Clear() };

    private static ActionItem Changed(ActionItem a, ActionItemChanged f) => (a with
    {
        Text = f.Text ?? a.Text,
        TextPending = a.TextPending && f.Text is null,
        Owner = f.Owner ?? a.Owner,
        Due = f.Due ?? a.Due,
        Horizon = f.Horizon ?? a.Horizon,
        Kind = f.Kind ?? a.Kind,
        Touched = true,
    }).Standing(f.Status ?? a.Status, f.At);

    private static PostMortem Of(PostMortem p, EvidenceId id, Func<Evidence, Evidence> change) => p with { AllEvidence = Change(p.AllEvidence, e => e.Id == id, change) };

    private static PostMortem Of(PostMortem p, ActionItemId id, Func<ActionItem, ActionItem> change) => p with { AllActions = Change(p.AllActions, a => a.Id == id, change) };
}
