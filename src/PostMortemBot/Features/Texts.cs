namespace PostMortemBot.Features;

/// <summary>Texts as lines show them.</summary>
internal static class Texts
{
    /// <summary>The text on one line, at most so many characters, with … where it was cut; never in the middle of a surrogate pair.</summary>
    public static string OneLine(string text, int most)
    {
        var flat = string.Join(' ', text.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
        if (flat.Length <= most) return flat;
        var cut = char.IsHighSurrogate(flat[most - 2]) ? most - 2 : most - 1;
        return flat[..cut].TrimEnd() + "…";
    }
}
