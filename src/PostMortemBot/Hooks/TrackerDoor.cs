using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostMortemBot.Chat;
using PostMortemBot.Storage;
using PostMortemBot.Trackers;

namespace PostMortemBot.Hooks;

/// <summary>
/// <c>POST /hooks/trackers/github</c> or <c>/hooks/trackers/jira</c>: the tracker tells that an issue changed. GitHub and Jira Cloud sign the body (HMAC-SHA256 in <c>X-Hub-Signature-256</c>,
/// <c>X-Hub-Signature</c>); Jira may also send <c>Authorization: Bearer</c>, which its automation can. Several secrets open it while one is being replaced. Nothing of the body is believed but which
/// issue it is about: how that stands is read from the tracker.
/// </summary>
internal sealed class TrackerDoor(TrackerSettings settings, TrackerTold told)
{
    /// <summary>An issue with a long text is some 150 KB.</summary>
    private const int MostBytes = 1024 * 1024;
    private const string Scheme = "sha256=";
    private readonly bool isJira = settings is TrackerSettings.Jira;
    private readonly IReadOnlyList<byte[]> keys = [.. settings.Secrets.Select(Encoding.UTF8.GetBytes)];
    private readonly IReadOnlyList<byte[]> hashes = [.. settings.Secrets.Select(HookCall.HashOf)];

    public static string PathOf(TrackerSettings settings) => settings is TrackerSettings.Jira ? "/hooks/trackers/jira" : "/hooks/trackers/github";

    public async Task TakeAsync(HttpContext context)
    {
        var (status, sentence) = await AnswerAsync(context.Request);
        await HookCall.AnswerAsync(context, status, sentence);
    }

    private async Task<(int Status, string Sentence)> AnswerAsync(HttpRequest request)
    {
        if (!HttpMethods.IsPost(request.Method)) return (StatusCodes.Status405MethodNotAllowed, "Changes are posted here.");
        var signature = SignatureOf(request);
        if (signature is null && !(isJira && HookCall.Bears(request, hashes))) return (StatusCodes.Status401Unauthorized, "The signature is missing. Set the secret of the webhook.");
        if (!HookCall.IsJson(request)) return (StatusCodes.Status415UnsupportedMediaType, "Choose the content type application/json for the webhook.");
        try
        {
            if (await WireBody.UpToAsync(request, MostBytes) is not { } body) return (StatusCodes.Status413PayloadTooLarge, $"A change holds at most {MostBytes / 1024} KiB.");
            if (signature is not null && !IsSigned(body, signature)) return (StatusCodes.Status401Unauthorized, "The signature is wrong. Look at the secret of the webhook.");
            if (IssueOf(request, body) is not { } issue) return (StatusCodes.Status202Accepted, "Nothing to look at.");
            var ours = await told(issue, Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(DeliveryOf(request)), .. body]))[..32], request.HttpContext.RequestAborted);
            return (StatusCodes.Status202Accepted, ours ? "Looked at soon." : "Nothing to look at.");
        }
        catch (JsonException)
        {
            return (StatusCodes.Status400BadRequest, "This is no JSON that can be read.");
        }
        catch (StoreUnavailable)
        {
            return (StatusCodes.Status503ServiceUnavailable, "Nothing can be stored now. Send it again.");
        }
        catch (IOException)
        {
            return (StatusCodes.Status400BadRequest, "The body was cut.");
        }
    }

    /// <summary>The signature that the call says it has; null when it says none, or several.</summary>
    private byte[]? SignatureOf(HttpRequest request)
    {
        if (request.Headers[isJira ? "X-Hub-Signature" : "X-Hub-Signature-256"] is not [{ Length: 71 } sent] || !sent.StartsWith(Scheme, StringComparison.Ordinal)) return null;
        var bytes = new byte[32];
        return Convert.FromHexString(sent.AsSpan(Scheme.Length), bytes, out _, out _) == System.Buffers.OperationStatus.Done ? bytes : null;
    }

    /// <summary>Every secret is tried, each in the same time.</summary>
    private bool IsSigned(byte[] body, byte[] signature)
    {
        var known = false;
        foreach (var key in keys) known |= CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, body), signature);
        return known;
    }

    private string DeliveryOf(HttpRequest request) => request.Headers[isJira ? "X-Atlassian-Webhook-Identifier" : "X-GitHub-Delivery"].ToString();

    private string? IssueOf(HttpRequest request, byte[] body)
    {
        var sent = JsonNode.Parse(body, documentOptions: new JsonDocumentOptions { MaxDepth = 64 });
        if (isJira) return Text(At(At(sent, "issue"), "key"));
        if (request.Headers["X-GitHub-Event"] != "issues") return null;
        return Text(At(At(sent, "repository"), "full_name")) is { } repository && At(At(sent, "issue"), "number") is JsonValue number && number.TryGetValue<int>(out var which) ? FormattableString.Invariant($"{repository}#{which}") : null;
    }

    private static JsonNode? At(JsonNode? node, string key) => node is JsonObject all && all.TryGetPropertyValue(key, out var value) ? value : null;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length is > 0 and <= 300 ? text : null;
}
