using System.Collections.Concurrent;
using PostMortemBot.Domain;

namespace PostMortemBot.Storage;

/// <summary>Post-mortems as they stand: folds kept by version and brought up to date from the store, and one gate a stream so that appends of this copy never conflict with each other.</summary>
internal sealed class PostMortems(IPostMortemStore store)
{
    private const int MostKept = 512;
    private readonly ConcurrentDictionary<(string Organisation, PostMortemId Id), PostMortem> kept = new();
    private readonly ConcurrentDictionary<(string Organisation, PostMortemId Id), SemaphoreSlim> gates = new();

    public IPostMortemStore Store => store;

    /// <summary>The post-mortem as the store has it now (facts that another copy overwrote are read anew); one that does not <see cref="PostMortem.Exists"/> for an unknown id.</summary>
    public async Task<PostMortem> LoadAsync(string organisation, PostMortemId id, CancellationToken stop)
    {
        var known = kept.GetValueOrDefault((organisation, id)) ?? new PostMortem(id);
        var news = await store.ReadAsync(organisation, id, known.Version, stop);
        if (news.Count == 0) return known;
        var now = news.OfType<TextRedacted>().Any() ? Evolve.Fold(id, await store.ReadAsync(organisation, id, 0, stop)) : news.Aggregate(known, Evolve.Apply);
        Keep(organisation, now);
        return now;
    }

    /// <summary>Every fact so far: for undo, history and the export.</summary>
    public Task<IReadOnlyList<PostMortemEvent>> HistoryAsync(string organisation, PostMortemId id, CancellationToken stop) => store.ReadAsync(organisation, id, 0, stop);

    /// <summary>What was just appended, so that the next load reads nothing again.</summary>
    public void Keep(string organisation, PostMortem p)
    {
        if (kept.Count >= MostKept)
        {
            foreach (var key in kept.Keys.Take(MostKept / 4)) kept.TryRemove(key, out _);
        }

        kept.AddOrUpdate((organisation, p.Id), p, (_, old) => old.Version > p.Version ? old : p);
    }

    /// <summary>Forgets the fold, after stored facts were overwritten.</summary>
    public void Forget(string organisation, PostMortemId id) => kept.TryRemove((organisation, id), out _);

    /// <summary>Forgets everything of an organisation (Start over).</summary>
    public void ForgetAll(string organisation)
    {
        foreach (var key in kept.Keys.Where(key => key.Organisation == organisation)) kept.TryRemove(key, out _);
    }

    /// <summary>Waits for these streams, in an order that cannot deadlock.</summary>
    public async Task<IDisposable> GateAsync(string organisation, IEnumerable<PostMortemId> ids, CancellationToken stop)
    {
        var taken = new Taken();
        try
        {
            foreach (var id in ids.Distinct().OrderBy(id => id.Value, StringComparer.Ordinal))
            {
                var gate = gates.GetOrAdd((organisation, id), _ => new SemaphoreSlim(1, 1));
                await gate.WaitAsync(stop);
                taken.Gates.Add(gate);
            }

            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    private sealed class Taken : IDisposable
    {
        public List<SemaphoreSlim> Gates { get; } = [];

        public void Dispose()
        {
            foreach (var gate in Gates) gate.Release();
            Gates.Clear();
        }
    }
}
