using System.Text.RegularExpressions;

namespace PostMortemBot.Domain;

/// <summary>Reads the day in front of a clock time, in every form that people type and in the form that the bot itself prints.</summary>
internal static partial class TypedDayReader
{
    /// <summary>The day, or the sentence for a day that does not exist; neither, the reader where it was, when no day stands there.</summary>
    public static (TypedDay? Day, string? Impossible) Read(TypedWords words)
    {
        var start = words.Position;
        var (day, impossible) = ReadDay(words);
        if ((day is not null || impossible is not null) && (words.Take(Behind()) is not null || words.AtBoundary)) return (day, impossible);
        words.Position = start;
        return (null, null);
    }

    /// <summary><c>today</c>, <c>yesterday</c>.</summary>
    public static TypedDay Named(string name) => new TypedDay.DaysBack(name[0] is 'y' or 'Y' ? 1 : 0);

    private static (TypedDay? Day, string? Impossible) ReadDay(TypedWords words)
    {
        if (words.Take(IsoDate()) is { } iso)
        {
            return Dated(iso, TypedWords.Number(iso.Groups["number"]), TypedWords.Number(iso.Groups["year"]));
        }

        if ((words.Take(DayAndMonth()) ?? words.Take(MonthAndDay())) is { } spoken)
        {
            var year = spoken.Groups["year"];
            return Dated(spoken, TypedWords.Month(spoken.Groups["month"]), year.Success ? TypedWords.Number(year) : null);
        }

        if (words.Take(NamedDay()) is { } named) return (Named(named.Groups["name"].Value), null);
        return words.Take(OnWeekday()) is { } weekday ? (new TypedDay.Weekday(TypedWords.Weekday(weekday.Groups["weekday"])), null) : (null, null);
    }

    private static (TypedDay? Day, string? Impossible) Dated(Match typed, int month, int? year)
    {
        var day = TypedWords.Number(typed.Groups["day"]);
        // A leap year stands in for the year that was not typed: 29 Feb may exist.
        if (TypedWords.Date(year ?? 2000, month, day) is not { } date)
        {
            return (null, $"{typed.Value.Trim()} is not a day of the calendar. Type it like 2026-11-20 14:05.");
        }

        return (year is null ? new TypedDay.DayOfYear(month, day) : new TypedDay.On(date), null);
    }

    [GeneratedRegex(@"\A(?<year>[0-9]{4})" + TypedWords.DashPattern + "(?<number>[0-9]{1,2})" + TypedWords.DashPattern + "(?<day>[0-9]{1,2})", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"\A(" + TypedWords.WeekdayPattern + @",?\s+)?(?<day>[0-9]{1,2})(st|nd|rd|th)?\s+" + TypedWords.MonthPattern + @"\b\.?(,?\s+(?<year>20[0-9]{2})\b)?", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex DayAndMonth();

    [GeneratedRegex(@"\A(" + TypedWords.WeekdayPattern + @",?\s+)?" + TypedWords.MonthPattern + @"\.?\s+(?<day>[0-9]{1,2})(st|nd|rd|th)?\b(,?\s+(?<year>20[0-9]{2})\b)?", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex MonthAndDay();

    [GeneratedRegex(@"\A(?<name>yesterday|today)\b", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex NamedDay();

    [GeneratedRegex(@"\A((last|on)\s+)?" + TypedWords.WeekdayPattern + @"\b", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex OnWeekday();

    [GeneratedRegex(@"\A(T|[\s,]+(at\s+)?)", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex Behind();
}
