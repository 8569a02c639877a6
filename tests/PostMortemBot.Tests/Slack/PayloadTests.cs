using System.Text.Json.Nodes;

namespace PostMortemBot.Tests.Slack;

/// <summary>Payloads as Slack sends them, through the whole adapter.</summary>
public sealed class PayloadTests
{
    private const string Ts = "1795504200.000100";

    [Theory]
    [InlineData("TOTHER", "", true)]
    [InlineData("T1", "", false)]
    [InlineData("TGRID", "EACME", false)]
    [InlineData("EACME", "EACME", false)]
    [InlineData("EOTHER", "EACME", true)]
    public async Task Somebody_whom_the_delivery_says_to_be_of_another_organisation_is_a_guest(string team, string enterprise, bool guest)
    {
        await using var world = await SlackWorld.At("2026-11-24 14:00");
        world.Workspaces.Learn(new(SlackWorld.Team, "", "") { Enterprise = enterprise });
        await world.Command("U1", "C1", "start INC-004211 gateway is slow");

        await world.Event(new JsonObject { ["type"] = "app_mention", ["channel"] = "C1", ["user"] = "U2", ["user_team"] = team, ["text"] = "<@UBOT> mark pool is empty", ["ts"] = "1795546800.000100", ["event_ts"] = "1795546800.000100" });
        await world.Interaction(new JsonObject { ["type"] = "message_action", ["callback_id"] = "menu.timeline", ["user"] = new JsonObject { ["id"] = "U3", ["team_id"] = team }, ["enterprise"] = enterprise.Length > 0 ? new JsonObject { ["id"] = enterprise } : null, ["channel"] = new JsonObject { ["id"] = "C1" }, ["message"] = new JsonObject { ["ts"] = "1795546700.000100", ["user"] = "U1", ["text"] = "disk at 90 %" }, ["response_url"] = SlackWorld.ResponseUrl });

        Assert.Equal(guest ? [] : ["disk at 90 %", "pool is empty"], (await world.Chatting.Of("INC-004211")).Events.Select(one => one.Text).Order());
    }

