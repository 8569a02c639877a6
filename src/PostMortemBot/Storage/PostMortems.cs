using System.Collections.Concurrent;
using PostMortemBot.Domain;

namespace PostMortemBot.Storage;

/// <summary>
/// Post-mortems as they stand: folds kept by version and brought up to date from the store. Decisions of this copy are made one after another, by one gate a stream, each on
/// what the one before will bring (<see cref="Ahead"/>), so that many share a commit.
/// </summary>
internal sealed class PostMortems(IPostMortemStore store)
{
    private const int MostKept = 512;
    private readonly ConcurrentDictionary<(string Organisation, PostMortemId Id), PostMortem> kept = new();
    private readonly ConcurrentDictionary<(string Organisation, PostMortemId Id), SemaphoreSlim> gates = new();
    private readonly ConcurrentDictionary<(string Organisation, PostMortemId Id), Ahead> aheads = new();

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

    /// <summary>What is being stored of this stream, or null when nothing is. Asked within the gate.</summary>
    public Ahead? AheadOf(string organisation, PostMortemId id) => aheads.TryGetValue((organisation, id), out var ahead) && ahead.Stands ? ahead : null;

    /// <summary>From now on decisions are made on this. Told within the gate, after the append took its place in line.</summary>
    public void Expect(string organisation, Ahead ahead) => aheads[(organisation, ahead.State.Id)] = ahead;

    /// <summary>It is known what became of it.</summary>
    public void Settle(string organisation, Ahead ahead)
    {
        ahead.Settle();
        aheads.TryRemove(new((organisation, ahead.State.Id), ahead));
    }

    /// <summary>Waits for these streams, in an order that cannot deadlock.</summary>
    public async Task<IDisposable> GateAsync(string organisation, IReadOnlyList<PostMortemId> ids, CancellationToken stop)
    {
        var taken = new Taken();
        try
        {
            foreach (var id in ids.Count == 1 ? ids : [.. ids.Distinct().OrderBy(id => id.Value, StringComparer.Ordinal)])
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

    /// <summary>A state that is not stored yet.</summary>
    /// <param name="receipt">Of the append that brings it.</param>
    /// <param name="before">What it was decided on, when that was not stored either.</param>
    /// <param name="storing">The append that brings it.</param>
    internal sealed class Ahead(PostMortem state, string receipt, Ahead? before, Task<AppendResult> storing)
    {
        private volatile Ahead? before = before;

        public PostMortem State => state;

        public string Receipt => receipt;

        /// <summary>False once it is known that it will not be stored: then whatever was decided on it falls with it.</summary>
        public bool Stands
        {
            get
            {
                for (var one = this; one is not null; one = one.before)
                {
                    if (one.IsKnown) return one.IsStored;
                }

                return true;
            }
        }

        /// <summary>Waits until it is known, however that ends; whether it was stored.</summary>
        public async Task<bool> StoredAsync()
        {
            await ((Task)storing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            return IsStored;
        }

        /// <summary>It is known: what came before need not be kept.</summary>
        public void Settle() => before = null;

        private bool IsKnown => storing.IsCompleted;

        private bool IsStored => storing.IsCompletedSuccessfully && storing.Result is AppendResult.Appended;
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
