using System.Net;

namespace PostMortemBot.Tests.WebChat;

public sealed class ChatHeadersTests
{
    [Fact]
    public async Task The_page_allows_its_own_scripts_alone_no_frame_and_names_no_server()
    {
        await using var world = await ChatWorld.StartAsync();
        var answer = await AskAsync(world, "/");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.DoesNotContain("<script>", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", "evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("/files/0", "evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("/_blazor/negotiate", null, "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("/", "localhost", null, HttpStatusCode.OK)]
    [InlineData("/", "localhost.evil.example", null, HttpStatusCode.Forbidden)]
    public async Task Only_this_machine_by_its_own_name_and_from_its_own_page_is_answered(string path, string? host, string? origin, HttpStatusCode expected)
    {
        await using var world = await ChatWorld.StartAsync();
        Assert.Equal(expected, (await AskAsync(world, path, host, origin)).StatusCode);
    }

    [Theory]
    [InlineData("/files/../chat.db")]
    [InlineData("/files/0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("/files/x%2Fy")]
    public async Task A_file_that_was_not_kept_is_not_found(string path)
    {
        await using var world = await ChatWorld.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(world, path)).StatusCode);
    }

    private static async Task<HttpResponseMessage> AskAsync(ChatWorld world, string path, string? host = null, string? origin = null)
    {
        using var client = new HttpClient();
        using var ask = new HttpRequestMessage(HttpMethod.Get, new Uri(world.Address + path));
        ask.Headers.Host = host;
        if (origin is not null)
        {
            ask.Headers.Add("Origin", origin);
        }

        return await client.SendAsync(ask, TestContext.Current.CancellationToken);
    }
}
