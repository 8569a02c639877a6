using System.Globalization;
using System.Text.Json;
using NodaTime.Text;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>
/// Sends a person's message of the day: what was queued since the last one, and what that one told and still waits. Each is looked at once more; what was settled meanwhile is left out.
/// The message before shrinks to a line.
/// </summary>
internal static class DayMessage
{
    public static async Task<DaySent?> SentAsync(Bot bot, string organisation, PersonId person, CancellationToken stop) =>
        await bot.Store.RowAsync(organisation, KeyOf(person), stop) is { } row ? JsonSerializer.Deserialize(row.Body, NudgeJson.Default.DaySent) : null;

    public static async Task<WorkOutcome> SendAsync(Bot bot, WorkRow work, CancellationToken stop)
    {
        var wish = DayWork.Of(work);
        await bot.People.LoadAsync(work.Organisation, stop);
        var person = bot.People.Of(work.Organisation, new(wish.Person));
        if (person is { IsGuest: true } or { IsBot: true }) return WorkOutcome.Finished;
        var hours = bot.Policy.WorkingHours;
        if (!hours.IsWorking(bot.Now, person.Zone)) return WorkOutcome.At(hours.Next(bot.Now, person.Zone));
        var before = await SentAsync(bot, work.Organisation, person.Id, stop);
        var (fresh, former) = await ToldAsync(bot, work.Organisation, person.Id, before, stop);
        await DropAsync(bot, work, [.. fresh.Where(one => one.Now is null)], stop);
        var waiting = fresh.Concat(former).Where(one => one.Now is not null).ToList();
        if (!fresh.Any(one => one.Now is not null)) return WorkOutcome.Finished;
        var account = await Reaching.AccountAsync(bot, work.Organisation, waiting[0].P, person, stop);
        if (!bot.Chats.TryGetValue(account.Platform, out var chat)) return WorkOutcome.Finished;
        var place = await chat.DirectAsync(account, stop);
        var card = DayCard.Of([.. waiting.Select(one => (one.P, one.Now!))], bot.ViewFor(work.Organisation, person.Zone));
        var id = $"{work.Key}/{LocalDatePattern.Iso.Format(bot.Now.InZone(person.Zone).Date)}";
        var message = (work.Tries > 0 ? await chat.FindPostedAsync(place, id, stop) : null) ?? await chat.PostAsync(place, card, id, stop);
        if (before is not null && before.Message != message) await ShrinkAsync(chat, before.Message, stop);
        return WorkOutcome.Brought(new RowPut(KeyOf(person.Id), JsonSerializer.Serialize(new DaySent(message, bot.Now.ToUnixTimeMilliseconds(), [.. waiting.Select(one => one.Now!.Key)]), NudgeJson.Default.DaySent)));
    }

    /// <summary>The message of the day as it stands now, for whoever answered something on it; null when it was pressed elsewhere.</summary>
    public static async Task<Card?> AgainAsync(Turn turn, ButtonPressed pressed)
    {
        if (pressed.Card is not { } card || await SentAsync(turn.Bot, turn.Organisation, turn.Who.Id, turn.Stop) is not { } sent || sent.Message.Key != card.Key) return null;
        var (_, told) = await ToldAsync(turn.Bot, turn.Organisation, turn.Who.Id, sent, turn.Stop);
        return DayCard.Of([.. told.Where(one => one.Now is not null).Select(one => (one.P, one.Now!))], turn.View);
    }

    /// <summary>What was told since the last message, and what that message held: each with the reminder as it stands now, null when its reason went.</summary>
    private static async Task<(IReadOnlyList<Told> Fresh, IReadOnlyList<Told> Former)> ToldAsync(Bot bot, string organisation, PersonId person, DaySent? before, CancellationToken stop)
    {
        var people = await Nudging.PeopleAsync(bot, organisation, stop);
        List<Told> all = [];
        foreach (var p in await Owed.LiveAsync(bot, organisation, stop))
        {
            var told = p.Nudged.Values.Where(one => one.To == person && one.Dropped is null && (before is null || one.At > before.Instant || before.Keys.Contains(one.Key))).ToList();
            if (told.Count == 0) continue;
            var wanted = Nudges.Wanted(p, bot.Policy, bot.Templates.Known(p), people, bot.Now);
            all.AddRange(told.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => new Told(p, one, wanted.FirstOrDefault(nudge => nudge.IsOf(one)))));
        }

        // The same thing told on an earlier occasion is the same line: the newer one brings the message.
        var once = all.OrderByDescending(IsFresh).DistinctBy(one => one.Now is { } nudge ? (one.P.Id, nudge.Key) : (one.P.Id, one.Queued.Key)).ToList();
        return ([.. once.Where(IsFresh)], [.. once.Where(one => !IsFresh(one))]);

        bool IsFresh(Told one) => before is null || one.Queued.At > before.Instant;
    }

    private static async Task DropAsync(Bot bot, WorkRow work, IReadOnlyList<Told> gone, CancellationToken stop)
    {
        foreach (var one in gone.GroupBy(told => told.P.Id))
        {
            var turn = Turn.OfBot(bot, work.Organisation, one.First().P.Places[0], string.Create(CultureInfo.InvariantCulture, $"{work.Key}/dropped/{one.Key}/{work.Version}"), stop);
            await turn.DecideAsync(one.Key, _ => Decision.Accept([.. one.Select(told => new NudgeDropped(turn.Now, PersonId.Bot, told.Queued.Key, "settled before it was sent"))]));
        }
    }

    private static async Task ShrinkAsync(IChat chat, MessageRef message, CancellationToken stop)
    {
        try
        {
            await chat.EditAsync(message, Card.OneLine("Replaced by the newer list below."), stop);
        }
        catch (ChatRefused)
        {
            // Deleted meanwhile: there is nothing left to shrink.
        }
    }

    private static string KeyOf(PersonId person) => "nudged/" + person.Value;

    private sealed record Told(PostMortem P, NudgeTold Queued, Nudge? Now);
}
