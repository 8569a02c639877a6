using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>Alerts of one kind for which no incident is open: one card, on which repeats are counted.</summary>
/// <param name="Card">Names the card.</param>
/// <param name="Key">The first delivery's.</param>
/// <param name="FirstAt">When it came first, in milliseconds since 1970; <paramref name="LastAt"/> likewise.</param>
internal sealed record AlertRow(string Card, string Key, string Title, string Source, string Service, string Severity, string? Link, long FirstAt, long LastAt, int Times)
{
    public const string Prefix = "alert/";

    /// <summary>The incident that was started from it; null while none was.</summary>
    public string? Stream { get; init; }

    [JsonIgnore]
    public Instant Began => Instant.FromUnixTimeMilliseconds(FirstAt);

    [JsonIgnore]
    public Instant Last => Instant.FromUnixTimeMilliseconds(LastAt);

    /// <summary>Alerts of one program for one service that say the same but for the numbers share a card.</summary>
    public static string KeyOf(AlertCame alert) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{alert.Source}\n{alert.Service}\n{RepeatedAlert.KindOf(alert.Title)}")))[..32];

    public static AlertRow? Of(Row? row) => row is null ? null : JsonSerializer.Deserialize(row.Body, AlertRowJson.Default.AlertRow);

    public static AlertRow First(AlertCame alert, string card) =>
        new(card, alert.Key, alert.Title, alert.Source, alert.Service, alert.Severity, alert.Link, alert.At.ToUnixTimeMilliseconds(), alert.At.ToUnixTimeMilliseconds(), 1);

    public bool IsAgain(AlertCame alert) => Duration.Max(alert.At - Last, Last - alert.At) <= RepeatedAlert.Within;

    public AlertRow Again(AlertCame alert) => this with { Times = Times + 1, FirstAt = Math.Min(FirstAt, alert.At.ToUnixTimeMilliseconds()), LastAt = Math.Max(LastAt, alert.At.ToUnixTimeMilliseconds()) };

    /// <summary>The row to write, where it is still as it was read.</summary>
    public RowPut Put(string key, Row? was) => new(Prefix + key, JsonSerializer.Serialize(this, AlertRowJson.Default.AlertRow), was?.Version ?? 0);

    /// <summary>As it came first: what becomes the event of an incident that is started from it.</summary>
    public AlertCame AsCame(string organisation) => new(organisation, Key, Began, Title, Source, Service, Severity, Link, null, null);
}

/// <summary>The card of one kind of alert, to post or to edit.</summary>
internal sealed record AlertWork(string Key, string Card, Place Place)
{
    public const string Kind = "alert";

    public static WorkPut Put(string key, string card, Place place, Instant now) =>
        new($"alert/{card}", Kind, place.Key, now, JsonSerializer.Serialize(new AlertWork(key, card, place), AlertRowJson.Default.AlertWork));

    public static AlertWork Of(WorkRow work) => JsonSerializer.Deserialize(work.Body, AlertRowJson.Default.AlertWork)!;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(AlertRow))]
[JsonSerializable(typeof(AlertWork))]
internal sealed partial class AlertRowJson : JsonSerializerContext;
