namespace PostMortemBot.Settings;

/// <summary>The known word that a mistyped one most likely meant.</summary>
internal static class Closest
{
    /// <summary>The nearest of <paramref name="known"/>, or the one that begins with what was typed; null when none is near enough to be worth saying (over a third of the letters differ).</summary>
    public static string? To(string typed, IEnumerable<string> known)
    {
        var words = known.ToList();
        var best = words
            .Select(word => (word, distance: Distance(Folded(typed), Folded(word))))
            .OrderBy(one => one.distance).ThenBy(one => one.word, StringComparer.Ordinal)
            .FirstOrDefault();
        if (best.word is null) return null;
        if (best.distance * 3 <= Math.Max(typed.Length, best.word.Length)) return best.word;
        return typed.Length < 2 ? null : words.FirstOrDefault(word => word.StartsWith(typed, StringComparison.OrdinalIgnoreCase));
    }

    private static string Folded(string word) => word.Trim().ToLowerInvariant().Replace(' ', '_');

    /// <summary>Letters to insert, drop, change or exchange with their neighbour (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var steps = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) steps[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) steps[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = steps[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                var best = Math.Min(change, Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1);
                var exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                steps[i, j] = exchanged ? Math.Min(best, steps[i - 2, j - 2] + 1) : best;
            }
        }

        return steps[a.Length, b.Length];
    }
}
