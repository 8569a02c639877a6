using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><em>Undo</em> on the line of what was just kept, and <em>Put back</em>.</summary>
internal static class UndoEvidence
{
    public static Task<Answer> Undone(Turn turn, ButtonPressed pressed) =>
        ChangeAsync(turn, pressed, (p, id) => Keeping.Remove(p, id, turn.Actor, turn.Now), "No longer kept", Button.Does(EvidenceLine.PutBackId, "Put back", pressed.Value));

    public static Task<Answer> PutBack(Turn turn, ButtonPressed pressed) =>
        ChangeAsync(turn, pressed, (p, id) => Keeping.Restore(p, id, turn.Actor, turn.Now), "Kept again", Button.Does(EvidenceLine.UndoId, "Undo", pressed.Value));

    private static async Task<Answer> ChangeAsync(Turn turn, ButtonPressed pressed, Func<PostMortem, EvidenceId, Decision> rule, string said, Button reverse)
    {
        var (stream, pieces) = CarriedPair.Read(pressed.Value);
        var ids = pieces.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => new EvidenceId(id)).ToList();
        var outcome = await turn.DecideAsync(new(stream), p => Each(p, ids, rule));
        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, "");
        var lines = done.After.AllEvidence.Where(e => ids.Contains(e.Id)).Select(e => EvidenceLine.Of(done.After, e, turn.View)).ToList();
        return Answer.Replace(lines.Count == 1
            ? Card.OneLine([said + ": ", .. lines[0].Spans], reverse)
            : new Card("", [new Element.Text(said + ":"), new Element.Bullets(lines)], [reverse]));
    }

    /// <summary>One decision over several pieces; one that is already as wished does not matter.</summary>
    private static Decision Each(PostMortem p, IReadOnlyList<EvidenceId> ids, Func<PostMortem, EvidenceId, Decision> rule)
    {
        var decisions = ids.Select(id => rule(p, id)).ToList();
        var facts = decisions.OfType<Decision.Accepted>().SelectMany(accepted => accepted.Facts).ToList();
        return facts.Count > 0 || decisions.Count == 0 ? new Decision.Accepted(facts) : decisions[0];
    }
}
