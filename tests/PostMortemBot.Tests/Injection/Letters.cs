using System.Text;
using CsCheck;

namespace PostMortemBot.Tests.Injection;

/// <summary>Generated texts, and what of a text must be read back from any output: its letters in their order, without what no output keeps as it is.</summary>
internal static class Letters
{
    /// <summary>How many texts go through each output.</summary>
    public const int Texts = 100_000;

    /// <summary>How many of them stand in one document or page.</summary>
    public const int AtOnce = 1_000;

    /// <summary>What people type to make a chat act, and what they type to make Markdown act.</summary>
    public static readonly Gen<string> Text = Gen.Frequency((100, Screens.Hostile.Text), (100, Templates.Hostile.Text), (1, Gen.Int[0, Traps.Length - 1].Select(at => Traps[at])));

    /// <summary>Each was once read as something else: a table, the link of an address, another letter, half a letter at the fold of a line.</summary>
    private static string[] Traps => ["a cell\n-:", "<7@evil.example>", "<=@evil.example>", "<7*x*@evil.example>", "next\u0085line", new string('a', 41) + new string('\u6F22', 2) + string.Concat(Enumerable.Repeat("\U0001F600", 30)), "x" + string.Concat(Enumerable.Repeat("\U0001F600", 40))];

    /// <summary>
    /// The visible letters: white space may fold, a control character or half a letter is replaced, and what opens or ends a direction, joins or stands for nothing may be added or left out.
    /// </summary>
    public static string Of(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune) && rune.Value is not (>= 0xFFFD and <= 0xFFFF) && Rune.GetUnicodeCategory(rune) != System.Globalization.UnicodeCategory.Format) letters.Append(rune.ToString());
        }

        return letters.ToString();
    }
}
