using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostMortemBot.Slack;
using PostMortemBot.Tests.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>What goes wrong between Slack and the bot, through the whole program: each thing has one effect, or is told to the person it concerns.</summary>
public sealed class SlackFaultTests(SlackProduced produced)
{
    private const string Incident = "INC-004211";
    private const string Channel = "#inc-gateway";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_delivered_again_has_one_effect_and_the_same_answer(bool socket)
    {
        await using var acme = await StartAsync(socket);
        var dana = acme["dana"];

        await dana.Type(Channel, "mark Splunk alert fired");
        var first = dana.Again!;
        var (second, third) = (await first(0), await first(0));
        await acme.Pass(TimeSpan.FromMinutes(1));
        var seen = await acme["lee"].Say(Channel, ":pushpin: rolled back gateway 4.12");
        var event1 = acme["lee"].Again!;
        for (var retry = 1; retry <= 3; retry++) Assert.Equal(200, (await event1(retry)).Status);
        await acme.SettledAsync();

        Assert.Equal(second.Body, third.Body);
        Assert.Contains("Splunk alert fired", second.Body, StringComparison.Ordinal);
        Assert.Equal(["Splunk alert fired", "rolled back gateway 4.12"], (await acme.Of(Incident)).Events.Select(one => one.Text));
        Assert.Single(seen.Reactions, reaction => reaction.By == FakeSlack.BotUser);
        acme.Clean();
    }

    [Fact]
    public async Task A_message_that_comes_as_a_mention_too_is_marked_once()
    {
        await using var acme = await StartAsync();
        await acme["lee"].Say(Channel, "@PostMortem mark pool is empty");

        Assert.Equal(["pool is empty"], (await acme.Of(Incident)).Events.Select(one => one.Text));
        acme.Clean();
    }

    [Fact]
    public async Task Two_clicks_on_one_button_are_one_act()
    {
        await using var acme = await StartAsync();
        var dana = acme["dana"];
        await dana.Type(Channel, "mark Splunk alert fired");
        var undo = dana.PressOf("Undo");

        var replies = await Task.WhenAll(acme.Delivery.InteractionAsync(undo), acme.Delivery.InteractionAsync((JsonObject)undo.DeepClone()));
        await acme.SettledAsync();

        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        Assert.Empty((await acme.Of(Incident)).Events);
        Assert.Single(acme.Slack.Channel(Channel).Messages, message => Text(acme, message).StartsWith("Taken off the timeline", StringComparison.Ordinal));
        acme.Clean();
    }

    [Fact]
    public async Task The_bot_does_not_hear_itself()
    {
        await using var acme = await StartAsync();
        var before = (await acme.All()).Count;

        await acme["dana"].TellAsync(FakeSlackEvents.Message(acme.Slack, acme.Slack.Channel(Channel).Messages.Last(message => message.ByBot && message.Only is null)));
        await acme.SettledAsync();

        Assert.Equal(before, (await acme.All()).Count);
        Assert.Empty((await acme.Of(Incident)).Events);
    }

    [Fact]
    public async Task Retry_After_is_obeyed_for_its_method_while_others_go_on()
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        acme.Slack.Next("chat.postMessage", new ApiFault.Slow(30));

        await acme["dana"].Type(Channel, $"start {Incident} gateway is slow p1");
        await acme["dana"].Press("Change details");
        Assert.NotNull(acme["dana"].Form);
        Assert.Single(acme.Slack.CallsOf("chat.postMessage"));
        await acme.Pass(TimeSpan.FromSeconds(25));
        Assert.Single(acme.Slack.CallsOf("chat.postMessage"));
        Assert.Empty(Posts(acme));

        await acme.Pass(TimeSpan.FromSeconds(6));

