using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PostMortemBot.Storage;

/// <summary>
/// One connection with its prepared statements, driven at SQLite's own interface: the library's commands cost several times what SQLite does. Used by one thread at a time.
/// Values are bound to <c>$1</c>, <c>$2</c>, …: texts, whole numbers and null.
/// </summary>
internal sealed class SqliteLink : IDisposable
{
    /// <summary>How long it waits for whoever stands in the way: 5 s.</summary>
    public const string Patience = "PRAGMA busy_timeout = 5000";

    private readonly SqliteConnection connection;
    private readonly Dictionary<string, sqlite3_stmt> prepared = new(StringComparer.Ordinal);

    private SqliteLink(SqliteConnection connection) => this.connection = connection;

    /// <summary>What the writer knows of the streams; goes with the connection.</summary>
    public SqliteHeads Heads { get; } = new();

    /// <summary>The numbers that the writer takes; they go with the connection.</summary>
    public SqliteNumbers Numbers { get; } = new();

    /// <summary>What the writer knows of the waiting work; the store's, whatever becomes of the connection.</summary>
    public SqliteWaiting Waiting { get; set; } = new();

    /// <summary>How many rows were changed since it was opened.</summary>
    public int Changes => raw.sqlite3_total_changes(connection.Handle);

    /// <summary>Writes what was kept back of the running transaction, so that it is written once; before its end.</summary>
    public void WriteKept()
    {
        Heads.Write(this);
        Numbers.Write(this);
    }

    /// <summary>The running transaction, or the last part of it, is rolled back: of what was kept back nothing counts.</summary>
    public void ForgetKept()
    {
        Heads.Clear();
        Numbers.Clear();
    }

    /// <summary>Opens for writing; creates the file when it is absent.</summary>
    public static SqliteLink ToWrite(string file) => Open(file, SqliteOpenMode.ReadWriteCreate);

    /// <summary>Opens for reading alone; the file must be there.</summary>
    public static SqliteLink ToRead(string file) => Open(file, SqliteOpenMode.ReadOnly);

    /// <summary>Runs a statement; the number of rows it changed.</summary>
    public int Run(string sql, params ReadOnlySpan<object?> values)
    {
        var statement = Bound(sql, values);
        try
        {
            while (Step(statement))
            {
                // What a statement tells beside its work (a pragma) is passed over.
            }

            return raw.sqlite3_changes(connection.Handle);
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <summary>Runs several statements at once.</summary>
    public void RunAll(string script) => SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(connection.Handle, script), connection.Handle);

    /// <summary>The first row, or null when there is none.</summary>
    public T? First<T>(string sql, Func<SqliteRow, T> read, params ReadOnlySpan<object?> values)
        where T : class
    {
        var statement = Bound(sql, values);
        try
        {
            return Step(statement) ? read(new(statement)) : null;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <summary>The first row's first column as text, or null when there is no row or no value.</summary>
    public string? Text(string sql, params ReadOnlySpan<object?> values) => First(sql, row => row.IsNull(0) ? null! : row.GetString(0), values);

    /// <summary>The first row's first column as a number, or null when there is no row or no value.</summary>
    public long? Number(string sql, params ReadOnlySpan<object?> values)
    {
        var statement = Bound(sql, values);
        try
        {
            return Step(statement) && new SqliteRow(statement) is var row && !row.IsNull(0) ? row.GetInt64(0) : null;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    public IReadOnlyList<T> All<T>(string sql, Func<SqliteRow, T> read, params ReadOnlySpan<object?> values)
    {
        var statement = Bound(sql, values);
        try
        {
            var rows = new List<T>();
            while (Step(statement)) rows.Add(read(new(statement)));
            return rows;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    public void Dispose()
    {
        foreach (var statement in prepared.Values) statement.Dispose();
        connection.Dispose();
    }

    private static SqliteLink Open(string file, SqliteOpenMode mode)
    {
        // Pooling is ours: a link keeps its prepared statements, which the library's pool would throw away.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        var link = new SqliteLink(connection);
        try
        {
            connection.Open();
            link.Run(Patience);
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    /// <summary>True when there is a row; throws what went wrong.</summary>
    private bool Step(sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        if (code is not (raw.SQLITE_ROW or raw.SQLITE_DONE)) SqliteException.ThrowExceptionForRC(code, connection.Handle);
        return code == raw.SQLITE_ROW;
    }

    private sqlite3_stmt Bound(string sql, ReadOnlySpan<object?> values)
    {
        if (!prepared.TryGetValue(sql, out var statement))
        {
            // SQLite numbers $1 by where it stands first, ?1 by its number.
            SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(connection.Handle, sql.Replace('$', '?'), out statement), connection.Handle);
            prepared[sql] = statement;
        }

        for (var i = 0; i < values.Length; i++) SqliteException.ThrowExceptionForRC(Bind(statement, i + 1, values[i]), connection.Handle);
        return statement;
    }

    private static int Bind(sqlite3_stmt statement, int at, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, at),
        string text => BindText(statement, at, text),
        long or int => raw.sqlite3_bind_int64(statement, at, Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"{value.GetType().Name} is no value of a row.", nameof(value)),
    };

    private static int BindText(sqlite3_stmt statement, int at, string text)
    {
        if (text.Length == 0) return raw.sqlite3_bind_text(statement, at, text);
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var code = raw.sqlite3_bind_text(statement, at, bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
        ArrayPool<byte>.Shared.Return(bytes);
        return code;
    }
}

/// <summary>The row at which a statement stands.</summary>
internal readonly struct SqliteRow(sqlite3_stmt statement)
{
    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public string GetString(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public long GetInt64(int column) => raw.sqlite3_column_int64(statement, column);
}
