using System.Net;
using System.Text.Json.Nodes;

namespace PostMortemBot.Tests.World;

/// <summary>Buttons and dialogs, as Teams' client sends and shows them.</summary>
internal sealed partial class FakeTeammate
{
    private readonly Dictionary<string, string> held = [];
    private FakeTeamsRoom? dialogRoom;
    private JsonObject? inMenu;

    /// <summary>The dialog that is open; null when none is.</summary>
    public JsonObject? Form { get; private set; }

    public string FormTitle { get; private set; } = "";

    /// <summary>Presses a button by its label: in the open dialog, else on the newest card that has it. <paramref name="on"/>: only in that room.</summary>
    public Task<string> Press(string label, string? on = null) => ActAsync($"presses [{label}]", async () =>
    {
        Click();
        await PressAsync(label, on);
    });

    public async Task<(HttpStatusCode Status, JsonObject? Answer)> PressAsync(string label, string? on = null)
    {
        if (Form is not null && on is null) return await InDialogAsync(Behind(Found(Form, label) ?? throw Missing(label)));
        var (message, action) = OnCards(label, on) ?? throw Missing(label);
        action = Behind(action);
        if ((string?)action["type"] == "Action.Execute")
        {
            var invoke = Activity("invoke", message.Room, message.Conversation, teams.NewGuid());
            (invoke["name"], invoke["replyToId"]) = ("adaptiveCard/action", message.Id);
            invoke["value"] = new JsonObject { ["action"] = new JsonObject { ["type"] = "Action.Execute", ["title"] = label, ["verb"] = (string?)action["verb"], ["data"] = WithInputs(action, message.CardFor(user)!, []) }, ["trigger"] = "manual" };
            return Executed(await SendAsync(invoke), message);
        }

        if ((string?)action["data"]?["msteams"]?["type"] != "task/fetch") throw new InvalidOperationException($"{label} is a button that only old clients press.");
        var fetch = Activity("invoke", message.Room, message.Conversation, teams.NewGuid());
        (fetch["name"], fetch["replyToId"]) = ("task/fetch", message.Id);
        fetch["value"] = new JsonObject { ["data"] = WithInputs(action, message.CardFor(user)!, []), ["context"] = new JsonObject { ["theme"] = "default" } };
        (dialogRoom, inMenu) = (message.Room, null);
        dialogIn = message.Conversation;
        var opened = Form is null;
        var answer = Dialog(await SendAsync(fetch));
        if (opened && Form is not null) Spent = Spent with { Forms = Spent.Forms + 1 };
        return answer;
    }

    private string dialogIn = "";

    /// <summary>Looks at a conversation: the client asks for this person's own card wherever one names them, and shows it to them alone.</summary>
    public Task<string> Look(string where) => ActAsync($"looks at {where}", async () =>
    {
        foreach (var message in teams.Rooms[where].Messages.Where(one => one.Card?["refresh"]?["userIds"]?.AsArray().Any(id => (string?)id == user.Member) == true).ToList()) await RefreshAsync(message);
    });

    /// <param name="by"><c>manual</c>: by the card's own menu, which everybody has.</param>
    public async Task<(HttpStatusCode Status, JsonObject? Answer)> RefreshAsync(FakeTeamsMessage message, string by = "automatic")
    {
        var invoke = Activity("invoke", message.Room, message.Conversation, teams.NewGuid());
        (invoke["name"], invoke["replyToId"]) = ("adaptiveCard/action", message.Id);
        invoke["value"] = new JsonObject { ["action"] = message.Card!["refresh"]!["action"]!.DeepClone(), ["trigger"] = by };
        return Executed(await SendAsync(invoke), message);
    }

