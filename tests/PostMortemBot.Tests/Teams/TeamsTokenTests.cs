using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PostMortemBot.Teams;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>
/// The cases of Bot Builder's and teams.net's own suites (JwtTokenValidationTests, JwtTokenExtractorTests, EndorsementsValidatorTests, SkillValidationTests,
/// EmulatorValidationTests), by their names as far as they speak of what this adapter does, and those that no suite has.
/// </summary>
public sealed class TeamsTokenTests : IDisposable
{
    private readonly TokenBench bench = new();

    [Fact]
    public async Task Connector_AuthHeader_CorrectAppIdAndServiceUrl_ShouldValidate() => Assert.Equal(200, await bench.Answered(bench.Good()));

    [Fact]
    public async Task ProcessAsync_ServiceUrlClaimMatchesActivity_ProcessesSuccessfully() => Assert.Equal(200, await bench.Answered(bench.Good(), activity => activity["serviceUrl"] = TokenBench.Service.ToUpperInvariant().Replace("HTTPS", "https", StringComparison.Ordinal)));

    [Fact]
    public async Task JwtTokenExtractor_ChannelValidationParameters_ShouldValidateSigningKey()
    {
        using var other = RSA.Create(2048);

        Assert.Equal(401, await bench.Answered("Bearer " + FakeTeamsIssuer.Token(bench.Claims(), "k1", "RS256", bytes => other.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))));
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
        Assert.Equal(401, await bench.Answered(header));
        Assert.Null(await bench.Token.ReadAsync(new([header, header])));
        Assert.NotEmpty(what);
    }

    [Fact]
    public async Task The_scheme_is_Bearer_as_it_is_written_and_stands_once()
    {
        Assert.Equal(401, await bench.Answered(bench.Good().Replace("Bearer", "bearer", StringComparison.Ordinal)));
        Assert.Equal(401, await bench.Answered(bench.Good() + " "));
        Assert.Null(await bench.Token.ReadAsync(new([bench.Good(), bench.Good()])));
        Assert.NotNull(await bench.Token.ReadAsync(new([bench.Good()])));
    }

    [Fact]
    public Task NoAudienceClaim_Fails() => bench.Refused(claims => claims.Remove("aud"));

    [Fact]
    public Task NoAudienceClaimValue_Fails() => bench.Refused(claims => claims["aud"] = "");

    [Fact]
    public Task WrongAudienceClaim_Fails() => bench.Refused(claims => claims["aud"] = "33333333-3333-3333-3333-333333333333");

    [Fact]
    public Task Connector_AuthHeader_BotAppIdDiffers_ShouldNotValidate() => bench.Refused(claims => claims["aud"] = new JsonArray("33333333-3333-3333-3333-333333333333", "api://" + TokenBench.App));

    [Fact]
    public Task WrongAudienceClaimIssuer_Fails() => bench.Refused(claims => claims["iss"] = "https://api.botframework.us");

    [Theory]
    [InlineData("https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/")]
    [InlineData("https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0")]
    [InlineData("https://sts.windows.net/" + TokenBench.Tenant + "/")]
    [InlineData("https://login.microsoftonline.com/" + TokenBench.Tenant + "/v2.0")]
    [InlineData("https://api.botframework.com/")]
    [InlineData("")]
    public Task Emulator_MsaHeader_and_skill_and_tenant_tokens_are_of_another_issuer(string other) => bench.Refused(claims =>
    {
        (claims["iss"], claims["tid"], claims["appid"], claims["azp"], claims["ver"]) = (other, TokenBench.Tenant, TokenBench.App, TokenBench.App, "2.0");
    });

    [Fact]
    public Task NoServiceClaimValue_Fails() => bench.Refused(claims => claims["serviceurl"] = "");

    [Fact]
    public Task ProcessAsync_NoServiceUrlClaim_is_refused() => bench.Refused(claims => claims.Remove("serviceurl"));

    [Fact]
    public Task WrongServiceClaimValue_Fails() => bench.Refused(claims => claims["serviceurl"] = "https://smba.trafficmanager.net/emea/");

    [Fact]
    public async Task A_Connector_on_an_unknown_host_is_not_served_though_its_claim_matches() =>
        Assert.Equal(403, await bench.Answered("Bearer " + bench.Issuer.Token(bench.Issuer.Claims(TokenBench.App, "https://evil.example/")), activity => activity["serviceUrl"] = "https://evil.example/"));

    [Theory]
    [InlineData(0, 3600, true)]
    [InlineData(0, -240, true)]
    [InlineData(0, -360, false)]
    [InlineData(240, 3600, true)]
    [InlineData(360, 3600, false)]
    public async Task JwtTokenExtractor_WithExpiredToken_and_one_of_tomorrow_are_refused_beyond_five_minutes(int from, int to, bool good) =>
        Assert.Equal(good ? 200 : 401, await bench.Answered(bench.With(claims => (claims["nbf"], claims["exp"]) = (bench.Issuer.Now + from, bench.Issuer.Now + to))));

    [Fact]
    public Task A_token_without_an_end_is_refused() => bench.Refused(claims => claims.Remove("exp"));

    [Fact]
    public async Task A_token_that_was_good_is_not_known_any_more_after_its_end()
    {
        var good = bench.Good();
        Assert.Equal(200, await bench.Answered(good));
        bench.Time.Advance(TimeSpan.FromSeconds(3600 + 299));
        Assert.Equal(200, await bench.Answered(good));
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(401, await bench.Answered(good));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS256")]
    [InlineData("PS256")]
    [InlineData("RS1")]
    public async Task Only_RSA_with_SHA_2_signs(string alg)
    {
        byte[] Sign(byte[] bytes) => alg == "HS256" ? HMACSHA256.HashData(Encoding.ASCII.GetBytes(Convert.ToBase64String(bench.Issuer.PublicKeyOf("k1"))), bytes) : [];
        Assert.Equal(401, await bench.Answered("Bearer " + FakeTeamsIssuer.Token(bench.Claims(), "k1", alg, Sign)));
        Assert.Equal(401, await bench.Answered("Bearer " + bench.Issuer.Token(bench.Claims(), "k1", alg)));
    }

    [Fact]
    public async Task A_key_brought_along_is_not_looked_at()
    {
        using var own = RSA.Create(2048);
        var open = own.ExportParameters(false);
        var forged = FakeTeamsIssuer.Token(bench.Claims(), "k1", "RS256", bytes => own.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), head =>
        {
            head["jku"] = "https://evil.example/keys";
            head["jwk"] = new JsonObject { ["kty"] = "RSA", ["kid"] = "k1", ["n"] = FakeTeamsIssuer.Encoded(open.Modulus!), ["e"] = FakeTeamsIssuer.Encoded(open.Exponent!) };
        });

        Assert.Equal(401, await bench.Answered("Bearer " + forged));
        Assert.All(bench.Documents.Asked, address => Assert.Equal("login.botframework.com", address.Host));
    }

    [Fact]
    public async Task EndorsedChannelIdShouldPass_and_MismatchedEndorsementsChannelIdShouldFail()
    {
        bench.Issuer.AddKey("k2", true, "webchat");
        bench.Issuer.AddKey("k3");

        Assert.Equal(200, await bench.Answered(bench.Good()));
        Assert.Equal(403, await bench.Answered("Bearer " + bench.Issuer.Token(bench.Claims(), "k2")));
        Assert.Equal(403, await bench.Answered("Bearer " + bench.Issuer.Token(bench.Claims(), "k3")));
        Assert.Equal(200, await bench.Answered(bench.Good(), activity => activity["channelId"] = "webchat"));
        Assert.Equal(403, await bench.Answered(bench.Good(), activity => activity["channelId"] = "directline"));
        Assert.Equal(403, await bench.Answered(bench.Good(), activity => activity.Remove("channelId")));
    }

    [Fact]
    public async Task A_tenant_that_is_not_on_the_list_is_not_served()
    {
        const string other = "99999999-9999-9999-9999-999999999999";

        Assert.Equal(403, await bench.Answered(bench.Good(), activity => activity["channelData"]!["tenant"]!["id"] = other));
        Assert.Equal(403, await bench.Answered(bench.Good(), activity => (activity["channelData"]!["tenant"]!["id"], activity["conversation"]!["tenantId"]) = (other, other)));
        Assert.Equal(403, await bench.Answered(bench.Good(), activity => (activity["channelData"], activity["conversation"]) = (null, null)));
        Assert.Equal(200, await bench.Answered(bench.Good(), activity => activity.Remove("conversation")));
    }

    [Fact]
    public async Task Channel_AuthenticationDisabled_ShouldBeAnonymous_on_this_machine_alone()
    {
        var local = bench.Checker(new() { Tenants = [TokenBench.Tenant] });
        var caller = Assert.IsType<TeamsCaller>(await local.ReadAsync(new Microsoft.Extensions.Primitives.StringValues()));

        Assert.Equal(200, local.Judge(caller, TokenBench.Activity(activity => activity["serviceUrl"] = "http://localhost:56150/_connector")));
        Assert.Equal(403, local.Judge(caller, TokenBench.Activity(activity => activity["serviceUrl"] = "http://192.168.1.7/_connector")));
        Assert.Null(await local.ReadAsync(new([bench.Good()])));
    }

    public void Dispose() => bench.Dispose();
}
