using Microsoft.Extensions.DependencyInjection;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;
using PostMortemBot.Teams;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>What was saved late: whoever was promised an answer gets one.</summary>
public sealed class TeamsUnsavedTests
{
    private const string Channel = "#inc-gateway";

    [Fact]
    public async Task A_late_answer_to_all_is_posted()
    {
        await using var acme = await StartedAsync();
        await LateAsync(acme, new Answer { Public = Card.OneLine("For all to read.") });

        Assert.Contains("For all to read.", FakeTeamsWords.Card(acme.Teams.Rooms[Channel].Messages[^1].Card!), StringComparison.Ordinal);
        acme.Clean();
    }

    [Fact]
    public async Task A_late_change_of_the_pressed_card_is_made_and_told()
    {
        await using var acme = await StartedAsync();
        var message = await LateAsync(acme, Answer.Replace(Card.OneLine("Changed at last.")));

        Assert.Contains("Changed at last.", FakeTeamsWords.Card(acme.Teams.Rooms[Channel].Messages.Single(one => one.Id == message.Id).Card!), StringComparison.Ordinal);
        Assert.Contains("Saved.", FakeTeamsWords.Card(acme.Teams.Rooms["@dana"].Messages[^1].Card!), StringComparison.Ordinal);
        acme.Clean();
    }

    [Fact]
    public async Task A_late_answer_without_a_word_is_told_all_the_same_for_it_was_promised()
    {
        await using var acme = await StartedAsync();
        await LateAsync(acme, Answer.Silent);

        Assert.Contains("Saved.", FakeTeamsWords.Card(acme.Teams.Rooms["@dana"].Messages[^1].Card!), StringComparison.Ordinal);
        acme.Clean();
    }

    private static async Task<TeamsProgram> StartedAsync()
    {
        var acme = await TeamsProgram.StartAsync();
        await acme["dana"].Type("@dana", "help");
        await acme["dana"].Type(Channel, "start INC-004211 gateway slow p1 owner:@dana");
        return acme;
    }

    /// <summary>The answer to a press, after that was answered with the promise; the card that was pressed.</summary>
    private static async Task<MessageRef> LateAsync(TeamsProgram acme, Answer answer)
    {
        var (place, who) = ((await acme.Of("INC-004211")).Places[0], new Account(TeamsIds.Platform, FakeTeams.Tenant, acme.Teams.Users["dana"].Id));
        var message = await acme.App.Services.GetRequiredService<TeamsChat>().PostAsync(place, Card.OneLine("as it was posted"), "posted", TestContext.Current.CancellationToken);
        var press = new ButtonPressed(who, place, acme.App.Services.GetRequiredService<Bot>().Now, "teams|late", "any", "") { Card = message };
        await acme.App.Services.GetRequiredService<TeamsAnswers>().GiveLateAsync(answer, new(press, new(TeamsAsked.Press, place, who.User)));
        await acme.Pass(TimeSpan.FromSeconds(5));
        return message;
    }
}
