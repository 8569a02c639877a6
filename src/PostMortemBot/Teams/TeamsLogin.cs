using System.Globalization;
using System.Text.Json;
using NodaTime;
using PostMortemBot.Chat;

namespace PostMortemBot.Teams;

/// <summary>
/// The bot's own tokens, one for the Connector and one for Microsoft Graph: fetched with the client's secret, with a statement signed by its certificate, or from the machine for a
/// managed identity; kept until five minutes before their end, one fetch at a time. Each goes to its own host alone, and what proves the bot to the login alone. While the login says no
/// to the Connector's, all that the bot would say waits, as while Teams is away: an admin has to act, and then nothing was lost. https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
/// </summary>
internal sealed partial class TeamsLogin(TeamsSettings settings, TeamsWire wire, TimeProvider time, Func<string> newId, Func<string, string?> machine, ILogger<TeamsLogin> log) : IDisposable
{
    private const int MostBytes = 64 * 1024;
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(5);
    private static readonly Duration AskedAgain = Duration.FromMinutes(1);
    private readonly Dictionary<(string Tenant, string Scope), (string Token, DateTimeOffset Until)> tokens = [];
    private readonly SemaphoreSlim one = new(1);
    private string? told;
    private ChatBusy? barred;

    /// <summary>The Connector's token, of the bot's own tenant; empty where none is needed. Throws <see cref="TeamsFailed"/>, or <see cref="ChatBusy"/> while the login says no: it is asked once a minute.</summary>
    public async Task<string> TokenAsync(CancellationToken stop)
    {
        if (barred is { } until && until.Until > Now) throw new ChatBusy(until.Until);
        try
        {
            return await TokenAsync(settings.LoginTenant, settings.Scope, stop);
        }
        catch (ChatRefused no)
        {
            throw barred = Barred(no.Message);
        }
    }

    /// <summary>The bot is not let in. Said once in the log, until something was taken again.</summary>
    public ChatBusy Barred(string why)
    {
        if (Interlocked.Exchange(ref told, why) != why) Log.Barred(log, why);
        return new(Now + AskedAgain);
    }

    /// <summary>The Connector takes the bot's token.</summary>
    public void LetIn() => told = null;

    /// <summary>Another's token, of the tenant whose it is. Throws <see cref="TeamsFailed"/>, or <see cref="ChatRefused"/> when the login says no.</summary>
    /// <param name="scope">Of the one that it is for: <c>https://graph.microsoft.com/.default</c>.</param>
    public async Task<string> TokenAsync(string tenant, string scope, CancellationToken stop)
    {
        if (!settings.ChecksTokens) return "";
        await one.WaitAsync(stop);
        try
        {
            if (tokens.TryGetValue((tenant, scope), out var known) && known.Until - Before > time.GetUtcNow()) return known.Token;
            return (tokens[(tenant, scope)] = await FetchAsync(tenant, scope, stop)).Token;
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>It was not taken: the next is a new one.</summary>
    public async Task ForgetAsync(string token, CancellationToken stop)
    {
        await one.WaitAsync(stop);
        foreach (var key in tokens.Where(entry => entry.Value.Token == token).Select(entry => entry.Key).ToList()) tokens.Remove(key);
        one.Release();
    }

    public void Dispose() => one.Dispose();

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    private async Task<(string Token, DateTimeOffset Until)> FetchAsync(string tenant, string scope, CancellationToken stop)
    {
        using var request = settings.ManagedIdentity ? OfMachine(scope) : OfClient(tenant, scope);
        using var response = await wire.SendAsync(request, "its login", stop);
        var body = await TeamsWire.BodyAsync(response, MostBytes, stop);
        if ((int)response.StatusCode is >= 500 or 429) throw new TeamsFailed($"The login of Teams answered {(int)response.StatusCode}.");
        using var read = WireJson.Read(body);
        var answer = read?.RootElement ?? default;
        if (!response.IsSuccessStatusCode) throw new ChatRefused($"The login of Teams refused the bot ({Reason(answer)}). {Mend}");
        var seconds = int.TryParse(Wire.Text(answer, "expires_in"), NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : 3600;
        return Wire.Text(answer, "access_token") is { Length: > 0 } token ? (token, time.GetUtcNow() + TimeSpan.FromSeconds(seconds)) : throw new TeamsFailed("The login of Teams answered without a token.");
    }

    private HttpRequestMessage OfClient(string tenant, string scope)
    {
        var address = new Uri(settings.LoginUrl, $"{tenant}/oauth2/v2.0/token");
        var asks = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = settings.AppId, ["scope"] = scope };
        if (settings.CertificateFile.Length == 0)
        {
            asks["client_secret"] = settings.ClientSecret;
        }
        else
        {
            asks["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            asks["client_assertion"] = TeamsCertificate.Statement(settings, address, time.GetUtcNow(), newId());
        }

        return new(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(asks) };
    }

    /// <summary>App Service and Container Apps name their own address; a virtual machine has the one of the cloud.</summary>
    private HttpRequestMessage OfMachine(string scope)
    {
        var about = $"resource={Uri.EscapeDataString(scope.Replace("/.default", "", StringComparison.Ordinal))}&client_id={settings.AppId}";
        if (machine("IDENTITY_ENDPOINT") is { Length: > 0 } named && machine("IDENTITY_HEADER") is { Length: > 0 } header)
        {
            return new(HttpMethod.Get, $"{named}?api-version=2019-08-01&{about}") { Headers = { { "X-IDENTITY-HEADER", header } } };
        }

        return new(HttpMethod.Get, "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&" + about) { Headers = { { "Metadata", "true" } } };
    }

    private string Mend => settings switch
    {
        { ManagedIdentity: true } => "An admin looks whether this machine has the managed identity that Teams__AppId names.",
        { CertificateFile.Length: > 0 } => "An admin renews the certificate in Teams__CertificateFile, or sets right Teams__AppId and Teams__LoginTenant.",
        _ => "An admin renews the secret in Teams__ClientSecret, or sets right Teams__AppId and Teams__LoginTenant.",
    };

    private static string Reason(JsonElement answer) => Wire.Text(answer, "error") is { Length: > 0 and < 100 } error ? error : "no reason given";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Teams does not let the bot in. What it has to say there waits, a private answer for a day, and is tried again every minute. {Why}")]
        public static partial void Barred(ILogger log, string why);
    }
}
