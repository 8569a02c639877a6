using System.Text.RegularExpressions;
using PostMortemBot.Domain;
using PostMortemBot.Wiki;

namespace PostMortemBot.Settings;

/// <summary>Reads <c>wiki</c> and the token beside it, which stands in the environment alone.</summary>
internal static partial class WikiReading
{
    public const string Token = "Wiki__Token";

    /// <summary>Which keys belong to one kind alone.</summary>
    private static readonly (string Key, string[] Kinds)[] Owned =
    [
        ("folder", ["folder", "git"]), ("remote", ["git"]), ("branch", ["git"]), ("author", ["git"]), ("mail", ["git"]),
        ("space", ["confluence"]), ("parent", ["confluence"]), ("labels", ["confluence"]), ("user", ["git", "confluence"]),
    ];

    /// <summary>Something is always given; where a mistake was noted nothing is started with it.</summary>
    public static WikiSettings Read(Setting section, string data, IReadOnlyDictionary<string, string> environment, int organisations)
    {
        if (!section.IsSection()) return new WikiSettings.Folder(data, null);
        var kind = section.Key("kind").OneOf(("folder", 'f'), ("git", 'g'), ("confluence", 'c')) ?? (section.Key("kind").IsThere ? '?' : 'f');
        if (kind is 'g' or 'c' && organisations > 1) section.Key("kind").Refuse("several organisations would share this wiki; write \"folder\", or run a bot for each.");
        WikiSettings read = kind switch
        {
            'g' => Git(section, data, environment),
            'c' => Confluence(section, environment),
            _ => Folder(section, data),
        };
        Foreign(section, kind switch { 'g' => "git", 'c' => "confluence", 'f' => "folder", _ => "" });
        return read;
    }

    private static WikiSettings.Folder Folder(Setting section, string data) => new(HostSettings.Folder(section.Key("folder"), data, "wiki"), Pages(section.Key("url")));

    private static WikiSettings.Git Git(Setting section, string data, IReadOnlyDictionary<string, string> environment)
    {
        var remote = Remote(section.Key("remote").Required("\"https://git.example.com/team/wiki.git\""), data);
        var token = HostSettings.Secret(environment, Token);
        if (token.Length == 0 && remote.StartsWith("http", StringComparison.Ordinal)) section.Refuse($"{Token} is missing; set this variable to a token that may push to {remote}.");
        var repository = new GitWikiSettings(
            remote,
            Matching(section.Key("branch"), Branch(), "main", "is no name of a branch", "\"main\""),
            Matching(section.Key("folder"), InRepository(), "", "is no folder of the repository", "\"docs/post-mortems\""),
            section.Key("author").Text() ?? "PostMortemBot",
            Matching(section.Key("mail"), MailAddress(), "postmortembot@localhost", "is no mail address", "\"bot@example.com\""),
            section.Key("user").Text() ?? "postmortembot",
            token);
        return new(repository, Path.Combine(data, "wiki.git"), Pages(section.Key("url")));
    }

    private static WikiSettings.Confluence Confluence(Setting section, IReadOnlyDictionary<string, string> environment)
    {
        var url = section.Key("url").Required("\"https://example.atlassian.net/wiki\"");
        var token = HostSettings.Secret(environment, Token);
        if (token.Length == 0) section.Refuse($"{Token} is missing; set this variable to an API token (with wiki.user) or a personal access token.");
        return new(new ConfluenceSettings(
            Base(url),
            Matching(section.Key("space").Required("\"SRE\""), SpaceKey(), "", "is no key of a space", "\"SRE\""),
            Matching(section.Key("parent"), PageId(), "", "is no page's id", "\"123456\""),
            Labels(section.Key("labels")),
            section.Key("user").Text() ?? "",
            token));
    }

    /// <summary>An https address (http on this machine), or a folder. SSH would need keys of its own.</summary>
    private static string Remote(Setting key, string data)
    {
        if (key.Text() is not { } text) return "";
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            if (uri.UserInfo.Length > 0) key.Refuse($"the address holds a name or password; write it without, and put the token in {Token}.");
            else if (uri.Scheme == "http" && !uri.IsLoopback) key.Refuse($"{key.Shown()} would send the token in the open; write https.");
            return text;
        }

        if (!text.Contains("://", StringComparison.Ordinal) && !text.Contains('@', StringComparison.Ordinal) && !text.Contains('\0', StringComparison.Ordinal)) return Path.GetFullPath(text, data);
        key.Refuse($"{key.Shown()} is no address I can push to; write https, such as \"https://git.example.com/team/wiki.git\".");
        return text;
    }

    private static string Base(Setting key)
    {
        if (key.Address() is not { } url) return "https://localhost";
        if (url.Query.Length > 0 || url.Fragment.Length > 0) key.Refuse($"{key.Shown()} is the address of a page; write the one under which all pages are, such as \"https://example.atlassian.net/wiki\".");
        else if (url.Scheme != "https" && !url.IsLoopback) key.Refuse($"{key.Shown()} would send the token in the open; write https.");
        return url.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }

    private static string? Pages(Setting key)
    {
        if (key.Text() is not { } text) return null;
        if (Uri.TryCreate(text.Replace("{page}", "page", StringComparison.Ordinal), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0) return text;
        key.Refuse($"{key.Shown()} is no web address; write \"https://git.example.com/team/wiki/{{page}}\", in which {{page}} stands for the page's name.");
        return null;
    }

    private static IReadOnlyList<string> Labels(Setting list)
    {
        foreach (var item in list.Items().Where(item => item.Text() is { } text && !Label().IsMatch(text))) item.Refuse($"{item.Shown()} is no label; write lower-case letters, digits and hyphens, such as \"post-mortem\".");
        return list.Texts();
    }

    private static string Matching(Setting key, Regex pattern, string usual, string wrong, string example)
    {
        if (key.Text() is not { } text) return usual;
        if (!pattern.IsMatch(text)) key.Refuse($"{key.Shown()} {wrong}; write for example {example}.");
        return text.Trim('/');
    }

    private static void Foreign(Setting section, string kind)
    {
        foreach (var (name, kinds) in Owned)
        {
            if (section.Key(name) is { IsThere: true } key && kind.Length > 0 && !kinds.Contains(kind)) key.Refuse($"belongs to a wiki of kind {string.Join(" or ", kinds)}; leave it out, or change wiki.kind.");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]{0,60}(?:[./][A-Za-z0-9_-]{1,60}){0,5}\z", RegexOptions.None, Patterns.Patience)]
    private static partial Regex Branch();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,60}(?:/[A-Za-z0-9_-]{1,60}){0,8}/?\z", RegexOptions.None, Patterns.Patience)]
    private static partial Regex InRepository();

    [GeneratedRegex(@"\A~?[A-Za-z0-9]{1,255}\z", RegexOptions.None, Patterns.Patience)]
    private static partial Regex SpaceKey();

    [GeneratedRegex(@"\A[0-9]{1,20}\z", RegexOptions.None, Patterns.Patience)]
    private static partial Regex PageId();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,99}\z", RegexOptions.None, Patterns.Patience)]
    private static partial Regex Label();

    [GeneratedRegex(@"\A[^\s@<>]{1,64}@[A-Za-z0-9.-]{1,255}\z", RegexOptions.None, Patterns.Patience)]
    private static partial Regex MailAddress();
}
