using System.Text.Json;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>Reads the text of a message that was captured by reaction, in the pace of the platform. What cannot be read stays on the timeline and says so.</summary>
internal static class ReadCaptured
{
    public static async Task<WorkOutcome> Do(Bot bot, WorkRow work, CancellationToken stop)
    {
        var wish = JsonSerializer.Deserialize(work.Body, WorkJson.Default.ReadWork)!;
        if (!bot.Chats.TryGetValue(wish.Message.Place.Platform, out var chat)) return WorkOutcome.Finished;
        var seen = await chat.ReadAsync(wish.Message, stop);
        var turn = Turn.OfBot(bot, work.Organisation, wish.Message.Place, work.Key, stop);
        await turn.DecideAsync(new(wish.Stream), await RuleAsync(bot, work.Organisation, new(wish.Event), seen, stop));
        return WorkOutcome.Finished;
    }

    private static async Task<Func<PostMortem, Decision>> RuleAsync(Bot bot, string organisation, TimelineEventId id, SeenMessage? seen, CancellationToken stop)
    {
        var now = bot.Now;
        if (seen is null || seen.Text.Trim().Length == 0) return p => Pending(p, id) ? Decision.Accept(new TimelineEventTextUnreadable(now, PersonId.Bot, id, seen is null ? "the message is gone or I am not in its channel" : "the message has no text")) : Decision.Nothing;
        var writer = seen.Author is { } author && !seen.FromBot ? await bot.People.OfAsync(organisation, author, seen.AuthorName, null, false, stop) : null;
        var text = seen.Text;
        var phase = Phases.Read(ref text);
        var masked = Secrets.Mask(CaptureMessage.Cut(text.Trim())).Text;
        var read = new TimelineEventTextRead(now, PersonId.Bot, id, masked, writer?.Id, seen.AuthorName, phase ?? Phases.Suggest(masked)?.Phase, seen.Message.Link);
        return p => Timeline.ReadText(p, read);
    }

    private static bool Pending(PostMortem p, TimelineEventId id) => p.AllEvents.TryGetValue(id, out var e) && e.TextPending;
}
