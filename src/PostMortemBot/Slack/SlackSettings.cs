namespace PostMortemBot.Slack;

/// <summary>What the host tells the Slack adapter: how it is reached, and its secrets. Prints none of them.</summary>
internal sealed record SlackSettings
{
    /// <summary>Socket Mode: the bot calls Slack, and needs no address of its own. Else Slack posts to <c>/slack/…</c>.</summary>
    public bool Socket { get; init; }

    /// <summary>The slash command; another app may have taken the usual one.</summary>
    public string Command { get; init; } = "/pm";

    /// <summary>Where the Web API answers, with a final slash.</summary>
    public Uri ApiUrl { get; init; } = new("https://slack.com/api/");

    /// <summary>Hosts, beside Slack's own and that of <see cref="ApiUrl"/>, that may be posted to and read from.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>How many sockets stand open at once in Socket Mode.</summary>
    public int Connections { get; init; } = 2;

    /// <summary>How often a socket's far side is asked whether it lives, and how long its answer may take: after twice this a dead one is given up.</summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Every secret that a request may be signed with: two while one is being replaced.</summary>
    public IReadOnlyList<string> SigningSecrets { get; init; } = [];

    /// <summary>One token a workspace; a workspace without a name is the only one, and Slack is asked which it is.</summary>
    public IReadOnlyList<SlackToken> Tokens { get; init; } = [];

    public string AppToken { get; init; } = "";

    public override string ToString() => $"Slack by {(Socket ? "socket" : "HTTP")}";
}

/// <summary>The bot's token of a workspace.</summary>
/// <param name="Workspace">Its id (<c>T0123ABCD</c>), or empty for the only one.</param>
internal sealed record SlackToken(string Workspace, string Token)
{
    public override string ToString() => $"The token of {(Workspace.Length > 0 ? Workspace : "the workspace")}";
}
