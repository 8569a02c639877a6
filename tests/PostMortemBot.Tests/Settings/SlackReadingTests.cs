using PostMortemBot.Slack;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Settings;

public sealed class SlackReadingTests
{
    [Fact]
    public void As_shipped_Slack_is_off() => Assert.Null(Shipped.Options().Slack);

    [Fact]
    public void A_token_in_the_environment_turns_it_on_and_the_built_in_chat_off()
    {
        var options = Accepted(("Slack__BotToken", "xoxb-1"), ("Slack__SigningSecret", " first , second "), ("SLACK__COMMAND", "/incident"), ("Slack__ApiUrl", "http://127.0.0.1:9560/api"), ("Slack__AllowedHosts", "127.0.0.1:9560, hooks.example.com"));

        Assert.Equal(["first", "second"], options.Slack!.SigningSecrets);
        Assert.Equal([new SlackToken("", "xoxb-1")], options.Slack.Tokens);
        Assert.Equal(("/incident", "http://127.0.0.1:9560/api/"), (options.Slack.Command, options.Slack.ApiUrl.ToString()));
        Assert.Equal(["127.0.0.1:9560", "hooks.example.com"], options.Slack.AllowedHosts);
        Assert.False(options.Slack.Socket);
        Assert.False(options.WebChat);
    }

    [Fact]
    public void Tokens_of_several_workspaces_are_named()
    {
        var options = Accepted(("Slack__BotToken", "T1=xoxb-1,T2=xoxb-2="), ("Slack__SigningSecret", "s"));

        Assert.Equal([new SlackToken("T1", "xoxb-1"), new SlackToken("T2", "xoxb-2=")], options.Slack!.Tokens);
    }

    [Fact]
    public void By_socket_it_needs_no_signing_secret()
    {
        var options = Accepted(("Slack__Mode", "socket"), ("Slack__BotToken", "xoxb-1"), ("Slack__AppToken", "xapp-1"));

        Assert.True(options.Slack!.Socket);
    }

    [Fact]
    public void What_is_missing_is_named_by_its_variable()
    {
        Assert.Equal(
            ["platforms.slack: Slack__SigningSecret is missing; set this variable to the signing secret of the app, or write \"mode\": \"socket\"."],
            Refused(("Slack__BotToken", "xoxb-1")));
        Assert.Equal(
            ["platforms.slack: Slack__SigningSecret is missing; set this variable to the signing secret of the app, or write \"mode\": \"socket\"."],
            Refused(("Slack__BotToken", "xoxb-1"), ("Slack__SigningSecret", " , ")));
        Assert.Equal(
            ["platforms.slack: Slack__BotToken is missing; set this variable to the bot token of the workspace (xoxb-…)."],
            Refused(("Slack__On", "true"), ("Slack__SigningSecret", "s")));
        Assert.Equal(
            ["platforms.slack: Slack__AppToken is missing; set this variable to the app-level token (xapp-…), or write \"mode\": \"http\"."],
            Refused(("Slack__Mode", "socket"), ("Slack__BotToken", "xoxb-1")));
        Assert.Equal(
            ["platforms.slack: Slack__BotToken does not say which token is whose; write T0123ABCD=xoxb-…,T0456EFGH=xoxb-…."],
            Refused(("Slack__BotToken", "xoxb-1,xoxb-2"), ("Slack__SigningSecret", "s")).Take(1));
    }

    [Fact]
    public void Its_settings_print_no_secret()
    {
        var options = Accepted(("Slack__BotToken", "T1=xoxb-canary"), ("Slack__SigningSecret", "canary"), ("Slack__AppToken", "xapp-canary"));

        Assert.DoesNotContain("canary", options.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", string.Join(' ', options.Slack!.Tokens), StringComparison.Ordinal);
    }

    [Fact]
    public void It_can_be_turned_off_though_a_token_is_there() =>
        Assert.Null(Accepted(("Slack__On", "false"), ("Slack__BotToken", "xoxb-1")).Slack);

    private static BotOptions Accepted(params (string Name, string Text)[] environment) => Read(environment) switch
    {
        BotOptionsRead.Accepted accepted => accepted.Options,
        BotOptionsRead.Refused refused => throw new InvalidOperationException(string.Join("\n", refused.Mistakes)),
        _ => throw new InvalidOperationException("Neither read nor refused."),
    };

    private static IReadOnlyList<string> Refused(params (string Name, string Text)[] environment) => Assert.IsType<BotOptionsRead.Refused>(Read(environment)).Mistakes;

    private static BotOptionsRead Read((string Name, string Text)[] environment) =>
        Shipped.Read(Shipped.BotJson, environment: environment.ToDictionary(one => one.Name, one => one.Text));
}
