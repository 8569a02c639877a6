using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>
/// Sends a person's message of the day: what was queued since the last one, and what that one told and still waits. Each is looked at once more; what was settled meanwhile is left out.
/// The message before shrinks to a line.
/// </summary>
internal static partial class DayMessage
{
    public static async Task<DaySent?> SentAsync(Bot bot, string organisation, PersonId person, CancellationToken stop) =>
        await bot.Store.RowAsync(organisation, KeyOf(person), stop) is { } row ? JsonSerializer.Deserialize(row.Body, NudgeJson.Default.DaySent) : null;

    public static async Task<WorkOutcome> SendAsync(Bot bot, WorkRow work, CancellationToken stop)
    {
        var wish = DayWork.Of(work);
        await bot.People.LoadAsync(work.Organisation, stop);
        var person = bot.People.Of(work.Organisation, new(wish.Person));
        if (person is { IsGuest: true } or { IsBot: true }) return WorkOutcome.Finished;
        var before = await SentAsync(bot, work.Organisation, person.Id, stop);
        var (fresh, former, upTo) = await ToldAsync(bot, work.Organisation, person.Id, before, stop);
        if (fresh.Count == 0) return WorkOutcome.Finished;
        var earlier = bot.MayBePosted(work) && await DirectAsync(bot, work, fresh[0].P, person, stop) is { } there ? await there.Chat.FindPostedAsync(there.Place, IdOf(work), stop) : null;
        var hours = bot.Policy.WorkingHours;
        if (earlier is null && !hours.IsWorking(bot.Now, person.Zone)) return WorkOutcome.At(hours.Next(bot.Now, person.Zone));
        await DropAsync(bot, work, [.. fresh.Where(one => one.Now is null)], stop);
        var waiting = fresh.Concat(former).Where(one => one.Now is not null).ToList();
        var message = earlier;
        if (message is null)
        {
            if (!fresh.Any(one => one.Now is not null) || await DirectAsync(bot, work, waiting[0].P, person, stop) is not { } direct) return WorkOutcome.Finished;
            message = await direct.Chat.PostAsync(direct.Place, DayCard.Of([.. waiting.Select(one => (one.P, one.Now!))], bot.ViewFor(work.Organisation, person.Zone)), IdOf(work), stop);
        }

        if (before is not null && before.Message != message) await ShrinkAsync(bot, before.Message, stop);

        // One that was posted on an earlier day is not today's message.
        var at = earlier is null ? bot.Now : work.Due;
        var sent = new DaySent(message, at.ToUnixTimeMilliseconds(), upTo.ToUnixTimeTicks(), [.. waiting.Select(one => one.Now!.Key)]);
        return WorkOutcome.Brought(new RowPut(KeyOf(person.Id), JsonSerializer.Serialize(sent, NudgeJson.Default.DaySent)));
    }

    /// <summary>The message of the day as it stands now, for whoever answered something on it; null when it was pressed elsewhere.</summary>
    public static async Task<Card?> AgainAsync(Turn turn, ButtonPressed pressed)
    {
        if (pressed.Card is not { } card || await SentAsync(turn.Bot, turn.Organisation, turn.Who.Id, turn.Stop) is not { } sent || sent.Message.Key != card.Key) return null;
        var (_, told, _) = await ToldAsync(turn.Bot, turn.Organisation, turn.Who.Id, sent, turn.Stop);
        return DayCard.Of([.. told.Where(one => one.Now is not null).Select(one => (one.P, one.Now!))], turn.View);
    }

