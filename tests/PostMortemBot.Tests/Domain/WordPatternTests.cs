using System.Globalization;
using PostMortemBot.Domain;

namespace PostMortemBot.Tests.Domain;

public sealed class WordPatternTests
{
    /// <summary>Long before and long after the use from which on a pattern is compiled.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_pattern_says_the_same_however_often_it_was_asked(bool asWritten)
    {
        var pattern = new WordPattern(@"\b(?:rolled|rolling) back\b", asWritten);
        for (var use = 0; use < 600; use++)
        {
            Assert.Equal("rolled back", pattern.In(string.Create(CultureInfo.InvariantCulture, $"{use}: we rolled back gateway"))?.Value);
            Assert.Null(pattern.In("the roll is back"));
            Assert.Equal(!asWritten, pattern.IsIn("ROLLED BACK"));
        }
    }

    [Fact]
    public void A_search_that_takes_too_long_finds_nothing_however_often_it_was_asked()
    {
        var pattern = new WordPattern("(?:a+)+b", asWritten: true);
        for (var use = 0; use < 400; use++) Assert.False(pattern.IsIn("c"));

        Assert.False(pattern.IsIn(new string('a', 500)));
    }
}
