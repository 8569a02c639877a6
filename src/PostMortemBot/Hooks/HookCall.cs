using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PostMortemBot.Hooks;

/// <summary>What every door for other programs does alike: kind of what is sent, comparing secrets in the same time, and the answer <c>{"message": "…"}</c>.</summary>
internal static class HookCall
{
    public static async Task AnswerAsync(HttpContext context, int status, string sentence)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status413PayloadTooLarge) context.Response.Headers.Connection = "close";
        await context.Response.WriteAsync(new JsonObject { ["message"] = sentence }.ToJsonString());
    }

    public static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && "application/json".Equals(type.MediaType, StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || type.CharSet.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase)) && request.Headers.ContentEncoding.Count == 0;

    /// <summary>Whether the call carries one of these in <c>Authorization: Bearer</c>. Every one is looked at, each in the same time, whatever was sent.</summary>
    /// <param name="hashes">SHA-256 of each.</param>
    public static bool Bears(HttpRequest request, IReadOnlyList<byte[]> hashes)
    {
        var header = request.Headers.Authorization;
        if (header.Count != 1 || !AuthenticationHeaderValue.TryParse(header[0], out var sent) || !sent.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) return false;
        var hash = HashOf(sent.Parameter ?? "");
        var known = false;
        foreach (var one in hashes) known |= CryptographicOperations.FixedTimeEquals(one, hash);
        return known;
    }

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
