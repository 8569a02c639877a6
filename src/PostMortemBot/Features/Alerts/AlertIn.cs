using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>
/// An alert of another program becomes a Detection event: of the incident it names, else of the only one that is open in its channel, else for its service. Where there is none it goes on
/// the card of its kind in the alerts channel, which binds nothing until somebody presses <em>Start here</em>.
/// </summary>
internal static class AlertIn
{
    private const int MostTries = 5;

    public static async Task<AlertTaken> TakeAsync(Bot bot, AlertCame alert, CancellationToken stop)
    {
        if (await bot.Store.ReceiptAsync(alert.Organisation, ShownReceipt(alert), stop) is not null || await bot.Store.ByMessageAsync(alert.Organisation, alert.Message.Key, stop) is not null) return Known;
        if (alert.Incident is { } number) return await NamedAsync(bot, number, alert, stop);
        var open = await OpenAsync(bot, alert, stop);
        return open.Count == 1 ? await MarkAsync(bot, open[0], alert, stop) : await ShowAsync(bot, alert, stop);
    }

    /// <summary>Puts it on the timeline. The same alert of the same program within an hour is counted.</summary>
    public static async Task<AlertTaken> MarkAsync(Bot bot, PostMortem p, AlertCame alert, CancellationToken stop)
    {
        var turn = Turn.OfBot(bot, alert.Organisation, p.Places[0], $"alert/{alert.Key}/mark", stop);
        var marking = new Marking(new(turn.NewId()), alert.At, TextOf(alert), new(MarkKind.Hook, PersonId.Bot)) { Phase = Phase.Detection, Source = alert.Message, WriterName = alert.Source };
        return await turn.DecideAsync(p.Id, state => Timeline.Mark(state, marking, Actor.Bot, p.Places[0], turn.Now)) is Outcome.Done done
            ? new(AlertFate.Taken, $"Added as Detection to {(done.After.IsPrivate ? "the open incident" : done.After.Name)}.")
            : new(AlertFate.Busy, "Many people are changing this incident at once. Nothing was stored; send it again.");
    }

    private static AlertTaken Known { get; } = new(AlertFate.Taken, "This alert is known already. Nothing was added.");

    private static async Task<AlertTaken> NamedAsync(Bot bot, string number, AlertCame alert, CancellationToken stop)
    {
        if (bot.Policy.ReadIncidentId(number) is not { } id || await bot.Store.ByIncidentIdAsync(alert.Organisation, id, stop) is not { } found) return new(AlertFate.NoPlace, "No incident has the number in \"incident\". Start it first, or leave the number out.");
        var p = await bot.LoadAsync(alert.Organisation, found, stop);
        for (var steps = 0; p is { Life: Life.Merged, MergedIntoId: { } into } && steps < 20; steps++) p = await bot.LoadAsync(alert.Organisation, into, stop);
        return p.TakesMarks ? await MarkAsync(bot, p, alert, stop) : new(AlertFate.NoPlace, "The incident in \"incident\" takes no events any more. Leave the number out.");
    }

    /// <summary>The open incidents of its channel, else those of its service.</summary>
    private static async Task<IReadOnlyList<PostMortem>> OpenAsync(Bot bot, AlertCame alert, CancellationToken stop)
    {
        List<PostMortem> open = [];
        foreach (var row in (await bot.Store.ListAsync(alert.Organisation, stop)).Where(Summary.IsOpen))
        {
            if (await bot.LoadAsync(alert.Organisation, row.Id, stop) is { IsOpen: true } p) open.Add(p);
        }

        var there = open.Where(p => p.Places.Any(place => (place.Platform, place.Channel) == (alert.Channel?.Platform, alert.Channel?.Id))).ToList();
        if (there.Count > 0 || alert.Service.Length == 0) return there;
        var service = bot.Policy.ServiceNamed(alert.Service)?.Name ?? alert.Service;
        return [.. open.Where(p => p.Services.Contains(service, StringComparer.OrdinalIgnoreCase))];
    }

    private static async Task<AlertTaken> ShowAsync(Bot bot, AlertCame alert, CancellationToken stop)
    {
        var key = AlertRow.KeyOf(alert);
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var row = await bot.Store.RowAsync(alert.Organisation, AlertRow.Prefix + key, stop);
            var was = AlertRow.Of(row);
            if (was?.Stream is { } stream && await bot.LoadAsync(alert.Organisation, new(stream), stop) is { IsOpen: true } started) return await MarkAsync(bot, started, alert, stop);
            if (bot.AlertsOf(alert.Organisation) is not { } place) return new(AlertFate.NoPlace, "No incident is open for this alert, and there is no channel to show it in. Name one in bot.json: alerts.where.");
            var now = was is { Stream: null } && was.IsAgain(alert) ? was.Again(alert) : AlertRow.First(alert, bot.NewId());
            var append = new Append(alert.Organisation, ShownReceipt(alert), []) { Work = [AlertWork.Put(key, now.Card, place, bot.Now)], Rows = [now.Put(key, row)] };
            switch (await bot.Store.AppendAsync(append, stop))
            {
                case AppendResult.Appended:
                    return new(AlertFate.Taken, now.Times == 1 ? "No incident is open for this alert: it is shown in the alerts channel." : $"No incident is open for this alert: it is counted in the alerts channel, {now.Times} times by now.");
                case AppendResult.Before:
                    return Known;
            }
        }

        return new(AlertFate.Busy, "Many alerts of this kind come at once. Nothing was stored; send it again.");
    }

    private static string ShownReceipt(AlertCame alert) => "alert/" + alert.Key;

    private static string TextOf(AlertCame alert)
    {
        var more = new[] { alert.Service, alert.Severity }.Where(word => word.Length > 0 && !alert.Title.Contains(word, StringComparison.OrdinalIgnoreCase)).ToList();
        return more.Count == 0 ? alert.Title : $"{alert.Title} ({string.Join(", ", more)})";
    }
}
