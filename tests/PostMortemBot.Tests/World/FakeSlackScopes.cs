namespace PostMortemBot.Tests.World;

/// <summary>Which bot scope a method needs: one of those named is enough.</summary>
internal static class FakeSlackScopes
{
    public static IReadOnlyList<string> All { get; } =
    [
        "commands", "chat:write", "app_mentions:read", "channels:read", "groups:read", "im:read", "im:write", "channels:history", "groups:history", "im:history", "channels:join",
        "users:read", "users:read.email", "usergroups:read", "reactions:read", "reactions:write", "files:read", "files:write",
    ];

    public static string[] Of(string method) => method switch
    {
        "chat.postMessage" or "chat.postEphemeral" or "chat.update" or "chat.delete" => ["chat:write"],
        "conversations.history" or "conversations.replies" => ["channels:history", "groups:history", "im:history"],
        "conversations.info" or "conversations.members" or "conversations.list" => ["channels:read", "groups:read", "im:read"],
        "conversations.open" => ["im:write"],
        "conversations.join" => ["channels:join"],
        "bots.info" or "users.info" or "users.list" => ["users:read"],
        "users.lookupByEmail" => ["users:read.email"],
        "usergroups.list" or "usergroups.users.list" => ["usergroups:read"],
        "reactions.add" or "reactions.remove" => ["reactions:write"],
        "reactions.get" => ["reactions:read"],
        "files.getUploadURLExternal" or "files.completeUploadExternal" => ["files:write"],
        "files.info" => ["files:read"],
        _ => [],
    };

    /// <summary>The history scope of a channel's kind.</summary>
    public static string History(FakeChannel channel) => channel.Kind switch { "im" => "im:history", "group" => "groups:history", _ => "channels:history" };
}
