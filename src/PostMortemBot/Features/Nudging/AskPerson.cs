using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><em>Ask @lee</em>: what a person asks of a person comes by itself, at once in their working hours, under the asker's name, once a day.</summary>
internal static class AskPerson
{
    public const string AskId = "debt.ask";

    public static Notice Notice { get; } = new("ask", Draw);

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (stream, about) = CarriedPair.Read(pressed.Chosen.Length > 0 ? pressed.Chosen : pressed.Value);
        if ((await Readers.LoadAsync(turn, stream)).No is { } no) return no;
        var at = turn.Now;
        var outcome = await turn.DecideAsync(new(stream), p => Asks.Ask(p, about, turn.Who.Zone, person => Rights.May(turn.Bot.ActorOf(turn.Bot.People.Of(turn.Organisation, person)), Act.Read, p), turn.Actor, turn.Now), after =>
        {
            var whose = after.Askings[^1].Person;
            at = turn.Policy.WorkingHours.Next(turn.Now, turn.View.ZoneOf(whose));
            return NoticeWork.Put(turn.Incoming.Receipt, new(stream, Notice.Key, null, whose.Value, [about, turn.Who.Id.Value, whose.Value]), at);
        });
        if (outcome is not Outcome.Done { Changed: true } done) return outcome is Outcome.Done ? Answer.Silent : await Refusal.OfAsync(turn, outcome, "");
        var person = done.After.Askings[^1].Person;
        var (asked, away) = (turn.View.Named(person), await Absences.SentenceAsync(turn, person));
        return at == turn.Now ? Answer.Say(["Asked: ", asked, $" gets it now, under your name.{away}"]) : Answer.Say(["Asked: ", asked, " gets it ", turn.View.When(at), $", under your name.{away}"]);
    }

    /// <summary>Null when it was settled, or given to somebody else, before it could be sent.</summary>
    private static Card? Draw(PostMortem p, IReadOnlyList<string> args, View view)
    {
        if (args is not [var about, var by, var asked] || Asks.Whom(p, about)?.Value != asked) return null;
        var asker = view.Named(new(by));
        var (what, id) = about.Split(':', 2) is [var first, var rest] ? (first, rest) : (about, "");
        if (what == "action")
        {
            var action = p.Actions.First(one => one.Id.Value == id);
            var carried = CarriedPair.Of(p.Id.Value, id);
            return new Card("", [new Element.Text([asker, " asks how this stands: ", Span.Bold(ActionLine.Text(action)), $" · {p.Name}", action.Due is { } due ? $", due {view.Deadline(due)}" : "", "."])], ActionLine.Answers(carried), ActionLine.Others(carried));
        }

        var dates = Deadlines.Of(p, view.Policy);
        return what switch
        {
            Asks.Writing => Card.OneLine([asker, " asks how the draft of ", Span.Bold(p.Name), $" goes{(dates is null ? "" : $", due {view.Deadline(dates.Draft)}")}."], Button.Opens(ProgressCard.ContinueId, "Continue", p.Id.Value)),
            Asks.Meeting => Card.OneLine([asker, " asks when ", Span.Bold(p.Name), $" is discussed{(dates is null ? "" : $". It should be by {view.Deadline(dates.DiscussionTo)}")}."], Button.Opens(MeetingCard.MoveId, "Set a date", p.Id.Value)),
            _ => Card.OneLine([asker, $" asks for your {id} review of ", Span.Bold(p.Name), $"{(dates is null ? "" : $", due {view.Deadline(dates.Reviews)}")}."], Button.Does(ReviewCard.ShowId, "Show the review", new ReviewValue(p.Id, id).ToString())),
        };
    }
}
