using PostMortemBot.Attachments;
using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Features;

/// <summary>One file that came with a message: kept, or named alone and why.</summary>
/// <param name="Text">The whole text of a short text file: it is read in the document itself.</param>
/// <param name="NotKept">The sentence; null when it is kept.</param>
internal sealed record AttachedOne(Attachment Attachment, EvidenceKind Kind, string Text, string Link, string? NotKept, FileReading? Reading)
{
    public IReadOnlyList<string> Masked => Reading is FileReading.Accepted { Masked: var kinds } ? kinds : [];
}

/// <summary>Takes files from the platform's own host, cleans and keeps them. What cannot be kept is named, with a link to where it lies.</summary>
internal static class AttachFiles
{
    public const int MostAtOnce = 10;

    /// <summary>A text file up to here stands in the document as lines; a longer one as a link.</summary>
    public const int ShortText = 2000;

    /// <param name="message">Where the files stand, for those whose platform gives no page of their own.</param>
    /// <param name="again">True in work that is tried again: a host that is away is no reason to give up.</param>
    public static async Task<IReadOnlyList<AttachedOne>> KeepAsync(Bot bot, string organisation, IReadOnlyList<IncomingFile> files, MessageRef? message, bool again, CancellationToken stop)
    {
        var kept = new List<AttachedOne>();
        foreach (var file in files.Take(MostAtOnce))
        {
            var reading = await ReadAsync(file, again, stop);
            kept.Add(reading is FileReading.Accepted accepted ? Of(accepted, await bot.Attachments.KeepAsync(organisation, accepted, stop), file) : Named((FileReading.Refused)reading, file, message));
        }

        return kept;
    }

    /// <summary>
    /// After the facts are stored, or refused: what they do not hold goes from the disk; what they hold is put there again if somebody else's redaction of the same
    /// file deleted it in between.
    /// </summary>
    public static async Task SettleAsync(Bot bot, string organisation, PostMortem? after, IReadOnlyList<AttachedOne> files, CancellationToken stop)
    {
        foreach (var file in files.Where(file => file.Attachment.IsKept))
        {
            if (after?.AllEvidence.Any(e => e.Attachment?.Hash == file.Attachment.Hash) == true) await bot.Attachments.KeepAsync(organisation, (FileReading.Accepted)file.Reading!, stop);
            else await bot.Attachments.ReleaseAsync(organisation, file.Attachment.Hash, stop);
        }
    }

    /// <summary>Why which files were not kept, each in a sentence: their own reasons, and the incident's room.</summary>
    public static IEnumerable<string> NotKept(PostMortem after, IReadOnlyList<AttachedOne> files)
    {
        foreach (var file in files)
        {
            var why = file.NotKept ?? (after.AllEvidence.Any(e => e.Attachment?.Hash == file.Attachment.Hash) ? null : $"{file.Attachment.Name} would take this incident over 200 MB.");
            if (why is not null) yield return why + (file.Link.Length > 0 ? " Its name and link are kept." : " Only its name is kept.");
        }
    }

    private static async Task<FileReading> ReadAsync(IncomingFile file, bool again, CancellationToken stop)
    {
        if (file.Bytes > FileReading.MostBytes) return FileReading.TooLarge(file.Name);
        try
        {
            return await file.Read(stop) is { } bytes ? FileReading.Of(file.Name, bytes) : FileReading.Unreadable(file.Name);
        }
        catch (Exception away) when (!again && away is HttpRequestException or IOException)
        {
            return FileReading.Unreadable(file.Name);
        }
    }

    private static AttachedOne Of(FileReading.Accepted accepted, Attachment attachment, IncomingFile file)
    {
        var text = accepted.Text is { Length: <= ShortText } whole ? whole.Trim() : "";
        var kind = text.Length > 0 ? EvidenceKinds.Of(text, "", EvidenceKind.Log) : EvidenceKinds.Of(attachment);
        return new(attachment, kind, text, file.Link ?? "", null, accepted);
    }

    private static AttachedOne Named(FileReading.Refused refused, IncomingFile file, MessageRef? message) =>
        new(Attachment.NameAlone(refused.Name), EvidenceKind.File, "", file.Link ?? message?.Link ?? "", refused.Sentence, refused);
}
