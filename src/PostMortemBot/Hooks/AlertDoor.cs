using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Storage;

namespace PostMortemBot.Hooks;

/// <summary>
/// <c>POST /hooks/alerts/generic</c>. First the token, then kind and size, and only then is anything read. Every answer is <c>{"message": "…"}</c>: 202 when it is taken (or was
/// already), 400 for a body that is no alert, 401 without the token, 404 when nothing can take it, 413, 415, 429 when too many come, 503 while nothing can be stored.
/// </summary>
internal sealed class AlertDoor(AlertSettings settings, AlertJson reader, AlertPace pace, TakeAlert take, IClock clock)
{
    public const string Path = "/hooks/alerts/generic";
    private const int MostBytes = 16 * 1024;
    private readonly IReadOnlyList<byte[]> hashes = [.. settings.Tokens.Select(token => SHA256.HashData(Encoding.UTF8.GetBytes(token)))];

    public async Task TakeAsync(HttpContext context)
    {
        var (status, sentence) = await AnswerAsync(context);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status413PayloadTooLarge) context.Response.Headers.Connection = "close";
        await context.Response.WriteAsync(new JsonObject { ["message"] = sentence }.ToJsonString());
    }

    private async Task<(int Status, string Sentence)> AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method)) return (StatusCodes.Status405MethodNotAllowed, "Alerts are posted here.");
        if (!IsKnown(request.Headers.Authorization)) return (StatusCodes.Status401Unauthorized, "The token is missing or wrong. Send the header Authorization: Bearer followed by the token.");
        if (!IsJson(request)) return (StatusCodes.Status415UnsupportedMediaType, "Send the alert as JSON, uncompressed: Content-Type: application/json.");
        if (pace.Wait() is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return (StatusCodes.Status429TooManyRequests, $"More than {AlertPace.MostInAMinute} alerts came in a minute. Send this one again later.");
        }

        try
        {
            if (await BodyAsync(request) is not { } body) return (StatusCodes.Status413PayloadTooLarge, $"An alert holds at most {MostBytes / 1024} KiB.");
            var taken = await take(reader.Read(body, clock.GetCurrentInstant()), context.RequestAborted);
            return (taken.Fate switch { AlertFate.Taken => StatusCodes.Status202Accepted, AlertFate.NoPlace => StatusCodes.Status404NotFound, _ => StatusCodes.Status503ServiceUnavailable }, taken.Sentence);
        }
        catch (AlertJson.NotTaken wrong)
        {
            return (StatusCodes.Status400BadRequest, wrong.Message);
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

    /// <summary>Every token is looked at, each in the same time, whatever was sent.</summary>
    private bool IsKnown(Microsoft.Extensions.Primitives.StringValues header)
    {
        if (header.Count != 1 || !AuthenticationHeaderValue.TryParse(header[0], out var sent) || !sent.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) return false;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(sent.Parameter ?? ""));
        var known = false;
        foreach (var one in hashes) known |= CryptographicOperations.FixedTimeEquals(one, hash);
        return known;
    }

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && "application/json".Equals(type.MediaType, StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || type.CharSet.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase)) && request.Headers.ContentEncoding.Count == 0;

    /// <summary>The whole body; null when it is larger than an alert may be, of which no more is read.</summary>
    private static async Task<byte[]?> BodyAsync(HttpRequest request)
    {
        if (request.ContentLength > MostBytes) return null;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > MostBytes) return null;
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
