using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>
/// Events from messages: a reaction, a pushpin at the start, the message menu, <c>mark</c> in a reply. And what happens to such a message afterwards:
/// its edits are followed, its deletion is noted, a reaction taken off takes the event off.
/// </summary>
internal static class CaptureMessage
{
    public const string MenuId = "menu.timeline";

    /// <summary>Whether it may concern a timeline at all: ordinary talk and other emoji do not.</summary>
    public static bool Concerns(Policy policy, Incoming incoming) => incoming switch
    {
        MessagePosted posted => !posted.FromBot && (MessageWords.PinnedText(posted.Text) ?? KeepEvidence.LedText(posted)) is not null,
        ReactionAdded added => Captures(policy.Emoji, added.Emoji),
        ReactionRemoved removed => Captures(policy.Emoji, removed.Emoji),
        _ => true,
    };

    private static bool Captures(CaptureEmoji emoji, string name) => emoji.Timeline.Contains(name) || emoji.Evidence.Contains(name) || emoji.Action.Contains(name);

    /// <summary>What is heard in a conversation: ordinary talk is never answered.</summary>
    public static Task<Answer> Heard(Turn turn, Incoming incoming) => incoming switch
    {
        MessagePosted { FromBot: false } posted when MessageWords.PinnedText(posted.Text) is { } text => PinnedAsync(turn, posted, text),
        MessagePosted { FromBot: false } posted when KeepEvidence.LedText(posted) is { } text => KeepEvidence.LedAsync(turn, posted, text),
        MessageEdited edited => FollowAsync(turn, edited.Message, (p, now) => FollowEdit(turn, p, edited, now)),
        MessageDeleted deleted => FollowAsync(turn, deleted.Message, (p, now) => Timeline.FollowDelete(p, deleted.Message, turn.Who.Id, now)),
        ReactionAdded added when turn.Policy.Emoji.Timeline.Contains(added.Emoji) => ReactedAsync(turn, added),
        ReactionAdded added => KeepByReaction.Reacted(turn, added),
        ReactionRemoved removed when turn.Policy.Emoji.Timeline.Contains(removed.Emoji) => UnreactedAsync(turn, removed),
        ReactionRemoved removed => KeepByReaction.Unreacted(turn, removed),
        _ => Task.FromResult(Answer.Silent),
    };

    /// <summary><em>Add to timeline</em> in a message's menu: added at once; the form is behind <em>Edit</em>.</summary>
    public static async Task<Answer> Chosen(Turn turn, MenuChosen chosen)
    {
        if (await Readers.GuestAsync(turn) is { } guest) return guest;
        var message = chosen.Message;
        if (message.FromPlatform || message.Text.Trim().Length == 0) return Answer.Say("There is no text in that message to put on the timeline.");
        return await SeenAsync(turn, message, new MarkReason(MarkKind.Menu, turn.Who.Id));
    }

    /// <summary>Captures a message that is only named (<c>mark</c> in a reply): its text is read now, or afterwards where the platform does not give it now.</summary>
    public static async Task<Answer> ByReferenceAsync(Turn turn, MessageRef message, MarkKind kind, string emoji)
    {
        var (seen, later) = await NamedMessage.ReadAsync(turn, message);
        var reason = new MarkReason(kind, turn.Who.Id, emoji);
        if (seen is not null) return await SeenAsync(turn, seen, reason);
        if (!later) return Answer.Say("I cannot read that message. Mark it in words: mark what happened.");
        var pending = new Marking(new(turn.NewId()), MessageTimes.Of(message) ?? turn.SaidAt, "", reason) { Source = message, TextPending = true };
        return Marked(turn, (await StoreAsync(turn, pending)).Outcome, message, null);
    }

    private static async Task<Answer> SeenAsync(Turn turn, SeenMessage message, MarkReason reason)
    {
        var writer = message.Author is { } author && !message.FromBot ? await turn.Bot.People.OfAsync(turn.Organisation, author, message.AuthorName, null, null, turn.Stop) : null;
        var read = MessageWords.Captured(message.Text, message.At, turn, await Which.HereAsync(turn));
        var marking = new Marking(new(turn.NewId()), read.When, read.Text, reason)
        {
            Phase = read.Phase,
            PhaseGuessed = read.PhaseGuessed,
            Source = message.Message,
            Writer = writer?.Id,
            WriterName = message.AuthorName,
        };
        return Marked(turn, (await StoreAsync(turn, marking)).Outcome, message.Message, Masked.Sentence(read.Masked));
    }

    private static Answer Marked(Turn turn, Outcome outcome, MessageRef message, string? said) => outcome switch
    {
        Outcome.Done done when EventOf(done, message) is { } e => Answer.Tell(Named(turn, done.After, EventLine.Captured(done.After, e, turn.View, said))),
        Outcome.Refused refused => Refusal.Say(turn, refused.Sentence),
        _ => Answer.Silent,
    };

    private static Card Named(Turn turn, PostMortem p, Card card) => p.IsOpen || p.Life == Life.Waiting ? card : MarkEvent.Over(turn, p, card);

