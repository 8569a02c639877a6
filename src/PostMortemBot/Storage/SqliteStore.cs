using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Storage;

/// <summary>The store in one file: one writer that commits many appends at once, readers on connections of their own beside it.</summary>
internal sealed class SqliteStore : IPostMortemStore, IAsyncDisposable
{
    internal const int Constraint = 19;

    private readonly string file;
    private readonly IClock clock;
    private readonly SqliteWriter writer;
    private readonly ConcurrentBag<SqliteLink> readers = [];
    private readonly SqliteMemory memory = new();
    private bool closed;

    private SqliteStore(string file, IClock clock, SqliteLink link)
    {
        this.file = file;
        this.clock = clock;
        writer = new SqliteWriter(file, link, memory.Clear);
    }

    public event Action? WorkBrought;

    /// <summary>
    /// Creates, migrates and checks the file. Throws <see cref="StoreDamaged"/> with what to do, or <see cref="StoreUnavailable"/> when it cannot be opened.
    /// </summary>
    /// <param name="clock">For the age of receipts alone.</param>
    public static SqliteStore Open(string file, IClock clock)
    {
        try
        {
            return new SqliteStore(file, clock, SqliteSchema.Prepare(file));
        }
        catch (Exception failed) when (failed is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailable($"The store {file} cannot be opened: {failed.Message}", failed);
        }
    }

    public Task<IReadOnlyList<PostMortemEvent>> ReadAsync(string organisation, PostMortemId stream, long afterVersion, CancellationToken stop) =>
        memory.IsHead(organisation, stream, afterVersion)
            ? Task.FromResult<IReadOnlyList<PostMortemEvent>>([])
            : Read(link => SqliteReads.Facts(link, organisation, stream, afterVersion), stop);

    public async Task<AppendResult> AppendAsync(Append append, CancellationToken stop)
    {
        var wish = SqliteAppend.Prepare(append, clock.GetCurrentInstant());
        return Told(append, await writer.RunAsync(link => SqliteAppend.Apply(link, wish), stop, () => Committed(append)));
    }

    public async Task<AppendResult> RedactAsync(Append append, IReadOnlyDictionary<long, PostMortemEvent> overwritten, CancellationToken stop)
    {
        if (append.Streams is not [{ Stream: var stream }]) throw new ArgumentException("A redaction concerns one stream.", nameof(append));
        var wish = SqliteAppend.Prepare(append, clock.GetCurrentInstant());
        var bodies = overwritten.ToDictionary(fact => fact.Key, fact => EventJson.Write(fact.Value));
        var result = await writer.RunAsync(
            link =>
            {
                var applied = SqliteAppend.Apply(link, wish);
                if (!applied.Keep) return applied;
                foreach (var (version, body) in bodies) SqliteAppend.Overwrite(link, append.Organisation, stream, version, body);
                return applied;
            },
            stop,
            () => Committed(append));
        if (result is AppendResult.Appended) await writer.EmptyLogAsync(stop);
        return Told(append, result);
    }

    public Task<Receipt?> ReceiptAsync(string organisation, string receipt, CancellationToken stop) =>
        Read(link => SqliteReads.Receipt(link, organisation, receipt), stop);

    public Task<int> ForgetReceiptsAsync(Instant before, CancellationToken stop) =>
        Write(link => link.Run("DELETE FROM receipts WHERE at < $1", before.ToUnixTimeTicks()), stop);

    public Task<PostMortemId?> AtPlaceAsync(string organisation, Place place, CancellationToken stop) =>
        memory.AtPlaceAsync(organisation, place, () => Read(link => SqliteReads.AtPlace(link, organisation, place), stop));

    public Task<PostMortemId?> ByIncidentIdAsync(string organisation, string incidentId, CancellationToken stop) =>
        Read(link => SqliteReads.ByIncidentId(link, organisation, incidentId), stop);

    public Task<PostMortemId?> ByMessageAsync(string organisation, string messageKey, CancellationToken stop) =>
        Read(link => SqliteReads.ByMessage(link, organisation, messageKey), stop);

    public Task<IReadOnlyList<ListRow>> ListAsync(string organisation, CancellationToken stop) => Read(link => SqliteReads.List(link, organisation), stop);

    /// <summary>
    /// Read where it is written: the pages that each commit changes are there already, and whoever acts on what a commit brought finds that this process knows of it (a reader sees it in
    /// the file a moment before).
    /// </summary>
    public Task<IReadOnlyList<WorkRow>> DueWorkAsync(Instant now, int most, CancellationToken stop) => Write(link => SqliteWork.Due(link, now, most), stop);

    public bool Waits(string organisation, string key) => writer.WaitingWork.Has(organisation, key);

    public Task<Instant?> NextWorkAsync(Instant after, CancellationToken stop) => Write(link => SqliteWork.Next(link, after), stop);

    public Task DoneAsync(WorkRow work, IReadOnlyList<RowPut> brought, CancellationToken stop) => Write(
        link =>
        {
            if (!SqliteRows.Put(link, work.Organisation, brought)) throw new ArgumentException($"A row that {work.Key} brought had changed.", nameof(brought));
            SqliteWork.Done(link, work);
            return true;
        },
        stop,
        () => memory.Changed(work.Organisation, brought));