    [Theory]
    [InlineData("C1")]
    [InlineData("D1")]
    public async Task A_line_said_to_the_bot_that_fails_by_a_fault_is_told_to_its_writer_alone(string channel)
    {
        await using var world = await SlackWorld.At("2026-11-24 14:00");
        var fails = true;
        world.Chatting.Bot.PageUrlOf = _ => fails ? throw new InvalidOperationException($"A bug, once: {fails = false}") : null;
        var said = new JsonObject { ["type"] = channel == "D1" ? "message" : "app_mention", ["channel"] = channel, ["channel_type"] = channel == "D1" ? "im" : "channel", ["user"] = "U1", ["text"] = "<@UBOT> help marking <b>", ["ts"] = "1795546800.000100", ["event_ts"] = "1795546800.000100" };

        Assert.Equal(200, (await world.Event(said)).Status);

        var told = Assert.Single(world.Called(channel == "D1" ? "chat.postMessage" : "chat.postEphemeral"));
        Assert.Equal(channel, (string?)told["channel"]);
        Assert.Contains("Something went wrong on my side. Your line: ", (string?)told["text"], StringComparison.Ordinal);
        Assert.DoesNotContain("UBOT", told.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(world.Called(channel == "D1" ? "chat.postEphemeral" : "chat.postMessage"));
    }

    [Fact]
    public async Task A_message_that_begins_with_the_pushpin_is_captured_and_ordinary_talk_is_not()
    {
        await using var slack = await Opened();

        await slack.Event(Message("U2", ":pushpin: failed over to <https://eu-2.example.com|eu-2> &amp; waiting", Ts));
        await slack.Event(Message("U2", "has anybody looked at the pool?", "1795504201.000100"));

        Assert.Equal(["failed over to [eu-2](https://eu-2.example.com) & waiting"], await Texts(slack));
        Assert.Equal("memo", (string?)Assert.Single(slack.Called("reactions.add"))["name"]);
        Assert.Empty(slack.Called("chat.postEphemeral"));
    }

    [Fact]
    public async Task A_reaction_captures_what_was_heard_without_reading_it_again()
    {
        await using var slack = await Opened();
        await slack.Event(Message("U2", "rolled back gateway 4.12", Ts));

        await slack.Event(Reaction("reaction_added", "U3", Ts, "1795504260.000200"));

        Assert.Equal(["rolled back gateway 4.12"], await Texts(slack));
        Assert.Empty(slack.Called("conversations.history"));
        await slack.Event(Reaction("reaction_removed", "U3", Ts, "1795504290.000200"));
        Assert.Empty(await Texts(slack));
        Assert.Equal("memo", (string?)Assert.Single(slack.Called("reactions.remove"))["name"]);
    }

    [Fact]
    public async Task A_retried_delivery_and_the_mention_of_the_same_message_have_one_effect()
    {
        await using var slack = await Opened();
        var said = Message("U2", "<@UBOT> mark pool is full", Ts);
        var mention = Message("U2", "<@UBOT> mark pool is full", Ts, type: "app_mention");

        await slack.Event(said, "Ev100");
        await slack.Event(mention, "Ev101");
        await slack.Event(mention, "Ev101");

        Assert.Equal(["pool is full"], await Texts(slack));
        Assert.Single(slack.Called("chat.postEphemeral"));
    }

    [Fact]
    public async Task A_mention_in_a_thread_is_answered_there_to_its_writer_alone()
    {
        await using var slack = await Opened();
        var said = Message("U2", "<@UBOT> mark pool is full", Ts, type: "app_mention");
        said["thread_ts"] = "1795504100.000100";

        await slack.Event(said);

        var answer = Assert.Single(slack.Called("chat.postEphemeral"));
        Assert.Equal(("C1", "U2", "1795504100.000100"), ((string?)answer["channel"], (string?)answer["user"], (string?)answer["thread_ts"]));
    }

    [Fact]
    public async Task The_bots_own_messages_and_other_bots_are_not_acted_on()
    {
        await using var slack = await Opened();
        var own = Message("UBOT", ":pushpin: mine", Ts);
        var other = Message("U9", ":pushpin: of another bot", "1795504201.000100");
        other["bot_id"] = "BOTHER";
        var hidden = Message("U2", ":pushpin: hidden", "1795504202.000100");
        hidden["hidden"] = true;
        var joined = Message("U2", ":pushpin: joined", "1795504203.000100");
        joined["subtype"] = "channel_join";

        foreach (var said in new[] { own, other, hidden, joined }) await slack.Event(said);

        Assert.Empty(await Texts(slack));
    }

    [Fact]
    public async Task An_edit_is_followed_and_a_deletion_is_noted()
    {
        await using var slack = await Opened();
        await slack.Event(Message("U2", ":pushpin: failed over to eu-1", Ts));

        await slack.Event(new() { ["type"] = "message", ["subtype"] = "message_changed", ["hidden"] = true, ["channel"] = "C1", ["ts"] = "1795504300.000100", ["event_ts"] = "1795504300.000100", ["message"] = Message("U2", ":pushpin: failed over to eu-2", Ts), ["previous_message"] = Message("U2", ":pushpin: failed over to eu-1", Ts) });
        Assert.Equal(["failed over to eu-2"], await Texts(slack));

        await slack.Event(new() { ["type"] = "message", ["subtype"] = "message_deleted", ["hidden"] = true, ["channel"] = "C1", ["ts"] = "1795504301.000100", ["deleted_ts"] = Ts, ["previous_message"] = Message("U2", ":pushpin: failed over to eu-2", Ts) });
        Assert.True(Assert.Single((await slack.Chatting.Of("INC-004211")).Events).SourceGone);
    }

    [Fact]
    public async Task The_menu_of_a_message_needs_no_scope_to_read_it()
    {
        await using var slack = await Opened();

        await slack.Interaction(new()
        {
            ["type"] = "message_action",
            ["callback_id"] = "menu.timeline",
            ["user"] = new JsonObject { ["id"] = "U3" },
            ["channel"] = new JsonObject { ["id"] = "C1", ["name"] = "inc" },
            ["message_ts"] = Ts,
            ["message"] = Message("U2", "rolled back gateway 4.12", Ts),
            ["response_url"] = SlackWorld.ResponseUrl,
        });

        Assert.Equal(["rolled back gateway 4.12"], await Texts(slack));
        var answer = Assert.Single(slack.Called(SlackWorld.ResponseUrl));
        Assert.Equal(("ephemeral", false), ((string?)answer["response_type"], (bool?)answer["replace_original"]));
        Assert.Empty(slack.Called("conversations.history"));
    }

    [Fact]
    public async Task A_press_opens_its_modal_with_the_trigger_and_the_saved_form_answers_where_it_was_opened()
    {
        await using var slack = await Opened();
        var id = (await slack.Chatting.Of("INC-004211")).Id.Value;

        await slack.Interaction(Press("U2", "incident.mark", id));

        var opened = Assert.Single(slack.Called("views.open"));
        var view = opened["view"]!.AsObject();
        Assert.Equal(("modal", "timeline.mark.form"), ((string?)view["type"], (string?)view["callback_id"]));
        Assert.NotEmpty((string?)opened["trigger_id"] ?? "");

        var seen = await slack.Interaction(Submit("U2", view, ("text", "rolled back gateway")));
        Assert.Equal((200, ""), (seen.Status, seen.Body));
        Assert.Equal(["rolled back gateway"], await Texts(slack));
        Assert.Contains(slack.Called(SlackWorld.ResponseUrl), answer => ((string?)answer["text"])!.Contains("rolled back gateway", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_field_that_is_wrong_gets_its_sentence_and_the_form_stays()
    {
        await using var slack = await Opened();
        await slack.Interaction(Press("U2", "incident.mark", (await slack.Chatting.Of("INC-004211")).Id.Value));
        var view = slack.Called("views.open")[0]["view"]!.AsObject();

        var seen = await slack.Interaction(Submit("U2", view, ("text", "")));

        Assert.Equal("errors", (string?)seen.Json["response_action"]);
        Assert.Equal("Say what happened.", (string?)Assert.Single(seen.Json["errors"]!.AsObject()).Value);
        Assert.Empty(await Texts(slack));
    }

    [Fact]
    public async Task A_command_without_words_opens_its_form_and_says_nothing_else()
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");

        var seen = await slack.Command("U1", "C1", "start");

        Assert.Equal((200, ""), (seen.Status, seen.Body));
        Assert.Equal("incident.start.form", (string?)Assert.Single(slack.Called("views.open"))["view"]!["callback_id"]);
    }

    [Fact]
    public async Task A_trigger_that_came_too_late_leaves_a_button_that_opens_the_form()
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");
        slack.Answers["views.open"] = (200, """{"ok":false,"error":"expired_trigger_id"}""", null);

        var seen = await slack.Command("U1", "C1", "start");

        var button = seen.Json["blocks"]!.AsArray().SelectMany(block => block!["elements"]?.AsArray() ?? []).First(element => (string?)element!["type"] == "button")!;
        Assert.Equal("slack.again", (string?)button["action_id"]);
        slack.Answers.Clear();
        await slack.Interaction(Press("U1", "slack.again", (string)button["value"]!));
        Assert.Equal(2, slack.Called("views.open").Count);
    }

    [Fact]
    public async Task The_global_shortcut_asks_in_which_channel_and_starts_there()
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");
        await slack.Interaction(new() { ["type"] = "shortcut", ["callback_id"] = "incident.start", ["user"] = new JsonObject { ["id"] = "U1" } });
        var view = Assert.Single(slack.Called("views.open"))["view"]!.AsObject();
        Assert.Contains(view["blocks"]!.AsArray(), block => (string?)block!["block_id"] == "channel");

        var submit = Submit("U1", view, ("title", "gateway slow"));
        submit["view"]!["state"]!["values"]!["channel"] = new JsonObject { ["channel"] = new JsonObject { ["type"] = "conversations_select", ["selected_conversation"] = "C7" } };
        await slack.Interaction(submit);

        var p = Assert.Single(await slack.Chatting.All());
        Assert.Equal(("gateway slow", "C7"), (p.Title, p.Places[0].Channel));
    }

    [Fact]
    public async Task A_double_click_is_one_click()
    {
        await using var slack = await Opened();
        var id = (await slack.Chatting.Of("INC-004211")).Id.Value;

        await slack.Interaction(Press("U2", "incident.mark", id));
        await slack.Interaction(Press("U2", "incident.mark", id));
        Assert.Single(slack.Called("views.open"));

        slack.Chatting.Time.Advance(TimeSpan.FromSeconds(3));
        await slack.Interaction(Press("U2", "incident.mark", id));
        Assert.Equal(2, slack.Called("views.open").Count);
    }

    [Fact]
    public async Task A_line_in_the_direct_message_is_a_command_and_is_answered_there()
    {
        await using var slack = await Opened();
        var said = Message("U1", "INC-004211 status", Ts);
        (said["channel"], said["channel_type"]) = ("D1", "im");

        await slack.Event(said);

        Assert.Equal("D1", (string?)slack.Called("chat.postMessage")[^1]["channel"]);
        Assert.Empty(slack.Called("chat.postEphemeral"));
    }

    [Fact]
    public async Task Invited_the_bot_says_three_sentences_to_the_inviter_alone()
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");

        await slack.Event(new() { ["type"] = "member_joined_channel", ["user"] = "UBOT", ["channel"] = "C9", ["channel_type"] = "C", ["team"] = "T1", ["inviter"] = "U4" });
        await slack.Event(new() { ["type"] = "member_joined_channel", ["user"] = "U5", ["channel"] = "C9", ["channel_type"] = "C", ["team"] = "T1", ["inviter"] = "U4" });

        var hello = Assert.Single(slack.Called("chat.postEphemeral"));
        Assert.Equal(("C9", "U4"), ((string?)hello["channel"], (string?)hello["user"]));
        Assert.Empty(slack.Called("chat.postMessage"));
    }

