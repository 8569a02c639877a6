using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Features;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>Somebody cannot be written to: whoever needs them gets a link to hand on, and the way to choose somebody else.</summary>
public sealed class UnreachableTests
{
    private const string Link = "Copy a link";
    private const string Other = "Choose another";

    [Fact]
    public async Task A_link_to_hand_on_stands_as_text_that_can_be_copied()
    {
        await using var chat = await WithoutSam();

        Assert.Equal("I cannot write to @Sam Ortiz about INC-004300. I am not in that channel.\n[Copy a link] [Choose another]", chat.Standing("@rana")[^1]);
        var said = await chat.Press("rana", Link, "@rana");

        Assert.Equal("Copy this link and send it to @Sam Ortiz:\nhttps://chat.example.com/to-the-bot\nIt opens a chat with me. Once they say something there, I can write to them.", said.Text);
    }

    [Fact]
    public async Task A_guest_is_given_no_link()
    {
        await using var chat = await WithoutSam();
        await chat.Bot.People.OfAsync(Chatting.Organisation, Chatting.Account("gus"), "Gus", null, true, TestContext.Current.CancellationToken);
        var value = CarriedPair.Of((await chat.Of("INC-004300")).Id.Value, (await chat.IdOf("sam")).Value);
        var said = await chat.HandleAsync("gus", new ButtonPressed(Chatting.Account("gus"), TestChat.PlaceOf("#inc"), chat.Now, chat.NewReceipt(), Unreachable.LinkId, value) { ByGuest = true });

        Assert.DoesNotContain("chat.example.com", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_an_author_out_of_reach_another_is_chosen_at_once()
    {
        await using var chat = await WithoutSam();
        await chat.Press("rana", Other, "@rana");

        Assert.Equal(NameAuthor.FormId, chat.LastOf("rana").Id);
    }

    [Fact]
    public async Task An_owner_out_of_reach_of_an_open_incident_is_handed_over_by_a_line()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await chat.IdOf("sam");
        chat.Chat.NotIn.Add("@sam");
        await chat.Type("rana", "#inc", "start INC-004300 gateway slow p1 owner:@sam");
        await chat.Advance(Duration.FromHours(2) + Duration.FromMinutes(1));
        await chat.Tick();

        Assert.Equal("I cannot write to @Sam Ortiz about INC-004300. I am not in that channel.\nAnother owner: handover @person\n[Copy a link] [Timeline]", chat.Standing("@rana")[^1]);
    }

    [Fact]
    public async Task A_reviewer_out_of_reach_is_told_to_the_author_with_that_role_chosen()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await chat.IdOf("priya");
        chat.Chat.NotIn.Add("@priya");
        var p = await ReviewActsTests.Requested(chat);
        await ReviewActsTests.Arrive(chat);

        var told = chat.Chat.PostedIn("@sam").Last(message => message.Card!.Shown.Any(button => button.Label == Link)).Card!;
        Assert.Contains(told.Shown, button => button.Label == Other && button.Id == NameReviewer.OpenId && button.Value == CarriedPair.Of(p.Id.Value, "Business"));
    }

    [Fact]
    public async Task Who_was_asked_and_is_out_of_reach_is_told_to_the_one_who_asked()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        foreach (var who in new[] { "sam", "lee", "dana" }) await chat.IdOf(who);
        var p = await Drafted.SparselyMarked(chat);
        chat.Chat.NotIn.Add("@lee");
        await chat.Press("sam", "Ask someone", "@sam");
        await chat.Submit("sam", ("person", (await chat.IdOf("lee")).Value), ("section", "root cause analysis"), ("text", "What halved the pool?"));

        var told = chat.Chat.PostedIn("@sam")[^1].Card!;
        Assert.StartsWith("I cannot write to @Lee Chang", CardText.Of(told), StringComparison.Ordinal);
        Assert.Contains(told.Shown, button => button.Label == Other && button.Id == AskSomeone.OpenId && button.Value.StartsWith(p.Id.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_owner_of_an_action_item_out_of_reach_is_replaced_on_that_item()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await chat.IdOf("lee");
        await chat.Type("rana", "#inc", "start INC-004300 gateway slow p3 owner:@rana");
        await chat.Type("rana", "#inc", "action \"alert on pool saturation\" @lee 2026-11-26");
        await chat.Type("rana", "#inc", "resolve");
        chat.Chat.NotIn.Add("@lee");
        for (var day = 0; day < 4; day++)
        {
            await chat.Advance(Duration.FromDays(1));
            await chat.Tick();
        }

        var p = await chat.Of("INC-004300");
        Assert.Contains(chat.Chat.PostedIn("@rana"), message => message.Card!.Shown.Any(button => button.Id == ActionForms.HandId && button.Value == CarriedPair.Of(p.Id.Value, Assert.Single(p.Actions).Id.Value)));
    }

    /// <summary>An incident is over, and the one who is to write of it cannot be written to.</summary>
    private static async Task<Chatting> WithoutSam()
    {
        var chat = Chatting.At("2026-11-24 09:30");
        await chat.IdOf("sam");
        chat.Chat.NotIn.Add("@sam");
        await chat.Type("rana", "#inc", "start INC-004300 gateway slow p1 owner:@sam");
        await chat.Type("rana", "#inc", "resolve");
        await chat.Advance(Duration.FromMinutes(1));
        return chat;
    }
}
