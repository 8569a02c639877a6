using Microsoft.Extensions.Configuration;
using PostMortemBot.Tests.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Settings;

public sealed class EnvironmentTests
{
    [Fact]
    public void A_variable_stands_before_the_file()
    {
        var options = Accepted(("Storage__File", "elsewhere.db"), ("Slos__1__Target", "99.95 %"), ("Deadlines__DraftDay", "4"), ("Triggers__Complaints", "false"));

        Assert.Equal("/example/data/elsewhere.db", options.DatabaseFile);
        Assert.Equal(0.9995, options.Policy.Slos[1].Target);
        Assert.Equal(4, options.Policy.Deadlines.DraftDay);
        Assert.False(options.Policy.Triggers.Complaints);
    }

    [Fact]
    public void A_key_of_the_top_level_carries_the_prefix()
    {
        var options = Accepted(("PM__TimeZone", "Asia/Kolkata"), ("PM__DataFolder", "/var/lib/pm"), ("PM__ENVIRONMENTS", """["A", "B"]"""));

        Assert.Equal("Asia/Kolkata", options.Policy.ProcessZone.Id);
        Assert.Equal("/var/lib/pm/post-mortems.db", options.DatabaseFile);
        Assert.Equal(["A", "B"], options.Policy.Environments);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8090")]
    [InlineData("https://127.0.0.1:8090")]
    public async Task They_are_read_once_and_no_folder_is_watched_for_changes(string url)
    {
        using var folder = new TemporaryFolder();
        await using var app = PostMortemBotHost.Build([], Shipped.Options(folder.Path) with { WebChat = false, Url = new Uri(url) }, TimeProvider.System);

        var files = ((IConfigurationRoot)app.Configuration).Providers.OfType<FileConfigurationProvider>().ToList();

        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => file.Source.ReloadOnChange);
    }

    [Fact]
    public void Variables_of_others_are_left_alone() => Accepted(("Logging__LogLevel__Default", "Debug"), ("TIMEZONE", "nonsense"), ("URL", "nonsense"), ("ASPNETCORE__x", "1"));

    [Fact]
    public void A_wrong_variable_is_named() => Assert.Equal(
        [
            "deadlines.draftDay (from Deadlines__DraftDay): \"five\" is no whole number of days from 1 to 90.",
            "storage.fiel (from Storage__Fiel): there is no such key; did you mean file?",
        ],
        Refused(("Deadlines__DraftDay", "five"), ("Storage__Fiel", "x.db")));

    [Fact]
    public void A_section_made_of_variables_alone_is_read()
    {
        var options = Accepted(("Organisations__0__Name", "Example"), ("Organisations__0__SlackWorkspaces__0", "T1"));

        Assert.Equal("T1", Assert.Single(Assert.Single(options.Organisations).SlackWorkspaces));
    }

    [Fact]
    public void The_hash_follows_the_rules_and_nothing_else()
    {
        var hash = Shipped.Policy.Hash;

        Assert.Matches("^[0-9a-f]{16}$", hash);
        Assert.Equal(hash, Accepted(("Storage__File", "elsewhere.db")).Policy.Hash);
        Assert.NotEqual(hash, Accepted(("Deadlines__DraftDay", "4")).Policy.Hash);
        Assert.NotEqual(hash, Accepted(("PM__TimeZone", "Asia/Kolkata")).Policy.Hash);
    }

    private static BotOptions Accepted(params (string Name, string Text)[] environment) => Assert.IsType<BotOptionsRead.Accepted>(Read(environment)).Options;

    private static IReadOnlyList<string> Refused(params (string Name, string Text)[] environment) => Assert.IsType<BotOptionsRead.Refused>(Read(environment)).Mistakes;

    private static BotOptionsRead Read((string Name, string Text)[] environment) =>
        Shipped.Read(Shipped.BotJson, environment: environment.ToDictionary(one => one.Name, one => one.Text));
}
