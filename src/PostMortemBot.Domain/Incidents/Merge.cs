using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>Two incidents that were one: the first takes in what the second has, the second answers with the first's name. Undone for 24 hours.</summary>
public static class Merge
{
    public static readonly Duration UndoWithin = Duration.FromHours(24);

    /// <summary>Two decisions, for <paramref name="into"/> and for <paramref name="from"/>, to be stored together.</summary>
    /// <param name="newId">New ids for what is taken over; asked anew at each try.</param>
    public static IReadOnlyList<Decision> Join(PostMortem into, PostMortem from, Func<string> newId, Actor who, Instant now)
    {
        if (Refusal(into, from, who) is { } refused) return [refused, refused];
        List<PostMortemEvent> taken = [new MergedFrom(now, who.Id, from.Id, from.Name)];
        taken.AddRange(from.Events.Where(e => e.Source is not { } source || into.EventOf(source) is not { Removed: false }).SelectMany(e => WithParts(from, e, newId, now)));
        taken.AddRange(from.Evidence.SelectMany(e => Taken(e, from.Id, new(newId()), now)));
        taken.AddRange(from.Actions.SelectMany(a => Taken(a, from.Id, new(newId()), now)));
        taken.AddRange(from.Places.Where(place => !into.Places.Contains(place)).Select(place => new PlaceJoined(now, who.Id, place, from.Id)));
        if (Together(into, from, who, now) is { } facts) taken.Add(facts);
        return [new Decision.Accepted(taken), Decision.Accept(new MergedInto(now, who.Id, into.Id, into.Name))];
    }

    /// <summary>Both go their own way again; what came with the merge goes with it.</summary>
    public static IReadOnlyList<Decision> Undo(PostMortem into, PostMortem from, Actor who, Instant now)
    {
        if (from.Life != Life.Merged || from.MergedIntoId != into.Id) return [Decision.Nothing, Decision.Nothing];
        Decision? refused =
            !Rights.May(who, Act.Merge, into) ? Decision.Forbid(WhoMerges(into))
            : now - from.EndedAt > UndoWithin ? Decision.Refuse($"{from.Name} was merged more than 24 h ago. Start a new incident for what belongs apart.")
            : !into.BeforeReview ? Decision.Refuse($"The review of {into.Name} was requested: the two stay together.")
            : null;
        return refused is not null ? [refused, refused] : [Decision.Accept(new MergeUndone(now, who.Id, from.Id)), Decision.Accept(new IncidentRevived(now, who.Id))];
    }

    private static Decision? Refusal(PostMortem into, PostMortem from, Actor who)
    {
        if (into.Id == from.Id) return Decision.Refuse("That is the same incident. Name the other one.", "other");
        if (!Rights.May(who, Act.Merge, into)) return Decision.Forbid(WhoMerges(into));
        if (into.IsPrivate != from.IsPrivate) return Decision.Refuse("One of the two is private and the other is not. Make both private, or both public, before they are merged.", "other");
        if (!into.Exists || into.Life is Life.Waiting || !into.BeforeReview) return Decision.Refuse($"{into.Name} takes no other incident in: {Why(into)}.", "other");
        return from.Exists && from.BeforeReview ? null : Decision.Refuse($"{from.Name} cannot be merged: {Why(from)}.", "other");
    }

    /// <summary>The highest severity, all environments and services, and a yes where either said so; null when the first has it all.</summary>
    private static FactsTakenOver? Together(PostMortem into, PostMortem from, Actor who, Instant now)
    {
        var severity = from.Severity is { } other && (into.Severity is not { } own || other < own) ? from.Severity : null;
        var environments = from.Environments.Except(into.Environments).ToList();
        var services = from.Services.Except(into.Services, StringComparer.OrdinalIgnoreCase).ToList();
        bool? escalated = from.Escalated == true && into.Escalated != true ? true : null;
        bool? complained = from.Complained == true && into.Complained != true ? true : null;
        return severity is null && environments.Count == 0 && services.Count == 0 && escalated is null && complained is null
            ? null
            : new(now, who.Id, from.Id, severity, environments.Count > 0 ? [.. into.Environments, .. environments] : null, services.Count > 0 ? [.. into.Services, .. services] : null, escalated, complained);
    }

