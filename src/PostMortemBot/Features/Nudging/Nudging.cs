using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>
/// Queues what has come due: all for one person in one message a day, in their working hours. The facts that say so and the work that sends it are one append under the receipt of that
/// person and day, so that no restart and no second copy of the bot tells anything twice.
/// </summary>
internal static partial class Nudging
{
    public static async Task TickAsync(Bot bot, CancellationToken stop)
    {
        foreach (var organisation in await bot.Store.OrganisationsAsync(stop))
        {
            await AloneAsync(bot, organisation, () => TickAsync(bot, organisation, stop), stop);
            await AloneAsync(bot, organisation, () => Digest.TickAsync(bot, organisation, stop), stop);
        }
    }

    /// <summary>What goes wrong for one organisation or person is told to the log, and is looked at again in a minute: the others are told what they are owed. Without the store all wait.</summary>
    private static async Task AloneAsync(Bot bot, string whose, Func<Task> look, CancellationToken stop)
    {
        try
        {
            await look();
        }
        catch (Exception bug) when (bug is not StoreUnavailable && !stop.IsCancellationRequested)
        {
            Log.Failed(bot.Log, whose, bug);
        }
    }

    private static async Task TickAsync(Bot bot, string organisation, CancellationToken stop)
    {
        await bot.People.LoadAsync(organisation, stop);
        if (!bot.People.All(organisation).Any(person => bot.Policy.WorkingHours.IsWorking(bot.Now, person.Zone))) return;
        var (live, people) = (await Owed.LiveAsync(bot, organisation, stop), await PeopleAsync(bot, organisation, stop));
        var due = Owed.OfEach(bot, live, p => Nudges.Due(p, bot.Policy, bot.Templates.Known(p), people, bot.Now).Select(nudge => (P: p.Id, Nudge: nudge)));
        foreach (var one in due.GroupBy(entry => entry.Nudge.To))
        {
            await AloneAsync(bot, one.Key.Value, () => QueueAsync(bot, organisation, one.Key, [.. one.Select(entry => entry.P).Distinct()], people, live, stop), stop);
        }
    }

    /// <summary>Who is where at this moment.</summary>
    public static async Task<NudgePeople> PeopleAsync(Bot bot, string organisation, CancellationToken stop)
    {
        var (all, away) = (bot.People.All(organisation), await Absences.OfAsync(bot, organisation, stop));
        var holders = new Dictionary<string, IReadOnlyList<PersonId>>(StringComparer.OrdinalIgnoreCase);
        var zones = all.ToDictionary(person => person.Id, person => person.Zone);
        return new(Holding, id => zones.GetValueOrDefault(id, bot.Policy.ProcessZone))
        {
            AwayOf = id => away.GetValueOrDefault(id),
        };

        IReadOnlyList<PersonId> Holding(string handle) =>
            holders.TryGetValue(handle, out var known) ? known : holders[handle] = [.. bot.People.Holders(organisation, handle).Where(person => !person.IsGuest).Select(person => person.Id)];
    }

    private static async Task QueueAsync(Bot bot, string organisation, PersonId to, IReadOnlyList<PostMortemId> ids, NudgePeople people, IReadOnlyList<PostMortem> live, CancellationToken stop)
    {
        var person = bot.People.Of(organisation, to);
        if (person is { IsGuest: true } or { IsBot: true } || !bot.Policy.WorkingHours.IsWorking(bot.Now, person.Zone)) return;
        ids = [.. ids.Where(id => Rights.May(bot.ActorOf(person), Act.Read, live.First(p => p.Id == id)))];
        if (ids.Count == 0) return;
        var today = bot.Now.InZone(person.Zone).Date;
        if (live.Any(p => p.Nudged.Values.Any(told => told.To == to && told.At.InZone(person.Zone).Date == today)) || (await DayMessage.SentAsync(bot, organisation, to, stop))?.Instant.InZone(person.Zone).Date == today) return;
        var place = live.First(p => p.Id == ids[0]).Places[0];
        var turn = Turn.OfBot(bot, organisation, place, $"nudge/{to}/{LocalDatePattern.Iso.Format(today)}", stop);
        await turn.DecideAsync(ids, states => [.. states.Select(p => Decision.Accept([.. Queued(p)]))], null, _ => DayWork.Put(ids[0], to, turn.Now));

        IEnumerable<PostMortemEvent> Queued(PostMortem p) =>
            Nudges.Due(p, bot.Policy, bot.Templates.Known(p), people, turn.Now).Where(nudge => nudge.To == to).Select(nudge => new NudgeQueued(turn.Now, PersonId.Bot, to, nudge.Topic, nudge.Key));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "What is due for {Whose} could not be looked for.")]
        public static partial void Failed(ILogger log, string whose, Exception bug);
    }
}

/// <summary>A person's message of the day, to be sent.</summary>
/// <param name="Stream">One of those it is about: whom it concerns when the person cannot be written to.</param>
internal sealed record DayWork(string Person, string Stream)
{
    public const string Kind = "day";

    public static WorkPut Put(PostMortemId stream, PersonId person, Instant now) =>
        new("day/" + person.Value, Kind, "person|" + person.Value, now, JsonSerializer.Serialize(new DayWork(person.Value, stream.Value), NudgeJson.Default.DayWork));

    public static DayWork Of(WorkRow work) => JsonSerializer.Deserialize(work.Body, NudgeJson.Default.DayWork)!;
}

/// <summary>The last message of the day that a person got.</summary>
/// <param name="At">When, in Unix milliseconds.</param>
/// <param name="UpTo">When the latest reminder was queued that it looked at, in Unix ticks (100 ns).</param>
/// <param name="Keys">The occasions that it told of.</param>
internal sealed record DaySent(MessageRef Message, long At, long UpTo, IReadOnlyList<string> Keys)
{
    [JsonIgnore]
    public Instant Instant => NodaTime.Instant.FromUnixTimeMilliseconds(At);

    [JsonIgnore]
    public Instant LookedUpTo => NodaTime.Instant.FromUnixTimeTicks(UpTo);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(DayWork))]
[JsonSerializable(typeof(DaySent))]
[JsonSerializable(typeof(DigestWork))]
internal sealed partial class NudgeJson : JsonSerializerContext;
