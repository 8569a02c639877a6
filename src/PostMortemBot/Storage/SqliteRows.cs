namespace PostMortemBot.Storage;

/// <summary>Small rows with compare-and-set, and the record of refusals.</summary>
internal static class SqliteRows
{
    /// <summary>Writes all, or says false at the first row that changed since it was read (the caller drops the whole change).</summary>
    public static bool Put(SqliteLink link, string organisation, IReadOnlyList<RowPut> rows) => rows.All(row => Put(link, organisation, row));

    public static Row? Row(SqliteLink link, string organisation, string key) => link.First(
        "SELECT key, body, version FROM rows WHERE organisation = $1 AND key = $2",
        row => new Row(row.GetString(0), row.GetString(1), row.GetInt64(2)),
        organisation,
        key);

    public static IReadOnlyList<Row> Rows(SqliteLink link, string organisation, string prefix) => link.All(
        "SELECT key, body, version FROM rows WHERE organisation = $1 AND key >= $2 AND substr(key, 1, length($2)) = $2 ORDER BY key",
        row => new Row(row.GetString(0), row.GetString(1), row.GetInt64(2)),
        organisation,
        prefix);

    public static void Audit(SqliteLink link, string organisation, AuditRow row) => link.Run(
        "INSERT INTO audit (organisation, at, who, act, target, reason) VALUES ($1, $2, $3, $4, $5, $6)",
        organisation,
        row.At.ToUnixTimeTicks(),
        row.Who.Value,
        row.Act,
        row.Target,
        row.Reason);

    private static bool Put(SqliteLink link, string organisation, RowPut row)
    {
        const string delete = "DELETE FROM rows WHERE organisation = $1 AND key = $2";
        const string write = "INSERT INTO rows (organisation, key, body, version) VALUES ($1, $2, $3, $4) ON CONFLICT DO UPDATE SET body = excluded.body, version = excluded.version";
        var now = link.Number("SELECT version FROM rows WHERE organisation = $1 AND key = $2", organisation, row.Key) ?? 0;
        if (row.Expected is { } expected && expected != now) return false;

        // Versions come from one counter: a row deleted and written again never has the version it had before.
        if (row.Body is null) link.Run(delete, organisation, row.Key);
        else link.Run(write, organisation, row.Key, row.Body, link.Numbers.Next(link, organisation, SqliteCounters.RowVersion));
        return true;
    }
}
