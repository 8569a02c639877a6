using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>Reading what was said before: what counts, and how much of it is read.</summary>
public sealed class SlackHistoryTests(SlackProduced produced)
{
    private const string Channel = "#inc-gateway";

    [Fact]
    public async Task The_bots_own_posts_are_no_messages_of_a_backfill()
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        await acme["dana"].Type(Channel, "start INC-004211 Degraded response times p1 owner:@dana");
        await acme.Pass(TimeSpan.FromSeconds(30));
        await acme["lee"].Say(Channel, "alert fired: p95 is 2 s");
        await acme["dana"].Type(Channel, "handover @lee");
        await acme.Pass(TimeSpan.FromSeconds(30));

        var found = await acme["dana"].Type(Channel, "backfill");

        Assert.Contains("in 1 message since", found.Text, StringComparison.Ordinal);
        acme.Clean();
    }

    [Fact]
    public async Task Of_a_history_without_end_the_newest_are_read()
    {
        await using var slack = await SlackWorld.At("2026-11-24 02:10");
        var page = string.Join(',', Enumerable.Range(0, 3000).Select(n => FormattableString.Invariant($"{{\"ts\":\"{1795504999 - n}.000100\",\"user\":\"U1\",\"text\":\"looking\"}}")));
        slack.Answers["conversations.history"] = (200, "{\"ok\":true,\"messages\":[" + page + "],\"response_metadata\":{\"next_cursor\":\"more\"}}", null);

        var read = await slack.Chat.HistoryAsync(new("slack", SlackWorld.Team, "C1"), Instant.FromUtc(2026, 11, 24, 0, 0), TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken);

        Assert.Equal(IChat.MostHistory, read);
        Assert.Equal(4, slack.Called("conversations.history").Count);
    }
}
