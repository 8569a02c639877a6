using System.Collections.Immutable;

namespace PostMortemBot.Domain;

/// <summary>
/// Every event ever marked, and beside it the timeline as it stands, kept in order: an incident may take thousands of marks, and each must cost the same. Immutable.
/// </summary>
public sealed class EventBook
{
    private static readonly ImmutableSortedSet<TimelineEvent> NoEvents = ImmutableSortedSet.Create<TimelineEvent>(InOrder.OfTime);
    private readonly bool joined;

    private EventBook(ImmutableDictionary<TimelineEventId, TimelineEvent> all, ImmutableSortedSet<TimelineEvent> standing, bool joined)
    {
        All = all;
        Standing = standing;
        this.joined = joined;
    }

    public static EventBook Empty { get; } = new(ImmutableDictionary<TimelineEventId, TimelineEvent>.Empty, NoEvents, false);

    /// <summary>Removed ones and joined ones too, as they were marked.</summary>
    public ImmutableDictionary<TimelineEventId, TimelineEvent> All { get; }

    /// <summary>The events on the timeline, in order of time (then of marking), each with how often it was seen.</summary>
    public ImmutableSortedSet<TimelineEvent> Standing { get; }

    /// <summary>Those of them at which it began, in the same order. The other phases are asked for by nothing that happens with each mark.</summary>
    public ImmutableSortedSet<TimelineEvent> Begins { get; private init; } = NoEvents;

    /// <summary>Those of them that name its root cause, in the same order.</summary>
    public ImmutableSortedSet<TimelineEvent> Causes { get; private init; } = NoEvents;

    /// <summary>Adds an event, or puts its new state in place of the old one.</summary>
    public EventBook Put(TimelineEvent e)
    {
        var all = All.SetItem(e.Id, e);
        if (joined || e.JoinedInto is not null) return Rebuilt(all);
        var gone = All.TryGetValue(e.Id, out var old) && !old.Removed ? old : null;
        var came = e.Removed ? null : e;
        return new(all, Changed(Standing, gone, came), false)
        {
            Begins = Changed(Begins, In(gone, Phase.IncidentBegin), In(came, Phase.IncidentBegin)),
            Causes = Changed(Causes, In(gone, Phase.RootCauseDiscovery), In(came, Phase.RootCauseDiscovery)),
        };
    }

    /// <summary>Several at once.</summary>
    public EventBook Put(IEnumerable<TimelineEvent> events) => events.Aggregate(this, (book, e) => book.Put(e));

    /// <summary>With joined events, what stands depends on several: reckoned anew.</summary>
    private static EventBook Rebuilt(ImmutableDictionary<TimelineEventId, TimelineEvent> all)
    {
        var standing = JoinedEvents.Standing(all).ToImmutableSortedSet(InOrder.OfTime);
        return new(all, standing, all.Values.Any(e => e.JoinedInto is not null))
        {
            Begins = NoEvents.Union(standing.Where(e => e.Phase == Phase.IncidentBegin)),
            Causes = NoEvents.Union(standing.Where(e => e.Phase == Phase.RootCauseDiscovery)),
        };
    }

    private static TimelineEvent? In(TimelineEvent? e, Phase phase) => e?.Phase == phase ? e : null;

    private static ImmutableSortedSet<TimelineEvent> Changed(ImmutableSortedSet<TimelineEvent> events, TimelineEvent? gone, TimelineEvent? came)
    {
        if (gone is not null) events = events.Remove(gone);
        return came is null ? events : events.Add(came);
    }

    private sealed class InOrder : IComparer<TimelineEvent>
    {
        public static readonly InOrder OfTime = new();

        public int Compare(TimelineEvent? one, TimelineEvent? other)
        {
            if (one is null || other is null) return (one is null ? 0 : 1) - (other is null ? 0 : 1);
            return one.When.CompareTo(other.When) is not 0 and var byTime ? byTime : string.CompareOrdinal(one.Id.Value, other.Id.Value);
        }
    }
}
