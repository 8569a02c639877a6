using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Chat;

/// <summary>A post-mortem in its list row.</summary>
internal sealed record Summary(string Name, string Title, string Life, string? Severity, IReadOnlyList<string> Services, IReadOnlyList<string> Environments, string? Owner, string? Author, long Began, long? Restored, bool NearMiss, bool Open)
{
    public IReadOnlyList<string> Causes { get; init; } = [];

    /// <summary>How many of its action items are still to be done.</summary>
    public int OpenActions { get; init; }

    /// <summary>When its last fact was told, in milliseconds.</summary>
    public long Changed { get; init; }

    /// <summary>Of a private one, who reads it beside the SRE team and administrators; null: everybody of the organisation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Readers { get; init; }

    /// <summary>Whether this person may read it, by the row alone.</summary>
    public bool IsFor(Actor who) => !who.IsGuest && (Readers is null || who.IsSre || who.IsAdmin || Readers.Contains(who.Id.Value));

    /// <summary>What its SLOs lost, as told: shares follow from the policy of the day they are asked for.</summary>
    public IReadOnlyList<SloLost> Slos { get; init; } = [];

    public static ListRow RowOf(PostMortem p) => new(p.Id, p.Version, () => JsonSerializer.Serialize(Of(p), WorkJson.Default.Summary)) { Began = p.Began, Life = p.Life.ToString() };

    private static Summary Of(PostMortem p) =>
        new(p.Name, p.Title, p.Life.ToString(), p.Severity?.ToString(), p.Services, p.Environments, p.Owner?.Value, p.Author?.Value, p.Began.ToUnixTimeMilliseconds(), p.Restored?.ToUnixTimeMilliseconds(), p.IsNearMiss, p.IsOpen)
        {
            OpenActions = p.Actions.Count(action => action.IsOpen),
            Page = p.Page is { Withdrawn: false } page ? page.Name : null,
            Readers = p.IsPrivate ? [.. Rights.ReadersOf(p).Select(id => id.Value).Order(StringComparer.Ordinal)] : null,
            Changed = p.ChangedAt.ToUnixTimeMilliseconds(),
            Causes = [.. p.Book.Causes.Take(5).Select(e => e.Text)],
            Slos = [.. p.Slos.Values.OrderBy(told => told.Slo, StringComparer.Ordinal).Select(told => new SloLost(told.Slo, told.Bad is { } bad ? (long)bad.TotalMilliseconds : null, told.Failed, told.Total))],
        };

    /// <summary>Whether an incident is open, by the row alone; of most rows nothing is read but the stage.</summary>
    public static bool IsOpen(ListRow row) => row.Life == nameof(Domain.Life.Capturing) && Of(row).Open;

    public static Summary Of(ListRow row) => JsonSerializer.Deserialize(row.Body, WorkJson.Default.Summary)!;

    /// <summary>Its entry in the account of the error budgets; null while it is open, and for what was cancelled, merged or never started.</summary>
    public BudgetEntry? BudgetEntry(PostMortemId id) => Restored is { } restored && Slos.Count > 0 && Life is not (nameof(Domain.Life.Cancelled) or nameof(Domain.Life.Merged) or nameof(Domain.Life.Waiting))
        ? new(id, BeganAt, Instant.FromUnixTimeMilliseconds(restored), [.. Slos.Select(lost => new SloMeasurement(lost.Slo, lost.BadMilliseconds is { } bad ? Duration.FromMilliseconds(bad) : null, lost.Failed, lost.Total, ""))])
        : null;

    /// <summary>The name of its page in the wiki; null while none stands there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Page { get; init; }

    public Instant BeganAt => Instant.FromUnixTimeMilliseconds(Began);
}

/// <summary>What one SLO lost, in a list row.</summary>
internal sealed record SloLost(string Slo, long? BadMilliseconds, long? Failed, long? Total);
