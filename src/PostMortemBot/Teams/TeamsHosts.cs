using System.Text;

namespace PostMortemBot.Teams;

/// <summary>
/// Where the bot may post to with its token: the hosts of the settings, by their scheme, name and port. An address comes in a signed activity, yet it was chosen elsewhere. Without
/// an app id there is no token to lose, and an emulator on this machine is called at any port.
/// </summary>
internal sealed class TeamsHosts(TeamsSettings settings)
{
    /// <summary>The address with a final slash, or null when it may not be called.</summary>
    public Uri? Allowed(string address) =>
        address.Length <= 2000 && Ascii.IsValid(address) && Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && Allows(uri) && !Disguised(address, uri) ? uri : null;

    private bool Allows(Uri uri)
    {
        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0) return false;
        return settings.ServiceUrls.Any(one => one.Scheme == uri.Scheme && one.Host == uri.Host && one.Port == uri.Port) || (!settings.ChecksTokens && uri.IsLoopback && uri.Scheme is "http" or "https");
    }

    /// <summary>The host as it was written is not the one that would be called: a number for an address, a backslash, an escape.</summary>
    private static bool Disguised(string address, Uri uri)
    {
        var start = address.IndexOf("://", StringComparison.Ordinal) + 3;
        return start < 3 || !address.AsSpan(start).StartsWith(uri.Host, StringComparison.OrdinalIgnoreCase) || address.AsSpan().IndexOfAny("\\\t\n\r") >= 0;
    }
}
