using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;

namespace PostMortemBot.WebChat;

/// <summary>The person who acts, and the conversation acted in.</summary>
internal sealed record Spot(string Person, string Channel, string? Thread = null);

/// <summary>Between the chat's own words and the neutral ones.</summary>
internal static class Messages
{
    public const string Platform = "web";

    public const string Workspace = "try";

    public static Account Account(string person) => new(Platform, Workspace, person);

    public static Place Place(string channel, string? thread) => new(Platform, Workspace, channel, thread);

    public static MessageRef Reference(ChatMessage message, WebChatSettings settings) => new(
        Place(message.Channel, message.Thread), message.Id, $"{settings.BaseUrl}/?in={Uri.EscapeDataString(message.Channel)}&m={Uri.EscapeDataString(message.Id)}");

    public static SeenMessage Seen(ChatMessage message, ChatRoom room, WebChatSettings settings) => new(
        Reference(message, settings),
        message.At,
        message.FromBot ? null : Account(message.Author),
        message.FromBot ? "PostMortem" : room.Person(message.Author)?.Name ?? message.Author,
        message.Card?.Plain() ?? message.Text)
    {
        FromBot = message.FromBot,
        FromUs = message.FromBot,
        Edited = message.Edited,
        Reactions = [.. message.Reactions.GroupBy(reaction => reaction.Emoji).Select(group => (group.Key, group.Count()))],
        Files = Incoming(message.Files, room, settings),
    };

    public static IReadOnlyList<IncomingFile> Incoming(IReadOnlyList<ChatFile> files, ChatRoom room, WebChatSettings settings) =>
        [.. files.Select(file => new IncomingFile(file.Name, file.ContentType, file.Bytes, _ => Task.FromResult(room.File(file.Id)?.Bytes)) { Link = $"{settings.BaseUrl}/files/{file.Id}" })];
}
