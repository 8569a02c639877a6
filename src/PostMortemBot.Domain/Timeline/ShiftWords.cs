using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>By how much a timeline is moved: one of <see cref="By"/>, <see cref="Zone"/>, <see cref="Refused"/>.</summary>
public abstract record ShiftReading
{
    private ShiftReading()
    {
    }

    /// <summary>By this much; negative is earlier.</summary>
    public sealed record By(Duration Length) : ShiftReading;

    /// <summary>The times were typed by this zone's clock.</summary>
    public sealed record Zone(DateTimeZone Meant) : ShiftReading;

    public sealed record Refused(string Sentence) : ShiftReading;
}

/// <summary>Reads <c>-1h</c>, <c>+30m</c>, <c>+5h30m</c>, <c>-1:30</c>, <c>1 h earlier</c>; or a zone by name, city or letters: <c>Europe/Berlin</c>, <c>Berlin</c>, <c>CET</c>, <c>UTC+2</c>.</summary>
public static partial class ShiftWords
{
    private const string WhatToType = "Type -1h, +30m, +5h30m, or a zone like Europe/Berlin.";
    private static readonly Duration Most = Duration.FromDays(31);

    /// <param name="known">Zones that people here live in: their letters are understood.</param>
    /// <param name="at">When, for letters that change with the season.</param>
    public static ShiftReading Read(string typed, IEnumerable<DateTimeZone> known, Instant at)
    {
        var words = string.Concat(typed.Trim().Select(letter => letter is '–' or '—' or '−' or '‐' or '‑' ? '-' : letter));
        if (words.Length == 0) return new ShiftReading.Refused("Say by how much. " + WhatToType);
        if (Length().Match(words.ToLowerInvariant()) is { Success: true } length) return LengthOf(length, typed);
        return ZoneNamed(words, [.. known], at) is { } zone ? new ShiftReading.Zone(zone) : new ShiftReading.Refused($"“{TypedWords.Shown(words)}” is neither a length nor a zone I know. {WhatToType}");
    }

    private static ShiftReading LengthOf(Match read, string typed)
    {
        var (sign, direction) = (read.Groups["sign"].Value, read.Groups["way"].Value);
        var by = Duration.FromHours(Number(read.Groups["h"])) + Duration.FromMinutes(Number(read.Groups["m"]) + Number(read.Groups["mm"]));
        var signEarlier = sign == "-";
        var wordEarlier = direction is "earlier" or "back";
        if (sign.Length == 0 && direction.Length == 0) return new ShiftReading.Refused($"Say the direction: -{typed.Trim()} is earlier, +{typed.Trim()} is later.");
        if (sign.Length > 0 && direction.Length > 0 && signEarlier != wordEarlier) return new ShiftReading.Refused("Sign and word say two directions. Type -1h for earlier, +1h for later.");
        if (by == Duration.Zero) return new ShiftReading.Refused("That moves nothing. " + WhatToType);
        return by > Most ? new ShiftReading.Refused("That is more than 31 days. " + WhatToType) : new ShiftReading.By(signEarlier || wordEarlier ? -by : by);
    }

    private static int Number(Group group) => group.Success && group.Length > 0 ? int.Parse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    private static DateTimeZone? ZoneNamed(string words, IReadOnlyList<DateTimeZone> known, Instant at)
    {
        if (words.ToUpperInvariant() is "UTC" or "GMT" or "Z") return DateTimeZone.Utc;
        if (Offset().Match(words) is { Success: true } offset && Number(offset.Groups["h"]) <= 14)
        {
            var size = NodaTime.Offset.FromHoursAndMinutes(Number(offset.Groups["h"]), Number(offset.Groups["m"]));
            return DateTimeZone.ForOffset(offset.Groups["sign"].Value == "-" ? -size : size);
        }

        if (known.FirstOrDefault(zone => Letters(zone, at).Contains(words, StringComparer.OrdinalIgnoreCase)) is { } here) return here;
        var city = words.Replace(' ', '_');
        var ids = DateTimeZoneProviders.Tzdb.Ids;
        var id = ids.FirstOrDefault(one => Same(one, city)) ?? ids.FirstOrDefault(one => one.Contains('/', StringComparison.Ordinal) && Same(one[(one.LastIndexOf('/') + 1)..], city));
        return id is null ? null : DateTimeZoneProviders.Tzdb[id];
    }

    private static IEnumerable<string> Letters(DateTimeZone zone, Instant at) => zone.GetZoneIntervals(new Interval(at - Duration.FromDays(365), at)).Select(interval => interval.Name);

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\A(?<sign>[+-]?) ?(?:(?<h>[0-9]{1,3}) ?(?:h|hours?|std)(?: ?(?<m>[0-9]{1,4}) ?(?:m|min|minutes?)?)?|(?<m>[0-9]{1,4}) ?(?:m|min|minutes?)|(?<h>[0-9]{1,2}):(?<mm>[0-9]{2}))(?: ?(?<way>earlier|later|back|forward))?\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Length();

    [GeneratedRegex(@"\A(?:utc|gmt)(?<sign>[+-])(?<h>[0-9]{1,2})(?::?(?<m>[0-5][0-9]))?\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, Patterns.Patience)]
    private static partial Regex Offset();
}
