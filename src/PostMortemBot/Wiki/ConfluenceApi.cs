using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;

namespace PostMortemBot.Wiki;

/// <summary>What Confluence said no with: the HTTP status (0: it did not) and its own words.</summary>
internal readonly record struct ConfluenceError(int Status, string Message);

/// <summary>
/// Confluence by HTTP: one host, the token in the header alone, nothing followed elsewhere, answers within bounds. Nothing is tried again here: that is the dispatcher's.
/// </summary>
internal sealed class ConfluenceApi : IDisposable
{
    private const int MostAnswer = 16 * 1024 * 1024;
    private static readonly Duration UsualPatience = Duration.FromSeconds(30);
    private static readonly Duration MostPatience = Duration.FromHours(1);
    private readonly ConfluenceSettings settings;
    private readonly HttpClient http;
    private readonly IClock clock;

    public ConfluenceApi(ConfluenceSettings settings, IClock clock, HttpMessageHandler? wire = null)
    {
        (this.settings, this.clock) = (settings, clock);
        http = new(wire ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(4), PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>What stands at a path; null when nothing does (404).</summary>
    public async Task<JsonNode?> GetAsync(string path, CancellationToken stop)
    {
        var (answer, error) = await ExchangeAsync(HttpMethod.Get, path, null, stop);
        return error.Status is 0 or 404 ? answer : throw Refused(error, $"read the space {settings.Space}");
    }

    /// <summary>The answer, or what was said against it. Throws <see cref="WikiRefused"/> where no page is at fault, <see cref="WikiBusy"/>, or what may be tried again.</summary>
    public async Task<(JsonNode? Answer, ConfluenceError Error)> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken stop)
    {
        using var content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await ExchangeAsync(method, path, content, stop);
    }

    /// <summary>Puts a file beside a page; one of that name that came meanwhile counts as it: a name holds the hash of what is in it.</summary>
    public async Task AttachAsync(string id, string name, Stream bytes, CancellationToken stop)
    {
        using var file = new StreamContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        using var form = new MultipartFormDataContent { { file, "file", name }, { new StringContent("true"), "minorEdit" } };
        var (_, error) = await ExchangeAsync(HttpMethod.Post, $"rest/api/content/{Uri.EscapeDataString(id)}/child/attachment", form, stop);
        if (error.Status == 400 && error.Message.Contains("same file name", StringComparison.OrdinalIgnoreCase)) return;
        if (error.Status != 0) throw Refused(error, $"put the file {name} beside its page");
    }

    /// <summary>The sentence for what Confluence said no to.</summary>
    public static WikiRefused Refused(ConfluenceError error, string what)
    {
        var said = Domain.LineText.Plain(error.Message);
        return new(error.Status switch
        {
            401 => "Confluence does not take the token. Set Wiki__Token, and wiki.user where the account is one of the Cloud.",
            403 => $"I may not {what}. Give my account the right to add pages and attachments there.",
            404 => $"I cannot {what}: it is not there, or I may not see it. Look at wiki.space and wiki.parent in bot.json.",
            413 => $"I cannot {what}: it is larger than Confluence takes.",
            _ => $"Confluence did not let me {what}: {(said.Length > 200 ? said[..200] + "…" : said.Length > 0 ? said : FormattableString.Invariant($"status {error.Status}"))}.",
        });
    }

    public void Dispose() => http.Dispose();

    private async Task<(JsonNode? Answer, ConfluenceError Error)> ExchangeAsync(HttpMethod method, string path, HttpContent? content, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, new Uri($"{settings.Url}/{path}")) { Content = content };
        request.Headers.Authorization = settings.User.Length == 0 ? new("Bearer", settings.Token) : new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.User}:{settings.Token}")));
        request.Headers.Accept.Add(new("application/json"));

        // Without it Confluence takes an upload for a forged request of a browser.
        request.Headers.Add("X-Atlassian-Token", "nocheck");
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        var status = (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.TooManyRequests || (response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is not null)) throw new WikiBusy(Patience(response.Headers.RetryAfter));
        if (status is >= 300 and < 400) throw new WikiRefused($"Confluence sends me to another address. Write the one that answers itself as wiki.url in bot.json, in place of {settings.Url}.");
        if (status is >= 500 or 408) throw new HttpRequestException(FormattableString.Invariant($"Confluence answered with {status}."));
        var answer = await ReadAsync(response, stop);
        if (status is >= 200 and < 300) return (answer ?? new JsonObject(), default);
        if (status == 401) throw Refused(new(status, ""), "come in");
        return (null, new(status, answer?["message"] is JsonValue message && message.TryGetValue<string>(out var text) ? text : ""));
    }

    private Duration Patience(RetryConditionHeaderValue? told)
    {
        var wait = told?.Delta is { } delta ? Duration.FromTimeSpan(delta) : told?.Date is { } date ? Instant.FromDateTimeOffset(date) - clock.GetCurrentInstant() : UsualPatience;
        return Duration.Max(Duration.FromSeconds(1), Duration.Min(wait, MostPatience));
    }

    /// <summary>The JSON of an answer; null for none. An answer that is no JSON is nobody's we know: to be tried again.</summary>
    private static async Task<JsonNode?> ReadAsync(HttpResponseMessage response, CancellationToken stop)
    {
        await using var from = await response.Content.ReadAsStreamAsync(stop);
        using var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await from.ReadAsync(buffer, stop)) > 0;)
        {
            all.Write(buffer, 0, read);
            if (all.Length > MostAnswer) throw new HttpRequestException("Confluence answered with more than 16 MB.");
        }

        if (all.Length == 0) return null;
        try
        {
            return JsonNode.Parse(all.ToArray());
        }
        catch (JsonException)
        {
            return response.IsSuccessStatusCode ? throw new HttpRequestException("Confluence answered with something that is no JSON.") : null;
        }
    }
}
