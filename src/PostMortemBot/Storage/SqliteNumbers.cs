namespace PostMortemBot.Storage;

/// <summary>The counters of the running transaction: each is read once and written once, however many numbers are taken from it.</summary>
internal sealed class SqliteNumbers
{
    private readonly Dictionary<(string Organisation, string Counter), long> taken = [];

    /// <summary>Takes the next number, from 1.</summary>
    public long Next(SqliteLink link, string organisation, string counter)
    {
        const string sql = "SELECT value FROM counters WHERE organisation = $1 AND counter = $2";
        var key = (organisation, counter);
        var last = taken.TryGetValue(key, out var known) ? known : link.Number(sql, organisation, counter) ?? 0;
        return taken[key] = last + 1;
    }

    /// <summary>Before the commit.</summary>
    public void Write(SqliteLink link)
    {
        const string sql = "INSERT INTO counters (organisation, counter, value) VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET value = excluded.value";
        foreach (var ((organisation, counter), value) in taken) link.Run(sql, organisation, counter, value);
        taken.Clear();
    }

    /// <summary>The numbers were rolled back.</summary>
    public void Clear() => taken.Clear();
}

/// <summary>The store's own counters; the bar keeps them apart from those that others name.</summary>
internal static class SqliteCounters
{
    public const string RowVersion = "|row";
    public const string WorkVersion = "|work";
}
