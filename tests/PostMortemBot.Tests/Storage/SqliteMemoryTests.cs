using NodaTime;
using NodaTime.Testing;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Tests.Storage;

/// <summary>What is remembered never differs from what stands in the file.</summary>
public sealed class SqliteMemoryTests : IAsyncDisposable
{
    private static readonly Instant At = Instant.FromUtc(2026, 11, 24, 7, 0);
    private static readonly Place Here = new("web", "w", "c");
    private static readonly PersonId Rana = new("rana");
    private readonly TemporaryFolder folder = new();
    private readonly SqliteStore store;

    public SqliteMemoryTests() => store = SqliteStore.Open(folder.File("store.db"), new FakeClock(At));

    private int receipts;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The file shows it a moment before memory does: whoever acted then would find in memory what stood there before, and a reminder would be called sent.</summary>
    [Fact]
    public async Task What_a_commit_brought_is_acted_on_only_once_this_process_knows_of_it()
    {
        Task<IReadOnlyList<WorkRow>>? acting = null;
        var early = true;

        await store.AppendAsync(
            new Append("acme", "r", [])
            {
                Work = [new WorkPut("w", "post", "q", At, "{}")],
                OnceStored = () =>
                {
                    acting = store.DueWorkAsync(At, 10, Stop);
                    using (var reader = SqliteLink.ToRead(folder.File("store.db"))) Assert.Equal(1, reader.Number("SELECT count(*) FROM work WHERE key = 'w'"));
                    early = acting.IsCompleted;
                },
            },
            Stop);

        Assert.Equal("w", Assert.Single(await acting!).Key);
        Assert.False(early);
    }

    [Fact]
    public async Task An_absent_row_that_was_asked_for_is_seen_once_it_is_written_and_gone_once_it_is_deleted()
    {
        Assert.Null(await store.RowAsync("acme", "a", Stop));
        await store.PutAsync("acme", [new RowPut("a", "1")], Stop);
        Assert.Equal("1", (await store.RowAsync("acme", "a", Stop))?.Body);
        await store.PutAsync("acme", [new RowPut("a", "2", Expected: 99)], Stop);
        Assert.Equal("1", (await store.RowAsync("acme", "a", Stop))?.Body);
        await store.PutAsync("acme", [new RowPut("a", null)], Stop);
        Assert.Null(await store.RowAsync("acme", "a", Stop));
    }

    [Fact]
    public async Task A_place_is_known_once_it_is_bound_and_free_once_it_is_freed()
    {
        Assert.Null(await store.AtPlaceAsync("acme", Here, Stop));
        await AppendAsync("one", 0, binds: [Here]);
        Assert.Equal(new PostMortemId("one"), await store.AtPlaceAsync("acme", Here, Stop));
        await AppendAsync("one", 1, frees: [Here]);
        Assert.Null(await store.AtPlaceAsync("acme", Here, Stop));
    }

    [Fact]
    public async Task What_was_appended_is_read_at_once_and_nothing_after_it()
    {
        await AppendAsync("one", 0);
        Assert.Empty(await store.ReadAsync("acme", new("one"), 1, Stop));
        await AppendAsync("one", 1);
        Assert.Single(await store.ReadAsync("acme", new("one"), 1, Stop));
        Assert.Empty(await store.ReadAsync("acme", new("one"), 2, Stop));
    }

    [Fact]
    public async Task An_append_of_another_process_is_a_conflict_once_and_then_is_read()
    {
        await AppendAsync("one", 0);
        await using (var other = SqliteStore.Open(folder.File("store.db"), new FakeClock(At)))
        {
            Assert.IsType<AppendResult.Appended>(await other.AppendAsync(Wish("one", 1, "elsewhere"), Stop));
        }

        Assert.IsType<AppendResult.Conflict>(await AppendAsync("one", 1));
        Assert.Single(await store.ReadAsync("acme", new("one"), 1, Stop));
        Assert.IsType<AppendResult.Appended>(await AppendAsync("one", 2));
    }

    [Fact]
    public async Task An_append_on_what_another_process_wrote_is_taken()
    {
        await AppendAsync("one", 0);
        await using (var other = SqliteStore.Open(folder.File("store.db"), new FakeClock(At)))
        {
            Assert.IsType<AppendResult.Appended>(await other.AppendAsync(Wish("one", 1, "elsewhere"), Stop));
        }

        Assert.IsType<AppendResult.Appended>(await AppendAsync("one", 2));
    }

    [Fact]
    public async Task Readers_beside_a_writer_never_keep_what_is_no_longer_so()
    {
        for (var round = 1; round <= 200; round++)
        {
            var value = round.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => store.RowAsync("acme", "hot", Stop), Stop)).ToList();
            await store.PutAsync("acme", [new RowPut("hot", value)], Stop);
            await Task.WhenAll(readers);
            Assert.Equal(value, (await store.RowAsync("acme", "hot", Stop))?.Body);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    private Task<AppendResult> AppendAsync(string stream, long expected, IReadOnlyList<Place>? binds = null, IReadOnlyList<Place>? frees = null) =>
        store.AppendAsync(Wish(stream, expected, $"receipt-{++receipts}", binds, frees), Stop);

    private static Append Wish(string stream, long expected, string receipt, IReadOnlyList<Place>? binds = null, IReadOnlyList<Place>? frees = null) =>
        new("acme", receipt, [new StreamAppend(new(stream), expected, [new TitleSet(At, Rana, "title")], new ListRow(new(stream), expected + 1, "{}")) { Binds = binds ?? [], Frees = frees ?? [] }]);
}
