using System.Text.Json.Nodes;
using PostMortemBot.Screens;

namespace PostMortemBot.Teams;

/// <summary>
/// Buttons of cards and dialogs. Everything of ours travels under one name, beside the inputs that a client adds: what a field is called can never overwrite it.
/// </summary>
internal static class TeamsActions
{
    /// <summary>The one property of ours in the data that comes back.</summary>
    public const string Ours = "_pm";
    private const int Shown = 4;

    /// <summary>Teams refreshes for no more of them.</summary>
    private const int MostRefreshed = 60;

    /// <summary>A card's buttons: four shown, the rest in the client's overflow menu.</summary>
    public static JsonObject? OfCard(IReadOnlyList<Button> shown, IReadOnlyList<Button> behind, TeamsLook look, bool fallback)
    {
        var actions = shown.Concat(behind).Where(Draws).Select((button, at) => Action(button, look, fallback, button.Confirm, at < shown.Count && at < Shown)).ToList();
        return actions.Count == 0 ? null : Set(actions);
    }

    /// <summary>Buttons inside a dialog; each brings along what was typed, and the dialog's own answer follows.</summary>
    public static JsonObject? OfDialog(IReadOnlyList<Button> buttons, JsonObject ours, TeamsLook look)
    {
        var actions = buttons.Where(Draws).Select(button => Asked(button.Confirm, button.Label, InDialog(button, ours, look))).ToList();
        return actions.Count == 0 ? null : Set(actions);
    }

    /// <summary>The button that saves a dialog.</summary>
    public static JsonObject Submit(string label, JsonObject ours) => new()
    {
        ["type"] = "Action.Submit",
        ["title"] = Label(label),
        ["style"] = "positive",
        ["data"] = new JsonObject { [Ours] = ours.DeepClone() },
    };

    /// <summary>Who is shown a card of their own: their client asks for it when they look, and anew after each edit. Null where none of them was seen in Teams yet.</summary>
    public static JsonObject? Refresh(OwnViews? own, TeamsLook look)
    {
        if (own is null || own.People.Select(look.MemberOf).OfType<string>().Distinct(StringComparer.Ordinal).Take(MostRefreshed).ToList() is not { Count: > 0 } members) return null;
        var asks = Execute(new Button(TeamsOwn.Id, "Show mine", own.Of), look with { Own = "" }, fallback: false);
        return new JsonObject { ["action"] = asks, ["userIds"] = new JsonArray([.. members.Select(member => JsonValue.Create(member))]) };
    }

    /// <summary>The button beside a list on a card: it acts with what is chosen there.</summary>
    public static JsonObject Pick(Element.Picker picker, string input, TeamsLook look)
    {
        var button = new Button(picker.Id, picker.Label, picker.Value, picker.Kind);
        return Set([Execute(button, look, true, data => data[Ours]!["pick"] = input, inputs: "auto")]);
    }

    public static string Label(string words) => VisibleText.Shorten(VisibleText.Clean(words).ReplaceLineEndings(" "), 75) is var label && label.Trim().Length == 0 ? "–" : label;

    private static bool Draws(Button button) => button.Kind != ButtonKind.Goes || TeamsText.WebAddress(button.Url) is not null;

    private static JsonObject Set(IEnumerable<JsonObject> actions) => new() { ["type"] = "ActionSet", ["actions"] = new JsonArray([.. actions]) };

    private static JsonObject Action(Button button, TeamsLook look, bool fallback, string? question, bool shown)
    {
        var action = Asked(question, button.Label, button.Kind switch
        {
            ButtonKind.Does => Execute(button, look, fallback),
            ButtonKind.Opens => Opens(button, look),
            ButtonKind.Goes => Goes(button),
            _ => throw new InvalidOperationException($"Teams presses no {button.Kind}."),
        });
        if (!shown)
        {
            action["mode"] = "secondary";
        }

        return action;
    }

    /// <summary>Asked before acting: the card unfolds the question with the button that acts.</summary>
    private static JsonObject Asked(string? question, string label, JsonObject action)
    {
        if (question is null)
        {
            return action;
        }

        var body = TeamsText.Blocks(question, new TeamsLook(), new TextStyle(), 600).Select(block => (JsonNode)block).ToArray();
        return new JsonObject
        {
            ["type"] = "Action.ShowCard",
            ["title"] = Label(label),
            ["card"] = new JsonObject { ["type"] = "AdaptiveCard", ["version"] = AdaptiveCards.Version, ["body"] = new JsonArray(body), ["actions"] = new JsonArray(action) },
        };
    }

    private static JsonObject Execute(Button button, TeamsLook look, bool fallback, Action<JsonObject>? more = null, string inputs = "none")
    {
        var data = Data(button, look);
        more?.Invoke(data);
        var execute = new JsonObject { ["type"] = "Action.Execute", ["title"] = Label(button.Label), ["verb"] = button.Id, ["data"] = data, ["associatedInputs"] = inputs };
        if (button.Kind == ButtonKind.Opens)
        {
            return Fetches(Submits(button, data, inputs));
        }

        if (button.Primary)
        {
            execute["style"] = "positive";
        }

        if (fallback)
        {
            execute["fallback"] = Submits(button, (JsonObject)data.DeepClone(), inputs);
        }

        return execute;
    }

    private static JsonObject Submits(Button button, JsonObject data, string inputs) => new()
    {
        ["type"] = "Action.Submit",
        ["title"] = Label(button.Label),
        ["data"] = data.Parent is null ? data : data.DeepClone(),
        ["associatedInputs"] = inputs,
    };

    private static JsonObject Opens(Button button, TeamsLook look)
    {
        var opens = Fetches(Submits(button, Data(button, look), "none"));
        if (button.Primary)
        {
            opens["style"] = "positive";
        }

        return opens;
    }

    /// <summary>A dialog opens by <c>task/fetch</c>, which only Action.Submit knows.</summary>
    private static JsonObject Fetches(JsonObject submit)
    {
        submit["data"]!["msteams"] = new JsonObject { ["type"] = "task/fetch" };
        return submit;
    }

    private static JsonObject Goes(Button button) => new() { ["type"] = "Action.OpenUrl", ["title"] = Label(button.Label), ["url"] = TeamsText.WebAddress(button.Url) };

    private static JsonObject InDialog(Button button, JsonObject ours, TeamsLook look)
    {
        if (button.Kind == ButtonKind.Goes)
        {
            return Goes(button);
        }

        var data = Data(button, look);
        foreach (var (name, value) in ours)
        {
            data[Ours]![name] = value?.DeepClone();
        }

        return Submits(button, data, "auto");
    }

    private static JsonObject Data(Button button, TeamsLook look)
    {
        var ours = new JsonObject { ["id"] = button.Id, ["value"] = button.Value, ["op"] = look.Operation };
        if (look.At.Length > 0) ours["at"] = look.At;
        if (look.Own.Length > 0) ours["own"] = look.Own;
        return new JsonObject { [Ours] = ours };
    }
}