    /// <summary>Answers whether a file may go into the own OneDrive. <paramref name="to"/>: where Teams says that it goes, when not there.</summary>
    public Task<string> Answers(string file, bool allows, string? to = null) => ActAsync($"{(allows ? "allows" : "declines")} {file}", async () =>
    {
        Click();
        var message = teams.Rooms["@" + user.Handle].Messages.Last(one => (string?)one.File?["name"] == file && (string?)one.File["contentType"] == "application/vnd.microsoft.teams.card.file.consent");
        var invoke = Activity("invoke", message.Room, message.Conversation, teams.NewGuid());
        (invoke["name"], invoke["replyToId"]) = ("fileConsent/invoke", message.Id);
        invoke["value"] = new JsonObject { ["type"] = "fileUpload", ["action"] = allows ? "accept" : "decline", ["context"] = message.File!["content"]![allows ? "acceptContext" : "declineContext"]!.DeepClone() };
        if (allows) invoke["value"]!["uploadInfo"] = new JsonObject { ["name"] = file, ["uploadUrl"] = to ?? $"{teams.Address}/onedrive/{user.Handle}/{file}", ["contentUrl"] = $"https://acme-my.sharepoint.com/personal/{user.Handle}/{file}", ["uniqueId"] = "1150D938", ["fileType"] = Path.GetExtension(file).TrimStart('.') };
        await SendAsync(invoke);
    });

    /// <summary>The button as an old client sends it: a message with the data as its value.</summary>
    public Task<string> PressAsBefore(string label, string? on = null) => ActAsync($"presses [{label}] on an old client", async () =>
    {
        var (message, action) = OnCards(label, on) ?? throw Missing(label);
        var submit = Activity("message", message.Room, message.Conversation, teams.NewGuid());
        (submit["replyToId"], submit["value"]) = (message.Id, action["fallback"]!["data"]!.DeepClone());
        await SendAsync(submit);
    });

    public bool Sees(string label, string? on = null) => (Form is not null && Found(Form, label) is not null) || OnCards(label, on) is not null;

    /// <summary>Fills a field by its label: text as it is, choices by title, people by handle.</summary>
    public void Fill(string label, string value) => FillIn(FakeTeamsWords.Inputs(Open()).FirstOrDefault(one => FakeTeamsWords.LabelOf(one) == label) ?? throw Missing(label), value);

    /// <summary>Fills fields by their labels and saves with the dialog's own button.</summary>
    public Task<string> Submit(params (string Label, string Value)[] fields) => ActAsync($"saves \"{FormTitle}\"{string.Concat(fields.Select(field => $"\n    {field.Label}: {field.Value.ReplaceLineEndings(" / ")}"))}", async () =>
    {
        foreach (var (label, value) in fields) Fill(label, value);
        Click();
        await InDialogAsync(Open()["actions"]!.AsArray()[0]!.AsObject());
    });

    /// <summary>Closes the dialog: nothing is sent.</summary>
    public void Close()
    {
        teams.Transcript.Did(user, $"closes \"{FormTitle}\"");
        Click();
        Form = null;
    }

    public string FormText => FakeTeamsWords.Card(Open(), held);

    public string Held(string label) => held.GetValueOrDefault((string)FakeTeamsWords.Inputs(Open()).First(one => FakeTeamsWords.LabelOf(one) == label)["id"]!) ?? "";

    /// <summary>
    /// As an author does who has so many answers to give: types them into what is empty, picks where there is something to pick, and ticks that the rest is N/A. Of the empty action
    /// items only the first is written.
    /// </summary>
    public void FillAll(int answers)
    {
        teams.Transcript.Did(user, $"fills in \"{FormTitle}\"");
        var action = "";
        foreach (var input in Empty().Where(input => !IsOfTheRest(input)).ToList())
        {
            var (name, typed) = ((string)input["id"]!, IsTyped(input));
            var ofAction = name.Length < 4 && name[0] is 'a' or 'o' or 'k';
            if (typed && answers == 0) continue;
            if (ofAction && (typed ? action.Length > 0 : action != name[1..])) continue;
            if (ofAction && typed) action = name[1..];
            if (typed) answers--;
            FillIn(input, Something(input));
        }

        var rest = Empty().Where(IsOfTheRest).ToList();
        if (rest.Count > 0 && rest.Count < Empty().Count()) FillIn(rest[0], Something(rest[0]));
    }

