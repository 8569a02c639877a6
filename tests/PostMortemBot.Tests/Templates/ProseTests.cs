using PostMortemBot.Domain;

namespace PostMortemBot.Tests.Templates;

public class ProseTests
{
    [Theory]
    [InlineData("plain words", "plain words")]
    [InlineData("pool_size of db_pool", "pool_size of db_pool")]
    [InlineData("_private", "\\_private")]
    [InlineData("p95 <200ms & R&D work", "p95 <200ms & R&D work")]
    [InlineData("<b>", "\\<b>")]
    [InlineData("&amp;", "\\&amp;")]
    [InlineData("[INC-1]: x", "\\[INC-1\\]: x")]
    [InlineData("a | b", "a \\| b")]
    [InlineData("# no heading", "\\# no heading")]
    [InlineData("issue #12 in C#", "issue #12 in C\\#")]
    [InlineData("- no list", "\\- no list")]
    [InlineData("-5 degrees", "-5 degrees")]
    [InlineData("---", "\\---")]
    [InlineData("===", "\\===")]
    [InlineData("> no quote", "\\> no quote")]
    [InlineData("1. no list", "1\\. no list")]
    [InlineData("1.5 seconds", "1.5 seconds")]
    [InlineData("~5 min", "~5 min")]
    [InlineData("C:\\temp", "C:\\\\temp")]
    [InlineData("two\nlines", "two lines")]
    [InlineData("hid\u202Eden\u0007", "hidden")]
    public void A_line_is_escaped_where_Markdown_would_act_and_nowhere_else(string typed, string printed) => Assert.Equal(printed, LineText.Escape(typed));

    [Theory]
    [InlineData("Open/Done", "Open\\/Done")]
    [InlineData("@lee", "\\@lee")]
    [InlineData("2024-08-12", "2024-08-12")]
    public void In_a_cell_what_would_be_a_fill_in_again_is_escaped(string typed, string printed) => Assert.Equal(printed, LineText.Escape(typed, inCell: true));

    [Theory]
    [InlineData("one\ntwo\n\nthree", "one  \ntwo\n\nthree")]
    [InlineData("- a\n- b\n  - c", "- a\n- b\n  - c")]
    [InlineData("1. a\n2. b", "1. a\n2. b")]
    [InlineData("3. a", "3\\. a")]
    [InlineData("**strong** and *em* and _em_", "**strong** and *em* and *em*")]
    [InlineData("2 * 3 * 4", "2 \\* 3 \\* 4")]
    [InlineData("`a|b` and ``c`d``", "`a|b` and ``c`d``")]
    [InlineData("see https://a.b/c_d.", "see <https://a.b/c_d>.")]
    [InlineData("[t](https://a.b/c)", "[t](<https://a.b/c>)")]
    [InlineData("[t](javascript:alert(1))", "\\[t\\](javascript:alert(1))")]
    [InlineData("![i](https://a.b/i.png)", "\\![i](<https://a.b/i.png>)")]
    [InlineData("```sql\nselect 1\n```", "```sql\nselect 1\n```")]
    [InlineData("```\nunclosed", "```text\nunclosed\n```")]
    [InlineData("# no\n---\n| a |\n<i>", "\\# no  \n\\---  \n\\| a \\|  \n\\<i>")]
    public void Prose_keeps_paragraphs_lists_emphasis_code_and_links_and_no_more(string typed, string printed) => Assert.Equal(printed, Prose.Write(Prose.Read(typed)));

    [Fact]
    public void Further_lines_are_indented_so_that_they_stay_in_their_list_item() =>
        Assert.Equal("a  \n  b\n\n  - c", Prose.Write(Prose.Read("a\nb\n\n- c"), "  "));

    [Fact]
    public void Its_words_are_what_a_reader_sees() =>
        Assert.Equal("a b\nc\ncode\nselect 1", Prose.PlainText("**a** b\n\n- c\n- `code`\n\n```\nselect 1\n```"));
}
