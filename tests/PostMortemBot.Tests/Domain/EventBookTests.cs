using CsCheck;
using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Tests.Domain;

/// <summary>The timeline is kept in order as events come and change: it must always be what reckoning it anew from all events gives.</summary>
public sealed class EventBookTests
{
    private static readonly Gen<TimelineEvent> Events =
        from id in Gen.Int[0, 7]
        from minute in Gen.Int[0, 4]
        from phase in Gen.Int[-1, 8]
        from removed in Gen.Bool
        from joined in Gen.Int[-6, 7]
        select new TimelineEvent(new($"E{id}"), Instant.FromUtc(2026, 11, 24, 7, minute), $"event {id}")
        {
            Phase = phase < 0 ? null : (Phase)phase,
            Removed = removed,

            // Joined only into a smaller one, so that no two tell of each other.
            JoinedInto = joined >= 0 && joined < id ? new TimelineEventId($"E{joined}") : null,
        };

    [Fact]
    public void What_stands_is_what_all_events_give_in_order_of_time_then_of_marking() =>
        Events.List[0, 40].Sample(list =>
        {
            var first = Enumerable.Range(0, 8).Select(id => new TimelineEvent(new($"E{id}"), Instant.FromUtc(2026, 11, 24, 8, 0), "first"));
            var book = EventBook.Empty.Put(first).Put(list);
            var all = list.Aggregate(first.ToDictionary(e => e.Id), (known, e) =>
            {
                known[e.Id] = e;
                return known;
            });
            var standing = all.Values.Where(e => e is { Removed: false, JoinedInto: null }).OrderBy(e => e.When).ThenBy(e => e.Id.Value, StringComparer.Ordinal).ToList();

            Assert.Equal(standing.Select(e => (e.Id, e.When, e.Text, e.Phase)), book.Standing.Select(e => (e.Id, e.When, e.Text, e.Phase)));
            Assert.Equal(standing.Where(e => e.Phase == Phase.IncidentBegin).Select(e => e.Id), book.Begins.Select(e => e.Id));
            Assert.Equal(standing.Where(e => e.Phase == Phase.RootCauseDiscovery).Select(e => e.Id), book.Causes.Select(e => e.Id));
        });

    [Fact]
    public void Ten_thousand_marks_are_kept_without_sorting_them_each_time()
    {
        var book = EventBook.Empty;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            book = book.Put(new TimelineEvent(new($"E{i:00000}"), Instant.FromUnixTimeSeconds(i * 7919 % 10_000), "text") { Phase = i % 2 == 0 ? Phase.IncidentBegin : Phase.RootCauseDiscovery });
            Assert.True(book.Standing[^1].When <= Instant.FromUnixTimeSeconds(10_000));
        }

        Assert.Equal(10_000, book.Standing.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000); // Sorted each time it would be several gigabytes.
    }
}
