using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>evidence</c> with a text, link, code block or files, in a reply, or alone for the list; and <em>Add as evidence</em> in a message's menu, its files too.</summary>
internal static class KeepEvidence
{
    public const string MenuId = "menu.evidence";

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var (p, ask) = await Which.FindAsync(turn, words.Length > 0 ? "evidence " + words : "evidence");
        if (p is null) return typed.Files.Count > 0 ? WithFiles(ask!) : ask!;
        if (words.Length == 0 && typed.Files.Count == 0) return typed.RepliesTo is { } replied ? await RepliedAsync(turn, p, replied) : EvidenceRows.Answered(p, turn.View, typed.MayOpen);
        var files = await AttachFiles.KeepAsync(turn.Bot, turn.Organisation, typed.Files, typed.Message, false, turn.Stop);
        return await KeptAsync(turn, p, Captured.Of(words, files, EvidenceKind.Log, apart: true), MarkKind.Command, typed.Message);
    }

    public static async Task<Answer> Chosen(Turn turn, MenuChosen chosen)
    {
        if (await Readers.GuestAsync(turn) is { } guest) return guest;
        var (p, ask) = await MarkEvent.HereOrNewAsync(turn, "");
        if (p is { Exists: true } && await Readers.RefusedAsync(turn, p) is { } no) return no;
        return p is null ? ask! : await SeenAsync(turn, p, chosen.Message, MarkKind.Menu);
    }

    /// <summary>What was put into the form that adds one.</summary>
    public static async Task<Answer> FromFormAsync(Turn turn, PostMortem p, string text, IReadOnlyList<IncomingFile> files) =>
        await KeptAsync(turn, p, Captured.Of(text, await AttachFiles.KeepAsync(turn.Bot, turn.Organisation, files, null, false, turn.Stop), EvidenceKind.Log, apart: true), MarkKind.Command, null);

    private static async Task<Answer> RepliedAsync(Turn turn, PostMortem p, MessageRef message)
    {
        var (seen, later) = await NamedMessage.ReadAsync(turn, message);
        if (seen is not null) return await SeenAsync(turn, p, seen, MarkKind.Command);
        if (!later) return Answer.Say("I cannot read that message. Keep it in words: evidence the lines that matter.");
        var pending = new NewEvidence(new(turn.NewId()), EvidenceKind.Message, "", "", new(MarkKind.Command, turn.Who.Id)) { Source = message, TextPending = true };
        var outcome = await InTakenAsync(turn, p, state => Keeping.Evidence(state, pending, turn.Actor, turn.Where.WithoutThread, turn.Now));
        return outcome is Outcome.Done { After: var after } && after.EvidenceOf(message) is { } kept ? Answer.Tell(EvidenceLine.Kept(after, [kept], turn.View, null, [])) : await Refusal.OfAsync(turn, outcome, "");
    }

    private static async Task<Answer> SeenAsync(Turn turn, PostMortem p, SeenMessage message, MarkKind how)
    {
        if (message.FromPlatform || (message.Text.Trim().Length == 0 && message.Files.Count == 0)) return Answer.Say("There is neither text nor file in that message to keep.");
        if (p.EvidenceOf(message.Message) is { Removed: false } there) return Answer.Tell(EvidenceLine.Kept(p, [there], turn.View, "That message is kept already.", []));
        var files = await AttachFiles.KeepAsync(turn.Bot, turn.Organisation, message.Files, message.Message, false, turn.Stop);
        return await KeptAsync(turn, p, Captured.Of(message.Text, files, EvidenceKind.Message, apart: false), how, message.Message, rule => InTakenAsync(turn, p, rule));
    }

    /// <summary>A message that begins with 📎 is kept without a command, as one with 📌 is marked: no answer, unless something could not be kept.</summary>
    public static async Task<Answer> LedAsync(Turn turn, MessagePosted posted, string text)
    {
        var files = await AttachFiles.KeepAsync(turn.Bot, turn.Organisation, posted.Files, posted.Message, false, turn.Stop);
        var captured = Captured.Of(text, files, EvidenceKind.Message, apart: false);
        var outcome = await StoreAsync(turn, captured, MarkKind.Reaction, posted.Message, rule => CaptureMessage.DecideAsync(turn, posted.Message, rule));
        return outcome is Outcome.Done done ? Told(AttachFiles.NotKept(done.After, files)) : await Refusal.OfAsync(turn, outcome, "");
    }

    /// <summary>Files that came with a mark: kept beside it. Says what was and what was not kept; with a pushpin only the latter.</summary>
    public static async Task<Answer> BesideAsync(Turn turn, Answer marked, IReadOnlyList<IncomingFile> files, MessageRef? source, MarkKind how)
    {
        if (files.Count == 0 || await MarkEvent.HereOrNewAsync(turn, "mark") is not ({ Exists: true } p, null)) return marked;
        var attached = await AttachFiles.KeepAsync(turn.Bot, turn.Organisation, files, source, false, turn.Stop);
        var outcome = await StoreAsync(turn, Captured.Of("", attached, EvidenceKind.Message, apart: false), how, source, rule => turn.DecideAsync(p.Id, rule));
        if (outcome is not Outcome.Done done) return marked;
        var kept = attached.Count(file => file.NotKept is null);
        List<string> hints = [.. AttachFiles.NotKept(done.After, attached)];
        if (marked.Private is not { } card) return Told(hints);
        if (kept > 0) hints.Insert(0, kept == 1 ? $"{attached.First(file => file.NotKept is null).Attachment.Name} is kept as evidence." : $"{kept} files are kept as evidence.");
        return marked with { Private = card with { Elements = [.. card.Elements, .. hints.Select(hint => new Element.Small(hint))] } };
    }

    /// <summary>The text behind a paperclip at the start of a message; empty when files alone follow; null when none stands there.</summary>
    public static string? LedText(MessagePosted posted)
    {
        var text = posted.Text.TrimStart();
        var rest = text.StartsWith("📎", StringComparison.Ordinal) ? text["📎".Length..].Trim() : text.StartsWith(":paperclip:", StringComparison.Ordinal) ? text[":paperclip:".Length..].Trim() : null;
        return rest is { Length: 0 } && posted.Files.Count == 0 ? null : rest;
    }

    private static Answer Told(IEnumerable<string> hints) => hints.ToList() is { Count: > 0 } told ? Answer.Tell(new Card("", [.. told.Select(hint => new Element.Text(hint))])) : Answer.Silent;

    private static async Task<Outcome> StoreAsync(Turn turn, Captured captured, MarkKind how, MessageRef? source, Func<Func<PostMortem, Decision>, Task<Outcome>> decide)
    {
        var wanted = captured.New(turn.NewId, new MarkReason(how, turn.Who.Id), source);
        Outcome? outcome = null;
        try
        {
            outcome = await decide(state => Keeping.Evidence(state, wanted, turn.Actor, turn.Where.WithoutThread, turn.Now));
            return outcome;
        }
        finally
        {
            await AttachFiles.SettleAsync(turn.Bot, turn.Organisation, (outcome as Outcome.Done)?.After, captured.Files, turn.Stop);
        }
    }

    /// <summary>Somebody else's first mark may have taken the place meanwhile.</summary>
    private static async Task<Outcome> InTakenAsync(Turn turn, PostMortem p, Func<PostMortem, Decision> rule) =>
        await turn.DecideAsync(p.Id, rule) is var outcome && outcome is Outcome.PlaceTaken taken ? await turn.DecideAsync(taken.By, rule) : outcome;

    private static async Task<Answer> KeptAsync(Turn turn, PostMortem p, Captured captured, MarkKind how, MessageRef? source, Func<Func<PostMortem, Decision>, Task<Outcome>>? decide = null)
    {
        var outcome = await StoreAsync(turn, captured, how, source, decide ?? (rule => turn.DecideAsync(p.Id, rule)));
        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, captured.Text.Length > 0 ? "evidence " + captured.Text : "");
        var ids = done.Facts.OfType<EvidenceKept>().Select(fact => fact.Id).ToHashSet();
        if (ids.Count == 0 && source is not null && done.After.EvidenceOf(source) is { } there) ids.Add(there.Id);
        return Answer.Tell(EvidenceLine.Kept(done.After, [.. done.After.AllEvidence.Where(e => ids.Contains(e.Id))], turn.View, null, [.. Hints(done.After, captured)]));
    }

    private static IEnumerable<string> Hints(PostMortem after, Captured captured)
    {
        if (after.Life == Life.Waiting) yield return MarkEvent.Waits;
        foreach (var sentence in AttachFiles.NotKept(after, captured.Files)) yield return sentence;
        if (Masked.Sentence(captured.Masked) is { } masked) yield return masked;
    }

    /// <summary>A button carries words, not files.</summary>
    private static Answer WithFiles(Answer ask) => ask.Private is { } card ? ask with { Private = card with { Elements = [.. card.Elements, new Element.Small("Then send the files again, please: I have not kept them yet.")] } } : ask;
}
