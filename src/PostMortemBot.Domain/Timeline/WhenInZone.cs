using System.Globalization;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace PostMortemBot.Domain;

/// <summary>
/// Finds the instant that a typed time means: its zone, the hour that occurs twice (the later, unless its letters say otherwise), the hour that does
/// not exist (refused with both neighbours), the person's own zone where the process zone cannot be meant.
/// </summary>
internal static class WhenInZone
{
    /// <summary>How far ahead of ours a person's clock may be.</summary>
    public static readonly Duration Grace = Duration.FromMinutes(5);

    private static readonly Duration Oldest = Duration.FromDays(366);
    private static readonly LocalTimePattern Minutes = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary>The reading of <paramref name="typed"/>; <paramref name="rest"/> goes into it as it is.</summary>
    public static WhenReading Place(TypedTime typed, WhenContext context, string rest) => typed switch
    {
        TypedTime.Ago ago => Checked(context.Now - ago.Back, dated: false, context, rest),
        TypedTime.OnClock clock => Place(clock, context, rest),
        TypedTime.Impossible impossible => new WhenReading.Refused(impossible.Sentence),
        _ => throw new ArgumentOutOfRangeException(nameof(typed), typed, "A typed time that has no instant."),
    };

    private static WhenReading Place(TypedTime.OnClock clock, WhenContext context, string rest)
    {
        if (ZoneOf(clock.Zone, context) is not { } zone)
        {
            return new WhenReading.Refused($"{clock.Zone} is not a zone I know here. Type the time in {Moments.ZoneLetters(context.Now, context.ProcessZone)}, or in UTC like 14:05Z.");
        }

        var latest = context.Now + Grace;
        var found = clock.Day is TypedDay.Latest ? LatestClock(clock, zone, latest) : OnDay(clock, zone, context.Now, latest);
        if (clock is { Day: TypedDay.Latest, Zone: null } && InOwnZone(clock, found, context, rest) is { } own) return own;
        return found switch
        {
            { Gap: { } gap } => new WhenReading.Refused(GapSentence(clock.Time, gap, zone, context)),
            { Instant: { } instant } => Checked(instant, clock.Day is not TypedDay.Latest, context, rest),
            _ => new WhenReading.Refused($"{Minutes.Format(clock.Time)} on that day is not a time I can find. Type it like 2026-11-20 23:50."),
        };
    }

    /// <summary>A clock time without a day: today's, else yesterday's, whichever is the latest not after <paramref name="latest"/>.</summary>
    private static Found LatestClock(TypedTime.OnClock clock, DateTimeZone zone, Instant latest)
    {
        var day = latest.InZone(zone).Date;
        for (var back = 0; back <= 2; back++)
        {
            var found = At(day.PlusDays(-back) + clock.Time, clock.Zone, zone, latest);
            if (found.Earliest <= latest) return found;
        }

        return default;
    }

    private static Found OnDay(TypedTime.OnClock clock, DateTimeZone zone, Instant now, Instant latest)
    {
        var today = now.InZone(zone).Date;
        return clock.Day switch
        {
            TypedDay.On on => At(on.Date + clock.Time, clock.Zone, zone, latest),
            TypedDay.DaysBack back => At(today.PlusDays(-back.Days) + clock.Time, clock.Zone, zone, latest),
            TypedDay.Weekday weekday => LatestOf(Enumerable.Range(0, 8).Select(back => today.PlusDays(-back)).Where(day => day.DayOfWeek == weekday.Day)),
            TypedDay.DayOfYear yearly => LatestOf(Enumerable.Range(-1, 9).Select(back => TypedWords.Date(today.Year - back, yearly.Month, yearly.Day)).OfType<LocalDate>()),
            _ => throw new ArgumentOutOfRangeException(nameof(clock), clock.Day, "A day that is not known."),
        };

        Found LatestOf(IEnumerable<LocalDate> days) => days
            .Select(day => At(day + clock.Time, clock.Zone, zone, latest))
            .FirstOrDefault(found => found.Earliest <= latest);
    }

