using System.Text.RegularExpressions;

namespace PostMortemBot.WebChat;

/// <summary>The few emoji the page offers, by the names that Slack uses.</summary>
internal static partial class Emoji
{
    /// <summary>In the order in which they are offered; the last one is the bot's receipt and is not offered.</summary>
    public static IReadOnlyList<(string Name, string Sign, string Words)> All { get; } =
    [
        ("pushpin", "📌", "Pushpin"),
        ("paperclip", "📎", "Paperclip"),
        ("clipboard", "📋", "Clipboard"),
        ("+1", "👍", "Thumbs up"),
        ("eyes", "👀", "Eyes"),
        ("white_check_mark", "✅", "Check mark"),
        ("pray", "🙏", "Thank you"),
        ("memo", "📝", "Memo"),
    ];

    /// <summary>The bot's receipt.</summary>
    public const string Receipt = "memo";

    public static IEnumerable<(string Name, string Sign, string Words)> Offered => All.Where(emoji => emoji.Name != Receipt);

    /// <summary>The sign of this name; the name between colons when the page does not know it.</summary>
    public static string Sign(string name) => All.FirstOrDefault(emoji => emoji.Name == name).Sign ?? $":{name}:";

    public static string Words(string name) => All.FirstOrDefault(emoji => emoji.Name == name).Words ?? name;

    /// <summary><c>:pushpin:</c> as the sign, for showing only: what is stored stays as typed.</summary>
    public static string InText(string text) => Colons().Replace(text, match => Sign(match.Groups[1].Value));

    [GeneratedRegex(":([a-z0-9_+-]{1,40}):", RegexOptions.NonBacktracking)]
    private static partial Regex Colons();
}
