using BenchmarkDotNet.Attributes;
using NodaTime;
using NodaTime.Testing;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Benchmarks;

/// <summary>A mark stored: fact, head, receipt, list row and work row, commit and sync inside. The bar for one mark is a median under 20 ms.</summary>
[MedianColumn]
public class StoreBenchmark
{
    private static readonly Instant Noon = Instant.FromUtc(2025, 11, 3, 12, 0);
    private static readonly PersonId Dana = new("01DANA");

    private readonly string folder = Directory.CreateTempSubdirectory("pm-bench-").FullName;
    private readonly long[] versions = new long[64];
    private SqliteStore store = null!; // Opened before the first measurement.
    private int receipts;

    [GlobalSetup]
    public void Open() => store = SqliteStore.Open(Path.Combine(folder, "store.db"), new FakeClock(Noon));

    [GlobalCleanup]
    public async Task Close()
    {
        await store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Benchmark(Description = "one mark")]
    public Task One() => MarkAsync(0);

    [Benchmark(Description = "64 marks at once, each on its own post-mortem", OperationsPerInvoke = 64)]
    public Task Many() => Task.WhenAll(Enumerable.Range(0, 64).Select(stream => Task.Run(() => MarkAsync(stream))));

    [Benchmark(Description = "read the newest mark")]
    public Task Read() => store.ReadAsync("acme", Stream(0), Math.Max(0, versions[0] - 1), CancellationToken.None);

    private async Task MarkAsync(int stream)
    {
        var (id, version, number) = (Stream(stream), versions[stream], Interlocked.Increment(ref receipts));
        var mark = new TimelineEventMarked(Noon, Dana, new TimelineEventId($"01M{number}"), Noon, "Failover to the second region started", Phase.FixImplementation, false, null, null, Dana, "Dana", new MarkReason(MarkKind.Command, Dana));
        var append = new Append("acme", $"r{number}", [new StreamAppend(id, version, [mark], new ListRow(id, version + 1, "{}") { Began = Noon, Life = "Capturing" })])
        {
            Work = [new WorkPut($"card/{stream}", "card", $"C{stream}", Noon, "{}")],
        };
        if (await store.AppendAsync(append, CancellationToken.None) is not AppendResult.Appended) throw new InvalidOperationException("A mark was not stored.");
        versions[stream] = version + 1;
    }

    private static PostMortemId Stream(int number) => new($"01S{number}");
}
