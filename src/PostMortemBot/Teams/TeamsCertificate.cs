using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PostMortemBot.Chat;

namespace PostMortemBot.Teams;

/// <summary>
/// The bot's certificate in place of a client secret: the login gets a statement signed with its key, good for five minutes and for this login alone. The file is read for each, so
/// that a renewed one serves without a restart. https://learn.microsoft.com/entra/identity-platform/certificate-credentials
/// </summary>
internal static class TeamsCertificate
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);

    /// <param name="login">The address that the statement is sent to.</param>
    /// <param name="id">Of this statement; none is used twice.</param>
    /// <exception cref="ChatRefused">The file cannot be read, holds no RSA key, or ran out.</exception>
    public static string Statement(TeamsSettings settings, Uri login, DateTimeOffset now, string id)
    {
        using var certificate = Read(settings);
        using var key = certificate.GetRSAPrivateKey() ?? throw Wrong("holds no private RSA key");
        if (certificate.NotAfter.ToUniversalTime() <= now.UtcDateTime) throw Wrong("ran out");

        // The key lives no longer than this: nothing of it may be kept by the library.
        var signs = new RsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = settings.AppId,
            Audience = login.AbsoluteUri,
            Claims = new Dictionary<string, object> { ["sub"] = settings.AppId, ["jti"] = id },
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = now.UtcDateTime + Lasts,
            SigningCredentials = new SigningCredentials(signs, SecurityAlgorithms.RsaSsaPssSha256),
            AdditionalHeaderClaims = new Dictionary<string, object> { ["x5t#S256"] = Base64UrlEncoder.Encode(SHA256.HashData(certificate.RawData)) },
        });
    }

    /// <summary>A <c>.pem</c> with certificate and key, or a <c>.pfx</c>.</summary>
    private static X509Certificate2 Read(TeamsSettings settings)
    {
        var (file, password) = (settings.CertificateFile, settings.CertificatePassword);
        try
        {
            if (!file.EndsWith(".pem", StringComparison.OrdinalIgnoreCase)) return X509CertificateLoader.LoadPkcs12FromFile(file, password);
            return password.Length > 0 ? X509Certificate2.CreateFromEncryptedPemFile(file, password) : X509Certificate2.CreateFromPemFile(file);
        }
        catch (Exception cannot) when (cannot is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Wrong("cannot be read");
        }
    }

    private static ChatRefused Wrong(string what) => new($"The bot's certificate for Teams {what}. An admin looks at Teams__CertificateFile and Teams__CertificatePassword.");
}
