using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>
/// When people may be written to without having asked: their own zone, the organisation's hours, their zone's days off. Acts of theirs are answered at any hour.
/// </summary>
public sealed record WorkingHours
{
    /// <summary>Longest search for a working day: a zone whose holidays never end gives the question back.</summary>
    private const int MostDaysOff = 60;

    public LocalTime From { get; init; } = new(9, 0);

    /// <summary>The first minute after work. After <see cref="From"/>.</summary>
    public LocalTime To { get; init; } = new(17, 0);

    public IReadOnlyList<IsoDayOfWeek> Days { get; init; } =
        [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday];

    /// <summary>Days off by zone id (<c>America/New_York</c>).</summary>
    public IReadOnlyDictionary<string, Holidays> Holidays { get; init; } = new Dictionary<string, Holidays>();

    /// <summary>A weekday of work that is no holiday in this zone.</summary>
    public bool IsWorkingDay(LocalDate day, DateTimeZone zone) =>
        Days.Contains(day.DayOfWeek) && !(Holidays.TryGetValue(zone.Id, out var off) && off.Contains(day));

    /// <summary>True from the first minute of the working day until before its end.</summary>
    public bool IsWorking(Instant now, DateTimeZone zone)
    {
        var local = now.InZone(zone);
        return IsWorkingDay(local.Date, zone) && local.TimeOfDay >= From && local.TimeOfDay < To;
    }

    /// <summary>The first instant from <paramref name="now"/> on at which somebody in this zone may be written to; <paramref name="now"/> itself while they work.</summary>
    public Instant Next(Instant now, DateTimeZone zone)
    {
        if (IsWorking(now, zone)) return now;
        var local = now.InZone(zone);
        var day = local.TimeOfDay < From ? local.Date : local.Date.PlusDays(1);
        return OnOrAfter(day, zone) is { } working ? Opening(working, zone) : now;
    }

    /// <summary>
    /// Where a reminder goes (conversation.md 4): inside working hours it stays; outside it moves to the end of the working day before when its deadline
    /// would pass meanwhile, else to the next morning.
    /// </summary>
    /// <param name="deadline">The deadline's last day; it passes when that day ends in <paramref name="zone"/>.</param>
    public Instant Move(Instant reminder, LocalDate deadline, DateTimeZone zone)
    {
        var next = Next(reminder, zone);
        if (next == reminder || next.InZone(zone).Date <= deadline) return next;
        var local = reminder.InZone(zone);
        var last = local.TimeOfDay >= To ? local.Date : local.Date.PlusDays(-1);
        return OnOrBefore(last, zone) is { } working ? Closing(working, zone) : next;
    }

    /// <summary>This day, or the next working one; null when none is near.</summary>
    public LocalDate? OnOrAfter(LocalDate day, DateTimeZone zone) => Nearest(day, 1, zone);

    /// <summary>This day, or the last working one before it; null when none is near.</summary>
    public LocalDate? OnOrBefore(LocalDate day, DateTimeZone zone) => Nearest(day, -1, zone);

    /// <summary>
    /// On which working day a reminder comes that is meant so many calendar days ahead. Where that day is off: the next one, while it lies before the last reminder, which comes on the day of the
    /// deadline or on the working day before it; else the one before. Two days ahead of a Monday is Friday, of a Tuesday Monday.
    /// </summary>
    public LocalDate Ahead(LocalDate deadline, int days, DateTimeZone zone)
    {
        var (wanted, last) = (deadline.PlusDays(-days), OnOrBefore(deadline, zone) ?? deadline);
        if (IsWorkingDay(wanted, zone)) return wanted;
        return OnOrAfter(wanted, zone) is { } next && next < last ? next : OnOrBefore(wanted, zone) ?? wanted;
    }

    /// <summary>The working days after <paramref name="day"/>, counted: 2 after a Friday is Tuesday.</summary>
    public LocalDate PlusWorkingDays(LocalDate day, int count, DateTimeZone zone)
    {
        var at = day;
        for (var left = count; left > 0; left--) at = OnOrAfter(at.PlusDays(1), zone) ?? at.PlusDays(1);
        return at;
    }

    private LocalDate? Nearest(LocalDate day, int step, DateTimeZone zone)
    {
        for (var tried = 0; tried < MostDaysOff; tried++, day = day.PlusDays(step))
        {
            if (IsWorkingDay(day, zone)) return day;
        }

        return null;
    }

    private Instant Opening(LocalDate day, DateTimeZone zone) => zone.AtLeniently(day + From).ToInstant();

    /// <summary>A quarter of an hour before work ends (or when it begins, in a shorter day), so that the message still arrives inside it.</summary>
    private Instant Closing(LocalDate day, DateTimeZone zone)
    {
        var late = To.PlusMinutes(-15);
        return zone.AtLeniently(day + (late < From || late > To ? From : late)).ToInstant();
    }
}

/// <summary>The days off of one zone.</summary>
/// <param name="Once">Single dates.</param>
/// <param name="Yearly">Days that come every year.</param>
public sealed record Holidays(IReadOnlySet<LocalDate> Once, IReadOnlySet<AnnualDate> Yearly)
{
    public bool Contains(LocalDate day) => Once.Contains(day) || Yearly.Contains(new AnnualDate(day.Month, day.Day));
}
