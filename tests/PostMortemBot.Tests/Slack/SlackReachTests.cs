using System.Text.Json.Nodes;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>People who are needed before they ever wrote to the bot: found by mention, by <c>bot.json</c> or by mail address; who is out of reach is told to whom it concerns.</summary>
public sealed class SlackReachTests(SlackProduced produced)
{
    private const string Incident = "INC-004211";
    private const string Channel = "#inc-gateway";
    private static readonly TimeSpan ToMorning = TimeSpan.FromHours(7);

    [Fact]
    public async Task An_author_whom_only_bot_json_names_is_found_by_mail_address()
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        await ResolvedAsync(acme, "svc:gateway");

        Assert.Equal("sam", acme.PersonOf((await acme.Of(Incident)).Author!.Value).Handle);
        Assert.Contains("sections ready", Text(acme, Assert.Single(acme.Slack.Channel("@sam").Messages)), StringComparison.Ordinal);
        Assert.Empty(acme.Slack.Channel("@dana").Messages);
        acme.Clean();
    }

    [Fact]
    public async Task An_author_with_an_account_in_bot_json_needs_no_mail_address()
    {
        await using var acme = await SlackProgram.StartAsync(produced, change: bot => Person(bot, "sam")["accounts"] = new JsonArray(new JsonObject { ["platform"] = "slack", ["workspace"] = FakeSlack.Team, ["user"] = "U0SAM" }), prepare: NoMail);
        await ResolvedAsync(acme, "svc:gateway");

        Assert.Contains("sections ready", Text(acme, Assert.Single(acme.Slack.Channel("@sam").Messages)), StringComparison.Ordinal);
        Assert.Empty(acme.Slack.CallsOf("users.lookupByEmail"));
    }

    [Theory]
    [InlineData("users:read.email")]
    [InlineData("")]
    public async Task An_author_out_of_reach_is_told_at_the_start_to_whoever_started_it_once(string without)
    {
        await using var acme = await SlackProgram.StartAsync(produced, prepare: slack =>
        {
            slack.Scopes.Remove(without);
            if (without.Length == 0) slack.User("sam").Email = "someone.else@example.com";
        });

        await acme["dana"].Type(Channel, $"start {Incident} Degraded response times p1 svc:gateway");
        var told = Assert.Single(acme.Slack.Channel("@dana").Messages);
        Assert.StartsWith($"I cannot write to @Sam Ortiz about {Incident}. I know no account of theirs.", Text(acme, told), StringComparison.Ordinal);

        await acme.Pass(TimeSpan.FromMinutes(40));
        await acme["dana"].Type(Channel, "resolve");
        await acme.Pass(ToMorning);
        Assert.Single(acme.Slack.Channel("@dana").Messages);
        Assert.Empty(acme.Slack.Channel("@sam").Messages);
        acme.Clean();
    }

    [Fact]
    public async Task Whoever_was_out_of_reach_and_writes_is_reached_from_then_on()
    {
        await using var acme = await SlackProgram.StartAsync(produced, prepare: NoMail);
        await acme["dana"].Type(Channel, $"start {Incident} Degraded response times p1 owner:@sam");
        Assert.Empty(acme.Slack.Channel("@dana").Messages);
        await acme.Pass(TimeSpan.FromMinutes(40));
        await acme["dana"].Type(Channel, "resolve");
        await acme.Pass(ToMorning);

        Assert.Contains("sections ready", Text(acme, Assert.Single(acme.Slack.Channel("@sam").Messages)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_mentioned_who_never_wrote_has_their_name_and_is_written_to()
    {
        await using var acme = await SlackProgram.StartAsync(produced, prepare: slack => slack.AddUser("otto", "Otto Brandt").Email = null);
        await acme["dana"].Type(Channel, $"start {Incident} Degraded response times p1 owner:@otto");
        await acme.Pass(TimeSpan.FromMinutes(40));
        await acme["dana"].Type(Channel, "resolve");
        await acme.Pass(ToMorning);

        Assert.Equal("otto", acme.PersonOf((await acme.Of(Incident)).Owner!.Value).Name);
        Assert.Contains("sections ready", Text(acme, Assert.Single(acme.Slack.Channel("@otto").Messages)), StringComparison.Ordinal);
        acme.Clean();
    }

    [Fact]
    public async Task A_guest_who_is_mentioned_stays_a_guest()
    {
        await using var acme = await SlackProgram.StartAsync(produced, prepare: slack => slack.AddUser("gus", "Gus Guest").IsGuest = true);
        await acme["dana"].Type(Channel, $"start {Incident} Degraded response times p1 owner:@dana");
        await acme["dana"].Type(Channel, "handover @gus");

        Assert.True(acme.PersonOf((await acme.Of(Incident)).Owner!.Value).IsGuest);
    }

    [Fact]
    public async Task Somebody_of_another_organisation_in_a_shared_channel_is_a_guest_and_others_are_asked_of_Slack_all_the_same()
    {
        await using var acme = await SlackProgram.StartAsync(produced, prepare: slack =>
        {
            slack.AddUser("zoe", "Zoe Elsewhere").StrangerOf = "T0OTHER";
            slack.Channel(Channel).Members.Add(slack.User("zoe").Id);
        });
        await acme["dana"].Type(Channel, $"start {Incident} Degraded response times p1 owner:@dana");

        var seen = await acme["lee"].Say(Channel, "pool is empty");
        await acme["zoe"].React(seen);
        await acme["zoe"].Say(Channel, "@PostMortem mark disk at 90 %");
        await acme["sam"].Type(Channel, "mark node 3 restarted");

        Assert.Equal(["node 3 restarted"], (await acme.Of(Incident)).Events.Select(one => one.Text));
        Assert.Contains(acme.Everybody, person => person.Handle == "sam");
        Assert.Single(acme.Slack.CallsOf("users.info"), call => (string?)call.Args["user"] == acme.Slack.User("zoe").Id);
        Assert.Single(acme.Slack.CallsOf("users.info"), call => (string?)call.Args["user"] == acme.Slack.User("sam").Id);
    }

    [Fact]
    public async Task An_account_that_Slack_will_not_open_is_told_by_name()
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        await acme["dana"].Type(Channel, $"start {Incident} Degraded response times p1 owner:@sam");
        acme.Slack.User("sam").Deleted = true;
        await acme.Pass(TimeSpan.FromMinutes(40));
        await acme["dana"].Type(Channel, "resolve");
        await acme.Pass(ToMorning);

        var told = Text(acme, Assert.Single(acme.Slack.Channel("@dana").Messages));
        Assert.StartsWith($"I cannot write to @Sam Ortiz about {Incident}. Their account takes no messages from me.", told, StringComparison.Ordinal);
        Assert.Contains("[Copy a link] [Choose another]", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_link_for_somebody_out_of_reach_opens_the_app_in_this_workspace()
    {
        await using var acme = await SlackProgram.StartAsync(produced, prepare: NoMail);
        await acme["dana"].Type(Channel, $"start {Incident} Degraded response times p1 svc:gateway");
        await acme["dana"].Press("Copy a link", "@dana");
        await acme["dana"].Press("Copy a link", "@dana");

        Assert.Contains("https://slack.com/app_redirect?app=A0PM&team=T0ACME", Text(acme, acme.Slack.Channel("@dana").Messages[^1]), StringComparison.Ordinal);
        Assert.Single(acme.Slack.CallsOf("bots.info"));
        acme.Clean();
    }

    [Fact]
    public async Task Where_Slack_does_not_name_the_app_it_is_said_how_to_find_it()
    {
        await using var acme = await SlackProgram.StartAsync(produced, prepare: NoMail);
        await acme["dana"].Type(Channel, $"start {Incident} Degraded response times p1 svc:gateway");
        acme.Slack.Scopes.Remove("users:read");
        await acme["dana"].Press("Copy a link", "@dana");

        Assert.Contains("look for PostMortem among the apps", Text(acme, acme.Slack.Channel("@dana").Messages[^1]), StringComparison.Ordinal);
        acme.Clean();
    }

    private static async Task ResolvedAsync(SlackProgram acme, string words)
    {
        await acme["dana"].Type(Channel, $"start {Incident} Degraded response times p1 {words}");
        await acme.Pass(TimeSpan.FromMinutes(40));
        await acme["dana"].Type(Channel, "resolve");
        await acme.Pass(ToMorning);
    }

    private static void NoMail(FakeSlack slack) => slack.Scopes.Remove("users:read.email");

    private static JsonNode Person(JsonObject bot, string handle) => bot["people"]!.AsArray().First(person => (string?)person!["handle"] == handle)!;

    private static string Text(SlackProgram acme, FakeMessage message) => new FakeSlackWords(null, acme.Slack.Shown).Message(message);
}
