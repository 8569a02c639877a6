using System.Text.Json.Nodes;

namespace PostMortemBot.Tests.World;

/// <summary>What a person reads when Teams shows a card: text as drawn, buttons as <c>[Edit]</c>, inputs with what they hold.</summary>
internal static class FakeTeamsWords
{
    public static string Card(JsonObject card, IReadOnlyDictionary<string, string>? held = null) =>
        string.Join('\n', Elements(card["body"], held).Concat(card["actions"] is JsonArray actions ? [Buttons(actions)] : []).Where(line => line.Length > 0)).Replace("\u2060", "", StringComparison.Ordinal);

    public static IEnumerable<JsonObject> Inputs(JsonNode? card) => All(card).Where(node => ((string?)node["type"])?.StartsWith("Input.", StringComparison.Ordinal) == true);

    /// <summary>The actions of a card, those that a question unfolds included.</summary>
    public static IEnumerable<JsonObject> Actions(JsonNode? card) => All(card).Where(node => (string?)node["type"] is "Action.Execute" or "Action.Submit");

    public static string LabelOf(JsonObject input) => ((string?)input["label"] ?? "").Replace("\u2060", "", StringComparison.Ordinal);

    private static IEnumerable<JsonObject> All(JsonNode? node) => node switch
    {
        JsonObject element => element.Where(pair => pair.Key is not ("data" or "fallback")).SelectMany(pair => All(pair.Value)).Prepend(element),
        JsonArray list => list.SelectMany(All),
        _ => [],
    };

    private static IEnumerable<string> Elements(JsonNode? body, IReadOnlyDictionary<string, string>? held) => (body as JsonArray ?? []).SelectMany(element => (string?)element!["type"] switch
    {
        "RichTextBlock" => [Runs(element)],
        "TextBlock" => [((string)element["text"]!).Replace("<at>", "@@", StringComparison.Ordinal).Replace("</at>", "", StringComparison.Ordinal)],
        "Container" => element["items"]!.AsArray().Count == 0 ? ["—"] : Elements(element["items"], held),
        "ActionSet" => [Buttons(element["actions"]!.AsArray())],
        "Image" => [$"(picture: {element["altText"]})"],
        var type when type!.StartsWith("Input.", StringComparison.Ordinal) => [Input(element.AsObject(), held)],
        var other => new[] { $"({other})" },
    });

    private static string Runs(JsonNode block)
    {
        var runs = block["inlines"]!.AsArray();
        var text = string.Concat(runs.Select(run => (string)run!["text"]!));
        return runs.All(run => (string?)run!["weight"] == "Bolder") ? $"**{text}**" : text;
    }

    private static string Buttons(JsonArray actions)
    {
        var shown = actions.Where(action => (string?)action!["mode"] != "secondary").Select(action => $"[{action!["title"]}]");
        var more = actions.Where(action => (string?)action!["mode"] == "secondary").Select(action => (string)action!["title"]!).ToList();
        return string.Join(' ', shown) + (more.Count > 0 ? " More: " + string.Join(" · ", more) : "");
    }

    private static string Input(JsonObject input, IReadOnlyDictionary<string, string>? held)
    {
        var id = (string)input["id"]!;
        var value = held?.GetValueOrDefault(id) ?? (string?)input["value"]?.ToString() ?? "";
        if ((string?)input["type"] == "Input.Toggle") return $"{LabelOf(input)}: {(value == "true" ? "☑" : "☐")} {input["title"]}";
        if (input["choices"] is not JsonArray choices) return $"{LabelOf(input)}: {value.ReplaceLineEndings(" / ")}";
        var picked = value.Split(',');
        return $"{LabelOf(input)}: {string.Join(" | ", choices.Where(choice => picked.Contains((string?)choice!["value"])).Select(choice => (string?)choice!["title"]))}";
    }
}
