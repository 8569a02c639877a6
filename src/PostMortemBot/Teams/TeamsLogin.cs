using System.Globalization;
using System.Text.Json;
using PostMortemBot.Chat;

namespace PostMortemBot.Teams;

/// <summary>
/// The bot's own token: fetched with the client's secret, or from the machine for a managed identity, kept until five minutes before its end, one fetch at a time. It goes to the
/// Connector alone, and its secret to the login alone. https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
/// </summary>
internal sealed class TeamsLogin(TeamsSettings settings, TeamsWire wire, TimeProvider time, Func<string, string?> machine) : IDisposable
{
    private const int MostBytes = 64 * 1024;
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(5);
    private readonly Dictionary<string, (string Token, DateTimeOffset Until)> tokens = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim one = new(1);

    /// <summary>The token for a tenant; empty where none is needed. Throws <see cref="TeamsFailed"/>, or <see cref="ChatRefused"/> when the login says no.</summary>
    public async Task<string> TokenAsync(string tenant, CancellationToken stop)
    {
        if (!settings.ChecksTokens) return "";
        await one.WaitAsync(stop);
        try
        {
            if (tokens.TryGetValue(tenant, out var known) && known.Until - Before > time.GetUtcNow()) return known.Token;
            tokens[tenant] = await FetchAsync(tenant, stop);
            return tokens[tenant].Token;
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>The Connector did not take it: the next is a new one.</summary>
    public async Task ForgetAsync(string tenant, string token, CancellationToken stop)
    {
        await one.WaitAsync(stop);
        if (tokens.TryGetValue(tenant, out var known) && known.Token == token) tokens.Remove(tenant);
        one.Release();
    }

    public void Dispose() => one.Dispose();

    private async Task<(string Token, DateTimeOffset Until)> FetchAsync(string tenant, CancellationToken stop)
    {
        using var request = settings.ManagedIdentity ? OfMachine() : OfClient(tenant);
        using var response = await wire.SendAsync(request, "its login", stop);
        var body = await TeamsWire.BodyAsync(response, MostBytes, stop);
        if ((int)response.StatusCode is >= 500 or 429) throw new TeamsFailed($"The login of Teams answered {(int)response.StatusCode}.");
        using var read = WireJson.Read(body);
        var answer = read?.RootElement ?? default;
        if (!response.IsSuccessStatusCode) throw new ChatRefused($"The login of Teams refused the bot ({Reason(answer)}). An admin looks at Teams__AppId, Teams__TenantId and Teams__ClientSecret.");
        var seconds = int.TryParse(Wire.Text(answer, "expires_in"), NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : 3600;
        return Wire.Text(answer, "access_token") is { Length: > 0 } token ? (token, time.GetUtcNow() + TimeSpan.FromSeconds(seconds)) : throw new TeamsFailed("The login of Teams answered without a token.");
    }

    private HttpRequestMessage OfClient(string tenant) => new(HttpMethod.Post, new Uri(settings.LoginUrl, $"{tenant}/oauth2/v2.0/token"))
    {
        Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = settings.AppId, ["client_secret"] = settings.ClientSecret, ["scope"] = settings.Scope }),
    };

    /// <summary>App Service and Container Apps name their own address; a virtual machine has the one of the cloud.</summary>
    private HttpRequestMessage OfMachine()
    {
        var about = $"resource={Uri.EscapeDataString(settings.Scope.Replace("/.default", "", StringComparison.Ordinal))}&client_id={settings.AppId}";
        if (machine("IDENTITY_ENDPOINT") is { Length: > 0 } named && machine("IDENTITY_HEADER") is { Length: > 0 } header)
        {
            return new(HttpMethod.Get, $"{named}?api-version=2019-08-01&{about}") { Headers = { { "X-IDENTITY-HEADER", header } } };
        }

        return new(HttpMethod.Get, "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&" + about) { Headers = { { "Metadata", "true" } } };
    }

    private static string Reason(JsonElement answer) => Wire.Text(answer, "error") is { Length: > 0 and < 100 } error ? error : "no reason given";
}
