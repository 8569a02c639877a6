using System.Text.RegularExpressions;
using PostMortemBot.Domain;

namespace PostMortemBot.WebChat;

/// <summary>The few emoji the page offers, by the names that Slack uses.</summary>
internal static partial class Emoji
{
    /// <summary>In the order in which they are offered; the last one is the bot's receipt and is not offered.</summary>
    public static IReadOnlyList<(string Name, string Sign, string Words, string Drawing)> All { get; } =
    [
        ("pushpin", "📌", "Pushpin", "pushpin"),
        ("paperclip", "📎", "Paperclip", "paperclip"),
        ("clipboard", "📋", "Clipboard", "clipboard"),
        ("+1", "👍", "Thumbs up", "plus1"),
        ("eyes", "👀", "Eyes", "eyes"),
        ("white_check_mark", "✅", "Check mark", "check"),
        ("pray", "🙏", "Thank you", "pray"),
        ("memo", "📝", "Memo", "memo"),
    ];

    /// <summary>The bot's receipt.</summary>
    public const string Receipt = "memo";

    public static IEnumerable<(string Name, string Sign, string Words, string Drawing)> Offered => All.Where(emoji => emoji.Name != Receipt);

    /// <summary>The sign of this name; the name between colons when the page does not know it.</summary>
    public static string Sign(string name) => All.FirstOrDefault(emoji => emoji.Name == name).Sign ?? $":{name}:";

    public static string Words(string name) => All.FirstOrDefault(emoji => emoji.Name == name).Words ?? name;

    /// <summary>The words cut at the signs that the page draws itself (a machine may have no font with them); a sign comes with its drawing.</summary>
    public static IEnumerable<(string Words, string? Drawing)> Pieces(string text)
    {
        var from = 0;
        foreach (Match match in Signs().Matches(text))
        {
            if (match.Index > from)
            {
                yield return (text[from..match.Index], null);
            }

            yield return (match.Value, All.First(emoji => match.Value.StartsWith(emoji.Sign, StringComparison.Ordinal)).Drawing);
            from = match.Index + match.Length;
        }

        if (from < text.Length)
        {
            yield return (text[from..], null);
        }
    }

    public static string? Drawing(string name) => All.FirstOrDefault(emoji => emoji.Name == name).Drawing;

    /// <summary><c>:pushpin:</c> as the sign, for showing only: what is stored stays as typed.</summary>
    public static string InText(string text) => Colons().Replace(text, match => Sign(match.Groups[1].Value));

    [GeneratedRegex("(?:📌|📎|📋|👍|👀|✅|🙏|📝)\uFE0F?", RegexOptions.None, Patterns.Patience)]
    private static partial Regex Signs();

    [GeneratedRegex(":([a-z0-9_+-]{1,40}):", RegexOptions.None, Patterns.Patience)]
    private static partial Regex Colons();
}
