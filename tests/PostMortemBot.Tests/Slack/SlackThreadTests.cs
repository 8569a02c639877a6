using System.Text.Json.Nodes;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>What people do in threads: a reply that names its parent, and a reaction to a reply.</summary>
public sealed class SlackThreadTests(SlackProduced produced)
{
    private const string Incident = "INC-004211";
    private const string Channel = "#inc-gateway";

    public static TheoryData<string, string> Away => new() { { "mark", "slow" }, { "mark", "broken" }, { "mark", "internal_error" }, { "evidence", "slow" }, { "evidence", "broken" }, { "evidence", "internal_error" } };

    [Theory]
    [MemberData(nameof(Away))]
    public async Task A_reply_that_names_its_parent_is_kept_at_once_and_read_once_Slack_gives_it(string word, string how)
    {
        await using var acme = await StartAsync();
        var parent = Unheard(acme, "pool is empty");
        acme.Slack.Next("conversations.replies", how switch { "slow" => new ApiFault.Slow(30), "broken" => new ApiFault.Broken(503), _ => new ApiFault.Refuse(how) });

        await acme["dana"].Say(Channel, $"@PostMortem {word}", parent);

        Assert.Contains("(reading the message)", acme.Slack.Transcript.For(acme.Slack.User("dana"), 0), StringComparison.Ordinal);
        await acme.Pass(TimeSpan.FromMinutes(2));
        var p = await acme.Of(Incident);
        Assert.Equal("pool is empty", word == "mark" ? Assert.Single(p.Events).Text : Assert.Single(p.Evidence).Text);
        acme.Clean();
    }

    [Theory]
    [InlineData("mark")]
    [InlineData("evidence")]
    public async Task Where_history_is_not_granted_a_reply_that_names_its_parent_is_kept_and_the_mend_is_told(string word)
    {
        await using var acme = await StartAsync();
        acme.Slack.Scopes.RemoveWhere(scope => scope.EndsWith(":history", StringComparison.Ordinal));
        var parent = Unheard(acme, "pool is empty");

        await acme["dana"].Say(Channel, $"@PostMortem {word}", parent);
        await acme.Pass(TimeSpan.FromMinutes(1));

        var p = await acme.Of(Incident);
        Assert.Contains("history", word == "mark" ? Assert.Single(p.Events).Unreadable : Assert.Single(p.Evidence).Unreadable, StringComparison.Ordinal);
        var saw = acme.Slack.Transcript.For(acme.Slack.User("dana"), 0);
        Assert.Contains("(reading the message)", saw, StringComparison.Ordinal);
        Assert.Contains("I cannot read a message that you captured", saw, StringComparison.Ordinal);
        acme.Clean();
    }

    [Theory]
    [InlineData("pushpin")]
    [InlineData("paperclip")]
    [InlineData("clipboard")]
    public async Task A_reaction_to_a_reply_goes_to_the_incident_of_its_thread(string emoji)
    {
        await using var acme = await StartAsync();
        await acme["dana"].Type(Channel, "start INC-004212 disk full p2");
        await acme.Pass(TimeSpan.FromSeconds(5)); // One post a second to a channel.
        await acme["dana"].Press("Start another");
        var thread = acme.Slack.Channel(Channel).Messages.Last(message => message is { ByBot: true, Only: null, Thread: null });
        var reply = await acme["sam"].Say(Channel, "disk at 95 %", thread);
        var beside = await acme["sam"].Say(Channel, "pool is empty");

        await acme["lee"].React(reply, emoji);
        await acme["lee"].React(beside, emoji);

        Assert.Equal(["disk at 95 %"], await CapturedAsync(acme, "INC-004212"));
        Assert.Equal(["pool is empty"], await CapturedAsync(acme, Incident));
        await acme["lee"].Unreact(reply, emoji);
        Assert.Empty(await CapturedAsync(acme, "INC-004212"));
        acme.Clean();
    }

    private static async Task<IReadOnlyList<string>> CapturedAsync(SlackProgram acme, string incident)
    {
        var p = await acme.Of(incident);
        return [.. p.Events.Select(one => one.Text), .. p.Evidence.Select(one => one.Text), .. p.AllActions.Where(one => !one.Removed).Select(one => one.Text)];
    }

    /// <summary>Said before the bot could hear it.</summary>
    private static FakeMessage Unheard(SlackProgram acme, string text) => acme.Slack.Add(new(acme.Slack.Channel(Channel), acme.Slack.NewTs(acme.Slack.Channel(Channel)), "U0LEE", new JsonObject { ["text"] = text }));

    private async Task<SlackProgram> StartAsync()
    {
        var acme = await SlackProgram.StartAsync(produced);
        await acme["dana"].Type(Channel, $"start {Incident} Degraded response times p1 owner:@dana");
        return acme;
    }
}
