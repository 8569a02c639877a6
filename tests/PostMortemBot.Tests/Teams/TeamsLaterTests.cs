using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Screens;
using PostMortemBot.Storage;
using PostMortemBot.Teams;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>What a person is told in Teams after their request was answered: when Teams lets it, in order, each once, and also when the program ends meanwhile.</summary>
public sealed class TeamsLaterTests
{
    private const string Channel = "#inc-gateway";
    private const string Personal = "POST conversations/a:1dana";

    [Fact]
    public async Task An_answer_that_Teams_puts_off_comes_when_it_may_and_once()
    {
        await using var acme = await StartedAsync();
        acme.Teams.Next(Personal, 429, retryAfter: 90);
        await acme["dana"].Type("@dana", "INC-004211 timeline");
        await acme.Pass(TimeSpan.FromSeconds(80));
        Assert.Equal(0, Timelines(acme));

        await acme.Pass(TimeSpan.FromSeconds(20));
        await acme.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(1, Timelines(acme));
        acme.Clean();
    }

    [Fact]
    public async Task An_answer_that_waits_comes_after_a_restart_and_once()
    {
        await using var acme = await StartedAsync();
        acme.Teams.Next(Personal, 429, retryAfter: 90);
        await acme["dana"].Type("@dana", "INC-004211 timeline");

        await acme.RestartAsync(TimeSpan.FromSeconds(100));
        Assert.Equal(1, Timelines(acme));
        await acme.RestartAsync(TimeSpan.FromSeconds(100));
        Assert.Equal(1, Timelines(acme));
        acme.Clean();
    }

