namespace PostMortemBot.Settings;

/// <summary>The known word that a mistyped one most likely meant.</summary>
internal static class Closest
{
    /// <summary>The nearest of <paramref name="known"/>, or null when none is near enough to be worth saying (over a third of the letters differ).</summary>
    public static string? To(string typed, IEnumerable<string> known)
    {
        var best = known
            .Select(word => (word, distance: Distance(Folded(typed), Folded(word))))
            .OrderBy(one => one.distance).ThenBy(one => one.word, StringComparer.Ordinal)
            .FirstOrDefault();
        if (best.word is null) return null;
        return best.distance * 3 <= Math.Max(typed.Length, best.word.Length) ? best.word : null;
    }

    private static string Folded(string word) => word.Trim().ToLowerInvariant().Replace(' ', '_');

    /// <summary>Letters to insert, drop or change (Levenshtein).</summary>
    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(change, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[b.Length];
    }
}
