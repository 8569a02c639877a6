using System.Buffers;

namespace PostMortemBot.Chat;

/// <summary>Reads what a platform or another program posts, within bounds.</summary>
internal static class WireBody
{
    /// <summary>The whole body, or null when it is larger than anything the platform sends, or was cut: that is answered already.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContext context, int mostBytes)
    {
        try
        {
            if (await UpToAsync(context.Request, mostBytes) is { } body) return body;
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            context.Response.Headers.Connection = "close";
        }
        catch (Exception cut) when (cut is IOException or OperationCanceledException)
        {
            context.Response.StatusCode = cut is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status400BadRequest;
        }

        return null;
    }

    /// <summary>The whole body; null when it is larger than it may be: no more of it is read.</summary>
    /// <exception cref="IOException">It was cut, or is no body as HTTP has them.</exception>
    /// <exception cref="OperationCanceledException">The connection is gone.</exception>
    public static async Task<byte[]?> UpToAsync(HttpRequest request, int mostBytes)
    {
        if (request.ContentLength > mostBytes) return null;
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync();
            var whole = read.IsCompleted && read.Buffer.Length <= mostBytes ? read.Buffer.ToArray() : null;
            var ended = read.IsCompleted || read.Buffer.Length > mostBytes;
            reader.AdvanceTo(ended ? read.Buffer.End : read.Buffer.Start, read.Buffer.End); // Also of what is refused: a reading left open is an error to the server.
            if (ended) return whole;
        }
    }
}
