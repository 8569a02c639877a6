using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PostMortemBot.Tests.World;

/// <summary>How Slack reaches the bot: the same acts over HTTP or Socket Mode.</summary>
internal interface ISlackDelivery
{
    Task<BotReply> CommandAsync(JsonObject form);

    /// <param name="retry">0 for the first delivery, then 1 to 3.</param>
    Task<BotReply> EventAsync(JsonObject envelope, int retry = 0, string reason = "http_timeout");

    Task<BotReply> InteractionAsync(JsonObject payload);

    Task<BotReply> OptionsAsync(JsonObject payload);
}

/// <summary>What the bot answered to a delivery.</summary>
/// <param name="Status">The HTTP status; 200 for a Socket Mode ack; 0 when none came.</param>
/// <param name="Body">The body, or the ack's payload.</param>
internal sealed record BotReply(int Status, string Body, TimeSpan Took)
{
    public bool Ok => Status is >= 200 and < 300;

    /// <summary>The body as JSON; null when it is empty or plain text.</summary>
    public JsonObject? Json => Body.Length > 0 && Body[0] == '{' ? JsonNode.Parse(Body)!.AsObject() : null;
}

/// <summary>Signed requests as Slack sends them.</summary>
internal sealed class HttpDelivery(FakeSlack slack, HttpClient bot, string secret = FakeSlack.Secret) : ISlackDelivery
{
    /// <summary>Every body that was sent, for the fuzz.</summary>
    public List<(string Path, string Type, byte[] Body)> Sent { get; } = [];

    public Task<BotReply> CommandAsync(JsonObject form) => PostAsync("/slack/commands", "application/x-www-form-urlencoded", Form(form));

    public Task<BotReply> EventAsync(JsonObject envelope, int retry = 0, string reason = "http_timeout") =>
        PostAsync("/slack/events", "application/json", envelope.ToJsonString(), retry, reason);

    public Task<BotReply> InteractionAsync(JsonObject payload) => PostAsync("/slack/interactions", "application/x-www-form-urlencoded", Form(new JsonObject { ["payload"] = payload.ToJsonString() }));

    public Task<BotReply> OptionsAsync(JsonObject payload) => PostAsync("/slack/options", "application/x-www-form-urlencoded", Form(new JsonObject { ["payload"] = payload.ToJsonString() }));

    private Task<BotReply> PostAsync(string path, string type, string body, int retry = 0, string reason = "")
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        lock (Sent) Sent.Add((path, type, bytes));
        return SendAsync(path, type, bytes, retry, reason);
    }

    /// <summary>Any body, rightly signed.</summary>
    public async Task<BotReply> SendAsync(string path, string type, byte[] body, int retry = 0, string reason = "")
    {
        var at = slack.Clock.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.TryAddWithoutValidation("X-Slack-Request-Timestamp", at.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("X-Slack-Signature", Sign(secret, at, body));
        request.Headers.TryAddWithoutValidation("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)");
        if (retry > 0)
        {
            request.Headers.TryAddWithoutValidation("x-slack-retry-num", retry.ToString(CultureInfo.InvariantCulture));
            request.Headers.TryAddWithoutValidation("x-slack-retry-reason", reason);
        }

        var began = Stopwatch.GetTimestamp();
        using var answer = await bot.SendAsync(request, TestContext.Current.CancellationToken);
        return new((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), Stopwatch.GetElapsedTime(began));
    }

    public static string Sign(string secret, long at, byte[] body)
    {
        byte[] whole = [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"v0:{at}:")), .. body];
        return "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), whole));
    }

    private static string Form(JsonObject fields) => string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString((string?)field.Value ?? "").Replace("%20", "+", StringComparison.Ordinal)}"));
}
