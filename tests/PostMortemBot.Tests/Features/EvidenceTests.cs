using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

public sealed class EvidenceTests
{
    [Theory]
    [InlineData("https://grafana.test/d/7", EvidenceKind.Dashboard, "", "https://grafana.test/d/7")]
    [InlineData("trace https://x.test/1", EvidenceKind.Link, "trace", "https://x.test/1")]
    [InlineData("select count(*) from locks", EvidenceKind.Query, "select count(*) from locks", "")]
    [InlineData("05:01 ERROR pool exhausted", EvidenceKind.Log, "05:01 ERROR pool exhausted", "")]
    [InlineData("```\nERROR a\nERROR b\n```", EvidenceKind.Log, "ERROR a\nERROR b", "")]
    [InlineData("```sql\nselect * from pools where free = 0\n```", EvidenceKind.Query, "select * from pools where free = 0", "")]
    [InlineData("with two nodes gone it held", EvidenceKind.Log, "with two nodes gone it held", "")]
    public async Task What_is_typed_is_kept_by_its_kind(string words, EvidenceKind kind, string text, string link)
    {
        await using var chat = await StartedAsync();

        await chat.Type("dana", "#inc", "evidence " + words);

        var kept = Assert.Single((await chat.Of("#inc")).Evidence);
        Assert.Equal((kind, text, link), (kept.Kind, kept.Text, kept.Link));
    }

    [Fact]
    public async Task A_secret_is_masked_and_said()
    {
        await using var chat = await StartedAsync();

        var said = await chat.Type("dana", "#inc", "evidence db password=Sommer2026!x refused");

        Assert.Equal("Kept as evidence of Incident 1: log · db password=•••• refused\nSaved with what looks like a connection string masked.\n[Edit] [Undo]", said.Text);
        Assert.Equal("db password=•••• refused", Assert.Single((await chat.Of("#inc")).Evidence).Text);
    }

    [Fact]
    public async Task Files_are_kept_by_what_is_in_them_with_the_words_as_caption()
    {
        await using var chat = await StartedAsync();
        chat.Bot.PageUrlOf = _ => "http://pages.test";

        await chat.Type("dana", "#inc", "evidence pool at 100 %", SampleFiles.File("pool.png", SampleFiles.Png()));
        await chat.Type("dana", "#inc", "evidence", SampleFiles.Text("gateway.log", "02:10:01 ERROR pool exhausted"), SampleFiles.Text("big.csv", "a,b\n" + new string('1', 3000)));

        var p = await chat.Of("#inc");
        Assert.Equal(
            [(EvidenceKind.Screenshot, "pool at 100 %", "pool.png"), (EvidenceKind.Log, "02:10:01 ERROR pool exhausted", "gateway.log"), (EvidenceKind.File, "", "big.csv")],
            p.Evidence.Select(e => (e.Kind, e.Text, e.Attachment!.Name)));
        Assert.All(p.Evidence, e => Assert.Equal(e.Attachment!.Bytes, LengthOf(chat, e.Attachment.Hash)));
        var content = Filling.Of(BuiltIn, p, chat.Bot.Policy, new FillNames(_ => "", _ => "") { FileUrl = file => "http://pages.test/" + file.Name }, chat.Now);
        Assert.Equal(["[pool at 100 % (pool.png)](http://pages.test/pool.png)", "[gateway.log](http://pages.test/gateway.log)", "[big.csv](http://pages.test/big.csv)"], ((FieldValue.Items)content.Bound["evidence.links"]).Entries);
        Assert.Equal(["02:10:01 ERROR pool exhausted"], ((FieldValue.Items)content.Bound["evidence.logs"]).Entries);
    }

    [Fact]
    public async Task A_file_that_is_not_kept_leaves_its_name_its_link_and_a_sentence()
    {
        await using var chat = await StartedAsync();
        var unread = false;

        var said = await chat.Type(
            "dana",
            "#inc",
            "evidence",
            SampleFiles.File("a.zip", [0x50, 0x4B, 3, 4]),
            new IncomingFile("huge.log", "text/plain", 10 * 1024 * 1024 + 1, _ => throw new InvalidOperationException("It must not be fetched.")) { Link = "https://files.test/huge.log" },
            new IncomingFile("gone.png", "image/png", 10, _ => Task.FromResult<byte[]?>(null)),
            new IncomingFile("away.png", "image/png", 10, _ => { unread = true; throw new HttpRequestException("away"); }));

        Assert.Contains("a.zip is of a type I do not keep: png, jpg, gif, webp, txt, log, csv, json and pdf. Its name and link are kept.", said.Text, StringComparison.Ordinal);
        Assert.Contains("huge.log is over 10 MB. Keep the part that matters. Its name and link are kept.", said.Text, StringComparison.Ordinal);
        Assert.Contains("gone.png could not be read from the chat. Only its name is kept.", said.Text, StringComparison.Ordinal);
        Assert.True(unread);
        Assert.Equal(
            [("a.zip", "https://files.test/a.zip", false), ("huge.log", "https://files.test/huge.log", false), ("gone.png", "", false), ("away.png", "", false)],
            (await chat.Of("#inc")).Evidence.Select(e => (e.Attachment!.Name, e.Link, e.Attachment.IsKept)));
        Assert.False(Directory.Exists(chat.Folder));
    }

