using System.Globalization;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Cli;

/// <summary>Looks through every stored stream for what can only come from outside the program: a missing or changed fact, a list row that says something else than its stream.</summary>
/// <param name="rowOf">The list row that a post-mortem has by its facts.</param>
internal sealed class StoredStreams(IPostMortemStore store, Func<PostMortem, ListRow> rowOf)
{
    /// <summary>How many streams there are, and a sentence for each that is not as it should be.</summary>
    public async Task<(int Streams, IReadOnlyList<string> Faults)> LookThroughAsync(CancellationToken stop)
    {
        var faults = new List<string>();
        var streams = 0;
        foreach (var organisation in await store.OrganisationsAsync(stop))
        {
            var rows = (await store.ListAsync(organisation, stop)).ToDictionary(row => row.Id);
            foreach (var id in rows.Keys.Union(await store.StreamsAsync(organisation, stop)).OrderBy(id => id.Value, StringComparer.Ordinal))
            {
                streams++;
                if (await FaultAsync(organisation, id, rows.GetValueOrDefault(id), stop) is { } fault) faults.Add($"{organisation}/{id}: {fault}");
            }
        }

        return (streams, faults);
    }

    private async Task<string?> FaultAsync(string organisation, PostMortemId id, ListRow? row, CancellationToken stop)
    {
        try
        {
            var facts = await store.ReadAsync(organisation, id, 0, stop);
            if (row is null) return "it has facts and no list row. Restore the store from a backup.";
            if (facts.Count != row.Version) return string.Create(CultureInfo.InvariantCulture, $"its list row counts {row.Version} facts, {facts.Count} are stored. Restore the store from a backup.");
            return rowOf(Evolve.Fold(id, facts)) == row ? null : "its list row differs from what its facts say. Restore the store from a backup.";
        }
        catch (StoreDamaged damaged)
        {
            return damaged.Message;
        }
    }
}