    private static string WhoMerges(PostMortem p) => $"{p.Name} is merged by its author or owner, the SRE team or the process reviewer. Ask one of them.";

    private static string Why(PostMortem p) => p.Life switch
    {
        Life.Merged => $"it is part of {p.MergedIntoName}",
        Life.Cancelled => "it was cancelled; reopen it first",
        Life.Waiting => "no incident was started there",
        _ => "its review was requested",
    };

    /// <summary>An event with what was joined into it.</summary>
    private static IEnumerable<PostMortemEvent> WithParts(PostMortem from, TimelineEvent e, Func<string> newId, Instant now)
    {
        var id = new TimelineEventId(newId());
        var parts = JoinedEvents.PartsOf(from.AllEvents, e.Id).OrderBy(part => part.When).Select(part => (Part: part, Id: new TimelineEventId(newId()))).ToList();
        return [.. Taken(e, from.Id, id, now), .. parts.SelectMany(one => Taken(one.Part, from.Id, one.Id, now).Append(new TimelineEventsJoined(now, e.MarkedBy, id, one.Id, e.When, one.Part.Repeated)))];
    }

    /// <summary>A text that a person corrected stays theirs: later edits of the message do not overwrite it.</summary>
    private static IEnumerable<PostMortemEvent> Taken(TimelineEvent e, PostMortemId from, TimelineEventId id, Instant now)
    {
        var reasons = e.Reasons.Count > 0 ? e.Reasons : [new MarkReason(MarkKind.Act, e.MarkedBy)];
        yield return new TimelineEventMarked(now, e.MarkedBy, id, e.When, e.TextBy is null ? e.Text : "", e.Phase, e.PhaseGuessed, e.Owner, e.Source, e.Writer, e.WriterName, reasons[0], e.TextPending, from);
        foreach (var reason in reasons.Skip(1)) yield return new MarkReasonGiven(now, reason.Person, id, reason);
        if (e.TextBy is { } by) yield return new TimelineEventCorrected(now, by, id, null, e.Text, null, null);
        else if (e.Touched) yield return new TimelineEventCorrected(now, e.MarkedBy, id, e.When, null, null, null);
    }

    private static IEnumerable<PostMortemEvent> Taken(Evidence e, PostMortemId from, EvidenceId id, Instant now)
    {
        yield return new EvidenceKept(now, e.KeptBy, id, e.Kind, e.Text, e.Link, e.Attachment, e.Source, null, from, e.Reasons.Count > 0 ? e.Reasons[0] : null, e.TextPending);
        foreach (var reason in e.Reasons.Skip(1)) yield return new EvidenceReasonGiven(now, reason.Person, id, reason);
        if (e.Touched) yield return new EvidenceChanged(now, e.KeptBy, id, e.Kind, null);
        if (e.Supports.Count > 0) yield return new EvidenceSupportSet(now, e.KeptBy, id, e.Supports);
    }

    private static IEnumerable<PostMortemEvent> Taken(ActionItem a, PostMortemId from, ActionItemId id, Instant now)
    {
        yield return new ActionItemAdded(now, a.AddedBy, id, a.Text, a.Owner, a.Due, a.Horizon, a.Kind, a.Source, from, a.Reasons.Count > 0 ? a.Reasons[0] : null, a.TextPending);
        foreach (var reason in a.Reasons.Skip(1)) yield return new ActionReasonGiven(now, reason.Person, id, reason);
        if (a.Status != ActionStatus.Open) yield return new ActionItemChanged(now, a.AddedBy, id, null, null, null, null, null, a.Status);
        if (a.LastWord is { } word) yield return new ActionWordGiven(now, word.By, id, word.Text);
        if (a.ShownBy.Length > 0) yield return new ActionShown(now, a.AddedBy, id, a.ShownBy);
        if (a.Dropped is { } why) yield return new ActionItemDropped(now, a.AddedBy, id, why);
    }
}