        Assert.Equal(2, acme.Slack.CallsOf("chat.postMessage").Count);
        Assert.Single(Posts(acme));
        acme.Clean();
    }

    [Fact]
    public async Task While_posts_of_a_channel_wait_its_cards_are_edited_and_the_posts_come_in_their_order()
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        await acme["dana"].Type(Channel, $"start {Incident} gateway is slow p1 owner:@dana");
        await acme.Pass(TimeSpan.FromMinutes(2));
        acme.Slack.Next("chat.postMessage", new ApiFault.Slow(300));
        await acme["dana"].Type(Channel, "handover @lee"); // One post alone: of two on their way, Slack may take the other.
        await acme["dana"].Type(Channel, "resolve");
        await acme["dana"].Type(Channel, "reopen");
        await acme["dana"].Type(Channel, "set title gateway is down");
        await acme.Pass(TimeSpan.FromMinutes(2));
        Assert.Contains("gateway is down", Text(acme, Assert.Single(Posts(acme))), StringComparison.Ordinal);

        await acme.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(["gateway is down", "has INC-004211", "came back"], Posts(acme).Select((post, at) => new[] { "gateway is down", "has INC-004211", "came back" }[at] is var words && Text(acme, post).Contains(words, StringComparison.Ordinal) ? words : Text(acme, post)));
        acme.Clean();
    }

    [Fact]
    public async Task While_edits_of_a_workspace_wait_posts_of_the_same_channel_go_on()
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        await acme["dana"].Type(Channel, $"start {Incident} gateway is slow p1 owner:@dana");
        await acme.Pass(TimeSpan.FromMinutes(2));
        acme.Slack.Next("chat.update", new ApiFault.Slow(300));
        await acme["dana"].Type(Channel, "set title gateway is down");
        Assert.Single(acme.Slack.CallsOf("chat.update"));
        await acme["dana"].Type(Channel, "resolve");

        Assert.Equal(2, Posts(acme).Count);
        Assert.Single(acme.Slack.CallsOf("chat.update"));
        await acme.Pass(TimeSpan.FromMinutes(6));
        Assert.Contains("gateway is down", Text(acme, Posts(acme)[0]), StringComparison.Ordinal);
        acme.Clean();
    }

    [Fact]
    public async Task While_posts_wait_for_Slack_receipts_and_private_lines_go_on()
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        acme.Slack.Next("chat.postMessage", new ApiFault.Slow(30));
        await acme["dana"].Type(Channel, $"start {Incident} gateway is slow p1");
        var seen = await acme["lee"].Say(Channel, "pool is empty");

        var saw = await acme["lee"].React(seen);

        Assert.Contains((Emoji: "memo", By: FakeSlack.BotUser), seen.Reactions);
        Assert.Contains("On the timeline", saw.Text, StringComparison.Ordinal);
        Assert.Empty(Posts(acme));
        acme.Clean();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_post_whose_answer_was_lost_is_looked_up_before_it_is_sent_again(bool arrived)
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        acme.Slack.Next("chat.postMessage", new ApiFault.Cut(arrived));

        await acme["dana"].Type(Channel, $"start {Incident} gateway is slow p1");
        await acme.Pass(TimeSpan.FromSeconds(10));

        Assert.NotEmpty(acme.Slack.CallsOf("conversations.history"));
        Assert.Equal(arrived ? 1 : 2, acme.Slack.CallsOf("chat.postMessage").Count);
        Assert.Single(Posts(acme));
        await acme["dana"].Type(Channel, "mark Splunk alert fired");
        await acme.Pass(TimeSpan.FromMinutes(2));
        Assert.Contains("1 event. Last:", Text(acme, Assert.Single(Posts(acme))), StringComparison.Ordinal);
        acme.Clean();
    }

    [Theory]
    [InlineData("expired_trigger_id")]
    [InlineData("exchanged_trigger_id")]
    [InlineData("trigger_expired")]
    public async Task A_form_that_came_too_late_is_offered_with_a_button(string error)
    {
        await using var acme = await StartAsync();
        var dana = acme["dana"];
        acme.Slack.Next("views.open", new ApiFault.Refuse(error));

        var late = await dana.Press("Change details", Channel);
        Assert.Null(dana.Form);
        Assert.Contains("it opens with this button", late.Text, StringComparison.Ordinal);

        await dana.Press("Open the form");
        Assert.NotNull(dana.Form);
        acme.Clean();
    }

    [Fact]
    public async Task Where_the_bot_is_not_what_was_typed_is_kept_and_the_mend_is_told_once()
    {
        await using var acme = await SlackProgram.StartAsync(produced);

        var saw = await acme["dana"].Type("#general", "mark checkout fails for some customers");

        Assert.Contains("checkout fails for some customers", saw.Text, StringComparison.Ordinal);
        Assert.Equal(["checkout fails for some customers"], (await acme.All()).SelectMany(p => p.Events).Select(one => one.Text));
        await acme["dana"].Type("#general", $"start {Incident} checkout fails p1");
        await acme.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(Incident, Assert.Single(await acme.All()).IncidentId);
        await acme["dana"].Type("#general", "mark rolled back");
        await acme.Pass(TimeSpan.FromMinutes(2));
        Assert.StartsWith($"I cannot show {Incident} in its channel. I am not in this channel. To bring me in: /invite @PostMortem", Text(acme, Assert.Single(acme.Slack.Channel("@dana").Messages)), StringComparison.Ordinal);
        Assert.DoesNotContain(acme.Slack.Channel("#general").Messages, message => message.Only is null);
        acme.Clean();
    }

    [Fact]
    public async Task An_archived_channel_is_told_to_the_owner()
    {
        await using var acme = await StartAsync();
        acme.Slack.Channel(Channel).IsArchived = true;

        await acme["dana"].TellAsync(new JsonObject { ["type"] = "channel_archive", ["channel"] = acme.Slack.Channel(Channel).Id, ["user"] = "U0KIM", ["event_ts"] = "1795504500.000100" });
        await acme.SettledAsync();

        Assert.Contains("was archived. Its events are kept.", Text(acme, Assert.Single(acme.Slack.Channel("@dana").Messages)), StringComparison.Ordinal);
        acme.Clean();
    }

    [Theory]
    [InlineData("channel_left")]
    [InlineData("group_left")]
    [InlineData("member_left_channel")]
    public async Task A_channel_the_bot_is_taken_out_of_is_told_to_the_owner_once_with_the_mend(string type)
    {
        await using var acme = await StartAsync();
        var channel = acme.Slack.Channel(Channel);
        channel.Members.Remove(FakeSlack.BotUser);

        await acme["dana"].TellAsync(new JsonObject { ["type"] = type, ["channel"] = channel.Id, ["user"] = type == "member_left_channel" ? FakeSlack.BotUser : null, ["event_ts"] = "1795504500.000100" });
        await acme["dana"].TellAsync(new JsonObject { ["type"] = "channel_left", ["channel"] = channel.Id, ["event_ts"] = "1795504500.000200" });
        await acme["dana"].TellAsync(new JsonObject { ["type"] = "member_left_channel", ["channel"] = channel.Id, ["user"] = acme.Slack.User("lee").Id, ["event_ts"] = "1795508600.000100" });
        await acme.SettledAsync();

        var told = Text(acme, Assert.Single(acme.Slack.Channel("@dana").Messages));
        Assert.Contains($"I was taken out of the channel of {Incident}:", told, StringComparison.Ordinal);
        Assert.Contains("/invite @PostMortem", told, StringComparison.Ordinal);
        Assert.Contains("Splunk alert fired", (await acme["dana"].Type(Channel, "mark Splunk alert fired")).Text, StringComparison.Ordinal);
        acme.Clean();
    }

    [Fact]
    public async Task An_archived_channel_is_told_of_the_incident_in_its_thread_and_of_the_one_without_a_number()
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        await acme["dana"].Type(Channel, "start gateway is slow owner:@dana");
        await acme["lee"].Type(Channel, "start INC-004212 disk full p2 owner:@lee");
        await acme.Pass(TimeSpan.FromSeconds(5)); // One post a second to a channel.
        await acme["lee"].Press("Start another");
        acme.Slack.Channel(Channel).IsArchived = true;
        await acme["dana"].TellAsync(new JsonObject { ["type"] = "channel_archive", ["channel"] = acme.Slack.Channel(Channel).Id, ["user"] = "U0KIM", ["event_ts"] = "1795504500.000100" });
        await acme.SettledAsync();

        Assert.Contains("Go on in another channel: /pm start INC-004212", Text(acme, Assert.Single(acme.Slack.Channel("@lee").Messages)), StringComparison.Ordinal);
        var told = Text(acme, Assert.Single(acme.Slack.Channel("@dana").Messages));
        Assert.Contains("give it a number here: set id INC-…, then type there: /pm start INC-…", told, StringComparison.Ordinal);
        await acme["dana"].Type("@dana", $"set id {Incident}");
        await acme["dana"].Type("#general", $"start {Incident}");
        Assert.Contains((await acme.Of(Incident)).Places, place => place.Channel == acme.Slack.Channel("#general").Id);
    }

    [Fact]
    public async Task What_Slack_holds_back_is_told_to_the_owner_once_an_hour()
    {
        await using var acme = await StartAsync();

        foreach (var minute in new[] { 1_795_504_500, 1_795_504_560, 1_795_508_160 })
        {
            Assert.Equal(200, (await acme.Delivery.EventAsync(new JsonObject { ["token"] = "Jhj5dZrVaK7ZwHHjRyZWjbDl", ["type"] = "app_rate_limited", ["team_id"] = FakeSlack.Team, ["minute_rate_limited"] = minute, ["api_app_id"] = "A0APP" })).Status);
            await acme.SettledAsync();
        }

        Assert.Equal(2, acme.Slack.Channel("@dana").Messages.Count);
        Assert.All(acme.Slack.Channel("@dana").Messages, message => Assert.Contains($"In the channel of {Incident} some may be missing since", Text(acme, message), StringComparison.Ordinal));
        Assert.All(acme.Slack.Channel("@dana").Messages, message => Assert.Contains("Later, type there: /pm backfill", Text(acme, message), StringComparison.Ordinal));
        acme.Clean();
    }

    [Fact]
    public async Task A_missing_scope_is_told_with_the_mend_to_who_reacted()
    {
        await using var acme = await StartAsync();
        acme.Slack.Scopes.RemoveWhere(scope => scope.EndsWith(":history", StringComparison.Ordinal));
        var seen = await acme["lee"].Say(Channel, "pool is empty");

        await acme["priya"].React(seen);
        await acme.Pass(TimeSpan.FromMinutes(1));

        Assert.Contains("history", acme.Slack.Transcript.For(acme.Slack.User("priya"), 0), StringComparison.Ordinal);
        Assert.Single((await acme.Of(Incident)).Events);
        acme.Clean();
    }

    [Fact]
    public async Task While_the_store_is_stalled_events_are_asked_for_again_and_commands_are_told_and_nothing_false_is_said()
    {
        await using var acme = await StartAsync();
        BotReply command, told;
        using (Stalled(acme))
        {
            var typing = acme.Http.CommandAsync(Command(acme, "mark Splunk alert fired"));
            command = await LateAsync(acme, typing);
            told = await LateAsync(acme, acme.Http.EventAsync(FakeSlackEvents.Envelope(acme.Slack, FakeSlackEvents.Reaction(acme.Slack, Said(acme, "pool is empty"), "U0LEE", "pushpin", true))));
        }

        Assert.Equal(200, command.Status);
        Assert.Contains("storage", command.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Detection", command.Body, StringComparison.Ordinal);
        Assert.Equal(503, told.Status);
        acme.Clean();
    }

    [Fact]
    public async Task What_was_saved_late_is_told_and_never_called_not_saved_also_where_its_answer_cannot_be_kept()
    {
        await using var acme = await StartAsync();
        BrokenStore.KeepsNo(SlackTell.Kind, acme.DatabaseFile);

        // Where the store was busy with something else, nothing was begun and that is said: then once more.
        var command = default(BotReply);
        for (var tries = 0; tries < 10 && command?.Body.Contains("storage is slow", StringComparison.Ordinal) != true; tries++)
        {
            using (Stalled(acme)) command = await LateAsync(acme, acme.Http.CommandAsync(Command(acme, "mark Splunk alert fired")));
            await acme.SettledAsync();
        }

        Assert.Equal("Splunk alert fired", Assert.Single((await acme.Of(Incident)).Events).Text);
        Assert.Contains(BrokenStore.Fault, acme.Log.Text, StringComparison.Ordinal);
        var saw = acme.Slack.Transcript.For(acme.Slack.User("dana"), 0);
        Assert.Contains("Splunk alert fired", saw, StringComparison.Ordinal);
        Assert.DoesNotContain("Not saved", saw, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app_uninstalled")]
    [InlineData("tokens_revoked")]
    public async Task After_an_uninstall_nothing_is_called_also_not_after_a_restart(string gone)
    {
        var folder = new TemporaryFolder();
        var acme = await StartAsync(folder: folder);
        await acme["dana"].TellAsync(gone == "app_uninstalled" ? new JsonObject { ["type"] = gone, ["event_ts"] = "1795504500.000100" } : new JsonObject { ["type"] = gone, ["tokens"] = new JsonObject { ["bot"] = new JsonArray(FakeSlack.BotUser) }, ["event_ts"] = "1795504500.000100" });
        await acme.SettledAsync();
        var calls = acme.Slack.Calls.Count;

        await acme["dana"].Type(Channel, "mark Splunk alert fired");
        await acme.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(calls, acme.Slack.Calls.Count);
        await acme.StopAsync();

        await using var again = await SlackProgram.StartAsync(produced, folder: folder);
        await again["dana"].Type(Channel, "mark Splunk alert fired");
        await again.Pass(TimeSpan.FromMinutes(5));
        await again.App.Services.GetServices<IHostedService>().OfType<SlackStart>().Single().ExecuteTask!.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Empty(again.Slack.Calls);
    }

    [Theory]
    [InlineData(false, "Only some people may post in this channel.")]
    [InlineData(true, "I may not post here at this moment.")]
    public async Task Another_incident_whose_thread_may_not_be_begun_says_so_and_can_be_started_again(bool busy, string why)
    {
        await using var acme = await StartAsync();
        await acme["lee"].Type(Channel, "start INC-004212 disk full p2");
        await acme.Pass(TimeSpan.FromSeconds(5)); // One post a second to a channel.
        acme.Slack.Next("chat.postMessage", busy ? new ApiFault.Slow(20) : new ApiFault.Refuse("restricted_action"));

        var saw = await acme["lee"].Press("Start another");

        Assert.Contains(why, saw.Text, StringComparison.Ordinal);
        Assert.Contains("disk full", saw.Text, StringComparison.Ordinal);
        await acme.Pass(TimeSpan.FromSeconds(25));
        await acme["lee"].Press("Try again");
        await acme["lee"].Press("Start another");
        Assert.Equal("disk full", (await acme.Of("INC-004212")).Title);
        acme.Clean();
    }

    [Fact]
    public async Task A_users_token_given_back_leaves_the_bot_as_it_is()
    {
        await using var acme = await StartAsync();
        await acme["dana"].TellAsync(new JsonObject { ["type"] = "tokens_revoked", ["tokens"] = new JsonObject { ["oauth"] = new JsonArray("U0DANA") }, ["event_ts"] = "1795504500.000100" });

        Assert.Contains("Splunk alert fired", (await acme["dana"].Type(Channel, "mark Splunk alert fired")).Text, StringComparison.Ordinal);
    }

    private async Task<SlackProgram> StartAsync(bool socket = false, TemporaryFolder? folder = null)
    {
        var acme = await SlackProgram.StartAsync(produced, socket, folder: folder);
        await acme["dana"].Type(Channel, $"start {Incident} Degraded response times p1 svc:gateway owner:@dana");
        return acme;
    }

    private static FakeMessage Said(SlackProgram acme, string text) => acme.Slack.Add(new(acme.Slack.Channel(Channel), acme.Slack.NewTs(acme.Slack.Channel(Channel)), "U0LEE", new JsonObject { ["text"] = text }));

    private static JsonObject Command(SlackProgram acme, string words) => new()
    {
        ["team_id"] = FakeSlack.Team,
        ["channel_id"] = acme.Slack.Channel(Channel).Id,
        ["user_id"] = "U0DANA",
        ["command"] = "/pm",
        ["text"] = words,
        ["response_url"] = $"{acme.Slack.Address}/response/none",
        ["trigger_id"] = acme.Slack.Triggers.NewTrigger("U0DANA", null),
    };

    /// <summary>The answer to what waits for the store: Slack's patience goes by as it begins.</summary>
    private static async Task<BotReply> LateAsync(SlackProgram acme, Task<BotReply> waiting)
    {
        await acme.Clock.PassWaitsAsync(waiting, TimeSpan.FromSeconds(3));
        return await waiting;
    }

    /// <summary>Another program holds the database: nothing can be written.</summary>
    private static SqliteConnection Stalled(SlackProgram acme)
    {
        var other = new SqliteConnection($"Data Source={acme.DatabaseFile};Pooling=False");
        other.Open();
        using var hold = other.CreateCommand();
        hold.CommandText = "BEGIN IMMEDIATE";
        hold.ExecuteNonQuery();
        return other;
    }

    private static IReadOnlyList<FakeMessage> Posts(SlackProgram acme) => [.. acme.Slack.Channel(Channel).Messages.Where(message => message is { ByBot: true, Only: null, Deleted: false })];

    private static string Text(SlackProgram acme, FakeMessage message) => new FakeSlackWords(null, acme.Slack.Shown).Message(message);
}
