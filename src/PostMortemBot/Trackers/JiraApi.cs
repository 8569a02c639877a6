using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Trackers;

/// <summary>What Jira said no with: the HTTP status (0: it did not), its own words, and the fields that it named.</summary>
internal readonly record struct JiraError(int Status, string Message, IReadOnlyList<string> Fields);

/// <summary>Jira by HTTP: the token in the header alone, answers within bounds.</summary>
internal sealed class JiraApi : IDisposable
{
    private const int MostAnswer = 8 * 1024 * 1024;
    private readonly TrackerSettings.Jira settings;
    private readonly HttpClient http;

    public JiraApi(TrackerSettings.Jira settings, IClock clock, HttpMessageHandler? wire)
    {
        this.settings = settings;
        http = new(new TrackerWire("Jira", new Uri(settings.Url), clock, wire)) { Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>The answer, or what was said against it.</summary>
    public async Task<(JsonNode Answer, JiraError Error)> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, new Uri($"{settings.Url}/{path}"));
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        request.Headers.Authorization = settings.User.Length == 0 ? new("Bearer", settings.Token) : new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.User}:{settings.Token}")));
        request.Headers.Accept.Add(new("application/json"));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        var answer = await ReadAsync(response, stop) ?? new JsonObject();
        return response.IsSuccessStatusCode ? (answer, default) : (answer, ErrorOf((int)response.StatusCode, answer));
    }

    /// <summary>The sentence for what Jira said no to.</summary>
    public TrackerRefused Refused(JiraError error, string what)
    {
        var said = LineText.Plain(error.Message).TrimEnd('.');
        return new(error.Status switch
        {
            403 => $"I may not {what}. Give my account the right to create, edit and move issues of the project {settings.Project}.",
            404 => $"I cannot {what}: it is not there, or I may not see it. Look at tracker.url and tracker.project in bot.json.",
            410 => $"I cannot {what}: this Jira has another way to search. Leave tracker.user out for a Data Center, and write it for the Cloud.",
            _ => string.Create(CultureInfo.InvariantCulture, $"Jira did not let me {what}: {(said.Length > 200 ? said[..200] + "…" : said.Length > 0 ? said : $"status {error.Status}")}."),
        });
    }

    public void Dispose() => http.Dispose();

    private static JiraError ErrorOf(int status, JsonNode answer)
    {
        var fields = answer is JsonObject { } all && all["errors"] is JsonObject errors ? errors.Select(one => (one.Key, Said: JiraIssues.Text(one.Value))).ToList() : [];
        var messages = answer is JsonObject said && said["errorMessages"] is JsonArray list ? list.Select(JiraIssues.Text) : [];
        return new(status, string.Join(", ", messages.Concat(fields.Select(one => $"{one.Key}: {one.Said}"))), [.. fields.Select(one => one.Key)]);
    }

    /// <summary>The JSON of an answer; null for none. An answer that is no JSON is nobody's we know: to be tried again.</summary>
    private static async Task<JsonNode?> ReadAsync(HttpResponseMessage response, CancellationToken stop)
    {
        await using var from = await response.Content.ReadAsStreamAsync(stop);
        using var all = new MemoryStream();
        var buffer = new byte[32 * 1024];
        for (int read; (read = await from.ReadAsync(buffer, stop)) > 0;)
        {
            all.Write(buffer, 0, read);
            if (all.Length > MostAnswer) throw new HttpRequestException("Jira answered with more than 8 MB.");
        }

        if (all.Length == 0) return null;
        try
        {
            return JsonNode.Parse(all.ToArray());
        }
        catch (JsonException)
        {
            return response.IsSuccessStatusCode ? throw new HttpRequestException("Jira answered with something that is no JSON.") : null;
        }
    }
}
