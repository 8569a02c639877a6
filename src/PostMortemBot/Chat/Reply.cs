namespace PostMortemBot.Chat;

/// <summary>What a platform gets back: for HTTP the answer to the request, for a socket the acknowledgement.</summary>
internal sealed record Reply(int Status, byte[] Body, string ContentType = Reply.Json)
{
    public const string Json = "application/json; charset=utf-8";

    /// <summary>Taken, nothing to show.</summary>
    public static Reply Taken { get; } = new(200, []);

    /// <summary>Not taken: the platform sends it again.</summary>
    public static Reply Again { get; } = new(503, []);

    public async Task SendAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.ContentLength = Body.Length;
        if (Body.Length == 0) return;
        context.Response.ContentType = ContentType;
        await context.Response.BodyWriter.WriteAsync(Body);
    }
}
