using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using PostMortemBot.Charts;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>The monthly digest (message 11) to the distribution channels, on the first working day of a month at 10:00 in the process zone: by team and not by person.</summary>
internal static partial class Digest
{
    private static readonly LocalTime From = new(10, 0);

    /// <summary>The program may have been down on the day; a week later it is no news any more.</summary>
    private const int LatestDays = 5;

    public static async Task TickAsync(Bot bot, string organisation, CancellationToken stop)
    {
        var local = bot.Now.InZone(bot.Policy.ProcessZone);
        var first = new LocalDate(local.Year, local.Month, 1);
        var day = bot.Policy.WorkingHours.OnOrAfter(first, bot.Policy.ProcessZone) ?? first;
        if (local.Date < day || local.Date > day.PlusDays(LatestDays) || (local.Date == day && local.TimeOfDay < From) || !bot.Policy.WorkingHours.IsWorking(bot.Now, bot.Policy.ProcessZone)) return;
        var key = "digest/" + YearMonthPattern.Iso.Format(new YearMonth(first.Year, first.Month));
        if (await bot.Store.ReceiptAsync(organisation, key, stop) is not null) return;
        var live = await PublicAsync(bot, organisation, stop);
        var places = bot.Policy.Distribution.Required.SelectMany(recipient => recipient.Where).Distinct().Select(address => address.PlaceBeside(live.SelectMany(p => p.Places))).OfType<Place>().Where(place => bot.Chats.ContainsKey(place.Platform)).ToList();
        if (places.Count > 0) await bot.Store.AppendAsync(new Append(organisation, key, []) { Work = [.. places.Select(place => DigestWork.Put(key, first.PlusMonths(-1), place, bot.Now))] }, stop);
    }

    public static async Task<WorkOutcome> SendAsync(Bot bot, WorkRow work, CancellationToken stop)
    {
        var wish = DigestWork.Of(work);
        if (!bot.Chats.TryGetValue(wish.Place.Platform, out var chat)) return WorkOutcome.Finished;
        await bot.People.LoadAsync(work.Organisation, stop);
        var card = Draw(await PublicAsync(bot, work.Organisation, stop), wish.First, bot.ViewFor(work.Organisation), (title, bars) => Picture(bot, wish.Month, title, bars));
        if (!bot.MayBePosted(work) || await chat.FindPostedAsync(wish.Place, work.Key, stop) is null) await chat.PostAsync(wish.Place, card, work.Key, stop);
        return WorkOutcome.Finished;
    }

    /// <summary>Private ones are counted nowhere that others read.</summary>
    private static async Task<IReadOnlyList<PostMortem>> PublicAsync(Bot bot, string organisation, CancellationToken stop) => [.. (await Owed.LiveAsync(bot, organisation, stop)).Where(p => !p.IsPrivate)];

    /// <param name="month">The first day of the month that it tells of.</param>
    /// <param name="picture">Draws the numbers; null where nothing can draw.</param>
    public static Card Draw(IReadOnlyList<PostMortem> live, LocalDate month, View view, Func<string, IReadOnlyList<(string Label, int Count)>, SentFile?> picture)
    {
        var actions = live.SelectMany(p => p.Actions).ToList();
        var done = actions.Where(action => action.DoneAt is { } at && at.InZone(view.Zone).Date is var day && day >= month && day < month.PlusMonths(1)).ToList();
        var onTime = done.Count(action => action.Due is not { } due || action.DoneAt!.Value.InZone(view.Zone).Date <= due);
        var (open, late) = (actions.Count(action => action.IsOpen), actions.Where(action => action.IsOpen && action.Due < view.Today).ToList());
        var said = done.Count > 0 ? $"{done.Count} done ({onTime} on time) · " : "";
        List<Element> elements = [new Element.Text(late.Count == 0 ? $"{said}Nothing past due. {open} open." : $"{said}{open} open · {late.Count} past due, oldest {Moments.Count(late.Max(action => Period.DaysBetween(action.Due!.Value, view.Today)), "day")}")];
        var teams = late.GroupBy(action => TeamOf(action, view)).OrderByDescending(team => team.Count()).ThenBy(team => team.Key, StringComparer.Ordinal).Select(team => $"{team.Key} {team.Count()} past due");
        if (late.Count > 0) elements.Add(new Element.Text(string.Join(" · ", teams)));
        if (Written(live) is { Length: > 0 } written) elements.Add(new Element.Text($"Post-mortems: {written}"));
        var title = $"Action items · {LocalDatePattern.CreateWithInvariantCulture("MMMM").Format(month)}";
        (string Label, int Count)[] bars = [("Done on time", onTime), ("Done late", done.Count - onTime), ("Open", open), ("Past due", late.Count)];
        if (late.Count > 0 && picture(title, bars) is { } drawn) elements.Add(new Element.Picture(drawn, $"Bars: {string.Join(", ", bars.Select(bar => $"{bar.Label.ToLowerInvariant()} {bar.Count}"))}."));
        return new Card(title, elements, [Button.Does(ShowActions.PageId, "See all", CarriedPair.Of("all", "0")), Button.Does(ShowActions.PageId, "Mine", CarriedPair.Of("mine", "0"))], [Button.Does(ShowDebt.ShowId, "What is owed")]);
    }

    /// <summary>A digest is worth more than its picture: where nothing can draw, it goes without.</summary>
    private static SentFile? Picture(Bot bot, string month, string title, IReadOnlyList<(string Label, int Count)> bars)
    {
        try
        {
            return Bars.Draw($"action-items-{month[..7]}", title, bars);
        }
        catch (Exception broken)
        {
            Log.NotDrawn(bot.Log, broken);
            return null;
        }
    }

    private static string TeamOf(ActionItem action, View view) => action.Owner switch
    {
        { Team.Length: > 0 } owner => owner.Team,
        { Person: { } person } when view.TeamOf(person) is { Length: > 0 } team => team,
        _ => "Without a team",
    };

    private static string Written(IReadOnlyList<PostMortem> live)
    {
        var (undecided, drafts) = (live.Count(ShowDebt.IsUndecided), live.Count(p => p.Life == Life.Draft));
        var waiting = live.Where(p => p.Life == Life.UnderReview).SelectMany(p => p.Review!.Waiting).GroupBy(role => role.Role).OrderBy(role => role.Key, StringComparer.Ordinal).Select(role => $"{role.Count()} waiting for {role.Key} review");
        return string.Join(", ", new[] { undecided > 0 ? $"{undecided} without a verdict" : "", drafts > 0 ? $"{drafts} in draft" : "" }.Where(part => part.Length > 0).Concat(waiting));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The picture of the digest could not be drawn.")]
        public static partial void NotDrawn(ILogger log, Exception broken);
    }
}

/// <summary>A digest to post in one channel.</summary>
/// <param name="Month">The first day of the month it tells of, <c>2026-11-01</c>.</param>
internal sealed record DigestWork(string Month, Place Place)
{
    public const string Kind = "digest";

    public LocalDate First => LocalDatePattern.Iso.Parse(Month).Value;

    public static WorkPut Put(string key, LocalDate month, Place place, Instant now) =>
        new($"{key}/{place.Key}", Kind, place.Key, now, JsonSerializer.Serialize(new DigestWork(LocalDatePattern.Iso.Format(month), place), NudgeJson.Default.DigestWork));

    public static DigestWork Of(WorkRow work) => JsonSerializer.Deserialize(work.Body, NudgeJson.Default.DigestWork)!;
}
