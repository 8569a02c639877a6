using System.Globalization;
using PostMortemBot.Hooks;

namespace PostMortemBot.Settings;

/// <summary>Reads <c>alerts</c> and the tokens beside it, which stand in the environment alone: without one the door for alerts is shut.</summary>
internal static class AlertReading
{
    public const string Token = "Alerts__Token";

    /// <summary>A shorter one is guessed.</summary>
    private const int LeastCharacters = 20;

    public static AlertSettings Read(Setting section, IReadOnlyDictionary<string, string> environment)
    {
        if (!section.IsSection()) return new([], null);
        var where = section.Key("where");
        var address = DistributionSettings.Address(where);
        if (address is { Platform: "mail" } or { Target: ['@', ..] }) where.Refuse($"{where.Shown()} is no channel; write for example \"slack:#alerts\".");
        IReadOnlyList<string> tokens = HostSettings.Secret(environment, Token).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (tokens.Any(token => token.Length < LeastCharacters || token.Any(c => c is <= ' ' or > '~'))) section.Refuse(string.Create(CultureInfo.InvariantCulture, $"{Token} holds a token that is too short or has a space in it; make one of at least {LeastCharacters} letters and digits, two with a comma while one is being replaced."));
        return new(tokens, address);
    }
}
