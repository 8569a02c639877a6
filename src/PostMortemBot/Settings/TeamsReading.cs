using System.Text.RegularExpressions;
using PostMortemBot.Teams;

namespace PostMortemBot.Settings;

/// <summary>
/// Reads <c>platforms.teams</c> and the secret beside it, which stands in the environment alone. Teams is on where the file says so, and, where it says nothing, when an app id
/// is set. Without an app id it runs on this machine only, and only where the environment says Development: for an emulator of Teams.
/// </summary>
internal static partial class TeamsReading
{
    private const string AppId = "Teams__AppId";
    private const string TenantId = "Teams__TenantId";
    private const string CertificatePassword = "Teams__CertificatePassword";
    private const string ClientSecret = "Teams__ClientSecret";
    private static readonly string[] Environments = ["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"];

    /// <summary>Null when Teams is off.</summary>
    /// <param name="url">Where the program listens; left out, on this machine.</param>
    public static TeamsSettings? Read(Setting platforms, IReadOnlyDictionary<string, string> environment, IReadOnlyList<OrganisationOptions> organisations, Setting url)
    {
        if (!platforms.IsSection() || platforms.Key("teams") is not { } section || !section.IsSection()) return null;
        var cloud = section.Key("cloud").OneOf(("public", 'p'), ("usGovernment", 'g'), ("usGovernmentDoD", 'd'), ("china", 'c')) switch { 'g' => TeamsCloud.UsGovernment, 'd' => TeamsCloud.UsGovernmentDoD, 'c' => TeamsCloud.China, _ => TeamsCloud.Public };
        var tenants = List(section.Key("tenantId"));
        var settings = new TeamsSettings
        {
            AppId = Id(section.Key("appId")) ?? "",
            Tenants = tenants.Count > 0 ? tenants : [.. organisations.SelectMany(one => one.TeamsTenants)],
            LoginTenant = LoginTenant(section.Key("loginTenant")),
            ClientSecret = HostSettings.Secret(environment, ClientSecret),
            CertificateFile = section.Key("certificateFile").Text() is { Length: > 0 } file ? Path.GetFullPath(file) : "",
            CertificatePassword = HostSettings.Secret(environment, CertificatePassword),
            ManagedIdentity = section.Key("managedIdentity").YesNo() ?? false,
            Issuer = cloud.Issuer,
            Scope = cloud.Scope,
            MetadataUrl = Safe(section.Key("openIdMetadataUrl"), section.Key("openIdMetadataUrl").Address()) ?? cloud.Metadata,
            LoginUrl = Folder(section.Key("loginUrl")) ?? cloud.Login,
            GraphUrl = Folder(section.Key("graphUrl")) ?? cloud.Graph,
            ClientHost = cloud.Client,
            FileHosts = Hosts(section.Key("allowedFileHosts")) is { Count: > 0 } hosts ? hosts : cloud.FileHosts,
            ReadsHistory = section.Key("readsHistory").YesNo() ?? section.Key("hearsChannels").YesNo() ?? true,
            ServiceUrls = Services(section.Key("allowedServiceUrls")) is { Count: > 0 } named ? named : cloud.Services,
            TargetsMessages = section.Key("targetedMessages").YesNo() ?? false,
            HearsChannels = section.Key("hearsChannels").YesNo() ?? true,
        };
        if (!(section.Key("on").YesNo() ?? settings.AppId.Length > 0)) return null;
        foreach (var missing in Missing(settings, organisations, environment, url)) section.Refuse(missing);
        return settings;
    }

