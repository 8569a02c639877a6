using System.Globalization;
using System.Text.RegularExpressions;

namespace PostMortemBot.Domain;

/// <summary>What <c>slo NAME bad 23m</c> or <c>slo NAME failed 812/120000</c> says: <see cref="Told"/>, or <see cref="Refused"/> with what to type.</summary>
public abstract record SloReading
{
    private SloReading()
    {
    }

    /// <summary>A name as typed (which SLO that is, the policy knows) and what it lost.</summary>
    public sealed record Told(string Name, SloLoss Loss) : SloReading;

    public sealed record Refused(string Sentence) : SloReading;
}

/// <summary>Reads the words behind <c>slo</c>.</summary>
public static partial class SloWords
{
    private const string WhatToType = "Type slo NAME bad 23m, or slo NAME failed 812/120000.";

    /// <summary>The name may have several words and quotes; minutes may be <c>23m</c>, <c>1h 5m</c>, <c>23</c>; counts may have thousands commas.</summary>
    public static SloReading Read(string words)
    {
        var text = TypedWords.Unquoted(words).TrimEnd('.', ' ');
        if (Bad().Match(text) is { Success: true } bad) return ReadBad(bad);
        return Failed().Match(text) is { Success: true } failed
            ? ReadFailed(failed)
            : new SloReading.Refused($"\"{TypedWords.Shown(text)}\" has no number I can read. {WhatToType}");
    }

    private static SloReading ReadBad(Match typed)
    {
        var length = typed.Groups["length"].Value;
        return TypedTimeReader.ReadLength(length) is { TotalDays: <= 366 } bad
            ? new SloReading.Told(Name(typed), new SloLoss.BadTime(bad))
            : new SloReading.Refused($"\"{TypedWords.Shown(length)}\" is not a length of time. {WhatToType}");
    }

    private static SloReading ReadFailed(Match typed)
    {
        if (Count("failed") is not { } failed || Count("of") is not { } of) return new SloReading.Refused($"That is more than I can count. {WhatToType}");
        if (of == 0) return new SloReading.Refused("The number behind the slash is all requests of the month. It is not 0.");
        if (failed > of) return new SloReading.Refused(string.Create(CultureInfo.InvariantCulture, $"{failed:#,0} of {of:#,0} cannot be. Failed requests come first: failed 812/120000."));
        return new SloReading.Told(Name(typed), new SloLoss.FailedRequests(failed, of));

        long? Count(string group) =>
            long.TryParse(typed.Groups[group].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
    }

    private static string Name(Match typed) => TypedWords.Unquoted(typed.Groups["name"].Value);

    [GeneratedRegex(@"\A(?<name>\S.*?)\s+bad\s+(?<length>[0-9].*)\z", TypedWords.Plain | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Bad();

    [GeneratedRegex(@"\A(?<name>\S.*?)\s+failed\s+(?<failed>[0-9][0-9,]*)\s*(/|of|out of)\s*(?<of>[0-9][0-9,]*)(\s+requests)?\z", TypedWords.Plain | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Failed();
}
