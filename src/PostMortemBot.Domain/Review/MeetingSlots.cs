using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>Somebody who should be there, and where they work.</summary>
public sealed record Attendee(PersonId Person, DateTimeZone Zone);

/// <summary>A time for the discussion.</summary>
/// <param name="Outside">For whom it lies outside working hours: they are named.</param>
public sealed record MeetingSlot(Instant Start, IReadOnlyList<PersonId> Outside);

/// <summary>
/// Times for the 60-minute discussion (decisions.md 8): working days 8 to 14 after the incident, inside the working hours of as many as can be, never at night for anyone when it can
/// be helped. Hours are known, calendars are not.
/// </summary>
public static class MeetingSlots
{
    public const int Offered = 3;

    /// <summary>From here to <see cref="Morning"/> is night, in everybody's own zone.</summary>
    private static readonly LocalTime Night = new(22, 0);

    private static readonly LocalTime Morning = new(7, 0);
    private static readonly Duration Step = Duration.FromMinutes(30);

    /// <summary>At most three, the best first, each on another day. A week that is over is followed by the days after today.</summary>
    public static IReadOnlyList<MeetingSlot> Of(Deadlines dates, IReadOnlyList<Attendee> who, Policy policy, Instant now)
    {
        var (zone, hours) = (policy.ProcessZone, policy.WorkingHours);
        var today = now.InZone(zone).Date;
        var first = dates.DiscussionFrom > today ? dates.DiscussionFrom : today.PlusDays(1);
        var last = dates.DiscussionTo >= first.PlusDays(2) ? dates.DiscussionTo : first.PlusDays(6);
        List<(MeetingSlot Slot, LocalDate Day, int Nights)> all = [];
        for (var day = first; day <= last; day = day.PlusDays(1))
        {
            if (!hours.IsWorkingDay(day, zone)) continue;
            for (var start = zone.AtStartOfDay(day).ToInstant(); start.InZone(zone).Date == day; start += Step)
            {
                var outside = who.Where(one => !Works(hours, start, one.Zone)).Select(one => one.Person).Distinct().ToList();
                if (outside.Count < who.Count || who.Count == 0 && Works(hours, start, zone)) all.Add((new(start, outside), day, who.Count(one => IsNight(start, one.Zone))));
            }
        }

        var best = all.OrderBy(one => one.Nights).ThenBy(one => one.Slot.Outside.Count).ThenBy(one => one.Slot.Start).GroupBy(one => one.Day).Select(day => day.First());
        return [.. best.Take(Offered).Select(one => one.Slot)];
    }

    private static bool Works(WorkingHours hours, Instant start, DateTimeZone zone) =>
        hours.IsWorking(start, zone) && hours.IsWorking(start + Duration.FromMinutes(Discussion.Minutes) - Duration.Epsilon, zone);

    private static bool IsNight(Instant start, DateTimeZone zone) =>
        start.InZone(zone).TimeOfDay is var begins && (begins >= Night || begins < Morning) || (start + Duration.FromMinutes(Discussion.Minutes)).InZone(zone).TimeOfDay is var ends && (ends > Night || ends < Morning);
}
