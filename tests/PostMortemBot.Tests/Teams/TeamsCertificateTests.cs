using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PostMortemBot.Chat;
using PostMortemBot.Teams;
using PostMortemBot.Tests.Storage;

namespace PostMortemBot.Tests.Teams;

/// <summary>Login by certificate: what is signed, for whom and for how long; read back by hand from RFC 7515 and 7523, not by the library that wrote it.</summary>
public sealed class TeamsCertificateTests : IDisposable
{
    private const string App = "22222222-2222-2222-2222-222222222222";
    private const string Tenant = "11111111-1111-1111-1111-111111111111";
    private const string Password = "canary-password";
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 7, 0, 0, TimeSpan.Zero));
    private readonly TemporaryFolder folder = new();
    private readonly Login asked = new();
    private readonly X509Certificate2 certificate;
    private int ids;

    public TeamsCertificateTests()
    {
        using var rsa = RSA.Create(2048);
        certificate = new CertificateRequest("CN=PostMortem", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(time.GetUtcNow().AddDays(-1), time.GetUtcNow().AddDays(30));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("bot.pfx")]
    [InlineData("bot.pem")]
    [InlineData("locked.pem")]
    public async Task A_statement_signed_with_its_key_stands_in_the_place_of_the_secret(string file)
    {
        Write(file);
        await TokenAsync(file);
        time.Advance(TimeSpan.FromHours(2));
        await TokenAsync(file);

        Assert.Equal(2, asked.Forms.Count);
        Assert.DoesNotContain("client_secret", asked.Forms[0].Keys);
        Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", asked.Forms[0]["client_assertion_type"]);
        var (first, second) = (Claims(asked.Forms[0]["client_assertion"]), Claims(asked.Forms[1]["client_assertion"]));
        Assert.Equal((App, App, $"https://login.microsoftonline.com/{Tenant}/oauth2/v2.0/token"), (first.GetProperty("iss").GetString(), first.GetProperty("sub").GetString(), first.GetProperty("aud").GetString()));
        Assert.Equal((1795503600, 1795503600, 1795503900), (first.GetProperty("iat").GetInt64(), first.GetProperty("nbf").GetInt64(), first.GetProperty("exp").GetInt64()));
        Assert.NotEqual(first.GetProperty("jti").GetString(), second.GetProperty("jti").GetString());
    }

    [Fact]
    public async Task A_renewed_file_serves_without_a_restart_and_one_that_ran_out_is_told_with_the_mend()
    {
        Write("bot.pfx");
        await TokenAsync("bot.pfx");
        time.Advance(TimeSpan.FromDays(31));
        Assert.Equal("The bot's certificate for Teams ran out. An admin looks at Teams__CertificateFile and Teams__CertificatePassword.", (await Assert.ThrowsAsync<ChatRefused>(() => TokenAsync("bot.pfx"))).Message);
        using var key = RSA.Create(2048);
        using var renewed = new CertificateRequest("CN=PostMortem", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(time.GetUtcNow().AddDays(-1), time.GetUtcNow().AddDays(30));
        File.WriteAllBytes(folder.File("bot.pfx"), renewed.Export(X509ContentType.Pfx, Password));
        await TokenAsync("bot.pfx");
        Assert.Equal(2, asked.Forms.Count);
    }

    [Fact]
    public async Task A_file_that_is_half_written_is_waited_for()
    {
        using var wire = new TeamsWire(asked);
        using var login = new TeamsLogin(new() { AppId = App, Tenants = [Tenant], CertificateFile = folder.File("bot.pem") }, wire, time, () => $"id {++ids}", _ => null, NullLogger<TeamsLogin>.Instance);
        File.WriteAllText(folder.File("bot.pem"), certificate.ExportCertificatePem()[..200]);
        await Assert.ThrowsAsync<ChatBusy>(() => login.TokenAsync(Stop));

        Write("bot.pem");
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("token", await login.TokenAsync(Stop));
    }

    [Theory]
    [InlineData("missing.pfx", "cannot be read")]
    [InlineData("missing.pem", "cannot be read")]
    [InlineData("broken.pfx", "cannot be read")]
    [InlineData("broken.pem", "cannot be read")]
    [InlineData("another password.pfx", "cannot be read")]
    [InlineData("elliptic.pfx", "holds no private RSA key")]
    [InlineData("public.pem", "cannot be read")]
    public async Task What_is_no_certificate_with_its_key_is_told_without_a_secret(string file, string why)
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var elliptic = new CertificateRequest("CN=PostMortem", curve, HashAlgorithmName.SHA256).CreateSelfSigned(time.GetUtcNow().AddDays(-1), time.GetUtcNow().AddDays(30));
        if (file.StartsWith("broken", StringComparison.Ordinal)) File.WriteAllText(folder.File(file), "no certificate");
        if (file.StartsWith("another", StringComparison.Ordinal)) File.WriteAllBytes(folder.File(file), certificate.Export(X509ContentType.Pfx, "another"));
        if (file.StartsWith("elliptic", StringComparison.Ordinal)) File.WriteAllBytes(folder.File(file), elliptic.Export(X509ContentType.Pfx, Password));
        if (file.StartsWith("public", StringComparison.Ordinal)) File.WriteAllText(folder.File(file), certificate.ExportCertificatePem());

        var refused = await Assert.ThrowsAsync<ChatRefused>(() => TokenAsync(file));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", refused.Message, StringComparison.Ordinal);
        Assert.Empty(asked.Forms);
    }

    public void Dispose()
    {
        certificate.Dispose();
        asked.Dispose();
        folder.Dispose();
    }

    private void Write(string file)
    {
        using var key = certificate.GetRSAPrivateKey()!;
        if (file.EndsWith(".pfx", StringComparison.Ordinal)) File.WriteAllBytes(folder.File(file), certificate.Export(X509ContentType.Pfx, Password));
        else if (file == "bot.pem") File.WriteAllText(folder.File(file), certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        else File.WriteAllText(folder.File(file), certificate.ExportCertificatePem() + "\n" + key.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
    }

    private async Task TokenAsync(string file)
    {
        using var wire = new TeamsWire(asked);
        using var login = new TeamsLogin(new() { AppId = App, Tenants = [Tenant], CertificateFile = folder.File(file), CertificatePassword = file is "bot.pem" or "public.pem" or "broken.pem" or "missing.pem" ? "" : Password }, wire, time, () => $"id {++ids}", _ => null, NullLogger<TeamsLogin>.Instance);
        Assert.Equal("token", await login.TokenAsync(Tenant, "https://graph.microsoft.com/.default", Stop));
    }

    private JsonElement Claims(string statement)
    {
        var parts = statement.Split('.');
        using var head = JsonDocument.Parse(Decoded(parts[0]));
        Assert.Equal("PS256", head.RootElement.GetProperty("alg").GetString());
        Assert.Equal(Convert.ToBase64String(SHA256.HashData(certificate.RawData)).TrimEnd('=').Replace('+', '-').Replace('/', '_'), head.RootElement.GetProperty("x5t#S256").GetString());
        using var open = certificate.GetRSAPublicKey()!;
        Assert.True(open.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Decoded(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        using var claims = JsonDocument.Parse(Decoded(parts[1]));
        return claims.RootElement.Clone();
    }

    private static byte[] Decoded(string part) => Convert.FromBase64String(part.Replace('-', '+').Replace('_', '/').PadRight((part.Length + 3) / 4 * 4, '='));

    private sealed class Login : HttpMessageHandler
    {
        public List<Dictionary<string, string>> Forms { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsStringAsync(cancellationToken);
            Forms.Add(body.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Replace('+', ' '))));
            return new(System.Net.HttpStatusCode.OK) { Content = new StringContent("""{"access_token":"token","expires_in":3600}""") };
        }
    }
}