    private static async Task<Answer> PinnedAsync(Turn turn, MessagePosted posted, string text)
    {
        var read = MarkWords.Read(text, turn, await Which.HereAsync(turn));
        if (read.Refused is { } sentence) return Refusal.Of(sentence, "mark " + text);
        var marking = new Marking(new(turn.NewId()), read.When, read.Text, new MarkReason(MarkKind.Pushpin, turn.Who.Id))
        {
            Phase = read.Phase,
            PhaseGuessed = read.PhaseGuessed,
            Source = posted.Message,
            Writer = turn.Who.Id,
            WriterName = turn.Who.Name,
        };
        var (outcome, _) = await StoreAsync(turn, marking);
        return outcome is Outcome.Refused refused ? Refusal.Of(refused.Sentence, "mark " + text) : await KeepEvidence.BesideAsync(turn, Answer.Silent, posted.Files, posted.Message, MarkKind.Pushpin);
    }

    /// <summary>A reaction carries no text: the event is stored at once and the message read afterwards. No post; the receipt stands on the message.</summary>
    private static async Task<Answer> ReactedAsync(Turn turn, ReactionAdded added)
    {
        var marking = new Marking(new(turn.NewId()), MessageTimes.Of(added.Message) ?? added.At, "", new MarkReason(MarkKind.Reaction, turn.Who.Id, added.Emoji)) { Source = added.Message, TextPending = true };
        var (outcome, _) = await StoreAsync(turn, marking);
        if (outcome is Outcome.Refused refused) return Refusal.Say(turn, refused.Sentence);
        if (outcome is not Outcome.Done { Changed: true } done || EventOf(done, added.Message) is not { } e) return Answer.Silent;
        return await FirstTimeAsync(turn) ? Answer.Say(["On the timeline ", turn.View.When(e.When), ". 📝 is my receipt. Take your 📌 off to undo."]) : Answer.Silent;
    }

    private static async Task<Answer> UnreactedAsync(Turn turn, ReactionRemoved removed)
    {
        if (await StreamOfAsync(turn, removed.Message) is not { } id) return Answer.Silent;
        var outcome = await turn.DecideAsync(id, p => p.EventOf(removed.Message) is { } e
            ? Timeline.TakeBack(p, e.Id, new MarkReason(MarkKind.Reaction, turn.Who.Id, removed.Emoji), turn.Now)
            : Decision.Nothing);
        if (outcome is not Outcome.Done { Changed: true } done || done.After.EventOf(removed.Message) is not { Removed: false, Reasons.Count: 0 } stays) return Answer.Silent;
        var why = done.After.BeforeReview ? "somebody has edited it since" : "its review was requested";
        return Answer.Say(["It stays on the timeline: ", why, "."], Button.Does(UndoMark.RemoveId, "Remove it", CarriedPair.Of(id.Value, stays.Id.Value)));
    }

    /// <summary>An edit that no longer says what happened leaves the event as it was.</summary>
    private static Decision FollowEdit(Turn turn, PostMortem p, MessageEdited edited, NodaTime.Instant now)
    {
        if (p.EventOf(edited.Message) is not { } e || MessageWords.Edited(edited.Text, e, turn, p) is not { Refused: null, Text.Length: > 0 } read) return Decision.Nothing;
        return Timeline.FollowEdit(p, edited.Message, read.Text, turn.Who.Id, now, read.Timed ? read.When : null, read.Phase, read.PhaseGuessed);
    }

    private static async Task<Answer> FollowAsync(Turn turn, MessageRef message, Func<PostMortem, NodaTime.Instant, Decision> rule)
    {
        if (await StreamOfAsync(turn, message) is { } id) await turn.DecideAsync(id, p => rule(p, turn.Now));
        return Answer.Silent;
    }

    public static Task<PostMortemId?> StreamOfAsync(Turn turn, MessageRef message) => turn.Bot.Store.ByMessageAsync(turn.Organisation, message.Key, turn.Stop);

    /// <summary>A message captured once keeps its incident; a new one goes to the incident of its thread or channel, else it waits for a start.</summary>
    private static async Task<(Outcome Outcome, PostMortem? P)> StoreAsync(Turn turn, Marking marking)
    {
        var outcome = await DecideAsync(turn, marking.Source!, p => Timeline.Mark(p, marking, turn.Actor, turn.Where.WithoutThread, turn.SaidAt));
        return (outcome, (outcome as Outcome.Done)?.After);
    }

    public static async Task<Outcome> DecideAsync(Turn turn, MessageRef message, Func<PostMortem, Decision> rule)
    {
        var id = await StreamOfAsync(turn, message) ?? (await Which.HereAsync(turn) is { TakesMarks: true } here ? here.Id : new PostMortemId(turn.NewId()));
        var outcome = await turn.DecideAsync(id, rule);
        return outcome is Outcome.PlaceTaken taken ? await turn.DecideAsync(taken.By, rule) : outcome;
    }

    private static TimelineEvent? EventOf(Outcome.Done done, MessageRef message) => done.After.EventOf(message);

    /// <summary>A person's first reaction ever, of whatever kind, gets one line of explanation.</summary>
    public static async Task<bool> FirstTimeAsync(Turn turn)
    {
        var taught = $"taught/{turn.Who.Id.Value}/reaction";
        if (await turn.Bot.Store.RowAsync(turn.Organisation, taught, turn.Stop) is not null) return false;
        return await turn.Bot.Store.PutAsync(turn.Organisation, [new Storage.RowPut(taught, "{}", 0)], turn.Stop);
    }
}
