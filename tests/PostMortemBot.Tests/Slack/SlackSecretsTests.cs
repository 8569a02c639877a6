using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>With everything logged that can be, no token, secret, response address or socket ticket stands in the log, however Slack fails.</summary>
public sealed class SlackSecretsTests(SlackProduced produced)
{
    private const string Channel = "#inc-gateway";
    private static readonly string[] Everything = ["--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace", "--Logging:LogLevel:Microsoft.Hosting=Trace", "--Logging:LogLevel:Microsoft.Extensions=Trace", "--Logging:LogLevel:System=Trace"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_secret_stands_in_the_fullest_log(bool socket)
    {
        await using var acme = await SlackProgram.StartAsync(produced, socket, args: Everything);
        acme.Slack.Next("chat.postMessage", new ApiFault.Broken(502), new ApiFault.Cut(false), new ApiFault.Slow(2), new ApiFault.Refuse("invalid_blocks"));
        acme.Slack.Next("users.info", new ApiFault.Broken(500));
        await acme["dana"].Type(Channel, "start INC-004211 Degraded response times p1 owner:@sam");
        await acme.Pass(TimeSpan.FromMinutes(2));
        await acme["dana"].Type(Channel, "mark Splunk alert fired");
        await acme["dana"].Press("Undo");
        await acme["priya"].React(await acme["lee"].Say(Channel, "pool is empty", null, "heap.txt"), "paperclip");
        await acme["dana"].OpenHome();
        await acme["dana"].Type(Channel, "evidence 01:58:12 ERROR pool exhausted");
        if (socket)
        {
            acme.Slack.Sockets.RefuseHandshakes(1);
            acme.Slack.Sockets.Drop();
            await acme["lee"].Type(Channel, "mark over another connection");
        }

        acme.Slack.TokenRefused = "token_revoked";
        await acme["dana"].Type(Channel, "resolve");
        await acme.Pass(TimeSpan.FromMinutes(2));

        Assert.Contains("Debug: ", acme.Log.Text, StringComparison.Ordinal);
        foreach (var secret in new[] { FakeSlack.Secret, FakeSlack.BotToken, FakeSlack.AppToken, "canary", "/response/", "ticket-" }) Assert.DoesNotContain(secret, acme.Log.Text, StringComparison.Ordinal);
    }
}
