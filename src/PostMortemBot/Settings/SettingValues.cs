using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace PostMortemBot.Settings;

/// <summary>
/// Typed values of settings. Each gives null when nothing is there, and null with the mistake noted when what is there cannot be read;
/// <c>Required</c> notes what is missing.
/// </summary>
internal static class SettingValues
{
    private static readonly string[] FixedZones = ["EST", "MST", "HST"];

    /// <summary>The same setting; notes a mistake when it is not there.</summary>
    /// <param name="example">What would be right, as it stands in the file.</param>
    public static Setting Required(this Setting setting, string example)
    {
        if (!setting.IsThere) setting.Refuse($"is missing; write for example {example}.");
        return setting;
    }

    public static string? Text(this Setting setting)
    {
        if (setting.Raw() is not { } text)
        {
            if (setting.IsThere) setting.Refuse($"a text in quotes is expected, not {setting.Shown()}.");
            return null;
        }

        if (!string.IsNullOrWhiteSpace(text)) return text.Trim();
        setting.Refuse("the text is empty; fill it or leave the key out.");
        return null;
    }

    public static IReadOnlyList<string> Texts(this Setting setting) =>
        [.. setting.Items().Select(item => item.Text()).OfType<string>()];

    public static bool? YesNo(this Setting setting)
    {
        if (setting.Node is JsonValue value && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False) return value.GetValue<bool>();
        if (setting.IsFromEnvironment && bool.TryParse(setting.Raw(), out var yes)) return yes;
        if (setting.IsThere) setting.Refuse($"true or false is expected, not {setting.Shown()}.");
        return null;
    }

    /// <summary>A whole number within bounds, both included.</summary>
    public static int? Whole(this Setting setting, int least, int most, string unit)
    {
        if (!setting.IsThere) return null;
        var number = setting.Number();
        if (number is { } whole && whole == Math.Floor(whole) && whole >= least && whole <= most) return (int)whole;
        setting.Refuse($"{setting.Shown()} is no whole number of {unit} from {least} to {most}.");
        return null;
    }

    /// <summary>A share of one, written <c>0.999</c> or <c>"99.9 %"</c>.</summary>
    /// <param name="endsToo">0 and 1 themselves are allowed.</param>
    public static double? Share(this Setting setting, bool endsToo = false)
    {
        if (!setting.IsThere) return null;
        var percent = setting.Raw()?.TrimEnd().EndsWith('%') == true;
        var read = percent ? ReadNumber(setting.Raw()!.TrimEnd().TrimEnd('%')) / 100m : setting.Number();
        if (read is not { } share) setting.Refuse($"{setting.Shown()} is no share; write 0.999 or \"99.9 %\".");
        else if (share > 1 && !percent && share <= 100) setting.Refuse(Invariant($"{share} is a share over 1; write {share / 100} or \"{share} %\"."));
        else if (share < 0 || share > 1) setting.Refuse($"{setting.Shown()} is no share between 0 and 1.");
        else if (!endsToo && share is 0 or 1) setting.Refuse($"{setting.Shown()} leaves no budget to reckon with; write a share between 0 and 1, such as 0.999.");
        else return (double)share;
        return null;
    }

    /// <summary>One of a few words, in any case.</summary>
    public static T? OneOf<T>(this Setting setting, params (string Word, T Value)[] words)
        where T : struct
    {
        if (setting.Text() is not { } text) return null;
        foreach (var (word, value) in words)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase)) return value;
        }

        var all = string.Join(", ", words.Select(one => one.Word));
        if (words.Length == 1) setting.Refuse($"{setting.Shown()} is not known in this version; write \"{all}\".");
        else if (Closest.To(text, words.Select(one => one.Word)) is { } near) setting.Refuse($"{setting.Shown()} is not known; did you mean \"{near}\"? Known: {all}.");
        else setting.Refuse($"{setting.Shown()} is not known; write one of {all}.");
        return null;
    }

    /// <summary>A time of day, <c>"09:00"</c>.</summary>
    public static LocalTime? TimeOfDay(this Setting setting)
    {
        if (setting.Text() is not { } text) return null;
        var read = LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text);
        if (read.Success) return read.Value;
        setting.Refuse($"{setting.Shown()} is no time of day; write \"09:00\".");
        return null;
    }

    /// <summary>A zone of the tz database. Abbreviations that never change their clocks are refused: they are hardly ever meant.</summary>
    public static DateTimeZone? Zone(this Setting setting) => setting.Text() is { } id ? ZoneNamed(setting, id) : null;

    /// <summary>The zone of this id; the mistake is noted at <paramref name="setting"/>.</summary>
    public static DateTimeZone? ZoneNamed(Setting setting, string id)
    {
        if (FixedZones.Contains(id, StringComparer.Ordinal)) setting.Refuse($"\"{id}\" never changes its clocks; write a place, such as \"America/New_York\".");
        else if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is { } zone) return zone;
        else if (Closest.To(id, Places) is { } near) setting.Refuse($"\"{id}\" is no time zone; did you mean \"{near}\"?");
        else if (CityOf(id) is { } city) setting.Refuse($"\"{id}\" is no time zone; did you mean \"{city}\"?");
        else setting.Refuse($"\"{id}\" is no time zone; write a name of the tz database, such as \"America/New_York\".");
        return null;
    }

    /// <summary>An absolute http or https address.</summary>
    public static Uri? Address(this Setting setting)
    {
        if (setting.Text() is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0) return uri;
        setting.Refuse($"{setting.Shown()} is no web address; write \"http://localhost:3978\".");
        return null;
    }

    /// <summary>Zones named by a place: an abbreviation is never proposed.</summary>
    private static IEnumerable<string> Places => DateTimeZoneProviders.Tzdb.Ids.Where(id => id.Contains('/', StringComparison.Ordinal));

    private static string? CityOf(string id) =>
        Places.FirstOrDefault(zone => string.Equals(zone[(zone.LastIndexOf('/') + 1)..], id.Trim().Replace(' ', '_'), StringComparison.OrdinalIgnoreCase));

    private static string? Raw(this Setting setting) =>
        setting.Node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static decimal? Number(this Setting setting)
    {
        if (setting.Node is JsonValue value && value.GetValueKind() == JsonValueKind.Number) return ReadNumber(value.ToJsonString());
        return setting.IsFromEnvironment ? ReadNumber(setting.Raw() ?? "") : null;
    }

    private static decimal? ReadNumber(string text) =>
        decimal.TryParse(text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
