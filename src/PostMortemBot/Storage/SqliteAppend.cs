using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Storage;

/// <summary>One append's rows, in the order in which they are decided: versions, receipt, places, numbers, rows; then everything is written.</summary>
internal static class SqliteAppend
{
    /// <summary>An append with its facts already put into JSON, so that the one writer spends no time on it.</summary>
    internal sealed record Wish(Append Append, IReadOnlyList<IReadOnlyList<string>> Bodies, Instant At)
    {
        public string Organisation => Append.Organisation;
    }

    /// <summary>Puts the facts into JSON on the caller's thread and refuses what no store takes.</summary>
    public static Wish Prepare(Append append, Instant at)
    {
        ArgumentException.ThrowIfNullOrEmpty(append.Organisation);
        ArgumentException.ThrowIfNullOrEmpty(append.Receipt);
        foreach (var stream in append.Streams)
        {
            if (stream.Summary.Id != stream.Stream) throw new ArgumentException($"The list row of {stream.Summary.Id} came with the stream {stream.Stream}.");
        }

        return new Wish(append, [.. append.Streams.Select(stream => (IReadOnlyList<string>)[.. stream.Facts.Select(EventJson.Write)])], at);
    }

    public static (AppendResult Result, bool Keep) Apply(SqliteLink link, Wish wish)
    {
        var late = Late(link, wish);
        if (late is not null || !Keep(link, wish)) return (SqliteReads.Receipt(link, wish.Organisation, wish.Append.Receipt) is { } before ? new AppendResult.Before(before) : late!, false);
        if (Taken(link, wish) is { } taken) return (taken, false);
        if (!SqliteRows.Put(link, wish.Organisation, wish.Append.Rows)) return (new AppendResult.Conflict(First(wish.Append)), false);
        for (var i = 0; i < wish.Append.Streams.Count; i++)
        {
            if (!Write(link, wish.Organisation, wish.Append.Streams[i], wish.Bodies[i])) return (new AppendResult.Conflict(wish.Append.Streams[i].Stream), false);
        }

        foreach (var work in wish.Append.Work) SqliteWork.Put(link, wish.Organisation, work);
        return (new AppendResult.Appended(), true);
    }

    /// <summary>Overwrites facts that are there, of the same kind; called in the change that appends the fact which records it.</summary>
    public static void Overwrite(SqliteLink link, string organisation, PostMortemId stream, long version, string body)
    {
        const string find = "SELECT body FROM facts WHERE organisation = $1 AND stream = $2 AND version = $3";
        const string write = "UPDATE facts SET body = $4, digest = $5 WHERE organisation = $1 AND stream = $2 AND version = $3";
        var old = link.Text(find, organisation, stream.Value, version) ?? throw new ArgumentException($"There is no fact {version} to overwrite in {stream}.");
        if (EventJson.Read(old).GetType() != EventJson.Read(body).GetType()) throw new ArgumentException($"Fact {version} of {stream} would change its kind.");
        link.Run(write, organisation, stream.Value, version, body, FactDigest.Of(organisation, stream, version, body));
    }

    private static AppendResult.Conflict? Late(SqliteLink link, Wish wish)
    {
        foreach (var stream in wish.Append.Streams)
        {
            if (stream.After is { } after && !link.Heads.HasKept(wish.Organisation, after) && SqliteReads.Receipt(link, wish.Organisation, after) is null) return new AppendResult.Conflict(stream.Stream);
            if (link.Heads.Version(link, wish.Organisation, stream.Stream) == stream.Expected) continue;
            if (link.Heads.Reread(link, wish.Organisation, stream.Stream) != stream.Expected) return new AppendResult.Conflict(stream.Stream);
        }

        return null;
    }

    private static AppendResult? Taken(SqliteLink link, Wish wish)
    {
        // What one stream frees another may bind in the same transaction, so all are freed first.
        foreach (var stream in wish.Append.Streams) Free(link, wish.Organisation, stream);
        return wish.Append.Streams.Select(stream => (AppendResult?)Bind(link, wish.Organisation, stream) ?? Number(link, wish.Organisation, stream)).FirstOrDefault(taken => taken is not null);
    }

    private static void Free(SqliteLink link, string organisation, StreamAppend stream)
    {
        const string free = "DELETE FROM places WHERE organisation = $1 AND place = $2 AND stream = $3";
        foreach (var place in stream.Frees) link.Run(free, organisation, place.Key, stream.Stream.Value);
    }

    private static AppendResult.PlaceTaken? Bind(SqliteLink link, string organisation, StreamAppend stream)
    {
        const string bind = "INSERT INTO places (organisation, place, stream) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        foreach (var place in stream.Binds)
        {
            if (link.Run(bind, organisation, place.Key, stream.Stream.Value) == 1) continue;
            var by = SqliteReads.AtPlace(link, organisation, place);
            if (by is { } other && other != stream.Stream) return new AppendResult.PlaceTaken(place, other);
        }

        return null;
    }

    private static AppendResult.IncidentIdTaken? Number(SqliteLink link, string organisation, StreamAppend stream)
    {
        const string number = "INSERT INTO incident_ids (organisation, incident_id, stream) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        foreach (var incidentId in stream.IncidentIds)
        {
            if (link.Run(number, organisation, incidentId, stream.Stream.Value) == 1) continue;
            var by = SqliteReads.ByIncidentId(link, organisation, incidentId);
            if (by is { } other && other != stream.Stream) return new AppendResult.IncidentIdTaken(incidentId, other);
        }

        return null;
    }

    /// <summary>False when a version is there already: another process writes here after all.</summary>
    private static bool Write(SqliteLink link, string organisation, StreamAppend stream, IReadOnlyList<string> bodies)
    {
        const string fact = "INSERT INTO facts (organisation, stream, version, body, digest) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
        const string message = "INSERT INTO messages (organisation, message, stream) VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET stream = excluded.stream";
        var version = stream.Expected;
        foreach (var body in bodies)
        {
            if (link.Run(fact, organisation, stream.Stream.Value, ++version, body, FactDigest.Of(organisation, stream.Stream, version, body)) == 0) return false;
        }

        link.Heads.Appended(organisation, stream.Summary, version);
        foreach (var key in stream.Messages) link.Run(message, organisation, key, stream.Stream.Value);
        return true;
    }

    /// <summary>False when the receipt was here before.</summary>
    private static bool Keep(SqliteLink link, Wish wish)
    {
        const string keep = "INSERT INTO receipts (organisation, receipt, stream, before, after, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
        var from = wish.Append.Streams.Count == 0 ? 0 : wish.Append.Streams[0].Expected;
        var to = from + (wish.Bodies.Count == 0 ? 0 : wish.Bodies[0].Count);
        if (link.Run(keep, wish.Organisation, wish.Append.Receipt, First(wish.Append).Value, from, to, wish.At.ToUnixTimeTicks()) != 1) return false;
        link.Heads.Kept(wish.Organisation, wish.Append.Receipt);
        return true;
    }

    private static PostMortemId First(Append append) => append.Streams.Count == 0 ? new PostMortemId("") : append.Streams[0].Stream;
}
