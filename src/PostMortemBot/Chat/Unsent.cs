using System.Text.Json;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Chat;

/// <summary>Tells whom it concerns what a platform refused for good (not in the channel, archived, a missing scope), with the mend: once for each thing, in the direct conversation.</summary>
internal static class Unsent
{
    public static async Task TellAsync(Bot bot, WorkRow work, string why, CancellationToken stop)
    {
        await bot.People.LoadAsync(work.Organisation, stop);
        var (people, what) = await ConcernedAsync(bot, work, stop);
        var account = people.Select(person => bot.People.Of(work.Organisation, person).Account).FirstOrDefault(one => one is not null);
        if (account is null || !bot.Chats.TryGetValue(account.Platform, out var chat)) return;
        var key = "told/" + work.Key;
        if (await bot.Store.RowAsync(work.Organisation, key, stop) is not null) return;
        await chat.PostAsync(await chat.DirectAsync(account, stop), Card.OneLine([.. what, " ", why]), key, stop);
        await bot.Store.PutAsync(work.Organisation, [new RowPut(key, "{}", 0)], stop);
    }

    /// <summary>Who can do something about it, the likeliest first; nobody for what leaves no gap.</summary>
    private static async Task<(IReadOnlyList<PersonId> People, Line What)> ConcernedAsync(Bot bot, WorkRow work, CancellationToken stop)
    {
        if (work.Kind == ReadWork.Kind)
        {
            var read = JsonSerializer.Deserialize(work.Body, WorkJson.Default.ReadWork)!;
            return ([new(read.By)], "Your reaction is on the timeline, but I cannot read the message.");
        }

        if (work.Kind != CardWork.Kind || JsonSerializer.Deserialize(work.Body, WorkJson.Default.CardWork) is not { Place: not null } card) return ([], Line.Empty);
        var p = await bot.PostMortems.LoadAsync(work.Organisation, new(card.Stream), stop);
        return ([.. new[] { p.Owner, p.StartedBy }.OfType<PersonId>().Distinct()], ["I cannot show ", Span.Bold(p.Name), " in its channel."]);
    }
}
