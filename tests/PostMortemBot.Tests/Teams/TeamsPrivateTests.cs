using CsCheck;
using PostMortemBot.Screens;
using PostMortemBot.Teams;
using PostMortemBot.Tests.Screens;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>What one person is told in a conversation of several, and who is mentioned there.</summary>
public sealed class TeamsPrivateTests
{
    private const string Channel = "#inc-gateway";
    private const string Start = "start INC-004211 gateway slow p1 owner:@dana";

    [Fact]
    public async Task Switched_on_a_private_answer_stands_in_the_channel_for_one_person_alone()
    {
        await using var acme = await TeamsProgram.StartAsync(environment: ("Teams__TargetedMessages", "true"));
        acme.Teams.Targets = true;
        var (dana, lee) = (acme["dana"], acme["lee"]);
        await dana.Type(Channel, Start);
        var thread = acme.Teams.Rooms[Channel].Messages.First(message => !message.ByBot);
        Assert.Contains("rolled back", await MarkedAsync(dana, thread), StringComparison.Ordinal);
        Assert.Empty(acme.Teams.Rooms["@dana"].Messages);
        Assert.False(lee.Sees("Add one", Channel));

        // Its buttons act, and edit no message that others see.
        var saw = await dana.Press("Add one", Channel);
        Assert.NotNull(dana.Form);
        dana.Close();
        Assert.Single(acme.Teams.Rooms[Channel].Messages, message => message is { ByBot: true, Only: null });
        Assert.NotEmpty(saw);
        acme.Clean();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Where_it_is_switched_off_or_refused_the_answer_stands_in_the_personal_chat(bool on, bool taken)
    {
        await using var acme = await TeamsProgram.StartAsync(environment: ("Teams__TargetedMessages", on ? "true" : "false"));
        acme.Teams.Targets = taken;
        await acme["dana"].Type(Channel, Start);
        var thread = acme.Teams.Rooms[Channel].Messages.First(message => !message.ByBot);
        await MarkedAsync(acme["dana"], thread);

        Assert.Contains("rolled back", FakeTeamsWords.Card(acme.Teams.Rooms["@dana"].Messages[^1].Card!), StringComparison.Ordinal);
        Assert.DoesNotContain(acme.Teams.Rooms[Channel].Messages, message => message.Only is not null);
        Assert.Equal(on, acme.Teams.Calls.Any(call => call.What.EndsWith("/targeted", StringComparison.Ordinal)));
        acme.Clean();
    }

    [Fact]
    public async Task Who_has_not_added_the_bot_is_told_so_where_they_spoke_once_a_day_without_a_word_of_the_answer()
    {
        await using var acme = await TeamsProgram.StartAsync();
        acme.Teams.Rooms["@lee"].HasBot = false;
        await acme["dana"].Type(Channel, Start);
        var thread = acme.Teams.Rooms[Channel].Messages.First(message => !message.ByBot);
        await acme["lee"].Type(Channel, "timeline", thread);
        await acme["lee"].Type(Channel, "status", thread);

        var line = Assert.Single(Told());
        Assert.Equal("@@Lee Chang, I cannot answer you alone yet. Add me: Apps → PostMortem → Add. Then say it again.", line);
        Assert.Equal([(Channel, "lee")], acme.Teams.Mentioned);

        // Others are written to as before, and the one who adds it is answered at once.
        await acme["priya"].Type(Channel, "status", thread);
        Assert.NotEmpty(acme.Teams.Rooms["@priya"].Messages);
        await acme["lee"].Install("@lee");
        await acme["lee"].Type(Channel, "status", thread);
        Assert.Contains("INC-004211", FakeTeamsWords.Card(acme.Teams.Rooms["@lee"].Messages[^1].Card!), StringComparison.Ordinal);
        acme.Teams.Rooms["@lee"].HasBot = false;
        await acme.Pass(TimeSpan.FromHours(25));
        await acme["lee"].Type(Channel, "status", thread);
        Assert.Equal(2, Told().Count());
        acme.Clean();

        IEnumerable<string> Told() => acme.Teams.Rooms[Channel].Messages.Where(message => message.ByBot && message.Root == thread.Root).Select(message => FakeTeamsWords.Card(message.Card!)).Where(words => words.Contains("cannot answer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_is_handed_an_incident_is_mentioned_and_nobody_else_whatever_is_typed()
    {
        await using var acme = await TeamsProgram.StartAsync();
        await acme["sam"].Type("@sam", "help");
        await acme["dana"].Type(Channel, Start);
        var thread = acme.Teams.Rooms[Channel].Messages.First(message => !message.ByBot);
        await acme["dana"].Type(Channel, "mark asked <at>Priya</at> and @lee *now*", thread);
        Assert.Empty(acme.Teams.Mentioned);
        await acme["dana"].Type(Channel, "handover @sam ask <at>Priya Shah</at> or [lee](https://evil.example) `rm`", thread);

        Assert.Equal([(Channel, "sam")], acme.Teams.Mentioned);
        var card = acme.Teams.Rooms[Channel].Messages.Last(message => message.ByBot).Card!;
        Assert.Contains("@@Sam Ortiz has INC-004211 from @Dana", FakeTeamsWords.Card(card), StringComparison.Ordinal);
        Assert.Equal("<at>Sam Ortiz</at>", (string?)Assert.Single(card["msteams"]!["entities"]!.AsArray())!["text"]);
        acme.Clean();
    }

    [Theory]
    [InlineData("Sam Ortiz", "<at>Sam Ortiz</at>")]
    [InlineData("Sam </at><at>everyone</at>", "<at>Sam   at  at everyone  at</at>")]
    [InlineData("[Sam](http://x) & *co*", "<at>Sam  http   x     co</at>")]
    [InlineData("Zoë O'Neil-Łuk", "<at>Zoë O'Neil-Łuk</at>")]
    public void A_name_is_letters_within_its_mention(string name, string said)
    {
        var card = Card.OneLine([new Span.Named(new("p"), name) { Tells = true }, " has it: <at>Priya</at> **x** [y](z)"]);
        var drawn = AdaptiveCards.Message(card, new() { MemberOf = _ => "29:1sam" }).Json;

        Assert.Empty(TeamsLimits.Check(drawn));
        Assert.StartsWith(said, (string?)drawn["body"]![0]!["text"], StringComparison.Ordinal);
        Assert.Equal(said, (string?)Assert.Single(drawn["msteams"]!["entities"]!.AsArray())!["text"]);

        // Not known here, not meant, or in a dialog: a name and nothing more.
        Assert.Null(AdaptiveCards.Message(card, new()).Json["msteams"]!["entities"]);
        Assert.Null(AdaptiveCards.Message(Card.OneLine([new Span.Named(new("p"), name)]), new() { MemberOf = _ => "29:1sam" }).Json["msteams"]!["entities"]);
        Assert.DoesNotContain("\"TextBlock\"", AdaptiveCards.Dialog(card, new() { MemberOf = _ => "29:1sam" }).Json.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_hostile_texts_beside_a_mention_and_names_within_it_mention_and_mark_up_nothing() => Hostile.Text.Sample(
        text =>
        {
            var told = new Span.Named(new("p"), "Sam Ortiz") { Tells = true };
            var cards = new[] { Card.OneLine([text, told, text]), Card.OneLine([told, " ", text, Span.Bold(text), new Span.Code(text)]), Card.OneLine([new Span.Named(new("p"), text) { Tells = true }, " has it"]) };
            foreach (var drawn in cards.Select(card => AdaptiveCards.Message(card, new() { MemberOf = _ => "29:1sam" }).Json))
            {
                Assert.Empty(TeamsLimits.Check(drawn));
                Assert.InRange(drawn["msteams"]!["entities"]?.AsArray().Count ?? 0, 0, 1);
            }
        },
        iter: 10_000);

    private static async Task<string> MarkedAsync(FakeTeammate who, FakeTeamsMessage thread)
    {
        await who.Type(Channel, "mark rolled back", thread);
        return await who.Type(Channel, "timeline", thread);
    }
}