    private static IEnumerable<string> Missing(TeamsSettings settings, IReadOnlyList<OrganisationOptions> organisations, IReadOnlyDictionary<string, string> environment, Setting url)
    {
        if (!settings.ChecksTokens && !(IsDevelopment(environment) && IsHere(url)))
        {
            yield return $"{AppId} is missing; set this variable to the bot's app id. Without one Teams answers on this machine alone, with ASPNETCORE_ENVIRONMENT=Development.";
        }

        if (settings.Tenants.Count == 0) yield return $"{TenantId} is missing; set this variable to the id of your tenant, or name it under organisations as teamsTenants.";
        foreach (var wrong in settings.Tenants.Where(tenant => !Guid.TryParseExact(tenant, "D", out _))) yield return $"\"{wrong}\" is no tenant; write its id, such as \"11111111-1111-1111-1111-111111111111\".";
        foreach (var strange in settings.Tenants.Where(tenant => organisations.Count > 0 && !organisations.Any(one => one.TeamsTenants.Contains(tenant)))) yield return $"the tenant {strange} belongs to no organisation; name it under organisations as teamsTenants.";
        if (settings is { ChecksTokens: true, ClientSecret.Length: 0, CertificateFile.Length: 0, ManagedIdentity: false }) yield return $"{ClientSecret} is missing; set this variable to a client secret of the app, name a certificateFile, or write \"managedIdentity\": true.";
        if (settings.CertificateFile.Length > 0 && !File.Exists(settings.CertificateFile)) yield return $"the certificate {settings.CertificateFile} is not there; name the .pfx or .pem with the app's certificate and its private key.";
        if (settings.ServiceUrls.Count == 0) yield return "allowedServiceUrls is missing; this cloud's Connector has no published address, so write where it answers.";
    }

    private static bool IsDevelopment(IReadOnlyDictionary<string, string> environment) =>
        Environments.Any(name => HostSettings.Secret(environment, name).Equals("Development", StringComparison.OrdinalIgnoreCase));

    /// <summary>What is no address is told where it is read.</summary>
    private static bool IsHere(Setting url) => !url.IsThere || (Uri.TryCreate(url.Node!.ToString(), UriKind.Absolute, out var address) && address.IsLoopback);

    private static string? Id(Setting key)
    {
        if (key.Text() is not { } text) return null;
        if (Guid.TryParseExact(text, "D", out var id)) return id.ToString("D");
        key.Refuse($"{key.Shown()} is no app id; write it as \"22222222-2222-2222-2222-222222222222\".");
        return null;
    }

    private static string LoginTenant(Setting key)
    {
        if (key.Text() is not { } text) return "";
        if (Guid.TryParseExact(text, "D", out _) || text == "botframework.com") return text;
        key.Refuse($"{key.Shown()} is no tenant to log in with; write the id of the one in which the bot is registered, or \"botframework.com\" for a bot of several tenants.");
        return "";
    }

    /// <summary>A variable of the environment holds several with commas between.</summary>
    private static IReadOnlyList<string> List(Setting key) => key.Node is System.Text.Json.Nodes.JsonArray
        ? key.Texts()
        : (key.Text() ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IReadOnlyList<Uri> Services(Setting key)
    {
        List<Uri> services = [];
        foreach (var text in List(key))
        {
            var address = ServiceUrl().IsMatch(text) && Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null;
            if (address is null) key.Refuse($"\"{text}\" is no address of a Connector; write scheme and host alone, such as \"https://smba.trafficmanager.net/\".");
            else if (Safe(key, address) is { } safe) services.Add(safe);
        }

        return services;
    }

    private static IReadOnlyList<string> Hosts(Setting key)
    {
        var hosts = List(key);
        foreach (var host in hosts.Where(host => !Host().IsMatch(host))) key.Refuse($"\"{host}\" is no host; write it as \"sharepoint.com\".");
        return hosts;
    }

    /// <summary>An address below which others lie.</summary>
    private static Uri? Folder(Setting key) => Safe(key, key.Address()) is { } address ? new Uri(address.AbsoluteUri.TrimEnd('/') + "/") : null;

    /// <summary>Keys and tokens travel by https; on this machine also without.</summary>
    private static Uri? Safe(Setting key, Uri? address)
    {
        if (address is null || address.Scheme == Uri.UriSchemeHttps || address.IsLoopback) return address;
        key.Refuse($"{address} is read by whoever stands between; write it with https.");
        return null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9.-]{1,200}(?::[0-9]{1,5})?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Host();

    [GeneratedRegex(@"\Ahttps?://[A-Za-z0-9.-]{1,200}(?::[0-9]{1,5})?/?\z", RegexOptions.NonBacktracking)]
    private static partial Regex ServiceUrl();
}
