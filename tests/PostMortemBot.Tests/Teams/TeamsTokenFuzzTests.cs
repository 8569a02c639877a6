using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PostMortemBot.Teams;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>Forged and mutated tokens and bodies: none is taken; and none that is good is refused.</summary>
public sealed class TeamsTokenFuzzTests
{
    private const int Many = 100_000;
    private const string App = "22222222-2222-2222-2222-222222222222";
    private const string Tenant = "11111111-1111-1111-1111-111111111111";
    private const string Service = "https://smba.trafficmanager.net/amer/";
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 7, 0, 0, TimeSpan.Zero));

    /// <summary>500 tokens, each checked once in full and then known by its hash: what a busy bot sees.</summary>
    [Fact]
    public async Task Of_100000_good_requests_none_is_refused()
    {
        using var issuer = Issuer();
        using var wire = new TeamsWire(new Told(issuer));
        var checker = Checker(wire);
        var tokens = Enumerable.Range(0, 500).Select(n => Header(issuer, n)).ToList();
        var activity = Read(Body());
        var refused = 0;
        for (var n = 0; n < Many; n++)
        {
            if (await checker.ReadAsync(new([tokens[n % tokens.Count]])) is not { } caller || checker.Judge(caller, activity) != 200) refused++;
        }

        Assert.Equal(0, refused);
    }

    /// <summary>One change of one letter, a part cut, swapped or said twice: in the token, or in what of the body it vouches for.</summary>
    [Fact]
    public async Task Of_100000_mutated_requests_none_is_taken()
    {
        using var issuer = Issuer();
        using var wire = new TeamsWire(new Told(issuer));
        var checker = Checker(wire);
        var (good, other) = (Header(issuer, 1)["Bearer ".Length..], Header(issuer, 2)["Bearer ".Length..]);
        Assert.NotNull(await checker.ReadAsync(new(["Bearer " + good])));
        var taken = new List<string>();
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ é";
        var chance = new Random(20261124);
        for (var n = 0; n < Many;)
        {
            var mutated = Mutated(good, other, chance.Next(8), chance.Next(good.Length), letters[chance.Next(letters.Length)]);
            if (Same(mutated, good) || Same(mutated, other)) continue;
            n++;
            if (await checker.ReadAsync(new(["Bearer " + mutated])) is not null) taken.Add(mutated);
        }

        Assert.Empty(taken);
    }

    [Fact]
    public async Task A_body_that_says_another_Connector_channel_or_tenant_is_not_taken()
    {
        using var issuer = Issuer();
        using var wire = new TeamsWire(new Told(issuer));
        var checker = Checker(wire);
        var caller = Assert.IsType<TeamsCaller>(await checker.ReadAsync(new([Header(issuer, 1)])));
        var taken = 0;
        foreach (var (from, letter) in from value in new[] { Service, "msteams", Tenant } from at in Enumerable.Range(0, value.Length) from letter in "aZ0-./@ é" select ((value, at), letter))
        {
            var changed = from.value[..from.at] + letter + from.value[(from.at + 1)..];
            if (changed.Equals(from.value, StringComparison.OrdinalIgnoreCase)) continue;
            if (checker.Judge(caller, Read(Body().Replace(from.value, changed, StringComparison.Ordinal))) == 200) taken++;
        }

        Assert.Equal(0, taken);
    }

    private static string Mutated(string good, string other, int kind, int at, char letter)
    {
        var (parts, others) = (good.Split('.'), other.Split('.'));
        return kind switch
        {
            0 or 1 or 2 => good[..at] + letter + good[(at + 1)..],
            3 => good[..at],
            4 => good[..at] + letter + good[at..],
            5 => $"{parts[0]}.{others[1]}.{parts[2]}",
            6 => $"{parts[0]}.{parts[1]}.{others[2]}",
            _ => good + "." + parts[at % 3],
        };
    }

    /// <summary>The last letter of a base64url part holds bits that say nothing: a token that differs there alone is the same token.</summary>
    private static bool Same(string one, string good) => one.Split('.') is [var head, var claims, var signature] && good.Split('.') is [var first, var second, var third]
        && head == first && claims == second && signature.Length == third.Length && signature[..^1] == third[..^1];

    private FakeTeamsIssuer Issuer()
    {
        var issuer = new FakeTeamsIssuer(time);
        issuer.AddKey("k1", true, "msteams");
        return issuer;
    }

    private TeamsToken Checker(TeamsWire wire)
    {
        var settings = new TeamsSettings { AppId = App, Tenants = [Tenant] };
        return new(settings, new(settings, wire, time, NullLogger<TeamsKeys>.Instance), new(settings), time);
    }

    private static string Header(FakeTeamsIssuer issuer, int number)
    {
        var claims = issuer.Claims(App, Service);
        claims["jti"] = $"token {number}";
        return "Bearer " + issuer.Token(claims);
    }

    private static string Body() => $$"""{"type":"message","channelId":"msteams","serviceUrl":"{{Service}}","conversation":{"id":"a:1","tenantId":"{{Tenant}}"},"channelData":{"tenant":{"id":"{{Tenant}}"} } }""";

    private static JsonElement Read(string body)
    {
        using var read = JsonDocument.Parse(Encoding.UTF8.GetBytes(body));
        return read.RootElement.Clone();
    }

    private sealed class Told(FakeTeamsIssuer issuer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StringContent(request.RequestUri!.AbsolutePath.EndsWith("/keys", StringComparison.Ordinal) ? issuer.KeySet : FakeTeamsIssuer.Metadata("https://login.botframework.com/v1/keys")) });
    }
}
