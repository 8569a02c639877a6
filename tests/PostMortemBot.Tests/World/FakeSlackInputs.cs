using System.Globalization;
using System.Text.Json.Nodes;

namespace PostMortemBot.Tests.World;

/// <summary>What Slack's own client does with the inputs of a view: what they hold at first, what a person puts in, and what it refuses before anything is sent.</summary>
internal static class FakeSlackInputs
{
    /// <summary>Every input holds its initial value; what a person put in stays where block and action are the same.</summary>
    public static void Begin(FakeView shown)
    {
        var known = shown.Blocks.Where(block => block!["element"] is JsonObject).Select(block => Key(block!)).ToHashSet();
        foreach (var gone in shown.State.Keys.Where(key => !known.Contains(key)).ToList()) shown.State.Remove(gone);
        foreach (var block in shown.Blocks.Where(block => block!["element"] is JsonObject)) shown.State.TryAdd(Key(block!), Initial(block!["element"]!));
    }

    public static IEnumerable<JsonNode> Of(FakeView shown) => shown.Blocks.Where(block => (string?)block!["type"] == "input").Select(block => block!);

    public static string LabelOf(JsonNode block) => (string)block["label"]!["text"]!;

    public static (string Block, string Action) Key(JsonNode block) => ((string?)block["block_id"] ?? "", (string?)block["element"]!["action_id"] ?? "");

    /// <summary>Text is typed; all else is picked.</summary>
    public static bool IsTyped(JsonNode block) => (string?)block["element"]!["type"] is "plain_text_input" or "number_input";

    /// <summary>The value as a person would say it: text, or the labels of what is chosen, by <c>|</c>.</summary>
    public static string Held(FakeView shown, JsonNode block)
    {
        var value = shown.State[Key(block)];
        return (string?)value["type"] switch
        {
            "static_select" => (string?)value["selected_option"]?["text"]?["text"] ?? "",
            "checkboxes" or "multi_static_select" => string.Join('|', value["selected_options"]!.AsArray().Select(option => (string?)option!["text"]!["text"])),
            "users_select" => (string?)value["selected_user"] ?? "",
            "conversations_select" => (string?)value["selected_conversation"] ?? "",
            "datepicker" => (string?)value["selected_date"] ?? "",
            "file_input" => string.Join('|', value["files"]!.AsArray().Select(file => (string?)file!["name"])),
            _ => (string?)value["value"] ?? "",
        };
    }

    /// <summary>Puts in a value: text as it is, options by label or value, people by handle, several by <c>|</c>.</summary>
    public static void Put(FakeSlack slack, FakeView shown, JsonNode block, string value)
    {
        var element = block["element"]!;
        shown.State[Key(block)] = (string?)element["type"] switch
        {
            "static_select" => new JsonObject { ["type"] = "static_select", ["selected_option"] = value.Length == 0 ? null : Option(element, value) },
            "checkboxes" or "multi_static_select" => new JsonObject { ["type"] = (string?)element["type"], ["selected_options"] = new JsonArray([.. value.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(one => Option(element, one))]) },
            "users_select" => new JsonObject { ["type"] = "users_select", ["selected_user"] = value.Length == 0 ? null : slack.User(value.TrimStart('@')).Id },
            "conversations_select" => new JsonObject { ["type"] = "conversations_select", ["selected_conversation"] = value.Length == 0 ? null : slack.Channel(value).Id },
            "datepicker" => new JsonObject { ["type"] = "datepicker", ["selected_date"] = value.Length == 0 ? null : value },
            "file_input" => new JsonObject { ["type"] = "file_input", ["files"] = new JsonArray([.. value.Split('|').Select(one => slack.Files.Add(one, "kept by a form"u8.ToArray()))]) },
            var type => new JsonObject { ["type"] = type, ["value"] = value.Length == 0 ? null : value },
        };
    }

    /// <summary>Something that could be put in.</summary>
    public static string Something(JsonNode block) => (string?)block["element"]!["type"] switch
    {
        "plain_text_input" => $"What is known of {LabelOf(block)}",
        "number_input" => "12",
        "datepicker" => "2026-12-01",
        "users_select" => "dana",
        _ => (string)Options(block["element"]!).First()["text"]!["text"]!,
    };

    /// <summary>What Slack's client refuses to send: empty required fields, too long or too short ones, numbers that are none.</summary>
    public static IReadOnlyDictionary<string, string> Refused(FakeView shown)
    {
        var refused = new Dictionary<string, string>();
        foreach (var block in Of(shown))
        {
            if (Wrong(block, Held(shown, block)) is { } wrong) refused[(string?)block["block_id"] ?? ""] = wrong;
        }

        return refused;
    }

    private static string? Wrong(JsonNode block, string held)
    {
        var element = block["element"]!;
        if (held.Length == 0) return block["optional"]?.GetValue<bool>() == true ? null : "Please complete this required field.";
        if (element["max_length"]?.GetValue<int>() is { } most && held.Length > most) return string.Create(CultureInfo.InvariantCulture, $"Must be {most} characters or fewer.");
        if (element["min_length"]?.GetValue<int>() is { } least && held.Length < least) return string.Create(CultureInfo.InvariantCulture, $"Must be at least {least} characters.");
        return (string?)element["type"] == "number_input" && !decimal.TryParse(held, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? "Please enter a number." : null;
    }

    private static JsonNode? Option(JsonNode element, string wanted)
    {
        var options = Options(element).ToList();
        var found = options.FirstOrDefault(option => (string?)option["text"]!["text"] == wanted) ?? options.FirstOrDefault(option => (string?)option["value"] == wanted);
        return (found ?? throw new InvalidOperationException($"There is no {wanted} among: {string.Join(", ", options.Select(option => (string?)option["text"]!["text"]))}")).DeepClone();
    }

    public static IEnumerable<JsonNode> Options(JsonNode element) =>
        (element["options"] as JsonArray ?? []).Concat((element["option_groups"] as JsonArray ?? []).SelectMany(group => group!["options"]!.AsArray())).Select(option => option!);

    private static JsonObject Initial(JsonNode element)
    {
        var type = (string?)element["type"];
        return type switch
        {
            "static_select" => new JsonObject { ["type"] = type, ["selected_option"] = element["initial_option"]?.DeepClone() },
            "checkboxes" or "multi_static_select" => new JsonObject { ["type"] = type, ["selected_options"] = element["initial_options"]?.DeepClone() ?? new JsonArray() },
            "users_select" => new JsonObject { ["type"] = type, ["selected_user"] = (string?)element["initial_user"] },
            "conversations_select" => new JsonObject { ["type"] = type, ["selected_conversation"] = (string?)element["initial_conversation"] },
            "datepicker" => new JsonObject { ["type"] = type, ["selected_date"] = (string?)element["initial_date"] },
            "file_input" => new JsonObject { ["type"] = type, ["files"] = new JsonArray() },
            _ => new JsonObject { ["type"] = type, ["value"] = (string?)element["initial_value"] },
        };
    }
}
