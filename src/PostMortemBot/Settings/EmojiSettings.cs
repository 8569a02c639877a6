using PostMortemBot.Domain;

namespace PostMortemBot.Settings;

/// <summary>Reads <c>emoji</c>.</summary>
internal static class EmojiSettings
{
    /// <summary>The bot's own receipt, which captures nothing.</summary>
    private const string Receipt = "memo";

    public static CaptureEmoji Read(Setting section)
    {
        var shipped = new CaptureEmoji();
        if (!section.IsSection()) return shipped;
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        return new CaptureEmoji
        {
            Timeline = Names(section.Key("timeline"), shipped.Timeline, taken),
            Evidence = Names(section.Key("evidence"), shipped.Evidence, taken),
            Action = Names(section.Key("action"), shipped.Action, taken),
        };
    }

    private static IReadOnlyList<string> Names(Setting list, IReadOnlyList<string> shipped, Dictionary<string, string> taken)
    {
        if (!list.IsThere) return Shipped(list, shipped, taken);
        var names = new List<string>();
        foreach (var item in list.Items())
        {
            if (item.Text() is { } text && Name(item, text, taken) is { } name) names.Add(name);
        }

        return names;
    }

    private static IReadOnlyList<string> Shipped(Setting list, IReadOnlyList<string> shipped, Dictionary<string, string> taken)
    {
        foreach (var name in shipped)
        {
            if (!taken.TryAdd(name, list.Path)) list.Refuse($"is left out and means \"{name}\", which stands in {taken[name]} already; name another emoji here.");
        }

        return shipped;
    }

    private static string? Name(Setting item, string text, Dictionary<string, string> taken)
    {
        if (!text.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '+'))
        {
            item.Refuse($"\"{text}\" is no emoji name; write it without colons, such as \"pushpin\".");
            return null;
        }

        var name = text.ToLowerInvariant();
        if (name == Receipt) item.Refuse($"\"{name}\" is the bot's own receipt; choose another emoji.");
        else if (!taken.TryAdd(name, item.Path)) item.Refuse($"\"{name}\" stands in {taken[name]} already; an emoji captures one thing.");
        else return name;
        return null;
    }
}
