using PostMortemBot.Chat;

namespace PostMortemBot.Slack;

/// <summary>
/// The four addresses that Slack posts to. First the size, then the signature over the bytes as they came, and only then is anything read. A request that is not Slack's
/// gets 401 and no reason.
/// </summary>
internal sealed class SlackEndpoints(SlackSettings settings, SlackDoor door, TimeProvider time)
{
    private const string Under = "/slack/";
    private const int MostBytes = 1024 * 1024;
    private readonly SlackSignature signature = new(settings.SigningSecrets, time);

    public Task TakeAsync(HttpContext context, RequestDelegate next) =>
        context.Request.Path.Value is { } path && path.StartsWith(Under, StringComparison.Ordinal) ? TakenAsync(context, path[Under.Length..], next) : next(context);

    private async Task TakenAsync(HttpContext context, string what, RequestDelegate next)
    {
        if (what is not ("commands" or "events" or "interactions" or "options"))
        {
            await next(context);
            return;
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        if (await WireBody.ReadAsync(context, MostBytes) is not { } body) return;
        var request = context.Request;
        if (!signature.Holds(body, One(request.Headers["X-Slack-Request-Timestamp"]), One(request.Headers["X-Slack-Signature"])))
        {
            // Slack looks with an unsigned form whether the address answers. Nothing else of such a body is read.
            context.Response.StatusCode = what == "commands" && IsForm(request) && SlackForm.Says(body, "ssl_check=1"u8) ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized;
            return;
        }

        await (await AnswerAsync(what, body)).SendAsync(context);
    }

    private async Task<Reply> AnswerAsync(string what, byte[] body)
    {
        switch (what)
        {
            case "commands":
                var form = SlackForm.Read(body);
                return form["ssl_check"] == "1" ? Reply.Taken : await door.CommandAsync(name => form[name]);
            case "events":
                using (var wrapper = WireJson.Read(body)) return wrapper is null ? Reply.Taken : await door.EventAsync(wrapper.RootElement);
            case "interactions":
                using (var payload = WireJson.Read(SlackForm.Read(body)["payload"])) return payload is null ? Reply.Taken : await door.InteractionAsync(payload.RootElement);
            default:
                return SlackDoor.Options();
        }
    }

    private static bool IsForm(HttpRequest request) =>
        request.ContentType?.Split(';')[0].Trim().Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>A header that stands there twice proves nothing.</summary>
    private static string? One(Microsoft.Extensions.Primitives.StringValues values) => values.Count == 1 ? values[0] : null;
}
