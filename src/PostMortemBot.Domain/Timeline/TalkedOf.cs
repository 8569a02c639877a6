namespace PostMortemBot.Domain;

/// <summary>
/// What a channel talks of: the words of everything but its deployments. A deployment whose own names occur nowhere else is most likely another
/// team's and no part of the incident. People's names and words that stand in every deployment say nothing.
/// </summary>
internal sealed class TalkedOf(IEnumerable<ChannelMessage> messages, IEnumerable<string> authors)
{
    private static readonly HashSet<string> Everywhere = new(StringComparer.OrdinalIgnoreCase)
    {
        "deploy", "deployed", "deployment", "deploying", "release", "released", "prod", "production", "staging", "success", "succeeded", "successful", "failed", "failure", "job", "run", "stack",
        "build", "pipeline", "finished", "completed", "started", "sync", "synced", "revision", "application", "app", "service", "web", "api", "healthy", "the", "for", "from", "into", "and", "with", "branch",
        "main", "master", "commit", "merged", "blocked", "auto", "version", "new", "all", "has", "was", "been", "status", "rollout", "running", "resources", "changed", "environment", "cluster", "via", "unit",
    };

    private readonly HashSet<string> _people = new(authors.SelectMany(Words), StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _said = new(messages.SelectMany(message => Words(message.Text)), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it names something that is talked of, or nothing in particular.</summary>
    public bool Names(string deployment)
    {
        var named = Words(deployment).Where(word => !Everywhere.Contains(word) && !_people.Contains(word)).ToList();
        return named.Count == 0 || named.Exists(_said.Contains);
    }

    /// <summary>"payments-api" is payments and api; a version stays whole.</summary>
    private static IEnumerable<string> Words(string text) =>
        text.Split([' ', '\n', '\t', '-', '_', '/', '(', ')', '[', ']', ',', ':', ';', '#', '"', '@', '|', '*', '`', '→', '?', '!'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.TrimEnd('.')).Where(word => word.Length > 2);
}
