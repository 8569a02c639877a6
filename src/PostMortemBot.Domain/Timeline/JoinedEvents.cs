namespace PostMortemBot.Domain;

/// <summary>The timeline without what was joined into other events: each event with how often it was seen and where else it was told.</summary>
internal static class JoinedEvents
{
    public static IReadOnlyList<TimelineEvent> Standing(IReadOnlyDictionary<TimelineEventId, TimelineEvent> all)
    {
        var parts = Parts(all);
        return [.. all.Values.Where(e => e is { Removed: false, JoinedInto: null }).Select(e => parts is null ? e : With(e, parts[e.Id])).OrderBy(e => e.When).ThenBy(e => e.Id.Value, StringComparer.Ordinal)];
    }

    public static TimelineEvent Told(IReadOnlyDictionary<TimelineEventId, TimelineEvent> all, TimelineEventId id)
    {
        var root = RootOf(all, all[id]);
        return Parts(all) is { } parts ? With(root, parts[root.Id]) : root;
    }

    /// <summary>What was joined into this event and still stands.</summary>
    public static IEnumerable<TimelineEvent> PartsOf(IReadOnlyDictionary<TimelineEventId, TimelineEvent> all, TimelineEventId root) => Parts(all)?[root] ?? [];

    public static TimelineEvent RootOf(IReadOnlyDictionary<TimelineEventId, TimelineEvent> all, TimelineEvent e)
    {
        while (e.JoinedInto is { } into) e = all[into];
        return e;
    }

    /// <summary>Null when nothing was joined, which is nearly always.</summary>
    private static ILookup<TimelineEventId, TimelineEvent>? Parts(IReadOnlyDictionary<TimelineEventId, TimelineEvent> all)
    {
        var joined = all.Values.Where(e => e is { Removed: false, JoinedInto: not null }).ToList();
        return joined.Count == 0 ? null : joined.ToLookup(e => RootOf(all, e).Id);
    }

    private static TimelineEvent With(TimelineEvent e, IEnumerable<TimelineEvent> parts) => e with
    {
        Times = 1 + parts.Count(part => part.Repeated),
        AlsoFrom = [.. parts.Where(part => !part.Repeated).OrderBy(part => part.When).Select(part => part.Source).OfType<MessageRef>()],
    };
}
