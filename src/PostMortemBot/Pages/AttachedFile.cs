using Microsoft.Net.Http.Headers;
using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Pages;

/// <summary>
/// A kept file: <c>/post-mortems/{id}/files/{hash}</c>, behind the rule of the post-mortem's own page, and only while the post-mortem holds it. Pictures and texts
/// are shown; everything else is a download. Nothing in it runs: no scripts, no guessing of types, a sandbox.
/// </summary>
internal static class AttachedFile
{
    public static void Map(WebApplication app, string organisation, Func<HttpContext, Actor> readerOf) => app.MapGet("/post-mortems/{id}/files/{hash}", async (string id, string hash, Bot bot, HttpContext context) =>
    {
        var p = await bot.PostMortems.LoadAsync(organisation, new(id), context.RequestAborted);
        if (!Rights.May(readerOf(context), Act.Read, p)) return Results.Text("You may not read this. Ask somebody of the team.", statusCode: StatusCodes.Status403Forbidden);
        var file = p.Evidence.Select(e => e.Attachment).FirstOrDefault(one => one is { IsKept: true } && one.Hash == hash);
        if (file is null || bot.Attachments.Open(organisation, hash) is not { } bytes) return Results.Text("No such file. It was never kept, or it was taken away.", statusCode: StatusCodes.Status404NotFound);
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "private, no-store";
        headers.ContentDisposition = Disposition(file);
        return Results.Stream(bytes, file.ContentType.StartsWith("text/", StringComparison.Ordinal) ? "text/plain; charset=utf-8" : file.ContentType);
    });

    private static string Disposition(Attachment file)
    {
        var shown = file.ContentType.StartsWith("image/", StringComparison.Ordinal) || file.ContentType.StartsWith("text/", StringComparison.Ordinal);
        var disposition = new ContentDispositionHeaderValue(shown ? "inline" : "attachment");
        disposition.SetHttpFileName(file.Name);
        return disposition.ToString();
    }
}
