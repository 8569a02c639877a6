using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Hooks;

/// <summary>
/// Reads the body of a generic alert. <c>title</c> is required; <c>time</c> (with its zone, else now), <c>service</c>, <c>severity</c>, <c>source</c>, <c>url</c>, <c>incident</c>,
/// <c>channel</c>, <c>organisation</c> and <c>id</c> may be left out; keys beside these are passed over. Throws <see cref="NotTaken"/> with what is wrong.
/// </summary>
/// <param name="organisations">Those of this program; an alert names its own where there are several.</param>
internal sealed class AlertJson(IReadOnlyList<string> organisations)
{
    private const int MostDepth = 8;
    private const int MostTitle = 300;
    private const int MostWords = 100;
    private const int MostUrl = 1000;

    /// <summary>An older alert is history, which a person marks.</summary>
    private static readonly Duration Oldest = Duration.FromDays(7);

    /// <summary>The same body again within this time is a repeated delivery, where it tells neither id nor time; later it is a new alert.</summary>
    private const long RepeatedWithinMilliseconds = 15 * 60 * 1000;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MostDepth, AllowDuplicateProperties = false };

    /// <summary>Why a body is no alert, in a sentence that says what to send.</summary>
    internal sealed class NotTaken(string sentence) : Exception(sentence);

    public AlertCame Read(ReadOnlyMemory<byte> body, Instant now)
    {
        try
        {
            using var json = JsonDocument.Parse(body, Strict);
            return Of(json.RootElement, body.Span, now);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // A lone surrogate is found out only where the text is taken.
            throw new NotTaken($"This is no JSON that can be read: UTF-8, each key once, at most {MostDepth} levels deep.");
        }
    }

    private AlertCame Of(JsonElement alert, ReadOnlySpan<byte> body, Instant now)
    {
        if (alert.ValueKind != JsonValueKind.Object) throw new NotTaken("An alert is one object: {\"title\": \"Error rate over 5 %\"}.");
        var title = Shown(alert, "title", MostTitle);
        if (title.Length == 0) throw new NotTaken("\"title\" is missing; say in a few words what is wrong.");
        var told = TimeOf(alert, now);
        return new(OrganisationOf(alert), KeyOf(alert, body, told is null, now), told ?? now, title, Shown(alert, "source", MostWords) is { Length: > 0 } source ? source : "Alert", Shown(alert, "service", MostWords), Shown(alert, "severity", MostWords), LinkOf(alert), Text(alert, "incident"), ChannelOf(alert));
    }

    private string OrganisationOf(JsonElement alert)
    {
        if (Text(alert, "organisation") is { } named) return organisations.Contains(named) ? named : throw new NotTaken("\"organisation\" names none of this program's; write it as in bot.json.");
        return organisations.Count == 1 ? organisations[0] : throw new NotTaken("\"organisation\" is missing; this program serves several.");
    }

    private static Instant? TimeOf(JsonElement alert, Instant now)
    {
        if (Text(alert, "time") is not { } text) return null;
        if (!OffsetDateTimePattern.Rfc3339.Parse(text).TryGetValue(default, out var read)) throw new NotTaken("\"time\" is written with its zone, such as 2026-11-24T14:05:00-05:00 or 2026-11-24T19:05:00Z.");
        var at = read.ToInstant();
        if (at > now + Timeline.Grace) throw new NotTaken("\"time\" has not come yet; look at the clock and the zone of whoever sent this.");
        return at >= now - Oldest ? at : throw new NotTaken("\"time\" lies more than 7 days back; mark it by hand where it belongs.");
    }

    private static string? LinkOf(JsonElement alert)
    {
        if (Text(alert, "url") is not { } text) return null;
        if (text.Length > MostUrl || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")) throw new NotTaken($"\"url\" is no address of a page; write http or https, at most {MostUrl} characters.");
        return Secrets.Find(url.AbsoluteUri).Count == 0 ? url.AbsoluteUri : null; // Masked it would lead nowhere.
    }

    private static ChannelNamed? ChannelOf(JsonElement alert)
    {
        if (Text(alert, "channel") is not { } text) return null;
        return text.Split(':', 2) is ["slack" or "teams" or "web", { Length: > 0 } id] ? new(text[..text.IndexOf(':', StringComparison.Ordinal)], id) : throw new NotTaken("\"channel\" is written with its platform and id, such as slack:C0123ABCD.");
    }

    /// <summary>The sender's own id, or a hash of the body; the two can never be the same.</summary>
    private static string KeyOf(JsonElement alert, ReadOnlySpan<byte> body, bool untimed, Instant now) => Text(alert, "id") is { Length: > 0 } id
        ? "id-" + Hash(Encoding.UTF8.GetBytes(id))
        : FormattableString.Invariant($"body-{Hash(body)}{(untimed ? "-" + now.ToUnixTimeMilliseconds() / RepeatedWithinMilliseconds : "")}");

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..32];

    /// <summary>A text that people will read: one line, masked, shortened. Empty when it is not there.</summary>
    private static string Shown(JsonElement alert, string name, int most)
    {
        var line = string.Join(' ', new string([.. (Text(alert, name) ?? "").Select(c => char.IsControl(c) ? ' ' : c)]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var masked = Secrets.Mask(line).Text;
        return masked.Length <= most ? masked : masked[..(char.IsHighSurrogate(masked[most - 2]) ? most - 2 : most - 1)] + "…";
    }

    private static string? Text(JsonElement alert, string name)
    {
        if (!alert.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw new NotTaken($"\"{name}\" is no text; write it in quotes.");
    }
}
