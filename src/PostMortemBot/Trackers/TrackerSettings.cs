using NodaTime;

namespace PostMortemBot.Trackers;

/// <summary>Which tracker action items are mirrored to.</summary>
/// <param name="Url">Where its API is reached, without a final slash. No other host is called.</param>
/// <param name="Token">From the environment alone.</param>
internal abstract record TrackerSettings(string Url, string Token)
{
    /// <summary>What every issue of the bot is labelled with.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>How people are called there, by their handle in <c>bot.json</c>: GitHub's login, Jira's account id (Data Center: user name).</summary>
    public IReadOnlyDictionary<string, string> Accounts { get; init; } = new Dictionary<string, string>();

    /// <summary>How often it is asked what changed, whether it tells by itself or not.</summary>
    public Duration Every { get; init; } = Duration.FromMinutes(10);

    /// <summary>With any of these it proves that a call is its own; none: its calls are not taken.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <param name="Repository"><c>owner/name</c>.</param>
    public sealed record GitHub(string Url, string Repository, string Token) : TrackerSettings(Url, Token);

    /// <param name="Project">The project's key.</param>
    /// <param name="IssueType">The name of the type that issues are made with.</param>
    /// <param name="User">The account's address, for Jira Cloud; empty: the token is a personal access token of a Data Center.</param>
    public sealed record Jira(string Url, string Project, string IssueType, string User, string Token) : TrackerSettings(Url, Token);

    public string? AccountOf(string handle) => Accounts.FirstOrDefault(entry => string.Equals(entry.Key, handle, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>The tracker itself.</summary>
    /// <param name="wire">What carries its calls; a test's own, or none.</param>
    public ITracker Open(IClock clock, HttpMessageHandler? wire = null) => this switch
    {
        GitHub github => new GitHubIssues(github, clock, wire),
        Jira jira => new JiraIssues(jira, clock, wire),
        _ => throw new InvalidOperationException($"No tracker of the kind {GetType().Name}."),
    };
}
