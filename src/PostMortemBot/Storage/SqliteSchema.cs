using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PostMortemBot.Storage;

/// <summary>The tables, how they came to be, and what is made sure of before the first write.</summary>
internal static class SqliteSchema
{
    /// <summary>Every table that has an organisation's rows.</summary>
    public static IReadOnlyList<string> TablesOfOrganisations { get; } = ["facts", "heads", "receipts", "places", "incident_ids", "messages", "work", "rows", "counters", "audit"];

    /// <summary>One entry a version, for ever: a step that was released is never changed, the next is added below it.</summary>
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE facts (organisation TEXT NOT NULL, stream TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL, digest INTEGER NOT NULL,
            PRIMARY KEY (organisation, stream, version)) WITHOUT ROWID;
        CREATE TABLE heads (organisation TEXT NOT NULL, stream TEXT NOT NULL, version INTEGER NOT NULL, began INTEGER NOT NULL, life TEXT NOT NULL, body TEXT NOT NULL,
            PRIMARY KEY (organisation, stream)) WITHOUT ROWID;
        CREATE INDEX heads_newest ON heads (organisation, began DESC, stream DESC);
        CREATE TABLE receipts (organisation TEXT NOT NULL, receipt TEXT NOT NULL, stream TEXT NOT NULL, before INTEGER NOT NULL, after INTEGER NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (organisation, receipt)) WITHOUT ROWID;
        CREATE INDEX receipts_age ON receipts (at);
        CREATE TABLE places (organisation TEXT NOT NULL, place TEXT NOT NULL, stream TEXT NOT NULL, PRIMARY KEY (organisation, place)) WITHOUT ROWID;
        CREATE TABLE incident_ids (organisation TEXT NOT NULL, incident_id TEXT NOT NULL, stream TEXT NOT NULL, PRIMARY KEY (organisation, incident_id)) WITHOUT ROWID;
        CREATE TABLE messages (organisation TEXT NOT NULL, message TEXT NOT NULL, stream TEXT NOT NULL, PRIMARY KEY (organisation, message)) WITHOUT ROWID;
        CREATE TABLE work (organisation TEXT NOT NULL, key TEXT NOT NULL, kind TEXT NOT NULL, queue TEXT NOT NULL, due INTEGER NOT NULL, body TEXT NOT NULL,
            tries INTEGER NOT NULL, holds INTEGER NOT NULL, parked INTEGER NOT NULL, error TEXT NOT NULL, version INTEGER NOT NULL, line INTEGER NOT NULL,
            PRIMARY KEY (organisation, key)) WITHOUT ROWID;
        CREATE INDEX work_due ON work (due) WHERE parked = 0;
        CREATE INDEX work_queue ON work (organisation, queue, due, holds) WHERE parked = 0;
        CREATE TABLE rows (organisation TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (organisation, key)) WITHOUT ROWID;
        CREATE TABLE counters (organisation TEXT NOT NULL, counter TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (organisation, counter)) WITHOUT ROWID;
        CREATE TABLE audit (number INTEGER PRIMARY KEY AUTOINCREMENT, organisation TEXT NOT NULL, at INTEGER NOT NULL, who TEXT NOT NULL, act TEXT NOT NULL,
            target TEXT NOT NULL, reason TEXT NOT NULL);
        CREATE INDEX audit_organisation ON audit (organisation, number);
        """,

        // The first of a queue is found without looking through what stands behind it.
        "CREATE INDEX work_line ON work (organisation, queue, line, due) WHERE parked = 0",

        // Nothing looks by it: each queue is asked on its own.
        "DROP INDEX work_due",

        // What holds its queue is rare, and all else is found by the lines: one index less that each piece of work is written to.
        """
        CREATE INDEX work_holds ON work (organisation, queue, due) WHERE parked = 0 AND holds = 1;
        DROP INDEX work_queue;
        """,
    ];

    /// <summary>Opens the file for its writer: creates or migrates it, checks that it is whole and that a commit will be durable.</summary>
    public static SqliteLink Prepare(string file)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) Directory.CreateDirectory(folder);
        SqliteLink? link = null;
        try
        {
            link = ToWrite(file);
            MakeSureItIsWhole(link, file);
            Migrate(link, file);
            return link;
        }
        catch (SqliteException damaged) when (damaged.SqliteErrorCode is 11 or 26)
        {
            link?.Dispose();
            throw Damaged(file, damaged.Message, damaged);
        }
        catch
        {
            link?.Dispose();
            throw;
        }
    }

    /// <summary>A writing connection whose commits survive a loss of power; used again after an outage.</summary>
    public static SqliteLink ToWrite(string file)
    {
        var link = SqliteLink.ToWrite(file);
        try
        {
            var journal = link.Text("PRAGMA journal_mode = WAL");
            link.Run("PRAGMA synchronous = FULL");
            var synchronous = link.Number("PRAGMA synchronous");
            if (journal != "wal" || synchronous != 2)
            {
                throw new StoreDamaged(string.Create(CultureInfo.InvariantCulture, $"The store {file} cannot promise that what is saved stays saved (journal {journal}, synchronous {synchronous}). Put it on a local disk."));
            }

            // What redaction overwrites must not linger in free pages.
            link.Run("PRAGMA secure_delete = ON");
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    private static void MakeSureItIsWhole(SqliteLink link, string file)
    {
        var found = link.Text("PRAGMA quick_check(1)");
        if (found != "ok") throw Damaged(file, found ?? "no answer", null);
    }

    private static StoreDamaged Damaged(string file, string found, Exception? cause) =>
        new($"The store {file} is damaged ({found.ReplaceLineEndings(" ")}). Keep it, put the newest backup in its place and start again.", cause);

    /// <summary>All missing steps in one transaction: a crash leaves the old version or the new one.</summary>
    private static void Migrate(SqliteLink link, string file)
    {
        link.Run("BEGIN IMMEDIATE");
        link.Run("CREATE TABLE IF NOT EXISTS schema (version INTEGER NOT NULL)");
        var version = link.Number("SELECT max(version) FROM schema") ?? 0;
        if (version > Steps.Length)
        {
            link.Run("ROLLBACK");
            throw new StoreDamaged(string.Create(CultureInfo.InvariantCulture, $"The store {file} was written by a newer version (schema {version}, this one knows {Steps.Length}). Start that version."));
        }

        for (var step = version; step < Steps.Length; step++)
        {
            link.RunAll(Steps[step]);
            link.Run("INSERT INTO schema (version) VALUES ($1)", step + 1);
        }

        link.Run("COMMIT");
    }
}
