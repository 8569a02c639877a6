using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>A card that somebody deleted in Slack comes back once.</summary>
public sealed class SlackGoneTests(SlackProduced produced)
{
    private const string Channel = "#inc-gateway";

    [Fact]
    public async Task A_card_that_somebody_deleted_is_posted_anew_once_and_edited_from_then_on()
    {
        await using var acme = await StartAsync();
        foreach (var post in Posts(acme)) post.Deleted = true;

        await acme["dana"].Type(Channel, "set title gateway is down");
        await acme.Pass(TimeSpan.FromMinutes(2));
        var anew = Assert.Single(Posts(acme));
        await acme["dana"].Type(Channel, "set title gateway was down");
        await acme.Pass(TimeSpan.FromMinutes(2));

        Assert.Contains("gateway was down", Text(acme, Assert.Single(Posts(acme))), StringComparison.Ordinal);
        Assert.Equal(anew.Ts, Assert.Single(Posts(acme)).Ts);
        acme.Clean();
    }

    private async Task<SlackProgram> StartAsync()
    {
        var acme = await SlackProgram.StartAsync(produced);
        await acme["dana"].Type(Channel, "start INC-004211 gateway is slow p1 svc:gateway owner:@dana");
        await acme.Pass(TimeSpan.FromMinutes(2));
        return acme;
    }

    private static IReadOnlyList<FakeMessage> Posts(SlackProgram acme) => [.. acme.Slack.Channel(Channel).Messages.Where(message => message is { ByBot: true, Only: null, Deleted: false })];

    private static string Text(SlackProgram acme, FakeMessage message) => new FakeSlackWords(null, acme.Slack.Shown).Message(message);
}
