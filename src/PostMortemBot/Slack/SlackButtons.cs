using System.Text.Json.Nodes;
using PostMortemBot.Screens;

namespace PostMortemBot.Slack;

/// <summary>
/// Buttons and pickers, and how a press is read back (<see cref="SlackPress"/>). At most four buttons are shown; the rest stands behind <em>More</em>:
/// an overflow menu up to five, a list above. What must be confirmed, or carries more than an option holds, stays a button.
/// </summary>
internal static class SlackButtons
{
    public const string More = "more";
    private const int Shown = 4;
    private const int OverflowMost = 5;
    private const int InOneBlock = 25;
    private const int OptionValue = 150;
    private const int ButtonValue = 2000;

    /// <summary>The blocks of a screen's buttons; none without buttons.</summary>
    public static IEnumerable<JsonObject> Blocks(IReadOnlyList<Button> shown, IReadOnlyList<Button> behind)
    {
        if (shown.Count <= Shown && behind.Count == 0) return InRows(All(shown));
        var rest = shown.Skip(Shown).Concat(behind).ToList();
        var folded = rest.Where(Folds).ToList();
        var menu = folded.Count > OverflowMost ? folded.Where(button => button.Kind != ButtonKind.Goes).ToList() : folded;
        var elements = All([.. shown.Take(Shown), .. rest.Except(menu)]);
        if (menu.Count > 0)
        {
            elements.Insert(Math.Min(elements.Count, Shown), menu.Count > OverflowMost ? Select(menu) : Overflow(menu));
        }

        return InRows(elements);
    }

    /// <summary>The acts of one row, all shown; <paramref name="about"/> tells them apart for a screen reader.</summary>
    public static IEnumerable<JsonObject> Row(IReadOnlyList<Button> acts, string about)
    {
        var drawn = All(acts);
        foreach (var button in drawn)
        {
            button["accessibility_label"] = VisibleText.Shorten(VisibleText.Clean($"{button["text"]!["text"]}: {about}"), 75);
        }

        return InRows(drawn);
    }

    /// <summary>A list that acts when something is picked. What it carries stands in the block's id.</summary>
    public static IEnumerable<JsonObject> Picker(Element.Picker picker, int number)
    {
        if (picker.Choices.Count == 0)
        {
            yield break;
        }

        var select = new JsonObject { ["type"] = "static_select", ["action_id"] = SlackIds.Press(picker.Id, 1), ["placeholder"] = SlackWords.Plain(picker.Label, 150) };
        SlackChoices.Into(select, picker.Choices);
        var block = Actions(select);
        block["block_id"] = SlackIds.PickerBlock(picker.Value, number);
        yield return block;
    }

    private static bool Folds(Button button) => button.Confirm is null && Draws(button) && SlackIds.Folded(button).Length <= OptionValue;

    private static bool Draws(Button button) => button.Kind != ButtonKind.Goes || SlackLines.WebAddress(button.Url) is not null;

    /// <summary>Buttons of one id are counted, for the ids of a block must differ.</summary>
    private static List<JsonObject> All(IReadOnlyList<Button> buttons)
    {
        var drawn = new List<JsonObject>(buttons.Count);
        for (var at = 0; at < buttons.Count; at++)
        {
            if (!Draws(buttons[at])) continue;
            var number = 1;
            for (var before = 0; before < at; before++) number += buttons[before].Id == buttons[at].Id ? 1 : 0;
            drawn.Add(Button(buttons[at], number));
        }

        return drawn;
    }

    private static IEnumerable<JsonObject> InRows(List<JsonObject> elements) => elements.Chunk(InOneBlock).Select(row => Actions(row));

    private static JsonObject Actions(params JsonNode[] elements) => new() { ["type"] = "actions", ["elements"] = new JsonArray(elements) };

    private static JsonObject Button(Button button, int number)
    {
        var drawn = new JsonObject { ["type"] = "button", ["action_id"] = SlackIds.Press(button.Id, number), ["text"] = SlackWords.Plain(button.Label, 75) };
        if (button.Value.Length > 0)
        {
            drawn["value"] = SlackIds.Within(button.Value, ButtonValue, $"The value of {button.Id}");
        }

        if (button.Primary)
        {
            drawn["style"] = "primary";
        }

        if (button.Kind == ButtonKind.Goes)
        {
            drawn["url"] = SlackLines.WebAddress(button.Url);
        }

        if (button.Confirm is { } question)
        {
            drawn["confirm"] = Confirm(button, question);
        }

        return drawn;
    }

    private static JsonObject Confirm(Button button, string question) => new()
    {
        ["title"] = SlackWords.Plain(button.Label, 100),
        ["text"] = SlackWords.Plain(question, 300),
        ["confirm"] = SlackWords.Plain(button.Label, 30),
        ["deny"] = SlackWords.Plain("Go back", 30),
    };

    private static JsonObject Overflow(IReadOnlyList<Button> behind) => new()
    {
        ["type"] = "overflow",
        ["action_id"] = More,
        ["options"] = new JsonArray([.. behind.Select(Option)]),
    };

    private static JsonObject Select(IReadOnlyList<Button> behind) => new()
    {
        ["type"] = "static_select",
        ["action_id"] = More,
        ["placeholder"] = SlackWords.Plain("More", 150),
        ["options"] = new JsonArray([.. behind.Take(SlackChoices.InOneGroup).Select(Option)]),
    };

    private static JsonObject Option(Button button)
    {
        var option = new JsonObject { ["text"] = SlackWords.Plain(button.Label, 75), ["value"] = SlackIds.Folded(button) };
        if (button.Kind == ButtonKind.Goes)
        {
            option["url"] = SlackLines.WebAddress(button.Url);
        }

        return option;
    }
}
