namespace PostMortemBot.Features;

/// <summary>What a button carries: an id, a bar, and the rest (another id, or the words that were typed). At most 1,900 characters.</summary>
internal static class CarriedPair
{
    private const int Most = 1900;

    public static string Of(string id, string rest = "")
    {
        var value = id + "|" + rest;
        return value.Length <= Most ? value : value[..Most];
    }

    public static (string Id, string After) Read(string value)
    {
        var bar = value.IndexOf('|', StringComparison.Ordinal);
        return bar < 0 ? (value, "") : (value[..bar], value[(bar + 1)..]);
    }
}

/// <summary>Button labels hold 22 characters.</summary>
internal static class Labels
{
    public const int Most = 22;

    public static string Short(string words) => words.Length <= Most ? words : words[..(Most - 1)].TrimEnd() + "…";
}
