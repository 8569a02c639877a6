using System.Text.Json;
using System.Text.Json.Nodes;
using PostMortemBot.Screens;
using PostMortemBot.Slack;
using PostMortemBot.Teams;

namespace PostMortemBot.Tests.Screens;

/// <summary>What a platform sends back for a screen we drew becomes the ids and values we put in.</summary>
public sealed class ReadBackTests
{
    private static readonly Choice[] Services = [new("gateway", "Gateway"), new("a,b", "Two, in one"), new("50%2C", "Percent"), new("~tilde", "Tilde")];

    private static readonly Form Sample = new("section.edit", "Facts", [
        Asks("why", new FieldInput.Long("pool halved")),
        Asks("severity", new FieldInput.PickOne([Choice.Of("P1"), Choice.Of("P2")], "P2")),
        Asks("services", new FieldInput.PickMany(Services, ["a,b", "50%2C", "~tilde"])),
        Asks("na", new FieldInput.Tick("Mark what I leave empty as N/A", On: true)),
        Asks("owner", new FieldInput.PickPerson("01JP")),
        Asks("day", new FieldInput.Day("2026-11-24")),
        Asks("failed", new FieldInput.Number("812")),
        Asks("na2", new FieldInput.Tick("Another")),
        Asks("empty", new FieldInput.Short()),
    ], "Save", "01JD|facts|4");

    [Fact]
    public void Slack_gives_back_what_the_form_held()
    {
        var values = SlackValues.Read(StateOf(GalleryTests.Slack(Sample).Json), user => user == "U0123ABC" ? "01JP" : null);

        AssertHeld(values);
    }

    [Fact]
    public void Teams_gives_back_what_the_form_held()
    {
        var data = DataOf(GalleryTests.Teams(Sample).Json);
        var values = TeamsValues.Read(data);

        AssertHeld(values);
        var press = TeamsPress.Read(data)!;
        Assert.Equal(("", "section.edit", "01JD|facts|4", "op1"), (press.Id, press.Form, press.Carry, press.Operation));
    }

    [Fact]
    public void Teams_people_come_back_as_persons_where_the_tenants_picker_was_used()
    {
        var look = new TeamsLook { UserOf = person => person.Value == "01JP" ? "aad-1" : null };
        var data = DataOf(AdaptiveCards.Dialog(Sample, look).Json);

        Assert.Equal("01JP", TeamsValues.Read(data, user => user == "aad-1" ? "01JP" : null).Text("owner"));
    }

