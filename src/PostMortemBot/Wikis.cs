using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using PostMortemBot.Wiki;

namespace PostMortemBot;

/// <summary>
/// Each organisation's wiki. The first, or only, one has the wiki of <c>bot.json</c>; what the built-in chat publishes beside a platform stays in a folder of its own, and several organisations share no
/// folder.
/// </summary>
internal sealed class Wikis(BotOptions options, IClock clock)
{
    private readonly ConcurrentDictionary<string, Lazy<IWiki>> open = new(StringComparer.Ordinal);

    public IWiki Of(string organisation) => open.GetOrAdd(organisation, name => new(() => SettingsOf(name).Open(clock))).Value;

    private WikiSettings SettingsOf(string organisation)
    {
        if (organisation == PostMortemBotHost.TryOrganisation && options.Slack is not null) return new WikiSettings.Folder(Path.Combine(options.DataFolder, "try-wiki"), null);
        return options is { Organisations.Count: > 1, Wiki: WikiSettings.Folder folder } ? new WikiSettings.Folder(Path.Combine(folder.Path, FolderOf(organisation)), null) : options.Wiki;
    }

    /// <summary>An organisation's name is any text; a folder's is not.</summary>
    private static string FolderOf(string organisation) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(organisation)))[..16];
}
