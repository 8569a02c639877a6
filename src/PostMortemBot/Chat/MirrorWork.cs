using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Chat;

/// <summary>An action item whose issue is to be made, changed or looked at.</summary>
internal sealed record MirrorWork(string Stream, string Action)
{
    public const string Kind = "mirror";

    /// <summary>What is changed in one go, and taken back at once, reaches the tracker once or not at all.</summary>
    public static readonly Duration Together = Duration.FromMinutes(1);

    /// <summary>All of one tracker in one queue: trackers ask for calls one after the other.</summary>
    public static WorkPut Put(PostMortemId stream, ActionItemId action, Instant due) =>
        new("mirror/" + action.Value, Kind, "tracker", due, JsonSerializer.Serialize(new MirrorWork(stream.Value, action.Value), MirrorJson.Default.MirrorWork));

    public static MirrorWork Of(WorkRow work) => OfBody(work.Body);

    public static MirrorWork OfBody(string body) => JsonSerializer.Deserialize(body, MirrorJson.Default.MirrorWork)!;
}

/// <summary>The tracker to be asked what changed.</summary>
internal static class FollowWork
{
    public const string Kind = "follow";

    public static WorkPut Put(Instant now) => new("follow", Kind, "tracker-changes", now, "{}");
}

/// <summary>Takes what a tracker tells: an issue of this name changed. False when it stands for no action item.</summary>
/// <param name="receipt">Names the delivery.</param>
internal delegate Task<bool> TrackerTold(string issue, string receipt, CancellationToken stop);

/// <summary>What is known of an action item's issue.</summary>
/// <param name="State">As both sides said it last; null before the first time.</param>
/// <param name="Hash">Of what the issue was given to say; empty: not known.</param>
/// <param name="TriedAt">When it was tried to make it, in Unix milliseconds; 0: never.</param>
internal sealed record MirrorRow(MirrorState? State, string Hash, long TriedAt)
{
    [JsonIgnore]
    public Instant Tried => Instant.FromUnixTimeMilliseconds(TriedAt);

    public static string KeyOf(string action) => "mirror/" + action;

    /// <summary>The row that leads from an issue to its action item.</summary>
    public static string KeyOfIssue(string issue) => "mirrored/" + issue.ToLowerInvariant();

    public static MirrorRow Of(Row? row) => row is null ? new(null, "", 0) : JsonSerializer.Deserialize(row.Body, MirrorJson.Default.MirrorRow)!;

    public string Json => JsonSerializer.Serialize(this, MirrorJson.Default.MirrorRow);
}

/// <summary>Up to when a tracker was asked.</summary>
/// <param name="Home">Which tracker; another one is asked from its beginning.</param>
internal sealed record FollowedRow(string Home, long UpTo)
{
    public const string Key = "tracker/followed";

    public string Json => JsonSerializer.Serialize(this, MirrorJson.Default.FollowedRow);

    public static FollowedRow? Of(Row? row) => row is null ? null : JsonSerializer.Deserialize(row.Body, MirrorJson.Default.FollowedRow);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(MirrorWork))]
[JsonSerializable(typeof(MirrorRow))]
[JsonSerializable(typeof(FollowedRow))]
internal sealed partial class MirrorJson : JsonSerializerContext;