    [Fact]
    public void A_field_called_like_something_of_ours_overwrites_nothing()
    {
        var form = new Form("f", "T", [Asks("id", new FieldInput.Short("typed")), Asks("form", new FieldInput.Short("other"))], "Save", "carry");
        var data = DataOf(GalleryTests.Teams(form).Json);

        Assert.Equal("f", TeamsPress.Read(data)!.Form);
        Assert.Equal("typed", TeamsValues.Read(data).Text("id"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("{}")]
    [InlineData("{\"values\":{\"a\":null,\"b\":{\"field\":7},\"c\":{\"field\":{\"type\":\"static_select\",\"selected_option\":null}}},\"_pm\":7}")]
    [InlineData("{\"_pm\":{\"choices\":[null,{},7],\"ticks\":\"x\",\"id\":{}},\"a\":{\"b\":1},\"c\":null}")]
    public void A_payload_of_another_shape_is_read_as_empty(string json)
    {
        var payload = JsonDocument.Parse(json).RootElement;

        Assert.All(SlackValues.Read(payload).All.Values, Assert.Empty);
        Assert.All(TeamsValues.Read(payload).All.Where(value => value.Key != "values").Select(value => value.Value), Assert.Empty);
        Assert.Equal("", TeamsPress.Read(payload)?.Id ?? "");
        Assert.Equal("", SlackPress.Read(payload)?.Id ?? "");
    }

    [Fact]
    public void Buttons_of_one_id_and_those_behind_More_come_back_with_their_own_values()
    {
        var card = new Card("T", [], [Button.Does("pick", "One", "v1"), Button.Does("pick", "Two", "v2")], [Button.Does("cancel", "Not an incident", "01JD|x"), Button.Does("other", "Other")]);
        var actions = GalleryTests.Slack(card).Json["blocks"]!.AsArray().Single(block => (string?)block!["type"] == "actions")!["elements"]!.AsArray();

        Assert.Equal(new SlackPress("pick", "v1", ""), SlackPress.Read(Element(actions[0]!)));
        Assert.Equal(new SlackPress("pick", "v2", ""), SlackPress.Read(Element(actions[1]!)));
        var more = new JsonObject { ["type"] = "overflow", ["action_id"] = "more", ["selected_option"] = actions[2]!["options"]![0]!.DeepClone() };
        Assert.Equal(new SlackPress("cancel", "01JD|x", ""), SlackPress.Read(Element(more)));
    }

    [Fact]
    public void A_picker_comes_back_with_what_it_carries_and_what_was_chosen()
    {
        var card = new Card("T", [new Element.Picker("timeline.edit", "Edit an event", [Choice.Of("e1"), new Choice("", "None")], "01JD:5")]);
        var block = GalleryTests.Slack(card).Json["blocks"]!.AsArray().Single(one => (string?)one!["type"] == "actions")!;
        foreach (var (option, chosen) in new[] { (0, "e1"), (1, "") })
        {
            var action = new JsonObject { ["action_id"] = (string?)block["elements"]![0]!["action_id"], ["block_id"] = (string?)block["block_id"], ["selected_option"] = block["elements"]![0]!["options"]![option]!.DeepClone() };
            Assert.Equal(new SlackPress("timeline.edit", "01JD:5", chosen), SlackPress.Read(Element(action)));
        }

        var teams = SlackLimits.Descendants(GalleryTests.Teams(card).Json).ToList();
        var data = teams.Single(node => (string?)node["type"] == "Action.Execute")["data"]!.DeepClone().AsObject();
        data[(string)teams.Single(node => (string?)node["type"] == "Input.ChoiceSet")["id"]!] = "e1";
        Assert.Equal(("timeline.edit", "01JD:5", "e1"), TeamsPress.Read(Element(data)) is { } press ? (press.Id, press.Value, press.Chosen) : default);
    }

    [Fact]
    public void An_error_goes_to_the_open_views_own_block_and_is_left_to_a_new_drawing_where_that_has_none()
    {
        var state = StateOf(GalleryTests.Slack(Sample).Json);
        var refused = Sample with { Elements = [new FormElement.Asks(Sample.Fields.First() with { Input = new FieldInput.Long("typed since"), Error = "Say when." })] };

        var answer = BlockKit.Errors(refused, SlackValues.BlockIds(state))!;
        Assert.Equal("errors", (string?)answer["response_action"]);
        var (block, sentence) = Assert.Single(answer["errors"]!.AsObject());
        Assert.Contains(block, SlackValues.BlockIds(state));
        Assert.Equal("Say when.", (string?)sentence);
        Assert.Null(BlockKit.Errors(refused, ["another~01234567"]));
        Assert.Null(BlockKit.Errors(Sample, SlackValues.BlockIds(state)));
    }

    [Fact]
    public void A_value_of_ours_gets_a_new_block_and_an_unchanged_field_keeps_its_own()
    {
        var changed = Sample with { Elements = [Asks("why", new FieldInput.Long("ours")), .. Sample.Elements.Skip(1)] };
        var (before, after) = (SlackValues.BlockIds(StateOf(GalleryTests.Slack(Sample).Json)), SlackValues.BlockIds(StateOf(GalleryTests.Slack(changed).Json)));

        Assert.NotEqual(before[0], after[0]);
        Assert.Equal(before.Skip(1), after.Skip(1));
    }

    [Fact]
    public void A_text_too_long_to_edit_is_shown_and_never_comes_back_cut()
    {
        var form = new Form("f", "T", [Asks("long", new FieldInput.Long(new string('x', 3001))), Asks("fits", new FieldInput.Long(new string('y', 3000)))], "Save", "");
        var slack = SlackValues.Read(StateOf(GalleryTests.Slack(form).Json));
        Assert.False(slack.Has("long"));
        Assert.Equal(3000, slack.Text("fits").Length);

        var huge = new Form("f", "T", [Asks("long", new FieldInput.Long(new string('é', 20_000))), Asks("fits", new FieldInput.Long("short"))], "Save", "");
        var teams = TeamsValues.Read(DataOf(GalleryTests.Teams(huge).Json));
        Assert.False(teams.Has("long"));
        Assert.Equal("short", teams.Text("fits"));
    }

    [Fact]
    public void A_form_full_of_text_keeps_its_buttons_and_every_field_in_Slack()
    {
        FormElement[] elements = [.. Enumerable.Range(0, 20).Select(at => Asks($"f{at}", new FieldInput.Long(new string('x', 2900)))), new FormElement.Note("Read it once more."), Asks("last", new FieldInput.Short("typed")), new FormElement.Acts([Button.Does("section.help", "Ask someone", "01JD")])];
        var drawn = GalleryTests.Slack(new Form("f", "T", elements, "Save", ""));

        var blocks = drawn.Json["blocks"]!.AsArray();
        Assert.Equal(23, blocks.Count);
        Assert.Equal("actions", (string?)blocks[^1]!["type"]);
        Assert.Equal("typed", SlackValues.Read(StateOf(drawn.Json)).Text("last"));
    }

    [Fact]
    public void A_form_of_more_blocks_than_Slack_takes_keeps_its_buttons_and_says_what_is_missing()
    {
        FormElement[] elements = [.. Enumerable.Range(0, 110).Select(at => Asks($"f{at}", new FieldInput.Short())), new FormElement.Acts([Button.Does("section.help", "Ask someone", "01JD")])];
        var blocks = GalleryTests.Slack(new Form("f", "T", elements, "Save", "")).Json["blocks"]!.AsArray();

        Assert.Equal((100, "actions", "context"), (blocks.Count, (string?)blocks[^2]!["type"], (string?)blocks[^1]!["type"]));
        Assert.Contains("12 more", blocks[^1]!.ToJsonString(), StringComparison.Ordinal);
    }

    private static void AssertHeld(FormValues values)
    {
        Assert.Equal("pool halved", values.Text("why"));
        Assert.Equal("P2", values.Text("severity"));
        Assert.Equal(["a,b", "50%2C", "~tilde"], values.Many("services"));
        Assert.True(values.Ticked("na"));
        Assert.False(values.Ticked("na2"));
        Assert.Equal("01JP", values.Text("owner"));
        Assert.Equal("2026-11-24", values.Text("day"));
        Assert.Equal("812", values.Text("failed"));
        Assert.True(values.Has("empty"));
        Assert.Equal("", values.Text("empty"));
    }

    private static FormElement.Asks Asks(string name, FieldInput input) => new(new Field(name, name, input));

    /// <summary>The state Slack sends when nothing was changed: each input's first value, in the shape of the reference.</summary>
    private static JsonElement StateOf(JsonObject view)
    {
        var values = new JsonObject();
        foreach (var block in view["blocks"]!.AsArray().Where(block => (string?)block!["type"] == "input"))
        {
            var input = block!["element"]!;
            values[(string)block["block_id"]!] = new JsonObject { [(string)input["action_id"]!] = Sent(input) };
        }

        return Element(new JsonObject { ["values"] = values });
    }

    private static JsonObject Sent(JsonNode input) => (string)input["type"]! switch
    {
        "datepicker" => new() { ["type"] = "datepicker", ["selected_date"] = input["initial_date"]?.DeepClone() },
        "users_select" => new() { ["type"] = "users_select", ["selected_user"] = input["initial_user"]?.DeepClone() },
        "static_select" => new() { ["type"] = "static_select", ["selected_option"] = input["initial_option"]?.DeepClone() },
        "checkboxes" or "multi_static_select" => new() { ["type"] = (string)input["type"]!, ["selected_options"] = input["initial_options"]?.DeepClone() ?? new JsonArray() },
        var type => new() { ["type"] = type, ["value"] = input["initial_value"]?.DeepClone() },
    };

    /// <summary>What a Teams client sends when nothing was changed: the button's data with each input's first value as a string.</summary>
    private static JsonElement DataOf(JsonObject card)
    {
        var data = card["actions"]![0]!["data"]!.DeepClone().AsObject();
        foreach (var input in SlackLimits.Descendants(card["body"]).Where(node => ((string?)node["type"])?.StartsWith("Input.", StringComparison.Ordinal) == true))
        {
            data[(string)input["id"]!] = input["value"]?.ToString() ?? "";
        }

        return Element(data);
    }

    private static JsonElement Element(JsonNode node) => JsonSerializer.SerializeToElement(node);
}
