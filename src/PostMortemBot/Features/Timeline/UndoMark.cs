using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><em>Undo</em> on a mark's line, <em>Put back</em>, and <em>Remove</em> in the timeline.</summary>
internal static class UndoMark
{
    public const string UndoId = "timeline.undo";
    public const string PutBackId = "timeline.putback";
    public const string RemoveId = "timeline.remove";

    public static Task<Answer> Undone(Turn turn, ButtonPressed pressed) => ChangeAsync(turn, pressed, (p, id) => Timeline.UndoMark(p, id, turn.Actor, turn.Now), "Taken off the timeline: ", (PutBackId, "Put back"));

    /// <summary><em>Remove</em> is an act of its own, which <c>undo</c> takes back.</summary>
    public static Task<Answer> Removed(Turn turn, ButtonPressed pressed) => ChangeAsync(turn, pressed, (p, id) => Timeline.Remove(p, id, turn.Actor, turn.Now), "Taken off the timeline: ", (PutBackId, "Put back"));

    public static Task<Answer> PutBack(Turn turn, ButtonPressed pressed) => ChangeAsync(turn, pressed, (p, id) => Timeline.Restore(p, id, turn.Actor, turn.Now), "Back on the timeline: ", (UndoId, "Undo"));

    private static async Task<Answer> ChangeAsync(Turn turn, ButtonPressed pressed, Func<PostMortem, TimelineEventId, Decision> rule, string said, (string Id, string Label) reverse)
    {
        var value = pressed.Chosen.Length > 0 ? CarriedPair.Of(pressed.Value, pressed.Chosen) : pressed.Value;
        var (stream, events) = CarriedPair.Read(value);
        var ids = events.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => new TimelineEventId(id)).ToList();
        var outcome = await turn.DecideAsync(new(stream), p => Each(p, ids, rule));
        if (outcome is Outcome.Refused refused) return Refusal.Say(turn, refused.Sentence);
        var after = ((Outcome.Done)outcome).After;
        var lines = ids.Where(after.AllEvents.ContainsKey).Select(id => EventLine.Of(after.AllEvents[id], turn.View)).ToList();
        var button = Button.Does(reverse.Id, reverse.Label, value);
        var card = lines.Count == 1
            ? Card.OneLine([said, .. lines[0].Spans], button)
            : new Card("", [new Element.Text(said), new Element.Bullets(lines)], [button]);
        return Answer.Replace(card);
    }

    /// <summary>One decision over several events: each sees what the ones before did.</summary>
    private static Decision Each(PostMortem p, IReadOnlyList<TimelineEventId> ids, Func<PostMortem, TimelineEventId, Decision> rule)
    {
        List<PostMortemEvent> facts = [];
        foreach (var id in ids)
        {
            var decision = rule(p, id);
            if (decision is not Decision.Accepted accepted) return decision;
            p = accepted.Facts.Aggregate(p, Evolve.Apply);
            facts.AddRange(accepted.Facts);
        }

        return new Decision.Accepted(facts);
    }
}
