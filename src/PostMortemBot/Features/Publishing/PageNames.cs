using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Storage;
using PostMortemBot.Wiki;

namespace PostMortemBot.Features;

/// <summary>
/// Which post-mortem has which page. A name is taken in the store before anything is written under it, so that two never share one, a page of somebody else is never written over, and the name stays
/// the same after a crash in between.
/// </summary>
internal static class PageNames
{
    /// <summary>The page's name: the one it took before, else the first that nobody has, in the store or in the wiki.</summary>
    public static async Task<string> TakeAsync(Bot bot, string organisation, IWiki wiki, PostMortem p, CancellationToken stop)
    {
        var own = "page-of/" + p.Id.Value;
        foreach (var name in PageName.Candidates(PageName.Of(p, bot.Policy.ProcessZone)))
        {
            if (await bot.Store.RowAsync(organisation, own, stop) is { } taken) return Of(taken);
            if (await TakenAsync(bot, organisation, name, stop) is not null || await wiki.ReadAsync(name, stop) is not null) continue;
            if (await bot.Store.PutAsync(organisation, [new(own, Body(name, p.Id.Value), 0), new(Key(name), Body(name, p.Id.Value), 0)], stop)) return name;
        }

        throw new WikiRefused($"Every page name of {p.Name} is taken. Give it another title: set title.");
    }

    /// <summary>Takes the archive's own name. Throws when somebody else wrote such a page.</summary>
    public static async Task TakeArchiveAsync(Bot bot, string organisation, IWiki wiki, CancellationToken stop)
    {
        if (await TakenAsync(bot, organisation, PageName.Archive, stop) is not null) return;
        if (await wiki.ReadAsync(PageName.Archive, stop) is not null) throw new WikiRefused($"A page {PageName.Archive} that I did not write is in the wiki. Rename it, so that I do not write over it.");
        await bot.Store.PutAsync(organisation, [new(Key(PageName.Archive), Body(PageName.Archive, ""), 0)], stop);
    }

    private static async Task<string?> TakenAsync(Bot bot, string organisation, string name, CancellationToken stop) => await bot.Store.RowAsync(organisation, Key(name), stop) is { } row ? Of(row) : null;

    /// <summary>Hashed: a name may be long, and a store's key may not.</summary>
    private static string Key(string name) => "page/" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PageName.KeyOf(name))))[..32];

    private static string Body(string name, string stream) => JsonSerializer.Serialize(new TakenPage(name, stream), PublishingJson.Default.TakenPage);

    private static string Of(Row row) => JsonSerializer.Deserialize(row.Body, PublishingJson.Default.TakenPage)!.Name;
}

/// <param name="Stream">Whose page it is; empty for the archive.</param>
internal sealed record TakenPage(string Name, string Stream);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TakenPage))]
internal sealed partial class PublishingJson : JsonSerializerContext;
