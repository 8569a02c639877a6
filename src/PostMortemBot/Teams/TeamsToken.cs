using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PostMortemBot.Chat;

namespace PostMortemBot.Teams;

/// <summary>Who brings a request, by its token.</summary>
/// <param name="ServiceUrl">The Connector it speaks for.</param>
/// <param name="Until">The token's own end.</param>
/// <param name="Edition">Of the keys it was judged by.</param>
internal sealed record TeamsCaller(string ServiceUrl, IReadOnlyList<string> Endorsements, DateTimeOffset Until, int Edition);

/// <summary>
/// Whether a request comes from Teams: a token for this bot, of the cloud's issuer, in its time, signed with a key of the issuer that speaks for the activity's channel, and for the
/// Connector that the activity names. A token that was found good is known again by its hash until it runs out.
/// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
/// </summary>
internal sealed class TeamsToken(TeamsSettings settings, TeamsKeys keys, TeamsHosts hosts, TimeProvider time)
{
    private const string Scheme = "Bearer ";
    private const int MostLetters = 16 * 1024;
    private const int MostKnown = 4096;
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly TeamsCaller Anybody = new("", [], DateTimeOffset.MaxValue, 0);
    private readonly ConcurrentDictionary<string, TeamsCaller> known = new(StringComparer.Ordinal);
    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MostLetters };

    /// <summary>Whoever the header shows, or null: the token is missing or not good. Asked before anything of the body is read.</summary>
    /// <param name="headers">Every <c>Authorization</c> header: two prove nothing.</param>
    public async Task<TeamsCaller?> ReadAsync(Microsoft.Extensions.Primitives.StringValues headers)
    {
        if (!settings.ChecksTokens) return headers.Count == 0 ? Anybody : null;
        if (headers.Count != 1 || headers[0] is not { Length: <= MostLetters } header || !header.StartsWith(Scheme, StringComparison.Ordinal) || !Ascii.IsValid(header)) return null;
        var token = header[Scheme.Length..];
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
        if (known.TryGetValue(hash, out var before))
        {
            if (before.Until > time.GetUtcNow() && before.Edition == keys.Edition) return before;
            known.TryRemove(hash, out _);
        }

        if (await JudgedAsync(token) is not { } caller) return null;
        if (known.Count >= MostKnown) known.Clear();
        return known[hash] = caller;
    }

    /// <summary>What this caller's activity is answered with: 200 when it may be handled, 401 when it speaks for another Connector than its token, 403 when it is not served.</summary>
    public int Judge(TeamsCaller caller, JsonElement activity)
    {
        var (service, tenant) = (Wire.Text(activity, "serviceUrl"), TenantOf(activity));
        if (settings.ChecksTokens && !service.Equals(caller.ServiceUrl, StringComparison.OrdinalIgnoreCase)) return StatusCodes.Status401Unauthorized;
        if (settings.ChecksTokens && !caller.Endorsements.Contains(Wire.Text(activity, "channelId"), StringComparer.Ordinal)) return StatusCodes.Status403Forbidden;
        if (hosts.Allowed(service) is null || !settings.Tenants.Contains(tenant, StringComparer.OrdinalIgnoreCase)) return StatusCodes.Status403Forbidden;
        return StatusCodes.Status200OK;
    }

    /// <summary>The activity's tenant; empty where it names none, or two.</summary>
    public static string TenantOf(JsonElement activity)
    {
        var data = Wire.Property(activity, "channelData") is { } channel && Wire.Property(channel, "tenant") is { } tenant ? Wire.Text(tenant, "id") : "";
        var own = Wire.Property(activity, "conversation") is { } conversation ? Wire.Text(conversation, "tenantId") : "";
        if (data.Length == 0 || own.Length == 0) return (data + own).ToLowerInvariant();
        return data.Equals(own, StringComparison.OrdinalIgnoreCase) ? data.ToLowerInvariant() : "";
    }

    private async Task<TeamsCaller?> JudgedAsync(string token)
    {
        if (KidOf(token) is not { } kid || await keys.FindAsync(kid) is not { } key) return null;
        var edition = keys.Edition;
        var judged = await handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = settings.Issuer,
            ValidAudience = settings.AppId,
            IssuerSigningKey = key.Key,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512],
            LifetimeValidator = (from, to, _, _) => IsInTime(from, to),
        });
        if (!judged.IsValid || judged.SecurityToken is not JsonWebToken read || !judged.Claims.TryGetValue("serviceurl", out var claimed) || claimed is not string { Length: > 0 } service) return null;
        return new(service, key.Endorsements, new DateTimeOffset(read.ValidTo, TimeSpan.Zero), edition);
    }

    private bool IsInTime(DateTime? from, DateTime? to)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return to is { } end && end + Skew > now && (from is null || from.Value - Skew <= now);
    }

    /// <summary>The name of the key it says it was signed with; null for what is no token at all.</summary>
    private static string? KidOf(string token)
    {
        try
        {
            return new JsonWebToken(token).Kid is { Length: > 0 } kid ? kid : null;
        }
        catch (Exception wrong) when (wrong is ArgumentException or SecurityTokenException or FormatException)
        {
            return null;
        }
    }
}
