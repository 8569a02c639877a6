using System.Text;

namespace PostMortemBot.Domain;

/// <summary>What of a post-mortem is compared. Texts as people wrote them; services and factors by their names in the configuration.</summary>
public sealed record Comparable(string Id, string Title, IReadOnlyList<string> Causes, IReadOnlyList<string> Services, IReadOnlyList<string> Factors);

/// <summary>An earlier incident that resembles, and why in words: <c>same service gateway; both say "connection pool"</c>.</summary>
/// <param name="Id">The candidate's id.</param>
/// <param name="Score">For ordering only.</param>
/// <param name="Why">Never empty.</param>
public sealed record Resemblance(string Id, double Score, string Why)
{
    /// <summary>What both have, at most two words or pairs of words: <c>gateway</c>, <c>connection pool</c>.</summary>
    public IReadOnlyList<string> Shared { get; init; } = [];
}

/// <summary>
/// Similar incidents in the simple form: shared services and factors, and shared words of titles and causes, where two words in a row
/// count more than one and a word that most incidents share counts nothing. Give it only what the asker may read.
/// </summary>
public static class Similar
{
    private const double Needed = 2;
    private const double OfService = 1.5;
    private const double OfFactor = 1;
    private const double OfPair = 2;
    private const int MostQuoted = 3;
    private const int MostShared = 2;

    /// <summary>The most alike first, at most <paramref name="most"/>; the subject itself and what shares too little are left out.</summary>
    public static IReadOnlyList<Resemblance> Find(Comparable subject, IReadOnlyCollection<Comparable> candidates, int most = 5)
    {
        var mine = Said.Of(subject);
        var others = candidates.Where(other => other.Id != subject.Id).Select(other => (Other: other, Said: Said.Of(other))).ToList();
        var spread = others.SelectMany(other => other.Said.Words.Keys).GroupBy(word => word, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        return
        [
            .. others.Select(other => Compare(subject, mine, other.Other, other.Said, word => Weight(spread.GetValueOrDefault(word), others.Count)))
                .Where(found => found.Score >= Needed && found.Why.Length > 0)
                .OrderByDescending(found => found.Score)
                .ThenBy(found => found.Id, StringComparer.Ordinal)
                .Take(most),
        ];
    }

    private static Resemblance Compare(Comparable subject, Said mine, Comparable other, Said theirs, Func<string, double> weight)
    {
        var services = Shared(subject.Services, other.Services);
        var factors = Shared(subject.Factors, other.Factors);
        var pairs = mine.Pairs.Keys.Where(theirs.Pairs.ContainsKey).ToList();
        var inPairs = pairs.SelectMany(pair => pair.Split(' ')).ToHashSet(StringComparer.Ordinal);
        var words = mine.Words.Keys.Where(word => theirs.Words.ContainsKey(word) && !inPairs.Contains(word) && weight(word) > 0).OrderByDescending(weight).ToList();
        var score = services.Count * OfService + factors.Count * OfFactor + pairs.Count * OfPair + words.Sum(weight);
        var said = pairs.Select(pair => mine.Pairs[pair]).Concat(words.Select(word => mine.Words[word])).Take(MostQuoted).ToList();
        var quoted = said.Select(word => $"\"{word}\"").ToList();
        string[] why =
        [
            services.Count == 0 ? "" : (services.Count == 1 ? "same service " : "same services ") + string.Join(", ", services),
            factors.Count == 0 ? "" : (factors.Count == 1 ? "same factor " : "same factors ") + string.Join(", ", factors),
            quoted.Count == 0 ? "" : "both say " + string.Join(", ", quoted),
        ];
        IReadOnlyList<string> shared = [.. services.Concat(factors).Concat(said).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostShared)];
        return new Resemblance(other.Id, score, string.Join("; ", why.Where(part => part.Length > 0))) { Shared = shared };
    }

    /// <summary>1 for a word that one candidate has, falling to 0 for one that half of ten or more have; with few candidates nothing is common.</summary>
    private static double Weight(int holders, int candidates) => candidates < 10 ? 1 : Math.Max(0, 1 - (holders - 1) / (candidates / 2.0));

    private static List<string> Shared(IReadOnlyList<string> mine, IReadOnlyList<string> theirs) =>
        [.. mine.Where(one => theirs.Contains(one, StringComparer.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The telling words of a post-mortem by their stems, each with its form in the text.</summary>
    private sealed record Said(Dictionary<string, string> Words, Dictionary<string, string> Pairs)
    {
        private static readonly HashSet<string> Empty =
        [
            "the", "a", "an", "and", "or", "of", "in", "on", "at", "to", "for", "from", "by", "with", "without", "was", "were", "is", "are", "be", "been", "has", "have", "had", "it", "its", "this", "that", "these", "those",
            "as", "not", "no", "all", "some", "any", "after", "before", "during", "while", "when", "because", "due", "which", "into", "than", "then", "there", "their", "our", "we", "new", "old", "too", "very", "one", "two",
            "incident", "outage", "issue", "problem", "failure", "failed", "fail", "error", "service", "system", "production", "prod", "degraded", "down", "unavailable", "caused", "cause", "change", "did", "could", "only", "more", "most",
            "response", "time", "times", "users", "user", "customers", "customer", "through", "over", "under", "between", "still", "again", "also", "out", "up", "off", "per", "via",
        ];

        public static Said Of(Comparable from)
        {
            var said = new Said(new(StringComparer.Ordinal), new(StringComparer.Ordinal));
            foreach (var text in from.Causes.Prepend(from.Title))
            {
                said.Take(Split(text));
            }

            return said;
        }

        private void Take(List<string> words)
        {
            for (var at = 0; at < words.Count; at++)
            {
                if (!IsTelling(words[at]))
                {
                    continue;
                }

                Words.TryAdd(Stem(words[at]), words[at]);
                if (at + 1 < words.Count && IsTelling(words[at + 1]))
                {
                    Pairs.TryAdd(Stem(words[at]) + " " + Stem(words[at + 1]), words[at] + " " + words[at + 1]);
                }
            }
        }

        private static bool IsTelling(string word) => word.Length > 1 && !Empty.Contains(word) && !Empty.Contains(Stem(word)) && word.Any(char.IsLetter);

        /// <summary>Just enough for English plurals and tenses: pools and pool, expired and expires.</summary>
        private static string Stem(string word) =>
            word.Length > 5 && word.EndsWith("ies", StringComparison.Ordinal) ? word[..^3] + "y"
            : word.Length > 5 && (word.EndsWith("ing", StringComparison.Ordinal) || word.EndsWith("ion", StringComparison.Ordinal)) ? word[..^3]
            : word.Length > 4 && (word.EndsWith("ed", StringComparison.Ordinal) || word.EndsWith("es", StringComparison.Ordinal)) ? word[..^2]
            : word.Length > 3 && word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) ? word[..^1]
            : word;

        private static List<string> Split(string text)
        {
            var words = new List<string>();
            var word = new StringBuilder();
            foreach (var c in text.ToLowerInvariant() + " ")
            {
                if (char.IsLetterOrDigit(c) || (word.Length > 0 && c is '-' or '_'))
                {
                    word.Append(c);
                }
                else if (word.Length > 0)
                {
                    words.Add(word.ToString().TrimEnd('-', '_'));
                    word.Clear();
                }
            }

            return words;
        }
    }
}
