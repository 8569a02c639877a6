using Microsoft.Data.Sqlite;

namespace PostMortemBot.Tests.World;

/// <summary>Faults of the database itself, for what must not hang on it.</summary>
internal static class BrokenStore
{
    public const string Fault = "This kind of work is not kept here.";

    /// <summary>From now on the database refuses every row of work of this kind, and takes all else.</summary>
    public static void KeepsNo(string kind, string file)
    {
        using var other = new SqliteConnection($"Data Source={file};Pooling=False");
        other.Open();
        using var refuse = other.CreateCommand();
        refuse.CommandText = $"CREATE TRIGGER refuse BEFORE INSERT ON work WHEN NEW.kind = '{kind}' BEGIN SELECT RAISE(ABORT, '{Fault}'); END";
        refuse.ExecuteNonQuery();
    }
}
