using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostMortemBot.Tests.Screens;

/// <summary>
/// What Teams promises of Adaptive Cards, read off the JSON alone: version 1.5, 28 KiB, nothing it does not draw, a label on every input, no markdown text.
/// Returns what breaks a rule, each with its path; empty is good.
/// </summary>
internal static class TeamsLimits
{
    private static readonly JsonSerializerOptions AsSent = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly HashSet<string> Drawn =
    [
        "AdaptiveCard", "RichTextBlock", "TextRun", "Container", "ActionSet", "Image", "Data.Query",
        "Input.Text", "Input.ChoiceSet", "Input.Toggle", "Input.Date", "Input.Number",
        "Action.Execute", "Action.Submit", "Action.OpenUrl", "Action.ShowCard", "task/fetch",
    ];

    public static IReadOnlyList<string> Check(JsonNode card)
    {
        var found = new List<string>();
        var bytes = Encoding.UTF8.GetByteCount(card.ToJsonString(AsSent));
        Add(found, bytes > 28 * 1024, card, $"{bytes} bytes, over 28 KiB");
        Add(found, (string?)card["version"] != "1.5", card, $"version {card["version"]}, not 1.5");
        var nodes = SlackLimits.Descendants(card).Where(node => !InData(node)).ToList();
        foreach (var node in nodes)
        {
            Node(found, node);
        }

        Mentions(found, card, nodes);

        var inputs = nodes.Where(IsInput).Select(node => (string?)node["id"]).ToList();
        Add(found, inputs.Any(string.IsNullOrEmpty), card, "an input without an id is never sent");
        found.AddRange(inputs.GroupBy(id => id).Where(group => group.Count() > 1).Select(group => $"$: the input {group.Key} twice"));
        Add(found, card["refresh"] is { } refresh && (refresh["userIds"]?.AsArray() is not { Count: > 0 and <= 60 } members || members.Any(id => !((string?)id)!.StartsWith("29:", StringComparison.Ordinal))), card, "refreshed for nobody, for more than sixty, or for what is no member");
        Add(found, (card["actions"]?.AsArray().Count ?? 0) > 6, card, "more than six actions on the card itself");
        return found;
    }

    private static void Node(List<string> found, JsonObject node)
    {
        var type = (string?)node["type"];
        Add(found, type is not (null or "TextBlock" or "mention") && !Drawn.Contains(type), node, $"{type}: not drawn in Teams, or markdown");
        Add(found, IsInput(node) && string.IsNullOrWhiteSpace((string?)node["label"]), node, "an input without a label");
        Add(found, node["isRequired"]?.GetValue<bool>() == true && string.IsNullOrWhiteSpace((string?)node["errorMessage"]), node, "needed, and no message says so");
        Add(found, type is "Action.Execute" && string.IsNullOrEmpty((string?)node["verb"]), node, "Execute without a verb");
        Add(found, type is "Action.Execute" or "Action.Submit" && node["data"] is not JsonObject, node, "data is no object");
        Add(found, type is { } action && action.StartsWith("Action.", StringComparison.Ordinal) && string.IsNullOrWhiteSpace((string?)node["title"]), node, "an action without a title");
        Add(found, type is "TextRun" && ((string?)node["text"] ?? "").Length == 0, node, "an empty run");
        Add(found, type is "TextRun" && ((string?)node["text"] ?? "").Contains("{{", StringComparison.Ordinal), node, "a client would put a date in");
        Add(found, type is "ActionSet" && node["actions"]!.AsArray().Count(one => (string?)one!["mode"] != "secondary") > 6, node, "more than six buttons in a row");
        Add(found, type is "Action.ShowCard" && SlackLimits.Descendants(node["card"]).Any(inner => (string?)inner["type"] == "Action.ShowCard"), node, "a card that unfolds inside one that unfolds");
        Add(found, (string?)node["url"] is { } url && !Safe(url, type), node, $"an address that opens no web page: {node["url"]}");
        Add(found, type is "Input.ChoiceSet" && node["choices"]!.AsArray().Count == 0 && node["choices.data"] is null, node, "a list without choices");
    }

    /// <summary>Markdown is drawn for the sake of a mention alone; each has its entity, each entity its letters, and nothing else in it does anything.</summary>
    private static void Mentions(List<string> found, JsonNode card, IEnumerable<JsonObject> nodes)
    {
        var entities = card["msteams"]?["entities"]?.AsArray().Select(one => (Text: (string)one!["text"]!, Id: (string)one["mentioned"]!["id"]!, Name: (string)one["mentioned"]!["name"]!)).ToList() ?? [];
        var texts = nodes.Where(node => (string?)node["type"] == "TextBlock").Select(node => (string)node["text"]!).ToList();
        Add(found, entities.Any(one => one.Text != $"<at>{one.Name}</at>" || !one.Id.StartsWith("29:", StringComparison.Ordinal) || !texts.Any(text => text.Contains(one.Text, StringComparison.Ordinal))), card, "an entity of a mention that does not stand there");
        foreach (var text in texts)
        {
            var rest = entities.Aggregate(text, (left, one) => left.Replace(one.Text, "", StringComparison.Ordinal));
            Add(found, rest == text, card, "markdown without a mention");
            Add(found, System.Text.RegularExpressions.Regex.IsMatch(rest, "[*`]|(?<!\u2060)[_\\[\\]()<>\\\\~#!|&]"), card, $"a sign that markdown acts on: {rest}");
        }
    }

    private static bool Safe(string url, string? type) =>
        url.StartsWith("https://", StringComparison.Ordinal) || (type != "Image" && url.StartsWith("http://", StringComparison.Ordinal)) || (type == "Image" && url.StartsWith("data:image/", StringComparison.Ordinal));

    private static bool IsInput(JsonObject node) => ((string?)node["type"])?.StartsWith("Input.", StringComparison.Ordinal) == true;

    /// <summary>What a button carries is ours and no element of the card.</summary>
    private static bool InData(JsonObject node) => node.GetPath() is var path && (path.EndsWith(".data", StringComparison.Ordinal) || path.Contains(".data.", StringComparison.Ordinal));

    private static void Add(List<string> found, bool wrong, JsonNode node, string what)
    {
        if (wrong)
        {
            found.Add($"{node.GetPath()}: {what}");
        }
    }
}
