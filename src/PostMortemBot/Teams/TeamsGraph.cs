using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using NodaTime;
using PostMortemBot.Chat;

namespace PostMortemBot.Teams;

/// <summary>
/// Microsoft Graph, asked for messages alone, by a token of its own that goes to the one host of the settings. Of what an answer names only further pages on that host are followed.
/// What Graph asks to wait for is waited for, up to two minutes; longer comes as <see cref="ChatBusy"/>. https://learn.microsoft.com/graph/throttling
/// </summary>
internal sealed class TeamsGraph(TeamsSettings settings, TeamsWire wire, TeamsLogin login, TimeProvider time)
{
    private const int MostAnswer = 8 * 1024 * 1024;
    private const int MostPages = 400;
    private const int Tries = 5;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Whether it is to be asked at all.</summary>
    public bool IsOn => settings is { ReadsHistory: true, ChecksTokens: true };

    /// <summary>The address of a path below <c>v1.0</c>.</summary>
    public Uri At(string path) => new(settings.GraphUrl, "v1.0/" + path);

    /// <summary>Page after page of a list, its first address included; ends after 400.</summary>
    public async IAsyncEnumerable<JsonElement> PagesAsync(string tenant, Uri first, [EnumeratorCancellation] CancellationToken stop)
    {
        var next = first;
        for (var pages = 0; next is not null && pages < MostPages; pages++)
        {
            var page = await GetAsync(tenant, next, stop);
            yield return page;
            next = Next(page, "@odata.nextLink");
        }
    }

    /// <summary>The address of what an answer did not hold; null where it held all.</summary>
    public Uri? Next(JsonElement answer, string name)
    {
        if (Wire.Text(answer, name) is not { Length: > 0 } link) return null;
        var own = settings.GraphUrl;
        return Uri.TryCreate(link, UriKind.Absolute, out var next) && (next.Scheme, next.Host, next.Port, next.UserInfo) == (own.Scheme, own.Host, own.Port, "") && next.AbsolutePath.StartsWith("/v1.0/", StringComparison.Ordinal)
            ? next
            : throw new TeamsFailed("Microsoft Graph named another address for its next page.");
    }

    /// <exception cref="TeamsRefused">The tenant has not granted it, or there is no such conversation.</exception>
    public async Task<JsonElement> GetAsync(string tenant, Uri address, CancellationToken stop)
    {
        for (var tried = 1; ; tried++)
        {
            var token = await login.TokenAsync(tenant, settings.GraphUrl + ".default", stop);
            var (status, answer, after) = await OnceAsync(address, token, stop);
            if ((int)status is >= 200 and < 300) return answer;
            if (status == HttpStatusCode.Unauthorized && tried == 1)
            {
                await login.ForgetAsync(token, stop);
                continue;
            }

            if (status != HttpStatusCode.TooManyRequests && (int)status < 500) throw new TeamsRefused(status, $"Microsoft Graph does not let me read what was said there ({(int)status}).");
            var wait = after ?? TimeSpan.FromSeconds(Math.Pow(2, tried));
            if (wait > Longest) throw new ChatBusy(Instant.FromDateTimeOffset(time.GetUtcNow() + wait));
            if (tried == Tries) throw new TeamsFailed($"Microsoft Graph answered {(int)status}.");
            await Task.Delay(wait, time, stop);
        }
    }

    private async Task<(HttpStatusCode Status, JsonElement Answer, TimeSpan? After)> OnceAsync(Uri address, string token, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await wire.SendAsync(request, "what was said", stop);
        using var read = WireJson.Read(await TeamsWire.BodyAsync(response, MostAnswer, stop));
        var after = response.Headers.RetryAfter is { } told ? told.Delta ?? told.Date - time.GetUtcNow() : null;
        return (response.StatusCode, read is null ? default : read.RootElement.Clone(), after);
    }
}
