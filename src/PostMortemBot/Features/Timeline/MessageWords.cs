using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Features;

/// <summary>What a message says as an event, the same when it is captured and when it is edited afterwards: its time and phase taken out, secrets masked, cut to an event's length.</summary>
internal static class MessageWords
{
    /// <summary>A message captured by its menu or a reaction: its own time, unless it begins with a pushpin and gives another.</summary>
    public static MarkWords Captured(string text, Instant at, Turn turn, PostMortem? p) =>
        PinnedText(text) is { } line && MarkWords.Read(line, at, turn, p) is { Refused: null } read ? Cut(read) : Plain(PinnedText(text) ?? text, at);

    /// <summary>The same message edited: a line of a mark is read again as if it had been said when it was marked.</summary>
    public static MarkWords Edited(string text, TimelineEvent e, Turn turn, PostMortem p) =>
        (PinnedText(text) ?? TypedMark(text, e, turn.Policy)) is { } line ? Cut(MarkWords.Read(line, e.MarkedAt, turn, p)) : Plain(text, e.When);

    public static MarkWords Plain(string text, Instant at)
    {
        var words = text;
        var phase = Phases.Read(ref words);
        var masked = Secrets.Mask(words.Trim());
        var guess = phase is null ? Phases.Suggest(masked.Text)?.Phase : null;
        return Cut(new MarkWords(at, masked.Text, phase ?? guess, phase is null && guess is not null, null, masked.Kinds, null) { Raw = text });
    }

    /// <summary>The text behind a pushpin at the start of a message, or null when none stands there.</summary>
    public static string? PinnedText(string text)
    {
        var trimmed = text.TrimStart();
        foreach (var pin in new[] { "📌", ":pushpin:" })
        {
            if (trimmed.StartsWith(pin, StringComparison.Ordinal) && trimmed[pin.Length..].Trim() is { Length: > 0 } rest) return rest;
        }

        return null;
    }

    /// <summary>What stands behind <c>mark</c> in a message that was the command itself: <c>@PostMortem mark 14:05 x</c>, or <c>mark 14:05 x</c> in the direct message.</summary>
    private static string? TypedMark(string text, TimelineEvent e, Policy policy)
    {
        if (e.Writer is not null || !e.Reasons.Any(reason => reason.Kind == MarkKind.Command)) return null;
        var words = CommandWords.Clean(text);
        if (words.StartsWith('@') || words.StartsWith("<@", StringComparison.Ordinal)) words = CommandWords.First(words).After;
        var (word, rest) = CommandWords.First(words);
        if (policy.ReadIncidentId(word) is not null) (word, rest) = CommandWords.First(rest);
        return word.ToUpperInvariant() is "MARK" or "M" ? rest : null;
    }

    /// <summary>Cut after masking: the front half of a secret does not look like one.</summary>
    private static MarkWords Cut(MarkWords words) => words with { Text = Cut(words.Text) };

    public static string Cut(string masked) => masked.Length <= Timeline.MostCharacters ? masked : Texts.OneLine(masked, Timeline.MostCharacters);
}
