using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using PostMortemBot.Trackers;

namespace PostMortemBot.Settings;

/// <summary>Reads <c>tracker</c>; the token and the secrets beside it stand in the environment alone. Mirrors are off until a kind is named.</summary>
internal static partial class TrackerReading
{
    public const string Token = "Tracker__Token";
    public const string Secret = "Tracker__WebhookSecret";
    private const string GitHubApi = "https://api.github.com";

    /// <summary>A shorter one is guessed.</summary>
    private const int LeastCharacters = 20;

    /// <summary>All that are known, while mirrors are off too.</summary>
    private static readonly string[] Keys = ["kind", "url", "repository", "project", "issueType", "user", "labels", "accounts", "everyMinutes"];

    /// <summary>Which keys belong to one kind alone.</summary>
    private static readonly (string Key, string Kind)[] Owned = [("repository", "github"), ("project", "jira"), ("issueType", "jira"), ("user", "jira")];

    /// <summary>Null when mirrors are off, or where a mistake was noted.</summary>
    public static TrackerSettings? Read(Setting section, IReadOnlyDictionary<string, string> environment, int organisations)
    {
        if (!section.IsSection()) return null;
        foreach (var key in Keys) section.Key(key);
        if (!section.IsThere) return null;
        var kind = section.Key("kind").Required("\"github\"").OneOf(("github", 'g'), ("jira", 'j'));
        if (organisations > 1) section.Refuse("several organisations would share this tracker; run a bot for each.");
        var token = HostSettings.Secret(environment, Token);
        if (token.Length == 0 && kind is not null) section.Refuse($"{Token} is missing; set this variable to a token that may read and write issues.");
        TrackerSettings? read = kind switch { 'g' => GitHub(section, token), 'j' => Jira(section, token), _ => null };
        foreach (var (name, owner) in Owned)
        {
            if (section.Key(name) is { IsThere: true } key && kind is { } named && owner[0] != named) key.Refuse($"belongs to a tracker of kind {owner}; leave it out, or change tracker.kind.");
        }

        var (labels, accounts, every, secrets) = (Labels(section.Key("labels")), Accounts(section.Key("accounts")), section.Key("everyMinutes").Whole(1, 24 * 60, "minutes") ?? 10, Secrets(section, environment));
        return read is null ? null : read with { Labels = labels, Accounts = accounts, Every = Duration.FromMinutes(every), Secrets = secrets };
    }

    private static TrackerSettings.GitHub GitHub(Setting section, string token)
    {
        var url = section.Key("url");
        return new(url.IsThere ? Base(url) : GitHubApi, Matching(section.Key("repository").Required("\"example/operations\""), Repository(), "", "is no repository", "\"example/operations\""), token);
    }

    private static TrackerSettings.Jira Jira(Setting section, string token) => new(
        Base(section.Key("url").Required("\"https://example.atlassian.net\"")),
        Matching(section.Key("project").Required("\"SRE\""), ProjectKey(), "", "is no key of a project", "\"SRE\""),
        section.Key("issueType").Text() ?? "Task",
        section.Key("user").Text() ?? "",
        token);

    private static string Base(Setting key)
    {
        if (key.Address() is not { } url) return "https://localhost";
        if (url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0) key.Refuse($"{key.Shown()} is no address under which issues are; write it without name, question mark and hash.");
        else if (url.Scheme != "https" && !url.IsLoopback) key.Refuse($"{key.Shown()} would send the token in the open; write https.");
        return url.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }

    private static IReadOnlyList<string> Labels(Setting list)
    {
        foreach (var item in list.Items().Where(item => item.Text() is { } text && !Label().IsMatch(text))) item.Refuse($"{item.Shown()} is no label; write letters, digits and hyphens, such as \"post-mortem\".");
        return list.IsThere ? list.Texts() : ["post-mortem"];
    }

    private static Dictionary<string, string> Accounts(Setting section)
    {
        var accounts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (handle, account) in section.Entries())
        {
            if (account.Text() is { Length: > 0 } name) accounts[handle.TrimStart('@')] = name;
        }

        return accounts;
    }

    private static IReadOnlyList<string> Secrets(Setting section, IReadOnlyDictionary<string, string> environment)
    {
        IReadOnlyList<string> secrets = HostSettings.Secret(environment, Secret).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (secrets.Any(secret => secret.Length < LeastCharacters || secret.Any(c => c is <= ' ' or > '~'))) section.Refuse(string.Create(CultureInfo.InvariantCulture, $"{Secret} holds a secret that is too short or has a space in it; make one of at least {LeastCharacters} letters and digits, two with a comma while one is being replaced."));
        return secrets;
    }

    private static string Matching(Setting key, Regex pattern, string usual, string wrong, string example)
    {
        if (key.Text() is not { } text) return usual;
        if (pattern.IsMatch(text)) return text;
        key.Refuse($"{key.Shown()} {wrong}; write for example {example}.");
        return usual;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})/[A-Za-z0-9._-]{1,100}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Repository();

    [GeneratedRegex(@"\A[A-Z][A-Z0-9_]{1,254}\z", RegexOptions.NonBacktracking)]
    private static partial Regex ProjectKey();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]{0,49}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Label();
}
