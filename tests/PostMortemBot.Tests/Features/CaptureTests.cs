using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

public sealed class CaptureTests
{
    [Fact]
    public async Task An_incident_is_started_marked_and_seen_on_its_card()
    {
        await using var chat = Chatting.At("2026-11-24 02:10");

        await chat.Type("rana", "#inc", "/pm start INC-004211 API gateway slow p1 env:PROD svc:gateway");
        Assert.Equal(new Spent(1, 0, 0), chat.Budget["rana"]);
        await chat.Advance(NodaTime.Duration.FromMinutes(4));
        var said = await chat.Type("dana", "#inc", "mark Splunk alert fired");

        Assert.Equal("02:14 EST · Detection (guess) · Splunk alert fired\n[Edit] [Undo]", said.Text);
        var card = Assert.Single(chat.Standing("#inc"));
        Assert.StartsWith("INC-004211 · API gateway slow\nP1 · PROD · gateway · since", card, StringComparison.Ordinal);
        Assert.Contains("1 event. Last: 02:14 EST Splunk alert fired", card, StringComparison.Ordinal);
        Assert.Equal(1, chat.Budget["dana"].Interactions);
    }

    [Fact]
    public async Task What_no_rule_takes_changes_nothing()
    {
        await using var chat = Chatting.At("2026-11-24 02:10");
        await chat.Type("rana", "#inc", "start gateway slow");

        var said = await chat.Type("rana", "#inc", "mark 25:10 alert");

        Assert.Contains("You typed: mark 25:10 alert", said.Text, StringComparison.Ordinal);
        Assert.Empty((await chat.Of("#inc")).Events);
    }
}
