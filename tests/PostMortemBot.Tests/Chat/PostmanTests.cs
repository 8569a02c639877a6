using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Chat;

public sealed class PostmanTests
{
    [Fact]
    public async Task A_post_whose_answer_was_lost_is_found_and_not_sent_again()
    {
        await using var chat = Chatting.At("2026-11-24 02:57");
        chat.Chat.LosesAnswers = true;
        await chat.Type("rana", "#inc", "start gateway slow p1");
        Assert.Single(chat.Chat.PostedIn("#inc"));

        await chat.Advance(Duration.FromSeconds(2));
        await chat.Type("rana", "#inc", "set p2");

        var card = Assert.Single(chat.Chat.PostedIn("#inc"));
        Assert.Contains("P2", CardText.Of(card.Card), StringComparison.Ordinal);
        Assert.Equal(1, chat.Chat.Searches);
    }

    [Fact]
    public async Task A_first_post_is_sent_without_a_search()
    {
        await using var chat = Chatting.At("2026-11-24 02:57");
        await chat.Type("rana", "#inc", "start gateway slow p1");

        Assert.Single(chat.Chat.PostedIn("#inc"));
        Assert.Equal(0, chat.Chat.Searches);
    }

    [Fact]
    public async Task What_waited_through_a_stop_of_the_program_is_looked_for_first()
    {
        await using var chat = Chatting.At("2026-11-24 02:57");
        chat.Chat.LosesAnswers = true;
        await chat.Type("rana", "#inc", "start gateway slow p1");
        var work = Assert.Single(await chat.Store.DueWorkAsync(chat.Now + Duration.FromMinutes(1), 10, TestContext.Current.CancellationToken), work => work.Kind == CardWork.Kind);

        // As a program that died between the post and its record left it: never tried, as far as the store knows.
        await new Postman(chat.Bot).CardAsync(work with { Tries = 0, Due = chat.Now - Duration.FromSeconds(1) }, TestContext.Current.CancellationToken);

        Assert.Single(chat.Chat.PostedIn("#inc"));
    }
}
