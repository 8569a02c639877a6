namespace PostMortemBot.Teams;

/// <summary>What the host tells the Teams adapter: which bot it is, whose requests it takes, and its secret. Prints none of it.</summary>
internal sealed record TeamsSettings
{
    /// <summary>The bot's app id. Empty on this machine alone, in Development: then no token is asked for and none is sent.</summary>
    public string AppId { get; init; } = "";

    /// <summary>The tenants that are served, as Entra names them.</summary>
    public IReadOnlyList<string> Tenants { get; init; } = [];

    /// <summary>Of whose login the Connector's token is asked: the tenant in which the bot is registered, the first of those served where it is left out; <c>botframework.com</c> for a bot of several tenants.</summary>
    public string LoginTenant { get => field.Length > 0 || Tenants.Count == 0 ? field : Tenants[0]; init; } = "";

    public string ClientSecret { get; init; } = "";

    /// <summary>In place of the secret: a <c>.pfx</c>, or a <c>.pem</c> that holds the private key as well.</summary>
    public string CertificateFile { get; init; } = "";

    public string CertificatePassword { get; init; } = "";

    /// <summary>The app id is that of a user-assigned managed identity: the machine gives the token, and there is no secret.</summary>
    public bool ManagedIdentity { get; init; }

    /// <summary>Who issues the tokens of requests.</summary>
    public string Issuer { get; init; } = TeamsCloud.Public.Issuer;

    public string Scope { get; init; } = TeamsCloud.Public.Scope;

    /// <summary>Where it is written with which keys requests are signed.</summary>
    public Uri MetadataUrl { get; init; } = TeamsCloud.Public.Metadata;

    /// <summary>Where the bot's own token is fetched, without the tenant, with a final slash.</summary>
    public Uri LoginUrl { get; init; } = TeamsCloud.Public.Login;

    /// <summary>The Connector's hosts: the bot's token goes nowhere else.</summary>
    public IReadOnlyList<Uri> ServiceUrls { get; init; } = TeamsCloud.Public.Services;

    /// <summary>The manifest asks for <c>ChannelMessage.Read.Group</c>: messages that do not mention the bot come as well.</summary>
    public bool HearsChannels { get; init; } = true;

    /// <summary>Microsoft Graph, with a final slash: the token for it goes nowhere else.</summary>
    public Uri GraphUrl { get; init; } = TeamsCloud.Public.Graph;

    /// <summary>Below which hosts a person's OneDrive may lie: files go nowhere else.</summary>
    public IReadOnlyList<string> FileHosts { get; init; } = TeamsCloud.Public.FileHosts;

    /// <summary>The host of the people's own client, as links into it name it.</summary>
    public string ClientHost { get; init; } = TeamsCloud.Public.Client;

    /// <summary>Microsoft Graph is asked for what was said before; a team or chat that has not granted it says no.</summary>
    public bool ReadsHistory { get; init; }

    /// <summary>The package says <c>supportsTargetedMessages</c>: a private answer stands in the channel, seen by one person alone.</summary>
    public bool TargetsMessages { get; init; }

    public bool ChecksTokens => AppId.Length > 0;

    public override string ToString() => $"Teams for {Tenants.Count} tenants";
}

/// <summary>One of Microsoft's clouds.</summary>
/// <param name="Services">Where its Connector answers; empty where that is not published.</param>
internal sealed record TeamsCloud(string Issuer, Uri Metadata, Uri Login, string Scope, Uri Graph, IReadOnlyList<string> FileHosts, string Client, IReadOnlyList<Uri> Services)
{
    public static TeamsCloud Public { get; } = new(
        "https://api.botframework.com",
        new("https://login.botframework.com/v1/.well-known/openidconfiguration"),
        new("https://login.microsoftonline.com/"),
        "https://api.botframework.com/.default",
        new("https://graph.microsoft.com/"),
        ["sharepoint.com"],
        "teams.microsoft.com",
        [new("https://smba.trafficmanager.net/"), new("https://smba.infra.gcc.teams.microsoft.com/")]);

    public static TeamsCloud UsGovernment { get; } = new(
        "https://api.botframework.us",
        new("https://login.botframework.azure.us/v1/.well-known/openidconfiguration"),
        new("https://login.microsoftonline.us/"),
        "https://api.botframework.us/.default",
        new("https://graph.microsoft.us/"),
        ["sharepoint.us"],
        "gov.teams.microsoft.us",
        [new("https://smba.infra.gov.teams.microsoft.us/")]);

    public static TeamsCloud UsGovernmentDoD { get; } = UsGovernment with
    {
        Graph = new("https://dod-graph.microsoft.us/"),
        FileHosts = ["sharepoint-mil.us"],
        Client = "dod.teams.microsoft.us",
        Services = [new("https://smba.infra.dod.teams.microsoft.us/")],
    };

    public static TeamsCloud China { get; } = new(
        "https://api.botframework.azure.cn",
        new("https://login.botframework.azure.cn/v1/.well-known/openidconfiguration"),
        new("https://login.partner.microsoftonline.cn/"),
        "https://api.botframework.azure.cn/.default",
        new("https://microsoftgraph.chinacloudapi.cn/"),
        ["sharepoint.cn"],
        "teams.microsoftonline.cn",
        []);
}
