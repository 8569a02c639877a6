using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary><em>Start here</em> on the card of an alert: an incident begins in this conversation, with the alert as its Detection. Where one is open already the alert goes there.</summary>
internal static class StartHere
{
    public const string StartId = "alert.start";

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        if (await Readers.GuestAsync(turn) is { } guest) return guest;
        var row = await turn.Bot.Store.RowAsync(turn.Organisation, AlertRow.Prefix + pressed.Value, turn.Stop);
        if (AlertRow.Of(row) is not { } alert) return Answer.Say(["That alert is not known any more. Start the incident yourself: ", new Span.Typed("start what is wrong")]);
        if (alert.Stream is { } started && await turn.LoadAsync(new(started)) is { Exists: true } already)
        {
            return await Readers.RefusedAsync(turn, already) ?? Answer.Say([Span.Bold(already.Name), " was started from it already."]);
        }

        var words = new FactWords { Title = Texts.OneLine(alert.Title, Incidents.MostTitle), Severity = Severities.Read(alert.Severity), Services = alert.Service.Length > 0 ? [turn.Policy.ServiceNamed(alert.Service)?.Name ?? alert.Service] : [] };
        var answer = await OpenHereAsync(turn) is null ? await StartIncident.StartAsync(turn, words, turn.Where, null) : null;
        if (await OpenHereAsync(turn) is not { } p) return answer!;
        var taken = await AlertIn.MarkAsync(turn.Bot, p, alert.AsCame(turn.Organisation), turn.Stop);
        if (taken.Fate == AlertFate.Taken) await BelongsAsync(turn, pressed.Value, alert with { Stream = p.Id.Value }, row);
        return answer ?? Answer.Say(taken.Sentence);
    }

    private static async Task<PostMortem?> OpenHereAsync(Turn turn) =>
        await turn.Bot.Store.AtPlaceAsync(turn.Organisation, turn.Where, turn.Stop) is { } id && await turn.LoadAsync(id) is { IsOpen: true } p ? p : null;

    /// <summary>The card says so. Where the row changed meanwhile, the next alert of this kind finds the incident by its service or channel.</summary>
    private static Task BelongsAsync(Turn turn, string key, AlertRow alert, Row? was) => turn.Bot.AlertsOf(turn.Organisation) is not { } place
        ? Task.CompletedTask
        : turn.Bot.Store.AppendAsync(new Append(turn.Organisation, turn.Incoming.Receipt + "/alert", []) { Work = [AlertWork.Put(key, alert.Card, place, turn.Now)], Rows = [alert.Put(key, was)] }, turn.Stop);
}
