using System.Diagnostics;
using System.Text.Json;
using NodaTime;
using PostMortemBot.Import;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Import;

public sealed class SlackExportTests
{
    private static string Folder => Path.Combine(TestFolders.Tests, "Import", "Exports");

    public static TheoryData<string> Recorded() => [.. Directory.GetFiles(Folder, "*.zip").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Every_row_of_a_recorded_export_is_read_at_its_own_time_with_its_words_and_only_pinned_ones_carry_the_pushpin(string name)
    {
        using var file = File.OpenRead(Path.Combine(Folder, name + ".zip"));
        using var key = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name + ".key.json")));

        var channel = Read(file);

        var rows = key.RootElement.GetProperty("events").EnumerateArray().ToList();
        Assert.Equal(key.RootElement.GetProperty("messages").GetInt32(), channel.Messages.Count);
        Assert.All(rows, row =>
        {
            var message = channel.Messages.Single(message => message.Message.Id == row.GetProperty("ts").GetString());
            Assert.Equal(Instant.FromUnixTimeTicks((long)(decimal.Parse(message.Message.Id, System.Globalization.CultureInfo.InvariantCulture) * 10_000_000)), message.Message.At);
            Assert.Equal(Bare(row.GetProperty("text").GetString()!), Bare(message.Message.Text));
        });
        Assert.Equal(
            rows.Where(row => row.GetProperty("pinned").GetBoolean()).Select(row => row.GetProperty("ts").GetString()),
            channel.Messages.Where(message => message.ReactedWith("pushpin").Count > 0).Select(message => message.Message.Id));
    }

    [Fact]
    public void A_message_comes_with_author_thread_reactions_edit_files_and_names_for_ids()
    {
        var channel = Read(ExportZip.OneChannel("""
            [
              {"type":"message","user":"U1","ts":"1795485600.000100","text":"rolled back <#C1> with <@U2> &amp; <https://x.test/a?b=1|the dashboard>","edited":{"user":"U1","ts":"1795485700.000000"},
               "reactions":[{"name":"pushpin","users":["U2","U1"],"count":2},{"name":"eyes","users":["U2"],"count":1}],
               "files":[{"id":"F1","name":"pool.png","mimetype":"image/png","size":1234,"url_private":"https://files.test/pool.png"},{"id":"F2","mode":"tombstone"}],
               "thread_ts":"1795485600.000100","a field of tomorrow":{"x":[1]}},
              {"type":"message","user":"U2","ts":"1795485660.000200","text":"confirmed","thread_ts":"1795485600.000100"},
              {"type":"message","subtype":"channel_join","user":"U2","ts":"1795485670.000000","text":"<@U2> has joined the channel"},
              {"type":"message","subtype":"tombstone","user":"USLACKBOT","ts":"1795485680.000000","text":"This message was deleted.","hidden":true}
            ]
            """).Done());

        var first = channel.Messages[0];
        Assert.Equal(("inc-1", "Gateway slow", "by @Sam"), (channel.Name, channel.Topic, channel.Purpose));
        Assert.Equal("rolled back #inc-1 with @lee & [the dashboard](https://x.test/a?b=1)", first.Message.Text);
        Assert.Equal(Instant.FromUtc(2026, 11, 24, 2, 0, 0).PlusTicks(1000), first.Message.At);
        Assert.Equal(("Sam", "U1", true, false), (first.Message.AuthorName, first.AuthorId, first.Message.Edited, first.Message.FromBot));
        Assert.Null(first.Message.ThreadOf);
        Assert.Equal("1795485600.000100", channel.Messages[1].Message.ThreadOf);
        Assert.Equal([("pushpin", 2), ("eyes", 1)], first.Message.Reactions);
        Assert.Equal(["U2", "U1"], first.ReactedWith("pushpin"));
        Assert.Equal(new ExportedFile("F1", "pool.png", "image/png", 1234, "https://files.test/pool.png"), Assert.Single(first.Files));
        Assert.Equal([false, false, true, true], channel.Messages.Select(message => message.Message.System));
        Assert.Equal([false, false, false, true], channel.Messages.Select(message => message.Deleted));
    }

    [Theory]
    [InlineData("""{"type":"message","subtype":"bot_message","bot_id":"B1","username":"Alerts","ts":"1795485600.000100","text":"","attachments":[{"title":"High latency","text":"p95 4.2 s","fallback":"no"}]}""", "High latency\np95 4.2 s")]
    [InlineData("""{"type":"message","subtype":"bot_message","bot_id":"B1","username":"Alerts","ts":"1795485600.000100","text":"","attachments":[{"fallback":"Disk full"}]}""", "Disk full")]
    [InlineData("""{"type":"message","bot_id":"B1","bot_profile":{"name":"Alerts"},"ts":"1795485600.000100","text":"","blocks":[{"type":"header","text":{"type":"plain_text","text":"Deploy"}},{"type":"section","fields":[{"type":"mrkdwn","text":"*gateway* 4.12"}]},{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Open"}}]}]}""", "Deploy\n**gateway** 4.12\nOpen")]
    [InlineData("""{"type":"message","bot_id":"B1","bot_profile":{"name":"Alerts"},"ts":"1795485600.000100","text":"","blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"asked "},{"type":"user","user_id":"U1"},{"type":"emoji","name":"wave"}]}]}]}""", "asked @Sam:wave:")]
    [InlineData("""{"type":"message","bot_id":"B1","username":"Alerts","ts":"1795485600.000100","text":"said in text","attachments":[{"text":"and again"}]}""", "said in text")]
    public void A_bots_words_are_found_wherever_it_put_them(string message, string words)
    {
        var read = Assert.Single(Read(ExportZip.OneChannel($"[{message}]").Done()).Messages).Message;

        Assert.Equal((words, true, "Alerts"), (read.Text, read.FromBot, read.BotName));
    }

    [Fact]
    public void Only_the_asked_time_is_read_over_several_days_and_progress_tells_each_day()
    {
        var zip = new ExportZip().With("channels.json", ExportZip.Channels);
        for (var day = 1; day <= 9; day++)
        {
            var noon = Instant.FromUtc(2026, 11, day, 12, 0);
            zip.With($"inc-1/2026-11-0{day}.json", $$"""[{"type":"message","user":"U9","ts":"{{noon.ToUnixTimeSeconds()}}.000000","text":"day {{day}}"}]""");
        }

        var told = new List<ExportProgress>();
        var read = SlackExport.Read(zip.Done(), new ExportWanted("#inc-1", Instant.FromUtc(2026, 11, 4, 12, 0), Instant.FromUtc(2026, 11, 6, 11, 59)), told.Add, cancellation: TestContext.Current.CancellationToken);

        var channel = Assert.IsType<ExportRead.Read>(read).Channel;
        Assert.Equal(["day 4", "day 5"], channel.Messages.Select(message => message.Message.Text));
        Assert.Equal("U9", channel.Messages[0].Message.AuthorName);
        Assert.Equal([new(1, 5, 0), new(2, 5, 1), new(3, 5, 2), new(4, 5, 2), new(5, 5, 2)], told);
    }

    [Fact]
    public void An_export_packed_again_inside_a_folder_is_read_too_and_private_channels_as_well()
    {
        var zip = new ExportZip().With("export/groups.json", ExportZip.Channels).With("__MACOSX/channels.json", "rubbish")
            .With("export/inc-1/2026-11-24.json", """[{"ts":"1795485600.0","text":"one"},{"ts":"1795485600.0","text":"the same again"}]""").With("export/inc-1/notes.json", "[]");

        Assert.Equal("one", Assert.Single(Read(zip.Done()).Messages).Message.Text);
    }

    [Fact]
    public void Two_thousand_messages_are_read_within_five_seconds_on_a_busy_machine()
    {
        var day = "[" + string.Join(",", Enumerable.Range(0, 2000).Select(n => $$"""{"type":"message","user":"U1","ts":"{{1795485600 + n}}.000100","text":"message *{{n}}* of <@U2> about <https://x.test/{{n}}|this>","blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"message"}]}]}]}""")) + "]";
        var zip = ExportZip.OneChannel(day).Done();
        var clock = Stopwatch.StartNew();

        Assert.Equal(2000, Read(zip).Messages.Count);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"took {clock.Elapsed}");
    }

    [Fact]
    public void A_channel_that_is_not_there_is_refused_with_the_names_that_are()
    {
        var read = SlackExport.Read(ExportZip.OneChannel("[]").Done(), new ExportWanted("inc-9"), cancellation: TestContext.Current.CancellationToken);

        Assert.Equal("The export holds no channel \"inc-9\"; it holds inc-1.", Assert.IsType<ExportRead.Refused>(read).Sentence);
    }

    private static ExportedChannel Read(Stream file)
    {
        var read = SlackExport.Read(file, new ExportWanted(), cancellation: TestContext.Current.CancellationToken);
        return Assert.IsType<ExportRead.Read>(read, exactMatch: false).Channel;
    }

    private static string Bare(string text) => text.Replace("*", "", StringComparison.Ordinal);
}
