using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace PostMortemBot.Tests.World;

/// <summary>The issuer of Teams' tokens: its keys, the two documents that tell them, and tokens made by hand from RFC 7515 and 7519, not by a library that our adapter uses.</summary>
internal sealed class FakeTeamsIssuer(TimeProvider clock) : IDisposable
{
    public const string Issuer = "https://api.botframework.com";
    private readonly Dictionary<string, RSA> keys = [];

    /// <summary>The keys as they are told; changed by a test that withdraws or spoils one.</summary>
    public JsonArray Told { get; } = [];

    public static string Metadata(string keysUrl) => new JsonObject { ["issuer"] = Issuer, ["jwks_uri"] = keysUrl, ["id_token_signing_alg_values_supported"] = new JsonArray("RS256") }.ToJsonString();

    public string KeySet => new JsonObject { ["keys"] = Told.DeepClone() }.ToJsonString();

    /// <param name="tells">False: the key exists, and is not told yet.</param>
    public JsonObject AddKey(string kid, bool tells = true, params string[] endorsements)
    {
        var rsa = keys[kid] = RSA.Create(2048);
        var open = rsa.ExportParameters(false);
        var told = new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = kid, ["n"] = Encoded(open.Modulus!), ["e"] = Encoded(open.Exponent!), ["x5c"] = new JsonArray(Certificate(kid, clock.GetUtcNow().AddYears(2))) };
        if (endorsements.Length > 0) told["endorsements"] = new JsonArray([.. endorsements.Select(one => JsonValue.Create(one))]);
        if (tells) Told.Add(told);
        return told;
    }

    /// <summary>The key's own certificate, as every key of the real issuer has one: base64 without a head line.</summary>
    public string Certificate(string kid, DateTimeOffset until)
    {
        using var certificate = new CertificateRequest("CN=" + kid, keys[kid], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(until.AddYears(-3), until);
        return Convert.ToBase64String(certificate.RawData);
    }

    public byte[] PublicKeyOf(string kid) => keys[kid].ExportSubjectPublicKeyInfo();

    /// <summary>The claims of a good token for this bot.</summary>
    public JsonObject Claims(string audience, string serviceUrl) => new()
    {
        ["iss"] = Issuer,
        ["aud"] = audience,
        ["serviceurl"] = serviceUrl,
        ["nbf"] = Now,
        ["exp"] = Now + 3600,
    };

    public long Now => clock.GetUtcNow().ToUnixTimeSeconds();

    public string Token(JsonObject claims, string kid = "k1", string alg = "RS256", Action<JsonObject>? header = null) => Token(claims, kid, alg, bytes => keys[kid].SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), header);

    public static string Token(JsonObject claims, string kid, string alg, Func<byte[], byte[]> sign, Action<JsonObject>? header = null)
    {
        var head = new JsonObject { ["alg"] = alg, ["kid"] = kid, ["typ"] = "JWT" };
        header?.Invoke(head);
        var signed = $"{Encoded(Encoding.UTF8.GetBytes(head.ToJsonString()))}.{Encoded(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{signed}.{Encoded(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    public static string Encoded(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public void Dispose()
    {
        foreach (var key in keys.Values) key.Dispose();
    }
}
