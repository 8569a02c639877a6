using System.Text.Json;
using PostMortemBot.Chat;

namespace PostMortemBot.Teams;

/// <summary>
/// <c>POST /api/messages</c>, the one address that Teams posts to. First the token, then the size, and only then is anything read: 401 for a token that is missing or not good, 403
/// for a good one that is not served here, 400 for what is no activity, 503 while nothing can be stored or checked. No answer gives a reason.
/// </summary>
internal sealed class TeamsEndpoint(TeamsToken token, TeamsDoor door)
{
    private const string Path = "/api/messages";
    private const int MostBytes = 256 * 1024;

    public Task TakeAsync(HttpContext context, RequestDelegate next) => context.Request.Path == Path ? TakenAsync(context) : next(context);

    private async Task TakenAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        TeamsCaller? caller;
        try
        {
            caller = await token.ReadAsync(context.Request.Headers.Authorization);
        }
        catch (TeamsFailed)
        {
            // The keys could not be read yet: whether it is Teams nobody knows.
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        if (caller is null)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (await WireBody.ReadAsync(context, MostBytes) is not { } body) return;
        using var read = WireJson.Read(body);
        if (read is not { RootElement: { ValueKind: JsonValueKind.Object } activity } || Wire.Text(activity, "type").Length == 0)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var verdict = token.Judge(caller, activity);
        if (verdict != StatusCodes.Status200OK) context.Response.StatusCode = verdict;
        else await (await door.TakeAsync(activity.Clone())).SendAsync(context);
    }
}
