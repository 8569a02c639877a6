using NodaTime;
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

    /// <summary>A platform waits three seconds for an answer, and what else is done for it takes some of that.</summary>
    private static readonly Duration Patience = Duration.FromMilliseconds(1500);

    /// <param name="message">Where the files stand, for those whose platform gives no page of their own.</param>
    /// <param name="again">True in work that is tried again and that nobody waits for: a host that is away or slow is no reason to give up.</param>
    public static async Task<IReadOnlyList<AttachedOne>> KeepAsync(Bot bot, string organisation, IReadOnlyList<IncomingFile> files, MessageRef? message, bool again, CancellationToken stop)
    {
        var kept = new List<AttachedOne>();
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var patience = again || files.Count == 0 ? null : bot.Delay(Patience, late.Token);
        foreach (var file in files.Take(MostAtOnce))
        {
            var reading = await ReadAsync(file, patience, late.Token);
            stop.ThrowIfCancellationRequested();
            kept.Add(reading is FileReading.Accepted accepted ? Of(accepted, await bot.Attachments.KeepAsync(organisation, accepted, stop), file) : Named((FileReading.Refused)reading, file, message));
        }

        await late.CancelAsync();
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

    /// <param name="patience">Null: it is waited for however long it takes, and what goes wrong is for whoever tries again.</param>
    private static async Task<FileReading> ReadAsync(IncomingFile file, Task? patience, CancellationToken stop)
    {
        if (file.Bytes > FileReading.MostBytes) return FileReading.TooLarge(file.Name);
        try
        {
            var reading = file.Read(stop);
            if (patience is not null && await Task.WhenAny(reading, patience) != reading) return FileReading.TooSlow(file.Name);
            return await reading is { } bytes ? FileReading.Of(file.Name, bytes) : FileReading.Unreadable(file.Name);
        }
        catch (Exception away) when (patience is not null && away is HttpRequestException or IOException or ChatFailed or ChatBusy)
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
