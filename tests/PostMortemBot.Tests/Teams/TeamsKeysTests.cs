using System.Net;
using System.Text.Json.Nodes;
using PostMortemBot.Teams;

namespace PostMortemBot.Tests.Teams;

/// <summary>The keys that tokens are signed with: how often they are read, what counts while they cannot be, and which count at all (EndorsementsRetrieverTests and JwtTokenExtractorTests of Bot Builder's suite, by their names).</summary>
public sealed class TeamsKeysTests : IDisposable
{
    private readonly TokenBench bench = new();

    [Fact]
    public async Task A_new_key_is_found_by_one_more_look_and_an_unknown_one_asks_no_more()
    {
        await bench.Answered(bench.Good());
        Assert.Equal(2, bench.Documents.Asked.Count);
        bench.Issuer.AddKey("k9", true, "msteams");
        bench.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(200, await bench.Answered("Bearer " + bench.Issuer.Token(bench.Claims(), "k9")));
        Assert.Equal(4, bench.Documents.Asked.Count);
        bench.Issuer.AddKey("hidden", tells: false);
        var hidden = "Bearer " + bench.Issuer.Token(bench.Claims(), "hidden");
        foreach (var _ in Enumerable.Range(0, 50)) Assert.Equal(401, await bench.Answered(hidden));
        Assert.Equal(4, bench.Documents.Asked.Count);
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        foreach (var _ in Enumerable.Range(0, 50)) Assert.Equal(401, await bench.Answered(hidden));
        Assert.Equal(6, bench.Documents.Asked.Count);
    }

    [Fact]
    public async Task A_withdrawn_key_signs_no_more_once_the_keys_were_read_again()
    {
        var good = bench.Good();
        Assert.Equal(200, await bench.Answered(good));
        bench.Issuer.Told.Clear();
        bench.Issuer.AddKey("k9", true, "msteams");
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(200, await bench.Answered("Bearer " + bench.Issuer.Token(bench.Claims(), "k9")));

        Assert.Equal(401, await bench.Answered(good));
    }

    [Fact]
    public async Task Keys_that_were_read_go_on_counting_while_they_cannot_be_read()
    {
        Assert.Equal(200, await bench.Answered(bench.Good()));
        bench.Documents.Status = HttpStatusCode.InternalServerError;
        for (var hours = 0; hours < 50; hours++)
        {
            bench.Time.Advance(TimeSpan.FromHours(1));
            Assert.Equal(200, await bench.Answered(bench.Good()));
        }

        bench.Documents.Status = HttpStatusCode.OK;
        bench.Issuer.AddKey("k9", true, "msteams");
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(200, await bench.Answered("Bearer " + bench.Issuer.Token(bench.Claims(), "k9")));
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Found)]
    public async Task NonSuccessHttpStatusResponseForEndorsementsDocumentShouldThrow(HttpStatusCode status)
    {
        bench.Documents.Status = status;
        await Assert.ThrowsAsync<TeamsFailed>(() => bench.Answered(bench.Good()));
        await Assert.ThrowsAsync<TeamsFailed>(() => bench.Answered(bench.Good()));
        Assert.Single(bench.Documents.Asked);

        bench.Documents.Status = HttpStatusCode.OK;
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(200, await bench.Answered(bench.Good()));
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
        bench.Documents.Keys = keys;
        try
        {
            Assert.Equal(401, await bench.Answered(bench.Good()));
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
        Certify(bench.Issuer.Certificate("k1", bench.Time.GetUtcNow().AddDays(-1)));
        Assert.Equal(401, await bench.Answered(bench.Good()));

        // It was the end of the certificate alone: the same key counts with a longer one.
        Certify(bench.Issuer.Certificate("k1", bench.Time.GetUtcNow().AddDays(1)));
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(200, await bench.Answered(bench.Good()));
    }

    /// <summary>Its name is the one of Bot Builder's suite, where it lets the key in as well.</summary>
    [Fact]
    public async Task JwtTokenExtractor_WithValidCert_ShouldNotAllowCertSigningKey()
    {
        Assert.NotEmpty((string?)bench.Issuer.Told[0]!["x5c"]![0] ?? "");

        Assert.Equal(200, await bench.Answered(bench.Good()));
    }

    [Fact]
    public async Task A_key_without_a_certificate_counts()
    {
        bench.Issuer.Told[0]!.AsObject().Remove("x5c");

        Assert.Equal(200, await bench.Answered(bench.Good()));
    }

    [Theory]
    [InlineData("no base64!")]
    [InlineData("bm8gY2VydGlmaWNhdGU=")]
    public async Task A_key_whose_certificate_cannot_be_read_lets_nobody_in(string certificate)
    {
        Certify(certificate);

        Assert.Equal(401, await bench.Answered(bench.Good()));
    }

    private void Certify(string certificate) => bench.Issuer.Told[0]!["x5c"] = new JsonArray(certificate);

    public void Dispose() => bench.Dispose();
}
