using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

public sealed class NeededWordsTests
{
    [Theory]
    [InlineData("restarted", "restarted")]
    [InlineData(@"\b(?:restart(?:ed|ing)?|reboot(?:s)?)\b", "restart, reboot")]
    [InlineData(@"\broot cause (?:was |is )?found", "root cause ")]
    [InlineData(@"colou?rs", "colo")]
    [InlineData(@"a+bcd", "abcd")]
    [InlineData(@"status ?page", "status")]
    [InlineData(@"\bstatus\b.*\bresolved\b|\A(?:over|done)", "resolved, over, done")]
    [InlineData(@"(?<!roll\w{0,3} )back(?! to)", "back")]
    [InlineData(@"(?<name>cause|fix)\s*:", "cause, fix")]
    [InlineData(@"x{2,5}yz", "xyz")]
    [InlineData(@"x{0,5}yz", "yz")]
    [InlineData(@"[Rr]estarted \(now\)", "estarted (now)")]
    [InlineData(@"[^\]ab]cde", "cde")]
    [InlineData(@"(?:ed|ing)?", null)]
    [InlineData(@"restart|\w+", null)]
    [InlineData(@"restart|", null)]
    [InlineData(@"\w+", null)]
    [InlineData(@"a|bc", null)]
    [InlineData(@"(?i:restart)", null)]
    [InlineData(@"\x41bcd", null)]
    [InlineData(@"(abc)\k<1>", null)]
    public void A_pattern_needs_what_every_match_of_it_holds(string pattern, string? needed) =>
        Assert.Equal(needed, NeededWords.Of(pattern) is { } words ? string.Join(", ", words) : null);

    /// <summary>Every pattern of the rules on texts of the corpora: what is looked for first never hides a match.</summary>
    [Fact]
    public void No_match_is_hidden()
    {
        var patterns = Patterns().ToList();
        var texts = Directory.EnumerateFiles(Path.Combine(TestFolders.Tests, "Domain", "Corpora"), "*", SearchOption.AllDirectories).SelectMany(File.ReadAllLines).Where((_, at) => at % 7 == 0).Take(400).ToList();
        Assert.True(patterns.Count > 50 && texts.Count > 100, "The patterns or the texts were not found.");

        var hidden = patterns.SelectMany(pattern => texts.Where(text => !Equals(PlaceOf(pattern.In(text)), pattern.PlaceAnyway(text)))).ToList();

        Assert.Empty(hidden);
        var index = new NeededIndex([.. patterns.Select(pattern => pattern.Needs)]);
        var passedOver = texts.Select(text => text.ToLowerInvariant()).SelectMany(text => index.Possible(text).Select((possible, at) => (Possible: possible, Pattern: patterns[at], Text: text)))
            .Where(one => !one.Possible && one.Pattern.PlaceAnyway(one.Text) is not null).ToList();
        Assert.Empty(passedOver);
        Assert.True(texts.Sum(text => PhaseWords.Index.Possible(text.ToLowerInvariant()).Count(possible => possible)) < texts.Count * PhaseWords.Rules.Count / 2, "The index spares too little.");
    }

    private static Range? PlaceOf(Match? found) => found is null ? null : found.Index..(found.Index + found.Length);

    private static IEnumerable<WordPattern> Patterns() => typeof(WordPattern).Assembly.GetTypes()
        .Where(type => !type.ContainsGenericParameters)
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(field => !field.IsLiteral)
        .SelectMany(field => Within(field.GetValue(null), 3))
        .Distinct();

    private static IEnumerable<WordPattern> Within(object? value, int depth) => value switch
    {
        WordPattern pattern => [pattern],
        null or string or Delegate => [],
        _ when depth == 0 => [],
        IEnumerable items => items.Cast<object?>().Take(500).SelectMany(item => Within(item, depth - 1)),
        _ when value.GetType().Assembly == typeof(WordPattern).Assembly && value.GetType() != typeof(PostMortem) =>
            value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).SelectMany(field => Within(field.GetValue(value), depth - 1)),
        _ => [],
    };
}
