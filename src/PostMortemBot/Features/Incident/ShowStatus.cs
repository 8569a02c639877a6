using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>status</c>: while it is open where we are; later the state and what comes next.</summary>
internal static class ShowStatus
{
    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var (p, ask) = await Which.FindAsync(turn, "status");
        return ask ?? Answer.Tell(Draw(p!, turn.View));
    }

    public static Card Draw(PostMortem p, View view) => p switch
    {
        { IsOpen: true } => IncidentCard.Draw(p, view)!,
        { Life: Life.Noted } => new Card($"{p.Name} · {Texts.OneLine(p.Title, 120)}", [new Element.Text(["Near miss, noted ", view.Moment(p.StartedAt), ". Writing it up takes about 10 min."])], VerdictCard.Choices(p)),
        { Life: Life.Waiting } => new Card("No incident is open here", [new Element.Text($"{Moments.Count(p.Events.Count, "mark")} wait for a start.")], [Button.Opens(StartIncident.OpenId, "Start one"), Button.Does(IncidentCard.TimelineId, "Timeline", p.Id.Value)]),
        { Life: Life.Cancelled or Life.Merged } => IncidentCard.Draw(p, view)!,
        { Life: Life.UnderReview or Life.Final } => RequestReview.StandingOf(p, view),
        _ => VerdictCard.Draw(p, view) ?? After(p, view, "Resolved."),
    };

    private static Card After(PostMortem p, View view, string state) => new(
        IncidentCard.TitleOf(p),
        [new Element.Text([state, p.Author is null ? "" : " Author: ", .. p.Author is { } author ? new[] { view.Named(author) } : []])],
        [Button.Does(IncidentCard.TimelineId, "Timeline", p.Id.Value)]);
}
