using PostMortemBot.Tests.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Journey;

/// <summary>The commands beside the bot, in the program that was published as machine code: they say and write what they do in the ordinary one.</summary>
public sealed class CommandNativeTests : IDisposable
{
    private const string Report = "# Report: [Title]\n\n## What happened\n<!-- review: technical -->\n\n[Tell it]\n\n- [ ] Customers were told\n\n| Time | Event |\n| --- | --- |\n| [HH:MM] | [what] |\n";
    private const string Refusal = "this program was published as machine code, without the built-in chat; give it Slack's or Teams' secrets by environment (see the README) and no --try, or publish it without Native.";
    private readonly BotProgram native = BotProgram.Native;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Without_the_secrets_of_a_platform_it_does_not_start_and_says_why()
    {
        var ran = await native.RunAsync(folder.Path, []);

        Assert.Equal((2, ""), (ran.Code, ran.Output));
        Assert.Equal($"bot.json has 1 mistake. Nothing was started.\n  platforms: {Refusal}\n", ran.Error);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData(Report, 0, "What happened")]
    [InlineData("# [Title]\n\n### Day [n]\n", 2, "report.md, line 3: ")]
    public async Task A_template_is_listed_or_refused(string report, int code, string words)
    {
        await File.WriteAllTextAsync(folder.File("report.md"), report, TestContext.Current.CancellationToken);

        var ran = await SameAsync("template", "report.md");

        Assert.Equal(code, ran.Code);
        Assert.Contains(words, ran.Output + ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_built_in_template_is_listed()
    {
        var ran = await native.RunAsync(folder.Path, [], "template");

        Assert.Equal(PostMortemBot.Templates.TemplateListing.Print(Reviewed.BuiltIn), ran.Output);
        Assert.Equal((0, ""), (ran.Code, ran.Error));
    }

    [Fact]
    public async Task The_rules_are_told_and_that_it_would_not_start()
    {
        string[] args = ["check", "--config", Path.Combine(Shipped.Root, "bot.json")];

        var (here, there) = (await native.RunAsync(folder.Path, [], args), await BotProgram.Built.RunAsync(folder.Path, [], args));

        Assert.Equal((0, ""), (here.Code, here.Error));
        Assert.Equal([$"Worth a look: platforms: {Refusal}"], here.Output.Split('\n').Except(there.Output.Split('\n')));
        Assert.Empty(there.Output.Split('\n').Except(here.Output.Split('\n')));
    }

    [Fact]
    public async Task A_recorded_channel_becomes_a_draft()
    {
        var ran = await SameAsync("draft", Path.Combine(TestFolders.Tests, "Import", "Exports", "PM2022-008.zip"), "-o", "draft.md");

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Contains("26 messages read, 3 pinned events", ran.Output, StringComparison.Ordinal);
        Assert.Contains("Issue identified, started work on fix", Written("draft.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_package_for_Teams_is_written()
    {
        var ran = await SameAsync("manifest", "teams", "--app-id", FakeTeams.AppId, "--to", "package.zip");

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        using var package = System.IO.Compression.ZipFile.OpenRead(folder.File("native/package.zip"));
        using var manifest = new StreamReader(package.GetEntry("manifest.json")!.Open());
        Assert.Contains($"\"botId\": \"{FakeTeams.AppId}\"", await manifest.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>Both programs, each in a folder of its own with what lies in the test's: they say the same and leave the same files.</summary>
    private async Task<Ran> SameAsync(params string[] args)
    {
        var (here, there) = (await InAsync("native", native, args), await InAsync("built", BotProgram.Built, args));
        Assert.Equal(there.Output.Replace(folder.File("built"), folder.File("native"), StringComparison.Ordinal), here.Output);
        Assert.Equal((there.Code, there.Error), (here.Code, here.Error));
        Assert.Equal(Files("built"), Files("native"));
        Assert.All(Files("native"), name => Assert.Equal(File.ReadAllBytes(folder.File("built/" + name)), File.ReadAllBytes(folder.File("native/" + name))));
        return here;
    }

    private async Task<Ran> InAsync(string name, BotProgram program, string[] args)
    {
        Directory.CreateDirectory(folder.File(name));
        foreach (var file in Directory.GetFiles(folder.Path)) File.Copy(file, Path.Combine(folder.File(name), Path.GetFileName(file)));
        return await program.RunAsync(folder.File(name), [], args);
    }

    private IReadOnlyList<string> Files(string name) => [.. Directory.GetFiles(folder.File(name)).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    private string Written(string name) => File.ReadAllText(folder.File("native/" + name));
}
