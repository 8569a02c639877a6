using System.Collections.Immutable;

namespace PostMortemBot.Domain;

/// <summary>
/// Every event ever marked, and beside it the timeline as it stands, kept in order: an incident may take thousands of marks, and each must cost the same. Immutable.
/// </summary>
public sealed class EventBook
{
    private static readonly ImmutableSortedSet<TimelineEvent> NoEvents = ImmutableSortedSet.Create<TimelineEvent>(InOrder.OfTime);
    private static readonly ImmutableArray<ImmutableSortedSet<TimelineEvent>> NoPhases = [.. Enum.GetValues<Phase>().Select(_ => NoEvents)];
    private readonly bool joined;
    private readonly ImmutableArray<ImmutableSortedSet<TimelineEvent>> phases;

    private EventBook(ImmutableDictionary<TimelineEventId, TimelineEvent> all, ImmutableSortedSet<TimelineEvent> standing, ImmutableArray<ImmutableSortedSet<TimelineEvent>> phases, bool joined)
    {
        All = all;
        Standing = standing;
        this.phases = phases;
        this.joined = joined;
    }

    public static EventBook Empty { get; } = new(ImmutableDictionary<TimelineEventId, TimelineEvent>.Empty, NoEvents, NoPhases, false);

    /// <summary>Removed ones and joined ones too, as they were marked.</summary>
    public ImmutableDictionary<TimelineEventId, TimelineEvent> All { get; }

    /// <summary>The events on the timeline, in order of time (then of marking), each with how often it was seen.</summary>
    public ImmutableSortedSet<TimelineEvent> Standing { get; }

    /// <summary>Those of one phase, in order of time.</summary>
    public ImmutableSortedSet<TimelineEvent> Of(Phase phase) => phases[(int)phase];

    /// <summary>Adds an event, or puts its new state in place of the old one.</summary>
    public EventBook Put(TimelineEvent e)
    {
        var all = All.SetItem(e.Id, e);
        if (joined || e.JoinedInto is not null) return Rebuilt(all);
        var (standing, of) = (Standing, phases);
        if (All.TryGetValue(e.Id, out var old) && !old.Removed) (standing, of) = (standing.Remove(old), In(of, old.Phase, events => events.Remove(old)));
        if (!e.Removed) (standing, of) = (standing.Add(e), In(of, e.Phase, events => events.Add(e)));
        return new(all, standing, of, false);
    }

    /// <summary>Several at once.</summary>
    public EventBook Put(IEnumerable<TimelineEvent> events) => events.Aggregate(this, (book, e) => book.Put(e));

    /// <summary>With joined events, what stands depends on several: reckoned anew.</summary>
    private static EventBook Rebuilt(ImmutableDictionary<TimelineEventId, TimelineEvent> all)
    {
        var standing = JoinedEvents.Standing(all).ToImmutableSortedSet(InOrder.OfTime);
        var of = standing.Where(e => e.Phase is not null).GroupBy(e => e.Phase!.Value).Aggregate(NoPhases, (phases, group) => phases.SetItem((int)group.Key, group.ToImmutableSortedSet(InOrder.OfTime)));
        return new(all, standing, of, all.Values.Any(e => e.JoinedInto is not null));
    }

    private static ImmutableArray<ImmutableSortedSet<TimelineEvent>> In(ImmutableArray<ImmutableSortedSet<TimelineEvent>> of, Phase? phase, Func<ImmutableSortedSet<TimelineEvent>, ImmutableSortedSet<TimelineEvent>> change) =>
        phase is { } its ? of.SetItem((int)its, change(of[(int)its])) : of;

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
