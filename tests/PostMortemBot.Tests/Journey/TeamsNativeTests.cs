using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Journey;

/// <summary>The program that was published as machine code in a fake Teams, by the real clock: who calls is proved by a token, the bot proves itself by its certificate.</summary>
public sealed class TeamsNativeTests : IAsyncLifetime
{
    private const string Channel = "#inc-gateway";
    private const string Incident = "INC-004211";
    private const string Password = "canary-password";
    private readonly BotProcess bot = new(BotProgram.Native);
    private readonly Dictionary<string, FakeTeammate> people = [];
    private FakeTeams teams = null!; // Started before each test, with the bot.

    public async ValueTask InitializeAsync()
    {
        teams = await FakeTeams.StartAsync(TimeProvider.System);
        TeamsProgram.Populate(teams);
        teams.Certificate = Certificate();
        await File.WriteAllBytesAsync(Path.Combine(bot.Folder, "bot.pfx"), teams.Certificate.Export(X509ContentType.Pfx, Password), TestContext.Current.CancellationToken);
        foreach (var (handle, user) in teams.Users) people[handle] = new FakeTeammate(teams, user, bot.Http, () => { }, () => Task.CompletedTask);
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        teams.Certificate?.Dispose();
        await teams.DisposeAsync();
    }

    [Fact]
    public void The_thread_that_reads_sockets_interrupts_no_other()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Linux alone can be asked for it.");
        const int batch = 3;

        var policies = bot.Policies();

        Assert.All(policies[".NET Sockets"].Concat(policies[".NET TP Worker"]), policy => Assert.Equal(batch, policy));
        Assert.NotEmpty(policies[".NET Sockets"]);
    }

    [Fact]
    public async Task An_incident_is_started_marked_resolved_and_its_document_begun()
    {
        var (dana, lee, sam) = (people["dana"], people["lee"], people["sam"]);
        await dana.Install(Channel);
        foreach (var who in new[] { "dana", "sam", "marta" }) await people[who].Install("@" + who);
        await dana.Type(Channel, $"start {Incident} Degraded response times on API gateway p1 env:PROD svc:gateway owner:@sam");
        var thread = teams.Rooms[Channel].Messages.Last(message => !message.ByBot);
        await SeesAsync(dana, "Mark an event", Channel);

        await dana.Press("Mark an event", Channel);
        await dana.Submit(("When", "40m ago"), ("What happened", "pool size halved by change 4711"), ("Phase", "Incident Begin"));
        await dana.Menu(await lee.Say(Channel, "pool wait time rising", thread), "menu.timeline");
        if (dana.Form is not null) dana.Close();
        await dana.Type(Channel, "mark #fix rolled back gateway 4.12", thread);
        await teams.UntilAsync(() => teams.Rooms[Channel].Messages.Count(message => message.Reactions.Contains("1f4dd_memo")) == 2, "both messages have their receipts");
        await dana.Type("@dana", Incident + " timeline");
        await ReadsAsync("@dana", "Timeline · INC-004211 · 3 events");

        await dana.Type(Channel, "resolve", thread);
        await SeesAsync(sam, "Continue", "@sam");
        await sam.Press("Continue", "@sam");
        Assert.Contains("Step 1 of ", sam.FormText, StringComparison.Ordinal);
        sam.FillAll(14);
        await sam.Submit();
        Assert.Contains("Saved.", sam.FormText, StringComparison.Ordinal);

        await WeeksLaterAsync();
        Assert.Empty(teams.Wrongs);
        bot.Clean();
    }

    [Fact]
    public async Task Whoever_has_no_token_or_a_forged_one_is_not_heard()
    {
        var claims = teams.Issuer.Claims(FakeTeams.AppId, teams.ServiceUrl);
        using var other = RSA.Create(2048);
        var forged = FakeTeamsIssuer.Token(claims, "k1", "RS256", bytes => other.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        var foreign = teams.Issuer.Token(teams.Issuer.Claims("33333333-3333-3333-3333-333333333333", teams.ServiceUrl));

        Assert.Equal(HttpStatusCode.Unauthorized, await AnsweredAsync(null));
        Assert.Equal(HttpStatusCode.Unauthorized, await AnsweredAsync(forged));
        Assert.Equal(HttpStatusCode.Unauthorized, await AnsweredAsync(foreign));
        Assert.Equal(HttpStatusCode.OK, await AnsweredAsync(teams.Issuer.Token(claims)));

        await ReadsAsync("@dana", "mark [time]");
        Assert.Single(teams.Rooms["@dana"].Messages);
    }

    /// <summary>Started again on its store it posts the digest; the numbers of the picture stand there only when it could be drawn.</summary>
    private async Task WeeksLaterAsync()
    {
        await bot.KillAsync();
        await Overdue.PutAsync(bot, TeamsProgram.Organisation, Incident);
        await StartAsync();
        await ReadsAsync(Channel, "Bars: done on time 0, done late 0, open 1, past due 1.");
    }

    private async Task<HttpStatusCode> AnsweredAsync(string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new StringContent(people["dana"].Message(teams.Rooms["@dana"], "help mark", teams.Rooms["@dana"].Id).ToJsonString(), Encoding.UTF8, "application/json") };
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        using var answer = await bot.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private Task SeesAsync(FakeTeammate who, string label, string where) => teams.UntilAsync(() => who.Sees(label, where), $"{who.User.Handle} sees {label} in {where}");

    private Task ReadsAsync(string where, string words) =>
        teams.UntilAsync(() => teams.Rooms[where].Messages.Any(message => message.ByBot && message.Card is { } card && FakeTeamsWords.Card(card).Contains(words, StringComparison.Ordinal)), $"“{words}” stands in {where}");

    private Task StartAsync() => bot.StartAsync(
        root =>
        {
            Daytime.Set(root);
            root["organisations"] = new JsonArray(new JsonObject { ["name"] = TeamsProgram.Organisation, ["teamsTenants"] = new JsonArray(FakeTeams.Tenant) });
            root["platforms"]!["teams"] = new JsonObject { ["on"] = true };
        },
        ("Teams__AppId", FakeTeams.AppId),
        ("Teams__TenantId", FakeTeams.Tenant),
        ("Teams__CertificateFile", Path.Combine(bot.Folder, "bot.pfx")),
        ("Teams__CertificatePassword", Password),
        ("Teams__OpenIdMetadataUrl", teams.Address + "/openid"),
        ("Teams__LoginUrl", teams.Address + "/login"),
        ("Teams__AllowedServiceUrls", teams.Address));

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=PostMortem", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
