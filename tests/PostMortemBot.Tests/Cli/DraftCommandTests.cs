using System.Text.Json;
using NodaTime;
using PostMortemBot.Cli;
using PostMortemBot.Import;
using PostMortemBot.Templates;
using PostMortemBot.Tests.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Cli;

public sealed class DraftCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Recorded => [.. Directory.GetFiles(Exports, "*.zip").Order(StringComparer.Ordinal).Select(file => Path.GetFileNameWithoutExtension(file)!)];

    private static string Exports => Path.Combine(TestFolders.Tests, "Import", "Exports");

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Every_pinned_message_becomes_an_event_at_its_own_time_and_nothing_else_does(string name)
    {
        using var key = JsonDocument.Parse(File.ReadAllText(Path.Combine(Exports, name + ".key.json")));
        var pinned = key.RootElement.GetProperty("events").EnumerateArray().Where(row => row.GetProperty("pinned").GetBoolean()).ToDictionary(row => row.GetProperty("ts").GetString()!);
        using var zip = File.OpenRead(Path.Combine(Exports, name + ".zip"));
        var channel = Assert.IsType<ExportRead.Read>(SlackExport.Read(zip, new ExportWanted(), cancellation: TestContext.Current.CancellationToken)).Channel;

        var recorded = RecordedIncident.From(channel, Shipped.Policy, all: false);

        Assert.Equal(pinned.Keys.Order(StringComparer.Ordinal), recorded.P.Events.Select(e => e.Id.Value).Order(StringComparer.Ordinal));
        Assert.All(recorded.P.Events, e => Assert.Equal(MomentOf(e.Id.Value), e.When));
    }

    [Fact]
    public void A_draft_is_written_and_says_what_was_not_taken()
    {
        var (code, said, wrong) = Run(Path.Combine(Exports, "PM2022-008.zip"), "-o", "draft.md");

        var text = File.ReadAllText(folder.File("draft.md"));
        Assert.Equal((0, ""), (code, wrong));
        Assert.Contains("26 messages read, 3 pinned events", said, StringComparison.Ordinal);
        Assert.Contains("likely event", said, StringComparison.Ordinal);
        Assert.Contains("Issue identified, started work on fix", text, StringComparison.Ordinal);
        Assert.DoesNotContain("can somebody share the the config link", text, StringComparison.Ordinal);
        Assert.IsType<TemplateReading.Derived>(TemplateReader.Read("draft.md", text));
    }

    [Fact]
    public void With_all_the_proposals_are_taken_and_none_is_listed()
    {
        var (_, said, _) = Run(Path.Combine(Exports, "PM2022-008.zip"), "--all", "-o", "draft.md");

        Assert.Contains("User reporting back that the fix works", File.ReadAllText(folder.File("draft.md")), StringComparison.Ordinal);
        Assert.DoesNotContain("Not taken", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_messages_of_the_time_asked_for_are_read()
    {
        var (_, said, _) = Run(Path.Combine(Exports, "PM2022-008.zip"), "--since", "2022-08-03T12:00:00Z", "--until", "2022-08-03T12:10:00Z", "-o", "draft.md");

        Assert.Contains("1 pinned event.", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("One export at a time", "a.zip", "b.zip")]
    [InlineData("Name the export.")]
    [InlineData("--since needs a value", "a.zip", "--since")]
    [InlineData("yesterday is no time", "a.zip", "--since", "yesterday")]
    [InlineData("I know no --fast", "a.zip", "--fast")]
    [InlineData("a.zip cannot be read", "a.zip")]
    public void A_wrong_call_says_what_to_write_and_writes_nothing(string sentence, params string[] args)
    {
        var (code, _, wrong) = Run(args);

        Assert.Equal(2, code);
        Assert.StartsWith(sentence, wrong.Replace(folder.Path + "/", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_zip_that_is_none_is_refused_in_one_sentence_and_nothing_is_written()
    {
        File.WriteAllText(folder.File("broken.zip"), "PK but no zip");

        var (code, _, wrong) = Run("broken.zip", "-o", "draft.md");

        Assert.Equal(2, code);
        Assert.Single(wrong.Trim().Split('\n'));
        Assert.Equal(["broken.zip"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    private (int Code, string Said, string Wrong) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = DraftCommand.Run(args, Shipped.Policy, folder.Path, output, error);
        return (code, output.ToString(), error.ToString());
    }

    private static Instant MomentOf(string ts)
    {
        var parts = ts.Split('.');
        return Instant.FromUnixTimeSeconds(long.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture)).PlusTicks(long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) * 10);
    }
}