    /// <summary>One clock time of one day. Of an hour that occurs twice the later, unless that is still to come or the letters name the earlier.</summary>
    private static Found At(LocalDateTime local, string? letters, DateTimeZone zone, Instant latest)
    {
        var mapping = zone.MapLocal(local);
        if (mapping.Count == 0) return new Found(null, mapping);
        if (mapping.Count == 1) return new Found(mapping.Single().ToInstant(), null);
        var first = mapping.First().ToInstant();
        var last = mapping.Last().ToInstant();
        if (Lettered(first)) return new Found(first, null);
        return new Found(last > latest && !Lettered(last) ? first : last, null);

        bool Lettered(Instant instant) => string.Equals(zone.GetZoneInterval(instant).Name, letters, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The person's own zone counts when the process zone's reading lies before the incident (or in an hour that does not exist) and theirs lies in it.
    /// </summary>
    private static WhenReading.At? InOwnZone(TypedTime.OnClock clock, Found process, WhenContext context, string rest)
    {
        if (context.OwnZone is not { } own || context.IncidentBegan is not { } began || process.Instant >= began) return null;
        var latest = context.Now + Grace;
        if (LatestClock(clock, own, latest).Instant is not { } taken || taken < began || taken == process.Instant) return null;
        return new WhenReading.At(taken, rest, false, new OwnZoneTaken(process.Instant, OwnZoneSentence(clock.Time, taken, context)));
    }

    private static string OwnZoneSentence(LocalTime typed, Instant taken, WhenContext context)
    {
        var zone = context.ProcessZone;
        var today = zone.MapLocal(context.Now.InZone(zone).Date + typed);
        var clock = Minutes.Format(typed);
        var why = today.Count == 0 ? $"{clock} did not exist today."
            : today.First().ToInstant() is var moment && moment > context.Now + Grace ? $"{clock} {Moments.ZoneLetters(moment, zone)} has not come yet today."
            : $"{clock} {Moments.ZoneLetters(moment, zone)} was before the incident began.";
        return $"{why} Saved as {Moments.At(taken, zone, context.Now)}, which is {clock} for you.";
    }

    private static WhenReading Checked(Instant instant, bool dated, WhenContext context, string rest)
    {
        if (instant > context.Now + Grace) return new WhenReading.Refused($"{Printed()} has not come yet. Type a time that has passed, like 14:05 or -10m.");
        if (instant < context.Now - Oldest) return new WhenReading.Refused($"{Printed()} is more than a year ago. Type a later time, like yesterday 23:50.");
        return new WhenReading.At(instant, rest, dated);

        string Printed() => Moments.At(instant, context.ProcessZone, context.Now);
    }

    private static string GapSentence(LocalTime typed, ZoneLocalMapping gap, DateTimeZone zone, WhenContext context)
    {
        var change = gap.LateInterval.Start;
        var before = (change - Duration.FromMinutes(1)).InZone(zone);
        var after = change.InZone(zone);
        var day = Moments.Day(gap.LocalDateTime.Date, context.Now.InZone(zone).Date);
        return $"{Minutes.Format(typed)} did not exist on {day}: clocks went from {Named(before)} to {Named(after)}. "
            + $"Type {Minutes.Format(before.TimeOfDay)} or {Minutes.Format(after.TimeOfDay)}.";

        string Named(ZonedDateTime moment) => $"{Minutes.Format(moment.TimeOfDay)} {Moments.ZoneLetters(moment.ToInstant(), zone)}";
    }

    /// <summary>
    /// The zone that typed letters mean; null when nobody here uses them. Letters of the process zone or the person's own mean that zone's clock, in
    /// summer and winter alike: people type EST all year. Only in the hour that occurs twice do they choose.
    /// </summary>
    private static DateTimeZone? ZoneOf(string? letters, WhenContext context)
    {
        if (letters is null) return context.ProcessZone;
        if (letters[0] is '+' or '-' or '\u2212') return FixedZone(letters);
        var upper = letters.ToUpperInvariant();
        if (upper is "Z" or "UTC" or "GMT") return DateTimeZone.Utc;
        if (upper.Length > 3 && upper[3] is '+' or '-' or '\u2212') return FixedZone(upper[3..]);
        if (Uses(context.ProcessZone, upper, context.Now)) return context.ProcessZone;
        return context.OwnZone is { } own && Uses(own, upper, context.Now) ? own : null;
    }

    private static bool Uses(DateTimeZone zone, string letters, Instant now) =>
        zone.GetZoneIntervals(new Interval(now - Oldest, now)).Any(interval => string.Equals(interval.Name, letters, StringComparison.OrdinalIgnoreCase));

    private static DateTimeZone? FixedZone(string offset)
    {
        var digits = offset[1..].Replace(":", "", StringComparison.Ordinal);
        var number = int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        var (hours, minutes) = digits.Length > 2 ? (number / 100, number % 100) : (number, 0);
        if (hours > 14 || minutes > 59) return null;
        var size = Offset.FromHoursAndMinutes(hours, minutes);
        return DateTimeZone.ForOffset(offset[0] == '+' ? size : -size);
    }

    /// <summary>An instant, or the hour that does not exist; neither when no day fits.</summary>
    private readonly record struct Found(Instant? Instant, ZoneLocalMapping? Gap)
    {
        /// <summary>The moment from which on this reading is no longer in the future.</summary>
        public Instant? Earliest => Gap is null ? Instant : Gap.LateInterval.Start;
    }
}
