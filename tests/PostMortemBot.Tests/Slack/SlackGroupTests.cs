using System.Text.Json.Nodes;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>User groups and channels by their names: in what is marked, and groups as roles where <c>bot.json</c> says so.</summary>
public sealed class SlackGroupTests(SlackProduced produced)
{
    private const string Incident = "INC-004211";
    private const string Channel = "#inc-gateway";

    [Fact]
    public async Task A_group_that_is_mentioned_is_named_and_asked_for_once_an_hour()
    {
        await using var acme = await StartAsync();

        var saw = await acme["dana"].Type(Channel, "mark paged @on-call for the pool");
        await acme["lee"].Say(Channel, ":pushpin: @on-call took over");
        await acme["priya"].React(await acme["lee"].Say(Channel, "@on-call sees the pool empty"));

        Assert.Contains("paged @on-call for the pool", saw.Text, StringComparison.Ordinal);
        Assert.Equal(["@on-call sees the pool empty", "@on-call took over", "paged @on-call for the pool"], (await acme.Of(Incident)).Events.Select(one => one.Text).Order(StringComparer.Ordinal));
        Assert.Single(acme.Slack.CallsOf("usergroups.list"));

        await acme.Pass(TimeSpan.FromMinutes(61));
        await acme["dana"].Type(Channel, "mark told @on-call again");
        Assert.Equal(2, acme.Slack.CallsOf("usergroups.list").Count);
        acme.Clean();
    }

    [Fact]
    public async Task Without_the_scope_nobody_waits_and_nobody_is_pinged()
    {
        await using var acme = await StartAsync(prepare: slack => slack.Scopes.Remove("usergroups:read"));

        await acme["dana"].Type(Channel, "mark paged @on-call for the pool");
        await acme["dana"].Type(Channel, "mark paged @on-call again");

        Assert.Equal(["paged @a-group again", "paged @a-group for the pool"], (await acme.Of(Incident)).Events.Select(one => one.Text).Order(StringComparer.Ordinal));
        Assert.Single(acme.Slack.CallsOf("usergroups.list"));
        acme.Clean();
    }

    [Fact]
    public async Task Who_is_in_the_group_that_bot_json_names_holds_the_role()
    {
        await using var acme = await StartAsync(Lead);
        await acme["lee"].Type(Channel, "mark pool is empty");
        await acme["priya"].Type(Channel, "mark pool is still empty");

        Assert.Equal(["lee", "marta", "sam"], Holders(acme, "sre-lead"));

        acme.Slack.Groups["S0CALL"].Members.Remove("U0LEE");
        acme.Clock.Advance(TimeSpan.FromMinutes(61)); // nothing is asked before the act itself
        var first = await acme["lee"].Type(Channel, "cancel a mistake");
        Assert.Contains("can be cancelled by who started it, its owner, the SRE team or the process reviewer.", first.Text, StringComparison.Ordinal);
        Assert.Equal(["marta", "sam"], Holders(acme, "sre-lead"));
        acme.Clean();
    }

    [Fact]
    public async Task Who_is_still_in_it_after_an_hour_still_holds_the_role()
    {
        await using var acme = await StartAsync(Lead);
        await acme["lee"].Type(Channel, "mark pool is empty");
        await acme.Pass(TimeSpan.FromMinutes(61));
        await acme["lee"].Type(Channel, "cancel a mistake");

        Assert.Equal(Life.Cancelled, (await acme.Of(Incident)).Life);
        acme.Clean();
    }

    [Fact]
    public async Task What_Slack_does_not_tell_anew_for_two_hours_gives_the_role_no_longer()
    {
        await using var acme = await StartAsync(Lead);
        await acme["lee"].Type(Channel, "mark pool is empty");
        acme.Slack.Next("usergroups.list", [.. Enumerable.Repeat(new ApiFault.Refuse("internal_error"), 20)]);
        await acme.Pass(TimeSpan.FromMinutes(61));
        await acme["lee"].Type(Channel, "mark pool is still empty");
        Assert.Equal(["lee", "marta", "sam"], Holders(acme, "sre-lead"));

        await acme.Pass(TimeSpan.FromMinutes(60));
        Assert.Contains("can be cancelled by", (await acme["lee"].Type(Channel, "cancel a mistake")).Text, StringComparison.Ordinal);
        Assert.Equal(["marta"], Holders(acme, "sre-lead"));
    }

    [Fact]
    public async Task A_member_who_never_said_a_word_is_known_by_name_and_may_be_picked_for_the_review()
    {
        await using var acme = await StartAsync(
            bot => bot["roles"]!.AsArray().First(role => (string?)role!["handle"] == "platform-manager")!["slackGroup"] = "@managers",
            slack =>
            {
                var rose = slack.AddUser("rose.k", "Rose Keller", "Europe/Berlin");
                slack.Groups["S0MAN"] = ("managers", [rose.Id]);
            });

        var held = acme.Holders("platform-manager");

        Assert.Equal("rose.k", held[^1].Name); // as Slack shows them
        Assert.Equal("Europe/Berlin", held[^1].Zone.Id);
        Assert.True(held.Count > 1, "whom bot.json names comes first");
        acme.Clean();
    }

    [Fact]
    public async Task A_group_that_bot_json_does_not_name_gives_nothing_and_a_guest_gets_nothing_by_one()
    {
        await using var acme = await StartAsync(
            bot => bot["roles"]!.AsArray().First(role => (string?)role!["handle"] == "sre-lead")!["slackGroup"] = "@leads",
            slack =>
            {
                slack.User("lee").IsGuest = true;
                slack.Groups["S0LEADS"] = ("leads", ["U0LEE"]);
            });
        await acme["lee"].Type(Channel, "mark pool is empty");

        Assert.Equal(["marta"], Holders(acme, "sre-lead"));
    }

    [Fact]
    public async Task A_channel_that_was_renamed_is_called_by_its_new_name()
    {
        await using var acme = await StartAsync();
        var general = acme.Slack.Channel("#general");
        await acme["dana"].Type(Channel, "mark announced in #general");

        await acme["dana"].TellAsync(new JsonObject { ["type"] = "channel_rename", ["channel"] = new JsonObject { ["id"] = general.Id, ["name"] = "all-hands", ["created"] = 1795504500 }, ["event_ts"] = "1795504500.000100" });
        await acme["dana"].Type(Channel, "mark announced in #general again");

        Assert.Equal(["announced in #all-hands again", "announced in #general"], (await acme.Of(Incident)).Events.Select(one => one.Text).Order(StringComparer.Ordinal));
        Assert.Single(acme.Slack.CallsOf("conversations.info"), call => call.Args["channel"]?.ToString() == general.Id);
        acme.Clean();
    }

    private async Task<SlackProgram> StartAsync(Action<JsonObject>? change = null, Action<FakeSlack>? prepare = null)
    {
        var acme = await SlackProgram.StartAsync(produced, change: change, prepare: slack =>
        {
            slack.Groups["S0CALL"] = ("on-call", ["U0LEE", "U0SAM"]);
            prepare?.Invoke(slack);
        });
        await acme["dana"].Type(Channel, $"start {Incident} Degraded response times p1 svc:portal owner:@dana");
        return acme;
    }

    private static void Lead(JsonObject bot) => bot["roles"]!.AsArray().First(role => (string?)role!["handle"] == "sre-lead")!["slackGroup"] = "@on-call";

    private static IReadOnlyList<string> Holders(SlackProgram acme, string role) =>
        [.. acme.Everybody.Where(person => person.Roles.Contains(role)).Select(person => person.Handle).Order()];
}