    [Fact]
    public async Task Home_is_published_when_it_is_opened_and_again_when_something_changes()
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");
        await slack.Event(new() { ["type"] = "app_home_opened", ["user"] = "U1", ["tab"] = "home", ["channel"] = "D1" });
        Assert.Contains("Start an incident", Assert.Single(slack.Called("views.publish")).ToJsonString(), StringComparison.Ordinal);

        await slack.Command("U1", "C1", "start INC-004211 gateway slow p1 owner:<@U1|ana>");
        await slack.Chatting.Advance(NodaTime.Duration.FromSeconds(5));

        Assert.Contains("INC-004211", slack.Called("views.publish")[^1].ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guest_may_not_mark()
    {
        await using var slack = await Opened();
        slack.Answers["users.info"] = (200, """{"ok":true,"user":{"id":"U8","team_id":"T1","is_ultra_restricted":true,"tz":"Europe/Berlin","profile":{"display_name":"Gus"}}}""", null);

        var seen = await slack.Command("U8", "C1", "mark I was here");

        Assert.StartsWith("Incidents are open to members only.", seen.Text, StringComparison.Ordinal);
        Assert.Empty(await Texts(slack));
    }

    [Fact]
    public async Task Mentions_in_a_mark_are_kept_by_name()
    {
        await using var slack = await Opened();

        await slack.Command("U1", "C1", "mark told <@U2|ana> in <#C5|ops> to roll back &lt;now&gt;");

        Assert.Equal(["told @ana in #ops to roll back <now>"], await Texts(slack));
    }

    private static async Task<SlackWorld> Opened()
    {
        var slack = await SlackWorld.At("2026-11-24 02:10");
        await slack.Command("U1", "C1", "start INC-004211 gateway slow p1");
        return slack;
    }

    private static async Task<IReadOnlyList<string>> Texts(SlackWorld slack) => [.. (await slack.Chatting.Of("INC-004211")).Events.Select(e => e.Text)];

    private static JsonObject Message(string user, string text, string ts, string type = "message") => new() { ["type"] = type, ["user"] = user, ["text"] = text, ["ts"] = ts, ["event_ts"] = ts, ["channel"] = "C1", ["channel_type"] = "channel" };

    private static JsonObject Reaction(string type, string user, string ts, string at) => new() { ["type"] = type, ["user"] = user, ["reaction"] = "pushpin", ["item_user"] = "U2", ["item"] = new JsonObject { ["type"] = "message", ["channel"] = "C1", ["ts"] = ts }, ["event_ts"] = at };

    private static JsonObject Press(string user, string id, string value) => new()
    {
        ["type"] = "block_actions",
        ["user"] = new JsonObject { ["id"] = user },
        ["channel"] = new JsonObject { ["id"] = "C1" },
        ["container"] = new JsonObject { ["type"] = "message", ["message_ts"] = "1795504000.000100", ["channel_id"] = "C1", ["is_ephemeral"] = false },
        ["response_url"] = SlackWorld.ResponseUrl,
        ["actions"] = new JsonArray(new JsonObject { ["type"] = "button", ["action_id"] = id, ["block_id"] = "b1", ["value"] = value, ["action_ts"] = "1795504010.000100" }),
    };

    private static JsonObject Submit(string user, JsonObject view, params (string Field, string Value)[] values)
    {
        var blocks = view["blocks"]!.AsArray().Where(block => (string?)block!["type"] == "input").Select(block => (string)block!["block_id"]!);
        var state = new JsonObject(blocks.Where(block => block.Contains('~')).Select(block => KeyValuePair.Create(block, (JsonNode?)new JsonObject
        {
            ["field"] = new JsonObject { ["type"] = "plain_text_input", ["value"] = values.FirstOrDefault(one => block.StartsWith(one.Field + "~", StringComparison.Ordinal)).Value is { Length: > 0 } value ? value : null },
        })));
        return new() { ["type"] = "view_submission", ["user"] = new JsonObject { ["id"] = user }, ["view"] = new JsonObject { ["id"] = "V1", ["hash"] = "1.abc", ["type"] = "modal", ["callback_id"] = (string?)view["callback_id"], ["private_metadata"] = view["private_metadata"] is JsonValue text ? (string?)text : view["private_metadata"]!.ToJsonString(), ["state"] = new JsonObject { ["values"] = state } } };
    }
}
