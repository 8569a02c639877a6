using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>The answers to a reminder of an action item, in a final document too: done, in progress, another day, another owner, later, not needed; and whether it held.</summary>
public static class ActionAnswers
{
    public const int MostWord = 500;

    /// <summary>The longest snooze, in days.</summary>
    public const int MostSnooze = 31;

    /// <summary>When it is asked whether a done action held, in days after it was done.</summary>
    public static IReadOnlyList<int> EffectAsked { get; } = [30, 90];

    public static Decision Done(PostMortem p, ActionItemId id, Actor who, Instant now) =>
        Of(p, id, who, item => item.Status == ActionStatus.Done ? Decision.Nothing : Decision.Accept(Stands(id, ActionStatus.Done, who, now)));

    /// <summary>It is being worked on, perhaps with a word on how it stands.</summary>
    public static Decision Begin(PostMortem p, ActionItemId id, string word, Actor who, Instant now) => Of(p, id, who, item =>
        TooLong(word, "word") ?? Decision.Accept([.. item.Status == ActionStatus.InProgress ? [] : new[] { Stands(id, ActionStatus.InProgress, who, now) }, .. Word(item, word, who, now)]));

    /// <summary>Gives it another due date, today or later, perhaps with the reason.</summary>
    /// <param name="today">In the zone of who answers.</param>
    public static Decision Move(PostMortem p, ActionItemId id, LocalDate due, LocalDate today, string word, Actor who, Instant now) => Of(p, id, who, item =>
    {
        if (due < today) return Decision.Refuse($"{Moments.Day(due, today)} has passed. Give a day that is still to come.", "due");
        PostMortemEvent[] moved = due == item.Due ? [] : [new ActionItemChanged(now, who.Id, id, null, null, due, null, null, null)];
        return TooLong(word, "word") ?? Decision.Accept([.. moved, .. Word(item, word, who, now)]);
    });

    /// <summary>Gives it to another owner, who starts without a snooze.</summary>
    public static Decision HandOver(PostMortem p, ActionItemId id, EventOwner to, string word, Actor who, Instant now) => Of(p, id, who, item =>
    {
        if (to == item.Owner) return Decision.Refuse("They have it already. Name somebody else.", "owner");
        PostMortemEvent[] awake = item.SnoozedUntil is null ? [] : [new ActionSnoozed(now, who.Id, id, null)];
        return TooLong(word, "word") ?? Decision.Accept([new ActionItemChanged(now, who.Id, id, null, to, null, null, null, null), .. awake, .. Word(item, word, who, now)]);
    });

    /// <summary>Its owner is not reminded before that day. Of an item that nobody owns as a person, whoever may close it decides.</summary>
    public static Decision Snooze(PostMortem p, ActionItemId id, LocalDate until, LocalDate today, Actor who, Instant now) => Of(p, id, who, item =>
    {
        if (item.Owner?.Person is { } owner && owner != who.Id) return Decision.Forbid("Only its owner puts it off. Give it a new date, or hand it over.");
        if (until <= today || until > today.PlusDays(MostSnooze)) return Decision.Refuse($"Put it off by 1 to {MostSnooze} days. For longer, give it a new date.");
        return item.SnoozedUntil == until ? Decision.Nothing : Decision.Accept(new ActionSnoozed(now, who.Id, id, until));
    });

    /// <summary>It is not needed any more; it stays in its table with the reason.</summary>
    public static Decision Drop(PostMortem p, ActionItemId id, string reason, Actor who, Instant now)
    {
        if (p.Actions.FirstOrDefault(one => one.Id == id) is { Dropped: not null }) return Decision.Nothing;
        if (reason.Trim().Length == 0) return Decision.Refuse("Say why it is not needed. The reason stands in the document.", "reason");
        return Of(p, id, who, _ => TooLong(reason, "reason") ?? Decision.Accept(new ActionItemDropped(now, who.Id, id, reason.Trim())));
    }

    /// <summary>What shows that it is done: a link or a line.</summary>
    public static Decision Show(PostMortem p, ActionItemId id, string proof, Actor who, Instant now) => Of(p, id, who, item =>
    {
        if (proof.Trim().Length == 0) return Decision.Refuse("Give a link, or say in a line what shows that it is done.", "proof");
        if (item.Status != ActionStatus.Done) return Decision.Refuse("It is not done yet. Press Done first.");
        return TooLong(proof, "proof") ?? (item.ShownBy == proof.Trim() ? Decision.Nothing : Decision.Accept(new ActionShown(now, who.Id, id, proof.Trim())));
    });

    /// <summary>Whether it held, <paramref name="days"/> after it was done.</summary>
    public static Decision Tell(PostMortem p, ActionItemId id, int days, ActionEffect effect, Actor who, Instant now) => Of(p, id, who, item =>
    {
        if (!EffectAsked.Contains(days) || item.DoneAt is null) return Decision.Refuse("It is not done any more, so there is nothing to tell.");
        return item.Effects.TryGetValue(days, out var told) && told == effect ? Decision.Nothing : Decision.Accept(new ActionEffectTold(now, who.Id, id, days, effect));
    });

    /// <summary>Owners and those who added one answer for their own; for all of a post-mortem's its author, the SRE team and the process reviewer.</summary>
    public static bool May(PostMortem p, ActionItem item, Actor who) =>
        Rights.May(who, Act.CloseAction, p) || (!who.IsGuest && (item.AddedBy == who.Id || item.Owner?.Person == who.Id));

    private static Decision Of(PostMortem p, ActionItemId id, Actor who, Func<ActionItem, Decision> rule)
    {
        if (p.Actions.FirstOrDefault(one => one.Id == id) is not { } item) return Decision.Refuse("This action item is gone. Add it again if it is still wanted.");
        if (!May(p, item, who)) return Decision.Forbid("Its owner answers for an action item, or the author, the SRE team or the process reviewer. Ask one of them.");
        return item.Dropped is { } why ? Decision.Refuse($"It is not needed any more: {why.TrimEnd('.')}. Put it back first.") : rule(item);
    }

    private static ActionItemChanged Stands(ActionItemId id, ActionStatus status, Actor who, Instant now) => new(now, who.Id, id, null, null, null, null, null, status);

    private static IEnumerable<PostMortemEvent> Word(ActionItem item, string word, Actor who, Instant now) =>
        word.Trim() is { Length: > 0 } said && said != item.LastWord?.Text ? [new ActionWordGiven(now, who.Id, item.Id, said)] : [];

    private static Decision? TooLong(string text, string field) => text.Length > MostWord ? Decision.Refuse($"That holds at most {MostWord} characters; this has {text.Length}.", field) : null;
}
