using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

public sealed class FollowUpTests
{
    [Fact]
    public async Task Two_people_who_record_it_do_not_take_each_others_words_away()
    {
        await using var chat = await FinalAsync();
        var p = await chat.Of("INC-004211");
        await OpenAsync(chat, "sam", p);
        await OpenAsync(chat, "marta", p);
        await chat.Submit("sam", ("runbooks", "Pool saturation: https://example.com/runbook"));

        Assert.Equal("The follow-up review of INC-004211 is recorded. Thank you.", (await chat.Submit("marta", ("note", "All four are done."))).Text);

        Assert.Equal(("Pool saturation: https://example.com/runbook", "All four are done."), await ToldAsync(chat));
        Assert.Equal([(true, false), (false, true)], (await chat.History(p)).OfType<FollowUpHeld>().Select(held => (held.Runbooks is not null, held.Note is not null)));
    }

    [Fact]
    public async Task What_two_wrote_in_the_same_field_comes_back_with_both()
    {
        await using var chat = await FinalAsync();
        var p = await chat.Of("INC-004211");
        await OpenAsync(chat, "sam", p);
        await OpenAsync(chat, "marta", p);
        await chat.Submit("sam", ("note", "Two are done"));
        var again = await chat.Submit("marta", ("note", "All four are done."), ("runbooks", "Failover"));

        Assert.Equal("Changed meanwhile to: Two are done. Save again to keep yours.", again.Form.Fields.First(field => field.Name == "note").Hint);
        Assert.Equal(("Failover", "Two are done"), await ToldAsync(chat));
        await chat.Submit("marta");
        Assert.Equal(("Failover", "All four are done."), await ToldAsync(chat));
    }

    private static async Task<(string Runbooks, string Note)> ToldAsync(Chatting chat) => await chat.Of("INC-004211") is var p ? (p.RunbooksChanged, p.FollowUpNote) : default;

    private static Task<Said> OpenAsync(Chatting chat, string who, PostMortem p) =>
        chat.HandleAsync(who, new ButtonPressed(Chatting.Account(who), p.Places[0], chat.Now, chat.NewReceipt(), HoldFollowUp.OpenId, p.Id.Value));

    /// <summary>A document that is final and was discussed.</summary>
    private static async Task<Chatting> FinalAsync()
    {
        var chat = await NudgingTests.WithActionsAsync("2026-12-05 12:00", 1);
        var (p, sam) = (await chat.Of("INC-004211"), await chat.IdOf("sam"));
        var turn = Turn.OfBot(chat.Bot, Chatting.Organisation, p.Places[0], "final", TestContext.Current.CancellationToken);
        await turn.DecideAsync(p.Id, _ => Decision.Accept(new ReviewRequested(turn.Now, sam, [], "told"), new MeetingSet(turn.Now, sam, turn.Now, 60), new PostMortemFinished(turn.Now, sam)));
        return chat;
    }
}
