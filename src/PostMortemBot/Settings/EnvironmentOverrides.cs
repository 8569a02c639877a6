using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostMortemBot.Settings;

/// <summary>
/// Environment variables that stand before <c>bot.json</c>: <c>Storage__File</c> for <c>storage.file</c>, <c>Slos__1__Target</c> for the second SLO's target,
/// <c>PM__TimeZone</c> for a key of the top level (any may carry the <c>PM__</c>), <c>Slack__Command</c> for <c>platforms.slack.command</c>. A value that begins with a
/// bracket is JSON. A platform's secrets are no settings of the file: whoever needs one takes it from the environment.
/// </summary>
internal static class EnvironmentOverrides
{
    private const string Prefix = "PM__";
    private const string Listening = "ASPNETCORE_URLS";
    private static readonly string[] Platforms = ["slack", "teams"];
    /// <summary>Secrets of other sections, in whole.</summary>
    private static readonly string[] OtherSecrets = [WikiReading.Token, MailReading.Password, AlertReading.Token, TrackerReading.Token, TrackerReading.Secret];

    private static readonly string[] Secrets = ["SigningSecret", "BotToken", "AppToken", "AppPassword", "ClientSecret", "CertificatePassword"];

    /// <summary>The variables of this process.</summary>
    public static IReadOnlyDictionary<string, string> OfThisProcess() =>
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);

    /// <summary>Writes them over the file's values and says which path came from which variable. Variables of others (<c>Logging__…</c>) are left alone.</summary>
    public static IReadOnlyDictionary<string, string> Lay(JsonObject over, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> sections)
    {
        var laid = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (variable, text) in environment.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            if (KeysOf(variable, sections) is { Length: > 0 } keys) laid[Put(over, keys, text)] = variable;
        }

        return laid;
    }

    private static string[]? KeysOf(string variable, IReadOnlyList<string> sections)
    {
        if (variable.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return Keys(variable[Prefix.Length..]);
        if (variable == Listening) return ["url"];
        if (OtherSecrets.Contains(variable, StringComparer.OrdinalIgnoreCase)) return null;
        var keys = Keys(variable);
        if (keys.Length > 1 && Platforms.Contains(keys[0], StringComparer.OrdinalIgnoreCase)) return Secrets.Contains(keys[1], StringComparer.OrdinalIgnoreCase) ? null : ["platforms", .. keys];
        return keys.Length > 1 && sections.Contains(keys[0], StringComparer.OrdinalIgnoreCase) ? keys : null;
    }

    private static string[] Keys(string variable) => variable.Split("__", StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Writes the value below <paramref name="at"/> and gives the path it has there. What stands in the way is replaced; missing lists and sections are made.</summary>
    private static string Put(JsonNode at, ReadOnlySpan<string> keys, string text)
    {
        var path = Name(at, keys[0], out var read, out var write);
        if (keys.Length == 1)
        {
            write(Value(text));
            return path;
        }

        if (read is not (JsonObject or JsonArray)) write(read = Index(keys[1]) is null ? new JsonObject() : new JsonArray());
        var below = Put(read, keys[1..], text);
        return path + (below.StartsWith('[') ? "" : ".") + below;
    }

    /// <summary>The key as the file spells it (any case is taken), or the place in a list; one past its end adds to it.</summary>
    private static string Name(JsonNode at, string key, out JsonNode? there, out Action<JsonNode?> write)
    {
        if (at is JsonArray list)
        {
            var index = Math.Min(Index(key) ?? list.Count, list.Count);
            there = index < list.Count ? list[index] : null;
            write = node =>
            {
                if (index == list.Count) list.Add(node);
                else list[index] = node;
            };
            return FormattableString.Invariant($"[{index}]");
        }

        var section = at.AsObject();
        var name = section.Select(entry => entry.Key).FirstOrDefault(known => string.Equals(known, key, StringComparison.OrdinalIgnoreCase)) ?? char.ToLowerInvariant(key[0]) + key[1..];
        there = section[name];
        write = node => section[name] = node;
        return name;
    }

    private static int? Index(string key) => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static JsonNode? Value(string text)
    {
        if (text.TrimStart() is not ['[' or '{', ..]) return JsonValue.Create(text);
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            // Not JSON after all: kept as the text it is, and judged where it is read.
            return JsonValue.Create(text);
        }
    }
}
