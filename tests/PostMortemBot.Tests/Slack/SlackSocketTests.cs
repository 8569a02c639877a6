using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>Socket Mode against a Slack that sends connections away, refuses them, cuts them and says nonsense: what people do has its effect all the same, once.</summary>
public sealed class SlackSocketTests(SlackProduced produced)
{
    private const string Channel = "#inc-gateway";

    [Theory]
    [InlineData("warning")]
    [InlineData("refresh_requested")]
    [InlineData("too_many_websockets")]
    public async Task A_connection_that_is_sent_away_is_followed_by_another_and_nothing_is_lost(string reason)
    {
        await using var acme = await StartAsync();
        var opened = acme.Slack.Sockets.Opened;

        await acme.Slack.Sockets.DisconnectAsync(reason);
        var typed = await acme["dana"].Type(Channel, "mark Splunk alert fired");
        await acme.Slack.UntilAsync(() => acme.Slack.Sockets.Opened > opened, "another connection is opened");

        Assert.Contains("Splunk alert fired", typed.Text, StringComparison.Ordinal);
        await acme["lee"].Say(Channel, ":pushpin: rolled back gateway 4.12");
        Assert.Equal(2, (await acme.Of("INC-004211")).Events.Count);
        Assert.Empty(acme.Slack.Sockets.StrangeAcks);
        acme.Clean();
    }

    [Fact]
    public async Task Connections_that_are_cut_are_opened_again()
    {
        await using var acme = await StartAsync();
        var opened = acme.Slack.Sockets.Opened;

        acme.Slack.Sockets.Drop();
        await UntilOpenedAsync(acme, opened + 1);

        Assert.Contains("Splunk alert fired", (await acme["dana"].Type(Channel, "mark Splunk alert fired")).Text, StringComparison.Ordinal);
        Assert.Single((await acme.Of("INC-004211")).Events);
        acme.Clean();
    }

    [Fact]
    public async Task A_connection_whose_far_side_is_dead_is_given_up_and_another_opened()
    {
        await using var acme = await StartAsync(TimeSpan.FromSeconds(0.2));
        acme.Slack.Sockets.DeafenNext(2);
        acme.Slack.Sockets.Drop();
        var opened = acme.Slack.Sockets.Opened;
        await UntilOpenedAsync(acme, opened + 2);

        await UntilOpenedAsync(acme, opened + 4);

        Assert.Contains("Splunk alert fired", (await acme["dana"].Type(Channel, "mark Splunk alert fired")).Text, StringComparison.Ordinal);
        Assert.Single((await acme.Of("INC-004211")).Events);
    }

    [Fact]
    public async Task A_refused_handshake_is_tried_again_one_after_the_other()
    {
        await using var acme = await StartAsync();
        var (opened, asked) = (acme.Slack.Sockets.Opened, acme.Slack.CallsOf("apps.connections.open").Count);

        acme.Slack.Sockets.RefuseHandshakes(3);
        acme.Slack.Sockets.Drop();
        await UntilOpenedAsync(acme, opened + 2);

        Assert.Equal(5, acme.Slack.CallsOf("apps.connections.open").Count - asked);
        Assert.Contains("Splunk alert fired", (await acme["dana"].Type(Channel, "mark Splunk alert fired")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_that_are_no_envelopes_are_passed_over()
    {
        await using var acme = await StartAsync();
        foreach (var frame in new[] { "", "{", "null", "[]", "7", "\"text\"", "{}", """{"type":"future"}""", """{"type":7}""", """{"envelope_id":"e","type":"events_api"}""", """{"envelope_id":"e2","type":"slash_commands","payload":null}""", """{"envelope_id":"e3","type":"interactive","payload":[]}""", new string('[', 5000) })
        {
            await acme.Slack.Sockets.RawAsync(frame);
        }

        await acme.Slack.Sockets.BinaryAsync([0, 159, 146, 150]);

        Assert.Contains("Splunk alert fired", (await acme["dana"].Type(Channel, "mark Splunk alert fired")).Text, StringComparison.Ordinal);
        Assert.Empty(acme.Log.Errors);
        acme.Clean();
    }

    [Theory]
    [InlineData("invalid_auth")]
    [InlineData("account_inactive")]
    public async Task A_token_that_is_no_good_is_not_tried_for_ever(string error)
    {
        await using var acme = await StartAsync();
        for (var i = 0; i < 2; i++) acme.Slack.Next("apps.connections.open", new ApiFault.Refuse(error));
        var asked = acme.Slack.CallsOf("apps.connections.open").Count;

        acme.Slack.Sockets.Drop();
        await acme.Slack.UntilAsync(() => acme.Slack.CallsOf("apps.connections.open").Count == asked + 2, "both lines have asked once more");
        await acme.Pass(TimeSpan.FromMinutes(10));

        Assert.Equal(asked + 2, acme.Slack.CallsOf("apps.connections.open").Count);
        acme.Clean();
    }

    private async Task<SlackProgram> StartAsync(TimeSpan? ping = null)
    {
        var acme = await SlackProgram.StartAsync(produced, socket: true, ping: ping);
        await acme.Slack.UntilAsync(() => acme.Slack.Sockets.Connected == 2, "two connections stand");
        await acme["dana"].Type(Channel, "start INC-004211 gateway is slow p1");
        return acme;
    }

    /// <summary>The pauses between attempts go by at once.</summary>
    /// <summary>One connection may meet all that goes wrong, and then waits up to 8 s.</summary>
    private static Task UntilOpenedAsync(SlackProgram acme, int opened) =>
        acme.Clock.PassWaitsAsync(acme.Slack.UntilAsync(() => acme.Slack.Sockets.Opened >= opened, "another connection is opened"), TimeSpan.FromSeconds(8));
}
