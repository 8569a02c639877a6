using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>nearmiss text</c>, anywhere, also in a direct message: begun and over in one line.</summary>
internal static class NearMiss
{
    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var masked = Secrets.Mask(words.Trim());
        var number = masked.Text.Length == 0 ? 0 : await turn.Bot.Store.NextNumberAsync(turn.Organisation, "nearmiss", turn.Stop);
        var outcome = await turn.DecideAsync(new(turn.NewId()), p => Incidents.NearMiss(p, turn.Where, number, masked.Text, turn.Actor, turn.SaidAt));
        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, ("nearmiss " + words).Trim());
        var zone = turn.Policy.ProcessZone;
        var at = $"{Moments.Day(turn.SaidAt.InZone(zone).Date, turn.View.Today)} {Moments.Clock(turn.SaidAt, zone)} {Moments.ZoneLetters(turn.SaidAt, zone)}";
        List<Element> elements = [new Element.Text($"Noted as a near miss, {at}. Writing it up takes about 10 min.")];
        return Answer.Tell(Masked.Under(new Card("", elements, VerdictCard.Choices(done.After)), masked));
    }
}
