using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Screens;

namespace PostMortemBot.Slack;

/// <summary>
/// Slack's Web API, and the addresses that come in payloads. The token stands in the header alone and goes to allowed hosts alone; nothing is followed elsewhere.
/// Nothing is tried again here: that is the dispatcher's. Arguments go as a form, what is no text as JSON in it.
/// </summary>
internal sealed class SlackApi : IDisposable
{
    private const int MostFile = 10 * 1024 * 1024;
    private readonly SlackSettings settings;
    private readonly SlackWorkspaces workspaces;
    private readonly SlackHosts hosts;
    private readonly SlackPace pace;
    private readonly HttpClient http;

    /// <param name="wire">What carries the requests; left out, the network.</param>
    public SlackApi(SlackSettings settings, SlackWorkspaces workspaces, SlackHosts hosts, SlackPace pace, HttpMessageHandler? wire = null)
    {
        (this.settings, this.workspaces, this.hosts, this.pace) = (settings, workspaces, hosts, pace);
        http = new(wire ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(4), PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(12) };
    }

    /// <summary>Calls a method for a workspace. Throws <see cref="SlackRefused"/>, <see cref="SlackFailed"/>, or <see cref="ChatBusy"/> when Slack asks for patience.</summary>
    public Task<JsonElement> CallAsync(string workspace, string method, JsonObject arguments, CancellationToken stop)
    {
        var token = workspaces.TokenOf(workspace);
        return token.Length == 0
            ? throw new SlackRefused("token_revoked", SlackErrors.Sentence(method, "token_revoked", ""))
            : CallAsync(workspace, token, method, arguments, stop);
    }

    /// <summary>With a token of its own: whose it is, or the app's.</summary>
    public async Task<JsonElement> CallAsync(string workspace, string token, string method, JsonObject arguments, CancellationToken stop)
    {
        pace.Hold(workspace, method);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.ApiUrl, method)) { Content = Form(arguments) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await SendAsync(request, method, stop);
        if (response.StatusCode == HttpStatusCode.TooManyRequests) throw pace.Told(workspace, method, response.Headers.RetryAfter?.Delta);
        using var read = WireJson.Read(await BodyAsync(response, method, stop));
        if (read is null || read.RootElement.ValueKind != JsonValueKind.Object) throw new SlackFailed($"Slack answered {method} with {(int)response.StatusCode} and no JSON.");
        return Judged(workspace, method, read.RootElement.Clone(), response);
    }

    /// <summary>Posts to a <c>response_url</c> (five times within 30 minutes). False when it may not be called or is used up.</summary>
    public async Task<bool> RespondAsync(string address, JsonObject message, CancellationToken stop)
    {
        if (hosts.Allowed(address) is not { } uri) return false;
        using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(WireJson.Bytes(message)) { Headers = { ContentType = new("application/json") { CharSet = "utf-8" } } } };
        using var response = await SendAsync(request, "response_url", stop);
        if (response.StatusCode == HttpStatusCode.TooManyRequests) throw pace.Told("", address, response.Headers.RetryAfter?.Delta);
        if ((int)response.StatusCode >= 500) throw new SlackFailed($"Slack answered a response_url with {(int)response.StatusCode}.");
        return response.IsSuccessStatusCode;
    }

    /// <summary>A file's bytes, with the workspace's token; null where it may not be read or is over 10 MB.</summary>
    public async Task<byte[]?> DownloadAsync(string workspace, string address, CancellationToken stop)
    {
        if (hosts.Allowed(address) is not { } uri || workspaces.TokenOf(workspace) is not { Length: > 0 } token) return null;
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await SendAsync(request, "a file", stop);

        // Without the scope Slack answers with its sign-in page.
        if (!response.IsSuccessStatusCode || response.Content.Headers.ContentType?.MediaType == "text/html" || response.Content.Headers.ContentLength > MostFile) return null;
        await using var from = await response.Content.ReadAsStreamAsync(stop);
        return await BoundedAsync(from, MostFile, stop);
    }

    /// <summary>Uploads a file and shares it in a conversation, under a thread where one is given; its id.</summary>
    /// <param name="channel">Null: it is shared nowhere, and the bot alone can show it.</param>
    public async Task<string> UploadAsync(string workspace, SentFile file, string? channel, string? thread, CancellationToken stop)
    {
        var ticket = await CallAsync(workspace, "files.getUploadURLExternal", new JsonObject { ["filename"] = file.Name, ["length"] = file.Bytes.Length }, stop);
        if (hosts.Allowed(Wire.Text(ticket, "upload_url")) is not { } uri) throw new SlackRefused("upload_url", "Slack named a place for the file that is not on the list of allowed hosts (Slack__AllowedHosts).");
        using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(file.Bytes) { Headers = { ContentType = new("application/octet-stream") } } };
        using var response = await SendAsync(request, "an upload", stop);
        if (!response.IsSuccessStatusCode) throw new SlackFailed($"Slack answered an upload with {(int)response.StatusCode}.");
        var id = Wire.Text(ticket, "file_id");
        var shared = new JsonObject { ["files"] = new JsonArray(new JsonObject { ["id"] = id, ["title"] = file.Name }) };
        if (channel is not null) shared["channel_id"] = channel;
        if (thread is not null) shared["thread_ts"] = thread;
        await CallAsync(workspace, "files.completeUploadExternal", shared, stop);
        return id;
    }

    public void Dispose() => http.Dispose();

    private JsonElement Judged(string workspace, string method, JsonElement answer, HttpResponseMessage response)
    {
        if (Wire.Property(answer, "ok") is { ValueKind: JsonValueKind.True }) return answer;
        var error = Wire.Text(answer, "error");
        if (error is "ratelimited" or "rate_limited") throw pace.Told(workspace, method, response.Headers.RetryAfter?.Delta);
        if (error.Length == 0 || SlackErrors.Passes(error)) throw new SlackFailed($"Slack answered {method} with {(error.Length > 0 ? error : "no reason")}.");
        throw new SlackRefused(error, SlackErrors.Sentence(method, error, Wire.Text(answer, "needed")));
    }

    private static FormUrlEncodedContent Form(JsonObject arguments) =>
        new(arguments.Where(entry => entry.Value is not null).Select(entry => KeyValuePair.Create(entry.Key, entry.Value is JsonValue value && value.TryGetValue<string>(out var text) ? text : Drawn.Text(entry.Value!))));

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string what, CancellationToken stop)
    {
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        }
        catch (HttpRequestException away)
        {
            throw new SlackFailed($"Slack could not be reached for {what}: {away.HttpRequestError}.");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new SlackFailed($"Slack did not answer {what} in time.");
        }
    }

    private static async Task<byte[]> BodyAsync(HttpResponseMessage response, string method, CancellationToken stop)
    {
        try
        {
            await using var from = await response.Content.ReadAsStreamAsync(stop);
            return await BoundedAsync(from, MostFile, stop) ?? throw new SlackFailed($"Slack's answer to {method} has no end.");
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException)
        {
            throw new SlackFailed($"Slack's answer to {method} was cut.");
        }
    }

    private static async Task<byte[]?> BoundedAsync(Stream from, int most, CancellationToken stop)
    {
        using var held = new MemoryStream();
        var piece = new byte[16 * 1024];
        for (int length; (length = await from.ReadAsync(piece, stop)) > 0;)
        {
            if (held.Length + length > most) return null;
            held.Write(piece, 0, length);
        }

        return held.ToArray();
    }
}

