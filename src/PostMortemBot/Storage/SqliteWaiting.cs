namespace PostMortemBot.Storage;

/// <summary>
/// The work that is known to wait in the file. Put again just so while it waits, it changes nothing there, for a card is drawn when it is sent: it is only noted. What was begun
/// before the note is not ended by its end, as if it had been written anew; after a crash its row is still there.
/// </summary>
internal sealed class SqliteWaiting
{
    private const int MostKept = 20_000;

    private readonly Lock gate = new();
    private readonly Dictionary<(string Organisation, string Key), Known> known = [];
    private long committed;

    /// <summary>The commit that is being made: whoever does work that was read in it has seen all of it.</summary>
    public long Running
    {
        get
        {
            lock (gate) return committed + 1;
        }
    }

    public bool Has(string organisation, string key)
    {
        lock (gate) return known.TryGetValue((organisation, key), out var one) && !one.Doubted;
    }

    /// <summary>Notes work that waits just so, to be done no later than this; false when it has to be written.</summary>
    public bool Note(string organisation, WorkPut put)
    {
        lock (gate)
        {
            if (!known.TryGetValue((organisation, put.Key), out var one) || one.Doubted || one.Put with { Due = put.Due } != put || one.Put.Due > put.Due) return false;
            one.Noted = committed + 1;
            return true;
        }
    }

    public void Written(string organisation, WorkPut put)
    {
        lock (gate)
        {
            var noted = known.TryGetValue((organisation, put.Key), out var before) ? before.Noted : 0;
            if (before is not null || known.Count < MostKept) known[(organisation, put.Key)] = new(put) { Noted = noted };
        }
    }

    /// <summary>Whether it was noted since this was read.</summary>
    public bool IsNewer(WorkRow work)
    {
        lock (gate) return known.TryGetValue((work.Organisation, work.Key), out var one) && one.Noted > work.AsOf;
    }

    /// <summary>It waits otherwise than it was put: the next is written.</summary>
    public void Doubt(WorkRow work)
    {
        lock (gate)
        {
            if (known.TryGetValue((work.Organisation, work.Key), out var one)) one.Doubted = true;
        }
    }

    /// <summary>It is not known what stands in the file.</summary>
    public void DoubtAll()
    {
        lock (gate)
        {
            foreach (var one in known.Values) one.Doubted = true;
        }
    }

    public void Ended(WorkRow work)
    {
        lock (gate) known.Remove((work.Organisation, work.Key));
    }

    /// <summary>What was noted stands in the file, with the facts that it is drawn from.</summary>
    public void Commit()
    {
        lock (gate) committed++;
    }

    private sealed class Known(WorkPut put)
    {
        public WorkPut Put => put;

        /// <summary>The commit in which it was noted last; 0: none.</summary>
        public long Noted { get; set; }

        public bool Doubted { get; set; }
    }
}
