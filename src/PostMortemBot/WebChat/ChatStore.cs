using Microsoft.Data.Sqlite;

namespace PostMortemBot.WebChat;

/// <summary>
/// The chat's own tables (<c>webchat_row</c>, <c>webchat_file</c>) in the SQLite file that also holds the post-mortems, through a connection of its own.
/// Safe for several threads.
/// </summary>
internal sealed class ChatStore : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Lock gate = new();

    /// <param name="path">The SQLite file; its folder is made when absent.</param>
    public ChatStore(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 10 }.ToString());
        connection.Open();

        // A chat line need not survive a power cut (NORMAL); the post-mortems' own connection keeps FULL. What was redacted must not linger in free pages.
        Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=10000; PRAGMA secure_delete=ON;");
        Run("CREATE TABLE IF NOT EXISTS webchat_row (kind TEXT NOT NULL, id TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;");
        Run("CREATE TABLE IF NOT EXISTS webchat_file (id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, bytes BLOB NOT NULL);");
    }

    /// <summary>All rows of a kind, in the order of their ids.</summary>
    public IReadOnlyList<string> All(string kind)
    {
        lock (gate)
        {
            using var command = Command("SELECT json FROM webchat_row WHERE kind = $kind ORDER BY id", ("$kind", kind));
            using var reader = command.ExecuteReader();
            var rows = new List<string>();
            while (reader.Read())
            {
                rows.Add(reader.GetString(0));
            }

            return rows;
        }
    }

    public void Put(string kind, string id, string json) =>
        Run("INSERT INTO webchat_row VALUES ($kind, $id, $json) ON CONFLICT DO UPDATE SET json = excluded.json", ("$kind", kind), ("$id", id), ("$json", json));

    public void Remove(string kind, string id) =>
        Run("DELETE FROM webchat_row WHERE kind = $kind AND id = $id", ("$kind", kind), ("$id", id));

    public void PutFile(ChatFile file, byte[] bytes) =>
        Run("INSERT INTO webchat_file VALUES ($id, $name, $type, $bytes) ON CONFLICT DO NOTHING", ("$id", file.Id), ("$name", file.Name), ("$type", file.ContentType), ("$bytes", bytes));

    /// <summary>A kept file with its bytes, or null.</summary>
    public (ChatFile File, byte[] Bytes)? ReadFile(string id)
    {
        lock (gate)
        {
            using var command = Command("SELECT name, type, bytes FROM webchat_file WHERE id = $id", ("$id", id));
            using var reader = command.ExecuteReader();
            if (!reader.Read())
            {
                return null;
            }

            var bytes = reader.GetFieldValue<byte[]>(2);
            return (new(id, reader.GetString(0), reader.GetString(1), bytes.LongLength), bytes);
        }
    }

    /// <summary>The ids of all kept files.</summary>
    public IReadOnlyList<string> FileIds()
    {
        lock (gate)
        {
            using var command = Command("SELECT id FROM webchat_file ORDER BY id");
            using var reader = command.ExecuteReader();
            var ids = new List<string>();
            while (reader.Read())
            {
                ids.Add(reader.GetString(0));
            }

            return ids;
        }
    }

    public void RemoveFile(string id) => Run("DELETE FROM webchat_file WHERE id = $id", ("$id", id));

    /// <summary><em>Start over</em>: every row and file of the chat goes, nothing else in the file is touched.</summary>
    public void Empty() => Run("BEGIN; DELETE FROM webchat_row; DELETE FROM webchat_file; COMMIT;");

    public void Dispose() => connection.Dispose();

    private void Run(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        lock (gate)
        {
            using var command = Command(sql, values);
            command.ExecuteNonQuery();
        }
    }

#pragma warning disable CA2100 // Every statement is a constant of this file; values are parameters.
    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
#pragma warning restore CA2100
}
