using System.Text.Json;
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

    [Fact]
    public async Task A_card_that_stands_already_is_known_by_it_also_when_the_program_comes_back_outside_working_hours()
    {
        await using var chat = Chatting.At("2026-12-01 03:00");
        await chat.Type("rana", "#inc", "start gateway slow p1 env:PROD owner:@sam");
        await chat.Type("rana", "#inc", "resolve");
        var work = (await chat.Store.DueWorkAsync(chat.Now + Duration.FromDays(1), 50, TestContext.Current.CancellationToken)).First(work => work.Kind == CardWork.Kind && JsonSerializer.Deserialize(work.Body, WorkJson.Default.CardWork) is { Person: not null, NotBefore: > 0 });
        chat.Time.Advance(Duration.FromMinutes((14 * 60) - 1).ToTimeSpan());
        await new Postman(chat.Bot).CardAsync(work, TestContext.Current.CancellationToken);
        chat.Time.Advance(TimeSpan.FromMinutes(6));

        Assert.IsType<WorkOutcome.Done>(await new Postman(chat.Another()).CardAsync(work, TestContext.Current.CancellationToken));
        Assert.Single(chat.Chat.PostedIn("@sam"));
    }
}