    private IEnumerable<JsonObject> Empty() => FakeTeamsWords.Inputs(Open()).Where(input => held.GetValueOrDefault((string)input["id"]!) is null or "" or "false" or "%");

    private static bool IsOfTheRest(JsonObject input) => FakeTeamsWords.LabelOf(input) is "What I leave empty" or "Reason for N/A";

    private static bool IsTyped(JsonObject input) => (string?)input["type"] is "Input.Text" or "Input.Number";

    private static string Something(JsonObject input) => (string?)input["type"] switch
    {
        "Input.Text" => $"What is known of {FakeTeamsWords.LabelOf(input)}",
        "Input.Number" => "12",
        "Input.Date" => "2026-12-01",
        "Input.Toggle" => "true",
        _ => (string)input["choices"]!.AsArray().First(choice => (string?)choice!["value"] != "%")!["title"]!,
    };

    private void FillIn(JsonObject input, string value)
    {
        var id = (string)input["id"]!;
        Spent = IsTyped(input) ? Spent with { Typed = Spent.Typed + 1 } : Spent with { Interactions = Spent.Interactions + 1 };
        if (input["maxLength"]?.GetValue<int>() is { } most && value.Length > most) throw new InvalidOperationException($"Teams takes {most} characters in {FakeTeamsWords.LabelOf(input)}.");
        held[id] = input["choices"] is not JsonArray choices ? value : string.Join(',', value.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(one =>
            (string)(choices.FirstOrDefault(choice => Plain((string?)choice!["title"]) == Plain(Title(one)))?["value"] ?? throw new InvalidOperationException($"There is no {one} among: {string.Join(", ", choices.Select(choice => (string?)choice!["title"]))}"))!));
    }

    private string Title(string said) => said.StartsWith('@') && teams.Users.TryGetValue(said[1..], out var person) ? person.Name : said;

    private static string? Plain(string? title) => title?.Replace("\u2060", "", StringComparison.Ordinal);

    private async Task<(HttpStatusCode Status, JsonObject? Answer)> InDialogAsync(JsonObject action)
    {
        var data = WithInputs(action, Open(), held);
        var room = dialogRoom!;
        var submit = Activity("invoke", room, inMenu is null ? dialogIn : room.Id, teams.NewGuid());
        submit["name"] = inMenu is null ? "task/submit" : "composeExtension/submitAction";
        var value = inMenu is null ? new JsonObject { ["context"] = new JsonObject { ["theme"] = "default" } } : (JsonObject)inMenu.DeepClone();
        value["data"] = data;
        submit["value"] = value;
        return Dialog(await SendAsync(submit));
    }

    /// <summary>What stands in the inputs goes along, unless the action says otherwise; of an empty one nothing does, as the official renderer has it.</summary>
    private static JsonObject WithInputs(JsonObject action, JsonObject card, Dictionary<string, string> values)
    {
        var data = (JsonObject)(action["data"]?.DeepClone() ?? new JsonObject());
        if ((string?)action["associatedInputs"] == "none") return data;
        foreach (var name in FakeTeamsWords.Inputs(card).Select(input => (string)input["id"]!))
        {
            if (values.GetValueOrDefault(name) is { Length: > 0 } value) data[name] = value;
        }

        return data;
    }

