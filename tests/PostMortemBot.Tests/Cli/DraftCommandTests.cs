using System.Text.Json;
using NodaTime;
using PostMortemBot.Cli;
using PostMortemBot.Import;
using PostMortemBot.Templates;
using PostMortemBot.Tests.Import;
using PostMortemBot.Tests.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Cli;

public sealed class DraftCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TemporaryFolder settings = new();

    public static TheoryData<string> Recorded => [.. Directory.GetFiles(Exports, "*.zip").Order(StringComparer.Ordinal).Select(file => Path.GetFileNameWithoutExtension(file)!)];

    /// <summary>Beside the folder that the tests look into.</summary>
    private string Config => settings.File("bot.json");

    private static string Exports => Path.Combine(TestFolders.Tests, "Import", "Exports");

    public void Dispose()
    {
        folder.Dispose();
        settings.Dispose();
    }

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
    public void Secrets_in_topic_messages_and_file_names_reach_neither_the_document_nor_the_terminal()
    {
        var zip = new ExportZip().With("channels.json", """[{"id":"C1","name":"inc-1","topic":{"value":"Gateway slow password=Hunter2secret"},"purpose":{"value":""}}]""").With("users.json", ExportZip.Users).With("inc-1/2026-11-24.json", """
            [
              {"type":"message","user":"U1","ts":"1795485600.000100","text":":paperclip: the log","files":[{"id":"F1","name":"password=Hunter2secret.log","mimetype":"text/plain","size":1,"url_private":"https://files.test/a.log?t=xoxe-123456789012-Hunter2secret"}]},
              {"type":"message","user":"U1","ts":"1795485660.000100","text":"rolled back gateway 4.12 with password=Hunter2secret"}
            ]
            """);
        File.WriteAllBytes(folder.File("export.zip"), zip.Done().ToArray());

        var (code, said, wrong) = Run("export.zip", "-o", "draft.md");

        var text = File.ReadAllText(folder.File("draft.md"));
        Assert.Equal((0, ""), (code, wrong));
        Assert.Contains("Gateway slow password=••••", text, StringComparison.Ordinal);
        Assert.Contains("rolled back gateway 4.12 with password=••••", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Hunter2secret", text + said, StringComparison.Ordinal);
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

    [Fact]
    public void The_document_has_the_organisations_own_template()
    {
        Directory.CreateDirectory(settings.File("templates"));
        File.WriteAllText(settings.File("templates/ours.md"), "# Our report: [Title]\n\n## What happened\n<!-- review: technical -->\n\n[Tell it]\n");
        File.WriteAllText(Config, Shipped.BotJson);

        var (code, _, wrong) = Run(Path.Combine(Exports, "PM2022-008.zip"), "-o", "draft.md");

        Assert.Equal((0, ""), (code, wrong));
        Assert.StartsWith("# Our report: ", File.ReadAllText(folder.File("draft.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_with_mistakes_is_refused_with_each_of_them()
    {
        File.WriteAllText(Config, """{ "severity": 1 }""");

        var (code, _, wrong) = Run(Path.Combine(Exports, "PM2022-008.zip"));

        Assert.Equal(2, code);
        Assert.Contains("severity", wrong, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_document_that_is_there_is_not_written_over_unless_it_is_named()
    {
        Assert.Equal(0, Run(Path.Combine(Exports, "PM2022-008.zip")).Code);
        var file = Assert.Single(Directory.GetFiles(folder.Path));
        File.WriteAllText(file, "edited by hand");

        var (code, _, wrong) = Run(Path.Combine(Exports, "PM2022-008.zip"));
        Assert.Equal(2, code);
        Assert.Equal($"{file} is there already. Name another with -o FILE; -o with the same name writes over it.", wrong.Trim());
        Assert.Equal("edited by hand", File.ReadAllText(file));

        Assert.Equal(0, Run(Path.Combine(Exports, "PM2022-008.zip"), "-o", Path.GetFileName(file)).Code);
        Assert.NotEqual("edited by hand", File.ReadAllText(file));
    }

    [Theory]
    [InlineData(":pushpin: restarted", true)]
    [InlineData("📌 restarted", true)]
    [InlineData("  📌restarted", true)]
    [InlineData("restarted 📌", false)]
    [InlineData("📎 restarted", false)]
    public void A_pin_at_the_start_of_a_message_captures_it_as_name_or_as_character(string text, bool captured)
    {
        var recorded = RecordedIncident.From(Channel(Message("1659528000.000100", text)), Shipped.Policy, all: false);

        Assert.Equal(captured ? ["restarted"] : [], recorded.P.Events.Select(e => e.Text));
    }

    [Theory]
    [InlineData(true, "restarted")]
    [InlineData(false, null)]
    public void A_message_pinned_to_the_channel_by_slack_itself_is_an_event_too(bool pinned, string? text)
    {
        var recorded = RecordedIncident.From(Channel(Message("1659528000.000100", "restarted") with { Pinned = pinned }), Shipped.Policy, all: false);

        Assert.Equal(text, recorded.P.Events.SingleOrDefault()?.Text);
        Assert.Equal(text is null ? 0 : 1, recorded.Pinned);
    }

    [Theory]
    [InlineData("https://files.example.org/a.png", "https://files.example.org/a.png")]
    [InlineData("http://files.example.org/a.png", "http://files.example.org/a.png")]
    [InlineData("javascript:alert(1)", "")]
    [InlineData("data:text/html,x", "")]
    [InlineData("file:///etc/passwd", "")]
    [InlineData("a.png", "")]
    [InlineData(null, "")]
    public void Only_an_address_of_the_web_is_kept_with_evidence(string? address, string kept)
    {
        var recorded = RecordedIncident.From(Channel(Message("1659528000.000100", ":pushpin: see", new ExportedFile("F1", "a.png", null, null, address))), Shipped.Policy, all: false);

        Assert.Equal(("a.png", kept), Assert.Single(recorded.P.Evidence.Select(e => (e.Text, e.Link))));
    }

    [Fact]
    public void A_long_export_says_how_far_it_is_and_a_short_one_nothing()
    {
        var days = Enumerable.Range(0, 60).Select(day => new LocalDate(2026, 9, 1).PlusDays(day)).ToList();
        using (var zip = System.IO.Compression.ZipFile.Open(folder.File("long.zip"), System.IO.Compression.ZipArchiveMode.Create))
        {
            Put(zip, "channels.json", """[{"id":"C1","name":"inc"}]""");
            Put(zip, "users.json", "[]");
            foreach (var (number, day) in days.Index())
            {
                var at = day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant().ToUnixTimeSeconds();
                Put(zip, $"inc/{day:uuuu-MM-dd}.json", number == 0
                    ? "[" + string.Join(',', Enumerable.Range(0, 10_500).Select(one => FormattableString.Invariant($$"""{"type":"message","ts":"{{at}}.{{one:000000}}","text":"x"}"""))) + "]"
                    : FormattableString.Invariant($$"""[{"type":"message","ts":"{{at}}.000001","text":"x"}]"""));
            }
        }

        var (code, _, wrong) = Run("long.zip", "-o", "draft.md");

        Assert.Equal(0, code);
        Assert.Equal(["0 of 60 days read, 5,000 messages.", "0 of 60 days read, 10,000 messages.", "25 of 60 days read, 10,524 messages.", "50 of 60 days read, 10,549 messages."], wrong.Trim().Split('\n').Select(line => line.Trim()));
        Assert.Equal("", Run(Path.Combine(Exports, "PM2022-008.zip"), "-o", "short.md").Wrong);
    }

    private static void Put(System.IO.Compression.ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }

    private static ExportedChannel Channel(params ExportedMessage[] messages) => new("C1", "inc", "", "", messages, new Dictionary<string, string>());

    private static ExportedMessage Message(string id, string text, params ExportedFile[] files) =>
        new(new(id, MomentOf(id), "Sam", false, null, text, null, [], false, false), "U1", [], files, null, null, false, false);

    private (int Code, string Said, string Wrong) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        if (!File.Exists(Config)) File.WriteAllText(Config, Shipped.BotJson);
        var code = DraftCommand.Run(["--config", Config, .. args], new Dictionary<string, string>(), folder.Path, Shipped.Root, output, error);
        return (code, output.ToString(), error.ToString());
    }

    private static Instant MomentOf(string ts)
    {
        var parts = ts.Split('.');
        return Instant.FromUnixTimeSeconds(long.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture)).PlusTicks(long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) * 10);
    }
}
