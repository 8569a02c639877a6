using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>A time as its words say it, before anybody asks which instant that is.</summary>
internal abstract record TypedTime
{
    private TypedTime()
    {
    }

    /// <summary><c>-10m</c>, <c>10 min ago</c>.</summary>
    public sealed record Ago(Duration Back) : TypedTime;

    /// <summary>
    /// <c>14:05</c>, <c>yesterday 23:50 EDT</c>, <c>2026-11-20T23:50Z</c>. In <c>14:05-14:10 slow</c> (<paramref name="FromTo"/>) the first
    /// time counts, and the text keeps both.
    /// </summary>
    public sealed record OnClock(LocalTime Time, TypedDay Day, string? Zone, bool FromTo) : TypedTime;

    /// <summary>Written like a time and none: <c>25:10</c>, <c>2026-02-30 14:05</c>.</summary>
    public sealed record Impossible(string Sentence) : TypedTime;

    /// <summary>A day without a clock time. At the front of a text that is text; where only a time is wanted it is half of one.</summary>
    public sealed record DayAlone : TypedTime;
}

/// <summary>The day in a typed time.</summary>
internal abstract record TypedDay
{
    private TypedDay()
    {
    }

    /// <summary>No day: the latest such clock time.</summary>
    public sealed record Latest : TypedDay;

    /// <summary><c>today</c> is 0, <c>yesterday</c> 1.</summary>
    public sealed record DaysBack(int Days) : TypedDay;

    /// <summary>The latest such weekday, today among them.</summary>
    public sealed record Weekday(IsoDayOfWeek Day) : TypedDay;

    /// <summary><c>24 Nov</c>: the latest such day.</summary>
    public sealed record DayOfYear(int Month, int Day) : TypedDay;

    /// <summary>A date with its year.</summary>
    public sealed record On(LocalDate Date) : TypedDay;
}