    [Fact]
    public async Task A_file_that_takes_long_to_fetch_is_named_in_time_and_the_others_are_kept()
    {
        await using var chat = await StartedAsync();
        var never = new TaskCompletionSource<byte[]?>();
        Task<byte[]?> Slow(CancellationToken stop)
        {
            chat.Time.Advance(TimeSpan.FromSeconds(2));
            return never.Task;
        }

        var said = await chat.Type(
            "dana",
            "#inc",
            "evidence",
            SampleFiles.Text("first.log", "x"),
            new IncomingFile("away.log", "text/plain", 10, _ => throw new ChatFailed("away")),
            new IncomingFile("slow.log", "text/plain", 10, Slow) { Link = "https://files.test/slow.log" });

        Assert.Contains("slow.log took too long to fetch from the chat. Its name and link are kept.", said.Text, StringComparison.Ordinal);
        Assert.Contains("away.log could not be read from the chat.", said.Text, StringComparison.Ordinal);
        Assert.Equal([("first.log", true), ("away.log", false), ("slow.log", false)], (await chat.Of("#inc")).Evidence.Select(e => (e.Attachment!.Name, e.Attachment.IsKept)));
    }

    [Fact]
    public async Task An_incident_holds_two_hundred_megabytes_and_the_same_file_counts_once()
    {
        await using var chat = await StartedAsync();
        await chat.Type("dana", "#inc", "evidence", SampleFiles.Text("first.log", "x"));
        var full = new Attachment(new string('0', 64), "dumps.log", "text/plain", 200 * 1024 * 1024 - 1);
        var turn = Turn.OfBot(chat.Bot, Chatting.Organisation, TestChat.PlaceOf("#inc"), "full", TestContext.Current.CancellationToken);
        await turn.DecideAsync((await chat.Of("#inc")).Id, _ => Decision.Accept(new EvidenceKept(chat.Now, PersonId.Bot, new("V9"), EvidenceKind.File, "", "", full, null, null)));

        Assert.DoesNotContain("200 MB", (await chat.Type("dana", "#inc", "evidence", SampleFiles.Text("same.log", "x"))).Text, StringComparison.Ordinal);
        var said = await chat.Type("dana", "#inc", "evidence", SampleFiles.Text("one-more.log", "y"));

        Assert.Contains("one-more.log would take this incident over 200 MB. Its name and link are kept.", said.Text, StringComparison.Ordinal);
        var p = await chat.Of("#inc");
        Assert.Equal((200 * 1024 * 1024, 4, true, false), (p.AttachedBytes, p.Evidence.Count, p.Evidence[2].Attachment!.IsKept, p.Evidence[3].Attachment!.IsKept));
        Assert.Single(Directory.GetFiles(chat.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task What_is_refused_leaves_no_file_behind()
    {
        await using var chat = await StartedAsync();
        IReadOnlyList<IncomingFile> files = [SampleFiles.File("a.png", SampleFiles.Png())];
        await chat.HandleAsync("eve", new CommandTyped(Chatting.Account("eve"), TestChat.PlaceOf("#inc"), chat.Now, chat.NewReceipt(), "evidence") { ByGuest = true, Files = files });
        Assert.False(Directory.Exists(chat.Folder));

        await chat.HandleAsync("eve", new MessagePosted(Chatting.Account("eve"), TestChat.PlaceOf("#inc"), chat.Now, chat.NewReceipt(), new(TestChat.PlaceOf("#inc"), "m9"), "📎") { ByGuest = true, Files = files });

        Assert.Empty((await chat.Of("#inc")).Evidence);
        Assert.Empty(Directory.GetFiles(chat.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_message_is_kept_once_with_its_files_and_made_an_action_item_once()
    {
        await using var chat = await StartedAsync();
        var (message, _) = await chat.Say("dana", "#inc", "we need an alert on pool size", SampleFiles.File("pool.png", SampleFiles.Png()), SampleFiles.File("cpu.png", SampleFiles.Png(3)));

        await chat.Choose("rana", message, "menu.evidence");
        await chat.Choose("rana", message, "menu.action");
        var again = await chat.Choose("dana", message, "menu.evidence");
        await chat.Choose("dana", message, "menu.action");

        var p = await chat.Of("#inc");
        Assert.StartsWith("That message is kept already.", again.Text, StringComparison.Ordinal);
        Assert.Equal([("we need an alert on pool size", "pool.png"), ("", "cpu.png")], p.Evidence.Select(e => (e.Text, e.Attachment!.Name)));
        Assert.Equal("we need an alert on pool size", Assert.Single(p.Actions).Text);
        Assert.Empty(p.Events);
    }

    [Fact]
    public async Task The_list_pages_edits_removes_and_puts_back()
    {
        await using var chat = await StartedAsync();
        for (var number = 1; number <= 12; number++) await chat.Type("dana", "#inc", $"evidence line {number}");

        var list = await chat.Type("rana", "#inc", "evidence");
        var rows = Assert.IsType<Rows>(list.Answer.Opens);
        Assert.Equal(("12 pieces of evidence kept.", 10, 2), (rows.Lead.Plain(), rows.Items.Count, rows.Pages));
        Assert.Equal("log · line 12 · @Dana Whitfield", rows.Items[0].Text.Plain());
        Assert.Equal("log · line 1 · @Dana Whitfield", Assert.IsType<Rows>((await chat.Press("rana", "Next 10")).Answer.Opens).Items[^1].Text.Plain());

        await chat.Type("rana", "#inc", "evidence");
        var removed = Assert.IsType<Rows>((await chat.Press("rana", "Remove")).Answer.Opens);
        Assert.Equal(("Removed: line 12", 11), (removed.Lead.Plain(), (await chat.Of("#inc")).Evidence.Count));
        await chat.Press("rana", "Put back");
        Assert.Equal(12, (await chat.Of("#inc")).Evidence.Count);

        await chat.Press("rana", "Edit");
        await chat.Submit("rana", ("text", "line twelve"), ("kind", "Query"));
        Assert.Contains((EvidenceKind.Query, "line twelve"), (await chat.Of("#inc")).Evidence.Select(e => (e.Kind, e.Text)));
    }

    [Fact]
    public async Task An_empty_list_says_how_to_add_one_and_the_form_keeps_files_too()
    {
        await using var chat = await StartedAsync();

        Assert.StartsWith("Evidence · Incident 1\nNothing is kept yet. Send a log line, link or file with evidence", (await chat.Type("dana", "#inc", "evidence")).Text, StringComparison.Ordinal);
        var form = (await chat.Press("dana", "Add evidence")).Form;
        Assert.Equal("Write a text or link, or choose a file.", (await chat.Submit("dana", ("text", ""))).ErrorAt("text"));
        await chat.HandleAsync("dana", new FormSubmitted(Chatting.Account("dana"), TestChat.PlaceOf("#inc"), chat.Now, chat.NewReceipt(), form.Id, form.Carry, new(new Dictionary<string, IReadOnlyList<string>> { ["text"] = ["p95 over 4 s"] }, new Dictionary<string, IReadOnlyList<SentFile>> { ["files"] = [new("p95.png", "image/png", SampleFiles.Png())] })));

        var kept = Assert.Single((await chat.Of("#inc")).Evidence);
        Assert.Equal((EvidenceKind.Screenshot, "p95 over 4 s", "p95.png"), (kept.Kind, kept.Text, kept.Attachment!.Name));
    }

    [Fact]
    public async Task Undo_takes_all_pieces_of_one_act_and_puts_them_back()
    {
        await using var chat = await StartedAsync();
        await chat.Type("dana", "#inc", "evidence", SampleFiles.File("a.png", SampleFiles.Png()), SampleFiles.File("b.png", SampleFiles.Png(3)));

        await chat.Press("dana", "Undo");
        Assert.Empty((await chat.Of("#inc")).Evidence);
        await chat.Press("dana", "Put back");
        Assert.Equal(2, (await chat.Of("#inc")).Evidence.Count);
    }

    internal static async Task<Chatting> StartedAsync()
    {
        var chat = Chatting.At("2026-11-24 02:10");
        await chat.Type("rana", "#inc", "start gateway slow");
        return chat;
    }

    private static Template BuiltIn => PostMortemBot.Templates.BuiltInTemplate.Read();

    private static long LengthOf(Chatting chat, string hash) => new FileInfo(Assert.Single(Directory.GetFiles(chat.Folder, hash, SearchOption.AllDirectories))).Length;
}
