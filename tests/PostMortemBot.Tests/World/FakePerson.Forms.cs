using System.Text.Json.Nodes;

namespace PostMortemBot.Tests.World;

/// <summary>Filling in the form that is open, with what Slack's own client checks before it sends.</summary>
internal sealed partial class FakePerson
{
    /// <summary>Fills a field by its label. Where the form asks for it, what was put in is reported as the field is left.</summary>
    public Task<Saw> Fill(string label, string value) => ActAsync($"fills {label}: {value}", () => FillAsync(label, value));

    /// <summary>Fills fields by their labels and saves. What Slack's client refuses is never sent.</summary>
    public Task<Saw> Submit(params (string Label, string Value)[] fields) => ActAsync($"saves \"{Form?.Title}\"{string.Concat(fields.Select(field => $"\n    {field.Label}: {field.Value.ReplaceLineEndings(" / ")}"))}", async () =>
    {
        foreach (var (label, value) in fields) await FillAsync(label, value);
        Click();
        var view = Top();
        view.Errors.Clear();
        foreach (var (block, wrong) in FakeSlackInputs.Refused(view)) view.Errors[block] = wrong;
        if (view.Errors.Count > 0)
        {
            slack.Transcript.View(view, user);
            return null;
        }

        var payload = Payload("view_submission", view);
        payload["view"] = view.Json(FakeSlack.Team);
        payload["response_urls"] = new JsonArray();
        slack.Produced.Keep("ViewSubmitAction", payload);
        return await DeliverAsync(() => delivery.InteractionAsync(payload), payload, reply => Answered(view, reply));
    });

    /// <summary>Closes the form without saving. The bot is told only when the view asks for it.</summary>
    public Task<Saw> Close() => ActAsync($"closes \"{Form?.Title}\"", async () =>
    {
        Click();
        var view = Top();
        slack.Views.StackOf(user.Id).Remove(view);
        if (view.View["notify_on_close"]?.GetValue<bool>() != true) return null;
        var payload = Payload("view_closed", null);
        payload.Remove("trigger_id");
        payload["view"] = view.Json(FakeSlack.Team);
        payload["is_cleared"] = false;
        return await DeliverAsync(() => delivery.InteractionAsync(payload), payload, _ => { });
    });

    /// <summary>What the open form shows.</summary>
    public string FormText => new FakeSlackWords(user.Zone, slack.Shown).View(Top());

    /// <summary>The labels of the fields that are asked and hold nothing yet.</summary>
    public IReadOnlyList<JsonNode> Empty => [.. FakeSlackInputs.Of(Top()).Where(block => FakeSlackInputs.Held(Top(), block).Length == 0)];

    /// <summary>What a field of the open form holds.</summary>
    public string Held(string label) => FakeSlackInputs.Held(Top(), Block(label));

    /// <summary>The message at a field.</summary>
    public string? ErrorAt(string label) => Top().Errors.GetValueOrDefault((string?)Block(label)["block_id"] ?? "");

    /// <summary>
    /// As an author does who has so many answers to give: types them into what is empty, picks where there is something to pick, and ticks that the rest is N/A.
    /// Of the empty action items only the first is written.
    /// </summary>
    public async Task FillAllAsync(int answers)
    {
        slack.Transcript.Did(user, $"fills in \"{Form?.Title}\"");
        var action = "";
        foreach (var block in Empty)
        {
            var name = ((string)block["block_id"]!).Split('~')[0];
            var typed = FakeSlackInputs.IsTyped(block);
            var ofAction = name.Length < 4 && name[0] is 'a' or 'o' or 'k';
            if (IsOfTheRest(block) || (typed && answers == 0)) continue;
            if (ofAction && (typed ? action.Length > 0 : action != name[1..])) continue;
            if (ofAction && typed) action = name[1..];
            if (typed) answers--;
            await FillAsync(block, FakeSlackInputs.Something(block));
        }

        var rest = Empty.Where(IsOfTheRest).ToList();
        if (rest.Count < Empty.Count) await FillAsync(rest[0], FakeSlackInputs.Something(rest[0]));
        await settled();
    }

    /// <summary>The tick that marks what is left empty as N/A, and its reason.</summary>
    private static bool IsOfTheRest(JsonNode block) => FakeSlackInputs.LabelOf(block) is "What I leave empty" or "Reason for N/A";

    private Task<BotReply?> FillAsync(string label, string value) => FillAsync(Block(label), value);

    private async Task<BotReply?> FillAsync(JsonNode block, string value)
    {
        var view = Top();
        lock (slack.Gate) FakeSlackInputs.Put(slack, view, block, value);
        Spent = FakeSlackInputs.IsTyped(block) ? Spent with { Typed = Spent.Typed + 1 } : Spent with { Interactions = Spent.Interactions + 1 };
        if (block["dispatch_action"]?.GetValue<bool>() != true) return null;
        var (blockId, actionId) = FakeSlackInputs.Key(block);
        var action = (JsonObject)view.State[(blockId, actionId)].DeepClone();
        (action["block_id"], action["action_id"], action["action_ts"]) = (blockId, actionId, "1795000000.000300");
        var payload = InView(view, action);
        var reply = await DeliverAsync(() => delivery.InteractionAsync(payload), payload, _ => { });
        await settled();
        return reply;
    }

    private void Answered(FakeView view, BotReply reply)
    {
        lock (slack.Gate)
        {
            var stack = slack.Views.StackOf(user.Id);
            if (reply.Json is not { } answer)
            {
                if (reply.Body.Length > 0) slack.Wrongs.Enqueue($"A submit was answered with what is no JSON: {reply.Body}");
                stack.Remove(view);
                return;
            }

            slack.Produced.Keep("submit", answer);
            switch ((string?)answer["response_action"])
            {
                case "errors":
                    foreach (var (block, wrong) in answer["errors"]!.AsObject()) view.Errors[block] = (string)wrong!;
                    if (view.Errors.Keys.Except(FakeSlackInputs.Of(view).Select(block => (string?)block["block_id"] ?? "")).Any()) slack.Wrongs.Enqueue($"An error at a block that is no input: {reply.Body}");
                    slack.Transcript.View(view, user);
                    break;
                case "update":
                    slack.Views.Replace(view, answer["view"]!.AsObject());
                    break;
                case "push":
                    slack.Views.Push(user.Id, answer["view"]!.AsObject());
                    break;
                case "clear":
                    stack.Clear();
                    break;
                case var other:
                    slack.Wrongs.Enqueue($"No response_action: {other}");
                    break;
            }
        }
    }

    private FakeView Top() => Form ?? throw new InvalidOperationException($"{user.Handle} has no form open.\n{slack.Transcript.For(user, 0)}");

    private JsonNode Block(string label) => FakeSlackInputs.Of(Top()).FirstOrDefault(block => FakeSlackInputs.LabelOf(block) == label)
        ?? throw new InvalidOperationException($"There is no field {label} in:\n{FormText}");
}
