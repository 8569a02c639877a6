using CsCheck;

namespace PostMortemBot.Tests.Screens;

/// <summary>Texts that people type to make a bot say what they did not write, or that break what draws them.</summary>
internal static class Hostile
{
    public static readonly string LongWord = new('w', 5000);

    public static readonly IReadOnlyList<string> Texts =
    [
        "<!channel> <!here> <!everyone> <!subteam^S012345>",
        "<@U012345> <@W012345|boss> <#C012345|general> <!date^0^{date}|now>",
        "@here @channel @everyone",
        "<at>everyone</at> <at id=\"0\">Dana</at>",
        "*bold* _it_ ~gone~ `code` ```block``` > quote",
        "**bold** __it__ ~~gone~~ # head\n- item\n1. item\n> quote\n| a | b |\n|---|---|",
        "[click](https://evil.example) ![x](https://evil.example/x.png) <https://evil.example|safe> <https://evil.example> https://evil.example",
        "[click](javascript:alert(1)) [ref][1]\n\n[1]: https://evil.example",
        "<script>alert(1)</script><img src=x onerror=alert(1)><b>b</b> &lt;b&gt; &amp;amp; &#60;",
        "{{DATE(2026-11-24T07:10:00Z, SHORT)}} {{TIME(2026-11-24T07:10:00Z)}} ${name} {0}",
        "right \u202Eto left\u202C, never closed \u202Egpj.exe",
        "\u2066isolate \u2067and \u2068again",
        "lone \uD83D high, \uDE00 low, pair \uD83D\uDE00",
        "zero\u200Bwidth\u200D\u2060\uFEFF\u00AD and \0 nul \u0007 bell \u001B[31m escape",
        "family \U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466, flag \U0001F1E9\U0001F1EA, e\u0301\u0301\u0301\u0301",
        "line one\r\nline two\rline three\u2028line four\n\n\nline seven",
        "quotes ' \" \\ / | ^ ~ % , ; : # . = + - ( ) [ ] { }",
        ":tada: :+1: :not_an_emoji:",
        "\t  leading and  double  spaces  ",
        "",
        " ",
    ];

    private const string Letters = "<>&*_~`[]()!#|{}@:/\\^%, \n\t-.+aZ1\u202E\u202C\u2067\u200D\u2060\uD83D\uDE00\u0301é漢";

    private static readonly Gen<string> Piece = Gen.OneOf(
        OneOf(Texts),
        Gen.Int[0, Letters.Length - 1].Select(at => Letters[at]).Array[0, 30].Select(letters => new string(letters)),
        Gen.String[0, 20],
        OneOf(["<", "<@", "<!", "](", "{{", "}}", "https://evil.example", "<https://evil.example|", "&lt;!channel&gt;"]));

    /// <summary>Any text a person could type, leaning to the bad ones.</summary>
    public static readonly Gen<string> Text = Piece.Array[1, 5].Select(pieces => string.Concat(pieces));

    private static Gen<string> OneOf(IReadOnlyList<string> texts) => Gen.Int[0, texts.Count - 1].Select(at => texts[at]);

    /// <summary>All of them in one value.</summary>
    public static string All => string.Join('\n', Texts);
}
