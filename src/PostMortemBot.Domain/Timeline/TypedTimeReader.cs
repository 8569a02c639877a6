using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>
/// Reads the words of a time from the front of a text. Knows no clock and no zone: what the words say is one thing, which instant is meant
/// (<see cref="When"/>) another.
/// </summary>
internal static partial class TypedTimeReader
{
    private const RegexOptions CaseMatters = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // Longest first: "10 mins" is not "10 m" and a rest.
    private const string Unit = "(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)";
    private const string Amount = "([0-9]{1,5}(\\.[0-9])?\\s*|an?\\s+)" + Unit;

    // Only letters that people type behind a clock, all capitals or all small: never "it", "IT team", "just", "Est".
    private const string ZoneName = "Z|(UTC|utc|GMT|gmt)([+\\-\\u2212][0-9]{1,2}(:[0-9]{2})?)?"
        + "|[ECMP][SD]T|[ecmp][sd]t|AK[SD]T|HST|CES?T|cest?|EES?T|BST|IST|JST|KST|SGT|HKT|A[EC][SD]T|AWST|NZ[SD]T|MSK|SAST|BRT";

    /// <summary>The time at the front, the reader moved behind it; null, the reader where it was, when none stands there.</summary>
    public static TypedTime? Read(TypedWords words)
    {
        var start = words.Position;
        if (words.Take(At()) is null) words.Take(OpeningBracket());
        if ((ReadAgo(words) ?? ReadClock(words)) is { } time) return time;
        words.Position = start;
        return null;
    }

    /// <summary>A length and nothing else: <c>23m</c>, <c>1 h 5 min</c>; a bare number is minutes. Null for anything else.</summary>
    public static Duration? ReadLength(string text)
    {
        var words = new TypedWords(text.Trim());
        var match = words.Take(LengthAlone());
        if (match is null) return null;
        return match.Groups["bare"].Success ? Duration.FromMinutes(TypedWords.Number(match.Groups["bare"])) : Sum(match.Value);
    }

    private static TypedTime.Ago? ReadAgo(TypedWords words)
    {
        var start = words.Position;
        if ((words.Take(Back()) ?? words.Take(LongAgo())) is { } match && words.AtBoundary)
        {
            return new TypedTime.Ago(Sum(match.Value));
        }

        words.Position = start;
        return null;
    }

    private static Duration Sum(string amounts) =>
        Parts().Matches(amounts).Aggregate(Duration.Zero, (sum, part) => sum + Length(part.Groups["n"].Value, part.Groups["u"].Value[0]));

    private static Duration Length(string number, char unit)
    {
        var tenths = number[0] is 'a' or 'A' ? 10 : (long)(decimal.Parse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * 10);
        return char.ToLowerInvariant(unit) switch
        {
            's' => Duration.FromMilliseconds(tenths * 100),
            'm' => Duration.FromSeconds(tenths * 6),
            'h' => Duration.FromMinutes(tenths * 6),
            _ => Duration.FromMinutes(tenths * 144),
        };
    }

    private static TypedTime? ReadClock(TypedWords words)
    {
        var (day, impossibleDay) = TypedDayReader.Read(words);
        if (words.Take(Clock()) is not { } clock) return DayWithoutClock(words, day, impossibleDay);
        var zone = words.Take(day is TypedDay.On ? OffsetOrZone() : ZoneOnly())?.Groups["zone"].Value;
        var bare = clock.Groups["four"].Success && !clock.Groups["half"].Success && zone is null;
        if (bare && BareNumber.IsCount(clock.Groups["four"].Value, words.Rest)) return null;
        var named = day is not null || impossibleDay is not null;
        if (!named && words.Take(DayBehind()) is { } behind) day = TypedDayReader.Named(behind.Groups["name"].Value);
        var fromTo = UntilClock().IsMatch(words.Rest);
        if (!fromTo && !words.AtBoundary) return null;
        if (impossibleDay is not null) return new TypedTime.Impossible(impossibleDay);
        if (TimeOf(clock) is { } time) return new TypedTime.OnClock(time, day ?? new TypedDay.Latest(), zone, fromTo);
        // Four digits that are no time of day are a number, unless a day before them says that a time was meant.
        return bare && !named ? null : new TypedTime.Impossible($"{clock.Value.Trim()} is not a time of day. Type 14:05, 2:05pm or -10m.");
    }

