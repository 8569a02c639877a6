using System.Text.RegularExpressions;
using PostMortemBot.Domain;
using PostMortemBot.Slack;

namespace PostMortemBot.Settings;

/// <summary>
/// Reads <c>platforms.slack</c> and the secrets beside it, which stand in the environment alone. Slack is on where the file says so, and, where it says nothing, when the
/// environment holds a token.
/// </summary>
internal static partial class SlackReading
{
    private const string SigningSecret = "Slack__SigningSecret";
    private const string BotToken = "Slack__BotToken";
    private const string AppToken = "Slack__AppToken";

    /// <summary>Null when Slack is off.</summary>
    public static SlackSettings? Read(Setting platforms, IReadOnlyDictionary<string, string> environment, IReadOnlyList<OrganisationOptions> organisations)
    {
        if (!platforms.IsSection() || platforms.Key("slack") is not { } section || !section.IsSection()) return null;
        var usual = new SlackSettings();
        var settings = usual with
        {
            Socket = section.Key("mode").OneOf(("http", 'h'), ("socket", 's')) == 's',
            Command = Command(section.Key("command")) ?? usual.Command,
            ApiUrl = Api(section.Key("apiUrl")) ?? usual.ApiUrl,
            AllowedHosts = Hosts(section.Key("allowedHosts")),
            Connections = section.Key("connections").Whole(1, 10, "connections") ?? usual.Connections,
            SigningSecrets = List(HostSettings.Secret(environment, SigningSecret)),
            Tokens = [.. List(HostSettings.Secret(environment, BotToken)).Select(Token)],
            AppToken = HostSettings.Secret(environment, AppToken),
        };
        if (!(section.Key("on").YesNo() ?? settings.Tokens.Count > 0)) return null;
        foreach (var missing in Missing(settings, organisations)) section.Refuse(missing);
        return settings;
    }

    private static IEnumerable<string> Missing(SlackSettings settings, IReadOnlyList<OrganisationOptions> organisations)
    {
        if (settings.Tokens.Count == 0) yield return $"{BotToken} is missing; set this variable to the bot token of the workspace (xoxb-…).";
        if (settings is { Socket: true, AppToken.Length: 0 }) yield return $"{AppToken} is missing; set this variable to the app-level token (xapp-…), or write \"mode\": \"http\".";
        if (settings is { Socket: false, SigningSecrets.Count: 0 }) yield return $"{SigningSecret} is missing; set this variable to the signing secret of the app, or write \"mode\": \"socket\".";
        var unnamed = settings.Tokens.Count(token => token.Workspace.Length == 0);
        var workspaces = organisations.Sum(one => one.SlackWorkspaces.Count);
        if (unnamed > 0 && (settings.Tokens.Count > 1 || workspaces > 1)) yield return $"{BotToken} does not say which token is whose; write T0123ABCD=xoxb-…,T0456EFGH=xoxb-….";
        if (settings.Tokens.GroupBy(token => token.Workspace).Any(group => group.Count() > 1)) yield return $"{BotToken} names a workspace twice; keep one token for each.";
    }

    private static IReadOnlyList<string> List(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static SlackToken Token(string text) => text.IndexOf('=', StringComparison.Ordinal) is var at and > 0 && text[0] is 'T' or 'E'
        ? new(text[..at].Trim(), text[(at + 1)..].Trim())
        : new("", text);

    private static string? Command(Setting key)
    {
        if (key.Text() is not { } text) return null;
        if (SlashWord().IsMatch(text)) return text;
        key.Refuse($"{key.Shown()} is no slash command; write \"/pm\".");
        return null;
    }

    private static Uri? Api(Setting key) => key.Address() is { } uri ? new Uri(uri.AbsoluteUri.TrimEnd('/') + "/") : null;

    private static IReadOnlyList<string> Hosts(Setting key)
    {
        var hosts = key.IsFromEnvironment && key.Node is not System.Text.Json.Nodes.JsonArray ? List(key.Text() ?? "") : key.Texts();
        foreach (var wrong in hosts.Where(host => !HostName().IsMatch(host))) key.Refuse($"\"{wrong}\" is no host; write its name alone, such as \"hooks.example.com\", with its port where it has one.");
        return hosts;
    }

    [GeneratedRegex(@"\A/[a-z0-9_-]{1,31}\z", RegexOptions.None, Patterns.Patience)]
    private static partial Regex SlashWord();

    [GeneratedRegex(@"\A(?:[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,9}|\[[0-9a-f:]{2,45}\])(?::[0-9]{1,5})?\z", RegexOptions.None, Patterns.Patience)]
    private static partial Regex HostName();
}
