using Microsoft.Data.Sqlite;
using NodaTime;
using NodaTime.Testing;
using PostMortemBot.Chat;
using PostMortemBot.Cli;
using PostMortemBot.Domain;
using PostMortemBot.Storage;
using PostMortemBot.Tests.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Cli;

public sealed class CheckCommandTests : IDisposable
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 11, 24, 12, 0);
    private static readonly PersonId Dana = new("dana");
    private static readonly PostMortemId Stream = new("01A");

    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    public void Dispose()
    {
        folder.Dispose();
        output.Dispose();
        error.Dispose();
    }

    [Fact]
    public async Task The_shipped_rules_are_told_in_sentences()
    {
        Assert.Equal(0, await Check(Shipped.Read(Shipped.BotJson)));
        Assert.Empty(error.ToString());
        Approved.Match("check-shipped.txt", output.ToString());
    }

    [Fact]
    public async Task Mistakes_are_told_and_the_exit_code_is_2()
    {
        var read = Shipped.Read(Shipped.BotJson.Replace("America/New_York", "EST", StringComparison.Ordinal));

        Assert.Equal(2, await Check(read));
        Assert.Empty(output.ToString());
        Assert.Contains("bot.json has 2 mistakes. Nothing was started.", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("  timeZone: \"EST\" never changes its clocks; write a place, such as \"America/New_York\".", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "kind": "github", "repository": "example/operations" }""", "0123456789abcdefghij", "Action items are mirrored to GitHub, example/operations. It is asked for changes every 10 minutes.", "It may tell them itself at /hooks/trackers/github, signed.")]
    [InlineData("""{ "kind": "jira", "url": "https://jira.example.com", "project": "SRE", "everyMinutes": 1 }""", "", "Action items are mirrored to https://jira.example.com, project SRE. It is asked for changes every 1 minute.", null)]
    public async Task Where_action_items_are_mirrored_to_is_told_without_its_secrets(string tracker, string secret, string sentence, string? door)
    {
        var root = System.Text.Json.Nodes.JsonNode.Parse(Shipped.BotJson)!;
        root["tracker"] = System.Text.Json.Nodes.JsonNode.Parse(tracker);

        Assert.Equal(0, await Check(Shipped.Read(root.ToJsonString(), environment: new Dictionary<string, string> { ["Tracker__Token"] = "canary-token", ["Tracker__WebhookSecret"] = secret })));

        Assert.Contains(sentence, output.ToString(), StringComparison.Ordinal);
        Assert.Equal(door is not null, output.ToString().Contains(door ?? "/hooks/trackers", StringComparison.Ordinal));
        Assert.DoesNotContain("canary", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_nobody_holds_is_a_warning()
    {
        var read = Shipped.Read(Shipped.BotJson.Replace("\"roles\": [\"@product-owner\"]", "\"roles\": []", StringComparison.Ordinal));

        Assert.Equal(0, await Check(read));
        Assert.Contains("Worth a look: roles: nobody holds @product-owner (Product Owner); name them under people.", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Templates_that_nothing_chooses_are_worth_a_look()
    {
        var options = Shipped.Options(folder.Path);
        Directory.CreateDirectory(options.TemplateFolder);
        foreach (var name in new[] { "ours.md", "near-miss.md" }) File.WriteAllText(Path.Combine(options.TemplateFolder, name), "# Report: [Title]\n\n## Notes\n<!-- review: technical -->\n\n[a]\n");

        Assert.Equal(0, await Check(new BotOptionsRead.Accepted(options)));

        Assert.Empty(error.ToString());
        Assert.Contains("Worth a look: near-miss.md is chosen by nothing; name it at templates.choose.", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Worth a look: ours.md is chosen by nothing; name it at templates.choose.", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_store_is_right()
    {
        await Store();

        Assert.Equal(0, await Check());
        Assert.Contains("is whole: 1 post-mortem, every fact in its place.", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELETE FROM facts WHERE version = 1")]
    [InlineData("DELETE FROM facts WHERE version = 2")]
    [InlineData("UPDATE facts SET body = replace(body, 'Slow', 'Fast')")]
    [InlineData("UPDATE facts SET version = 7 WHERE version = 2")]
    [InlineData("DELETE FROM heads")]
    [InlineData("UPDATE heads SET body = replace(body, 'Slow', 'Fast')")]
    [InlineData("UPDATE heads SET version = 3")]
    [InlineData("UPDATE heads SET life = 'Final'")]
    [InlineData("UPDATE heads SET began = began + 1")]
    public async Task A_row_changed_from_outside_is_reported(string tampering)
    {
        await Store();
        Tamper(tampering);

        Assert.Equal(2, await Check());
        Assert.Contains("01A", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_store_is_reported()
    {
        Directory.CreateDirectory(folder.File("data"));
        await File.WriteAllTextAsync(folder.File("data/post-mortems.db"), new string('x', 5000), TestContext.Current.CancellationToken);

        Assert.Equal(2, await Check());
        Assert.NotEmpty(error.ToString());
    }

    private Task<int> Check(BotOptionsRead? read = null) => CheckCommand.RunAsync(
        read ?? new BotOptionsRead.Accepted(Shipped.Options(folder.Path)), file => SqliteStore.Open(file, new FakeClock(Noon)), Summary.RowOf, output, error, TestContext.Current.CancellationToken);

    private async Task Store()
    {
        await using var store = SqliteStore.Open(folder.File("data/post-mortems.db"), new FakeClock(Noon));
        PostMortemEvent[] facts = [new IncidentStarted(Noon, Dana, new Place("web", "try", "incident"), 1, "Slow gateway"), new SeveritySet(Noon, Dana, Severity.P1)];
        var append = new Append("try", "r1", [new StreamAppend(Stream, 0, facts, Summary.RowOf(Evolve.Fold(Stream, facts)))]);
        Assert.IsType<AppendResult.Appended>(await store.AppendAsync(append, TestContext.Current.CancellationToken));
    }

    private void Tamper(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder.File("data/post-mortems.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own words.
        command.CommandText = sql;
#pragma warning restore CA2100
        Assert.NotEqual(0, command.ExecuteNonQuery());
    }
}
