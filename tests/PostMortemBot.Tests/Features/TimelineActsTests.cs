using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>The timeline as people see it: what is joined, counted and moved.</summary>
public sealed class TimelineActsTests
{
    [Fact]
    public async Task The_timeline_is_grouped_by_phase_with_what_is_worth_a_look_and_one_picker()
    {
        await using var chat = await Started();
        await chat.Type("dana", "#inc", "mark 02:10 #detection Splunk: Degraded Response Times");
        await chat.Type("dana", "#inc", "mark 02:38 fix: rolled back gateway 4.12");

        var said = await chat.Type("rana", "#inc", "timeline");

        Assert.Equal(
            """
            Timeline · INC-004211 · 2 events · Tue 24 Nov, EST
            Detection
            • 02:10 Splunk: Degraded Response Times · SRE
            Fix Implementation
            • 02:38 rolled back gateway 4.12 · SRE
            Worth a look: no event yet for when it began · nothing between 02:10 and 02:38
            Edit an event: (02:10 Splunk: Degraded Response Times | 02:38 rolled back gateway 4.12)
            [Add one]
            More: Shift times · Post to channel
            """.ReplaceLineEndings("\n"),
            said.Text);
    }

    [Fact]
    public async Task Ten_stand_on_a_view_and_one_goes_forth_and_back()
    {
        await using var chat = await Started();
        foreach (var minute in Enumerable.Range(10, 23)) await chat.Type("dana", "#inc", $"mark 02:{minute} step number{minute}");

        await chat.Type("rana", "#inc", "timeline");
        Assert.Contains("[Add one] [Next 10]", (await chat.Type("rana", "#inc", "timeline")).Text, StringComparison.Ordinal);
        await chat.Press("rana", "Next 10");
        var last = await chat.Press("rana", "Next 3");

        Assert.Contains("Events 21 to 23 of 23.", last.Text, StringComparison.Ordinal);
        Assert.Contains("Events 11 to 20 of 23.", (await chat.Press("rana", "Former 10")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Posted_for_all_it_has_nothing_to_edit()
    {
        await using var chat = await Started();
        await chat.Type("dana", "#inc", "mark 02:10 alert");
        await chat.Type("rana", "#inc", "timeline");

        var posted = await chat.Press("rana", "Post to channel");

        Assert.Contains("• 02:10 alert", posted.Text, StringComparison.Ordinal);
        Assert.Equal(["Timeline"], posted.Buttons);
        Assert.DoesNotContain("Edit an event", posted.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_that_look_alike_are_joined_and_parted_again()
    {
        await using var chat = await Started();
        await chat.Type("dana", "#inc", "mark 02:38 fix: rolled back gateway 4.12");
        await chat.Advance(Duration.FromMinutes(1));
        await chat.Type("lee", "#inc", "mark 02:39 fix: rolled back gateway 4.12 in PROD");
        await chat.Advance(Duration.FromMinutes(1));
        Assert.Contains("02:38 and 02:39 look alike", (await chat.Type("rana", "#inc", "timeline")).Text, StringComparison.Ordinal);

        var joined = await chat.Press("rana", "Join 02:38 and 02:39");

        Assert.Contains("One event now: 02:38 EST · Fix Implementation · rolled back gateway 4.12 in PROD", joined.Text, StringComparison.Ordinal);
        Assert.Single((await chat.Of("#inc")).Events);
        Assert.Contains("Taken back", (await chat.Press("rana", "Undo")).Text, StringComparison.Ordinal);
        Assert.Equal(["rolled back gateway 4.12", "rolled back gateway 4.12 in PROD"], (await chat.Of("#inc")).Events.Select(e => e.Text));
    }

    [Fact]
    public async Task An_alert_that_came_three_times_is_one_event_with_its_count_on_card_and_in_the_document()
    {
        await using var chat = await Started();
        foreach (var seconds in new[] { "4.2", "6.0", "5.1" })
        {
            var message = chat.Chat.Say("bot:Splunk", TestChat.PlaceOf("#inc"), $"HighLatency gateway p95 {seconds} s");
            await chat.React("dana", message);
            await chat.Advance(Duration.FromMinutes(5));
        }

        Assert.Contains("HighLatency gateway p95 4.2 s (3 times) · Splunk", (await chat.Type("rana", "#inc", "timeline")).Text, StringComparison.Ordinal);
        var fourth = chat.Chat.Say("bot:Splunk", TestChat.PlaceOf("#inc"), "HighLatency gateway p95 4.4 s");
        Assert.Contains("(4 times)\n[Edit] [Undo]", (await chat.Choose("dana", fourth, "menu.timeline")).Text, StringComparison.Ordinal);
        var p = await chat.Of("#inc");
        var line = Filling.Of(PostMortemBot.Templates.BuiltInTemplate.Read(), p, Shipped.Policy, new(_ => "", _ => ""), chat.Now).Timeline[0].Blocks[0].Lines[0];
        Assert.Equal("HighLatency gateway p95 4.2 s (4 times)", line.Text);

        await chat.Press("dana", "Undo");
        Assert.Equal(3, Assert.Single((await chat.Of("#inc")).Events).Times);
    }

    [Fact]
    public async Task Times_are_shifted_together_shown_and_put_back()
    {
        await using var chat = await Started();
        await chat.Type("dana", "#inc", "mark 02:10 alert fired");
        await chat.Type("lee", "#inc", "mark 02:12 took the alert");
        await chat.Advance(Duration.FromMinutes(1));
        await chat.Type("lee", "#inc", "timeline");
        await chat.Press("lee", "Shift times");

        var said = await chat.Submit("lee", ("which", "mine"), ("by", "-1h"));

        Assert.Equal("1 event moved\n• 02:12 EST → 01:12 EST took the alert\n[Timeline] [Undo]", said.Text);
        Assert.Equal([Clock("01:12"), Clock("02:10")], (await chat.Of("#inc")).Events.Select(e => e.When));
        Assert.Equal("Taken back. 1 event moved back.\n[Undo one more]", (await chat.Press("lee", "Undo")).Text);
        Assert.Equal([Clock("02:10"), Clock("02:12")], (await chat.Of("#inc")).Events.Select(e => e.When));
    }

    [Theory]
    [InlineData("all", "Asia/Kolkata", "15:40", "15:42")]
    [InlineData("Detection", "-30m", "01:40", "02:12")]
    [InlineData("between", "-1h", "02:10", "01:12")]
    public async Task All_one_phase_or_those_between_two_times_are_moved(string which, string by, string first, string second)
    {
        await using var chat = await Started();
        await chat.Type("dana", "#inc", "mark 02:10 #detection alert fired");
        await chat.Type("lee", "#inc", "mark 02:12 #investigation pool is full");
        await chat.Type("lee", "#inc", "timeline");
        await chat.Press("lee", "Shift times");

        await chat.Submit("lee", ("which", which), ("by", by), ("from", "02:11"), ("to", "02:12"));

        var p = await chat.Of("#inc");
        Assert.Equal([first, second], p.Events.OrderBy(e => e.Text, StringComparer.Ordinal).Select(e => Moments.Clock(e.When, Shipped.Policy.ProcessZone)));
    }

    [Theory]
    [InlineData("all", "+3h", "by", "in the future")]
    [InlineData("all", "1h", "by", "Say the direction")]
    [InlineData("between", "-1h", "from", "Write the first time")]
    public async Task What_cannot_be_shifted_comes_back_at_its_field_and_moves_nothing(string which, string by, string field, string why)
    {
        await using var chat = await Started();
        await chat.Type("dana", "#inc", "mark 02:10 alert fired");
        await chat.Type("dana", "#inc", "timeline");
        await chat.Press("dana", "Shift times");

        var said = await chat.Submit("dana", ("which", which), ("by", by));

        Assert.Contains(why, said.ErrorAt(field), StringComparison.Ordinal);
        Assert.Equal(Clock("02:10"), Assert.Single((await chat.Of("#inc")).Events).When);
    }

    [Fact]
    public async Task Two_people_in_the_form_of_one_event_keep_each_others_corrections()
    {
        await using var chat = await Started();
        foreach (var who in new[] { "dana", "lee" }) await Edited(chat, who);
        await chat.Submit("dana", ("when", "2026-11-24 02:05"), ("text", "gateway alert fired"));

        var said = await chat.Submit("lee", ("owner", "Platform"), ("text", "Splunk alert fired"));

        Assert.Equal("Changed meanwhile to: gateway alert fired. Save again to keep yours.", said.Form.Fields.First(field => field.Name == "text").Hint);
        Assert.All(said.Form.Fields, field => Assert.Null(field.Error));
        var e = Assert.Single((await chat.Of("#inc")).Events);
        Assert.Equal((Clock("02:05"), "gateway alert fired", "Platform"), (e.When, e.Text, e.Owner?.Team));
        await chat.Submit("lee");
        Assert.Equal((Clock("02:05"), "Splunk alert fired"), (Assert.Single((await chat.Of("#inc")).Events).When, Assert.Single((await chat.Of("#inc")).Events).Text));
    }

    [Fact]
    public async Task An_event_without_an_owner_is_refused_at_the_field_with_all_that_was_typed()
    {
        await using var chat = await Started();
        await Edited(chat, "dana");

        var said = await chat.Submit("dana", ("owner", ""), ("text", "gateway alert fired"));

        Assert.Equal("An event has an owner. Name a team or a person.", said.ErrorAt("owner"));
        Assert.Equal("gateway alert fired", ((PostMortemBot.Screens.FieldInput.Long)said.Form.Fields.First(field => field.Name == "text").Input).Value);
        Assert.Equal("alert fired", Assert.Single((await chat.Of("#inc")).Events).Text);
    }

    /// <summary>This person has the form of the one event open.</summary>
    private static async Task Edited(Chatting chat, string who)
    {
        if ((await chat.Of("#inc")).Events.Count == 0) await chat.Type("rana", "#inc", "mark 02:10 alert fired");
        await chat.Type(who, "#inc", "timeline");
        await chat.Press(who, "Edit an event", value: "02:10 alert fired");
    }

    private static async Task<Chatting> Started()
    {
        var chat = Chatting.At("2026-11-24 03:10");
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow");
        await chat.Advance(Duration.FromSeconds(1));
        return chat;
    }

    private static Instant Clock(string clock) => Chatting.InNewYork("2026-11-24 " + clock);
}
