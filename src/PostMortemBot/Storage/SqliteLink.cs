using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PostMortemBot.Storage;

/// <summary>One connection with its prepared statements. Used by one thread at a time. Values are bound to <c>$1</c>, <c>$2</c>, …</summary>
internal sealed class SqliteLink : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);

    private SqliteLink(SqliteConnection connection) => this.connection = connection;

    /// <summary>Opens for writing; creates the file when it is absent.</summary>
    public static SqliteLink ToWrite(string file) => Open(file, SqliteOpenMode.ReadWriteCreate);

    /// <summary>Opens for reading alone; the file must be there.</summary>
    public static SqliteLink ToRead(string file) => Open(file, SqliteOpenMode.ReadOnly);

    /// <summary>Runs a statement; the number of rows it changed.</summary>
    public int Run(string sql, params ReadOnlySpan<object?> values) => Bound(sql, values).ExecuteNonQuery();

    /// <summary>The first row, or null when there is none.</summary>
    public T? First<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
        where T : class
    {
        using var reader = Bound(sql, values).ExecuteReader();
        return reader.Read() ? read(reader) : null;
    }

    /// <summary>The first row's first column as text, or null when there is no row or no value.</summary>
    public string? Text(string sql, params ReadOnlySpan<object?> values) =>
        Bound(sql, values).ExecuteScalar() is { } value and not DBNull ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    /// <summary>The first row's first column as a number, or null when there is no row or no value.</summary>
    public long? Number(string sql, params ReadOnlySpan<object?> values) => Bound(sql, values).ExecuteScalar() as long?;

    public IReadOnlyList<T> All<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var reader = Bound(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    public void Dispose()
    {
        foreach (var command in prepared.Values) command.Dispose();
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

            // SQLite's own waiting is in milliseconds, the library's in steps of 150.
            link.Run("PRAGMA busy_timeout = 5000");
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    private SqliteCommand Bound(string sql, ReadOnlySpan<object?> values)
    {
        if (!prepared.TryGetValue(sql, out var command)) prepared[sql] = command = Prepare(sql, values.Length);
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    [SuppressMessage("Security", "CA2100", Justification = "Every text is a constant of this room; what people say is bound as a value.")]
    private SqliteCommand Prepare(string sql, int values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= values; i++) command.Parameters.Add(new SqliteParameter(string.Create(CultureInfo.InvariantCulture, $"${i}"), null));
        return command;
    }
}
