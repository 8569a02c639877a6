using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostMortemBot.Settings;

/// <summary>From the text of <c>bot.json</c> and the environment to options or a list of mistakes.</summary>
internal static class BotJson
{
    /// <summary>The keys of the top level: an environment variable that begins with another word is not ours.</summary>
    private static readonly string[] Sections =
    [
        "organisations", "url", "publicUrl", "dataFolder", "storage", "wiki", "mail", "templates", "platforms", "timeZone", "incidentId", "environments", "services", "slos",
        "triggers", "deadlines", "workingHours", "holidays", "teams", "roles", "people", "review", "distribution", "contacts", "relatedDocuments", "emoji", "alerts", "tracker",
    ];

    /// <summary>Sections that decide nothing about a post-mortem: they stay out of the policy's hash.</summary>
    private static readonly string[] HostSections = ["$schema", "$comment", "organisations", "url", "publicUrl", "dataFolder", "storage", "wiki", "mail", "templates", "platforms", "alerts", "tracker"];

    /// <summary>Reads the whole of it; the options are there only when no mistake is.</summary>
    public static (BotOptions? Options, Reading Reading) Read(string text, string configFile, IReadOnlyDictionary<string, string> environment, bool tryIt)
    {
        if (Parse(text, out var mistake) is not { } file)
        {
            var broken = new Reading(new Dictionary<string, string>());
            broken.Refuse(Path.GetFileName(configFile), mistake);
            return (null, broken);
        }

        var reading = new Reading(EnvironmentOverrides.Lay(file, environment, Sections));
        var root = new Setting("", "", file, reading);
        var policy = PolicySettings.Read(root, Hash(file));
        var options = HostSettings.Read(root, policy, configFile, environment, tryIt) with { Warnings = reading.Warnings };
        reading.RefuseUnknownKeys();
        return (reading.Mistakes.Count == 0 ? options : null, reading);
    }

    private static JsonObject? Parse(string text, out string mistake)
    {
        mistake = "";
        try
        {
            var node = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 32 });
            if (node is JsonObject section) return section;
            mistake = "the file holds no section in { }; begin with the shipped bot.json.";
        }
        catch (JsonException wrong) when (wrong.Message.Contains("uplicate", StringComparison.Ordinal))
        {
            mistake = $"the key {wrong.Message.Split('\'').ElementAtOrDefault(1)} stands there twice in one section; keep one of the two.";
        }
        catch (JsonException wrong)
        {
            mistake = At(wrong) + (IsComment(text, wrong) ? "JSON has no comments; write \"$comment\": \"…\" instead." : "this is not JSON; look for a missing comma, quote or bracket just before it.");
        }

        return null;
    }

    private static bool IsComment(string text, JsonException wrong) =>
        text.Split('\n').ElementAtOrDefault((int)(wrong.LineNumber ?? 0))?.TrimStart().StartsWith("//", StringComparison.Ordinal) == true;

    private static string At(JsonException wrong) =>
        wrong.LineNumber is { } line ? FormattableString.Invariant($"line {line + 1}, column {wrong.BytePositionInLine + 1}: ") : "";

    /// <summary>SHA-256 over the rules with their keys in order, so that white space and the order of keys change nothing.</summary>
    private static string Hash(JsonObject file)
    {
        var rules = new JsonObject(file.Where(entry => !HostSections.Contains(entry.Key)).Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Ordered(rules)!.ToJsonString())))[..16];
    }

    private static JsonNode? Ordered(JsonNode? node) => node switch
    {
        JsonObject section => new JsonObject(section.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, Ordered(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Ordered)]),
        _ => node?.DeepClone(),
    };
}
