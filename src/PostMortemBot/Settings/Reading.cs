namespace PostMortemBot.Settings;

/// <summary>What one reading of <c>bot.json</c> came to: every mistake with its path, every warning, every key that was asked for.</summary>
/// <param name="fromEnvironment">The paths that an environment variable set, with its name.</param>
internal sealed class Reading(IReadOnlyDictionary<string, string> fromEnvironment)
{
    private readonly List<string> mistakes = [];
    private readonly List<string> warnings = [];
    private readonly List<Setting> sections = [];
    private readonly HashSet<string> patterns = new(StringComparer.Ordinal);

    /// <summary>Full sentences, each beginning with the path it speaks of.</summary>
    public IReadOnlyList<string> Mistakes => mistakes;

    public IReadOnlyList<string> Warnings => warnings;

    /// <summary>The path of every key that can be set, indexes left out (<c>slos[].target</c>): the schema describes exactly these.</summary>
    public IReadOnlyCollection<string> KnownKeys => patterns;

    public bool IsFromEnvironment(string path) => fromEnvironment.ContainsKey(path);

    public void Refuse(string path, string sentence) => mistakes.Add(At(path) + ": " + sentence);

    public void Warn(string path, string sentence) => warnings.Add(At(path) + ": " + sentence);

    public void Asked(string pattern) => patterns.Add(pattern);

    public void Section(Setting section) => sections.Add(section);

    /// <summary>To be called once, after everything was read: what nobody asked for is a mistake.</summary>
    public void RefuseUnknownKeys()
    {
        foreach (var section in sections) section.RefuseUnknownKeys();
    }

    private string At(string path) =>
        fromEnvironment.TryGetValue(path, out var variable) ? $"{path} (from {variable})" : path;
}
