using System.Text.Json;
using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Chat;

/// <summary>A post-mortem in its list row.</summary>
internal sealed record Summary(string Name, string Title, string Life, string? Severity, IReadOnlyList<string> Services, IReadOnlyList<string> Environments, string? Owner, string? Author, long Began, long? Restored, bool NearMiss, bool Open)
{
    public IReadOnlyList<string> Causes { get; init; } = [];

    /// <summary>When its last fact was told, in milliseconds.</summary>
    public long Changed { get; init; }

    public static ListRow RowOf(PostMortem p)
    {
        var summary = new Summary(p.Name, p.Title, p.Life.ToString(), p.Severity?.ToString(), p.Services, p.Environments, p.Owner?.Value, p.Author?.Value, p.Began.ToUnixTimeMilliseconds(), p.Restored?.ToUnixTimeMilliseconds(), p.IsNearMiss, p.IsOpen)
        {
            Changed = p.ChangedAt.ToUnixTimeMilliseconds(),
            Causes = [.. p.Book.Of(Phase.RootCauseDiscovery).Take(5).Select(e => e.Text)],
        };
        return new(p.Id, p.Version, JsonSerializer.Serialize(summary, WorkJson.Default.Summary)) { Began = p.Began, Life = p.Life.ToString() };
    }

    public static Summary Of(ListRow row) => JsonSerializer.Deserialize(row.Body, WorkJson.Default.Summary)!;

    public Instant BeganAt => Instant.FromUnixTimeMilliseconds(Began);
}
