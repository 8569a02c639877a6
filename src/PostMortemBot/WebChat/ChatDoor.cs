using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;

namespace PostMortemBot.WebChat;

/// <summary>
/// What a visitor does as a person: put into the room, told to the bot as an <see cref="Incoming"/>, and the answer applied.
/// Times are the room's unless a replay brings its own. Nothing here throws for an outage of the bot: see <see cref="ActEnded"/>.
/// </summary>
internal sealed class ChatDoor(ChatRoom room, ChatAnswers answers, WebChatSettings settings)
{
    /// <summary>Says a line. With <c>/pm</c> in front it is a command and stands nowhere; in the direct conversation every line is one; the rest is an ordinary message.</summary>
    public Task<ActEnded> SayAsync(Spot spot, string text, IReadOnlyList<SentFile> files, CancellationToken stop, Instant? at = null)
    {
        var words = text.Trim();
        var channel = room.Channel(spot.Channel);
        if (channel is null || (words.Length == 0 && files.Count == 0))
        {
            return Task.FromResult(ActEnded.None);
        }

        var kept = files.Select(file => room.Keep(file.Name, file.ContentType, file.Bytes)).ToList();
        var when = at ?? room.Now;
        if (!channel.Direct && Addressed.AfterSlash(words) is { } command)
        {
            return answers.BringAsync(new CommandTyped(Who(spot), Where(spot), when, Receipt(room.NewId(when), "command"), command) { MayOpen = true, Files = Brought(kept) }, spot, null, words, stop);
        }

        var message = room.Post(new(room.NewId(when), spot.Channel, spot.Thread, spot.Person, when) { Text = words, Files = kept });
        return answers.BringAsync(AsIncoming(spot, channel, message), spot, message, words, stop);
    }

    public Task<ActEnded> EditAsync(Spot spot, string id, string text, CancellationToken stop)
    {
        var words = text.Trim();
        var edited = words.Length == 0 ? null : room.Change(spot.Channel, id, message =>
            message.Author == spot.Person && !message.Deleted && message.Text != words ? message with { Text = words, Edited = true } : message);
        return edited is null
            ? Task.FromResult(ActEnded.None)
            : answers.BringAsync(new MessageEdited(Who(spot), Where(edited), room.Now, Receipt(id, $"edited-{edited.Revision}"), Reference(edited), words), spot, edited, words, stop);
    }

    public Task<ActEnded> DeleteAsync(Spot spot, string id, CancellationToken stop)
    {
        var deleted = room.Change(spot.Channel, id, message =>
            message.Author == spot.Person && !message.Deleted ? message with { Text = "", Files = [], Reactions = [], Deleted = true } : message);
        return deleted is null
            ? Task.FromResult(ActEnded.None)
            : answers.BringAsync(new MessageDeleted(Who(spot), Where(deleted), room.Now, Receipt(id, "deleted"), Reference(deleted)), spot, deleted, "", stop);
    }

    /// <summary>Puts the person's emoji on a message, or takes it off when it is there.</summary>
    public Task<ActEnded> ReactAsync(Spot spot, string id, string emoji, CancellationToken stop, Instant? at = null)
    {
        var mine = new ChatReaction(emoji, spot.Person);
        var changed = room.Change(spot.Channel, id, message => message.Deleted ? message
            : message with { Reactions = message.Reactions.Contains(mine) ? [.. message.Reactions.Where(reaction => reaction != mine)] : [.. message.Reactions, mine] });
        if (changed is null)
        {
            return Task.FromResult(ActEnded.None);
        }

        var when = at ?? room.Now;
        var receipt = Receipt(id, $"{emoji}-{spot.Person}-{changed.Revision}");
        Incoming incoming = changed.Reactions.Contains(mine)
            ? new ReactionAdded(Who(spot), Where(changed), when, receipt, Reference(changed), emoji)
            : new ReactionRemoved(Who(spot), Where(changed), when, receipt, Reference(changed), emoji);
        return answers.BringAsync(incoming, spot, changed, Emoji.Sign(emoji), stop);
    }

    public Task<ActEnded> MenuAsync(Spot spot, string id, string entry, CancellationToken stop) => room.Find(spot.Channel, id) is { Deleted: false } message
        ? answers.BringAsync(new MenuChosen(Who(spot), Where(message), room.Now, Receipt(room.NewId(room.Now), entry), entry, Seen(message)), spot, message, message.Text, stop)
        : Task.FromResult(ActEnded.None);

