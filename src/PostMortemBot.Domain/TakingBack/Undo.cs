using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>
/// <c>undo</c>: takes back an own act of the last ten minutes, whole, by facts that put back what it changed. What somebody changed since is left alone, and what cannot be taken
/// back says what to do instead.
/// </summary>
public static class Undo
{
    public static readonly Duration Within = Duration.FromMinutes(10);

    /// <summary>The person's own acts of the last ten minutes that still stand, the newest first.</summary>
    public static IReadOnlyList<ToldAct> Mine(IReadOnlyList<PostMortemEvent> history, PersonId who, Instant now) =>
        [.. ToldAct.Standing(history).Where(act => act.By == who && now - act.At <= Within).Reverse()];

    /// <summary>Takes one act back.</summary>
    /// <param name="history">Every fact of the post-mortem so far.</param>
    /// <param name="from">Names the act: the version before its first fact.</param>
    public static Decision Of(PostMortemId id, IReadOnlyList<PostMortemEvent> history, long from, Actor who, Instant now)
    {
        var p = Evolve.Fold(id, history);
        if (ToldAct.Standing(history).FirstOrDefault(act => act.From == from) is not { } act) return Decision.Nothing;
        if (act.By != who.Id || who.IsGuest) return Decision.Forbid("Everybody takes back their own acts. Ask whoever did it.");
        if (now - act.At > Within) return Decision.Refuse("That was more than 10 minutes ago. Change it by hand: timeline, set or write.");
        var left = act.Left(history);
        if (left.Select(one => NotUndoable.Why(one.Fact, act, p)).FirstOrDefault(why => why is not null) is { } why) return Decision.Refuse(why);
        if (ChangedSince(history, act, left)) return Decision.Refuse("It was changed again since, so it stays. Look at it before you change it.");

        var before = Evolve.Fold(id, history.Take((int)act.From));
        List<PostMortemEvent> facts = [new ActTakenBack(now, who.Id, act.From, act.To)];
        foreach (var (_, fact) in left.Reverse())
        {
            IReadOnlyList<PostMortemEvent> inverse = [.. Inverse.Of(fact, before, p, who.Id, now)];
            facts.AddRange(inverse);
            p = inverse.Aggregate(p, Evolve.Apply);
        }

        if (Inverse.Details([.. left.Select(one => one.Fact)], before, p, who.Id, now) is { } details) facts.Add(details);
        return new Decision.Accepted(facts);
    }

    /// <summary>A later act that still stands touched the same thing.</summary>
    private static bool ChangedSince(IReadOnlyList<PostMortemEvent> history, ToldAct act, IReadOnlyList<(long Version, PostMortemEvent Fact)> left)
    {
        var mine = left.SelectMany(one => Subjects(one.Fact)).ToHashSet(StringComparer.Ordinal);
        return ToldAct.Standing(history).Where(later => later.From >= act.To).SelectMany(later => later.Left(history)).SelectMany(one => Subjects(one.Fact)).Any(mine.Contains);
    }

    /// <summary>What a fact changes. Another reason for an event changes nothing of it.</summary>
    private static IEnumerable<string> Subjects(PostMortemEvent fact) => fact switch
    {
        TimelineEventMarked f => ["event/" + f.Id],
        TimelineEventCorrected f => ["event/" + f.Id],
        TimelineEventRemoved f => ["event/" + f.Id],
        TimelineEventRestored f => ["event/" + f.Id],
        SourceTakenOver f => ["event/" + f.Id],
        TimelineEventsJoined { Repeated: false } f => ["event/" + f.Id, "event/" + f.Other],
        TimelineShifted f => f.Ids.Select(id => "event/" + id),
        EvidenceKept f => ["evidence/" + f.Id],
        EvidenceRemoved f => ["evidence/" + f.Id],
        EvidenceChanged f => ["evidence/" + f.Id],
        EvidenceSupportSet f => ["behind/" + f.Id],
        EvidenceRestored f => ["evidence/" + f.Id],
        DiscussionNoted f => ["note/" + f.Id],
        ActionItemAdded f => ["action/" + f.Id],
        ActionItemChanged f => ["action/" + f.Id],
        ActionItemRemoved f => ["action/" + f.Id],
        ActionItemRestored f => ["action/" + f.Id],
        ActionItemDropped f => ["action/" + f.Id],
        ActionWordGiven f => ["word/" + f.Id],
        ActionShown f => ["shown/" + f.Id],
        ActionSnoozed f => ["snooze/" + f.Id],
        FieldAnswered f => ["field/" + f.Path.Value],
        MarkedNotApplicable f => ["n/a/" + f.Path.Value],
        NotApplicableTakenBack f => ["n/a/" + f.Path.Value],
        SloMeasured f => ["slo/" + f.Slo],
        QuestionAsked f => ["question/" + f.Id],
        QuestionAnswered f => ["question/" + f.Id],
        QuestionClosed f => ["question/" + f.Id],
        AnswerTaken f => [FormattableString.Invariant($"taken/{f.Id}/{f.Which}")],
        AnswerLeft f => ["left/" + f.Id],
        TriggerAnswered f => ["answer/" + f.Rule],
        OptionalReasonSet f => ["reason/" + f.Reason],
        OwnerSet or HandedOver => ["owner"],
        IncidentResolved or IncidentReopened => ["resolution"],
        NearMissNoted or IncidentCancelled or IncidentRevived => ["life"],
        _ => [fact.GetType().Name],
    };
}
