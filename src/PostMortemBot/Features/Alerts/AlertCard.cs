using System.Text.Json;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>An alert for which no incident is open, in the alerts channel: posted once, edited as it comes again.</summary>
internal static class AlertCard
{
    /// <param name="key">Of its row; the button carries it.</param>
    /// <param name="incident">The incident that was started from it; null while none was, or where it is private.</param>
    public static Card Of(string key, AlertRow alert, string? incident, View view)
    {
        List<Span> when = [view.Moment(alert.Began), $" · {alert.Source}"];
        if (alert.Times > 1) when.AddRange([$" · {alert.Times} times, last ", view.Moment(alert.Last)]);
        if (alert.Link is { } link) when.AddRange([" · ", new Span.Link(link, "open it")]);
        var about = string.Join(" · ", new[] { "Alert", alert.Service, alert.Severity }.Where(word => word.Length > 0));
        List<Element> elements = [new Element.Text(alert.Title), new Element.Small(new Line(when))];
        if (alert.Stream is not null) elements.Add(new Element.Text(incident is null ? "An incident is open for it." : $"{incident} is open for it."));
        return new Card(about, elements, alert.Stream is null ? [Button.Does(StartHere.StartId, "Start here", key)] : []);
    }

    public static async Task<WorkOutcome> ShowAsync(Bot bot, WorkRow work, CancellationToken stop)
    {
        var wish = AlertWork.Of(work);
        if (!bot.Chats.TryGetValue(wish.Place.Platform, out var chat)) return WorkOutcome.Finished;
        if (AlertRow.Of(await bot.Store.RowAsync(work.Organisation, AlertRow.Prefix + wish.Key, stop)) is not { } alert || alert.Card != wish.Card) return WorkOutcome.Finished;
        var p = alert.Stream is { } stream ? await bot.LoadAsync(work.Organisation, new(stream), stop) : null;
        var card = Of(wish.Key, alert, p is { IsPrivate: false } ? p.Name : null, bot.ViewFor(work.Organisation));
        var row = "posted/alert/" + wish.Card;
        var posted = await bot.Store.RowAsync(work.Organisation, row, stop) is { } there ? JsonSerializer.Deserialize(there.Body, WorkJson.Default.PostedCard) : null;
        if (posted is null)
        {
            var found = work.Tries > 0 ? await chat.FindPostedAsync(wish.Place, work.Key, stop) : null;
            return Brought(row, found ?? await chat.PostAsync(wish.Place, card, work.Key, stop), found is null ? CardText.HashOf(card) : "", bot.Now);
        }

        if (posted.Hash == CardText.HashOf(card)) return WorkOutcome.Finished;
        var again = Instant.FromUnixTimeMilliseconds(posted.At) + chat.EditPace;
        if (again > bot.Now) return WorkOutcome.Paced(again);
        await chat.EditAsync(posted.Message, card, stop);
        return Brought(row, posted.Message, CardText.HashOf(card), bot.Now);
    }

    private static WorkOutcome Brought(string row, MessageRef message, string hash, Instant now) =>
        WorkOutcome.Brought(new RowPut(row, JsonSerializer.Serialize(new PostedCard(message, hash, now.ToUnixTimeMilliseconds()), WorkJson.Default.PostedCard)));
}
