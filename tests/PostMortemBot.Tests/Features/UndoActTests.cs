using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary><c>undo</c> as people type it.</summary>
public sealed class UndoActTests
{
    [Fact]
    public async Task The_last_own_act_is_taken_back_and_then_the_one_before()
    {
        await using var chat = await Started();
        await Do(chat, "dana", "mark 02:12 Splunk alert fired");
        await Do(chat, "lee", "mark 02:13 took the alert");
        await Do(chat, "dana", "set p2");

        Assert.Equal("Taken back. Severity: P1.\n[Undo one more]", (await Do(chat, "dana", "undo")).Text);
        Assert.Equal("Taken back. Off the timeline: 02:12 EST · Detection (guess) · Splunk alert fired\n[Put back]", (await Do(chat, "dana", "undo")).Text);
        Assert.StartsWith("There is nothing of yours", (await Do(chat, "dana", "undo")).Text, StringComparison.Ordinal);
        var p = await chat.Of("#inc");
        Assert.Equal((Severity.P1, "took the alert"), (p.Severity!.Value, Assert.Single(p.Events).Text));
    }

    [Fact]
    public async Task What_changes_faster_than_it_can_be_read_is_not_said_to_be_taken_back()
    {
        await using var chat = await Started();
        await Do(chat, "dana", "mark 02:12 Splunk alert fired");

        // Whatever is read, another copy has told one fact more by the time of the decision.
        var p = await chat.Of("#inc");
        chat.Bot.PostMortems.Keep(Chatting.Organisation, p with { Version = p.Version + 1 });

        Assert.Equal("Many people are changing this at once. Nothing was taken back; try again.\n[Try again]", (await chat.Type("dana", "#inc", "undo")).Text);
        chat.Bot.PostMortems.ForgetAll(Chatting.Organisation);
        Assert.StartsWith("Taken back. Off the timeline: 02:12 EST", (await chat.Press("dana", "Try again")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_on_the_line_counts_as_taken_back()
    {
        await using var chat = await Started();
        await Do(chat, "dana", "mark 02:12 alert fired");
        await Do(chat, "dana", "mark 02:13 pool is full");
        await chat.Press("dana", "Undo");
        await chat.Advance(Duration.FromSeconds(5));

        Assert.Contains("02:12 EST", (await Do(chat, "dana", "undo")).Text, StringComparison.Ordinal);
        Assert.Empty((await chat.Of("#inc")).Events);
    }

    [Fact]
    public async Task What_was_removed_edited_and_kept_comes_back()
    {
        await using var chat = await Started();
        await Do(chat, "dana", "mark 02:12 alert fired");
        await Do(chat, "dana", "evidence 05:01 ERROR pool exhausted");
        Assert.Equal("Taken back. No longer kept as evidence: 05:01 ERROR pool exhausted\n[Undo one more]", (await Do(chat, "dana", "undo")).Text);
        await chat.Type("dana", "#inc", "timeline");
        await chat.Press("dana", "Edit an event", value: "02:12 alert fired");
        await chat.Submit("dana", ("text", "Splunk alert fired"));
        await chat.Advance(Duration.FromSeconds(5));

        Assert.Contains("As before your edit: 02:12 EST · Detection (guess) · alert fired", (await Do(chat, "dana", "undo")).Text, StringComparison.Ordinal);
        await chat.Type("dana", "#inc", "timeline");
        await chat.Press("dana", "Edit an event", value: "02:12 alert fired");
        await chat.Press("dana", "Remove");
        await chat.Advance(Duration.FromSeconds(5));
        Assert.Contains("Back on the timeline: 02:12 EST", (await Do(chat, "dana", "undo")).Text, StringComparison.Ordinal);
        Assert.Equal("alert fired", Assert.Single((await chat.Of("#inc")).Events).Text);
    }

    [Fact]
    public async Task A_resolution_is_taken_back_with_its_verdict()
    {
        await using var chat = await Started();
        await Do(chat, "dana", "mark 02:12 alert fired");
        await Do(chat, "dana", "resolve");
        Assert.Equal(Life.Draft, (await chat.Of("#inc")).Life);

        Assert.StartsWith("Taken back. INC-004211 is open again.", (await Do(chat, "dana", "undo")).Text, StringComparison.Ordinal);

        var p = await chat.Of("#inc");
        Assert.Equal((true, null), (p.IsOpen, p.Verdict));
    }

    [Fact]
    public async Task A_near_miss_is_taken_back_where_it_was_noted()
    {
        await using var chat = Chatting.At("2026-11-24 02:10");
        await Do(chat, "dana", "nearmiss certificate almost ran out");

        Assert.Equal("Taken back. The near miss is no longer noted: certificate almost ran out", (await Do(chat, "dana", "undo")).Text);
        Assert.Equal(Life.Cancelled, Assert.Single(await chat.All()).Life);
    }

    [Fact]
    public async Task A_cancelled_incident_is_taken_back_into_its_channel()
    {
        await using var chat = await Started();
        await Do(chat, "rana", "cancel wrong channel");

        Assert.StartsWith("Taken back. INC-004211 is no longer cancelled.", (await Do(chat, "rana", "undo")).Text, StringComparison.Ordinal);
        Assert.True((await chat.Of("#inc")).IsOpen);
    }

    [Fact]
    public async Task What_cannot_be_taken_back_says_why_and_offers_the_one_before()
    {
        await using var chat = await Started();
        await Do(chat, "dana", "set p2");
        await Do(chat, "dana", "set id INC-004212");

        Assert.Equal("A number once given keeps leading here. To give another, type: set id INC-004212.\n[Undo the one before]", (await Do(chat, "dana", "undo")).Text);
        Assert.Contains("Severity: P1.", (await chat.Press("dana", "Undo the one before")).Text, StringComparison.Ordinal);
        Assert.Equal(("INC-004212", Severity.P1), ((await chat.Of("#inc")).IncidentId, (await chat.Of("#inc")).Severity!.Value));
    }

    [Fact]
    public async Task Acts_of_others_of_other_channels_and_older_than_ten_minutes_stay()
    {
        await using var chat = await Started();
        await Do(chat, "dana", "mark 02:12 alert fired");
        await chat.Type("dana", "#other", "start other thing");
        Assert.StartsWith("There is nothing of yours", (await Do(chat, "lee", "undo")).Text, StringComparison.Ordinal);
        await chat.Advance(Duration.FromMinutes(11));

        Assert.StartsWith("There is nothing of yours", (await Do(chat, "dana", "undo")).Text, StringComparison.Ordinal);
        Assert.Single((await chat.Of("#inc")).Events);
        Assert.True((await chat.Of("#other")).IsOpen);
    }

    [Fact]
    public async Task An_undo_delivered_twice_takes_back_one_act()
    {
        await using var chat = await Started();
        await Do(chat, "dana", "mark 02:12 alert fired");
        await Do(chat, "dana", "mark 02:13 pool is full");
        var typed = new PostMortemBot.Chat.CommandTyped(Chatting.Account("dana"), TestChat.PlaceOf("#inc"), chat.Now, "once", "undo");

        await chat.HandleAsync("dana", typed);
        await chat.HandleAsync("dana", typed);

        Assert.Equal("alert fired", Assert.Single((await chat.Of("#inc")).Events).Text);
    }

    private static async Task<Chatting> Started()
    {
        var chat = Chatting.At("2026-11-24 02:14");
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow p1");
        await chat.Advance(Duration.FromSeconds(5));
        return chat;
    }

    private static async Task<Said> Do(Chatting chat, string who, string words)
    {
        var said = await chat.Type(who, "#inc", words);
        await chat.Advance(Duration.FromSeconds(5));
        return said;
    }
}
