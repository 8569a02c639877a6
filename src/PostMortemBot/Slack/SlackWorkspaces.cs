using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace PostMortemBot.Slack;

/// <summary>The bot as one workspace knows it.</summary>
/// <param name="User">The bot's user id; empty until it is known.</param>
/// <param name="BotId">What its own messages carry; empty until it is known.</param>
internal sealed record SlackSelf(string Workspace, string User, string BotId)
{
    /// <summary>The people's own address of the workspace, without a final slash; empty until it is known.</summary>
    public string Url { get; init; } = "";

    /// <summary>The Enterprise Grid that the workspace belongs to; empty without, or until it is known.</summary>
    public string Enterprise { get; init; } = "";

    /// <summary>The app's id; empty until it was asked for.</summary>
    public string App { get; init; } = "";
}

/// <summary>The workspaces that the bot is in, with their tokens. One that is gone (uninstalled, revoked) is served no more, also after a restart with the same token.</summary>
internal sealed class SlackWorkspaces(SlackSettings settings)
{
    private readonly ConcurrentDictionary<string, SlackSelf> selves = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> gone = new(StringComparer.Ordinal);
    private volatile string? only;

    /// <summary>Whether a token stands without its workspace, until Slack has said whose it is.</summary>
    public bool AwaitsName => only is null && settings.Tokens.Any(token => token.Workspace.Length == 0 && !IsGone(token.Token));

    public IEnumerable<string> Named => settings.Tokens.Select(token => token.Workspace.Length > 0 ? token.Workspace : only).OfType<string>();

    /// <summary>Whether what comes from this workspace is handled. Until Slack has said whose the one token is, it is whoever signs with our secret.</summary>
    public bool Serves(string workspace) => TokenOf(workspace).Length > 0;

    /// <summary>The token, or empty: nothing is called without one.</summary>
    public string TokenOf(string workspace)
    {
        foreach (var one in settings.Tokens)
        {
            var its = one.Workspace.Length > 0 ? one.Workspace : only ?? workspace;
            if (its == workspace && workspace.Length > 0) return IsGone(one.Token) ? "" : one.Token;
        }

        return "";
    }

    public SlackSelf Self(string workspace) => selves.GetValueOrDefault(workspace) ?? new(workspace, "", "");

    /// <summary>What Slack said of the bot: of a token without a workspace, whose it is.</summary>
    public void Learn(SlackSelf self, SlackToken? token = null)
    {
        if (token is { Workspace.Length: 0 }) only = self.Workspace;
        selves.AddOrUpdate(self.Workspace, self, (_, known) => new SlackSelf(self.Workspace, self.User.Length > 0 ? self.User : known.User, self.BotId.Length > 0 ? self.BotId : known.BotId) { Url = self.Url.Length > 0 ? self.Url : known.Url, App = self.App.Length > 0 ? self.App : known.App, Enterprise = self.Enterprise.Length > 0 ? self.Enterprise : known.Enterprise });
    }

    /// <summary>Nothing is called with this workspace's token any more; the name under which that is remembered.</summary>
    public IReadOnlyList<string> Leave(string workspace)
    {
        var left = settings.Tokens.Where(token => (token.Workspace.Length > 0 ? token.Workspace : only ?? workspace) == workspace).Select(token => NameOf(token.Token)).ToList();
        foreach (var name in left) gone[name] = true;
        return left;
    }

    /// <summary>Left before the restart: a new token has another name.</summary>
    public void Left(string name) => gone[name] = true;

    /// <summary>Given back by an uninstall: nothing is called with it.</summary>
    public bool IsGone(string token) => !gone.IsEmpty && gone.ContainsKey(NameOf(token));

    private static string NameOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))[..24];
}
