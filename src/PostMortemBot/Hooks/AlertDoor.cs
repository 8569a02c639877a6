using System.Globalization;
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
    private readonly IReadOnlyList<byte[]> hashes = [.. settings.Tokens.Select(HookCall.HashOf)];

    public async Task TakeAsync(HttpContext context)
    {
        var (status, sentence) = await AnswerAsync(context);
        await HookCall.AnswerAsync(context, status, sentence);
    }

    private async Task<(int Status, string Sentence)> AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method)) return (StatusCodes.Status405MethodNotAllowed, "Alerts are posted here.");
        if (!HookCall.Bears(request, hashes)) return (StatusCodes.Status401Unauthorized, "The token is missing or wrong. Send the header Authorization: Bearer followed by the token.");
        if (!HookCall.IsJson(request)) return (StatusCodes.Status415UnsupportedMediaType, "Send the alert as JSON, uncompressed: Content-Type: application/json.");
        if (pace.Wait() is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return (StatusCodes.Status429TooManyRequests, $"More than {AlertPace.MostInAMinute} alerts came in a minute. Send this one again later.");
        }

        try
        {
            if (await WireBody.UpToAsync(request, MostBytes) is not { } body) return (StatusCodes.Status413PayloadTooLarge, $"An alert holds at most {MostBytes / 1024} KiB.");
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
}
