namespace PostMortemBot.Domain;

/// <summary>
/// Which of many patterns a text could match: the words that they cannot do without (<see cref="NeededWords"/>) are looked for all at once, and each pattern is asked only
/// where all that it needs is there. Spares nearly every search.
/// </summary>
internal sealed class NeededIndex
{
    private const int Letters = 128;
    private readonly (string Word, int Number)[]?[] byStart = new (string, int)[]?[Letters * Letters];
    private readonly Asked[] patterns;
    private readonly int words;

    /// <param name="patterns">What each needs, in small letters.</param>
    public NeededIndex(IReadOnlyList<Need> patterns)
    {
        // A word whose start the table does not know is taken to be in every text.
        var numbers = patterns.SelectMany(need => need.Words).Distinct().Where(word => Start(word, 0) >= 0).Select((word, number) => (Word: word, Number: number)).ToList();
        words = numbers.Count;
        foreach (var start in numbers.GroupBy(one => Start(one.Word, 0))) byStart[start.Key] = [.. start];
        var known = numbers.ToDictionary(one => one.Word, one => one.Number);
        this.patterns = [.. patterns.Select(need => Asked.Of(need, known))];
    }

    /// <summary>For each pattern, whether <paramref name="text"/> (in small letters) could match it.</summary>
    public bool[] Possible(string text)
    {
        var held = new bool[words];
        for (var at = 0; at + 1 < text.Length; at++)
        {
            if (Start(text, at) is not (>= 0 and var start) || byStart[start] is not { } here) continue;
            foreach (var (word, number) in here)
            {
                if (!held[number] && text.AsSpan(at).StartsWith(word)) held[number] = true;
            }
        }

        var possible = new bool[patterns.Length];
        for (var i = 0; i < possible.Length; i++) possible[i] = patterns[i].IsMet(held);
        return possible;
    }

    private static int Start(string text, int at) => text[at] < Letters && text[at + 1] < Letters ? (text[at] * Letters) + text[at + 1] : -1;

    /// <summary>A <see cref="Need"/> with its words numbered.</summary>
    private sealed class Asked(int word, bool every, Asked[] parts)
    {
        public static Asked Of(Need need, Dictionary<string, int> known) => need switch
        {
            Need.Word { Letters: var letters } => known.TryGetValue(letters, out var number) ? new(number, true, []) : new(-1, true, []),
            Need.Several several => new(-1, several.Every, [.. several.Needs.Select(one => Of(one, known))]),
            _ => throw new ArgumentOutOfRangeException(nameof(need), need, "A need of another kind."),
        };

        public bool IsMet(bool[] held)
        {
            if (word >= 0) return held[word];
            foreach (var part in parts)
            {
                if (part.IsMet(held) != every) return !every;
            }

            return every;
        }
    }
}
