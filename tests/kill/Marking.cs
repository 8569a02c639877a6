using NodaTime;
using NodaTime.Testing;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Kill;

/// <summary>The process that is killed: several people mark through the store as fast as they can; some deliveries come twice, and what was not acknowledged before the kill is tried again.</summary>
internal static class Marking
{
    public const string Organisation = "acme";
    private const int People = 6;
    private static readonly Instant Noon = Instant.FromUtc(2025, 11, 3, 12, 0);

    /// <param name="run">Makes the ids of this start differ from those of every other.</param>
    public static async Task<int> RunAsync(string file, string notesFile, string run)
    {
        var (tried, acked) = Notes.Read(notesFile);
        using var notes = new Notes(notesFile);
        await using var store = SqliteStore.Open(file, new FakeClock(Noon));
        Console.WriteLine("ready");

        // Two people to a stream, so that conflicts happen too.
        await Task.WhenAll(Enumerable.Range(0, People).Select(person => Task.Run(() => MarkOnAsync(store, notes, new PostMortemId($"01{run}S{person / 2}"), $"{run}-{person}", person == 0 ? [.. tried.Except(acked)] : []))));
        return 0;
    }

    /// <summary>Marks so often, one after the other, and ends: for counting what the kernel was asked to make durable.</summary>
    public static async Task<int> CountAsync(string file, int marks)
    {
        await using var store = SqliteStore.Open(file, new FakeClock(Noon));
        for (var number = 0; number < marks; number++)
        {
            if (await store.AppendAsync(Mark(new PostMortemId("01S"), number, $"{number}"), CancellationToken.None) is not AppendResult.Appended) return 1;
        }

        return 0;
    }

    private static async Task MarkOnAsync(SqliteStore store, Notes notes, PostMortemId stream, string name, IReadOnlyList<string> again)
    {
        foreach (var id in again) await MarkAsync(store, notes, stream, id);
        for (var number = 0; ; number++)
        {
            var id = $"{name}-{number}";
            notes.Intend(id);
            await MarkAsync(store, notes, stream, id);
            if (number % 7 == 0) await MarkAsync(store, notes, stream, id);
        }
    }

    private static async Task MarkAsync(SqliteStore store, Notes notes, PostMortemId stream, string id)
    {
        while (true)
        {
            var version = (await store.ListAsync(Organisation, CancellationToken.None)).FirstOrDefault(row => row.Id == stream)?.Version ?? 0;
            if (await store.AppendAsync(Mark(stream, version, id), CancellationToken.None) is AppendResult.Conflict) continue;
            notes.Acknowledged(id);
            return;
        }
    }

    public static Append Mark(PostMortemId stream, long version, string id)
    {
        var (dana, reason) = (new PersonId("01DANA"), new MarkReason(MarkKind.Command, new PersonId("01DANA")));
        var mark = new TimelineEventMarked(Noon, dana, new TimelineEventId(id), Noon, "Failover started", Phase.FixImplementation, false, null, null, dana, "Dana", reason);
        var summary = new ListRow(stream, version + 1, "{}") { Began = Noon, Life = "Capturing" };
        return new Append(Organisation, "receipt/" + id, [new StreamAppend(stream, version, [mark], summary)]) { Work = [new WorkPut("post/" + id, "post", "C1", Noon, "{}")] };
    }
}
