using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>Who acts on an incident from elsewhere must be in its channel, as Slack tells it; what Slack does not tell is no.</summary>
public sealed class SlackMembersTests(SlackProduced produced)
{
    private const string Incident = "INC-004211";
    private const string Channel = "#inc-gateway";
    private const string Refused = "Only people in the conversation of INC-004211 can add to its timeline. Join its channel, or ask somebody there.";

    [Fact]
    public async Task Only_who_is_in_the_channel_marks_from_the_direct_message()
    {
        await using var acme = await StartAsync();
        for (var i = 0; i < 250; i++) acme.Slack.Channel(Channel).Members.Add($"U0AAA{i:000}");
        acme.Slack.Channel(Channel).Members.Remove("U0IRIS");

        var iris = await acme["iris"].Type("@iris", $"{Incident} mark pool is empty");
        var lee = await acme["lee"].Type("@lee", $"{Incident} mark restarted");

        Assert.Contains(Refused, iris.Text, StringComparison.Ordinal);
        Assert.Contains("restarted", lee.Text, StringComparison.Ordinal);
        Assert.Equal(["restarted"], (await acme.Of(Incident)).Events.Select(e => e.Text));
        Assert.Equal(4, acme.Slack.CallsOf("conversations.members").Count);
        acme.Clean();
    }

    [Theory]
    [InlineData("missing_scope")]
    [InlineData("ratelimited")]
    [InlineData("fatal_error")]
    public async Task What_Slack_does_not_tell_is_no(string error)
    {
        await using var acme = await StartAsync();
        acme.Slack.Next("conversations.members", new ApiFault.Refuse(error));

        Assert.Contains(Refused, (await acme["lee"].Type("@lee", $"{Incident} mark restarted")).Text, StringComparison.Ordinal);
        Assert.Empty((await acme.Of(Incident)).Events);
        acme.Clean();
    }

    [Fact]
    public async Task What_Slack_does_not_tell_in_time_is_no()
    {
        await using var acme = await StartAsync();
        var never = new TaskCompletionSource();
        acme.Slack.Next("conversations.members", new ApiFault.Hold(never.Task));

        var marking = acme["lee"].Type("@lee", $"{Incident} mark restarted");
        await acme.Slack.UntilAsync(() => acme.Slack.CallsOf("conversations.members").Count == 1, "the members are asked for");
        acme.Clock.Advance(TimeSpan.FromSeconds(1.5));

        Assert.Contains(Refused, (await marking).Text, StringComparison.Ordinal);
        Assert.Empty((await acme.Of(Incident)).Events);
        never.SetResult();
        acme.Clean();
    }

    [Fact]
    public async Task Nothing_is_asked_of_who_acts_there_or_took_part()
    {
        await using var acme = await StartAsync();
        await acme["lee"].Type(Channel, "mark pool is empty");
        await acme["lee"].Type("@lee", $"{Incident} mark restarted");
        await acme["dana"].Type("@dana", $"{Incident} mark rolled back");

        Assert.Equal(3, (await acme.Of(Incident)).Events.Count);
        Assert.Empty(acme.Slack.CallsOf("conversations.members"));
        acme.Clean();
    }

    private async Task<SlackProgram> StartAsync()
    {
        var acme = await SlackProgram.StartAsync(produced, prepare: slack => slack.AddUser("iris", "Iris Bell"));
        await acme["dana"].Type(Channel, $"start {Incident} gateway is slow p1");
        return acme;
    }
}
