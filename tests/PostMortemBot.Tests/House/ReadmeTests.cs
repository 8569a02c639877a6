using System.Text.RegularExpressions;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.House;

/// <summary>What the pages beside the code say is there, is there.</summary>
public sealed partial class ReadmeTests
{
    /// <summary>Taken from the running chat, after everything else.</summary>
    private const string Picture = "docs/chat.png";

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("SECURITY.md")]
    [InlineData("src/README.md")]
    [InlineData("tests/README.md")]
    public void Paths_named_lead_somewhere(string page)
    {
        var text = File.ReadAllText(Path.Combine(Shipped.Root, page));
        var links = Link().Matches(text).Select(match => Path.Combine(Path.GetDirectoryName(page)!, match.Groups[1].Value));
        var paths = CodePath().Matches(text).Select(match => match.Groups[1].Value);

        var missing = links.Concat(paths).Where(path => path != Picture && !Path.Exists(Path.Combine(Shipped.Root, path)));

        Assert.Empty(missing.ToList());
    }

    [Fact]
    public void Commands_of_the_readme_are_known_to_the_program()
    {
        var program = File.ReadAllText(Path.Combine(Shipped.Root, "src/PostMortemBot/Program.cs"));
        var words = CliWord().Matches(File.ReadAllText(Path.Combine(Shipped.Root, "README.md"))).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(words);
        Assert.All(words, word => Assert.Contains($"\"{word}\" =>", program, StringComparison.Ordinal));
    }

    [Fact]
    public void Words_to_type_are_in_the_table()
    {
        var text = File.ReadAllText(Path.Combine(Shipped.Root, "README.md"));
        var words = Typed().Matches(text).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.Contains("start", words);
        Assert.All(words, word => Assert.NotNull(Routes.Table.Named(word)));
    }

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)\)", RegexOptions.None, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:src|tests|\.ci|\.github|bot)[A-Za-z0-9_./-]*)`", RegexOptions.None, 1000)]
    private static partial Regex CodePath();

    [GeneratedRegex(@"src/PostMortemBot -- ([a-z-]+)", RegexOptions.None, 1000)]
    private static partial Regex CliWord();

    [GeneratedRegex(@"(?:^[0-9]+\. |then |\. |; )`/pm ([a-z]+)[ `]", RegexOptions.Multiline, 1000)]
    private static partial Regex Typed();
}
