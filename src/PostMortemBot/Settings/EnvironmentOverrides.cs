using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostMortemBot.Settings;

/// <summary>
/// Environment variables that stand before <c>bot.json</c>: <c>Storage__File</c> for <c>storage.file</c>, <c>Slos__1__Target</c> for the second SLO's target,
/// <c>PM__TimeZone</c> for a key of the top level (any may carry the <c>PM__</c>). A value that begins with a bracket is JSON.
/// </summary>
internal static class EnvironmentOverrides
{
    private const string Prefix = "PM__";

    /// <summary>The variables of this process.</summary>
    public static IReadOnlyDictionary<string, string> OfThisProcess() =>
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);

    /// <summary>Writes them over the file's values and says which path came from which variable. Variables of others (<c>Logging__…</c>) are left alone.</summary>
    public static IReadOnlyDictionary<string, string> Lay(JsonObject over, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> sections)
    {
        var laid = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (variable, text) in environment.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            if (KeysOf(variable, sections) is { } keys) laid[Put(over, keys, text)] = variable;
        }

        return laid;
    }

    private static string[]? KeysOf(string variable, IReadOnlyList<string> sections)
    {
        if (variable.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return Keys(variable[Prefix.Length..]);
        var keys = Keys(variable);
        return keys.Length > 1 && sections.Contains(keys[0], StringComparer.OrdinalIgnoreCase) ? keys : null;
    }

    private static string[] Keys(string variable) => variable.Split("__", StringSplitOptions.RemoveEmptyEntries);

    private static string Put(JsonObject root, string[] keys, string text)
    {
        JsonNode at = root;
        var path = "";
        for (var i = 0; i < keys.Length; i++)
        {
            var last = i == keys.Length - 1;
            if (at is JsonArray list)
            {
                if (!int.TryParse(keys[i], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index) || index > list.Count) index = list.Count;
                if (index == list.Count) list.Add(new JsonObject());
                path += $"[{index}]";
                if (last) list[index] = Value(text);
                else at = list[index] as JsonNode ?? Fresh(node => list[index] = node);
                continue;
            }

            var section = (JsonObject)at;
            var name = section.Select(entry => entry.Key).FirstOrDefault(key => string.Equals(key, keys[i], StringComparison.OrdinalIgnoreCase)) ?? char.ToLowerInvariant(keys[i][0]) + keys[i][1..];
            path = path.Length == 0 ? name : path + "." + name;
            if (last) section[name] = Value(text);
            else at = section[name] is JsonObject or JsonArray ? section[name]! : Fresh(node => section[name] = node);
        }

        return path;
    }

    private static JsonObject Fresh(Action<JsonNode> put)
    {
        var fresh = new JsonObject();
        put(fresh);
        return fresh;
    }

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
