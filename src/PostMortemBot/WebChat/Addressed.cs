namespace PostMortemBot.WebChat;

/// <summary>Whether a typed line is meant for the bot, and what it says without the command's name.</summary>
internal static class Addressed
{
    public const string Slash = "/pm";

    public const string Mention = "@PostMortem";

    /// <summary>The words after <c>/pm</c>; null when the line is no command.</summary>
    public static string? AfterSlash(string text) => After(text, Slash);

    /// <summary>The words after <c>@PostMortem</c>; null when the line does not begin so.</summary>
    public static string? AfterMention(string text) => After(text, Mention);

    private static string? After(string text, string name)
    {
        var line = text.TrimStart();
        if (!line.StartsWith(name, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var rest = line[name.Length..];
        return rest.Length == 0 || char.IsWhiteSpace(rest[0]) || rest[0] is ',' or ':' ? rest.TrimStart(' ', '\t', '\r', '\n', ',', ':', '\u00a0') : null;
    }
}
