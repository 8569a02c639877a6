using System.Text;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.Screens;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

public sealed class RedactTests
{
    private const string Canary = "canary Zitronenfalter 4711";

    [Fact]
    public async Task A_redacted_event_is_nowhere_on_the_disk_and_the_card_is_drawn_anew()
    {
        await using var chat = await StartedAsync();
        await chat.Type("dana", "#inc", "mark " + Canary);
        await chat.Press("dana", "Edit");
        await chat.Submit("dana", ("text", Canary + " corrected"), ("phase", "Root Cause Discovery"));
        Assert.Contains(Canary, Assert.Single(chat.Standing("#inc")), StringComparison.Ordinal);
        Assert.NotEqual(0, Hits(chat, Canary));

        await chat.Press("dana", "Edit");
        var asked = await chat.Press("dana", "Redact");
        Assert.Equal("Redact a text: Sure [Overwrite]", asked.Text);
        Assert.Equal("Timeline event of 02:10 EST: canary Zitronenfalter 4711 corrected", ((FormElement.Note)asked.Form.Elements[0]).Line.Plain());
        Assert.Equal("Tick this to go on. It cannot be taken back.", (await chat.Submit("dana", ("sure", ""))).ErrorAt("sure"));
        Assert.NotEqual(0, Hits(chat, Canary));
        var said = await chat.Submit("dana", ("sure", "yes"));

        Assert.Equal("Redacted in INC-004211: timeline event of 02:10 EST. Overwritten in 2 stored facts.\nThe message in the chat is not mine to change: delete it there too.", said.Text);
        Assert.Equal(0, Hits(chat, Canary));
        Assert.Equal(0, Hits(chat, "Zitronenfalter"));
        var p = await chat.Of("INC-004211");
        Assert.Equal(("(redacted)", Phase.RootCauseDiscovery), (Assert.Single(p.Events).Text, p.Events[0].Phase));
        var fact = Assert.Single((await chat.History(p)).OfType<TextRedacted>());
        Assert.Equal((await chat.IdOf("dana"), "timeline event of 02:10 EST", 2), (fact.By, fact.What, fact.Facts));
        Assert.Contains("Last: 02:10 EST (redacted)", Assert.Single(chat.Standing("#inc")), StringComparison.Ordinal);
        Assert.DoesNotContain("Zitronenfalter", (await chat.Store.ListAsync(Chatting.Organisation, TestContext.Current.CancellationToken))[0].Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Zitronenfalter", await Preview.TextAsync(chat.Bot, Chatting.Organisation, p, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copies_in_evidence_actions_and_answers_go_with_it_when_the_owner_does_it()
    {
        await using var chat = await StartedAsync();
        var (message, _) = await chat.Say("dana", "#inc", Canary);
        foreach (var emoji in new[] { "pushpin", "paperclip", "clipboard" }) await chat.React("rana", message, emoji);
        await chat.Type("lee", "#inc", $"mark asked about “{Canary}” twice");

        await RedactAsync(chat, "rana", "event: " + Canary);

        var p = await chat.Of("INC-004211");
        Assert.Equal(0, Hits(chat, "Zitronenfalter"));
        Assert.Equal(["(redacted)", "asked about “(redacted)” twice"], p.Events.Select(e => e.Text));
        Assert.Equal(("(redacted)", "(redacted)"), (Assert.Single(p.Evidence).Text, Assert.Single(p.Actions).Text));
    }

    [Fact]
    public async Task With_own_marks_alone_what_others_wrote_stays()
    {
        await using var chat = await StartedAsync();
        await chat.Type("lee", "#inc", "mark " + Canary);
        await chat.Type("dana", "#inc", $"mark lee said {Canary}");

        await RedactAsync(chat, "lee", "event: " + Canary);

        Assert.Equal(["(redacted)", "lee said " + Canary], (await chat.Of("INC-004211")).Events.OrderBy(e => e.Id.Value).Select(e => e.Text));
    }

    [Fact]
    public async Task Whose_it_is_stays_and_so_does_what_has_the_same_owner()
    {
        await using var chat = await StartedAsync();
        await chat.Type("rana", "#inc", "mark " + Canary);
        await chat.Press("rana", "Edit");
        await chat.Submit("rana", ("owner", "Platform Operations"));
        await chat.Type("rana", "#inc", "mark Platform Operations restarted the pool");

        await RedactAsync(chat, "rana", "event: " + Canary);

        var p = await chat.Of("INC-004211");
        Assert.Equal(["(redacted)", "Platform Operations restarted the pool"], p.Events.OrderBy(e => e.Id.Value).Select(e => e.Text));
        Assert.Equal("Platform Operations", p.Events.OrderBy(e => e.Id.Value).First().Owner!.Team);
    }

    [Fact]
    public async Task A_short_text_is_overwritten_where_it_stands_and_not_inside_other_words()
    {
        await using var chat = await StartedAsync();
        await chat.Type("rana", "#inc", "mark done");
        await chat.Type("rana", "#inc", "mark rollback done on node 2");

        await RedactAsync(chat, "rana", "event: done");

        Assert.Equal(["(redacted)", "rollback done on node 2"], (await chat.Of("INC-004211")).Events.OrderBy(e => e.Id.Value).Select(e => e.Text));
    }

    [Fact]
    public async Task A_redacted_file_is_deleted_when_no_other_incident_holds_it()
    {
        await using var chat = await StartedAsync();
        await chat.Type("dana", "#inc", "evidence " + Canary, SampleFiles.File("a.png", SampleFiles.Png()));
        await chat.Type("dana", "#other", "start INC-004212 other");
        await chat.Type("dana", "#other", "evidence", SampleFiles.File("same.png", SampleFiles.Png()));
        Assert.Single(Files(chat));

        var said = await RedactAsync(chat, "dana", "evidence: " + Canary);
        Assert.DoesNotContain("deleted.", said.Text, StringComparison.Ordinal);
        Assert.Single(Files(chat));

        await chat.Type("dana", "#other", "redact");
        await chat.Press("dana", "Choose a text", value: "evidence: same.png");
        said = await chat.Submit("dana", ("sure", "yes"));
        Assert.Contains("1 file deleted.", said.Text, StringComparison.Ordinal);
        Assert.Empty(Files(chat));
        var kept = Assert.Single((await chat.Of("INC-004211")).Evidence);
        Assert.Equal(("(redacted)", "", "(redacted)", false), (kept.Text, kept.Link, kept.Attachment!.Name, kept.Attachment.IsKept));
        Assert.Equal(0, Hits(chat, "Zitronenfalter"));
    }

    [Fact]
    public async Task A_merged_incident_holds_no_copy_either()
    {
        await using var chat = await StartedAsync();
        await chat.Type("dana", "#other", "start INC-004212 the same");
        await chat.Type("dana", "#other", "mark " + Canary);
        await chat.Type("dana", "#other", "evidence", SampleFiles.File("secret.png", SampleFiles.Png()));
        Assert.DoesNotContain("cannot", (await chat.Type("rana", "#inc", "merge INC-004212")).Text, StringComparison.Ordinal);
        Assert.Equal(Canary, Assert.Single((await chat.Of("INC-004211")).Events).Text);

        await RedactAsync(chat, "rana", "event: " + Canary);
        await RedactAsync(chat, "rana", "evidence: secret.png");

        Assert.Equal(0, Hits(chat, "Zitronenfalter"));
        Assert.Empty(Files(chat));
    }

    [Fact]
    public async Task An_answer_and_a_note_are_redacted_too()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        var p = await Drafted.SparselyMarked(chat);
        await chat.Type("sam", "@sam", "write root cause analysis");
        var form = (await chat.Type("sam", "@sam", "write root cause analysis")).Form;
        await chat.Submit("sam", (form.Fields.First(field => field.Input is FieldInput.Long).Name, Canary));
        Assert.NotEqual(0, Hits(chat, Canary));

        await chat.Type("sam", "@sam", "redact zitronenfalter");
        await chat.Press("sam", "Choose a text", value: "answer: " + Canary);
        var said = await chat.Submit("sam", ("sure", "yes"));

        Assert.StartsWith("Redacted in INC-004211: answer to root cause analysis /", said.Text, StringComparison.Ordinal);
        Assert.Equal(0, Hits(chat, "Zitronenfalter"));
        Assert.Contains(new FieldValue.Words("(redacted)"), (await chat.Of(p.Id)).Answers.Values.Select(answer => answer.Value));
    }

    [Fact]
    public async Task Who_may_not_is_offered_nothing_and_a_forged_press_is_refused_and_noted()
    {
        await using var chat = await StartedAsync();
        await chat.Type("dana", "#inc", "mark " + Canary);
        var p = await chat.Of("INC-004211");

        var said = await chat.Type("lee", "#inc", "redact");
        Assert.Equal("Nothing in INC-004211 is yours to redact. Its author and the SRE team may redact everything.", said.Text);
        var carry = CarriedPair.Of(p.Id.Value, "event:" + p.Events[0].Id.Value);
        Assert.Equal("The author, the SRE team or whoever wrote it redacts a text. Ask one of them.\n" + HelpProcessTests.Contact, (await chat.HandleAsync("lee", new ButtonPressed(Chatting.Account("lee"), TestChat.PlaceOf("#inc"), chat.Now, chat.NewReceipt(), RedactText.OpenId, carry))).Text);
        Assert.Equal("The author, the SRE team or whoever wrote it redacts a text. Ask one of them.\n" + HelpProcessTests.Contact, (await chat.HandleAsync("lee", new FormSubmitted(Chatting.Account("lee"), TestChat.PlaceOf("#inc"), chat.Now, chat.NewReceipt(), RedactText.FormId, carry, new(new Dictionary<string, IReadOnlyList<string>> { ["sure"] = ["yes"] })))).Text);

        Assert.Equal(Canary, Assert.Single((await chat.Of("INC-004211")).Events).Text);
        Assert.Empty((await chat.History(p)).OfType<TextRedacted>());
        Assert.Equal(["ButtonPressed", "Redact"], (await chat.Store.AuditedAsync(Chatting.Organisation, 5, TestContext.Current.CancellationToken)).Select(row => row.Act).Order());
    }

    [Fact]
    public async Task What_was_redacted_does_not_come_back_when_its_message_is_edited_or_the_press_repeated()
    {
        await using var chat = await StartedAsync();
        var (message, _) = await chat.Say("lee", "#inc", Canary);
        await chat.React("lee", message);
        await RedactAsync(chat, "lee", "event: " + Canary);

        await chat.HandleAsync("lee", new MessageEdited(Chatting.Account("lee"), message.Place, chat.Now, chat.NewReceipt(), message, Canary + " again"));
        await chat.DrainAsync();

        Assert.Equal("(redacted)", Assert.Single((await chat.Of("INC-004211")).Events).Text);
        Assert.Equal(0, Hits(chat, "Zitronenfalter"));
        Assert.Equal("Nothing in INC-004211 is yours to redact. Its author and the SRE team may redact everything.", (await chat.Type("lee", "#inc", "redact")).Text);
    }

    [Fact]
    public async Task Another_copy_of_the_bot_forgets_what_it_had_in_memory()
    {
        await using var chat = await StartedAsync();
        await chat.Type("dana", "#inc", "mark " + Canary);
        var id = (await chat.Of("INC-004211")).Id;
        var other = new PostMortemBot.Storage.PostMortems(chat.Store);
        Assert.Equal(Canary, Assert.Single((await other.LoadAsync(Chatting.Organisation, id, TestContext.Current.CancellationToken)).Events).Text);

        await RedactAsync(chat, "dana", "event: " + Canary);

        Assert.Equal("(redacted)", Assert.Single((await other.LoadAsync(Chatting.Organisation, id, TestContext.Current.CancellationToken)).Events).Text);
    }

    private static async Task<Chatting> StartedAsync()
    {
        var chat = Chatting.At("2026-11-24 02:10");
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow owner:@rana");
        return chat;
    }

    private static async Task<Said> RedactAsync(Chatting chat, string who, string shown)
    {
        await chat.Type(who, "#inc", "redact");
        await chat.Press(who, "Choose a text", value: shown);
        var said = await chat.Submit(who, ("sure", "yes"));
        Assert.StartsWith("Redacted in", said.Text, StringComparison.Ordinal);
        return said;
    }

    private static string[] Files(Chatting chat) => Directory.GetFiles(chat.Folder, "*", SearchOption.AllDirectories);

    /// <summary>How often a text stands in the store's file and its log, byte for byte.</summary>
    private static int Hits(Chatting chat, string text) => chat.StoreFiles.Sum(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Encoding.Latin1.GetString(bytes.ToArray()).Split(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text))).Length - 1;
    });
}
