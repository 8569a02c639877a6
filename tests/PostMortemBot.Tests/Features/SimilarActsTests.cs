using NodaTime;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>Earlier incidents that resemble one: on its card, and asked for.</summary>
public sealed class SimilarActsTests
{
    [Fact]
    public async Task A_new_incident_shows_the_one_it_resembles_with_what_is_still_open()
    {
        await using var chat = await WithAnOldOne();

        await chat.Type("rana", "#inc", "start INC-004211 connection pool of gateway exhausted p2 svc:gateway");

        var card = Assert.Single(chat.Standing("#inc"));
        Assert.Contains("Looks like INC-003977 (gateway, connection pool). 1 action item of it is still open.", card, StringComparison.Ordinal);
        Assert.Contains("Show similar ones", card, StringComparison.Ordinal);
        var shown = await chat.Press("rana", "Show similar ones", "#inc");
        Assert.Equal("Similar to INC-004211\n• INC-003977 · Gateway timeouts, connection pool exhausted · Mon 23 Nov · same service gateway; both say \"connection pool\", \"gateway\", \"exhausted\" · 1 action item still open", shown.Text);
    }

    [Fact]
    public async Task An_incident_like_no_other_shows_nothing()
    {
        await using var chat = await WithAnOldOne();

        await chat.Type("rana", "#inc", "start INC-004211 certificate of mail relay expired svc:mail");

        Assert.DoesNotContain("Looks like", Assert.Single(chat.Standing("#inc")), StringComparison.Ordinal);
        Assert.Equal("No earlier incident resembles INC-004211. I compare services, titles and causes.", (await chat.Type("rana", "#inc", "similar")).Text);
    }

    [Fact]
    public async Task Described_anew_it_is_compared_anew()
    {
        await using var chat = await WithAnOldOne();
        await chat.Type("rana", "#inc", "start INC-004211 something slow");
        Assert.DoesNotContain("Looks like", Assert.Single(chat.Standing("#inc")), StringComparison.Ordinal);

        await chat.Type("rana", "#inc", "set svc:gateway title gateway connection pool exhausted");
        Assert.Contains("Looks like INC-003977", Assert.Single(chat.Standing("#inc")), StringComparison.Ordinal);

        await chat.Type("rana", "#inc", "set svc:mail title relay unreachable");
        Assert.DoesNotContain("Looks like", Assert.Single(chat.Standing("#inc")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_is_named_by_its_number_and_a_wrong_one_is_given_back()
    {
        await using var chat = await WithAnOldOne();
        await chat.Type("rana", "#inc", "start INC-004211 connection pool of gateway exhausted svc:gateway");

        Assert.StartsWith("Similar to INC-004211", (await chat.Type("lee", "@lee", "similar INC-004211")).Text, StringComparison.Ordinal);
        Assert.StartsWith("No earlier incident resembles INC-003977", (await chat.Type("lee", "@lee", "similar inc-003977")).Text, StringComparison.Ordinal);
        Assert.Equal("I know no INC-009999. You typed: similar INC-009999\n[Try again]", (await chat.Type("lee", "@lee", "similar INC-009999")).Text);
        Assert.Contains("Name an incident by its number", (await chat.Type("lee", "@lee", "similar gateway")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guests_compare_nothing()
    {
        await using var chat = await WithAnOldOne();
        await chat.Type("rana", "#inc", "start INC-004211 connection pool of gateway exhausted svc:gateway");

        var said = await chat.HandleAsync("gil", new PostMortemBot.Chat.CommandTyped(Chatting.Account("gil"), TestChat.PlaceOf("#inc"), chat.Now, "gil-1", "similar INC-004211") { ByGuest = true });

        Assert.DoesNotContain("INC-003977", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_one_is_like_nothing()
    {
        await using var chat = await WithAnOldOne();
        await chat.Type("rana", "#old", "cancel mistake");

        await chat.Type("rana", "#inc", "start INC-004211 connection pool of gateway exhausted svc:gateway");

        Assert.DoesNotContain("Looks like", Assert.Single(chat.Standing("#inc")), StringComparison.Ordinal);
    }

    private static async Task<Chatting> WithAnOldOne()
    {
        var chat = Chatting.At("2026-11-23 10:00");
        await chat.Type("rana", "#old", "start INC-003977 Gateway timeouts, connection pool exhausted svc:gateway");
        var (message, _) = await chat.Say("dana", "#old", "we need an alert on pool size");
        await chat.Choose("rana", message, "menu.action");
        await chat.Advance(Duration.FromHours(16));
        return chat;
    }
}