    private static TypedTime? DayWithoutClock(TypedWords words, TypedDay? day, string? impossibleDay)
    {
        if (day is null || !words.AtBoundary || words.RestAfterSeparator.Length > 0) return null;
        return impossibleDay is null ? new TypedTime.DayAlone() : new TypedTime.Impossible(impossibleDay);
    }

    private static LocalTime? TimeOf(Match clock)
    {
        var four = clock.Groups["four"];
        var hour = four.Success ? int.Parse(four.ValueSpan[..2], NumberStyles.None, CultureInfo.InvariantCulture) : TypedWords.Number(clock.Groups["hour"]);
        var minute = four.Success ? int.Parse(four.ValueSpan[2..], NumberStyles.None, CultureInfo.InvariantCulture) : Part("minute");
        var second = Part("second");
        if (clock.Groups["half"].Success)
        {
            if (Half(hour, clock.Groups["half"].Value[0] is 'p' or 'P') is not { } turned) return null;
            hour = turned;
        }

        if (hour > 23 || minute > 59 || second > 59) return null;
        var fraction = clock.Groups["fraction"].Success ? clock.Groups["fraction"].Value.PadRight(3, '0')[..3] : "0";
        return new LocalTime(hour, minute, second, int.Parse(fraction, NumberStyles.None, CultureInfo.InvariantCulture));

        int Part(string name) => clock.Groups[name].Success ? TypedWords.Number(clock.Groups[name]) : 0;
    }

    /// <summary>12am is 00, 12pm is 12; people also write 14:05pm. 13am and 0pm are nothing.</summary>
    private static int? Half(int hour, bool afternoon) => (hour, afternoon) switch
    {
        (12, false) => 0,
        ( < 12, false) => hour,
        (12, true) => 12,
        ( >= 1 and < 12, true) => hour + 12,
        ( > 12 and < 24, true) => hour,
        _ => null,
    };

    [GeneratedRegex(@"\Aat\s+", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex At();

    [GeneratedRegex(@"\A[\[(]\s*", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex OpeningBracket();

    // A dash that touches its number and a unit: "-10m" is a time, "- 10 min of errors" a line of a list, "-10 % traffic" text.
    [GeneratedRegex(@"\A" + TypedWords.DashPattern + Amount + @"(\s*" + Amount + @"){0,3}", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex Back();

    [GeneratedRegex(@"\A((?<bare>[0-9]{1,5})|" + Amount + @"((\s*,)?(\s+and)?\s*" + Amount + @"){0,3})\z", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex LengthAlone();

    [GeneratedRegex(@"\A" + Amount + @"((\s*,)?(\s+and)?\s*" + Amount + @"){0,3}\s+ago", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex LongAgo();

    [GeneratedRegex(@"((?<n>[0-9]{1,5}(\.[0-9])?)\s*|\b(?<n>an?)\s+)(?<u>" + Unit + ")", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex Parts();

    // Spaces include the narrow one that phones put before PM.
    [GeneratedRegex(@"\A(((?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2})([.,](?<fraction>[0-9]{1,9}))?)?(\s*(?<half>[ap]\.?m\b\.?))?)|((?<hour>[0-9]{1,2})\s*(?<half>[ap]\.?m\b\.?))|((?<four>[0-9]{4})(\s*(?<half>[ap]\.?m\b\.?))?))", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex Clock();

    [GeneratedRegex(@"\A\s*(?<zone>" + ZoneName + @")\b", CaseMatters, Patterns.Patience)]
    private static partial Regex ZoneOnly();

    // An offset only behind a date: elsewhere "14:05-14:10" is a span of time. Behind a space it needs its minutes: "-10 % traffic" is none.
    [GeneratedRegex(@"\A((?<zone>[+\-\u2212](0[0-9]|1[0-4])(:?(00|15|30|45))?)|\s+(?<zone>[+\-\u2212](0[0-9]|1[0-4]):?(00|15|30|45))|\s*(?<zone>" + ZoneName + @"))\b", CaseMatters, Patterns.Patience)]
    private static partial Regex OffsetOrZone();

    [GeneratedRegex(@"\A\s*(" + TypedWords.DashPattern + @"|to\s|until\s|till\s)\s*[0-9]{1,2}:[0-9]{2}\b", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex UntilClock();

    [GeneratedRegex(@"\A\s+(?<name>yesterday|today)\b", TypedWords.Plain, Patterns.Patience)]
    private static partial Regex DayBehind();
}
