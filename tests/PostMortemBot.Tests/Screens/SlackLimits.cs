using System.Text;
using System.Text.Json.Nodes;

namespace PostMortemBot.Tests.Screens;

/// <summary>
/// Slack's limits on blocks, messages and views (docs.slack.dev, block reference), read off the JSON alone: it knows nothing of how a renderer made it.
/// Returns what is over a limit, each with its path; empty is good.
/// </summary>
internal static class SlackLimits
{
    private const int TextMost = 3000;

    public static IReadOnlyList<string> Check(JsonNode payload)
    {
        var found = new List<string>();
        var view = (string?)payload["type"] is "modal" or "home";
        var blocks = payload["blocks"]?.AsArray() ?? [];
        Within(found, "$.blocks", blocks.Count, 0, view ? 100 : 50);
        Unique(found, "$.blocks", blocks.Select(block => (string?)block!["block_id"]));
        if (view)
        {
            View(found, payload, blocks);
        }
        else
        {
            Message(found, payload);
        }

        foreach (var block in blocks)
        {
            Block(found, block!);
        }

        return found;
    }

    private static void View(List<string> found, JsonNode view, JsonArray blocks)
    {
        foreach (var name in new[] { "title", "submit", "close" })
        {
            Text(found, view[name], 24, name == "title" && (string?)view["type"] == "modal");
        }

        Length(found, view, "private_metadata", 3000);
        Length(found, view, "callback_id", 255);
        Length(found, view, "external_id", 255);
        Within(found, "$ bytes", Encoding.UTF8.GetByteCount(view.ToJsonString()), 0, 250_000);
        if (blocks.Any(block => (string?)block!["type"] == "input") && view["submit"] is null)
        {
            found.Add("$: inputs without a submit button");
        }
    }

    private static void Message(List<string> found, JsonNode message)
    {
        var text = (string?)message["text"] ?? "";
        Within(found, "$.text", text.Length, 1, 4000);
        if (message["unfurl_links"]?.GetValue<bool>() != false || message["unfurl_media"]?.GetValue<bool>() != false)
        {
            found.Add("$: links unfurl");
        }
    }

    private static void Block(List<string> found, JsonNode block)
    {
        Length(found, block, "block_id", 255);
        switch ((string?)block["type"])
        {
            case "header":
                Text(found, block["text"], 150, true);
                break;
            case "context":
                Within(found, block.GetPath() + ".elements", block["elements"]!.AsArray().Count, 1, 10);
                All(block["elements"], element => Text(found, element, TextMost, true));
                break;
            case "actions":
                Within(found, block.GetPath() + ".elements", block["elements"]!.AsArray().Count, 1, 25);
                Unique(found, block.GetPath(), block["elements"]!.AsArray().Select(element => (string?)element!["action_id"]));
                All(block["elements"], element => Element(found, element));
                break;
            case "input":
                Text(found, block["label"], 2000, true);
                Text(found, block["hint"], 2000, false);
                Element(found, block["element"]!);
                break;
            case "section":
                Text(found, block["text"], TextMost, true);
                break;
            case "image":
                Length(found, block, "alt_text", 2000, 1);
                Length(found, block, "image_url", 3000);
                Text(found, block["title"], 2000, false);
                break;
            case "rich_text":
                Within(found, block.GetPath() + ".elements", block["elements"]!.AsArray().Count, 1, 100);
                RichText(found, block);
                break;
            case "divider":
                break;
            default:
                found.Add($"{block.GetPath()}: a block not seen in a real workspace: {block["type"]}");
                break;
        }
    }

    /// <summary>Slack names no limit for rich text; the one of text objects is kept, and no text may be empty.</summary>
    private static void RichText(List<string> found, JsonNode block)
    {
        var texts = Descendants(block).Where(node => (string?)node["type"] is "text" or "link").ToList();
        foreach (var text in texts)
        {
            Length(found, text, "text", TextMost, 1);
            Length(found, text, "url", TextMost);
        }

        foreach (var node in Descendants(block).Where(node => (string?)node["type"] is "rich_text_section" or "rich_text_quote" or "rich_text_preformatted" or "rich_text_list"))
        {
            Within(found, node.GetPath() + ".elements", node["elements"]!.AsArray().Count, 1, 1000);
        }
    }

