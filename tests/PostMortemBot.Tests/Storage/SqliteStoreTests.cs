using System.Text;
using NodaTime;
using NodaTime.Testing;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Tests.Storage;

/// <summary>What is promised of the file itself: durable, whole, migrated, mended.</summary>
public sealed class SqliteStoreTests : IDisposable
{
    private static readonly PostMortemId A = new("01A");

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Db => folder.File("store.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_writer_syncs_every_commit_into_a_write_ahead_log()
    {
        using var link = SqliteSchema.Prepare(Db);

        Assert.Equal("wal", link.Text("PRAGMA journal_mode"));
        Assert.Equal(2, link.Number("PRAGMA synchronous"));
        Assert.Equal(1, link.Number("PRAGMA secure_delete"));
    }

    [Fact]
    public async Task A_fact_changed_behind_the_bots_back_is_told_and_not_read()
    {
        await using var store = await WithFacts(3);
        Tamper("UPDATE facts SET body = replace(body, 'title 2', 'title X') WHERE version = 2");

        var damaged = await Assert.ThrowsAsync<StoreDamaged>(() => store.ReadAsync("acme", A, 0, Stop));

        Assert.Equal("Fact 2 of 01A does not fit its digest: it was changed outside the bot, or the disk fails. Restore the newest backup.", damaged.Message);
        Assert.Single(await store.ReadAsync("acme", A, 2, Stop));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_missing_fact_is_told(int version)
    {
        await using var store = await WithFacts(3);
        Tamper($"DELETE FROM facts WHERE version = {version}");

        var damaged = await Assert.ThrowsAsync<StoreDamaged>(() => store.ReadAsync("acme", A, 0, Stop));

        Assert.StartsWith($"Fact {version} of 01A is missing", damaged.Message, StringComparison.Ordinal);
        Assert.Empty(await store.ReadAsync("acme", A, 3, Stop));
    }

    [Theory]
    [InlineData("not a database at all, but long enough to be taken for one: it has no header")]
    [InlineData("SQLite format 3\0 and then nonsense")]
    public async Task A_file_that_is_no_store_is_refused_with_what_to_do(string content)
    {
        await File.WriteAllTextAsync(Db, content, Stop);

        var damaged = Assert.Throws<StoreDamaged>(() => Open());

        Assert.Contains("store.db is damaged", damaged.Message, StringComparison.Ordinal);
        Assert.Contains("put the newest backup in its place", damaged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Random_bytes_turned_in_the_file_are_never_read_as_facts()
    {
        await using (await WithFacts(200))
        {
            // Closed again: everything is in the one file.
        }

        var whole = await File.ReadAllBytesAsync(Db, Stop);
        var random = new Random(14);
        for (var round = 0; round < 200; round++)
        {
            var turned = (byte[])whole.Clone();
            for (var i = 0; i < 20; i++) turned[random.Next(turned.Length)] ^= (byte)random.Next(1, 256);
            await File.WriteAllBytesAsync(Db, turned, Stop);

            Assert.True(await IsToldOrRightAsync(), $"Round {round} read something wrong.");
        }
    }

    [Fact]
    public async Task A_store_of_the_version_before_is_brought_up_and_keeps_what_waits()
    {
        await using (var store = Open())
        {
            await store.AppendAsync(new Append("acme", "r", []) { Work = [StoreContract.Work("w", StoreContract.Noon)] }, Stop);
        }

        IReadOnlyList<string> fresh;
        using (var link = SqliteLink.ToRead(Db)) fresh = Tables(link);
        Tamper("DROP INDEX work_line; DROP INDEX work_holds; CREATE INDEX work_due ON work (due) WHERE parked = 0; CREATE INDEX work_queue ON work (organisation, queue, due, holds) WHERE parked = 0; DELETE FROM schema WHERE version > 1");

        await using (var again = Open()) Assert.Equal("w", Assert.Single(await again.DueWorkAsync(StoreContract.Noon, 10, Stop)).Key);
        using (var link = SqliteLink.ToRead(Db)) Assert.Equal(fresh, Tables(link));
    }

    private static IReadOnlyList<string> Tables(SqliteLink link) => link.All("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1", row => row.GetString(0));

    /// <summary>However many queues there are, no look goes through all rows for each of them.</summary>
    [Theory]
    [InlineData("due")]
    [InlineData("next")]
    public async Task A_look_for_waiting_work_goes_from_queue_to_queue_by_the_index(string which)
    {
        await using (Open())
        {
        }

        using var link = SqliteLink.ToRead(Db);
        var steps = which == "due" ? link.All("EXPLAIN QUERY PLAN " + SqliteWork.LookForDue, row => row.GetString(3), 5, 8) : link.All("EXPLAIN QUERY PLAN " + SqliteWork.LookForNext, row => row.GetString(3), 5);
        var searched = steps.Where(step => step.StartsWith("SEARCH ", StringComparison.Ordinal) && step.Contains(" USING ", StringComparison.Ordinal)).ToList();
        var gone = steps.Where(step => step.StartsWith("SCAN ", StringComparison.Ordinal) && step.Contains(" USING ", StringComparison.Ordinal)).ToList();

        // Four leaps from queue to queue, and three questions to each; only the very first queue is found without one before it.
        Assert.Equal(7, searched.Count);
        Assert.All(searched, step => Assert.Matches(@"USING (COVERING )?INDEX work_(line|holds) \(organisation(=\? AND queue[>=]\?.*|>\?)\)|USING PRIMARY KEY \(organisation=\? AND key=\?\)", step));
        Assert.Matches("^SCAN work USING (COVERING )?INDEX work_line$", Assert.Single(gone));
        Assert.Equal(which == "due" ? 1 : 0, steps.Count(step => step.StartsWith("USE TEMP B-TREE", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_left_alone()
    {
        await using (Open())
        {
        }

        Tamper("INSERT INTO schema (version) VALUES (99)");

        Assert.Contains("was written by a newer version (schema 99, this one knows 4)", Assert.Throws<StoreDamaged>(() => Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_outage_with_the_reason()
    {
        File.WriteAllText(folder.File("file"), "");

        Assert.Contains("cannot be opened", Assert.Throws<StoreUnavailable>(() => SqliteStore.Open(folder.File("file/store.db"), new FakeClock(default))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redacted_text_is_in_no_file_of_the_store_afterwards()
    {
        await using var store = await WithFacts(50);
        Assert.True(await IsInAFile("title 7,"));

        await store.RedactAsync(
            new Append("acme", "redact", [Onto(50, new TextRedacted(default, PersonId.Bot, "title", 1))]),
            new Dictionary<long, PostMortemEvent> { [7] = new TitleSet(default, PersonId.Bot, "[redacted]") },
            Stop);

        Assert.False(await IsInAFile("title 7,"));
        Assert.True(await IsInAFile("title 8,"));
    }

    [Fact]
    public async Task What_a_reader_of_another_process_keeps_in_the_log_is_gone_with_the_first_commit_after_it()
    {
        await using var store = await WithFacts(50);
        using (var reader = SqliteLink.ToRead(Db))
        {
            reader.Run("BEGIN");
            Assert.Equal(50, reader.Number("SELECT count(*) FROM facts"));
            await store.RedactAsync(
                new Append("acme", "redact", [Onto(50, new TextRedacted(default, PersonId.Bot, "title", 1))]),
                new Dictionary<long, PostMortemEvent> { [7] = new TitleSet(default, PersonId.Bot, "[redacted]") },
                Stop);
            await store.PutAsync("acme", [new RowPut("k1", "1")], Stop);
            Assert.True(await IsInAFile("title 7,"));
        }

        await store.PutAsync("acme", [new RowPut("k2", "1")], Stop);

        Assert.False(await IsInAFile("title 7,"));
    }

    [Fact]
    public async Task After_its_end_the_store_says_that_nothing_was_saved()
    {
        var store = await WithFacts(1);
        await store.DisposeAsync();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<StoreUnavailable>(() => store.AppendAsync(new Append("acme", "r", []), Stop));
        await Assert.ThrowsAsync<StoreUnavailable>(() => store.ReadAsync("acme", A, 0, Stop));
    }

    [Fact]
    public async Task What_waits_is_committed_before_the_end()
    {
        var store = Open();
        var appends = Enumerable.Range(0, 300).Select(number => store.AppendAsync(new Append("acme", $"r{number}", []) { Rows = [new RowPut($"k{number}", "1")] }, Stop)).ToList();
        await store.DisposeAsync();
        var acked = (await Task.WhenAll(appends.Select(async append => await append.ContinueWith(one => one.IsCompletedSuccessfully, Stop, TaskContinuationOptions.None, TaskScheduler.Default)))).Count(yes => yes);

        await using var again = Open();
        Assert.Equal(acked, (await again.RowsAsync("acme", "k", Stop)).Count);
        Assert.Equal(300, acked);
    }

    [Fact]
    public async Task A_bug_in_one_change_fails_that_change_alone()
    {
        await using var store = Open();
        var good = Enumerable.Range(0, 50).Select(number => store.PutAsync("acme", [new RowPut($"k{number}", "1")], Stop)).ToList();
        var bad = store.DoneAsync(new WorkRow("acme", "w", "post", "q", default, "{}", 0, 1), [new RowPut("k0", "2", Expected: 99)], Stop);

        await Assert.ThrowsAsync<ArgumentException>(() => bad);
        Assert.All(await Task.WhenAll(good), Assert.True);
    }

    private static StreamAppend Onto(long version, params IReadOnlyList<PostMortemEvent> facts) => new(A, version, facts, new ListRow(A, version, "{}"));

    private SqliteStore Open() => SqliteStore.Open(Db, new FakeClock(Instant.FromUtc(2025, 11, 3, 12, 0)));

    private async Task<SqliteStore> WithFacts(int count)
    {
        var store = Open();
        var facts = Enumerable.Range(1, count).Select(number => new TitleSet(default, PersonId.Bot, $"title {number}, and some more words so that there are several pages of them"));
        await store.AppendAsync(new Append("acme", "first", [Onto(0, [.. facts])]), Stop);
        return store;
    }

    private void Tamper(string sql)
    {
        using var link = SqliteLink.ToWrite(Db);
        link.RunAll(sql);
    }

    private async Task<bool> IsToldOrRightAsync()
    {
        try
        {
            await using var store = Open();
            var titles = (await store.ReadAsync("acme", A, 0, Stop)).Cast<TitleSet>().Select(fact => fact.Title.Split(',')[0]);
            return titles.SequenceEqual(Enumerable.Range(1, 200).Select(number => $"title {number}"));
        }
        catch (Exception told) when (told is StoreDamaged or StoreUnavailable)
        {
            return true;
        }
    }

    private async Task<bool> IsInAFile(string text)
    {
        foreach (var file in Directory.GetFiles(folder.Path))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, Stop);
            if (bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0) return true;
        }

        return false;
    }
}
