using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;
using PostMortemBot.Teams;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>What could not be saved, or was saved late: no word that somebody typed is lost, and whoever was promised an answer gets one.</summary>
public sealed class TeamsUnsavedTests
{
    private const string Channel = "#inc-gateway";
    private const string Typed = "the pool ran empty, and nobody was told of it";

    [Fact]
    public void What_is_tried_again_counts_from_when_it_was_said()
    {
        var said = Instant.FromUtc(2026, 11, 24, 7, 14);
        var (who, place) = (new Account("teams", "tenant", "aad-dana"), new Place("teams", "tenant", "19:inc@thread.tacv2"));
        var typed = new CommandTyped(who, place, said, "r1", "mark failover started");
        var button = Assert.Single(TeamsAgain.NotSaved(new(typed, new(TeamsAsked.Message, place, "aad-dana"), typed.Words), "7F3A").Shown);

        var again = TeamsAgain.Read(new(new ButtonPressed(who, place, said + Duration.FromMinutes(11), "r2", button.Id, button.Value), new(TeamsAsked.Press, place, "aad-dana")));

        Assert.Equal((said, "r1"), (again!.Incoming.At, again.Incoming.Receipt));
    }

    [Fact]
    public async Task A_form_that_could_not_be_saved_stays_open_with_what_was_typed_and_is_saved_once_more()
    {
        await using var acme = await StartedAsync();
        var (dana, database) = (acme["dana"], acme.App.Services.GetRequiredService<BotOptions>().DatabaseFile);
        await dana.Press("Mark an event", Channel);
        BrokenStore.KeepsNo("card", database);
        await dana.Submit(("What happened", Typed));

        Assert.NotNull(dana.Form);
        Assert.Equal(Typed, dana.Held("What happened"));
        Assert.Contains("Not saved", dana.FormText, StringComparison.Ordinal);
        Assert.Empty((await acme.Of("INC-004211")).Events);

        BrokenStore.KeepsAgain(database);
        await dana.Submit();
        Assert.Equal(Typed, Assert.Single((await acme.Of("INC-004211")).Events).Text);
        Assert.Empty(acme.Teams.Wrongs);
    }

    [Fact]
    public async Task What_was_typed_into_a_dialog_that_is_known_no_more_is_given_back_in_the_personal_chat()
    {
        await using var acme = await StartedAsync();
        var dana = acme["dana"];
        await dana.Press("Mark an event", Channel);
        acme.App.Services.GetRequiredService<TeamsForms>().Forget();
        BrokenStore.KeepsNo("card", acme.App.Services.GetRequiredService<BotOptions>().DatabaseFile);
        await dana.Submit(("What happened", Typed));

        Assert.Contains(acme.Teams.Rooms["@dana"].Messages, message => message.ByBot && FakeTeamsWords.Card(message.Card!).Contains(Typed, StringComparison.Ordinal));
        Assert.Empty(acme.Teams.Wrongs);
    }

    [Fact]
    public void A_form_whose_outcome_came_late_and_bad_is_given_back_whole()
    {
        var text = string.Concat(Enumerable.Repeat(Typed + ". ", 200));
        var form = new FormSubmitted(Who, Where, Instant.MinValue, "r", "f", "", new FormValues(new Dictionary<string, IReadOnlyList<string>> { ["text"] = [text], ["empty"] = [] }));

        var card = TeamsAgain.NotSaved(new(form, new(TeamsAsked.Dialog, Where, Who.User)), "A1B2");

        Assert.Equal(text, Encoding.UTF8.GetString(card.File!.Bytes));
        Assert.Contains(TeamsPages.Of(card), page => page.Elements.OfType<Element.Text>().Any(element => element.Line.Plain().Contains(Typed, StringComparison.Ordinal)));
    }

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

    private static Place Where { get; } = new(TeamsIds.Platform, FakeTeams.Tenant, "19:incgateway@thread.tacv2");

    private static Account Who { get; } = new(TeamsIds.Platform, FakeTeams.Tenant, "33333333-3333-3333-3333-000000000001");

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
