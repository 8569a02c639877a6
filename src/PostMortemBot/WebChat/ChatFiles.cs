using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;
using PostMortemBot.Domain;

namespace PostMortemBot.WebChat;

/// <summary>Files kept by the chat. Pictures are shown, everything else is handed over as a download; nothing is ever run or drawn as a page.</summary>
internal static partial class ChatFiles
{
    public static IResult Send(string id, ChatRoom room, HttpContext context)
    {
        if (!Known().IsMatch(id) || room.File(id) is not { } found)
        {
            return Results.NotFound();
        }

        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        if (found.File.Picture)
        {
            return Results.Bytes(found.Bytes, found.File.ContentType);
        }

        var name = new ContentDispositionHeaderValue("attachment");
        name.SetHttpFileName(found.File.Name);
        context.Response.Headers.ContentDisposition = name.ToString();
        return Results.Bytes(found.Bytes, found.File.ContentType.StartsWith("text/", StringComparison.Ordinal) ? "text/plain; charset=utf-8" : "application/octet-stream");
    }

    [GeneratedRegex(@"^[0-9a-f]{64}\z", RegexOptions.None, Patterns.Patience)]
    private static partial Regex Known();
}
