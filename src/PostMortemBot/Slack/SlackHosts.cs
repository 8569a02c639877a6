using System.Text;

namespace PostMortemBot.Slack;

/// <summary>
/// Where the bot may post to and read from: Slack's own hosts by https, the host of the Web API, and what the settings name. An address that comes in a payload is signed,
/// yet chosen elsewhere: none is called that does not stand here.
/// </summary>
internal sealed class SlackHosts(SlackSettings settings)
{
    private static readonly string[] Slacks = ["slack.com", "slack-gov.com"];

    /// <summary>The address, or null when it may not be called.</summary>
    public Uri? Allowed(string address) =>
        address.Length <= 3000 && Ascii.IsValid(address) && Uri.TryCreate(address, UriKind.Absolute, out var uri) && Allows(uri) && !Disguised(address, uri) ? uri : null;

    /// <summary>The address of a socket (<c>wss</c>, on this machine also <c>ws</c>), or null when it may not be called.</summary>
    public Uri? AllowedSocket(string address) =>
        address.StartsWith("ws", StringComparison.Ordinal) && Allowed("http" + address[2..]) is not null && Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri : null;

    public bool Allows(Uri uri)
    {
        if (uri.UserInfo.Length > 0 || uri.HostNameType is UriHostNameType.Unknown or UriHostNameType.Basic) return false;
        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)) return false;
        return IsApi(uri) || settings.AllowedHosts.Any(host => Names(host, uri)) || (uri.Scheme == Uri.UriSchemeHttps && uri.IsDefaultPort && Slacks.Any(slack => Within(uri.Host, slack)));
    }

    private bool IsApi(Uri uri) => uri.Scheme == settings.ApiUrl.Scheme && uri.Host == settings.ApiUrl.Host && uri.Port == settings.ApiUrl.Port;

    /// <summary>Without a port: the usual one, or any on this machine.</summary>
    private static bool Names(string host, Uri uri) =>
        string.Equals(host, uri.Authority, StringComparison.OrdinalIgnoreCase) || string.Equals(host, $"{uri.Host}:{uri.Port}", StringComparison.OrdinalIgnoreCase)
        || (uri.IsLoopback && string.Equals(host, uri.Host, StringComparison.OrdinalIgnoreCase));

    private static bool Within(string host, string domain) => host == domain || host.EndsWith("." + domain, StringComparison.Ordinal);

    /// <summary>The host as it was written is not the one that would be called: a number for an address, a backslash, an escape.</summary>
    private static bool Disguised(string address, Uri uri)
    {
        var start = address.IndexOf("://", StringComparison.Ordinal) + 3;
        return start < 3 || !address.AsSpan(start).StartsWith(uri.Host, StringComparison.OrdinalIgnoreCase) || address.AsSpan().IndexOfAny("\\\t\n\r") >= 0;
    }
}
