using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

/// <summary>The labelled sentences and channels in <c>Domain/Corpora</c>: fields between bars, lines with # are comments.</summary>
internal static class Corpus
{
    public static IReadOnlyList<string[]> Read(string name) =>
    [
        .. File.ReadAllLines(Path.Combine(TestFolders.Tests, "Domain", "Corpora", name))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)),
    ];
}
