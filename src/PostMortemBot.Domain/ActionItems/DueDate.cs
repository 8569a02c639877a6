using System.Text.RegularExpressions;
using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>What <see cref="DueDate"/> made of a text: <see cref="On"/> or <see cref="Refused"/>.</summary>
public abstract record DueDateReading
{
    private DueDateReading()
    {
    }

    /// <summary>The day meant; never before today.</summary>
    public sealed record On(LocalDate Day) : DueDateReading;

    /// <summary>No day, or one that cannot be; the sentence says what to type instead.</summary>
    public sealed record Refused(string Sentence) : DueDateReading;
}

/// <summary>
/// Reads the day by which an action is due, as people say it: <c>2026-12-24</c>, <c>24 Dec</c>, <c>friday</c>, <c>next monday</c>, <c>tomorrow</c>,
/// <c>in 2 weeks</c>, <c>end of month</c>. A weekday is the coming one, never today; with <c>next</c> it is that of the next calendar week, which begins
/// on Monday. A day without a year is the next such day. <c>12/24</c> is refused, because half the world reads it as the 12th of a month.
/// </summary>
public static partial class DueDate
{
    private const int YearsAhead = 2;
    private const string WhatToType = "Type 2026-12-24, friday or in 2 weeks.";

    /// <summary>Reads the whole text; <paramref name="today"/> is the day in the zone of who typed it.</summary>
    public static DueDateReading Read(string words, LocalDate today)
    {
        var text = Leading().Replace(TypedWords.Unquoted(words).TrimEnd('.', '!', ' '), "");
        if (text.Length == 0) return new DueDateReading.Refused("No day was typed. " + WhatToType);
        if (Slashes().IsMatch(text)) return new DueDateReading.Refused($"\"{text}\" can be two days. Type it like 2026-12-24 or 24 Dec.");
        var (day, meant) = Find(text, today);
        if (day is not { } due) return new DueDateReading.Refused(meant ? $"\"{text}\" is not a day of the calendar. {WhatToType}" : $"\"{TypedWords.Shown(text)}\" is not a day I can read. {WhatToType}");
        if (due < today) return new DueDateReading.Refused($"{Moments.Day(due, today)} has passed. {WhatToType}");
        return due > today.PlusYears(YearsAhead)
            ? new DueDateReading.Refused($"{Moments.Day(due, today)} is more than two years ahead. {WhatToType}")
            : new DueDateReading.On(due);
    }

    /// <summary>The day; or none, and whether a date was meant that no calendar has.</summary>
    private static (LocalDate? Day, bool Meant) Find(string text, LocalDate today)
    {
        if (Iso().Match(text) is { Success: true } iso) return (Dated(iso, TypedWords.Number(iso.Groups["number"])), true);
        if (Dotted().Match(text) is { Success: true } dotted) return (Dated(dotted, TypedWords.Number(dotted.Groups["number"])), true);
        if (DayAndMonth().Match(text) is { Success: true } first) return (Spoken(first, today), true);
        if (MonthAndDay().Match(text) is { Success: true } second) return (Spoken(second, today), true);
        if (Weekday().Match(text) is { Success: true } weekday) return (OnWeekday(weekday, today), false);
        if (In().Match(text) is { Success: true } later) return (After(later, today), false);
        return (Named(Spaces().Replace(text, " ").ToLowerInvariant(), today), false);
    }

    private static LocalDate? Dated(Match typed, int month) =>
        TypedWords.Date(TypedWords.Number(typed.Groups["year"]), month, TypedWords.Number(typed.Groups["day"]));

    private static LocalDate? Spoken(Match typed, LocalDate today)
    {
        var month = TypedWords.Month(typed.Groups["month"]);
        if (typed.Groups["year"].Success) return Dated(typed, month);
        var day = TypedWords.Number(typed.Groups["day"]);
        var thisYear = TypedWords.Date(today.Year, month, day);
        return thisYear >= today ? thisYear : TypedWords.Date(today.Year + 1, month, day);
    }

