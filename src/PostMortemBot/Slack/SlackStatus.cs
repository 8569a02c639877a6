using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;

namespace PostMortemBot.Slack;

/// <summary>
/// Slack's status of a user, as far as it says that they are away: Slack's own suggestions for it, and the usual words. What ends the same day (a meeting, a lunch) is none.
/// https://docs.slack.dev/reference/events/user_change
/// </summary>
internal static partial class SlackStatus
{
    /// <summary>A status without an end counts for so long, unless Slack tells that it changed.</summary>
    private const int DaysWithoutEnd = 30;

    private static readonly string[] Signs = [":palm_tree:", ":desert_island:", ":beach_with_umbrella:", ":face_with_thermometer:"];

    /// <summary>Keeps what the status says of this person, or takes away what an earlier one said.</summary>
    /// <param name="user">Slack's user, with the profile.</param>
    public static async Task KeepAsync(Bot bot, string organisation, Person person, JsonElement user, CancellationToken stop)
    {
        var before = await bot.Store.RowAsync(organisation, AwayRow.Status + person.Id.Value, stop);
        var today = bot.Now.InZone(person.Zone).Date;
        var away = AwayUntil(Wire.Property(user, "profile") ?? default, today, person.Zone) is { } until ? new Absence(before is null ? today : AwayRow.Read(before).From, until) : null;
        if (away is null && before is null) return;
        await bot.Store.PutAsync(organisation, [away is null ? AwayRow.Gone(AwayRow.Status, person.Id) : AwayRow.Put(AwayRow.Status, person.Id, away)], stop);
    }

    private static LocalDate? AwayUntil(JsonElement profile, LocalDate today, DateTimeZone zone)
    {
        var says = Signs.Contains(Wire.Text(profile, "status_emoji")) || Words().IsMatch(Wire.Text(profile, "status_text"));
        if (!says) return null;
        var ends = long.TryParse(Wire.Text(profile, "status_expiration"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 10_000_000_000;
        if (!ends) return today.PlusDays(DaysWithoutEnd);
        var last = Instant.FromUnixTimeSeconds(seconds).InZone(zone).Date;
        return last > today ? last : null;
    }

    [GeneratedRegex(@"\b(vacation|vacationing|on holiday|on leave|parental leave|out sick|sick leave|out of office|ooo)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}
