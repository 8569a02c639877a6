using PostMortemBot.Chat;

namespace PostMortemBot.Teams;

/// <summary>Teams failed, or could not be reached: the same may work later.</summary>
internal sealed class TeamsFailed(string sentence) : ChatFailed(sentence);

/// <summary>What carries the adapter's requests. Nothing is followed elsewhere, nothing is tried again here, and no answer is read beyond its bound.</summary>
internal sealed class TeamsWire : IDisposable
{
    private readonly HttpClient http;

    /// <param name="wire">What carries the requests; left out, the network.</param>
    public TeamsWire(HttpMessageHandler? wire = null)
    {
        http = new(wire ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(4), PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(12) };
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string what, CancellationToken stop)
    {
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        }
        catch (HttpRequestException away)
        {
            throw new TeamsFailed($"Teams could not be reached for {what}: {away.HttpRequestError}.");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new TeamsFailed($"Teams did not answer {what} in time.");
        }
    }

    /// <summary>The answer's body; throws <see cref="TeamsFailed"/> when it was cut or has no end.</summary>
    public static async Task<byte[]> BodyAsync(HttpResponseMessage response, int most, CancellationToken stop)
    {
        try
        {
            await using var from = await response.Content.ReadAsStreamAsync(stop);
            using var held = new MemoryStream();
            var piece = new byte[16 * 1024];
            for (int length; (length = await from.ReadAsync(piece, stop)) > 0;)
            {
                if (held.Length + length > most) throw new TeamsFailed("An answer of Teams has no end.");
                held.Write(piece, 0, length);
            }

            return held.ToArray();
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException)
        {
            throw new TeamsFailed("An answer of Teams was cut.");
        }
    }

    public void Dispose() => http.Dispose();
}