    private static LocalDate OnWeekday(Match typed, LocalDate today)
    {
        var day = TypedWords.Weekday(typed.Groups["weekday"]);
        return typed.Groups["next"].Success
            ? today.Next(IsoDayOfWeek.Monday).PlusDays((int)day - 1)
            : today.Next(day);
    }

    private static LocalDate? After(Match typed, LocalDate today)
    {
        var number = typed.Groups["number"].Success ? TypedWords.Number(typed.Groups["number"]) : 1;
        return char.ToLowerInvariant(typed.Groups["unit"].Value[0]) switch
        {
            'd' => today.PlusDays(number),
            'w' => today.PlusWeeks(number),
            'm' => today.PlusMonths(number),
            'q' => today.PlusMonths(3 * number),
            _ => today.PlusYears(number),
        };
    }

    private static LocalDate? Named(string text, LocalDate today) => text switch
    {
        "today" or "eod" or "end of day" => today,
        "tomorrow" => today.PlusDays(1),
        "day after tomorrow" or "the day after tomorrow" => today.PlusDays(2),
        "next week" => today.PlusWeeks(1),
        "next month" => today.PlusMonths(1),
        "next quarter" => today.PlusMonths(3),
        "end of week" or "end of the week" or "end of this week" or "eow" => EndOfWeek(today),
        "end of next week" => EndOfWeek(today).PlusWeeks(1),
        "end of month" or "end of the month" or "end of this month" or "eom" => today.With(DateAdjusters.EndOfMonth),
        "end of next month" => today.PlusMonths(1).With(DateAdjusters.EndOfMonth),
        "end of quarter" or "end of the quarter" or "end of this quarter" or "eoq" => today.PlusMonths((12 - today.Month) % 3).With(DateAdjusters.EndOfMonth),
        "end of year" or "end of the year" or "end of this year" or "eoy" => new LocalDate(today.Year, 12, 31),
        _ => null,
    };

    /// <summary>Friday; on a Saturday or Sunday the next one.</summary>
    private static LocalDate EndOfWeek(LocalDate today) => today.DayOfWeek == IsoDayOfWeek.Friday ? today : today.Next(IsoDayOfWeek.Friday);

    [GeneratedRegex(@"\A(due|by|on|until|till|before)(\s+(by|on))?\s+", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex Leading();

    [GeneratedRegex(@"\A[0-9]{1,2}/[0-9]{1,2}(/[0-9]{2,4})?\z", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex Slashes();

    [GeneratedRegex(@"\A(?<year>[0-9]{4})" + TypedWords.DashPattern + "(?<number>[0-9]{1,2})" + TypedWords.DashPattern + @"(?<day>[0-9]{1,2})\z", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex Iso();

    [GeneratedRegex(@"\A(?<day>[0-9]{1,2})\.\s?(?<number>[0-9]{1,2})\.\s?(?<year>[0-9]{4})\z", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex Dotted();

    [GeneratedRegex(@"\A(" + TypedWords.WeekdayPattern + @",?\s+)?(?<day>[0-9]{1,2})(st|nd|rd|th|\.)?\s+(of\s+)?" + TypedWords.MonthPattern + @"\.?(,?\s+(?<year>[0-9]{4}))?\z", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex DayAndMonth();

    [GeneratedRegex(@"\A(" + TypedWords.WeekdayPattern + @",?\s+)?" + TypedWords.MonthPattern + @"\.?\s+(?<day>[0-9]{1,2})(st|nd|rd|th)?(,?\s+(?<year>[0-9]{4}))?\z", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex MonthAndDay();

    [GeneratedRegex(@"\A((this|coming|(?<next>next))\s+)?" + TypedWords.WeekdayPattern + @"\z", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex Weekday();

    [GeneratedRegex(@"\A(in\s+|within\s+|\+)?(((?<number>[0-9]{1,3})|an?|one)\s*)(?<unit>days?|d|weeks?|wks?|w|months?|quarters?|years?)\z", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex In();

    [GeneratedRegex(@"\s+", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex Spaces();
}
