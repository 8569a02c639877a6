using System.Globalization;
using System.Text.Json;
using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Storage;

/// <summary>What is asked of the rows of streams, by the reading connections and by the writer within its change.</summary>
internal static class SqliteReads
{
    public static IReadOnlyList<PostMortemEvent> Facts(SqliteLink link, string organisation, PostMortemId stream, long after)
    {
        const string sql = "SELECT version, body, digest FROM facts WHERE organisation = $1 AND stream = $2 AND version > $3 ORDER BY version";
        var (head, last) = (Version(link, organisation, stream), after);
        var facts = link.All(sql, row => Fact(organisation, stream, ++last, row), organisation, stream.Value, after);

        // The head was asked first: what is appended in between only makes the history longer.
        return last >= head || after >= head ? facts : throw Damaged(stream, last + 1, "is missing");
    }

    public static long Version(SqliteLink link, string organisation, PostMortemId stream) =>
        link.Number("SELECT version FROM heads WHERE organisation = $1 AND stream = $2", organisation, stream.Value) ?? 0;

    public static Receipt? Receipt(SqliteLink link, string organisation, string receipt) => link.First(
        "SELECT stream, before, after FROM receipts WHERE organisation = $1 AND receipt = $2",
        row => new Receipt(receipt, new PostMortemId(row.GetString(0)), row.GetInt64(1), row.GetInt64(2)),
        organisation,
        receipt);

    public static PostMortemId? AtPlace(SqliteLink link, string organisation, Place place) =>
        Stream(link.Text("SELECT stream FROM places WHERE organisation = $1 AND place = $2", organisation, place.Key));

    public static PostMortemId? ByIncidentId(SqliteLink link, string organisation, string incidentId) =>
        Stream(link.Text("SELECT stream FROM incident_ids WHERE organisation = $1 AND incident_id = $2", organisation, incidentId));

    public static PostMortemId? ByMessage(SqliteLink link, string organisation, string messageKey) =>
        Stream(link.Text("SELECT stream FROM messages WHERE organisation = $1 AND message = $2", organisation, messageKey));

    public static IReadOnlyList<ListRow> List(SqliteLink link, string organisation) => link.All(
        "SELECT stream, version, body, began, life FROM heads WHERE organisation = $1 ORDER BY began DESC, stream DESC",
        row => new ListRow(new PostMortemId(row.GetString(0)), row.GetInt64(1), row.GetString(2)) { Began = Instant.FromUnixTimeTicks(row.GetInt64(3)), Life = row.GetString(4) },
        organisation);

    /// <summary>Every stream, also one whose list row is gone: the check must see it.</summary>
    public static IReadOnlyList<PostMortemId> Streams(SqliteLink link, string organisation) => link.All(
        "SELECT stream FROM heads WHERE organisation = $1 UNION SELECT stream FROM facts WHERE organisation = $1 ORDER BY 1",
        row => new PostMortemId(row.GetString(0)),
        organisation);

    /// <summary>Every organisation that has stored anything: streams, rows or waiting work.</summary>
    public static IReadOnlyList<string> Organisations(SqliteLink link) => link.All(
        """
        WITH RECURSIVE told(organisation) AS (
            SELECT min(organisation) FROM facts
            UNION ALL SELECT (SELECT min(facts.organisation) FROM facts WHERE facts.organisation > told.organisation) FROM told WHERE told.organisation IS NOT NULL)
        SELECT organisation FROM told WHERE organisation IS NOT NULL
        UNION SELECT organisation FROM heads UNION SELECT organisation FROM rows UNION SELECT organisation FROM work ORDER BY 1
        """,
        row => row.GetString(0));

    public static IReadOnlyList<AuditRow> Audit(SqliteLink link, string organisation, int most) => link.All(
        "SELECT at, who, act, target, reason FROM audit WHERE organisation = $1 ORDER BY number DESC LIMIT $2",
        row => new AuditRow(Instant.FromUnixTimeTicks(row.GetInt64(0)), new PersonId(row.GetString(1)), row.GetString(2), row.GetString(3), row.GetString(4)),
        organisation,
        most);

    private static PostMortemEvent Fact(string organisation, PostMortemId stream, long expected, SqliteRow row)
    {
        var (version, body) = (row.GetInt64(0), row.GetString(1));
        if (version != expected) throw Damaged(stream, expected, "is missing");
        if (FactDigest.Of(organisation, stream, version, body) != row.GetInt64(2)) throw Damaged(stream, version, "does not fit its digest");
        try
        {
            return EventJson.Read(body);
        }
        catch (JsonException unknown)
        {
            throw new StoreDamaged(string.Create(CultureInfo.InvariantCulture, $"Fact {version} of {stream} cannot be read: {unknown.Message} Was it written by a newer version?"), unknown);
        }
    }

    private static StoreDamaged Damaged(PostMortemId stream, long version, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Fact {version} of {stream} {what}: it was changed outside the bot, or the disk fails. Restore the newest backup."));

    private static PostMortemId? Stream(string? value) => value is null ? null : new PostMortemId(value);
}
