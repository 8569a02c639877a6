using PostMortemBot.Slack;

namespace PostMortemBot.Tests.Slack;

public sealed class SlackTextTests
{
    private static readonly SlackNames Names = new(id => id == "U1" ? "Sam" : null, id => id == "C1" ? "inc-1" : null);

    [Theory]
    [InlineData("plain words", "plain words")]
    [InlineData("*bold* and _slanted_ and ~gone~", "**bold** and _slanted_ and ~~gone~~")]
    [InlineData("a * b * c, snake_case_name, 5*3*2, ~10 min", "a * b * c, snake_case_name, 5*3*2, ~10 min")]
    [InlineData("**Discovery:** was typed as Markdown", "**Discovery:** was typed as Markdown")]
    [InlineData("*not\nover lines*", "*not\nover lines*")]
    [InlineData("`*kept*` and `<https://x.test/a|x.test/a>`", "`*kept*` and `x.test/a`")]
    [InlineData("log:```a &lt; b\n*c*```then", "log:\n```\na < b\n*c*\n```\nthen")]
    [InlineData("an open ` tick", "an open ` tick")]
    [InlineData("<@U1> asked <@U2|lee> and <@U3>", "@Sam asked @lee and @U3")]
    [InlineData("see <#C1> or <#C2|general>", "see #inc-1 or #general")]
    [InlineData("<!here> <!subteam^S1|@sre> <!date^1795485600^{time}|02:10>", "@here @sre 02:10")]
    [InlineData("<https://x.test/?a=1&amp;b=2|the [graph]>", "[the (graph)](https://x.test/?a=1&b=2)")]
    [InlineData("<https://x.test/a> and <mailto:a@x.test|a@x.test>", "https://x.test/a and a@x.test")]
    [InlineData("<javascript:alert(1)|press>", "press")]
    [InlineData("S&amp;O &lt;br&gt; &amp;lt;", "S&O <br> &lt;")]
    [InlineData(":pushpin: stays :+1:", ":pushpin: stays :+1:")]
    [InlineData("a < b and c > d", "a < b and c > d")]
    [InlineData("", "")]
    public void Markup_becomes_prose(string slack, string prose) => Assert.Equal(prose, SlackText.ToProse(slack, Names));

    [Fact]
    public void A_long_row_of_marks_costs_no_more_than_a_long_text()
    {
        var marks = string.Concat(Enumerable.Repeat(" *a <b `c ", 20_000));

        Assert.Equal(marks, SlackText.ToProse(marks, Names));
    }
}
