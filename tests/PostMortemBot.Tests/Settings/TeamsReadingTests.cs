using System.Text.Json.Nodes;
using PostMortemBot.Teams;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Settings;

public sealed class TeamsReadingTests
{
    private const string Tenant = "11111111-1111-1111-1111-111111111111";
    private const string App = "22222222-2222-2222-2222-222222222222";
    private static readonly (string, string)[] Whole = [("Teams__AppId", App), ("Teams__TenantId", Tenant), ("Teams__ClientSecret", "canary-secret")];

    [Fact]
    public void As_shipped_Teams_is_off() => Assert.Null(Shipped.Options().Teams);

    [Fact]
    public void An_app_id_in_the_environment_turns_it_on_and_the_built_in_chat_off()
    {
        var options = Accepted([.. Whole, ("Teams__AllowedServiceUrls", "http://127.0.0.1:9571, https://smba.example.com/"), ("Teams__LoginUrl", "http://127.0.0.1:9571/login"), ("Teams__OpenIdMetadataUrl", "http://127.0.0.1:9571/keys")]);

        Assert.Equal((App, "canary-secret", true), (options.Teams!.AppId, options.Teams.ClientSecret, options.Teams.HearsChannels));
        Assert.Equal([Tenant], options.Teams.Tenants);
        Assert.Equal(["http://127.0.0.1:9571/", "https://smba.example.com/"], options.Teams.ServiceUrls.Select(url => url.ToString()));
        Assert.Equal(("http://127.0.0.1:9571/login/", "http://127.0.0.1:9571/keys"), (options.Teams.LoginUrl.ToString(), options.Teams.MetadataUrl.ToString()));
        Assert.False(options.WebChat);
    }

    [Fact]
    public void Its_addresses_are_those_of_its_cloud()
    {
        var (here, government) = (Accepted(Whole).Teams!, Accepted([.. Whole, ("Teams__Cloud", "usGovernment")]).Teams!);

        Assert.Equal(("https://api.botframework.com", "https://login.microsoftonline.com/", "https://api.botframework.com/.default"), (here.Issuer, here.LoginUrl.ToString(), here.Scope));
        Assert.Equal(["smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"], here.ServiceUrls.Select(url => url.Host));
        Assert.Equal(("https://api.botframework.us", "https://login.microsoftonline.us/", "https://login.botframework.azure.us/v1/.well-known/openidconfiguration"), (government.Issuer, government.LoginUrl.ToString(), government.MetadataUrl.ToString()));
        Assert.Equal(["platforms.teams: allowedServiceUrls is missing; this cloud's Connector has no published address, so write where it answers."], Refused([.. Whole, ("Teams__Cloud", "china")]));
    }

    [Fact]
    public void The_DoD_cloud_has_hosts_of_its_own()
    {
        var (high, dod) = (Accepted([.. Whole, ("Teams__Cloud", "usGovernment")]).Teams!, Accepted([.. Whole, ("Teams__Cloud", "usGovernmentDoD")]).Teams!);

        Assert.Equal((high.Issuer, high.Scope, high.LoginUrl, high.MetadataUrl), (dod.Issuer, dod.Scope, dod.LoginUrl, dod.MetadataUrl));
        Assert.Equal(("https://smba.infra.dod.teams.microsoft.us/", "https://dod-graph.microsoft.us/", "sharepoint-mil.us", "dod.teams.microsoft.us"), (Assert.Single(dod.ServiceUrls).ToString(), dod.GraphUrl.ToString(), Assert.Single(dod.FileHosts), dod.ClientHost));
    }