    private (HttpStatusCode Status, JsonObject? Answer) Executed((HttpStatusCode Status, JsonObject? Answer) reply, FakeTeamsMessage message)
    {
        if (reply.Status != HttpStatusCode.OK || reply.Answer is not { } answer) teams.Transcript.Shown(user, "at the card", $"Something went wrong ({(int)reply.Status}).");
        else if ((string?)answer["type"] == "application/vnd.microsoft.card.adaptive")
        {
            teams.Check(answer["value"]!.AsObject());
            message.Own[user.Handle] = (JsonObject)answer["value"]!.DeepClone();
            teams.Transcript.Shown(user, "the card changed", FakeTeamsWords.Card(answer["value"]!.AsObject()));
        }
        else if ((string?)answer["type"] == "application/vnd.microsoft.activity.message" && (int?)answer["statusCode"] == 200) teams.Transcript.Shown(user, "at the card", (string)answer["value"]!);
        else teams.Wrongs.Enqueue($"No answer to a button: {answer.ToJsonString()}");
        return reply;
    }

    private (HttpStatusCode Status, JsonObject? Answer) Dialog((HttpStatusCode Status, JsonObject? Answer) reply)
    {
        Form = null;
        if (reply.Status != HttpStatusCode.OK) teams.Transcript.Shown(user, "a dialog", $"Unable to reach app ({(int)reply.Status}).");
        else if (reply.Answer?["task"] is { } task)
        {
            if ((string?)task["type"] == "message") teams.Transcript.Shown(user, "a dialog", (string)task["value"]!);
            else Show(task["value"]!.AsObject());
        }

        return reply;
    }

    private void Show(JsonObject value)
    {
        FormTitle = (string)value["title"]!;
        if ((string?)value["card"]?["contentType"] != "application/vnd.microsoft.card.adaptive") teams.Wrongs.Enqueue($"A dialog without a card: {value.ToJsonString()}");
        Form = (JsonObject)value["card"]!["content"]!.DeepClone();
        teams.Check(Form);
        if (FakeTeamsWords.Actions(Form).Any(action => (string?)action["type"] == "Action.Execute")) teams.Wrongs.Enqueue($"Execute in a dialog does nothing: {Form.ToJsonString()}");
        held.Clear();
        foreach (var input in FakeTeamsWords.Inputs(Form)) held[(string)input["id"]!] = (string?)input["value"]?.ToString() ?? "";
        teams.Transcript.Shown(user, $"the dialog « {FormTitle} »", FakeTeamsWords.Card(Form, held));
    }

    private (FakeTeamsMessage Message, JsonObject Action)? OnCards(string label, string? on)
    {
        lock (teams.Gate)
        {
            var seen = teams.Rooms.Values.Where(room => room.Members.Contains(user.Handle) && (on is null || room.Name == on)).SelectMany(room => room.Messages).Where(message => message.Card is not null && (message.Only is null || message.Only == user.Handle)).OrderByDescending(message => message.Id, StringComparer.Ordinal);
            foreach (var message in seen)
            {
                if (Found(message.CardFor(user)!, label) is { } action) return (message, action);
            }

            return null;
        }
    }

    /// <summary>A question unfolds first: the button that acts stands behind it.</summary>
    private static JsonObject Behind(JsonObject action) => (string?)action["type"] == "Action.ShowCard" ? action["card"]!["actions"]![0]!.AsObject() : action;

    private static JsonObject? Found(JsonNode? card, string label) => card switch
    {
        JsonObject { Count: > 0 } element when ((string?)element["type"])?.StartsWith("Action.", StringComparison.Ordinal) == true => (string?)element["title"] == label ? element : null,
        JsonObject element => new[] { "body", "items", "actions" }.Select(below => Found(element[below], label)).FirstOrDefault(found => found is not null),
        JsonArray list => list.Select(one => Found(one, label)).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private JsonObject Open() => Form ?? throw new InvalidOperationException($"{user.Handle} has no dialog open.\n{teams.Transcript.For(user, 0)}");

    private InvalidOperationException Missing(string label) => new($"{user.Handle} sees no {label}.\n{(Form is null ? "" : FormText)}\n{teams.Transcript.For(user, 0)}");
}
