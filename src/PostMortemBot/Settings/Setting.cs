using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostMortemBot.Settings;

/// <summary>
/// One place in <c>bot.json</c> with its path. Reading never throws: a mistake is noted with the path and what would be right, and the reading goes on,
/// so that all mistakes are told at once. Typed values are read by <see cref="SettingValues"/>.
/// </summary>
internal sealed class Setting
{
    private static readonly string[] SecretWords = ["token", "secret", "password", "apikey", "credential"];
    private readonly Reading reading;
    private readonly string pattern;
    private readonly Dictionary<string, Setting> asked = new(StringComparer.Ordinal);
    private IReadOnlyList<Setting>? items;

    public Setting(string path, string pattern, JsonNode? node, Reading reading)
    {
        (Path, this.pattern, Node, this.reading) = (path, pattern, node, reading);
        if (node is JsonObject) reading.Section(this);
    }

    /// <summary><c>slos[1].target</c></summary>
    public string Path { get; }

    public JsonNode? Node { get; }

    public bool IsThere => Node is not null;

    /// <summary>A list is there and holds nothing.</summary>
    public bool IsEmptyList => Node is JsonArray { Count: 0 };

    public bool IsFromEnvironment => reading.IsFromEnvironment(Path);

    /// <summary>The value of a key below; absent keys give a setting that is not there.</summary>
    public Setting Key(string name)
    {
        if (asked.TryGetValue(name, out var before)) return before;
        reading.Asked(Join(pattern, name));
        return asked[name] = Below(name);
    }

    /// <summary>The items of a list, none when it is absent.</summary>
    public IReadOnlyList<Setting> Items()
    {
        if (items is not null) return items;
        if (Node is not null and not JsonArray) Refuse($"a list in [ ] is expected, not {Shown()}.");
        items = [.. (Node as JsonArray ?? []).Select((item, at) => new Setting($"{Path}[{at}]", pattern + "[]", item, reading))];
        foreach (var item in items.Where(item => !item.IsThere)) item.Refuse("null says nothing; leave it out.");
        return items;
    }

    /// <summary>The entries of a section whose keys are names (a zone, a service), none when it is absent.</summary>
    public IReadOnlyList<(string Name, Setting Value)> Entries()
    {
        if (!IsSection() || Node is not JsonObject section) return [];
        foreach (var (name, value) in section)
        {
            if (IsRemark(name)) continue;
            asked[name] = new Setting(Join(Path, name), pattern + ".*", value, reading);
            if (value is null) asked[name].Refuse("null says nothing; leave the key out.");
        }

        return [.. asked.Select(entry => (entry.Key, entry.Value))];
    }

    /// <summary>True when keys can be asked of it (or nothing is there); else the mistake is noted.</summary>
    public bool IsSection()
    {
        if (Node is null or JsonObject) return true;
        Refuse($"a section in {{ }} is expected, not {Shown()}.");
        return false;
    }

    public void Refuse(string sentence) => reading.Refuse(Path, sentence);

    public void Warn(string sentence) => reading.Warn(Path, sentence);

    /// <summary>The value as it stands in the file, short enough for a sentence.</summary>
    public string Shown()
    {
        var text = Node?.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? "nothing";
        return text.Length > 60 ? text[..57] + "…" : text;
    }

    public void RefuseUnknownKeys()
    {
        if (Node is not JsonObject section) return;
        foreach (var (name, _) in section)
        {
            if (!asked.ContainsKey(name) && !IsRemark(name)) reading.Refuse(Join(Path, name), Unknown(name));
        }
    }

    private string Unknown(string name)
    {
        if (SecretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase))) return "secrets never stand in bot.json; put it in the environment.";
        return Closest.To(name, asked.Keys) is { } near ? $"there is no such key; did you mean {near}?" : $"there is no such key; known here: {string.Join(", ", asked.Keys.Order(StringComparer.Ordinal))}.";
    }

    private Setting Below(string name)
    {
        var node = (Node as JsonObject)?.TryGetPropertyValue(name, out var value) == true ? value : null;
        if (node is null && (Node as JsonObject)?.ContainsKey(name) == true) reading.Refuse(Join(Path, name), "null says nothing; leave the key out.");
        return new Setting(Join(Path, name), Join(pattern, name), node, reading);
    }

    /// <summary>What editors and readers need, and the bot does not.</summary>
    private static bool IsRemark(string name) => name is "$schema" or "$comment";

    private static string Join(string path, string name) => path.Length == 0 ? name : path + "." + name;
}
