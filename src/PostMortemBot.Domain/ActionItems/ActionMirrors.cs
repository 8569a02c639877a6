using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>Issues of a tracker that stand for action items: when there is one, what it says, and how its state comes back. What happens in the tracker is told as the bot's.</summary>
public static class ActionMirrors
{
    /// <summary>Whether an issue is to show it: its document has begun, its text is known, and its incident is not kept to its participants.</summary>
    public static bool IsShown(PostMortem p, ActionItem item) =>
        p is { BegunAt: not null, IsPrivate: false, Life: not (Life.Cancelled or Life.Merged) } && item is { Removed: false, TextPending: false, Text.Length: > 0 };

    /// <summary>Whether an issue is to be made: there is something to do, and none was made yet.</summary>
    public static bool IsToMake(PostMortem p, ActionItem item) => item is { IsOpen: true, Mirror: null, MirrorLost: false } && IsShown(p, item);

    /// <summary>What the issue is to say; one that is not to be seen any more is closed.</summary>
    public static MirrorState StateOf(PostMortem p, ActionItem item) => !IsShown(p, item) || item.Dropped is not null
        ? MirrorState.NotNeeded
        : item.Status switch { ActionStatus.Done => MirrorState.Done, ActionStatus.InProgress => MirrorState.InProgress, _ => MirrorState.Open };

    /// <summary>The items of which the tracker is to say something else than before.</summary>
    public static IEnumerable<ActionItemId> Changed(PostMortem before, PostMortem after)
    {
        if (after.AllActions.IsEmpty || (ReferenceEquals(before.AllActions, after.AllActions) && Around(before) == Around(after))) yield break;
        var were = before.AllActions.ToDictionary(item => item.Id);
        foreach (var item in after.AllActions.Where(item => item.Mirror is not null || IsToMake(after, item)))
        {
            if (!were.TryGetValue(item.Id, out var was) || Around(before) != Around(after) || Own(was) != Own(item)) yield return item.Id;
        }
    }

    /// <summary>An issue was made, or found again.</summary>
    public static Decision Stand(PostMortem p, ActionItemId id, string key, string link, Instant now) =>
        p.AllActions.FirstOrDefault(one => one.Id == id) is { Mirror: null } ? Decision.Accept(new ActionMirrored(now, PersonId.Bot, id, key, link)) : Decision.Nothing;

    /// <summary>The issue is gone.</summary>
    public static Decision Lose(PostMortem p, ActionItemId id, Instant now) =>
        p.AllActions.FirstOrDefault(one => one.Id == id) is { Mirror: { } mirror } ? Decision.Accept(new ActionMirrorLost(now, PersonId.Bot, id, mirror.Key)) : Decision.Nothing;

    /// <summary>Somebody moved the issue: the action item follows. What it says already changes nothing.</summary>
    public static Decision Follow(PostMortem p, ActionItemId id, MirrorState told, Instant now)
    {
        if (p.AllActions.FirstOrDefault(one => one.Id == id) is not { Mirror: { } mirror } item || !IsShown(p, item) || StateOf(p, item) == told) return Decision.Nothing;
        if (told == MirrorState.NotNeeded) return Decision.Accept(new ActionItemDropped(now, PersonId.Bot, id, $"closed as not planned in {mirror.Key}"));
        var status = told switch { MirrorState.Done => ActionStatus.Done, MirrorState.InProgress => ActionStatus.InProgress, _ => ActionStatus.Open };
        List<PostMortemEvent> facts = [];
        if (item.Dropped is not null) facts.Add(new ActionItemRestored(now, PersonId.Bot, id));
        if (item.Status != status) facts.Add(new ActionItemChanged(now, PersonId.Bot, id, null, null, null, null, null, status));
        if (status == ActionStatus.Done && item.ShownBy.Length == 0) facts.Add(new ActionShown(now, PersonId.Bot, id, mirror.Link));
        return Decision.Accept([.. facts]);
    }

    private static (string, string, string?, bool, Life, bool) Around(PostMortem p) => (p.Name, p.Title, p.Page?.Location, p.IsPrivate, p.Life, p.BegunAt is null);

    private static (string, EventOwner?, LocalDate?, Horizon, ActionKind?, ActionStatus, string?, bool, bool) Own(ActionItem item) =>
        (item.Text, item.Owner, item.Due, item.Horizon, item.Kind, item.Status, item.Dropped, item.Removed, item.TextPending);
}
