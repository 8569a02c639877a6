using System.Buffers;

namespace PostMortemBot.Chat;

/// <summary>Reads what a platform posts, within bounds.</summary>
internal static class WireBody
{
    /// <summary>The whole body, or null when it is larger than anything the platform sends, or was cut: that is answered already.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContext context, int mostBytes)
    {
        if (context.Request.ContentLength > mostBytes) return Refuse(context);
        try
        {
            var reader = context.Request.BodyReader;
            while (true)
            {
                var read = await reader.ReadAsync();
                if (read.Buffer.Length > mostBytes) return Refuse(context);
                if (read.IsCompleted)
                {
                    var body = read.Buffer.ToArray();
                    reader.AdvanceTo(read.Buffer.End);
                    return body;
                }

                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (Exception cut) when (cut is IOException or OperationCanceledException)
        {
            context.Response.StatusCode = cut is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status400BadRequest;
            return null;
        }
    }

    private static byte[]? Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        context.Response.Headers.Connection = "close";
        return null;
    }
}
