using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>Texts as lines show them.</summary>
internal static class Texts
{
    /// <summary>Pieces as they are said: <c>a</c>, <c>a and b</c>, <c>a, b and c</c>.</summary>
    public static IReadOnlyList<Span> Listed(IReadOnlyList<Span> pieces) =>
        [.. pieces.SelectMany((piece, i) => i == 0 ? new[] { piece } : [i == pieces.Count - 1 ? " and " : ", ", piece])];

    /// <summary>The text on one line, at most so many characters, with … where it was cut; never in the middle of a surrogate pair.</summary>
    public static string OneLine(string text, int most)
    {
        var flat = IsFlat(text) ? text : string.Join(' ', text.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
        if (flat.Length <= most) return flat;
        var cut = char.IsHighSurrogate(flat[most - 2]) ? most - 2 : most - 1;
        return flat[..cut].TrimEnd() + "…";
    }

    /// <summary>Most texts are one line already.</summary>
    private static bool IsFlat(string text) => text.AsSpan().IndexOfAny('\n', '\r', '\t') < 0 && !text.StartsWith(' ') && !text.EndsWith(' ') && !text.Contains("  ", StringComparison.Ordinal);
}
