using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>action "text" [@owner] [due]</c>: an action item in one line, in a final document too.</summary>
internal static class AddAction
{
    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var line = ("action " + words).Trim();
        var (p, ask) = await Which.FindAsync(turn, line);
        if (ask is not null) return ask;
        if (words.Length == 0) return Blank(turn, typed, p!);
        var today = turn.Now.InZone(turn.Who.Zone).Date;
        var said = ActionWords.Read(words, today);
        var due = said.Due.Length > 0 ? DueDate.Read(Mentions.Plain(said.Due), today) : null;
        if (due is DueDateReading.Refused unread) return Refusal.Of(unread.Sentence, line);
        var (owner, unknown) = await OwnerAsync(turn, said.Owner);
        if (unknown is not null) return Refusal.Of(unknown, line);
        var day = (due as DueDateReading.On)?.Day;
        var horizon = HorizonOf(day, today, turn.Policy.Deadlines);
        var action = new NewAction(new(turn.NewId()), Secrets.Mask(Mentions.Plain(said.Text)).Text, owner, day ?? Deadlines.ActionDue(turn.View.Today, horizon, turn.Policy.Deadlines), horizon, null);
        var outcome = await turn.DecideAsync(p!.Id, state => Domain.ActionItems.Add(state, action, turn.Actor, turn.Now));
        return outcome is Outcome.Done done ? Told(turn, done) : await Refusal.OfAsync(turn, outcome, line);
    }

    /// <summary>Who is meant by <c>@lee</c> or <c>@sre-team</c>; null and no sentence when nobody was named.</summary>
    public static async Task<(EventOwner? Owner, string? Unknown)> OwnerAsync(Turn turn, string typed)
    {
        if (typed.Length == 0) return (null, null);
        if (await turn.Bot.People.NamedAsync(turn.Organisation, turn.Incoming.Who, typed, turn.Stop) is { IsBot: false, IsGuest: false } person) return (EventOwner.OfPerson(person.Id), null);
        return turn.Policy.TeamNamed(typed) is { } team ? (EventOwner.OfTeam(team.PrintedAs), null) : (null, $"I do not know {Mentions.Plain(typed)}. Name a person or a team as @handle.");
    }

    private static Answer Blank(Turn turn, CommandTyped typed, PostMortem p) => typed.MayOpen
        ? EditActions.AddTo(turn, p)
        : Answer.Say(["Say what will exist when it is done: ", new Span.Typed("action \"alert on pool saturation\" @lee friday")], Button.Opens(EditActions.EditId, "Add an action item", CarriedPair.Of(p.Id.Value)));

    public static Answer Told(Turn turn, Outcome.Done done)
    {
        if (done.The<ActionItemAdded>() is not { } added) return Answer.Silent;
        var action = done.After.AllActions.First(one => one.Id == added.Id);
        return Answer.Say([$"Action item of {done.After.Name}: ", .. ActionLine.Of(action, turn.View)], Button.Opens(EditActions.EditId, "Edit", CarriedPair.Of(done.After.Id.Value, action.Id.Value)), UndoAct.Button(done));
    }

    /// <summary>The nearest horizon that the day lies within; a month without a day.</summary>
    private static Horizon HorizonOf(LocalDate? due, LocalDate today, DeadlinePolicy dates) => due is not { } day ? Horizon.ShortTerm
        : day <= Deadlines.ActionDue(today, Horizon.Immediate, dates) ? Horizon.Immediate
        : day <= Deadlines.ActionDue(today, Horizon.ShortTerm, dates) ? Horizon.ShortTerm : Horizon.LongTerm;
}
