using NodaTime;
using NodaTime.Testing;
using PostMortemBot.Storage;

namespace PostMortemBot.Tests.Storage;

/// <summary>Which work is due, and when the next is, against the same rule written plainly: many queues of several organisations, tried again, paced, set aside and done.</summary>
public sealed class WorkQueueTests : IDisposable
{
    private static readonly Instant Noon = StoreContract.Noon;
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task What_is_due_is_the_first_of_each_queue_that_nothing_holds(int seed)
    {
        var chance = new Random(seed);
        await using var store = SqliteStore.Open(folder.File($"store{seed}.db"), new FakeClock(Noon));
        List<Waiting> plain = [];
        var looks = 0;
        for (var step = 0; step < 600; step++)
        {
            var now = Noon + Duration.FromMinutes((step / 10) + chance.Next(10));
            var due = await store.DueWorkAsync(now, 100, Stop);
            Assert.Equal(Due(plain, now), due.Select(work => (work.Organisation, work.Key)));
            Assert.Equal(Next(plain, Instant.MinValue), await store.NextWorkAsync(Instant.MinValue, Stop));
            Assert.Equal(Next(plain, now), await store.NextWorkAsync(now, Stop));
            looks += due.Count;
            if (due.Count == 0 || chance.Next(3) > 0)
            {
                var put = new WorkPut($"k{step}", "post", $"q{chance.Next(6)}", Noon + Duration.FromMinutes((step / 10) + chance.Next(20)) + Duration.FromTicks(step), "{}");
                var organisation = chance.Next(3) == 0 ? "globex" : "acme";
                await store.AppendAsync(new Append(organisation, put.Key, []) { Work = [put] }, Stop);
                plain.Add(new(organisation, put.Key, put.Queue, step) { Due = put.Due });
                continue;
            }

            var work = due[chance.Next(due.Count)];
            var one = plain.Single(waiting => waiting.Key == work.Key);
            var later = now + Duration.FromMinutes(1 + chance.Next(20)) + Duration.FromTicks(step);
            switch (chance.Next(4))
            {
                case 0:
                    await store.DoneAsync(work, [], Stop);
                    plain.Remove(one);
                    break;
                case 1:
                    await store.ParkAsync(work with { Tries = 5 }, "gone", Stop);
                    plain.Remove(one);
                    break;
                case 2:
                    await store.PostponeAsync(work with { Tries = 1 }, later, "away", true, Stop);
                    (one.Due, one.Holds) = (later, true);
                    break;
                default:
                    await store.PostponeAsync(work with { Tries = 1 }, later, "", false, Stop, keepsPace: true);
                    (one.Due, one.Holds) = (later, false);
                    break;
            }
        }

        Assert.True(looks > 300, $"Only {looks} pieces of work were ever due.");
    }

    public void Dispose() => folder.Dispose();

    private static IEnumerable<(string, string)> Due(IEnumerable<Waiting> all, Instant now) => all
        .GroupBy(one => (one.Organisation, one.Queue))
        .Where(queue => !queue.Any(one => one.Holds && one.Due > now))
        .Select(queue => queue.Where(one => one.Due <= now).MinBy(one => one.Line))
        .OfType<Waiting>().OrderBy(one => one.Due).ThenBy(one => one.Line)
        .Select(one => (one.Organisation, one.Key));

    private static Instant? Next(IEnumerable<Waiting> all, Instant after) => all
        .GroupBy(one => (one.Organisation, one.Queue))
        .Select(queue => Instant.Max(queue.Min(one => one.Due), queue.Where(one => one.Holds).Select(one => one.Due).DefaultIfEmpty(Instant.MinValue).Max()))
        .Where(ready => ready > after)
        .Cast<Instant?>().Min();

    private sealed class Waiting(string organisation, string key, string queue, int line)
    {
        public string Organisation => organisation;

        public string Key => key;

        public string Queue => queue;

        /// <summary>Later work has a higher one. No two things are due at one moment here, so that it orders those of one queue alone.</summary>
        public int Line => line;

        public Instant Due { get; set; }

        public bool Holds { get; set; }
    }
}