/// <summary>
/// Slack's patience: <c>Retry-After</c> holds one method of one workspace, others go on; posts keep a second apart in a channel, edits (which have a limit of their own) do not.
/// </summary>
internal sealed class SlackPace(IClock clock)
{
    private const int Most = 4096;
    private static readonly Duration Unsaid = Duration.FromSeconds(30);
    private static readonly Duration BetweenPosts = Duration.FromSeconds(1);
    private static readonly Duration Ahead = Duration.FromSeconds(3);
    private readonly Dictionary<(string Workspace, string What), Instant> until = [];
    private readonly Lock gate = new();

    /// <summary>Throws <see cref="ChatBusy"/> while this method has to wait in this workspace.</summary>
    public void Hold(string workspace, string method)
    {
        lock (gate)
        {
            if (until.TryGetValue((workspace, method), out var free) && free > clock.GetCurrentInstant()) throw Busy(free);
        }
    }

    /// <summary>
    /// Takes the channel's turn to be posted to, or throws <see cref="ChatBusy"/> with when it comes. An answer to somebody who waits for it may run ahead of the pace a
    /// little: Slack bears short bursts.
    /// </summary>
    public void Post(string workspace, string channel, bool answers = false)
    {
        lock (gate)
        {
            var now = clock.GetCurrentInstant();
            var free = until.TryGetValue((workspace, channel), out var next) && next > now ? next : now;
            if (free > now + (answers ? Ahead : Duration.Zero)) throw Busy(answers ? free - Ahead : free);
            Keep((workspace, channel), free + BetweenPosts, now);
        }
    }

    public ChatBusy Told(string workspace, string method, TimeSpan? after)
    {
        lock (gate)
        {
            var now = clock.GetCurrentInstant();
            var free = now + (after is { } wait ? Duration.FromTimeSpan(wait) : Unsaid);
            Keep((workspace, method), free, now);
            return Busy(free);
        }
    }

    private static ChatBusy Busy(Instant until) => new(until) { OthersGoOn = true };

    private void Keep((string Workspace, string What) key, Instant free, Instant now)
    {
        if (until.Count >= Most)
        {
            foreach (var old in until.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToList()) until.Remove(old);
        }

        until[key] = free;
    }
}
