using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>The paperclip and the clipboard, beside the pushpin: no form, no post, a receipt while anything holds the message.</summary>
public sealed class ReactionTests
{
    [Fact]
    public async Task A_paperclip_keeps_text_and_files_and_says_nothing_but_once()
    {
        await using var chat = await EvidenceTests.StartedAsync();
        var (message, _) = await chat.Say("dana", "#inc", "pool at 100 %", SampleFiles.File("pool.png", SampleFiles.Png()));

        Assert.Equal("Kept as evidence. 📝 is my receipt. Take your reaction off to undo.", (await chat.React("rana", message, "paperclip")).Text);
        Assert.Equal("", (await chat.React("lee", message, "paperclip")).Text.Replace("Kept as evidence. 📝 is my receipt. Take your reaction off to undo.", "", StringComparison.Ordinal));

        var kept = Assert.Single((await chat.Of("#inc")).Evidence);
        Assert.Equal((EvidenceKind.Screenshot, "pool at 100 %", "pool.png", 2), (kept.Kind, kept.Text, kept.Attachment!.Name, kept.Reasons.Count));
        Assert.True(Receipt(chat, message));
        Assert.Single(chat.Chat.PostedIn("#inc"));
    }

    [Fact]
    public async Task A_first_reaction_is_explained_once_whatever_its_kind()
    {
        await using var chat = await EvidenceTests.StartedAsync();
        var (first, _) = await chat.Say("dana", "#inc", "restarted the pool");
        var (second, _) = await chat.Say("dana", "#inc", "write a runbook");

        Assert.NotEmpty((await chat.React("rana", first)).Text);
        Assert.Equal("", (await chat.React("rana", second, "clipboard")).Text);
        Assert.Equal("", (await chat.React("rana", second, "paperclip")).Text);
    }

    [Fact]
    public async Task Each_kind_counts_on_its_own_and_the_receipt_stays_while_any_holds()
    {
        await using var chat = await EvidenceTests.StartedAsync();
        var (message, _) = await chat.Say("dana", "#inc", "alert on pool wait time");
        foreach (var emoji in new[] { "pushpin", "paperclip", "clipboard" }) await chat.React("rana", message, emoji);
        var p = await chat.Of("#inc");
        Assert.Equal(("alert on pool wait time", "alert on pool wait time", "alert on pool wait time"), (Assert.Single(p.Events).Text, Assert.Single(p.Evidence).Text, Assert.Single(p.Actions).Text));

        await chat.Unreact("rana", message);
        p = await chat.Of("#inc");
        Assert.Equal((0, 1, 1, true), (p.Events.Count, p.Evidence.Count, p.Actions.Count, Receipt(chat, message)));
        await chat.Unreact("rana", message, "paperclip");
        p = await chat.Of("#inc");
        Assert.Equal((0, 0, 1, true), (p.Events.Count, p.Evidence.Count, p.Actions.Count, Receipt(chat, message)));
        await chat.Unreact("rana", message, "clipboard");
        p = await chat.Of("#inc");
        Assert.Equal((0, 0, 0, false), (p.Events.Count, p.Evidence.Count, p.Actions.Count, Receipt(chat, message)));

        await chat.React("rana", message, "clipboard");
        Assert.Equal("alert on pool wait time", Assert.Single((await chat.Of("#inc")).Actions).Text);
        Assert.True(Receipt(chat, message));
    }

    [Fact]
    public async Task It_goes_with_the_last_such_reaction_and_all_its_files_with_it()
    {
        await using var chat = await EvidenceTests.StartedAsync();
        var (message, _) = await chat.Say("dana", "#inc", "", SampleFiles.File("a.png", SampleFiles.Png()), SampleFiles.File("b.png", SampleFiles.Png(3)));
        await chat.React("rana", message, "paperclip");
        await chat.React("lee", message, "paperclip");
        Assert.Equal(2, (await chat.Of("#inc")).Evidence.Count);

        await chat.Unreact("rana", message, "paperclip");
        Assert.Equal(2, (await chat.Of("#inc")).Evidence.Count);
        await chat.Unreact("lee", message, "paperclip");
        Assert.Empty((await chat.Of("#inc")).Evidence);
        await chat.React("lee", message, "paperclip");
        Assert.Equal(2, (await chat.Of("#inc")).Evidence.Count);
    }

    [Fact]
    public async Task What_a_person_edited_stays_and_the_remover_is_told()
    {
        await using var chat = await EvidenceTests.StartedAsync();
        var (message, _) = await chat.Say("dana", "#inc", "pool wait 4 s");
        await chat.React("rana", message, "paperclip");
        await chat.Type("dana", "#inc", "evidence");
        await chat.Press("dana", "Edit");
        await chat.Submit("dana", ("text", "Pool wait time was 4 s."));

        var said = await chat.Unreact("rana", message, "paperclip");

        Assert.Equal("It stays as evidence: somebody has edited it since.\n[Remove it]", said.Text);
        Assert.Equal("Pool wait time was 4 s.", Assert.Single((await chat.Of("#inc")).Evidence).Text);
        Assert.True(Receipt(chat, message));
        await chat.Press("rana", "Remove it");
        Assert.Empty((await chat.Of("#inc")).Evidence);
        Assert.False(Receipt(chat, message));
    }

