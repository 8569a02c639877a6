using System.Runtime.InteropServices;

namespace PostMortemBot.Domain;

/// <summary>
/// Which of many patterns a text could match: the words that they cannot do without (<see cref="NeededWords"/>) are looked for all at once, and what is found is counted
/// upwards to the patterns that need it. Spares nearly every search, and asks nothing of a pattern of which no word is there.
/// </summary>
internal sealed class NeededIndex
{
    private const int Letters = 128;
    private const int None = -1;

    private readonly Entry[]?[] byStart = new Entry[]?[Letters * Letters];

    // A node is a part of what a pattern needs: how many of its own parts are still to be met, and what it is a part of. The first nodes are the patterns themselves.
    private readonly List<int> left = [];
    private readonly List<int> partOf = [];
    private readonly int[][] partsOfWord;
    private readonly bool[] always;

    /// <param name="patterns">What each needs, in small letters.</param>
    public NeededIndex(IReadOnlyList<Need> patterns)
    {
        // A word whose start the table does not know is taken to be in every text.
        var numbers = patterns.SelectMany(need => need.Words).Distinct().Where(word => Start(word, 0) >= 0).Select((word, number) => (Word: word, Number: number)).ToList();
        foreach (var start in numbers.GroupBy(one => Start(one.Word, 0))) byStart[start.Key] = [.. start.Select(one => new Entry(one.Word, one.Number))];
        var known = numbers.ToDictionary(one => one.Word, one => one.Number);
        var parts = numbers.Select(_ => new List<int>()).ToArray();
        var met = new List<int>();
        foreach (var _ in patterns) Node(1, None);
        for (var i = 0; i < patterns.Count; i++) Lay(patterns[i], i, known, parts, met);
        partsOfWord = [.. parts.Select(nodes => nodes.ToArray())];
        always = new bool[patterns.Count];
        foreach (var node in met) Meet(node, CollectionsMarshal.AsSpan(left), always);
    }

    /// <summary>For each pattern, whether <paramref name="text"/> (in small letters) could match it.</summary>
    public bool[] Possible(string text)
    {
        var possible = always.AsSpan().ToArray();
        Span<int> open = stackalloc int[left.Count];
        CollectionsMarshal.AsSpan(left).CopyTo(open);
        Span<bool> held = stackalloc bool[partsOfWord.Length];
        for (var at = 0; at + 1 < text.Length; at++)
        {
            if (Start(text, at) is not (>= 0 and var start) || byStart[start] is not { } here) continue;
            var rest = text.AsSpan(at);
            var front = Front(rest);
            foreach (ref readonly var entry in here.AsSpan())
            {
                if ((front & entry.Mask) != entry.Front || held[entry.Number] || !rest.StartsWith(entry.Word)) continue;
                held[entry.Number] = true;
                foreach (var node in partsOfWord[entry.Number]) Meet(node, open, possible);
            }
        }

        return possible;
    }

    private static int Start(string text, int at) => text[at] < Letters && text[at + 1] < Letters ? (text[at] * Letters) + text[at + 1] : None;

    /// <summary>The first four letters in one number; fewer at the end.</summary>
    private static ulong Front(ReadOnlySpan<char> text)
    {
        if (text.Length >= 4) return MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(text));
        Span<char> four = stackalloc char[4];
        four.Clear();
        text.CopyTo(four);
        return MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(four));
    }

    private int Node(int parts, int whole)
    {
        left.Add(parts);
        partOf.Add(whole);
        return left.Count - 1;
    }

    private void Lay(Need need, int whole, Dictionary<string, int> known, List<int>[] parts, List<int> met)
    {
        switch (need)
        {
            case Need.Word { Letters: var letters }:
                (known.TryGetValue(letters, out var number) ? parts[number] : met).Add(whole);
                break;
            case Need.Several { Needs.Count: 0, Every: true }:
                met.Add(whole);
                break;
            case Need.Several several:
                var node = Node(several.Every ? several.Needs.Count : 1, whole);
                foreach (var part in several.Needs) Lay(part, node, known, parts, met);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(need), need, "A need of another kind.");
        }
    }

    /// <summary>One more part of a node is met; the last one meets what it is a part of.</summary>
    private void Meet(int node, Span<int> open, bool[] possible)
    {
        while (--open[node] == 0)
        {
            if (partOf[node] is not (>= 0 and var whole))
            {
                possible[node] = true;
                return;
            }

            node = whole;
        }
    }

    /// <summary>A word, and its first letters as the text is compared with them.</summary>
    private readonly struct Entry(string word, int number)
    {
        public readonly string Word = word;
        public readonly int Number = number;
        public readonly ulong Front = NeededIndex.Front(word);
        public readonly ulong Mask = word.Length >= 4 ? ulong.MaxValue : (1UL << (16 * word.Length)) - 1;
    }
}
