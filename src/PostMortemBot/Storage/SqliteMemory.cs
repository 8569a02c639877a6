using PostMortemBot.Domain;

namespace PostMortemBot.Storage;

/// <summary>
/// What this process knows to stand in its file, so that the way of a mark reads nothing: it alone writes there (one process a file). Heads of streams, and small rows and places
/// by their keys, absent ones too. What was committed is known before anybody is told of it; what was read while something was being committed is not kept.
/// </summary>
internal sealed class SqliteMemory
{
    /// <summary>Above this many of a kind all of it is forgotten and read anew.</summary>
    private const int MostKept = 20_000;

    private readonly Lock gate = new();
    private readonly Dictionary<(string Organisation, PostMortemId Stream), long> heads = [];
    private readonly Dictionary<(string Organisation, string Key), Row?> rows = [];
    private readonly Dictionary<(string Organisation, string Key), PostMortemId?> places = [];
    private long changes;

    /// <summary>True when the stream is known to have nothing after this version.</summary>
    public bool IsHead(string organisation, PostMortemId stream, long version)
    {
        lock (gate) return heads.TryGetValue((organisation, stream), out var head) && head <= version;
    }

    /// <summary>The row, from memory or else read and remembered.</summary>
    public Task<Row?> RowAsync(string organisation, string key, Func<Task<Row?>> read) => KnownAsync(rows, (organisation, key), read);

    public Task<PostMortemId?> AtPlaceAsync(string organisation, Place place, Func<Task<PostMortemId?>> read) => KnownAsync(places, (organisation, place.Key), read);

    /// <summary>An append stands in the file.</summary>
    public void Committed(Append append)
    {
        lock (gate)
        {
            if (heads.Count > MostKept) heads.Clear();
            foreach (var stream in append.Streams)
            {
                heads[(append.Organisation, stream.Stream)] = stream.Expected + stream.Facts.Count;
                foreach (var place in stream.Binds.Concat(stream.Frees)) Forget(places, (append.Organisation, place.Key));
            }

            Forget(append.Organisation, append.Rows);
        }
    }

    /// <summary>These rows stand otherwise in the file, or may.</summary>
    public void Changed(string organisation, IReadOnlyList<RowPut> rows)
    {
        lock (gate) Forget(organisation, rows);
    }

    /// <summary>Forgets everything: an organisation was emptied, or it is not known what stands in the file.</summary>
    public void Clear()
    {
        lock (gate)
        {
            changes++;
            heads.Clear();
            rows.Clear();
            places.Clear();
        }
    }

    private void Forget(string organisation, IReadOnlyList<RowPut> put)
    {
        foreach (var row in put) Forget(rows, (organisation, row.Key));
    }

    private void Forget<T>(Dictionary<(string, string), T> known, (string, string) key)
    {
        changes++;
        known.Remove(key);
    }

    private async Task<T> KnownAsync<T>(Dictionary<(string, string), T> known, (string, string) key, Func<Task<T>> read)
    {
        long before;
        lock (gate)
        {
            if (known.TryGetValue(key, out var there)) return there;
            before = changes;
        }

        var answer = await read();
        lock (gate)
        {
            if (before == changes)
            {
                if (known.Count > MostKept) known.Clear();
                known[key] = answer;
            }
        }

        return answer;
    }
}
