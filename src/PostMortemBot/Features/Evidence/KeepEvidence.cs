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
        var (p, ask) = await Which.FindAsync(turn, "");
        return p is null ? ask! : await SeenAsync(turn, p, chosen.Message, MarkKind.Menu);
    }

    /// <summary>What was put into the form that adds one.</summary>
    public static async Task<Answer> FromFormAsync(Turn turn, PostMortem p, string text, IReadOnlyList<IncomingFile> files) =>
        await KeptAsync(turn, p, Captured.Of(text, await AttachFiles.KeepAsync(turn.Bot, turn.Organisation, files, null, false, turn.Stop), EvidenceKind.Log, apart: true), MarkKind.Command, null);

    private static async Task<Answer> RepliedAsync(Turn turn, PostMortem p, MessageRef message)
    {
        var seen = turn.Bot.Chats.TryGetValue(message.Place.Platform, out var chat) ? await chat.ReadAsync(message, turn.Stop) : null;
        return seen is null ? Answer.Say("I cannot read that message. Keep it in words: evidence the lines that matter.") : await SeenAsync(turn, p, seen, MarkKind.Command);
    }

    private static async Task<Answer> SeenAsync(Turn turn, PostMortem p, SeenMessage message, MarkKind how)
    {
        if (message.FromPlatform || (message.Text.Trim().Length == 0 && message.Files.Count == 0)) return Answer.Say("There is neither text nor file in that message to keep.");
        if (p.EvidenceOf(message.Message) is { Removed: false } there) return Answer.Tell(EvidenceLine.Kept(p, [there], turn.View, "That message is kept already.", []));
        var files = await AttachFiles.KeepAsync(turn.Bot, turn.Organisation, message.Files, message.Message, false, turn.Stop);
        return await KeptAsync(turn, p, Captured.Of(message.Text, files, EvidenceKind.Message, apart: false), how, message.Message);
    }

    private static async Task<Answer> KeptAsync(Turn turn, PostMortem p, Captured captured, MarkKind how, MessageRef? source)
    {
        var wanted = captured.New(turn.NewId, new MarkReason(how, turn.Who.Id), source);
        Outcome? outcome = null;
        try
        {
            outcome = await turn.DecideAsync(p.Id, state => Keeping.Evidence(state, wanted, turn.Actor, turn.Where.WithoutThread, turn.Now));
        }
        finally
        {
            await AttachFiles.SettleAsync(turn.Bot, turn.Organisation, (outcome as Outcome.Done)?.After, captured.Files, turn.Stop);
        }

        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome!, captured.Text.Length > 0 ? "evidence " + captured.Text : "");
        var ids = done.Facts.OfType<EvidenceKept>().Select(fact => fact.Id).ToHashSet();
        if (ids.Count == 0 && source is not null && done.After.EvidenceOf(source) is { } there) ids.Add(there.Id);
        return Answer.Tell(EvidenceLine.Kept(done.After, [.. done.After.AllEvidence.Where(e => ids.Contains(e.Id))], turn.View, null, [.. Hints(done.After, captured)]));
    }

    private static IEnumerable<string> Hints(PostMortem after, Captured captured)
    {
        foreach (var sentence in AttachFiles.NotKept(after, captured.Files)) yield return sentence;
        if (captured.Masked.Count > 0) yield return $"Saved with what looks like {string.Join(" and ", captured.Masked)} masked.";
    }

    /// <summary>A button carries words, not files.</summary>
    private static Answer WithFiles(Answer ask) => ask.Private is { } card ? ask with { Private = card with { Elements = [.. card.Elements, new Element.Small("Then send the files again, please: I have not kept them yet.")] } } : ask;
}
