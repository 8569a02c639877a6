using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>A typed text that is read from its front, piece by piece, and the small words that dates and times share.</summary>
internal sealed partial class TypedWords(string text)
{
    /// <summary>Invariant, so that a Turkish machine reads <c>MIN</c> too.</summary>
    public const RegexOptions Plain = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    public const string DashPattern = @"[\p{Pd}\u2212]";
    public const string MonthPattern = "(?<month>jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)";
    public const string WeekdayPattern = "(?<weekday>mon(day)?|tue(s|sday)?|wed(s|nesday)?|thu(r|rs|rsday)?|fri(day)?|sat(urday)?|sun(day)?)";

    private const string Months = "janfebmaraprmayjunjulaugsepoctnovdec";
    private const string Weekdays = "montuewedthufrisatsun";

    /// <summary>How far the reading has come.</summary>
    public int Position { get; set; }

    /// <summary>What is not read yet.</summary>
    public string Rest => text[Position..];

    /// <summary>A time ends where the text ends, at a space, or at a separator that is followed by one: <c>14:05:</c> yes, <c>14:05x</c> no.</summary>
    public bool AtBoundary => Position == text.Length || Boundary().IsMatch(Rest);

    /// <summary>The rest without the separator in front of it. A dash that touches what follows belongs to it (<c>-10 % traffic</c>).</summary>
    public string RestAfterSeparator => Rest[Separator().Match(Rest).Length..].TrimEnd();

    /// <summary>Reads <paramref name="pattern"/>, which must be anchored at the start, or leaves everything as it was.</summary>
    public Match? Take(Regex pattern)
    {
        var match = pattern.Match(Rest);
        if (!match.Success) return null;
        Position += match.Length;
        return match;
    }

    /// <summary>A text as it is meant: without outer spaces and without quotes that enclose the whole of it, straight or curly.</summary>
    public static string Unquoted(string typed)
    {
        var plain = typed.Trim();
        return plain.Length >= 2 && IsQuote(plain[0]) && IsQuote(plain[^1]) ? plain[1..^1].Trim() : plain;
    }

    public static int Number(Group digits) => int.Parse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    public static int Month(Group name) => (Months.IndexOf(name.Value[..3], StringComparison.OrdinalIgnoreCase) / 3) + 1;

    public static IsoDayOfWeek Weekday(Group name) => (IsoDayOfWeek)((Weekdays.IndexOf(name.Value[..3], StringComparison.OrdinalIgnoreCase) / 3) + 1);

    /// <summary>Null for a day that no calendar has: 30 Feb, or 29 Feb in a common year.</summary>
    public static LocalDate? Date(int year, int month, int day) =>
        year is >= 1 and <= 9998 && month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month)
            ? new LocalDate(year, month, day)
            : null;

    /// <summary>What was typed, short enough to stand in a sentence.</summary>
    public static string Shown(string typed) => typed.Length <= 60 ? typed : typed[..57].TrimEnd() + "...";

    private static bool IsQuote(char sign) => sign is '"' or '\'' or '`' or '\u2018' or '\u2019' or '\u201C' or '\u201D' or '\u201E' or '\u00AB' or '\u00BB';

    [GeneratedRegex(@"\A(\s|[,;:.)\]|\u00B7\p{Pd}\u2212]+(\s|\z))", Plain, Patterns.Patience)]
    private static partial Regex Boundary();

    [GeneratedRegex(@"\A(\s+|[,;:.)\]|\u00B7\p{Pd}\u2212]+(\s+|\z))*", Plain, Patterns.Patience)]
    private static partial Regex Separator();
}