    /// <summary>Presses a button of a card, or picks from its list (<paramref name="chosen"/>).</summary>
    public Task<ActEnded> PressAsync(Spot spot, string cardId, Button button, string chosen, CancellationToken stop)
    {
        if (room.Find(spot.Channel, cardId) is not { } card || !card.SeenBy(spot.Person))
        {
            return Task.FromResult(ActEnded.None);
        }

        var pressed = new ButtonPressed(Who(spot), Where(card), room.Now, Receipt(room.NewId(room.Now), "press"), button.Id, button.Value)
        {
            Chosen = chosen,
            Card = Reference(card),
            Direct = room.Channel(spot.Channel)?.Direct ?? false,
        };
        return button.Id == ChatAnswers.Again ? answers.AgainAsync(spot, card, button.Value, stop) : answers.BringAsync(pressed, spot with { Thread = card.Thread }, null, button.Label, stop);
    }

    /// <summary>Saves a form. The receipt is the dialog's own, so that a second click, or a retry, saves once.</summary>
    public Task<ActEnded> SubmitAsync(Spot spot, string dialog, Form form, FormValues values, CancellationToken stop) =>
        answers.BringAsync(Submitted(spot, dialog, form.Id, form.Carry, values), spot, null, null, stop);

    /// <summary>One field left: saved without a word.</summary>
    public Task<ActEnded> LeaveFieldAsync(Spot spot, Form form, string field, FormValues values, CancellationToken stop) =>
        answers.BringAsync(new FieldLeft(Who(spot), Where(spot), room.Now, Receipt(room.NewId(room.Now), "field"), form.Id, form.Carry, field, values) { Direct = IsDirect(spot) }, spot, null, null, stop);

    /// <summary>A button inside a form or among rows: what was typed so far comes along.</summary>
    public Task<ActEnded> PressInDialogAsync(Spot spot, string dialog, string formId, string carry, Button button, FormValues values, CancellationToken stop)
    {
        var receipt = Receipt(room.NewId(room.Now), "press");
        return answers.BringAsync(
            new ButtonPressed(Who(spot), Where(spot), room.Now, receipt, button.Id, button.Value) { Form = Submitted(spot, dialog, formId, carry, values), Direct = IsDirect(spot) }, spot, null, null, stop);
    }

    /// <summary>The message as the bot's readers see it.</summary>
    public SeenMessage Seen(ChatMessage message) => Messages.Seen(message, room, settings);

    private Incoming AsIncoming(Spot spot, ChatChannel channel, ChatMessage message)
    {
        var mention = Addressed.AfterMention(message.Text);
        if (!channel.Direct && mention is null)
        {
            return new MessagePosted(Who(spot), Where(spot), message.At, Receipt(message.Id, "posted"), Reference(message), message.Text) { Files = Brought(message.Files) };
        }

        return new CommandTyped(Who(spot), Where(spot), message.At, Receipt(message.Id, "command"), mention ?? Addressed.AfterSlash(message.Text) ?? message.Text)
        {
            MayOpen = true,
            Direct = channel.Direct,
            Message = Reference(message),
            RepliesTo = spot.Thread is { } root && room.Find(spot.Channel, root) is { } first ? Reference(first) : null,
            Files = Brought(message.Files),
        };
    }

    private FormSubmitted Submitted(Spot spot, string dialog, string formId, string carry, FormValues values) =>
        new(Who(spot), Where(spot), room.Now, Receipt(dialog, "form"), formId, carry, values) { Direct = IsDirect(spot) };

    private bool IsDirect(Spot spot) => room.Channel(spot.Channel)?.Direct ?? false;

    private IReadOnlyList<IncomingFile> Brought(IReadOnlyList<ChatFile> files) => Messages.Incoming(files, room, settings);

    private MessageRef Reference(ChatMessage message) => Messages.Reference(message, settings);

    private static Account Who(Spot spot) => Messages.Account(spot.Person);

    private static Place Where(Spot spot) => Messages.Place(spot.Channel, spot.Thread);

    private static Place Where(ChatMessage message) => Messages.Place(message.Channel, message.Thread);

    private static string Receipt(string id, string kind) => $"web|{id}|{kind}";
}
