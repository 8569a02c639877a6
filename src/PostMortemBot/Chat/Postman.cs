using System.Text.Json;
using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Chat;

/// <summary>Carries out what waits for a platform: posts and edits standing cards, puts receipts, reads captured messages. Cards are drawn when they are sent, so a late one is never old.</summary>
internal sealed class Postman(Bot bot)
{
    /// <summary>Posts a standing card, or edits the one that stands. An edit that changes nothing is not sent; edits keep the platform's pace.</summary>
    public async Task<WorkOutcome> CardAsync(WorkRow work, CancellationToken stop)
    {
        var wish = JsonSerializer.Deserialize(work.Body, WorkJson.Default.CardWork)!;
        var standing = bot.StandingCards.FirstOrDefault(card => card.Key == wish.Card);
        var p = await bot.LoadAsync(work.Organisation, new(wish.Stream), stop);
        await bot.People.LoadAsync(work.Organisation, stop);
        var person = wish.Person is { } id ? bot.People.Of(work.Organisation, new(id)) : null;
        var view = bot.ViewFor(work.Organisation, person?.Zone);
        if (person is { IsGuest: true } || (wish.Former ? standing?.Former?.Invoke(p, view) : standing?.Draw(p, view, wish.Topic)) is not { } card) return WorkOutcome.Finished;
        var account = person is null ? null : await Reaching.AccountAsync(bot, work.Organisation, p, person, stop);
        if (!bot.Chats.TryGetValue(wish.Place?.Platform ?? account!.Platform, out var chat)) return WorkOutcome.Finished;

        if (standing is not null && wish.Place is not null && chat.ShowsEachTheirOwn) card = OwnCards.On(card, standing, p, view);
        var key = KeyOf(wish);
        var posted = await PostedAsync(bot, work, stop);
        if (person is not null && !Rights.May(bot.ActorOf(person), Act.Read, p))
        {
            if (posted is null) return WorkOutcome.Finished;
            card = Card.OneLine("What stood here is kept private now.");
        }

        var hash = CardText.HashOf(card);
        if (posted?.Hash == hash) return WorkOutcome.Finished;
        if (posted is null)
        {
            // Looked for before anything is put off: what is put off is due anew, and nothing says any more that it may stand already.
            var place = wish.Place ?? (bot.MayBePosted(work) ? await chat.DirectAsync(account!, stop) : null);
            if (place is null || await EarlierAsync(chat, place, work, stop) is not { } message)
            {
                if (wish.OnlyEdits) return WorkOutcome.Finished;
                if (wish.NotBefore > 0 && person is not null && FirstAt(wish, person) is var first && first > bot.Now) return WorkOutcome.Paced(first);
                return Brought(key, await chat.PostAsync(place ?? await chat.DirectAsync(account!, stop), card, work.Key, stop), hash);
            }

            // How it looked when it was sent is not known: it is edited as any other.
            posted = new(message, "", 0);
        }

        var again = Instant.FromUnixTimeMilliseconds(posted.At) + chat.EditPace;
        if (again > bot.Now) return WorkOutcome.Paced(again);
        try
        {
            await chat.EditAsync(posted.Message, card, stop);
        }
        catch (ChatRefused deleted) when (deleted.IsGone)
        {
            // Forgotten before it is posted anew, as one that never stood: what is lost on the way is looked for, and none is posted twice.
            await bot.Store.PutAsync(work.Organisation, [new RowPut(key, null)], stop);
            return wish.Former ? WorkOutcome.Finished : WorkOutcome.At(bot.Now);
        }

        return wish.Former ? WorkOutcome.Brought(new RowPut(key, null)) : Brought(key, posted.Message, hash);
    }

    /// <summary>Asked when it is sent: what waited for an outage does not come at night.</summary>
    private Instant FirstAt(CardWork wish, People.Person person) => bot.Policy.WorkingHours.Next(Instant.Max(bot.Now, Instant.FromUnixTimeMilliseconds(wish.NotBefore)), person.Zone);

    /// <summary>What an earlier try posted.</summary>
    private async Task<MessageRef?> EarlierAsync(IChat chat, Place place, WorkRow work, CancellationToken stop) =>
        bot.MayBePosted(work) ? await chat.FindPostedAsync(place, work.Key, stop) : null;

