using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Storage;
using PostMortemBot.Wiki;

namespace PostMortemBot.Features;

/// <summary>Writes the page <c>Post-Mortem-Archive</c> anew after each publication.</summary>
internal static class RewriteArchive
{
    public static Task<WorkOutcome> Do(Bot bot, WorkRow work, CancellationToken stop) => PublishPage.WithWikiAsync(bot, work, async wiki =>
    {
        var text = await TextAsync(bot, work.Organisation, wiki, stop);
        await PageNames.TakeArchiveAsync(bot, work.Organisation, wiki, stop);
        await wiki.PutAsync(new(PageName.Archive, text, [], "Rewrite the archive") { Labels = ["post-mortem-archive"] }, stop);
        return WorkOutcome.Finished;
    });

    public static async Task<string> TextAsync(Bot bot, string organisation, IWiki wiki, CancellationToken stop)
    {
        var zone = bot.Policy.ProcessZone;
        var entries = (await bot.Store.ListAsync(organisation, stop)).Select(Summary.Of).Where(summary => summary is { Page: not null, Readers: null }).Select(summary => new ArchiveEntry(
            summary.Name,
            summary.Title,
            Enum.TryParse<Severity>(summary.Severity, out var severity) ? severity : null,
            summary.BeganAt.InZone(zone).Date,
            Instant.FromUnixTimeMilliseconds(summary.Restored ?? summary.Began).InZone(zone).Date,
            wiki.LinkTo(summary.Page!)));
        return Archive.Write(entries, bot.Policy, link => link.StartsWith("./", StringComparison.Ordinal) && IsOwn(link[2..]) ? wiki.LinkTo(link[2..]) : link, handle => Holders(bot.Policy, handle));
    }

    /// <summary>A page of this wiki, named in bot.json without an ending.</summary>
    private static bool IsOwn(string name) => !name.Contains('/', StringComparison.Ordinal) && !name.Contains('.', StringComparison.Ordinal);

    private static string Holders(Policy policy, string handle) => string.Join(", ", policy.TeamNamed(handle) is null ? policy.Holders(handle).Select(person => person.Name) : []);
}