    [Fact]
    public void The_bot_logs_in_with_the_first_tenant_unless_another_is_named()
    {
        const string Other = "33333333-3333-3333-3333-333333333333";
        (string, string)[] two = [Whole[0], ("Teams__TenantId", $"{Tenant}, {Other}"), Whole[2]];

        Assert.Equal((Tenant, Other, "botframework.com"), (Accepted(two).Teams!.LoginTenant, Accepted([.. two, ("Teams__LoginTenant", Other)]).Teams!.LoginTenant, Accepted([.. two, ("Teams__LoginTenant", "botframework.com")]).Teams!.LoginTenant));
        Assert.Contains("is no tenant to log in with", Assert.Single(Refused([.. two, ("Teams__LoginTenant", "organizations")])), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_is_named_by_its_variable() => Assert.Equal(
        [
            "platforms.teams: Teams__AppId is missing; set this variable to the bot's app id. Without one Teams answers on this machine alone, with ASPNETCORE_ENVIRONMENT=Development.",
            "platforms.teams: Teams__TenantId is missing; set this variable to the id of your tenant, or name it under organisations as teamsTenants.",
        ],
        Refused([("Teams__On", "true")]));

    [Fact]
    public void A_secret_or_a_managed_identity_is_needed()
    {
        Assert.Equal(["platforms.teams: Teams__ClientSecret is missing; set this variable to a client secret of the app, name a certificateFile, or write \"managedIdentity\": true."], Refused(Whole[..2]));
        Assert.True(Accepted([.. Whole[..2], ("Teams__ManagedIdentity", "true")]).Teams!.ManagedIdentity);
    }

    [Fact]
    public void A_certificate_stands_in_the_place_of_the_secret_and_is_looked_for_at_start()
    {
        var settings = Accepted([.. Whole[..2], ("Teams__CertificateFile", Path.Combine(Shipped.Root, "LICENSE")), ("Teams__CertificatePassword", "canary")]).Teams!;

        Assert.Equal((Path.Combine(Shipped.Root, "LICENSE"), "canary"), (settings.CertificateFile, settings.CertificatePassword));
        Assert.Equal(["platforms.teams: the certificate /nowhere/bot.pfx is not there; name the .pfx or .pem with the app's certificate and its private key."], Refused([.. Whole[..2], ("Teams__CertificateFile", "/nowhere/bot.pfx")]));
    }

    [Fact]
    public void Graph_and_OneDrive_are_those_of_the_cloud_and_history_is_read_where_channels_are_heard()
    {
        var (here, government) = (Accepted(Whole).Teams!, Accepted([.. Whole, ("Teams__Cloud", "usGovernment"), ("Teams__HearsChannels", "false")]).Teams!);

        Assert.Equal(("https://graph.microsoft.com/", "sharepoint.com", true), (here.GraphUrl.ToString(), Assert.Single(here.FileHosts), here.ReadsHistory));
        Assert.Equal(("https://graph.microsoft.us/", "sharepoint.us", false), (government.GraphUrl.ToString(), Assert.Single(government.FileHosts), government.ReadsHistory));
        Assert.Equal(("https://dod-graph.microsoft.us/", true), Accepted([.. Whole, ("Teams__GraphUrl", "https://dod-graph.microsoft.us"), ("Teams__ReadsHistory", "true"), ("Teams__HearsChannels", "false")]).Teams is { } named ? (named.GraphUrl.ToString(), named.ReadsHistory) : default);
        Assert.Contains("write it with https", Assert.Single(Refused([.. Whole, ("Teams__GraphUrl", "http://graph.example")])), StringComparison.Ordinal);
        Assert.Contains("is no host", Assert.Single(Refused([.. Whole, ("Teams__AllowedFileHosts", "https://sharepoint.com/x")])), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_app_id_it_runs_on_this_machine_in_Development_alone()
    {
        (string, string)[] local = [("Teams__On", "true"), ("Teams__TenantId", Tenant), ("ASPNETCORE_ENVIRONMENT", "Development")];

        Assert.False(Accepted(local).Teams!.ChecksTokens);
        Assert.Contains("Teams__AppId is missing", Assert.Single(Refused([.. local[..2], ("ASPNETCORE_ENVIRONMENT", "Production")])), StringComparison.Ordinal);
        Assert.Contains("Teams__AppId is missing", Assert.Single(Refused([.. local, ("ASPNETCORE_URLS", "http://0.0.0.0:3978")])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tenant_belongs_to_an_organisation_where_any_is_named()
    {
        var strange = Refused(Whole, root => root["organisations"] = JsonNode.Parse("""[ { "name": "A", "teamsTenants": ["33333333-3333-3333-3333-333333333333"] } ]"""));
        var own = Accepted([Whole[0], Whole[2]], root => root["organisations"] = JsonNode.Parse($$"""[ { "name": "A", "teamsTenants": ["{{Tenant}}"] } ]"""));

        Assert.Equal([$"platforms.teams: the tenant {Tenant} belongs to no organisation; name it under organisations as teamsTenants."], strange);
        Assert.Equal([Tenant], own.Teams!.Tenants);
    }

    [Fact]
    public void No_secret_is_printed() => Assert.DoesNotContain("canary", Accepted(Whole).Teams!.ToString(), StringComparison.Ordinal);

    [Fact]
    public void The_Connectors_that_may_be_called_are_those_named_and_no_others()
    {
        var hosts = new TeamsHosts(Accepted(Whole).Teams!);

        Assert.Equal("https://smba.trafficmanager.net/amer/1234/", hosts.Allowed("https://smba.trafficmanager.net/amer/1234/")?.ToString());
        Assert.All(
            new[]
            {
                "http://smba.trafficmanager.net/", "https://smba.trafficmanager.net.evil.example/", "https://smba.trafficmanager.net@evil.example/", "https://evil.example/smba.trafficmanager.net",
                "https://smba.trafficmanager.net:444/", "https://smba.trafficmanager.net\\@evil.example/", "https://smba。trafficmanager。net/", "http://2130706433/", "http://127.0.0.1/", "https://smba.trafficmanager.net/?x=1", "file:///etc/passwd", "", "smba.trafficmanager.net",
            },
            address => Assert.Null(hosts.Allowed(address)));
    }

    private static BotOptions Accepted(IEnumerable<(string, string)> environment, Action<JsonObject>? change = null) => Read(environment, change) switch
    {
        BotOptionsRead.Accepted accepted => accepted.Options,
        var refused => throw new InvalidOperationException(string.Join("\n", ((BotOptionsRead.Refused)refused).Mistakes)),
    };

    private static IReadOnlyList<string> Refused(IEnumerable<(string, string)> environment, Action<JsonObject>? change = null) => Assert.IsType<BotOptionsRead.Refused>(Read(environment, change)).Mistakes;

    private static BotOptionsRead Read(IEnumerable<(string Name, string Value)> environment, Action<JsonObject>? change)
    {
        var root = JsonNode.Parse(Shipped.BotJson)!.AsObject();
        change?.Invoke(root);
        return Shipped.Read(root.ToJsonString(), environment: environment.ToDictionary(one => one.Name, one => one.Value));
    }
}
