using System.Text.Json;
using System.Text.Json.Serialization;

namespace PostMortemBot.Import;

// What an export's JSON holds, as far as it is read; a field that Slack adds breaks nothing.
// https://slack.com/help/articles/220556107-How-to-read-Slack-data-exports

internal sealed record SlackWireChannel(string? Id, string? Name, SlackWireNote? Topic, SlackWireNote? Purpose);

internal sealed record SlackWireNote(string? Value);

internal sealed record SlackWireUser(string? Id, string? Name, string? RealName, SlackWireProfile? Profile);

internal sealed record SlackWireProfile(string? RealName, string? DisplayName, string? Name);

internal sealed record SlackWireMessage(
    string? Type,
    string? Subtype,
    string? User,
    string? BotId,
    string? Username,
    SlackWireProfile? BotProfile,
    SlackWireProfile? UserProfile,
    string? Ts,
    string? ThreadTs,
    string? Text,
    bool Hidden,
    SlackWireEdit? Edited,
    IReadOnlyList<SlackWireReaction>? Reactions,
    IReadOnlyList<SlackWireFile>? Files,
    IReadOnlyList<SlackWireAttachment>? Attachments,
    JsonElement? Blocks,
    IReadOnlyList<string>? PinnedTo);

internal sealed record SlackWireEdit(string? User, string? Ts);

internal sealed record SlackWireReaction(string? Name, IReadOnlyList<string>? Users, int Count);

internal sealed record SlackWireFile(string? Id, string? Name, string? Title, string? Mimetype, string? Mode, long? Size, string? UrlPrivate, string? Permalink);

internal sealed record SlackWireAttachment(string? Pretext, string? Title, string? Text, string? Fallback, IReadOnlyList<SlackWireField>? Fields, JsonElement? Blocks);

internal sealed record SlackWireField(string? Title, string? Value);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SlackWireChannel))]
[JsonSerializable(typeof(SlackWireUser))]
[JsonSerializable(typeof(SlackWireMessage))]
internal sealed partial class SlackWireJson : JsonSerializerContext;
