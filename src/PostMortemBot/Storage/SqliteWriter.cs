using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace PostMortemBot.Storage;

/// <summary>
/// The only one who writes. Takes all that waits, commits it at once, and answers after the commit alone. One conflict fails alone: a change that is refused
/// after it wrote something makes the whole begin anew, with a savepoint for each. What waits is bounded: above that, callers wait until there is room.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int MostWaiting = 1024;
    private const int MostAtOnce = 256;

    private readonly string file;
    private readonly Channel<Waiting> waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Task writing;
    private readonly Action outage;
    private SqliteLink? link;
    private bool emptyLog;
    private bool logIsFull;

    /// <param name="file">For opening anew after an outage.</param>
    /// <param name="link">Prepared by <see cref="SqliteSchema"/>; the writer's from now on.</param>
    /// <param name="outage">Called when a commit failed: whether it stands in the file is not known.</param>
    public SqliteWriter(string file, SqliteLink link, Action outage)
    {
        this.outage = outage;
        this.file = file;
        this.link = link;
        link.Waiting = WaitingWork;
        writing = Task.Run(WriteAsync);
    }

    /// <summary>What is known of the waiting work.</summary>
    public SqliteWaiting WaitingWork { get; } = new();

    /// <summary>
    /// Runs a change in the next commit. A change that says <c>Keep: false</c>, or throws, leaves nothing. Cancelling helps only while it waits: once begun, its outcome is told.
    /// Throws <see cref="StoreUnavailable"/> when the commit failed.
    /// </summary>
    /// <param name="committed">Called when the change stands in the file, before anybody is answered; not for one that left nothing.</param>
    public async Task<T> RunAsync<T>(Func<SqliteLink, (T Result, bool Keep)> change, CancellationToken stop, Action? committed = null)
    {
        T result = default!; // Set by the change before the answer comes.
        var one = new Waiting(link =>
        {
            (result, var keep) = change(link);
            return keep;
        }, committed);
        await AnsweredAsync(one, stop);
        return result;
    }

    /// <summary>
    /// Moves the write-ahead log into the file and empties it, so that overwritten text is nowhere. What stands in the way (a reader of another process, a full disk)
    /// delays it and fails nothing.
    /// </summary>
    public Task EmptyLogAsync(CancellationToken stop)
    {
        Volatile.Write(ref emptyLog, true);
        return RunAsync(_ => (true, true), stop);
    }

    /// <summary>Commits what waits, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!waiting.Writer.TryComplete()) return;
        await writing;
        link?.Dispose();
    }

    private async Task AnsweredAsync(Waiting one, CancellationToken stop)
    {
        try
        {
            await waiting.Writer.WriteAsync(one, stop);
        }
        catch (ChannelClosedException closed)
        {
            throw new StoreUnavailable("The store is closed.", closed);
        }

        await using var giveUp = stop.Register(() => one.GiveUp(stop));
        await one.Answered;
    }

    private async Task WriteAsync()
    {
        var batch = new List<Waiting>(MostAtOnce);
        while (await waiting.Reader.WaitToReadAsync())
        {
            while (batch.Count < MostAtOnce && waiting.Reader.TryRead(out var one))
            {
                if (one.Begin()) batch.Add(one);
            }

            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<Waiting> batch)
    {
        if (batch.Count == 0) return;
        try
        {
            if (link is null)
            {
                link = SqliteSchema.ToWrite(file);
                link.Waiting = WaitingWork;
            }

            link.Run("BEGIN IMMEDIATE");
            if (!ApplyAll(link, batch)) ApplyEach(link, batch);
            link.WriteKept();
            link.Run("COMMIT");
            foreach (var one in batch) one.Committed();
            WaitingWork.Commit();
        }
        catch (Exception failed)
        {
            // The connection may hold half a transaction: the next commit begins with a new one.
            link?.Dispose();
            link = null;
            WaitingWork.DoubtAll();
            outage();
            foreach (var one in batch) one.Fail(SqliteStore.Outage(failed));
            return;
        }

        if (Interlocked.Exchange(ref emptyLog, false)) EmptyLog(link);
        else if (logIsFull) EmptyLogAgain(link);
        foreach (var one in batch) one.Answer();
    }

    /// <summary>What stands in the way is told by an exception, or by the first number of the answer: it is tried again with the next commit.</summary>
    private void EmptyLog(SqliteLink writing)
    {
        try
        {
            logIsFull = writing.Number("PRAGMA wal_checkpoint(TRUNCATE)") != 0;
        }
        catch (SqliteException)
        {
            // What was committed stays committed; a new connection goes on.
            logIsFull = true;
            writing.Dispose();
            link = null;
        }
    }

    /// <summary>Without waiting for whoever stands in the way: they may read for an hour, and each commit would wait with them.</summary>
    private void EmptyLogAgain(SqliteLink writing)
    {
        writing.Run("PRAGMA busy_timeout = 0");
        EmptyLog(writing);
        link?.Run(SqliteLink.Patience);
    }

    /// <summary>False when one that leaves nothing had written something.</summary>
    private static bool ApplyAll(SqliteLink link, List<Waiting> batch)
    {
        foreach (var one in batch)
        {
            var before = link.Changes;
            if (!one.Apply(link) && link.Changes != before) return false;
        }

        return true;
    }

    private static void ApplyEach(SqliteLink link, List<Waiting> batch)
    {
        link.Run("ROLLBACK");
        link.ForgetKept();
        link.Waiting.DoubtAll();
        link.Run("BEGIN IMMEDIATE");
        foreach (var one in batch)
        {
            link.Run("SAVEPOINT one");
            if (one.Apply(link))
            {
                link.WriteKept();
            }
            else
            {
                link.Run("ROLLBACK TO one");
                link.ForgetKept();
                link.Waiting.DoubtAll();
            }

            link.Run("RELEASE one");
        }
    }

    /// <summary>A change on its way: who asked is answered once, whatever happens.</summary>
    private sealed class Waiting(Func<SqliteLink, bool> change, Action? committed)
    {
        private readonly TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Exception? bug;
        private int begun;
        private bool kept;

        public Task Answered => answered.Task;

        public bool Begin() => Interlocked.Exchange(ref begun, 1) == 0;

        public void GiveUp(CancellationToken stop)
        {
            if (Begin()) answered.TrySetCanceled(stop);
        }

        public bool Apply(SqliteLink link)
        {
            bug = null;
            kept = false;
            try
            {
                return kept = change(link);
            }
            catch (Exception wrong) when (wrong is not SqliteException { SqliteErrorCode: not SqliteStore.Constraint })
            {
                bug = wrong;
                return false;
            }
        }

        public void Committed()
        {
            if (kept) committed?.Invoke();
        }

        public void Answer()
        {
            if (bug is null) answered.TrySetResult();
            else answered.TrySetException(bug);
        }

        public void Fail(Exception outage) => answered.TrySetException(outage);
    }
}
