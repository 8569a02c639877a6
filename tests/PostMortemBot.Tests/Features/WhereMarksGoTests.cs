using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>A mark goes to the incident that is meant, or says where it went; what is refused of it comes back.</summary>
public sealed class WhereMarksGoTests
{
    private static async Task<Chatting> TwoOpenAsync()
    {
        var chat = Chatting.At("2026-11-24 14:00");
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow");
        await chat.Type("rana", "#inc", "start INC-004212 disk full p2");
        await chat.Press("rana", "Start another");
        return chat;
    }

    [Fact]
    public async Task The_one_picked_takes_the_marks_of_its_hour_while_several_are_open()
    {
        await using var chat = await TwoOpenAsync();
        Assert.Equal(Severity.P2, (await chat.Of("INC-004212")).Severity);
        await chat.Type("dana", "#inc", "mark disk at 90 %");
        await chat.Press("dana", "INC-004212");

        await chat.Type("dana", "#inc", "mark disk at 95 %");

        Assert.Equal(["disk at 90 %", "disk at 95 %"], (await chat.Of("INC-004212")).Events.Select(e => e.Text));
        Assert.Empty((await chat.Of("INC-004211")).Events);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task In_a_thread_of_its_own_a_mark_goes_to_another_threads_incident_only_where_every_post_begins_one(bool begins, int marks)
    {
        await using var chat = Chatting.At("2026-11-24 14:00");
        chat.Chat.BeginsThreads = begins;
        await chat.Type("rana", "#inc>one", "start INC-004211 gateway slow");

        await chat.Type("dana", "#inc>two", "mark disk at 90 %");

        Assert.Equal(marks, (await chat.Of("INC-004211")).Events.Count);
    }

    [Fact]
    public async Task Among_several_that_are_open_a_private_one_is_named_to_its_readers_alone()
    {
        await using var chat = await TwoOpenAsync();
        await chat.Type("rana", "#inc", "start INC-004213 login slow");
        await chat.Press("rana", "Start another");
        await chat.Type("marta", "#inc", "INC-004212 private");

        Assert.Contains("disk full", (await chat.Type("rana", "#inc", "mark pool empty")).Text, StringComparison.Ordinal);
        var asked = (await chat.Type("priya", "#inc", "mark pool empty")).Text;

        Assert.Contains("INC-004213", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("INC-004212", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("disk full", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_one_picked_takes_no_more_marks_once_it_is_resolved()
    {
        await using var chat = await TwoOpenAsync();
        await chat.Type("dana", "#inc", "mark disk at 90 %");
        await chat.Press("dana", "INC-004212");
        await chat.Type("rana", "#inc", "INC-004212 resolve");

        var said = await chat.Type("dana", "#inc", "mark gateway restarted");

        Assert.DoesNotContain("which is over", said.Text, StringComparison.Ordinal);
        Assert.Equal("gateway restarted", Assert.Single((await chat.Of("INC-004211")).Events).Text);
        Assert.Single((await chat.Of("INC-004212")).Events);
    }

    [Theory]
    [InlineData(1500)]
    [InlineData(40)]
    public async Task Among_five_what_was_typed_goes_along_however_long_it_is(int length)
    {
        await using var chat = Chatting.At("2026-11-24 14:00");
        for (var at = 1; at <= 5; at++) await chat.Type("rana", $"#inc-{at}", $"start INC-00420{at} gateway {at} is slow");
        var words = new string('w', length - "evidence ".Length - 2) + " z";

        var asked = await chat.Type("rana", "#elsewhere", "evidence " + words);

        var card = Assert.IsType<Card>(Assert.Single(asked.Screens));
        var (slack, teams) = (Screens.GalleryTests.Slack(card).Json.ToJsonString(), Screens.GalleryTests.Teams(card).Json.ToJsonString());
        Assert.Contains("INC-004205", slack, StringComparison.Ordinal);
        Assert.Contains("INC-004205", teams, StringComparison.Ordinal);
        await (length > 100 ? chat.Press("rana", "INC-004205") : chat.Press("rana", "Incident", value: card.Elements.OfType<Element.Picker>().Single().Choices[4].Value));
        var kept = await Task.WhenAll(Enumerable.Range(1, 5).Select(at => chat.Of($"INC-00420{at}")));
        Assert.Equal(words, Assert.Single(kept.SelectMany(p => p.Evidence)).Text);
    }

    [Fact]
    public async Task A_mark_on_an_incident_that_is_over_names_it_and_offers_a_new_one()
    {
        await using var chat = Chatting.At("2026-11-24 14:00");
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow p3");
        await chat.Type("rana", "#inc", "mark alert fired");
        await chat.Advance(Duration.FromMinutes(10));
        await chat.Type("rana", "#inc", "resolve");

        var typed = await chat.Type("dana", "#inc", "mark gateway slow again");
        var (message, _) = await chat.Say("dana", "#inc", "p95 at 4 s");
        var chosen = await chat.Choose("dana", message, "menu.timeline");

        foreach (var said in new[] { typed, chosen })
        {
            Assert.Contains("Added to INC-004211, which is over. Is it a new incident? Then start one.", said.Text, StringComparison.Ordinal);
            Assert.Equal(["Edit", "Undo", "Start one"], said.Buttons);
        }
    }

    [Fact]
    public async Task One_line_that_is_too_long_holds_up_no_other_and_comes_back_as_it_was_typed()
    {
        await using var chat = Chatting.At("2026-11-24 14:30");
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow");

        var said = await chat.Type("rana", "#inc", $"mark 14:01 one\n14:02 {new string('x', 3001)}\n14:03 three\n25:10 four\n14:05 five");

        Assert.Equal(["one", "three", "five"], (await chat.Of("INC-004211")).Events.Select(e => e.Text));
        Assert.Contains($"Not stored: “14:02 {new string('x', 3001)}”. An event holds at most 3000 characters", said.Text, StringComparison.Ordinal);
        Assert.Contains("Not stored: “25:10 four”.", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_that_were_refused_are_repeated_by_their_button_and_nothing_else_is()
    {
        await using var chat = Chatting.At("2026-11-24 14:30");
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow");
        var said = await chat.Type("rana", "#inc", "mark 14:01 one\n2026-11-24 14:55 not yet\n2026-11-24 14:56 nor this");
        Assert.Equal(["Edit", "Undo", "Try again"], said.Buttons);
        await chat.Advance(Duration.FromMinutes(30));

        await chat.Press("rana", "Try again");

        Assert.Equal(["one", "not yet", "nor this"], (await chat.Of("INC-004211")).Events.OrderBy(e => e.When).Select(e => e.Text));
    }

    [Fact]
    public async Task All_lines_refused_come_back_with_their_times_and_a_button()
    {
        await using var chat = Chatting.At("2026-11-24 14:30");
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow");

        var said = await chat.Type("rana", "#inc", $"mark 14:02 {new string('x', 3001)}");
        Assert.Contains($"You typed: mark 14:02 {new string('x', 3001)}", said.Text, StringComparison.Ordinal);

        said = await chat.Type("rana", "#inc", "mark 25:10 four\n26:10 five");
        Assert.Contains("You typed: mark 25:10 four\n26:10 five", said.Text, StringComparison.Ordinal);
        Assert.Equal(["Try again"], said.Buttons);
        Assert.Empty((await chat.Of("INC-004211")).Events);
    }

    [Fact]
    public async Task A_mark_that_waits_is_added_to_the_newest_open_incident_in_one_click()
    {
        await using var chat = Chatting.At("2026-11-24 14:30");
        await chat.Type("rana", "#one", "start INC-004211 gateway slow");
        await chat.Type("rana", "#two", "start INC-004212 disk full");
        var waits = await chat.Type("dana", "#inc", "mark 14:05 fix: rolled back");
        Assert.Equal(["Start one", "Add to INC-004212", "Edit", "Undo"], waits.Buttons);

        var said = await chat.Press("dana", "Add to INC-004212");

        Assert.Equal("Added to INC-004212: 14:05 EST · Fix Implementation · rolled back\n[Edit] [Undo]", said.Text);
        var e = Assert.Single((await chat.Of("INC-004212")).Events);
        Assert.Equal((Chatting.InNewYork("2026-11-24 14:05"), (Phase?)Phase.FixImplementation, "rolled back", await chat.IdOf("dana")), (e.When, e.Phase, e.Text, e.MarkedBy));
        Assert.Empty((await chat.Of("#inc")).Events);
    }

    [Fact]
    public async Task Added_twice_it_is_there_once_and_where_nothing_is_open_nothing_is_offered()
    {
        await using var chat = Chatting.At("2026-11-24 14:30");
        Assert.Equal(["Start one", "Edit", "Undo"], (await chat.Type("dana", "#inc", "mark 14:05 rolled back")).Buttons);
        await chat.Type("rana", "#one", "start INC-004211 gateway slow");
        var button = Said.ButtonsOf((await chat.Type("dana", "#inc", "mark 14:06 restarted")).Screens[0]).Single(one => one.Label == "Add to INC-004211");

        for (var i = 0; i < 2; i++) await chat.HandleAsync("dana", new PostMortemBot.Chat.ButtonPressed(Chatting.Account("dana"), TestChat.PlaceOf("#inc"), chat.Now, chat.NewReceipt(), button.Id, button.Value));
        await chat.HandleAsync("lee", new PostMortemBot.Chat.ButtonPressed(Chatting.Account("lee"), TestChat.PlaceOf("#inc"), chat.Now, chat.NewReceipt(), button.Id, button.Value));

        Assert.Equal("restarted", Assert.Single((await chat.Of("INC-004211")).Events).Text);
        Assert.Equal("rolled back", Assert.Single((await chat.Of("#inc")).Events).Text);
    }
}