    [Fact]
    public async Task A_reaction_before_any_start_waits_for_it()
    {
        await using var chat = Chatting.At("2026-11-24 02:10");
        var (message, _) = await chat.Say("dana", "#inc", "02:09:58 ERROR pool exhausted");
        await chat.React("rana", message, "paperclip");
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow");

        Assert.Equal((EvidenceKind.Log, "02:09:58 ERROR pool exhausted"), Assert.Single((await chat.Of("INC-004211")).Evidence) is { } kept ? (kept.Kind, kept.Text) : default);
    }

    [Fact]
    public async Task A_file_that_cannot_be_kept_is_told_to_whoever_reacted_and_to_nobody_else()
    {
        await using var chat = await EvidenceTests.StartedAsync();
        var (message, _) = await chat.Say("dana", "#inc", "", SampleFiles.File("dump.zip", [0x50, 0x4B, 3, 4]));

        await chat.React("rana", message, "paperclip");

        var told = Assert.Single(chat.Chat.Messages, one => one.PrivateTo == "rana" && CardText.Of(one.Card).StartsWith("dump.zip", StringComparison.Ordinal));
        Assert.Equal("dump.zip is of a type I do not keep: png, jpg, gif, webp, txt, log, csv, json and pdf. Its name and link are kept.", CardText.Of(told.Card));
    }

    [Fact]
    public async Task A_message_that_is_gone_stays_and_says_so_and_a_third_emoji_does_nothing()
    {
        await using var chat = await EvidenceTests.StartedAsync();
        var gone = new MessageRef(TestChat.PlaceOf("#inc"), "m99");

        await chat.React("rana", gone, "paperclip");
        await chat.React("rana", gone, "clipboard");
        await chat.React("rana", gone, "tada");

        var p = await chat.Of("#inc");
        Assert.Equal("the message is gone or I am not in its channel", Assert.Single(p.Evidence).Unreadable);
        Assert.Equal("(text not read: the message is gone or I am not in its channel)", Assert.Single(p.Actions).Shown);
        Assert.Empty(p.Events);
    }

    [Fact]
    public async Task The_same_reaction_delivered_twice_keeps_once()
    {
        await using var chat = await EvidenceTests.StartedAsync();
        var (message, _) = await chat.Say("dana", "#inc", "pool wait 4 s");
        var reacted = new ReactionAdded(Chatting.Account("rana"), message.Place, chat.Now, chat.NewReceipt(), message, "paperclip");

        await chat.HandleAsync("rana", reacted);
        await chat.HandleAsync("rana", reacted);

        Assert.Single((await chat.History(await chat.Of("#inc"))).OfType<EvidenceKept>());
    }

    [Fact]
    public async Task A_message_that_begins_with_the_sign_is_kept_with_its_files_and_a_mark_keeps_its_files_beside_it()
    {
        await using var chat = await EvidenceTests.StartedAsync();

        var (_, quiet) = await chat.Say("dana", "#inc", "📎 p95 over 4 s", SampleFiles.File("p95.png", SampleFiles.Png()));
        var (_, pinned) = await chat.Say("dana", "#inc", "📌 pool exhausted", SampleFiles.File("pool.png", SampleFiles.Png(3)), SampleFiles.File("a.zip", [0x50, 0x4B, 3, 4]));
        var typed = await chat.Type("dana", "#inc", "mark rolled back", SampleFiles.Text("deploy.log", "02:10:09 INFO rolled back"));
        var (_, talk) = await chat.Say("dana", "#inc", "look at this", SampleFiles.File("cat.png", SampleFiles.Png(4)));

        Assert.Equal(("", "a.zip is of a type I do not keep: png, jpg, gif, webp, txt, log, csv, json and pdf. Its name and link are kept.", ""), (quiet.Text, pinned.Text, talk.Text));
        Assert.Contains("deploy.log is kept as evidence.", typed.Text, StringComparison.Ordinal);
        var p = await chat.Of("#inc");
        Assert.Equal(["pool exhausted", "rolled back"], p.Events.Select(e => e.Text).Order());
        Assert.Equal([("p95 over 4 s", "p95.png"), ("", "pool.png"), ("", "a.zip"), ("02:10:09 INFO rolled back", "deploy.log")], p.Evidence.Select(e => (e.Text, e.Attachment!.Name)));
    }

    private static bool Receipt(Chatting chat, MessageRef message) => chat.Chat.Messages.Single(one => one.Ref.Key == message.Key).Receipt;
}
