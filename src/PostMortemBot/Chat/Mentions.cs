using System.Text.RegularExpressions;
using PostMortemBot.Domain;

namespace PostMortemBot.Chat;

/// <summary>People mentioned in typed words, as <c>&lt;@id|name&gt;</c>: the platform's user, and the name to show.</summary>
internal static partial class Mentions
{
    /// <summary>Stands for a space within a name, so that a mention is one word.</summary>
    private const char Joined = '\u2060';

    public static string Of(string user, string name) => $"<@{user}|{name.Replace('>', ' ').Replace('|', ' ').Replace('<', ' ').Trim().Replace(' ', Joined)}>";

    /// <summary>The words as prose: each mention is the name with an @ in front.</summary>
    public static string Plain(string words) =>
        words.Contains("<@", StringComparison.Ordinal) ? Mention().Replace(words, match => "@" + (match.Groups[2].Length > 0 ? match.Groups[2].Value.Replace(Joined, ' ') : match.Groups[1].Value)) : words;

    [GeneratedRegex(@"<@([A-Za-z0-9:_-]{1,100})(?:\|([^<>|]{0,200}))?>", RegexOptions.None, Patterns.Patience)]
    private static partial Regex Mention();
}