    public Task PostponeAsync(WorkRow work, Instant due, string error, bool holdsQueue, CancellationToken stop, bool keepsPace = false) => Write(
        link =>
        {
            SqliteWork.Postpone(link, work, due, error, holdsQueue, keepsPace);
            return true;
        },
        stop);

    public Task<int> ForgetWorkAsync(string organisation, IReadOnlyList<string> kinds, CancellationToken stop) => Write(link => kinds.Sum(kind => SqliteWork.Forget(link, organisation, kind)), stop);

    public Task ParkAsync(WorkRow work, string error, CancellationToken stop) => Write(
        link =>
        {
            SqliteWork.Park(link, work, error);
            return true;
        },
        stop);

    public Task<IReadOnlyList<WorkRow>> ParkedAsync(string organisation, CancellationToken stop) => Read(link => SqliteWork.Parked(link, organisation), stop);

    public Task<Row?> RowAsync(string organisation, string key, CancellationToken stop) =>
        memory.RowAsync(organisation, key, () => Read(link => SqliteRows.Row(link, organisation, key), stop));

    public Task<IReadOnlyList<Row>> RowsAsync(string organisation, string prefix, CancellationToken stop) => Read(link => SqliteRows.Rows(link, organisation, prefix), stop);

    public async Task<bool> PutAsync(string organisation, IReadOnlyList<RowPut> rows, CancellationToken stop)
    {
        var written = await writer.RunAsync(
            link =>
            {
                var put = SqliteRows.Put(link, organisation, rows);
                return (put, put);
            },
            stop,
            () => memory.Changed(organisation, rows));
        if (!written) memory.Changed(organisation, rows); // They are not as was thought.
        return written;
    }

    public Task<long> NextNumberAsync(string organisation, string counter, CancellationToken stop) => Write(link => link.Numbers.Next(link, organisation, counter), stop);

    public Task AuditAsync(string organisation, Instant at, PersonId who, string act, string target, string reason, CancellationToken stop) => Write(
        link =>
        {
            SqliteRows.Audit(link, organisation, new AuditRow(at, who, act, target, reason));
            return true;
        },
        stop);

    public Task<IReadOnlyList<AuditRow>> AuditedAsync(string organisation, int most, CancellationToken stop) => Read(link => SqliteReads.Audit(link, organisation, most), stop);

    public Task<IReadOnlyList<string>> OrganisationsAsync(CancellationToken stop) => Read(SqliteReads.Organisations, stop);

    public Task<IReadOnlyList<PostMortemId>> StreamsAsync(string organisation, CancellationToken stop) => Read(link => SqliteReads.Streams(link, organisation), stop);

    /// <summary>Empties an organisation (<em>Start over</em> in the built-in chat): its streams, rows, work and counters. Cannot be taken back.</summary>
    public Task EmptyAsync(string organisation, CancellationToken stop) => Write(
        link =>
        {
            link.WriteKept();
            link.ForgetKept();
            link.Waiting.DoubtAll();
            foreach (var table in SqliteSchema.TablesOfOrganisations) link.Run($"DELETE FROM {table} WHERE organisation = $1", organisation);
            return true;
        },
        stop,
        memory.Clear);

    /// <summary>Commits what waits, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, true)) return;
        while (readers.TryTake(out var link)) link.Dispose();
        await writer.DisposeAsync();
    }

    /// <summary>What a failure of SQLite means to those above.</summary>
    internal static Exception Outage(Exception cause) => cause switch
    {
        SqliteException { SqliteErrorCode: 11 or 26 } => new StoreDamaged($"The store is damaged ({cause.Message}). Keep the file, put the newest backup in its place and start again.", cause),
        SqliteException => new StoreUnavailable($"Nothing was saved: {cause.Message}", cause),
        _ => cause,
    };

    private Task<T> Write<T>(Func<SqliteLink, T> change, CancellationToken stop, Action? committed = null) => writer.RunAsync(link => (change(link), true), stop, committed);

    private void Committed(Append append)
    {
        append.OnceStored?.Invoke();
        memory.Committed(append);
    }

    private AppendResult Told(Append append, AppendResult result)
    {
        if (result is not (AppendResult.Appended or AppendResult.Before)) memory.Clear(); // Perhaps another process writes here after all.
        if (result is AppendResult.Appended && append.Work.Count > 0) WorkBrought?.Invoke();
        return result;
    }

    private Task<T> Read<T>(Func<SqliteLink, T> query, CancellationToken stop)
    {
        if (stop.IsCancellationRequested) return Task.FromCanceled<T>(stop);
        try
        {
            return Task.FromResult(OnReader(query));
        }
        catch (Exception failed)
        {
            return Task.FromException<T>(Outage(failed));
        }
    }

    /// <summary>Takes an idle connection or opens one. One that failed is not used again.</summary>
    private T OnReader<T>(Func<SqliteLink, T> query)
    {
        if (closed) throw new StoreUnavailable("The store is closed.");
        if (!readers.TryTake(out var link)) link = SqliteLink.ToRead(file);
        try
        {
            var answer = query(link);
            readers.Add(link);
            return answer;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }
}