    [Fact]
    public async Task One_persons_answers_come_in_order_and_wait_for_nobody_elses()
    {
        await using var acme = await StartedAsync();
        acme.Teams.Next(Personal, 429, retryAfter: 90);
        await acme["dana"].Type("@dana", "INC-004211 timeline");
        await acme["dana"].Type("@dana", "INC-004211 status");
        var before = acme.Teams.Rooms["@lee"].Messages.Count;
        await acme["lee"].Type("@lee", "INC-004211 timeline");
        Assert.True(acme.Teams.Rooms["@lee"].Messages.Count > before + 1, "Lee waits for Dana's answer.");
        Assert.Equal(0, Timelines(acme));

        await acme.Pass(TimeSpan.FromSeconds(95));
        var told = acme.Teams.Rooms["@dana"].Messages.Where(message => message.ByBot).TakeLast(2).Select(message => FakeTeamsWords.Card(message.Card!)).ToList();
        Assert.Contains("Timeline · INC-004211", told[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Timeline · INC-004211", told[1], StringComparison.Ordinal);
        acme.Clean();
    }

    [Fact]
    public async Task While_Teams_is_away_an_answer_waits_for_a_day_and_is_dropped_then()
    {
        await using var acme = await StartedAsync();
        acme.Teams.Next(Personal, 503, times: 5000);
        await acme["dana"].Type("@dana", "INC-004211 timeline");
        for (var step = 0; step < 25 * 6; step++) await acme.Pass(TimeSpan.FromMinutes(10));
        var tries = Calls();
        Assert.True(tries > 50, $"Only {tries} tries in a day.");

        await acme.Pass(TimeSpan.FromHours(1));
        Assert.Equal((tries, 0), (Calls(), Timelines(acme)));
        Assert.DoesNotContain(await acme.Store.ParkedAsync(TeamsProgram.Organisation, TestContext.Current.CancellationToken), work => work.Kind.StartsWith("teams.", StringComparison.Ordinal));

        int Calls() => acme.Teams.Calls.Count(call => call.What.StartsWith(Personal, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_that_waits_is_dropped_when_its_words_are_redacted()
    {
        await using var acme = await StartedAsync();
        await acme["lee"].Type("@lee", "INC-004211 mark password is Zitronenfalter");
        acme.Teams.Next(Personal, 429, retryAfter: 600);
        await acme["dana"].Type("@dana", "INC-004211 timeline");
        Assert.Contains(await WaitingAsync(acme), work => work.Body.Contains("Zitronenfalter", StringComparison.Ordinal));

        await acme["lee"].Press("Edit", "@lee");
        await acme["lee"].Press("Redact");
        await acme["lee"].Submit(("Sure", "true"));

        Assert.DoesNotContain(await WaitingAsync(acme), work => work.Body.Contains("Zitronenfalter", StringComparison.Ordinal));
        await acme.Pass(TimeSpan.FromMinutes(11));
        Assert.Equal(0, Timelines(acme));
        await acme["dana"].Type("@dana", "INC-004211 timeline");
        Assert.Equal(1, Timelines(acme));
        acme.Clean();
    }

    [Fact]
    public async Task A_change_of_a_card_that_waited_does_not_stand_over_a_newer_one()
    {
        await using var acme = await StartedAsync();
        var chat = acme.App.Services.GetRequiredService<TeamsChat>();
        var held = new HeldChange(
            chat,
            acme.Store,
            TeamsProgram.Organisation,
            (message, card, at) => (chat.Changed(message, "nobody", card) with { At = at.ToUnixTimeMilliseconds() }).Put(card.Plain(typed => typed.Command)),
            acme.Pass,
            message => FakeTeamsWords.Card(acme.Teams.Rooms[Channel].Messages.Single(one => one.Id == message.Id).Card!));

        await held.DoesNotStandOverANewerOneAsync((await acme.Of("INC-004211")).Places[0], () => acme.App.Services.GetRequiredService<Bot>().Now);

        acme.Clean();
    }

    /// <summary>While the store takes nothing a change goes out by itself, and is as new as the moment it was decided.</summary>
    [Fact]
    public async Task A_change_that_could_not_be_kept_is_made_over_an_older_one()
    {
        await using var acme = await StartedAsync();
        var (chat, stop) = (acme.App.Services.GetRequiredService<TeamsChat>(), TestContext.Current.CancellationToken);
        await acme.Pass(TimeSpan.FromSeconds(5));
        var message = await chat.PostAsync((await acme.Of("INC-004211")).Places[0], Card.OneLine("as it was posted"), "posted", stop);
        await acme.Pass(TimeSpan.FromSeconds(5));
        await chat.EditAsync(message, Card.OneLine("as it came to be"), stop);
        await acme.Pass(TimeSpan.FromSeconds(5));

        acme.App.Services.GetRequiredService<TeamsTelling>().Tell([chat.Changed(message, "nobody", Card.OneLine("as it was decided last"))]);
        await acme.Pass(TimeSpan.FromSeconds(5));

        Assert.Contains("as it was decided last", FakeTeamsWords.Card(acme.Teams.Rooms[Channel].Messages.Single(one => one.Id == message.Id).Card!), StringComparison.Ordinal);
        acme.Clean();
    }

    [Fact]
    public async Task A_private_card_of_a_channel_that_was_turned_over_goes_on_acting_on_the_channel()
    {
        await using var acme = await StartedAsync();
        for (var n = 1; n <= 12; n++) await acme["lee"].Type("@lee", $"INC-004211 mark event number {n}");
        await acme["lee"].Type(Channel, "INC-004211 timeline");
        var (chat, channel) = (acme.Teams.Rooms["@lee"].Messages.Count, acme.Teams.Rooms[Channel].Messages.Count);
        await acme["lee"].Press("Next 2", "@lee");
        await acme["lee"].Press("Post to channel", "@lee");

        Assert.Equal((chat, channel + 1), (acme.Teams.Rooms["@lee"].Messages.Count, acme.Teams.Rooms[Channel].Messages.Count));

        Assert.Contains("event number 12", FakeTeamsWords.Card(acme.Teams.Rooms[Channel].Messages[^1].Card!), StringComparison.Ordinal);
        acme.Clean();
    }

    private static Task<IReadOnlyList<WorkRow>> WaitingAsync(TeamsProgram acme) => acme.Store.DueWorkAsync(Instant.MaxValue, 1000, TestContext.Current.CancellationToken);

    private static async Task<TeamsProgram> StartedAsync()
    {
        var acme = await TeamsProgram.StartAsync();
        await acme["dana"].Type("@dana", "help");
        await acme["dana"].Type(Channel, "start INC-004211 gateway slow p1 owner:@dana");
        return acme;
    }

    private static int Timelines(TeamsProgram acme) =>
        acme.Teams.Rooms["@dana"].Messages.Count(message => message.ByBot && FakeTeamsWords.Card(message.Card!).Contains("Timeline · INC-004211", StringComparison.Ordinal));
}
