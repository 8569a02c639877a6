using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using PostMortemBot.Chat;

namespace PostMortemBot.Teams;

/// <summary>A key that requests are signed with.</summary>
/// <param name="Endorsements">The channels it may speak for; none: for none.</param>
internal sealed record TeamsKey(SecurityKey Key, IReadOnlyList<string> Endorsements);

/// <summary>
/// The keys of the cloud's token issuer: read once, kept for a day, read again when a token names one that is not among them, and never twice within five minutes. What was read
/// last goes on counting while they cannot be read.
/// </summary>
internal sealed partial class TeamsKeys(TeamsSettings settings, TeamsWire wire, TimeProvider time, ILogger<TeamsKeys> log)
{
    private const int MostBytes = 1024 * 1024;
    private const int MostKeys = 200;
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(1);
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ApartAtFirst = TimeSpan.FromSeconds(10);
    private readonly Lock gate = new();
    private KeySet? known;
    private DateTimeOffset askedAt = DateTimeOffset.MinValue;
    private Task<KeySet?>? asking;

    /// <summary>Grows with each set that was read: what was judged by an older one is judged again.</summary>
    public int Edition => known?.Edition ?? 0;

    /// <summary>The key of this name, or null: there is none. Throws <see cref="TeamsFailed"/> while nothing could be read yet.</summary>
    public async Task<TeamsKey?> FindAsync(string kid)
    {
        var set = known ?? await ReadAsync(ApartAtFirst) ?? throw new TeamsFailed("The keys of Teams' tokens cannot be read.");
        if (set.Keys.TryGetValue(kid, out var key))
        {
            if (set.At + Fresh < time.GetUtcNow()) _ = ReadAsync(Apart);
            return key;
        }

        return (await ReadAsync(Apart))?.Keys.GetValueOrDefault(kid);
    }

    /// <summary>Reads once, however many wait; the set known before where it is too early to ask again.</summary>
    private Task<KeySet?> ReadAsync(TimeSpan apart)
    {
        lock (gate)
        {
            if (asking is { IsCompleted: false }) return asking;
            if (askedAt + apart > time.GetUtcNow()) return Task.FromResult(known);
            askedAt = time.GetUtcNow();
            return asking = ReadNowAsync();
        }
    }

    private async Task<KeySet?> ReadNowAsync()
    {
        try
        {
            using var metadata = await JsonAsync(settings.MetadataUrl);
            if (!Uri.TryCreate(Wire.Text(metadata.RootElement, "jwks_uri"), UriKind.Absolute, out var address) || !IsSafe(address)) throw new TeamsFailed("The metadata of Teams' tokens name no address of keys that may be read.");
            using var listed = await JsonAsync(address);
            var keys = Wire.Array(listed.RootElement, "keys").Take(MostKeys).Select(Read).OfType<(string Kid, TeamsKey Key)>().DistinctBy(one => one.Kid).ToDictionary(one => one.Kid, one => one.Key, StringComparer.Ordinal);
            if (keys.Count == 0 && known is { Keys.Count: > 0 }) throw new TeamsFailed("The list of keys was empty.");
            return known = new(keys, time.GetUtcNow(), Edition + 1);
        }
        catch (Exception away) when (away is TeamsFailed or JsonException)
        {
            Log.Away(log, away.Message);
            return known;
        }
    }

    private async Task<JsonDocument> JsonAsync(Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await wire.SendAsync(request, "the keys of its tokens", CancellationToken.None);
        if (!response.IsSuccessStatusCode) throw new TeamsFailed($"The keys of Teams' tokens were answered with {(int)response.StatusCode}.");
        return JsonDocument.Parse(await TeamsWire.BodyAsync(response, MostBytes, CancellationToken.None));
    }

    private bool IsSafe(Uri address) => address.UserInfo.Length == 0 && (address.Scheme == Uri.UriSchemeHttps || (address.IsLoopback && settings.MetadataUrl.IsLoopback));

    /// <summary>A key for RS256 and its kin; null for every other, and for one whose certificate ran out.</summary>
    private (string Kid, TeamsKey Key)? Read(JsonElement json)
    {
        var (kid, use) = (Wire.Text(json, "kid"), Wire.Text(json, "use"));
        if (kid.Length == 0 || Wire.Text(json, "kty") != "RSA" || use is not ("" or "sig") || !IsInTime(json)) return null;
        try
        {
            var rsa = new RSAParameters { Modulus = Base64UrlEncoder.DecodeBytes(Wire.Text(json, "n")), Exponent = Base64UrlEncoder.DecodeBytes(Wire.Text(json, "e")) };
            if (rsa.Modulus.Length < 256 || rsa.Exponent.Length == 0) return null;
            return (kid, new(new RsaSecurityKey(rsa) { KeyId = kid }, [.. Wire.Array(json, "endorsements").Select(Wire.Text).Where(one => one.Length > 0)]));
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A certificate is base64 of its bytes, without a head line (RFC 7517, 4.7).</summary>
    private bool IsInTime(JsonElement json)
    {
        if (Wire.Array(json, "x5c").Select(Wire.Text).FirstOrDefault() is not { Length: > 0 } first) return true;
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(first));
            return certificate.NotAfter.ToUniversalTime() > time.GetUtcNow().UtcDateTime;
        }
        catch (Exception unreadable) when (unreadable is FormatException or CryptographicException)
        {
            return false;
        }
    }

    private sealed record KeySet(IReadOnlyDictionary<string, TeamsKey> Keys, DateTimeOffset At, int Edition);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "What Teams' tokens are signed with could not be read; what is known goes on counting. {Why}")]
        public static partial void Away(ILogger log, string why);
    }
}
