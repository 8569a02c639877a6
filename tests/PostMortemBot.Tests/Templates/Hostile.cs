using CsCheck;

namespace PostMortemBot.Tests.Templates;

/// <summary>Texts that people might type and Markdown might act on, put together at random.</summary>
internal static class Hostile
{
    public static readonly string[] Bits =
    [
        "word", "two words", "é", "日本", "😀", "x", "X", " ", "  ", "    ", "\t", "1", "42", ".", ",", ")", "(", "/", "\"", "'", "$", "%", "^", "+", "=",
        "[", "]", "[x]", "[ ]", "[a b]", "[a]: b", "[^1]", "](", "](http://a.b/c)", "[t](https://a.b/c?d=1&e=2)", "![i](https://a.b/i.png)", "[a][b]", "\\[", "\\",
        "|", "| a | b |", "|---|---|", ":-:", "---", "***", "___", "===", "- ", "* ", "+ ", "1. ", "2) ", "# ", "### ", "## Part", "> ", ">", "#", "-", "!", "!!",
        "*", "**", "_", "__", "*em*", "**strong**", "_em_", "a_b_c", "`", "``", "```", "````", "~~~", "~~", "~5", "`code`", "`a|b`", "<", "<b>", "</b>", "<script>alert(1)</script>",
        "<!-- bind: author -->", "<!--", "-->", "<https://a.b/c>", "<a href=\"javascript:x\">", "https://a.b/x_y_z.", "http://a.b/*", "&", "&amp;", "&#35;", "&lt;", "&copy", ";",
        "HH:MM", "**HH:MM - Detection**", "YYYY-MM-DD", "XXms", "XX minutes", "@name", "Open/Done", "N/A", "Label: XX min", "{.class}", ":smile:", "^^", "==", "- [ ] ", "- [x] **Box**: ",
        "\n", "\n", "\n\n", "\r\n", "\n- ", "\n  - ", "\n1. ", "\n2. ", "\n# ", "\n---\n", "\n===\n", "\n```\n", "\n```sql\n", "\n> ", "\n    ", "\n| a |\n|---|\n", "\n<div>\n", "\n***\n", "\n**Label**: ",
        "\0", "\u0007", "\u001B[31m", "\u200B", "\u202E", "\u2066", "\u00A0", "\u2028", "\uFEFF", "\uD83D", "\uDE00", "\u0085", "\uFFFC", "İ", "ﷺ",
    ];

    /// <summary>One to fourteen bits in a row.</summary>
    public static Gen<string> Text { get; } = Gen.Int[0, Bits.Length - 1].Array[1, 14].Select(chosen => string.Concat(chosen.Select(i => Bits[i])));
}
