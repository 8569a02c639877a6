using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Storage;
using PostMortemBot.Wiki;

namespace PostMortemBot.Features;

/// <summary>Writes a final document to the wiki with its files beside it, and withdraws the page of one that became private. Done twice it changes nothing.</summary>
internal static class PublishPage
{
    private const string NowPrivate = "It is kept to those who took part.";

    public static Task<WorkOutcome> Do(Bot bot, WorkRow work, CancellationToken stop) => WithWikiAsync(bot, work, async wiki =>
    {
        var wish = JsonSerializer.Deserialize(work.Body, WorkJson.Default.PublishWork)!;
        var p = await bot.LoadAsync(work.Organisation, new(wish.Stream), stop);
        if (Publishing.IsToWithdraw(p)) return await WithdrawAsync(bot, work, wiki, p, stop);
        if (await ShownAsync(bot, work.Organisation, p, stop) is not { } shown) return WorkOutcome.Finished;
        await bot.People.LoadAsync(work.Organisation, stop);
        var named = await NamedAsync(bot, work.Organisation, wiki, shown, stop);
        var text = await Preview.TextAsync(bot, work.Organisation, named, stop);
        var page = named.Page!;
        var files = FilesOf(bot, work.Organisation, shown);
        var hash = HashOf(text, files);
        if (!wish.Again && p.Page?.ContentHash == hash) return WorkOutcome.Finished;
        var change = wish.Again ? FormattableString.Invariant($"Publish {page.Name} again ({work.Version})") : $"{(p.Page is null ? "Publish" : "Update")} {page.Name}";
        await wiki.PutAsync(new(page.Name, text, files, change) { Labels = LabelsOf(p), Again = wish.Again }, stop);
        await TellAsync(bot, work, p, new Published(bot.Now, PersonId.Bot, page.Name, page.Location, hash), stop);
        return WorkOutcome.Finished;
    });

    /// <summary>The publication was given up: the post-mortem says so until one succeeds.</summary>
    public static async Task GiveUp(Bot bot, WorkRow work, string why, CancellationToken stop)
    {
        var p = await bot.LoadAsync(work.Organisation, new(JsonSerializer.Deserialize(work.Body, WorkJson.Default.PublishWork)!.Stream), stop);
        if (p.PublishingFailure != why) await TellAsync(bot, work, p, new PublishingFailed(bot.Now, PersonId.Bot, why), stop, "/given-up");
    }

    /// <summary>Runs what needs the wiki: its no and its patience become the work's outcome.</summary>
    public static async Task<WorkOutcome> WithWikiAsync(Bot bot, WorkRow work, Func<IWiki, Task<WorkOutcome>> act)
    {
        if (bot.WikiOf(work.Organisation) is not { } wiki) return new WorkOutcome.Refused("There is no wiki to write to. Name one in bot.json (wiki).");
        try
        {
            return await act(wiki);
        }
        catch (WikiRefused refused)
        {
            return new WorkOutcome.Refused(refused.Message);
        }
        catch (WikiBusy busy)
        {
            return new WorkOutcome.Later(bot.Now + busy.Wait, HoldsQueue: true);
        }
    }

    private static async Task<WorkOutcome> WithdrawAsync(Bot bot, WorkRow work, IWiki wiki, PostMortem p, CancellationToken stop)
    {
        await Postman.RecallAsync(bot, work.Organisation, p.Id, PublishedCard.Notice, PublishedCard.Withdrawn(p), stop);
        await wiki.PutAsync(WikiPage.Withdrawn(p.Page!.Name, NowPrivate), stop);
        await TellAsync(bot, work, p, new PublicationWithdrawn(bot.Now, PersonId.Bot, p.Page.Name, NowPrivate), stop);
        return WorkOutcome.Finished;
    }

    /// <summary>What its page is to say: the document as it stands; while it is open again, as it was final last, in the words that are left of it. Null when no page is to stand.</summary>
    private static async Task<PostMortem?> ShownAsync(Bot bot, string organisation, PostMortem p, CancellationToken stop)
    {
        if (Publishing.IsWanted(p)) return p;
        if (!Publishing.KeepsPage(p)) return null;
        var history = (await bot.PostMortems.HistoryAsync(organisation, p.Id, stop)).ToList();
        var reopened = history.FindLastIndex(fact => fact is FinalReopened);
        return reopened < 0 ? null : Evolve.Fold(p.Id, history.Take(reopened)) with { Page = p.Page };
    }

    /// <summary>The post-mortem with the page that it has or is about to have: its document says where it stands.</summary>
    private static async Task<PostMortem> NamedAsync(Bot bot, string organisation, IWiki wiki, PostMortem p, CancellationToken stop)
    {
        var name = p.Page?.Name ?? await PageNames.TakeAsync(bot, organisation, wiki, p, stop);
        return p with { Page = new(name, wiki.AddressOf(name) ?? name, "", bot.Now, bot.Now) };
    }

    private static List<WikiFile> FilesOf(Bot bot, string organisation, PostMortem p) =>
        [.. p.Evidence.Select(e => e.Attachment).OfType<Attachment>().Where(file => file.IsKept).DistinctBy(AttachedName.Of).Select(file => new WikiFile(AttachedName.Of(file), () => bot.Attachments.Open(organisation, file.Hash)))];

    /// <summary>Of the text and of which files stand beside it.</summary>
    private static string HashOf(string text, IReadOnlyList<WikiFile> files) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(files.Count == 0 ? text : string.Join('\n', files.Select(file => file.Name).Order(StringComparer.Ordinal).Prepend(text)))));

    private static IReadOnlyList<string> LabelsOf(PostMortem p) => p.Severity is { } severity ? ["post-mortem", severity.ToString().ToLowerInvariant()] : ["post-mortem"];

    private static async Task TellAsync(Bot bot, WorkRow work, PostMortem p, PostMortemEvent fact, CancellationToken stop, string part = "")
    {
        var turn = Turn.OfBot(bot, work.Organisation, p.Places[0], $"{work.Key}/{work.Version}{part}", stop);
        await turn.DecideAsync(p.Id, _ => Decision.Accept(fact));
    }
}
