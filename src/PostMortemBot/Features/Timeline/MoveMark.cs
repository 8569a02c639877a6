using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><em>Add to INC-…</em> on a mark that waits for a start: it goes to an incident that is open elsewhere.</summary>
internal static class MoveMark
{
    public const string MoveId = "timeline.move";

    /// <summary>The button for the newest open incident that this person may mark in; null when there is none.</summary>
    public static async Task<Button?> OfferedAsync(Turn turn, PostMortem waiting, IReadOnlyList<TimelineEvent> marked)
    {
        PostMortem? newest = null;
        foreach (var row in (await turn.Bot.Store.ListAsync(turn.Organisation, turn.Stop)).Where(Summary.IsOpen))
        {
            var p = await turn.LoadAsync(row.Id);
            if (!p.IsOpen || p.Number < newest?.Number) continue;
            await turn.LookAsync(p);
            if (Rights.May(turn.Actor, Act.Mark, p)) newest = p;
        }

        return newest is null ? null : Button.Does(MoveId, Labels.Short("Add to " + newest.Name), CarriedPair.Of(waiting.Id.Value, CarriedPair.Of(newest.Id.Value, string.Join(',', marked.Select(e => e.Id.Value)))));
    }

    /// <summary>Both in one transaction: taken off what waits, and put on the timeline of the other. Pressed twice, nothing is left to move.</summary>
    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (from, rest) = CarriedPair.Read(pressed.Value);
        var (into, events) = CarriedPair.Read(rest);
        if ((await Readers.LoadAsync(turn, into)).No is { } no) return no;
        var moves = events.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => (From: new TimelineEventId(id), To: new TimelineEventId(turn.NewId()))).ToList();
        var outcomes = await turn.DecideAsync([new(from), new(into)], states => Moved(states[0], states[1], moves, turn));
        if (outcomes[1] is not Outcome.Done done) return await Refusal.OfAsync(turn, outcomes[1], "");
        var there = moves.Where(move => done.After.AllEvents.ContainsKey(move.To)).Select(move => done.After.AllEvents[move.To]).ToList();
        if (there.Count == 0) return Answer.Say("Those marks do not wait any more. Open the timeline to see where they are: timeline.");
        return Answer.Replace(there.Count == 1
            ? Card.OneLine([$"Added to {done.After.Name}: ", .. EventLine.Of(there[0], turn.View).Spans], [.. EventLine.Buttons(done.After, there[0])])
            : new Card("", [new Element.Text($"Added to {done.After.Name}:"), new Element.Bullets([.. there.Select(e => EventLine.Of(e, turn.View))])], [Button.Does(IncidentCard.TimelineId, "Timeline", into)]));
    }

    private static IReadOnlyList<Decision> Moved(PostMortem from, PostMortem into, IReadOnlyList<(TimelineEventId From, TimelineEventId To)> moves, Turn turn)
    {
        List<PostMortemEvent> taken = [];
        List<PostMortemEvent> given = [];
        foreach (var (id, to) in moves)
        {
            if (from.Life != Life.Waiting || !from.AllEvents.TryGetValue(id, out var e) || e.Removed || e.MarkedBy != turn.Who.Id) continue;
            var marking = new Marking(to, e.When, e.Text, new MarkReason(MarkKind.Command, turn.Who.Id)) { Phase = e.Phase, PhaseGuessed = e.PhaseGuessed, Owner = e.Owner, Source = e.Source, Writer = e.Writer, WriterName = e.WriterName };
            var mark = Timeline.Mark(into, marking, turn.Actor, turn.Where.WithoutThread, turn.Now);
            if (mark is not Decision.Accepted accepted) return [mark, mark];
            taken.Add(new TimelineEventRemoved(turn.Now, turn.Who.Id, id));
            given.AddRange(accepted.Facts);
            into = accepted.Facts.Aggregate(into, Evolve.Apply);
        }

        return [new Decision.Accepted(taken), new Decision.Accepted(given)];
    }
}
