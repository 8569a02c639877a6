using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace PostMortemBot.Domain;

/// <summary>
/// How times, lengths and counts are printed for people, the same on every machine: English names, 24 hours, the zone's own letters.
/// Instants go in, finished words come out; nothing else in the program formats a time.
/// </summary>
public static class Moments
{
    private static readonly LocalTimePattern Minutes = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private static readonly LocalTimePattern Seconds = LocalTimePattern.CreateWithInvariantCulture("HH:mm:ss");
    private static readonly LocalDatePattern DayOnly = LocalDatePattern.CreateWithInvariantCulture("ddd d MMM");
    private static readonly LocalDatePattern DayAndYear = LocalDatePattern.CreateWithInvariantCulture("ddd d MMM uuuu");

    /// <summary>
    /// <c>02:14 EST</c>; <c>Tue 24 Nov 02:14 EST</c> on another day than today, the year only when it is not this one. With the reader's
    /// <paramref name="own"/> zone and a clock that differs there: <c>02:14 EST (12:44 for you)</c>, with the day when that differs too.
    /// </summary>
    public static string At(Instant instant, DateTimeZone zone, Instant now, DateTimeZone? own = null)
    {
        var (local, today) = (instant.InZone(zone), now.InZone(zone).Date);
        return (local.Date == today ? "" : Day(local.Date, today) + " ") + Clocked(local, today, own);
    }

    /// <summary>The same within a sentence: <c>at 02:14 EST</c>, and <c>on Tue 24 Nov at 02:14 EST</c> on another day than today.</summary>
    public static string When(Instant instant, DateTimeZone zone, Instant now, DateTimeZone? own = null)
    {
        var (local, today) = (instant.InZone(zone), now.InZone(zone).Date);
        return (local.Date == today ? "at " : $"on {Day(local.Date, today)} at ") + Clocked(local, today, own);
    }

    /// <summary>The clock alone in this zone, <c>02:14</c>, for lists whose heading names day and zone.</summary>
    public static string Clock(Instant instant, DateTimeZone zone) => Minutes.Format(instant.InZone(zone).TimeOfDay);

    /// <summary>The clock as the document prints it: <c>02:14</c>, and <c>02:14:30</c> when the time was given to the second.</summary>
    public static string PreciseClock(Instant instant, DateTimeZone zone)
    {
        var time = instant.InZone(zone).TimeOfDay;
        return time.Second == 0 ? Minutes.Format(time) : Seconds.Format(time);
    }

    /// <summary><c>Tue 24 Nov</c>; with the year, <c>Tue 25 Nov 2025</c>, when it is not today's.</summary>
    public static string Day(LocalDate day, LocalDate today) => (day.Year == today.Year ? DayOnly : DayAndYear).Format(day);

    /// <summary>A deadline, a day with what is left of it: <c>Tue 1 Dec (in 4 days)</c>, <c>(today)</c>, <c>(tomorrow)</c>, <c>(8 days ago)</c>.</summary>
    public static string Deadline(LocalDate day, LocalDate today) => $"{Day(day, today)} ({Distance(Period.DaysBetween(today, day))})";

    /// <summary><c>47 min</c>, <c>2 h 05 min</c>, <c>2 d 7 h</c>: rounded half up to the smallest unit shown.</summary>
    public static string Length(Duration length)
    {
        var minutes = WholeMinutes(length);
        if (minutes < 0) return "-" + Length(-length);
        if (minutes < 60) return Invariant($"{minutes} min");
        if (minutes < 24 * 60) return Invariant($"{minutes / 60} h {minutes % 60:00} min");
        var hours = (minutes + 30) / 60;
        return Invariant($"{hours / 24:#,0} d {hours % 24} h");
    }

    /// <summary>Whole minutes, half up (<c>decisions</c> on numbers): 29:30 is 30, 29:29 is 29, minus 0:30 is 0.</summary>
    public static long WholeMinutes(Duration length) => (long)Math.Floor(ExactMinutes(length) + 0.5m);

    /// <summary><c>1 event</c>, <c>2 events</c>, <c>2,300 requests</c>. Give the plural where it is not made by <c>s</c>, <c>es</c> or <c>ies</c>.</summary>
    public static string Count(long number, string one, string? many = null) =>
        Invariant($"{number:#,0} {(number == 1 ? one : many ?? Plural(one))}");

    /// <summary>
    /// The letters in force at that instant: <c>EST</c>, <c>EDT</c>, <c>IST</c>. A zone that has only a number for a name (<c>+03</c>) is written <c>UTC+3</c>.
    /// </summary>
    public static string ZoneLetters(Instant instant, DateTimeZone zone)
    {
        var interval = zone.GetZoneInterval(instant);
        return interval.Name.All(char.IsAsciiLetter) ? interval.Name : "UTC" + OffsetText(interval.WallOffset);
    }

    /// <summary>The zone token of the document's headers: <c>EST</c>, or <c>EDT/EST</c> where the clocks changed between first and last.</summary>
    public static string ZoneToken(DateTimeZone zone, Instant first, Instant last)
    {
        if (last < first) (first, last) = (last, first);
        var letters = new List<string>();
        for (var at = first; at <= last;)
        {
            var name = ZoneLetters(at, zone);
            if (!letters.Contains(name)) letters.Add(name);
            var interval = zone.GetZoneInterval(at);
            if (!interval.HasEnd) break;
            at = interval.End;
        }

        return string.Join('/', letters);
    }

    /// <summary>Minutes with their fraction, exact: what budgets are reckoned with.</summary>
    internal static decimal ExactMinutes(Duration length) => (length.Days * 1_440m) + (length.NanosecondOfDay / 60_000_000_000m);

    private static string Clocked(ZonedDateTime local, LocalDate today, DateTimeZone? own) => $"{Minutes.Format(local.TimeOfDay)} {ZoneLetters(local.ToInstant(), local.Zone)}{ForYou(local, today, own)}";

    private static string ForYou(ZonedDateTime local, LocalDate today, DateTimeZone? own)
    {
        if (own is null) return "";
        var theirs = local.WithZone(own);
        if (theirs.Offset == local.Offset) return "";
        var day = theirs.Date == local.Date ? "" : Day(theirs.Date, today) + " ";
        return $" ({day}{Minutes.Format(theirs.TimeOfDay)} for you)";
    }

    private static string Distance(int days) => days switch
    {
        0 => "today",
        1 => "tomorrow",
        -1 => "yesterday",
        > 1 => Invariant($"in {days:#,0} days"),
        _ => Invariant($"{-days:#,0} days ago"),
    };

    private static string OffsetText(Offset offset)
    {
        if (offset == Offset.Zero) return "";
        var minutes = Math.Abs(offset.Seconds) / 60;
        var rest = minutes % 60 == 0 ? "" : Invariant($":{minutes % 60:00}");
        return Invariant($"{(offset.Seconds < 0 ? '-' : '+')}{minutes / 60}{rest}");
    }

    private static string Plural(string one) => one switch
    {
        [.., not ('a' or 'e' or 'i' or 'o' or 'u'), 'y'] => one[..^1] + "ies",
        [.., 's' or 'x' or 'z'] or [.., 'c' or 's', 'h'] => one + "es",
        _ => one + "s",
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
