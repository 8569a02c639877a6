namespace PostMortemBot.Domain;

/// <summary>A person of the organisation (a ULID, or <c>bot</c> for what the bot itself does). Accounts on platforms are linked to it; facts store only this.</summary>
public readonly record struct PersonId(string Value)
{
    /// <summary>The bot itself: the one who runs rules and follows edits.</summary>
    public static readonly PersonId Bot = new("bot");

    public override string ToString() => Value;
}

/// <summary>The key of one post-mortem's stream: a ULID. The incident number (INC-…) is a fact, not a key.</summary>
public readonly record struct PostMortemId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>One timeline event of a post-mortem.</summary>
public readonly record struct TimelineEventId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>One kept piece of evidence.</summary>
public readonly record struct EvidenceId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>One action item.</summary>
public readonly record struct ActionItemId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>
/// Where something is said: a channel (or group chat, or direct message) of a workspace or tenant, perhaps one thread of it.
/// A place holds at most one open incident.
/// </summary>
/// <param name="Platform"><c>slack</c>, <c>teams</c> or <c>web</c>.</param>
/// <param name="Workspace">The workspace or tenant.</param>
/// <param name="Channel">The conversation's id there.</param>
/// <param name="Thread">The root message of a thread, or null for the channel itself.</param>
public sealed record Place(string Platform, string Workspace, string Channel, string? Thread = null)
{
    private string? _key; // Asked for several times with every mark.

    private Place(Place like) => (Platform, Workspace, Channel, Thread) = (like.Platform, like.Workspace, like.Channel, like.Thread);

    /// <summary>The channel around a thread; itself when it is no thread.</summary>
    public Place WithoutThread => Thread is null ? this : this with { Thread = null };

    /// <summary>One line that names the place, used as a key: parts are escaped, so that no two places share one.</summary>
    public string Key => _key ??= $"{Escaped(Platform)}|{Escaped(Workspace)}|{Escaped(Channel)}|{Escaped(Thread ?? "")}";

    public bool Equals(Place? other) => other is not null && Channel == other.Channel && Thread == other.Thread && Workspace == other.Workspace && Platform == other.Platform;

    public override int GetHashCode() => HashCode.Combine(Channel, Thread);

    private static string Escaped(string part) => part.Replace("%", "%25", StringComparison.Ordinal).Replace("|", "%7C", StringComparison.Ordinal);
}

/// <summary>One message of a chat: where it stands and its id there (Slack's <c>ts</c>, a Teams activity id).</summary>
/// <param name="Place">The conversation, with the thread if it stands in one.</param>
/// <param name="Id">The message's id in its channel.</param>
/// <param name="Link">A link back to it, when the platform gave one.</param>
public sealed record MessageRef(Place Place, string Id, string? Link = null)
{
    /// <summary>Names the message whatever thread it was reported in: the same message reported twice has one key.</summary>
    public string Key => Place.WithoutThread.Key + "|" + Id;
}

/// <summary>One request of a reviewer for a change.</summary>
public readonly record struct ChangeRequestId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>One question to one person.</summary>
public readonly record struct QuestionId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>One note or lesson of the discussion.</summary>
public readonly record struct NoteId(string Value)
{
    public override string ToString() => Value;
}
