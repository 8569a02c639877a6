using PostMortemBot.Cli;
using PostMortemBot.Slack;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Cli;

public sealed class RunCommandTests
{
    private static readonly BotOptions Try = Shipped.Options() with { WebChat = true, Slack = null };
    private static readonly BotOptions SlackAlone = Try with { WebChat = false, Slack = new SlackSettings { Socket = true, Command = "/incident" } };

    [Fact]
    public void With_the_built_in_chat_its_page_and_its_channel_are_named() => Assert.Equal(
        [$"PostMortemBot is here: {Try.Url}", "Try it: write /pm start in #inc-gateway, then /pm mark what happened, or react with the pushpin.", $"Everything is kept under {Try.DataFolder}. Stop with Ctrl+C."],
        RunCommand.Lines(Try));

    [Fact]
    public void With_Slack_alone_no_page_and_no_channel_of_the_built_in_chat_is_named() => Assert.Equal(
        ["PostMortemBot listens to Slack over its socket.", "In Slack: invite the bot to a channel, then write /incident start what is wrong.", $"Everything is kept under {Try.DataFolder}. Stop with Ctrl+C."],
        RunCommand.Lines(SlackAlone));

    [Fact]
    public void Slack_by_HTTP_names_where_it_waits() =>
        Assert.Equal($"PostMortemBot waits for Slack at {Try.Url}", RunCommand.Lines(SlackAlone with { Slack = new SlackSettings() }).First());
}
