using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PostMortemBot.Teams;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>
/// The cases of Bot Builder's and teams.net's own suites (JwtTokenValidationTests, JwtTokenExtractorTests, EndorsementsValidatorTests, EndorsementsRetrieverTests, SkillValidationTests,
/// EmulatorValidationTests), by their names as far as they speak of what this adapter does, and those that no suite has.
/// </summary>
public sealed class TeamsTokenTests : IDisposable
{
    private const string App = "22222222-2222-2222-2222-222222222222";
    private const string Tenant = "11111111-1111-1111-1111-111111111111";
    private const string Service = "https://smba.trafficmanager.net/amer/";
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 7, 0, 0, TimeSpan.Zero));
    private readonly FakeTeamsIssuer issuer;
    private readonly Documents documents;
    private readonly TeamsWire wire;
    private readonly TeamsToken token;

    public TeamsTokenTests()
    {
        issuer = new(time);
        issuer.AddKey("k1", true, "msteams", "webchat");
        documents = new(issuer);
        wire = new(documents);
        token = Checker(new() { AppId = App, Tenants = [Tenant] });
    }

    [Fact]
    public async Task Connector_AuthHeader_CorrectAppIdAndServiceUrl_ShouldValidate() => Assert.Equal(200, await Answered(Good()));

    [Fact]
    public async Task ProcessAsync_ServiceUrlClaimMatchesActivity_ProcessesSuccessfully() => Assert.Equal(200, await Answered(Good(), activity => activity["serviceUrl"] = Service.ToUpperInvariant().Replace("HTTPS", "https", StringComparison.Ordinal)));

    [Fact]
    public async Task JwtTokenExtractor_ChannelValidationParameters_ShouldValidateSigningKey()
    {
        using var other = RSA.Create(2048);

        Assert.Equal(401, await Answered("Bearer " + FakeTeamsIssuer.Token(Claims(), "k1", "RS256", bytes => other.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))));
    }

    [Theory]
    [InlineData("EmptyHeader_BotWithNoCredentials_ShouldThrow", "")]
    [InlineData("NoAuthentication_Fails", null)]
    [InlineData("two parts", "Bearer a.b")]
    [InlineData("another scheme", "Basic YTpi")]
    [InlineData("nothing behind it", "Bearer ")]
    [InlineData("IsTokenFromEmulator_ShouldReturnFalseOnTokenBadFormat", "Bearer Bearer a.b.c")]
    public async Task No_token_is_refused(string what, string? header)
    {
        Assert.Equal(401, await Answered(header));
        Assert.Null(await token.ReadAsync(new([header, header])));
        Assert.NotEmpty(what);
    }

    [Fact]
    public async Task The_scheme_is_Bearer_as_it_is_written_and_stands_once()
    {
        Assert.Equal(401, await Answered(Good().Replace("Bearer", "bearer", StringComparison.Ordinal)));
        Assert.Equal(401, await Answered(Good() + " "));
        Assert.Null(await token.ReadAsync(new([Good(), Good()])));
        Assert.NotNull(await token.ReadAsync(new([Good()])));
    }

    [Fact]
    public Task NoAudienceClaim_Fails() => Refused(claims => claims.Remove("aud"));

    [Fact]
    public Task NoAudienceClaimValue_Fails() => Refused(claims => claims["aud"] = "");

    [Fact]
    public Task WrongAudienceClaim_Fails() => Refused(claims => claims["aud"] = "33333333-3333-3333-3333-333333333333");

    [Fact]
    public Task Connector_AuthHeader_BotAppIdDiffers_ShouldNotValidate() => Refused(claims => claims["aud"] = new JsonArray("33333333-3333-3333-3333-333333333333", "api://" + App));

    [Fact]
    public Task WrongAudienceClaimIssuer_Fails() => Refused(claims => claims["iss"] = "https://api.botframework.us");

    [Theory]
    [InlineData("https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/")]
    [InlineData("https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0")]
    [InlineData("https://sts.windows.net/" + Tenant + "/")]
    [InlineData("https://login.microsoftonline.com/" + Tenant + "/v2.0")]
    [InlineData("https://api.botframework.com/")]
    [InlineData("")]
    public Task Emulator_MsaHeader_and_skill_and_tenant_tokens_are_of_another_issuer(string other) => Refused(claims =>
    {
        (claims["iss"], claims["tid"], claims["appid"], claims["azp"], claims["ver"]) = (other, Tenant, App, App, "2.0");
    });

    [Fact]
    public Task NoServiceClaimValue_Fails() => Refused(claims => claims["serviceurl"] = "");

    [Fact]
    public Task ProcessAsync_NoServiceUrlClaim_is_refused() => Refused(claims => claims.Remove("serviceurl"));

    [Fact]
    public Task WrongServiceClaimValue_Fails() => Refused(claims => claims["serviceurl"] = "https://smba.trafficmanager.net/emea/");

    [Fact]
    public async Task A_Connector_on_an_unknown_host_is_not_served_though_its_claim_matches() =>
        Assert.Equal(403, await Answered("Bearer " + issuer.Token(issuer.Claims(App, "https://evil.example/")), activity => activity["serviceUrl"] = "https://evil.example/"));

    [Theory]
    [InlineData(0, 3600, true)]
    [InlineData(0, -240, true)]
    [InlineData(0, -360, false)]
    [InlineData(240, 3600, true)]
    [InlineData(360, 3600, false)]
    public async Task JwtTokenExtractor_WithExpiredToken_and_one_of_tomorrow_are_refused_beyond_five_minutes(int from, int to, bool good) =>
        Assert.Equal(good ? 200 : 401, await Answered(With(claims => (claims["nbf"], claims["exp"]) = (issuer.Now + from, issuer.Now + to))));

    [Fact]
    public Task A_token_without_an_end_is_refused() => Refused(claims => claims.Remove("exp"));

    [Fact]
    public async Task A_token_that_was_good_is_not_known_any_more_after_its_end()
    {
        var good = Good();
        Assert.Equal(200, await Answered(good));
        time.Advance(TimeSpan.FromSeconds(3600 + 299));
        Assert.Equal(200, await Answered(good));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(401, await Answered(good));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS256")]
    [InlineData("PS256")]
    [InlineData("RS1")]
    public async Task Only_RSA_with_SHA_2_signs(string alg)
    {
        byte[] Sign(byte[] bytes) => alg == "HS256" ? HMACSHA256.HashData(Encoding.ASCII.GetBytes(Convert.ToBase64String(issuer.PublicKeyOf("k1"))), bytes) : [];
        Assert.Equal(401, await Answered("Bearer " + FakeTeamsIssuer.Token(Claims(), "k1", alg, Sign)));
        Assert.Equal(401, await Answered("Bearer " + issuer.Token(Claims(), "k1", alg)));
    }

    [Fact]
    public async Task A_key_brought_along_is_not_looked_at()
    {
        using var own = RSA.Create(2048);
        var open = own.ExportParameters(false);
        var forged = FakeTeamsIssuer.Token(Claims(), "k1", "RS256", bytes => own.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), head =>
        {
            head["jku"] = "https://evil.example/keys";
            head["jwk"] = new JsonObject { ["kty"] = "RSA", ["kid"] = "k1", ["n"] = FakeTeamsIssuer.Encoded(open.Modulus!), ["e"] = FakeTeamsIssuer.Encoded(open.Exponent!) };
        });

        Assert.Equal(401, await Answered("Bearer " + forged));
        Assert.All(documents.Asked, address => Assert.Equal("login.botframework.com", address.Host));
    }

    [Fact]
    public async Task EndorsedChannelIdShouldPass_and_MismatchedEndorsementsChannelIdShouldFail()
    {
        issuer.AddKey("k2", true, "webchat");
        issuer.AddKey("k3");

        Assert.Equal(200, await Answered(Good()));
        Assert.Equal(403, await Answered("Bearer " + issuer.Token(Claims(), "k2")));
        Assert.Equal(403, await Answered("Bearer " + issuer.Token(Claims(), "k3")));
        Assert.Equal(200, await Answered(Good(), activity => activity["channelId"] = "webchat"));
        Assert.Equal(403, await Answered(Good(), activity => activity["channelId"] = "directline"));
        Assert.Equal(403, await Answered(Good(), activity => activity.Remove("channelId")));
    }

    [Fact]
    public async Task A_tenant_that_is_not_on_the_list_is_not_served()
    {
        const string other = "99999999-9999-9999-9999-999999999999";

        Assert.Equal(403, await Answered(Good(), activity => activity["channelData"]!["tenant"]!["id"] = other));
        Assert.Equal(403, await Answered(Good(), activity => (activity["channelData"]!["tenant"]!["id"], activity["conversation"]!["tenantId"]) = (other, other)));
        Assert.Equal(403, await Answered(Good(), activity => (activity["channelData"], activity["conversation"]) = (null, null)));
        Assert.Equal(200, await Answered(Good(), activity => activity.Remove("conversation")));
    }

    [Fact]
    public async Task A_new_key_is_found_by_one_more_look_and_an_unknown_one_asks_no_more()
    {
        await Answered(Good());
        Assert.Equal(2, documents.Asked.Count);
        issuer.AddKey("k9", true, "msteams");
        time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(200, await Answered("Bearer " + issuer.Token(Claims(), "k9")));
        Assert.Equal(4, documents.Asked.Count);
        issuer.AddKey("hidden", tells: false);
        var hidden = "Bearer " + issuer.Token(Claims(), "hidden");
        foreach (var _ in Enumerable.Range(0, 50)) Assert.Equal(401, await Answered(hidden));
        Assert.Equal(4, documents.Asked.Count);
        time.Advance(TimeSpan.FromMinutes(5));
        foreach (var _ in Enumerable.Range(0, 50)) Assert.Equal(401, await Answered(hidden));
        Assert.Equal(6, documents.Asked.Count);
    }

    [Fact]
    public async Task A_withdrawn_key_signs_no_more_once_the_keys_were_read_again()
    {
        var good = Good();
        Assert.Equal(200, await Answered(good));
        issuer.Told.Clear();
        issuer.AddKey("k9", true, "msteams");
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(200, await Answered("Bearer " + issuer.Token(Claims(), "k9")));

        Assert.Equal(401, await Answered(good));
    }

    [Fact]
    public async Task Keys_that_were_read_go_on_counting_while_they_cannot_be_read()
    {
        Assert.Equal(200, await Answered(Good()));
        documents.Status = HttpStatusCode.InternalServerError;
        for (var hours = 0; hours < 50; hours++)
        {
            time.Advance(TimeSpan.FromHours(1));
            Assert.Equal(200, await Answered(Good()));
        }

        documents.Status = HttpStatusCode.OK;
        issuer.AddKey("k9", true, "msteams");
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(200, await Answered("Bearer " + issuer.Token(Claims(), "k9")));
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Found)]
    public async Task NonSuccessHttpStatusResponseForEndorsementsDocumentShouldThrow(HttpStatusCode status)
    {
        documents.Status = status;
        await Assert.ThrowsAsync<TeamsFailed>(() => Answered(Good()));
        await Assert.ThrowsAsync<TeamsFailed>(() => Answered(Good()));
        Assert.Single(documents.Asked);

        documents.Status = HttpStatusCode.OK;
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(200, await Answered(Good()));
    }

    [Theory]
    [InlineData("EmptyKeySetDocumentResponseReturnsEmptyResult", "")]
    [InlineData("ReturnsEmptyValues_EmptyObject", "{}")]
    [InlineData("ReturnsEmptyValues_EmptyKeysArray", """{"keys":[]}""")]
    [InlineData("ReturnsEmptyValues_NullKeysArray", """{"keys":null}""")]
    [InlineData("ReturnsEmptyValues_InvalidKeyObjectInKeysArray", """{"keys":[{},17,null,"k1",{"kid":"k1"}]}""")]
    [InlineData("a secret among the keys", """{"keys":[{"kty":"oct","kid":"k1","k":"YWJj","endorsements":["msteams"]}]}""")]
    [InlineData("a short key", """{"keys":[{"kty":"RSA","kid":"k1","n":"3Q","e":"AQAB","endorsements":["msteams"]}]}""")]
    public async Task Documents_without_keys_let_nobody_in(string what, string keys)
    {
        documents.Keys = keys;
        try
        {
            Assert.Equal(401, await Answered(Good()));
        }
        catch (TeamsFailed)
        {
            Assert.Equal("", keys);
        }

        Assert.NotEmpty(what);
    }

    [Fact]
    public async Task JwtTokenExtractor_WithExpiredCert_ShouldNotAllowCertSigningKey()
    {
        using var rsa = RSA.Create(2048);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=old", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var old = request.CreateSelfSigned(time.GetUtcNow().AddYears(-2), time.GetUtcNow().AddDays(-1));
        issuer.Told[0]!["x5c"] = new JsonArray(Convert.ToBase64String(old.RawData));

        Assert.Equal(401, await Answered(Good()));
    }

    [Fact]
    public async Task Channel_AuthenticationDisabled_ShouldBeAnonymous_on_this_machine_alone()
    {
        var local = Checker(new() { Tenants = [Tenant] });
        var caller = Assert.IsType<TeamsCaller>(await local.ReadAsync(new Microsoft.Extensions.Primitives.StringValues()));

        Assert.Equal(200, local.Judge(caller, Activity(activity => activity["serviceUrl"] = "http://localhost:56150/_connector")));
        Assert.Equal(403, local.Judge(caller, Activity(activity => activity["serviceUrl"] = "http://192.168.1.7/_connector")));
        Assert.Null(await local.ReadAsync(new([Good()])));
    }

    public void Dispose()
    {
        wire.Dispose();
        documents.Dispose();
        issuer.Dispose();
    }

    private TeamsToken Checker(TeamsSettings settings) => new(settings, new(settings, wire, time, NullLogger<TeamsKeys>.Instance), new(settings), time);

    private JsonObject Claims() => issuer.Claims(App, Service);

    private string Good() => "Bearer " + issuer.Token(Claims());

    private string With(Action<JsonObject> change)
    {
        var claims = Claims();
        change(claims);
        return "Bearer " + issuer.Token(claims);
    }

    private async Task Refused(Action<JsonObject> change)
    {
        Assert.Equal(200, await Answered(Good()));
        Assert.Equal(401, await Answered(With(change)));
    }

    private async Task<int> Answered(string? header, Action<JsonObject>? change = null) =>
        await token.ReadAsync(header is null ? default : new([header])) is { } caller ? token.Judge(caller, Activity(change)) : 401;

    private static JsonElement Activity(Action<JsonObject>? change)
    {
        var activity = new JsonObject
        {
            ["type"] = "message",
            ["channelId"] = "msteams",
            ["serviceUrl"] = Service,
            ["conversation"] = new JsonObject { ["id"] = "a:1", ["tenantId"] = Tenant },
            ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = Tenant } },
        };
        change?.Invoke(activity);
        using var read = JsonDocument.Parse(activity.ToJsonString());
        return read.RootElement.Clone();
    }

    /// <summary>The issuer's two documents, and who asked for them.</summary>
    private sealed class Documents(FakeTeamsIssuer issuer) : HttpMessageHandler
    {
        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public string? Keys { get; set; }

        public List<Uri> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (Asked) Asked.Add(request.RequestUri!);
            var keys = request.RequestUri!.AbsolutePath.EndsWith("/keys", StringComparison.Ordinal);
            return Task.FromResult(new HttpResponseMessage(Status) { Content = new StringContent(keys ? Keys ?? issuer.KeySet : FakeTeamsIssuer.Metadata("https://login.botframework.com/v1/keys")) });
        }
    }
}
