using System.Globalization;
using System.Net;
using NodaTime;

namespace PostMortemBot.Trackers;

/// <summary>
/// Carries the calls to one tracker: to its host alone, followed nowhere else; its patience and its plain noes become what the dispatcher knows. Nothing is tried again here: that is the
/// dispatcher's.
/// </summary>
/// <param name="name">How people call the tracker.</param>
/// <param name="home">Its address in <c>bot.json</c>.</param>
internal sealed class TrackerWire(string name, Uri home, IClock clock, HttpMessageHandler? wire = null) : DelegatingHandler(wire ?? new SocketsHttpHandler
{
    AllowAutoRedirect = false,
    UseCookies = false,
    ConnectTimeout = TimeSpan.FromSeconds(4),
    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    MaxResponseHeadersLength = 64,
})
{
    private static readonly Duration UsualPatience = Duration.FromSeconds(60);
    private static readonly Duration MostPatience = Duration.FromHours(1);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { } to || to.Scheme != home.Scheme || to.Host != home.Host || to.Port != home.Port) throw new TrackerRefused($"{name} named an address of another host. Look at tracker.url in bot.json.");
        var response = await base.SendAsync(request, cancellationToken);
        var status = (int)response.StatusCode;
        if (status is not (>= 300 and < 400) && !AsksForPatience(response) && status is not (401 or >= 500)) return response;
        using (response)
        {
            if (AsksForPatience(response)) throw new TrackerBusy(Patience(response));
            throw status switch
            {
                401 => new TrackerRefused($"{name} does not take the token. Set Tracker__Token to one that may read and write issues."),
                >= 500 => new HttpRequestException(string.Create(CultureInfo.InvariantCulture, $"{name} answered with {status}.")),
                _ => new TrackerRefused($"{name} says that this has moved. Write where it is now as tracker in bot.json."),
            };
        }
    }

    /// <summary>GitHub says 403 too when its limit is used up; one without these headers is about rights.</summary>
    private static bool AsksForPatience(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.TooManyRequests => true,
        HttpStatusCode.ServiceUnavailable => response.Headers.RetryAfter is not null,
        HttpStatusCode.Forbidden => response.Headers.RetryAfter is not null || Header(response, "X-RateLimit-Remaining") == "0",
        _ => false,
    };

    private Duration Patience(HttpResponseMessage response)
    {
        var now = clock.GetCurrentInstant();
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => Duration.FromTimeSpan(delta),
            { Date: { } date } => Instant.FromDateTimeOffset(date) - now,
            _ => long.TryParse(Header(response, "X-RateLimit-Reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var reset) && reset < 100_000_000_000 ? Instant.FromUnixTimeSeconds(reset) - now : UsualPatience,
        };
        return Duration.Max(Duration.FromSeconds(1), Duration.Min(wait, MostPatience));
    }

    private static string? Header(HttpResponseMessage response, string header) => response.Headers.TryGetValues(header, out var values) ? values.FirstOrDefault() : null;
}