    private static void Element(List<string> found, JsonNode element)
    {
        Length(found, element, "action_id", 255, 1);
        Text(found, element["placeholder"], 150, false);
        Confirm(found, element["confirm"]);
        switch ((string?)element["type"])
        {
            case "button":
                Text(found, element["text"], 75, true);
                Length(found, element, "value", 2000);
                Length(found, element, "url", 3000);
                Length(found, element, "accessibility_label", 75);
                break;
            case "overflow":
                Options(found, element["options"], 5, true);
                break;
            case "checkboxes" or "radio_buttons":
                Options(found, element["options"], 10, true);
                Initial(found, element, "initial_options");
                break;
            case "static_select" or "multi_static_select":
                Select(found, element);
                break;
            case "plain_text_input":
                Length(found, element, "initial_value", TextMost);
                Within(found, element.GetPath() + ".max_length", element["max_length"]?.GetValue<int>() ?? 1, Math.Max(1, ((string?)element["initial_value"])?.Length ?? 0), TextMost);
                break;
            case "file_input":
                Within(found, element.GetPath() + ".max_files", element["max_files"]!.GetValue<int>(), 1, 10);
                break;
            case "number_input" or "datepicker" or "users_select" or "conversations_select":
                break;
            default:
                found.Add($"{element.GetPath()}: unknown element {element["type"]}");
                break;
        }
    }

    private static void Select(List<string> found, JsonNode select)
    {
        if (select["option_groups"] is JsonArray groups)
        {
            Within(found, select.GetPath() + ".option_groups", groups.Count, 1, 100);
            All(groups, group =>
            {
                Text(found, group["label"], 75, true);
                Options(found, group["options"], 100, true);
            });
        }
        else
        {
            Options(found, select["options"], 100, true);
        }

        Initial(found, select, "initial_options");
        Initial(found, select, "initial_option");
    }

    /// <summary>What is chosen at first must be one of the options, word for word.</summary>
    private static void Initial(List<string> found, JsonNode element, string name)
    {
        var offered = Descendants(element).Where(node => node["value"] is not null && node["text"] is JsonObject && !node.GetPath().Contains("initial_option", StringComparison.Ordinal)).Select(node => node.ToJsonString()).ToHashSet();
        var chosen = element[name] switch { JsonArray many => many.ToList(), { } one => [one], null => [] };
        found.AddRange(chosen.Where(option => !offered.Contains(option!.ToJsonString())).Select(option => $"{option!.GetPath()}: not one of the options"));
    }

    private static void Options(List<string> found, JsonNode? options, int most, bool needed)
    {
        var all = options?.AsArray() ?? [];
        Within(found, options?.GetPath() ?? "options", all.Count, needed ? 1 : 0, most);
        Unique(found, options?.GetPath() ?? "options", all.Select(option => (string?)option!["value"]));
        foreach (var option in all)
        {
            Text(found, option!["text"], 75, true);
            Text(found, option["description"], 75, false);
            Length(found, option, "value", 150, 1);
        }
    }

    private static void Confirm(List<string> found, JsonNode? confirm)
    {
        if (confirm is not null)
        {
            Text(found, confirm["title"], 100, true);
            Text(found, confirm["text"], 300, true);
            Text(found, confirm["confirm"], 30, true);
            Text(found, confirm["deny"], 30, true);
        }
    }

    private static void Text(List<string> found, JsonNode? text, int most, bool needed)
    {
        if (text is null)
        {
            found.AddRange(needed ? ["a text object is missing"] : []);
            return;
        }

        Length(found, text, "text", Math.Min(most, TextMost), 1);
        if ((string?)text["type"] == "mrkdwn" && text["verbatim"]?.GetValue<bool>() != true)
        {
            found.Add($"{text.GetPath()}: Slack would look for names and addresses in it");
        }
    }

    private static void Length(List<string> found, JsonNode node, string name, int most, int least = 0)
    {
        if (node[name] is { } value)
        {
            Within(found, value.GetPath(), value.GetValue<string>().Length, least, most);
        }
    }

    private static void Unique(List<string> found, string path, IEnumerable<string?> ids) =>
        found.AddRange(ids.OfType<string>().GroupBy(id => id).Where(group => group.Count() > 1).Select(group => $"{path}: {group.Key} twice"));

    private static void Within(List<string> found, string path, int count, int least, int most)
    {
        if (count < least || count > most)
        {
            found.Add($"{path}: {count}, not {least} to {most}");
        }
    }

    private static void All(JsonNode? array, Action<JsonNode> check)
    {
        foreach (var item in array?.AsArray() ?? [])
        {
            check(item!);
        }
    }

    internal static IEnumerable<JsonObject> Descendants(JsonNode? node) => node switch
    {
        JsonObject one => one.Select(entry => entry.Value).SelectMany(Descendants).Prepend(one),
        JsonArray many => many.SelectMany(Descendants),
        _ => [],
    };
}
