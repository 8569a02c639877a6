using System.Text.Json;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Mail;
using PostMortemBot.People;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>Tells the distribution list of a first publication: a post for each channel or person, a letter for each address, each once; then the author, with whoever could not be reached.</summary>
internal static class TellRecipients
{
    public static async Task<WorkOutcome> Do(Bot bot, WorkRow work, CancellationToken stop)
    {
        var wish = JsonSerializer.Deserialize(work.Body, WorkJson.Default.TellWork)!;
        var p = await bot.LoadAsync(work.Organisation, new(wish.Stream), stop);
        if (p is not { IsPrivate: false, Page.Withdrawn: false }) return WorkOutcome.Finished;
        await bot.People.LoadAsync(work.Organisation, stop);
        var recipients = Recipients.Of(p, bot.Policy.Distribution, bot.Templates.Known(p)).Where(one => wish.Recipient.Length == 0 || one.Name == wish.Recipient).ToList();
        List<WorkPut> posts = [];
        List<string> unreached = [];
        foreach (var recipient in recipients)
        {
            var own = recipient.Where.Select(address => To(bot, work.Organisation, p, address)).OfType<WorkPut>().ToList();
            if (own.Count == 0) unreached.Add(recipient.Name);
            posts.AddRange(own);
        }

        posts.AddRange(ForAuthor(bot, work.Organisation, p, wish.Recipient, recipients.Select(one => one.Name).Except(unreached), unreached));
        await bot.Store.AppendAsync(new Append(work.Organisation, work.Key, []) { Work = [.. posts.DistinctBy(post => post.Key)] }, stop);
        return WorkOutcome.Finished;
    }

    /// <summary>The letter, drawn when it is sent.</summary>
    public static async Task<WorkOutcome> Send(Bot bot, WorkRow work, CancellationToken stop)
    {
        var wish = JsonSerializer.Deserialize(work.Body, WorkJson.Default.MailWork)!;
        var p = await bot.LoadAsync(work.Organisation, new(wish.Stream), stop);
        if (bot.Mail is not { } mail || p is not { IsPrivate: false, Page.Withdrawn: false }) return WorkOutcome.Finished;
        await bot.People.LoadAsync(work.Organisation, stop);
        var (subject, text) = PublishedCard.Letter(p, bot.ViewFor(work.Organisation));
        try
        {
            await mail.SendAsync(new(wish.To, subject, text, work.Key), stop);
            return WorkOutcome.Finished;
        }
        catch (MailRefused refused)
        {
            return new WorkOutcome.Refused(refused.Message);
        }
    }

    /// <summary>Null where the address cannot be reached: its platform is off, or nobody there is known by it.</summary>
    private static WorkPut? To(Bot bot, string organisation, PostMortem p, Address address)
    {
        if (address.Platform == "mail") return bot.Mail is null ? null : MailWork.Put(p.Id, address.Target, bot.Now);
        if (!bot.Chats.ContainsKey(address.Platform) || p.Places.FirstOrDefault(place => place.Platform == address.Platform)?.Workspace is not { } workspace) return null;
        if (address.Target[0] != '@') return Notice(p, new Place(address.Platform, workspace, address.Target), null, bot.Now);
        return bot.People.All(organisation).FirstOrDefault(one => string.Equals(one.Handle, address.Target[1..], StringComparison.OrdinalIgnoreCase)) is { } person ? Notice(p, null, person, Waking(bot, person)) : null;
    }

    private static WorkPut Notice(PostMortem p, Place? place, Person? person, Instant due) =>
        NoticeWork.Put(place?.Key ?? person!.Id.Value, new(p.Id.Value, PublishedCard.Notice.Key, place, person?.Id.Value, []), due);

    private static IEnumerable<WorkPut> ForAuthor(Bot bot, string organisation, PostMortem p, string asked, IEnumerable<string> told, IReadOnlyList<string> unreached)
    {
        if ((p.Author ?? p.Owner) is not { } author || (asked.Length > 0 && unreached.Count == 0)) return [];
        return [NoticeWork.Put("author/" + asked, new(p.Id.Value, PublishedCard.ForAuthor.Key, null, author.Value, [string.Join(", ", told), string.Join(", ", unreached)]), Waking(bot, bot.People.Of(organisation, author)))];
    }

    /// <summary>Nobody is written to outside working hours.</summary>
    private static Instant Waking(Bot bot, Person person) => bot.Policy.WorkingHours.Next(bot.Now, person.Zone);
}
