using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><em>Join 02:38 and 02:39</em>: two events that look alike become one. The timeline is drawn anew; a line tells what became of them, with <em>Undo</em>.</summary>
internal static class JoinEvents
{
    public const string JoinId = "timeline.join";

    public static async Task<Answer> Joined(Turn turn, ButtonPressed pressed)
    {
        var (stream, pair) = CarriedPair.Read(pressed.Value);
        if (pair.Split(',') is not [var one, var other]) return Answer.Say("This button is from an earlier version. Open the timeline anew: timeline.");
        if ((await Readers.LoadAsync(turn, stream)).No is { } no) return no;
        var outcome = await turn.DecideAsync(new(stream), p => Timeline.Join(p, new(one), new(other), turn.Actor, turn.Now));
        if (outcome is not Outcome.Done { After: var p } done) return await Refusal.OfAsync(turn, outcome, "");
        if (done.The<TimelineEventsJoined>() is not { } joined) return Answer.Replace(TimelineCard.Draw(p, turn.View, 0));
        return new Answer
        {
            Replaces = TimelineCard.Draw(p, turn.View, 0),
            Private = Card.OneLine(["One event now: ", .. EventLine.Of(p.Told(joined.Id), turn.View).Spans], Button.Opens(EditEvent.OpenId, "Edit", CarriedPair.Of(stream, joined.Id.Value)), UndoAct.Button(done)),
        };
    }
}
