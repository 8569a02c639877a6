using System.Text.Json;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>Looks for earlier incidents that resemble one. For the incident card it is work of its own, done when an incident is opened or described anew; what it finds is a fact.</summary>
internal static class Resembling
{
    /// <summary>The card stands in a channel: it may name what everybody of the organisation may read.</summary>
    private static readonly Actor Anybody = new(new PersonId("anybody"), InPlace: true);

    /// <summary>What may not be read is passed over; so many are loaded at most.</summary>
    private const int MostLookedAt = 50;

    /// <param name="Shared">What both have, in few words.</param>
    internal sealed record Found(PostMortem Other, string Why, IReadOnlyList<string> Shared)
    {
        public int OpenActions => Other.Actions.Count(action => action.IsOpen);
    }

    public static async Task<IReadOnlyList<Found>> FindAsync(Bot bot, string organisation, PostMortem p, Actor reader, int most, CancellationToken stop)
    {
        var rows = await bot.Store.ListAsync(organisation, stop);
        var earlier = rows.Where(row => row.Id != p.Id && row.Began <= p.Began && row.Life is not (nameof(Life.Waiting) or nameof(Life.Cancelled) or nameof(Life.Merged))).Select(Compared).ToList();
        List<Found> found = [];
        foreach (var one in Similar.Find(Compared(Summary.RowOf(p)), earlier, MostLookedAt))
        {
            var other = await bot.PostMortems.LoadAsync(organisation, new(one.Id), stop);
            if (Rights.May(reader, Act.Read, other)) found.Add(new(other, one.Why, one.Shared));
            if (found.Count == most) break;
        }

        return found;
    }

    public static async Task<WorkOutcome> Do(Bot bot, WorkRow work, CancellationToken stop)
    {
        var wish = JsonSerializer.Deserialize(work.Body, WorkJson.Default.ResembleWork)!;
        var p = await bot.PostMortems.LoadAsync(work.Organisation, new(wish.Stream), stop);
        if (!p.IsOpen) return WorkOutcome.Finished;
        var found = await FindAsync(bot, work.Organisation, p, Anybody, 1, stop) is [var first, ..] ? first : null;
        var told = new ResemblanceFound(bot.Now, PersonId.Bot, found?.Other.Id, found?.Other.Name ?? "", found?.Shared ?? [], found?.OpenActions ?? 0);
        var turn = Turn.OfBot(bot, work.Organisation, p.Places[0], $"{work.Key}/{work.Version}", stop);
        await turn.DecideAsync(p.Id, state => state.LooksLike?.Other == told.Other && (state.LooksLike?.Shared ?? []).SequenceEqual(told.Shared) ? Decision.Nothing : Decision.Accept(told));
        return WorkOutcome.Finished;
    }

    private static Comparable Compared(ListRow row)
    {
        var summary = Summary.Of(row);
        return new Comparable(row.Id.Value, summary.Title, summary.Causes, summary.Services, []);
    }
}
