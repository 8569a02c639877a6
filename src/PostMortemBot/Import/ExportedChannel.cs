using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Import;

/// <summary>A channel as an export holds it, oldest message first.</summary>
internal sealed record ExportedChannel(
    string Id,
    string Name,
    string Topic,
    string Purpose,
    IReadOnlyList<ExportedMessage> Messages,
    IReadOnlyDictionary<string, string> People)
{
    /// <summary>The name for a person's id; the id itself where the export does not tell.</summary>
    public string NameOf(string personId) => People.GetValueOrDefault(personId, personId);
}

/// <summary>
/// A message with what an export knows beyond <see cref="ChannelMessage"/>. An export carries no permalinks: the message's own id is the source.
/// <paramref name="Pinned"/> is true when it was pinned to the channel (Slack's own pins, not the emoji).
/// </summary>
internal sealed record ExportedMessage(
    ChannelMessage Message,
    string AuthorId,
    IReadOnlyList<ExportedReaction> Reactions,
    IReadOnlyList<ExportedFile> Files,
    Instant? EditedAt,
    string? EditedBy,
    bool Deleted,
    bool Pinned)
{
    /// <summary>Who reacted with this emoji (name without colons; skin tones count as the plain one), in order; nobody: empty.</summary>
    public IReadOnlyList<string> ReactedWith(string emoji) =>
        [.. Reactions.Where(reaction => reaction.Emoji.Split("::")[0] == emoji).SelectMany(reaction => reaction.UserIds).Distinct()];
}

internal sealed record ExportedReaction(string Emoji, IReadOnlyList<string> UserIds);

/// <summary>A file named in a message; the export holds its name and address, not its bytes.</summary>
internal sealed record ExportedFile(string Id, string Name, string? MimeType, long? Bytes, string? Address);

/// <summary>How far the reading is: day files done and in all, messages so far.</summary>
internal sealed record ExportProgress(int DaysRead, int Days, int Messages);

/// <summary>What reading an export gave: the channel, or one sentence that says why it was refused and what to do.</summary>
internal abstract record ExportRead
{
    internal sealed record Read(ExportedChannel Channel) : ExportRead;

    internal sealed record Refused(string Sentence) : ExportRead;
}

/// <summary>What is read, of which channel. Without a name: the only channel there is.</summary>
internal sealed record ExportWanted(string? ChannelName = null, Instant? Since = null, Instant? Until = null);

/// <summary>Carries the one sentence of a refusal out of the depth of reading; caught in <see cref="SlackExport"/>, never seen outside.</summary>
internal sealed class ExportRefusedException(string sentence) : Exception(sentence);