    /// <summary>
    /// What was told since the last message, and what that message held: each with the reminder as it stands now, null when its reason went; and until when this was looked at, for what is
    /// queued while the message is sent belongs to the next.
    /// </summary>
    private static async Task<(IReadOnlyList<Told> Fresh, IReadOnlyList<Told> Former, Instant UpTo)> ToldAsync(Bot bot, string organisation, PersonId person, DaySent? before, CancellationToken stop)
    {
        var people = await Nudging.PeopleAsync(bot, organisation, stop);
        var reader = bot.ActorOf(bot.People.Of(organisation, person));
        var all = Owed.OfEach(bot, (await Owed.LiveAsync(bot, organisation, stop)).Where(p => Rights.May(reader, Act.Read, p)), p =>
        {
            var told = p.Nudged.Values.Where(one => one.To == person && one.Dropped is null && (before is null || one.At > before.LookedUpTo || before.Keys.Contains(one.Key))).ToList();
            if (told.Count == 0) return [];
            var wanted = Nudges.Wanted(p, bot.Policy, bot.Templates.Known(p), people, bot.Now);
            return told.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => new Told(p, one, wanted.FirstOrDefault(nudge => nudge.IsOf(one))));
        });

        // The same thing told on an earlier occasion is the same line: the newer one brings the message.
        var once = all.OrderByDescending(IsFresh).DistinctBy(one => one.Now is { } nudge ? (one.P.Id, nudge.Key) : (one.P.Id, one.Queued.Key)).ToList();
        return ([.. once.Where(IsFresh)], [.. once.Where(one => !IsFresh(one))], all.Count > 0 ? all.Max(one => one.Queued.At) : Instant.MinValue);

        bool IsFresh(Told one) => before is null || one.Queued.At > before.LookedUpTo;
    }

    private static async Task DropAsync(Bot bot, WorkRow work, IReadOnlyList<Told> gone, CancellationToken stop)
    {
        foreach (var one in gone.GroupBy(told => told.P.Id))
        {
            var turn = Turn.OfBot(bot, work.Organisation, one.First().P.Places[0], string.Create(CultureInfo.InvariantCulture, $"{work.Key}/dropped/{one.Key}/{work.Version}/{HashOf(one)}"), stop);
            await turn.DecideAsync(one.Key, _ => Decision.Accept([.. one.Select(told => new NudgeDropped(turn.Now, PersonId.Bot, told.Queued.Key, "settled before it was sent"))]));
        }
    }

    /// <summary>What is left out by a later try is not what an earlier one left out.</summary>
    private static string HashOf(IEnumerable<Told> gone) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', gone.Select(one => one.Queued.Key).Order(StringComparer.Ordinal)))))[..16];

    /// <summary>The person's direct conversation; null where their platform is off.</summary>
    private static async Task<(IChat Chat, Place Place)?> DirectAsync(Bot bot, WorkRow work, PostMortem about, Person person, CancellationToken stop)
    {
        var account = await Reaching.AccountAsync(bot, work.Organisation, about, person, stop);
        return bot.Chats.TryGetValue(account.Platform, out var chat) ? (chat, await chat.DirectAsync(account, stop)) : null;
    }

    /// <summary>Today's message is sent, whatever becomes of the one before: one that was deleted has nothing left to shrink, and a platform that is busy or away does not have today's sent twice.</summary>
    private static async Task ShrinkAsync(Bot bot, MessageRef message, CancellationToken stop)
    {
        if (!bot.Chats.TryGetValue(message.Place.Platform, out var chat)) return;
        try
        {
            await chat.EditAsync(message, Card.OneLine("Replaced by the newer list below."), stop);
        }
        catch (Exception failed) when (!stop.IsCancellationRequested)
        {
            Log.NotShrunk(bot.Log, message.Key, failed.Message);
        }
    }

    /// <summary>By what the message is found again: the same on every try, also after a restart on another day; another for what is queued anew.</summary>
    private static string IdOf(WorkRow work) => string.Create(CultureInfo.InvariantCulture, $"{work.Key}/{work.Version}");

    private static string KeyOf(PersonId person) => "nudged/" + person.Value;

    private sealed record Told(PostMortem P, NudgeTold Queued, Nudge? Now);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The message of the day before ({Message}) stays as it was: {Why}")]
        public static partial void NotShrunk(ILogger log, string message, string why);
    }
}
