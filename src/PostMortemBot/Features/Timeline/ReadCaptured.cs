using System.Text.Json;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>Reads a message that was captured by reaction, in the pace of the platform: its text, and as evidence its files. What cannot be read stays and says so.</summary>
internal static class ReadCaptured
{
    public static async Task<WorkOutcome> Do(Bot bot, WorkRow work, CancellationToken stop)
    {
        var wish = JsonSerializer.Deserialize(work.Body, WorkJson.Default.ReadWork)!;
        if (!bot.Chats.TryGetValue(wish.Message.Place.Platform, out var chat)) return WorkOutcome.Finished;
        var seen = await chat.ReadAsync(wish.Message, stop);
        var turn = Turn.OfBot(bot, work.Organisation, wish.Message.Place, work.Key, stop);
        switch (wish.What)
        {
            case ReadWork.Evidence:
                await EvidenceAsync(turn, wish, seen, chat);
                break;
            case ReadWork.Action:
                var text = seen is null ? null : ActionOfMessage.Cut(Secrets.Mask(seen.Text.Trim()).Text);
                await turn.DecideAsync(new(wish.Stream), p => ActionsOfMessages.Read(p, new(wish.Event), text, turn.Now));
                break;
            default:
                await turn.DecideAsync(new(wish.Stream), await EventRuleAsync(turn, new(wish.Event), seen));
                break;
        }

        return WorkOutcome.Finished;
    }

    /// <summary>It was tried often enough: what was captured stays, to be written by a person.</summary>
    public static async Task GiveUp(Bot bot, WorkRow work, string why, CancellationToken stop)
    {
        var wish = JsonSerializer.Deserialize(work.Body, WorkJson.Default.ReadWork)!;
        var turn = Turn.OfBot(bot, work.Organisation, wish.Message.Place, work.Key + "/given up", stop);
        await turn.DecideAsync(new(wish.Stream), p => wish.What switch
        {
            ReadWork.Evidence => p.AllEvidence.Any(e => e.Id.Value == wish.Event && e.TextPending) ? Decision.Accept(new EvidenceTextUnreadable(turn.Now, PersonId.Bot, new(wish.Event), why)) : Decision.Nothing,
            ReadWork.Action => p.AllActions.Any(action => action.Id.Value == wish.Event && action.TextPending) ? Decision.Accept(new ActionTextUnreadable(turn.Now, PersonId.Bot, new(wish.Event), why)) : Decision.Nothing,
            _ => Pending(p, new(wish.Event)) ? Decision.Accept(new TimelineEventTextUnreadable(turn.Now, PersonId.Bot, new(wish.Event), why)) : Decision.Nothing,
        });
    }

    private static async Task EvidenceAsync(Turn turn, ReadWork wish, SeenMessage? seen, IChat chat)
    {
        var id = new EvidenceId(wish.Event);
        if (seen is null)
        {
            await turn.DecideAsync(new(wish.Stream), p => p.AllEvidence.Any(e => e.Id == id && e.TextPending) ? Decision.Accept(new EvidenceTextUnreadable(turn.Now, PersonId.Bot, id, "the message is gone or I am not in its channel")) : Decision.Nothing);
            return;
        }

        var files = await AttachFiles.KeepAsync(turn.Bot, turn.Organisation, seen.Files, seen.Message, true, turn.Stop);
        var captured = Captured.Of(seen.Text, files, EvidenceKind.Message, apart: false);
        var read = captured.New(turn.NewId, new(MarkKind.Reaction, new(wish.By)), wish.Message);
        var outcome = await turn.DecideAsync(new(wish.Stream), p => Keeping.Read(p, id, read, turn.Now));
        var after = (outcome as Outcome.Done)?.After;
        await AttachFiles.SettleAsync(turn.Bot, turn.Organisation, after, files, turn.Stop);
        if (outcome is Outcome.Done { Changed: true }) await TellAsync(turn, wish, [.. AttachFiles.NotKept(after!, files)], chat);
    }

    /// <summary>A reaction is answered with no text, except when something could not be kept.</summary>
    private static async Task TellAsync(Turn turn, ReadWork wish, IReadOnlyList<string> sentences, IChat chat)
    {
        await turn.Bot.People.LoadAsync(turn.Organisation, turn.Stop);
        if (sentences.Count == 0 || turn.Bot.People.Of(turn.Organisation, new(wish.By)).Account is not { } account || account.Platform != chat.Platform) return;
        await chat.PostPrivateAsync(wish.Message.Place, account, new Card("", [.. sentences.Select(sentence => new Element.Text(sentence))]), turn.Stop);
    }

    private static async Task<Func<PostMortem, Decision>> EventRuleAsync(Turn turn, TimelineEventId id, SeenMessage? seen)
    {
        if (seen is null || seen.Text.Trim().Length == 0) return p => Pending(p, id) ? Decision.Accept(new TimelineEventTextUnreadable(turn.Now, PersonId.Bot, id, seen is null ? "the message is gone or I am not in its channel" : "the message has no text")) : Decision.Nothing;
        var writer = seen.Author is { } author && !seen.FromBot ? await turn.Bot.People.OfAsync(turn.Organisation, author, seen.AuthorName, null, null, turn.Stop) : null;
        var words = MessageWords.Plain(MessageWords.PinnedText(seen.Text) ?? seen.Text, seen.At);
        var read = new TimelineEventTextRead(turn.Now, PersonId.Bot, id, words.Text, writer?.Id, seen.AuthorName, words.Phase, seen.Message.Link);
        return p => Timeline.ReadText(p, read);
    }

    private static bool Pending(PostMortem p, TimelineEventId id) => p.AllEvents.TryGetValue(id, out var e) && e.TextPending;
}
