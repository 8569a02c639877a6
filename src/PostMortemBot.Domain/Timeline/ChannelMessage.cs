using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>
/// One message of a channel as back-fill and drafts read it, whichever platform or export it came from. The text is prose
/// already (no platform markup); <paramref name="At"/> is the instant at which it was posted, not edited.
/// </summary>
/// <param name="Id">The platform's own id of the message (Slack: its <c>ts</c>).</param>
/// <param name="At">When it was posted.</param>
/// <param name="AuthorName">The name people see; for a bot its name as well.</param>
/// <param name="FromBot">True for apps, integrations and workflows.</param>
/// <param name="BotName">The bot's name; null for a person.</param>
/// <param name="Text">What it says, with names instead of ids.</param>
/// <param name="ThreadOf">Id of the message that began its thread; null outside a thread and for the first message itself.</param>
/// <param name="Reactions">Emoji name without colons, and how many people gave it.</param>
/// <param name="Edited">True when the text was changed after posting.</param>
/// <param name="System">True for joins, topic changes, tombstones: said by the platform, not by anybody.</param>
public sealed record ChannelMessage(
    string Id,
    Instant At,
    string AuthorName,
    bool FromBot,
    string? BotName,
    string Text,
    string? ThreadOf,
    IReadOnlyList<(string Emoji, int Count)> Reactions,
    bool Edited,
    bool System);
