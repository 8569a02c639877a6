using NodaTime;

namespace PostMortemBot.Storage;

/// <summary>The waiting work. A row keeps its place in line when newer work replaces it; a row that is tried again holds back its queue until then.</summary>
internal static class SqliteWork
{
    /// <summary>A retry: all of its queue waits with it.</summary>
    private const int HoldsQueue = 1;

    /// <summary>Its own pace: it alone waits, however much newer work comes for it meanwhile.</summary>
    private const int HoldsItself = 2;

    private const string Columns = "organisation, key, kind, queue, due, body, tries, version";

    /// <summary>
    /// Each queue in which something waits, found by leaping from one to the next: however much of it is due (a platform was away, or takes one post a second), a look costs the same.
    /// Of a queue in which nothing is due all rows are looked at; there are few in one.
    /// </summary>
    private const string Queues = """
        WITH RECURSIVE queues (organisation, queue) AS (
            SELECT * FROM (SELECT organisation, queue FROM work INDEXED BY work_line WHERE parked = 0 ORDER BY organisation, queue LIMIT 1)
            UNION ALL
            SELECT
                coalesce(
                    (SELECT n.organisation FROM work AS n INDEXED BY work_line WHERE n.parked = 0 AND n.organisation = q.organisation AND n.queue > q.queue ORDER BY n.queue LIMIT 1),
                    (SELECT o.organisation FROM work AS o INDEXED BY work_line WHERE o.parked = 0 AND o.organisation > q.organisation ORDER BY o.organisation, o.queue LIMIT 1)),
                coalesce(
                    (SELECT n.queue FROM work AS n INDEXED BY work_line WHERE n.parked = 0 AND n.organisation = q.organisation AND n.queue > q.queue ORDER BY n.queue LIMIT 1),
                    (SELECT o.queue FROM work AS o INDEXED BY work_line WHERE o.parked = 0 AND o.organisation > q.organisation ORDER BY o.organisation, o.queue LIMIT 1))
            FROM queues AS q WHERE q.queue IS NOT NULL)
        """;

    /// <summary>The first of each queue that is due by $1, unless something holds the queue; at most $2. (A limit that is a sum is not looked at when the plan is made: else each look would make it anew.)</summary>
    internal const string LookForDue = $"""
        {Queues}
        SELECT w.organisation, w.key, w.kind, w.queue, w.due, w.body, w.tries, w.version FROM queues AS q JOIN work AS w ON w.organisation = q.organisation AND w.key = (
            SELECT f.key FROM work AS f INDEXED BY work_line WHERE f.organisation = q.organisation AND f.queue = q.queue AND f.parked = 0 AND f.due <= $1 ORDER BY f.line LIMIT 1)
        WHERE NOT EXISTS (SELECT 1 FROM work AS h INDEXED BY work_holds WHERE h.organisation = q.organisation AND h.queue = q.queue AND h.parked = 0 AND h.holds = 1 AND h.due > $1)
        ORDER BY w.due, w.line LIMIT $2 + 0
        """;

    /// <summary>When the first queue in which nothing can be done by $1 is ready.</summary>
    internal const string LookForNext = $"""
        {Queues},
        readiness AS MATERIALIZED (
            SELECT max(
                CASE WHEN EXISTS (SELECT 1 FROM work AS d INDEXED BY work_line WHERE d.organisation = q.organisation AND d.queue = q.queue AND d.parked = 0 AND d.due <= $1) THEN $1
                    ELSE (SELECT min(f.due) FROM work AS f INDEXED BY work_line WHERE f.organisation = q.organisation AND f.queue = q.queue AND f.parked = 0) END,
                coalesce((SELECT max(h.due) FROM work AS h INDEXED BY work_holds WHERE h.organisation = q.organisation AND h.queue = q.queue AND h.parked = 0 AND h.holds = 1), $1)) AS ready
            FROM queues AS q WHERE q.queue IS NOT NULL)
        SELECT min(ready) FROM readiness WHERE ready > $1
        """;

