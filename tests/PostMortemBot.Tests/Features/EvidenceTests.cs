using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

public sealed class EvidenceTests
{
    [Theory]
    [InlineData("https://grafana.test/d/7", EvidenceKind.Dashboard, "", "https://grafana.test/d/7")]
    [InlineData("trace https://x.test/1", EvidenceKind.Link, "trace", "https://x.test/1")]
    [InlineData("select count(*) from locks", EvidenceKind.Query, "select count(*) from locks", "")]
    [InlineData("05:01 ERROR pool exhausted", EvidenceKind.Log, "05:01 ERROR pool exhausted", "")]
    public async Task What_is_typed_is_kept_by_its_kind(string words, EvidenceKind kind, string text, string link)
    {
        await using var chat = Chatting.At("2026-11-24 02:10");
        await chat.Type("rana", "#inc", "start gateway slow");

        await chat.Type("dana", "#inc", "evidence " + words);

        var kept = Assert.Single((await chat.Of("#inc")).Evidence);
        Assert.Equal((kind, text, link), (kept.Kind, kept.Text, kept.Link));
    }

    [Fact]
    public async Task Nothing_typed_keeps_nothing()
    {
        await using var chat = Chatting.At("2026-11-24 02:10");
        await chat.Type("rana", "#inc", "start gateway slow");

        var said = await chat.Type("dana", "#inc", "evidence");

        Assert.Contains("Say what to keep", said.Text, StringComparison.Ordinal);
        Assert.Empty((await chat.Of("#inc")).Evidence);
    }

    [Fact]
    public async Task A_message_is_kept_once_and_made_an_action_item_once()
    {
        await using var chat = Chatting.At("2026-11-24 02:10");
        await chat.Type("rana", "#inc", "start gateway slow");
        var (message, _) = await chat.Say("dana", "#inc", "we need an alert on pool size");

        for (var again = 0; again < 2; again++)
        {
            await chat.Choose("rana", message, "menu.evidence");
            await chat.Choose("rana", message, "menu.action");
        }

        var p = await chat.Of("#inc");
        Assert.Equal("we need an alert on pool size", Assert.Single(p.Evidence).Text);
        Assert.Equal("we need an alert on pool size", Assert.Single(p.Actions).Text);
        Assert.Empty(p.Events);
    }
}
