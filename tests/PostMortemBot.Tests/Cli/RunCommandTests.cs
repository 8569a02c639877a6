using PostMortemBot.Cli;
using PostMortemBot.Slack;
using PostMortemBot.Tests.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Cli;

public sealed class RunCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static readonly BotOptions Try = Shipped.Options() with { WebChat = true, Slack = null };
    private static readonly BotOptions SlackAlone = Try with { WebChat = false, Slack = new SlackSettings { Socket = true, Command = "/incident" } };

    [Fact]
    public void With_the_built_in_chat_its_page_and_its_channel_are_named() => Assert.Equal(
        [$"PostMortemBot is here: {Try.Url}", "Try it: write /pm start in #general, then /pm mark what happened, or react with the pushpin.", $"Everything is kept under {Try.DataFolder}. Stop with Ctrl+C."],
        RunCommand.Lines(Try, []));

    [Fact]
    public void With_Slack_alone_no_page_and_no_channel_of_the_built_in_chat_is_named() => Assert.Equal(
        ["PostMortemBot listens to Slack over its socket.", "In Slack: invite the bot to a channel, then write /incident start what is wrong.", $"Everything is kept under {Try.DataFolder}. Stop with Ctrl+C."],
        RunCommand.Lines(SlackAlone, []));

    [Fact]
    public void What_is_worth_a_look_stands_first()
    {
        Directory.CreateDirectory(folder.File("templates"));
        foreach (var name in new[] { "ours.md", "near-miss.md" }) File.WriteAllText(folder.File("templates/" + name), "# Report: [Title]\n\n## Notes\n<!-- review: technical -->\n\n[a]\n");
        var options = Shipped.Options(folder.Path) with { Warnings = ["roles: nobody holds @product-owner (Product Owner); name them under people."], WebChat = true, Slack = null };

        Assert.Equal(
            [
                "roles: nobody holds @product-owner (Product Owner); name them under people.",
                "near-miss.md is chosen by nothing; name it at templates.choose.",
                "ours.md is chosen by nothing; name it at templates.choose.",
                $"PostMortemBot is here: {options.Url}",
            ],
            RunCommand.Lines(options, OwnTemplates.Read(options).Warnings).Take(4));
    }

    [Fact]
    public void The_only_template_is_taken_for_all_and_not_warned_of()
    {
        Directory.CreateDirectory(folder.File("templates"));
        File.WriteAllText(folder.File("templates/ours.md"), "# Report: [Title]\n\n## Notes\n<!-- review: technical -->\n\n[a]\n");

        Assert.Equal(3, RunCommand.Lines(Shipped.Options(folder.Path) with { WebChat = true, Slack = null }, []).Count());
    }

    [Fact]
    public void Slack_by_HTTP_names_where_it_waits() =>
        Assert.Equal($"PostMortemBot waits for Slack at {Try.Url}", RunCommand.Lines(SlackAlone with { Slack = new SlackSettings() }, []).First());

    [Fact]
    public async Task A_store_that_cannot_be_trusted_starts_nothing_and_is_told_in_a_sentence()
    {
        Directory.CreateDirectory(folder.File("data"));
        await File.WriteAllTextAsync(folder.File("data/post-mortems.db"), "This is no database, however long it is read.", TestContext.Current.CancellationToken);

        Assert.Equal(
            (2, "", $"The store {folder.File("data/post-mortems.db")} is damaged (SQLite Error 26: 'file is not a database'.). Keep it, put the newest backup in its place and start again. Nothing was started.\n"),
            await RunAsync());
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_starts_nothing_and_is_named()
    {
        await File.WriteAllTextAsync(folder.File("data"), "A file stands where the folder is to be.", TestContext.Current.CancellationToken);

        var (code, said, wrong) = await RunAsync();

        Assert.Equal((2, ""), (code, said));
        Assert.StartsWith($"bot.json has 1 mistake. Nothing was started.\n  dataFolder: {folder.File("data")} cannot be made (", wrong, StringComparison.Ordinal);
        Assert.EndsWith("); name a folder in which this user may write.\n", wrong, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Said, string Wrong)> RunAsync()
    {
        await File.WriteAllTextAsync(folder.File("bot.json"), Shipped.BotJson, TestContext.Current.CancellationToken);
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        return (await RunCommand.RunAsync(["--config", folder.File("bot.json")], output, error), output.ToString(), error.ToString());
    }
}
