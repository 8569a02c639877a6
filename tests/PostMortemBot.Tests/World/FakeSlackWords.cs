using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NodaTime;

namespace PostMortemBot.Tests.World;

/// <summary>What a person reads when Slack shows blocks: text as drawn, buttons as <c>[Edit]</c>, inputs with what they hold, times in the reader's own zone where Slack puts it.</summary>
/// <param name="zone">The reader's zone; null: the fallback, as in a notification.</param>
/// <param name="shown">What a person's or channel's id is called.</param>
internal sealed partial class FakeSlackWords(string? zone, Func<string, string> shown)
{
    public string Message(FakeMessage message)
    {
        var lines = message.Blocks.Count > 0 ? Blocks(message.Blocks, null) : Mrkdwn(message.Text);
        var files = message.Files.Select(file => $"(file {file["name"]}, {file["size"]} bytes)");
        return string.Join('\n', new[] { lines }.Concat(files).Where(line => line.Length > 0));
    }

    public string View(FakeView view)
    {
        var foot = new[] { view.View["submit"], view.View["close"] }.Where(button => button is not null).Select(button => $"[{button!["text"]}]");
        return string.Join('\n', new[] { $"« {view.Title} »", Blocks(view.Blocks, view), string.Join(' ', foot) }.Where(line => line.Length > 0));
    }

    private string Blocks(JsonArray blocks, FakeView? view) => string.Join('\n', blocks.Select(block => Block(block!, view)).Where(text => text.Length > 0));

    private string Block(JsonNode block, FakeView? view) => (string?)block["type"] switch
    {
        "header" => $"**{block["text"]!["text"]}**",
        "section" => TextOf(block["text"]),
        "context" => string.Join(' ', block["elements"]!.AsArray().Select(element => TextOf(element))),
        "divider" => "—",
        "image" => $"(picture: {block["alt_text"]})",
        "actions" => string.Join(' ', block["elements"]!.AsArray().Select(element => Element(element!))),
        "rich_text" => string.Join('\n', block["elements"]!.AsArray().Select(element => Rich(element!))),
        "input" => Input(block, view),
        var other => $"({other})",
    };

    private static string Input(JsonNode block, FakeView? view)
    {
        var held = view is null ? "" : FakeSlackInputs.Held(view, block);
        var error = view?.Errors.GetValueOrDefault((string?)block["block_id"] ?? "") is { } wrong ? $"  ! {wrong}" : "";
        var label = FakeSlackInputs.LabelOf(block);
        if ((string?)block["element"]!["type"] == "checkboxes")
        {
            var boxes = FakeSlackInputs.Options(block["element"]!).Select(option => (string)option["text"]!["text"]!);
            return $"{label}: {string.Join(' ', boxes.Select(box => (held.Split('|').Contains(box) ? "☑ " : "☐ ") + box))}{error}";
        }

        return $"{label}: {held.ReplaceLineEndings(" / ")}{error}";
    }

    private static string Element(JsonNode element) => (string?)element["type"] switch
    {
        "button" => $"[{element["text"]!["text"]}]",
        "overflow" => $"More: {string.Join(" · ", FakeSlackInputs.Options(element).Select(option => (string?)option["text"]!["text"]))}",
        "static_select" => $"({element["placeholder"]?["text"]}: {string.Join(" | ", FakeSlackInputs.Options(element).Select(option => (string?)option["text"]!["text"]))})",
        var other => $"({other})",
    };

    private string TextOf(JsonNode? text) => text is null ? "" : (string?)text["type"] == "mrkdwn" ? Mrkdwn((string)text["text"]!) : (string)text["text"]!;

    private string Rich(JsonNode element) => (string?)element["type"] switch
    {
        "rich_text_list" => string.Join('\n', element["elements"]!.AsArray().Select(item => "• " + Rich(item!))),
        "rich_text_quote" => "> " + Inline(element).Replace("\n", "\n> ", StringComparison.Ordinal),
        _ => Inline(element),
    };

    private string Inline(JsonNode element) => string.Concat(element["elements"]!.AsArray().Select(part => (string?)part!["type"] switch
    {
        "text" or "link" => (string?)part["text"] ?? (string?)part["url"] ?? "",
        "date" => Date((string)part["format"]!, part["timestamp"]!.GetValue<long>(), (string?)part["fallback"] ?? ""),
        "user" => shown((string)part["user_id"]!),
        "channel" => shown((string)part["channel_id"]!),
        "emoji" => $":{part["name"]}:",
        var other => $"({other})",
    }));

    /// <summary>mrkdwn read as Slack reads it: marks in angle brackets, three entities, styles left as they are typed.</summary>
    public string Mrkdwn(string text) => Entities(Angle().Replace(text, match =>
    {
        var inside = match.Groups[1].Value;
        var label = inside.Split('|', 2) is [_, var said] ? said : "";
        return inside[0] switch
        {
            '@' or '#' => shown(inside[1..].Split('|')[0]),
            '!' when inside.StartsWith("!date^", StringComparison.Ordinal) && inside.Split('|')[0].Split('^') is [_, var at, var format, ..] => Date(format, long.Parse(at, CultureInfo.InvariantCulture), label),
            '!' => "@" + inside[1..].Split('|')[0],
            _ => label.Length > 0 ? label : inside,
        };
    })).Replace("\u2060", "", StringComparison.Ordinal);

    private string Date(string format, long seconds, string fallback)
    {
        if (zone is null) return fallback;
        var local = Instant.FromUnixTimeSeconds(seconds).InZone(DateTimeZoneProviders.Tzdb[zone]);
        return Token().Replace(format, match => match.Groups[1].Value switch
        {
            "time" => local.ToString("HH:mm", CultureInfo.InvariantCulture),
            "date_short" => local.ToString("MMM d, uuuu", CultureInfo.InvariantCulture),
            "date_num" => local.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
            var other => $"({other})",
        });
    }

    private static string Entities(string text) => new StringBuilder(text).Replace("&lt;", "<").Replace("&gt;", ">").Replace("&amp;", "&").ToString();

    [GeneratedRegex("<([^<>]+)>")]
    private static partial Regex Angle();

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex Token();
}
