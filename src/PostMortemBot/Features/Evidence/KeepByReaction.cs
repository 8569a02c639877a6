using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>
/// The other two reactions: 📎 keeps a message as evidence, 📋 makes it an action item. As with the pushpin: no form, no post; the receipt stands on the message
/// while anything holds it; each kind of reaction counts on its own.
/// </summary>
internal static class KeepByReaction
{
    public static Task<Answer> Reacted(Turn turn, ReactionAdded added)
    {
        if (IsEvidence(turn, added.Emoji)) return ReactedAsync(turn, added, EvidenceRule(turn, added), "Kept as evidence.");
        return IsAction(turn, added.Emoji) ? ReactedAsync(turn, added, ActionRule(turn, added), "It is an action item now. Owner and date come with the document.") : Task.FromResult(Answer.Silent);
    }

    public static async Task<Answer> Unreacted(Turn turn, ReactionRemoved removed)
    {
        var (evidence, action) = (IsEvidence(turn, removed.Emoji), IsAction(turn, removed.Emoji));
        if ((!evidence && !action) || await CaptureMessage.StreamOfAsync(turn, removed.Message) is not { } id) return Answer.Silent;
        var reason = Reason(turn, removed.Emoji);
        var outcome = await turn.DecideAsync(id, p => evidence ? Keeping.TakeBack(p, removed.Message, reason, turn.Now) : ActionsOfMessages.TakeBack(p, removed.Message, reason, turn.Now));
        if (outcome is not Outcome.Done { Changed: true } done) return Answer.Silent;
        var why = done.After.BeforeReview ? "somebody has edited it since" : "its review was requested";
        if (evidence && done.After.EvidenceOf(removed.Message) is { Removed: false, Reasons.Count: 0 } kept) return Answer.Say($"It stays as evidence: {why}.", Button.Does(EvidenceLine.UndoId, "Remove it", EvidenceLine.Carry(done.After, [kept])));
        if (action && done.After.ActionOf(removed.Message) is { Removed: false, Reasons.Count: 0 }) return Answer.Say($"It stays an action item: {why}.", Button.Opens(EditActions.OpenId, "Action items", CarriedPair.Of(id.Value)));
        return Answer.Silent;
    }

    private static async Task<Answer> ReactedAsync(Turn turn, ReactionAdded added, Func<PostMortem, Decision> rule, string said)
    {
        var outcome = await CaptureMessage.DecideAsync(turn, added.Message, rule);
        if (outcome is Outcome.Refused refused) return Refusal.Say(turn, refused.Sentence);
        return outcome is Outcome.Done { Changed: true } && await CaptureMessage.FirstTimeAsync(turn) ? Answer.Say($"{said} 📝 is my receipt. Take your reaction off to undo.") : Answer.Silent;
    }

    private static Func<PostMortem, Decision> EvidenceRule(Turn turn, ReactionAdded added)
    {
        var kept = new NewEvidence(new(turn.NewId()), EvidenceKind.Message, "", "", Reason(turn, added.Emoji)) { Source = added.Message, TextPending = true };
        return p => Keeping.Evidence(p, kept, turn.Actor, turn.Where.WithoutThread, turn.Now);
    }

    private static Func<PostMortem, Decision> ActionRule(Turn turn, ReactionAdded added)
    {
        var id = new ActionItemId(turn.NewId());
        return p => ActionsOfMessages.Make(p, id, null, added.Message, Reason(turn, added.Emoji), turn.Actor, turn.Where.WithoutThread, turn.Now);
    }

    private static MarkReason Reason(Turn turn, string emoji) => new(MarkKind.Reaction, turn.Who.Id, emoji);

    private static bool IsEvidence(Turn turn, string emoji) => turn.Policy.Emoji.Evidence.Contains(emoji);

    private static bool IsAction(Turn turn, string emoji) => turn.Policy.Emoji.Action.Contains(emoji);
}
