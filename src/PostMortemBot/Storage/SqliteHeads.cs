using PostMortemBot.Domain;

namespace PostMortemBot.Storage;

/// <summary>
/// The versions of streams as the one writer knows them, so that an append asks the file for none, and the list rows of what is being committed: of many appends to one
/// stream in a commit only the last row is written.
/// </summary>
internal sealed class SqliteHeads
{
    private const int MostKept = 20_000;

    private readonly Dictionary<(string Organisation, PostMortemId Stream), long> versions = [];
    private readonly Dictionary<(string Organisation, PostMortemId Stream), ListRow> unwritten = [];
    private readonly HashSet<(string Organisation, string Receipt)> receipts = [];

    /// <summary>Whether the running transaction kept this receipt: what was decided behind an append mostly shares its commit.</summary>
    public bool HasKept(string organisation, string receipt) => receipts.Contains((organisation, receipt));

    public void Kept(string organisation, string receipt) => receipts.Add((organisation, receipt));

    /// <summary>The version of a stream, with what the running transaction appended; 0 for an unknown one.</summary>
    public long Version(SqliteLink link, string organisation, PostMortemId stream)
    {
        if (versions.TryGetValue((organisation, stream), out var known)) return known;
        if (versions.Count >= MostKept) versions.Clear();
        return versions[(organisation, stream)] = SqliteReads.Version(link, organisation, stream);
    }

    /// <summary>As <see cref="Version"/>, asked of the file where the running transaction appended nothing: another process may write there after all.</summary>
    public long Reread(SqliteLink link, string organisation, PostMortemId stream)
    {
        if (!unwritten.ContainsKey((organisation, stream))) versions.Remove((organisation, stream));
        return Version(link, organisation, stream);
    }

    public void Appended(string organisation, ListRow row, long version)
    {
        versions[(organisation, row.Id)] = version;
        unwritten[(organisation, row.Id)] = row with { Version = version };
    }

    /// <summary>Writes the list rows; before the commit.</summary>
    public void Write(SqliteLink link)
    {
        const string sql = """
            INSERT INTO heads (organisation, stream, version, began, life, body) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT DO UPDATE SET version = excluded.version, began = excluded.began, life = excluded.life, body = excluded.body
            """;
        foreach (var ((organisation, stream), row) in unwritten) link.Run(sql, organisation, stream.Value, row.Version, row.Began.ToUnixTimeTicks(), row.Life, row.Body);
        unwritten.Clear();
        receipts.Clear();
    }

    /// <summary>What was appended was rolled back, or is gone: the file is asked again.</summary>
    public void Clear()
    {
        versions.Clear();
        unwritten.Clear();
        receipts.Clear();
    }
}
