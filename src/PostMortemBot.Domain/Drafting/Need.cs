namespace PostMortemBot.Domain;

/// <summary>What a text must hold: a word, all of several things, or one of them.</summary>
internal abstract record Need
{
    private Need()
    {
    }

    /// <summary>Every text will do.</summary>
    public static Need Nothing { get; } = new Several([], true);

    public static Need All(IEnumerable<Need> needs)
    {
        List<Need> real = [.. needs.Where(need => need != Nothing)];
        return real.Count switch { 0 => Nothing, 1 => real[0], _ => new Several(real, true) };
    }

    public static Need OneOf(IReadOnlyList<Need> needs) => needs.Contains(Nothing) ? Nothing : needs.Count == 1 ? needs[0] : new Several(needs, false);

    public IEnumerable<string> Words => this switch
    {
        Word word => [word.Letters],
        Several several => several.Needs.SelectMany(need => need.Words),
        _ => [],
    };

    public sealed record Word(string Letters) : Need;

    public sealed record Several(IReadOnlyList<Need> Needs, bool Every) : Need;
}
