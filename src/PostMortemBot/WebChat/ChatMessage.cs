using NodaTime;
using PostMortemBot.Screens;

namespace PostMortemBot.WebChat;

/// <summary>One message of the built-in chat. A change makes a new value with a higher <see cref="Revision"/>.</summary>
/// <param name="Id">Its instant in milliseconds and a sequence number: unique, and in the order of posting.</param>
/// <param name="Thread">The root message it replies to; null for a message of the channel itself.</param>
/// <param name="Author">A person's id, or <see cref="Bot"/>.</param>
internal sealed record ChatMessage(string Id, string Channel, string? Thread, string Author, Instant At)
{
    /// <summary>The author of what the bot says.</summary>
    public const string Bot = "bot";

    /// <summary>What a person wrote, as typed.</summary>
    public string Text { get; init; } = "";

    /// <summary>What the bot shows; null for a person's message.</summary>
    public Card? Card { get; init; }

    /// <summary>The one person who sees it; null when the whole conversation does.</summary>
    public string? PrivateTo { get; init; }

    public bool Edited { get; init; }

    /// <summary>Its words are gone; the place stays while it has replies.</summary>
    public bool Deleted { get; init; }

    public IReadOnlyList<ChatReaction> Reactions { get; init; } = [];

    public IReadOnlyList<ChatFile> Files { get; init; } = [];

    /// <summary>The id of the work that posted it, so that a post whose answer was lost is found again.</summary>
    public string? WorkId { get; init; }

    /// <summary>Counts its changes; the page draws a message anew only when this moves.</summary>
    public long Revision { get; init; }

    public bool FromBot => Author == Bot;

    public bool SeenBy(string person) => PrivateTo is null || PrivateTo == person;
}

/// <summary>One person's emoji on a message (the name without colons).</summary>
internal sealed record ChatReaction(string Emoji, string Person);

/// <summary>A file kept by the chat, found by <paramref name="Id"/> (SHA-256 of its bytes, in hex).</summary>
internal sealed record ChatFile(string Id, string Name, string ContentType, long Bytes)
{
    public bool Picture => ContentType is "image/png" or "image/jpeg" or "image/gif" or "image/webp";
}
