using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>The rules of action items while a post-mortem is written: add, change, remove, bring back.</summary>
public static class ActionItems
{
    public const int MostCharacters = 1000;

    /// <summary>Adds an action item; everybody who took part may.</summary>
    public static Decision Add(PostMortem p, NewAction action, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.CreateAction, p)) return Rights.Outside(p, "add action items to it");
        if (p.Life is Life.Cancelled or Life.Merged) return Decision.Refuse($"{p.Name} is not written any more.");
        if (action.Text.Trim().Length == 0) return Decision.Refuse("Say what will exist when it is done.", "action");
        if (action.Text.Length > MostCharacters) return Decision.Refuse($"An action item holds at most {MostCharacters} characters; this has {action.Text.Length}. Say the outcome in one line.", "action");
        return p.AllActions.Any(one => one.Id == action.Id) ? Decision.Nothing : Decision.Accept(Added(action, who, now));
    }

    /// <summary>What is null stays as it is.</summary>
    public static Decision Change(PostMortem p, ActionItemChanged change, Actor who)
    {
        if (p.Actions.FirstOrDefault(one => one.Id == change.Id) is not { } item) return Decision.Refuse("This action item is gone. Add it again if it is still wanted.");
        if (!MayChange(p, item, who)) return Decision.Forbid("The author, the SRE team or its owner changes an action item. Ask one of them.");
        if (change.Text is { } text && text.Trim().Length == 0) return Decision.Refuse("Say what will exist when it is done.", "action");
        if (change.Text?.Length > MostCharacters) return Decision.Refuse($"An action item holds at most {MostCharacters} characters.", "action");
        var same = (change.Text ?? item.Text) == item.Text && (change.Owner ?? item.Owner) == item.Owner && (change.Due ?? item.Due) == item.Due
            && (change.Horizon ?? item.Horizon) == item.Horizon && (change.Kind ?? item.Kind) == item.Kind && (change.Status ?? item.Status) == item.Status;
        return same ? Decision.Nothing : Decision.Accept(change);
    }

    public static Decision Remove(PostMortem p, ActionItemId id, Actor who, Instant now)
    {
        if (p.Actions.FirstOrDefault(one => one.Id == id) is not { } item) return Decision.Nothing;
        return MayChange(p, item, who) ? Decision.Accept(new ActionItemRemoved(now, who.Id, id)) : Decision.Forbid("The author, the SRE team or its owner removes an action item. Ask one of them.");
    }

    public static Decision Restore(PostMortem p, ActionItemId id, Actor who, Instant now)
    {
        if (p.AllActions.FirstOrDefault(one => one.Id == id && (one.Removed || one.Dropped is not null)) is not { } item) return Decision.Nothing;
        return MayChange(p, item, who) ? Decision.Accept(new ActionItemRestored(now, who.Id, id)) : Decision.Forbid("The author, the SRE team or its owner brings an action item back. Ask one of them.");
    }

    internal static ActionItemAdded Added(NewAction action, Actor who, Instant now) =>
        new(now, who.Id, action.Id, action.Text.Trim(), action.Owner, action.Due, action.Horizon, action.Kind, action.Source);

    private static bool MayChange(PostMortem p, ActionItem item, Actor who) =>
        Rights.May(who, Act.EditSection, p) || (!who.IsGuest && (item.AddedBy == who.Id || item.Owner?.Person == who.Id));
}