    /// <summary>Posts what is said once.</summary>
    public async Task<WorkOutcome> NoticeAsync(WorkRow work, CancellationToken stop)
    {
        var wish = JsonSerializer.Deserialize(work.Body, WorkJson.Default.NoticeWork)!;
        var p = await bot.LoadAsync(work.Organisation, new(wish.Stream), stop);
        await bot.People.LoadAsync(work.Organisation, stop);
        var person = wish.Person is { } id ? bot.People.Of(work.Organisation, new(id)) : null;
        if (person is not null && !Rights.May(bot.ActorOf(person), Act.Read, p)) return WorkOutcome.Finished;
        var notice = bot.Notices.FirstOrDefault(one => one.Key == wish.Notice);
        if (notice?.Draw(p, wish.Args, bot.ViewFor(work.Organisation, person?.Zone)) is not { } card) return WorkOutcome.Finished;
        var account = person is null ? null : await Reaching.AccountAsync(bot, work.Organisation, p, person, stop);
        if (!bot.Chats.TryGetValue(wish.Place?.Platform ?? account!.Platform, out var chat)) return WorkOutcome.Finished;
        var place = wish.Place ?? await chat.DirectAsync(account!, stop);
        var message = await EarlierAsync(chat, place, work, stop) ?? await chat.PostAsync(place, card, work.Key, stop);
        return notice.IsRecalled ? Brought("posted/" + work.Key, message, "") : WorkOutcome.Finished;
    }

    /// <summary>Edits every message of a notice that was posted of this post-mortem: what it said holds no more.</summary>
    public static async Task RecallAsync(Bot bot, string organisation, PostMortemId stream, Notice notice, Card instead, CancellationToken stop)
    {
        foreach (var row in await bot.Store.RowsAsync(organisation, $"posted/post/{stream.Value}/{notice.Key}/", stop))
        {
            var message = JsonSerializer.Deserialize(row.Body, WorkJson.Default.PostedCard)!.Message;
            try
            {
                if (bot.Chats.TryGetValue(message.Place.Platform, out var chat)) await chat.EditAsync(message, instead, stop);
            }
            catch (ChatRefused)
            {
                // Deleted, or in a channel that the bot has left: there is nothing that it could edit.
            }

            await bot.Store.PutAsync(organisation, [new RowPut(row.Key, null)], stop);
        }
    }

    public async Task<WorkOutcome> ReceiptAsync(WorkRow work, CancellationToken stop)
    {
        var wish = JsonSerializer.Deserialize(work.Body, WorkJson.Default.ReceiptWork)!;
        if (bot.Chats.TryGetValue(wish.Message.Place.Platform, out var chat)) await chat.MarkReceiptAsync(wish.Message, wish.On, stop);
        return WorkOutcome.Finished;
    }

    /// <summary>Looks whether somebody who will be needed can be written to: refused, it is told while there is time.</summary>
    public async Task<WorkOutcome> ReachAsync(WorkRow work, CancellationToken stop)
    {
        var wish = JsonSerializer.Deserialize(work.Body, WorkJson.Default.ReachWork)!;
        var p = await bot.LoadAsync(work.Organisation, new(wish.Stream), stop);
        await bot.People.LoadAsync(work.Organisation, stop);
        var person = bot.People.Of(work.Organisation, new(wish.Person));
        if (person is { IsGuest: false, IsBot: false } && Reaching.Needed(p) == person.Id) await Reaching.AccountAsync(bot, work.Organisation, p, person, stop);
        return WorkOutcome.Finished;
    }

    /// <summary>How the card of this work stands now; null while it never did.</summary>
    public static async Task<PostedCard?> PostedAsync(Bot bot, WorkRow work, CancellationToken stop)
    {
        var wish = JsonSerializer.Deserialize(work.Body, WorkJson.Default.CardWork)!;
        return await bot.Store.RowAsync(work.Organisation, KeyOf(wish), stop) is { } row ? JsonSerializer.Deserialize(row.Body, WorkJson.Default.PostedCard) : null;
    }

    /// <summary>A message that was posted already is the standing card from now on.</summary>
    public static Task StandsAsync(Bot bot, string organisation, PostMortemId stream, string card, Place place, MessageRef message, CancellationToken stop) =>
        bot.Store.PutAsync(organisation, [new RowPut(KeyOf(stream.Value, card, place.Key), JsonSerializer.Serialize(new PostedCard(message, "", 0), WorkJson.Default.PostedCard))], stop);

    private static string KeyOf(CardWork wish) => KeyOf(wish.Stream, wish.Card, (wish.Place?.Key ?? "person|" + wish.Person) + (wish.Topic.Length == 0 ? "" : "|" + wish.Topic));

    private static string KeyOf(string stream, string card, string target) => $"posted/{stream}/{card}/{target}";

    private WorkOutcome Brought(string key, MessageRef message, string hash) => WorkOutcome.Brought(
        new RowPut(key, JsonSerializer.Serialize(new PostedCard(message, hash, bot.Now.ToUnixTimeMilliseconds()), WorkJson.Default.PostedCard)));
}

/// <summary>Where a standing card stands, and how it looked when it was last sent.</summary>
internal sealed record PostedCard(MessageRef Message, string Hash, long At);