    /// <summary>
    /// Replaces what waits under the key. What is being tried again, or keeps its pace, is not hurried: the newer body goes out when the older would have. What was parked starts anew.
    /// </summary>
    public static void Put(SqliteLink link, string organisation, WorkPut put)
    {
        const string sql = """
            INSERT INTO work (organisation, key, kind, queue, due, body, tries, holds, parked, error, version, line) VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 0, '', $7, $7)
            ON CONFLICT DO UPDATE SET kind = excluded.kind, queue = excluded.queue, body = excluded.body, version = excluded.version,
                due = CASE WHEN holds > 0 AND parked = 0 THEN max(due, excluded.due) ELSE excluded.due END,
                tries = CASE WHEN parked = 1 THEN 0 ELSE tries END,
                holds = CASE WHEN parked = 1 THEN 0 ELSE holds END,
                line = CASE WHEN parked = 1 THEN excluded.line ELSE line END,
                parked = 0
            """;
        if (link.Waiting.Note(organisation, put)) return;
        link.Run(sql, organisation, put.Key, put.Kind, put.Queue, put.Due.ToUnixTimeTicks(), put.Body, link.Numbers.Next(link, organisation, SqliteCounters.WorkVersion));
        link.Waiting.Written(organisation, put);
    }

    /// <summary>The first of each queue that is due, in the order of their lines.</summary>
    public static IReadOnlyList<WorkRow> Due(SqliteLink link, Instant now, int most)
    {
        var asOf = link.Waiting.Running;
        return link.All(LookForDue, row => Read(row) with { AsOf = asOf }, now.ToUnixTimeTicks(), most);
    }

    /// <summary>When the first queue that has nothing to do by then has something: its first due row, but not before what holds it.</summary>
    public static Instant? Next(SqliteLink link, Instant after)
    {
        return link.Number(LookForNext, after.ToUnixTimeTicks()) is { } ticks ? Instant.FromUnixTimeTicks(ticks) : null;
    }

    public static IReadOnlyList<WorkRow> Parked(SqliteLink link, string organisation) =>
        link.All($"SELECT {Columns} FROM work WHERE organisation = $1 AND parked = 1 ORDER BY line", Read, organisation);

    /// <summary>Removes the version that was done; newer work under the key stays and starts with no tries.</summary>
    public static void Done(SqliteLink link, WorkRow work)
    {
        const string delete = "DELETE FROM work WHERE organisation = $1 AND key = $2 AND version = $3";
        const string renew = "UPDATE work SET tries = 0, holds = 0, error = '' WHERE organisation = $1 AND key = $2 AND parked = 0";
        if (!link.Waiting.IsNewer(work) && link.Run(delete, work.Organisation, work.Key, work.Version) == 1)
        {
            link.Waiting.Ended(work);
            return;
        }

        link.Run(renew, work.Organisation, work.Key);
        link.Waiting.Doubt(work);
    }

    /// <summary>Newer work under the key waits as well: the platform asked for patience, whatever the text.</summary>
    public static void Postpone(SqliteLink link, WorkRow work, Instant due, string error, bool holdsQueue, bool keepsPace)
    {
        const string sql = "UPDATE work SET tries = $3, due = max(due, $4), error = $5, holds = $6 WHERE organisation = $1 AND key = $2 AND parked = 0";
        link.Run(sql, work.Organisation, work.Key, work.Tries, due.ToUnixTimeTicks(), error, holdsQueue ? HoldsQueue : keepsPace ? HoldsItself : 0);
        if (!holdsQueue && !keepsPace) link.Waiting.Doubt(work);
    }

    public static void Park(SqliteLink link, WorkRow work, string error)
    {
        const string sql = "UPDATE work SET tries = $4, error = $5, parked = 1, holds = 0 WHERE organisation = $1 AND key = $2 AND version = $3";
        const string renew = "UPDATE work SET tries = 0, holds = 0 WHERE organisation = $1 AND key = $2 AND parked = 0";
        if (link.Waiting.IsNewer(work) || link.Run(sql, work.Organisation, work.Key, work.Version, work.Tries, error) == 0) link.Run(renew, work.Organisation, work.Key);
        link.Waiting.Doubt(work);
    }

    public static int Forget(SqliteLink link, string organisation, string kind)
    {
        var gone = link.Run("DELETE FROM work WHERE organisation = $1 AND kind = $2", organisation, kind);
        if (gone > 0) link.Waiting.DoubtAll();
        return gone;
    }

    private static WorkRow Read(SqliteRow row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        Instant.FromUnixTimeTicks(row.GetInt64(4)),
        row.GetString(5),
        (int)row.GetInt64(6),
        row.GetInt64(7));
}
