using Microsoft.Data.Sqlite;

namespace PostMortemBot.Tests.World;

/// <summary>Faults of the database itself, for what must not hang on it.</summary>
internal static class BrokenStore
{
    public const string Fault = "This kind of work is not kept here.";

    /// <summary>It takes all again.</summary>
    public static void KeepsAgain(string file) => Run(file, "DROP TRIGGER refuse");

    /// <summary>From now on the database refuses every row of work of this kind, and takes all else.</summary>
    public static void KeepsNo(string kind, string file) =>
        Run(file, $"CREATE TRIGGER refuse BEFORE INSERT ON work WHEN NEW.kind = '{kind}' BEGIN SELECT RAISE(ABORT, '{Fault}'); END");

    private static void Run(string file, string words)
    {
        using var other = new SqliteConnection($"Data Source={file};Pooling=False");
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText = words;
        command.ExecuteNonQuery();
    }
}
