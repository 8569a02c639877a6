using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Screens;
using PostMortemBot.Slack;
using PostMortemBot.Storage;
using PostMortemBot.Tests.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>What a person is told after their request was answered: by the address that came with it while that lasts, else otherwise, and each once.</summary>
public sealed class SlackLaterTests(SlackProduced produced)
{
    private const string Channel = "#inc-gateway";

    [Fact]
    public async Task An_answer_that_Slack_puts_off_comes_when_it_may_and_once()
    {
        await using var acme = await StartedAsync();
        acme.Slack.Next("response_url", new ApiFault.Slow(90));
        await acme["dana"].Press("Timeline", Channel);
        await acme.Pass(TimeSpan.FromSeconds(80));
        Assert.Equal((1, 0), (acme.Slack.CallsOf("response_url").Count, Timelines(acme, Channel)));

        await acme.Pass(TimeSpan.FromSeconds(20));
        await acme.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal((2, 1), (acme.Slack.CallsOf("response_url").Count, Timelines(acme, Channel)));
        acme.Clean();
    }

    [Fact]
    public async Task An_answer_whose_address_ran_out_meanwhile_comes_as_a_direct_message()
    {
        await using var acme = await StartedAsync();
        acme.Slack.Next("response_url", new ApiFault.Slow(31 * 60));
        await acme["dana"].Press("Timeline", Channel);
        await acme.Pass(TimeSpan.FromMinutes(32));

        Assert.Single(acme.Slack.CallsOf("response_url"));
        Assert.Equal((0, 1), (Timelines(acme, Channel), Timelines(acme, "@dana")));
        acme.Clean();
    }

    [Fact]
    public async Task An_answer_whose_address_is_used_up_comes_as_a_private_line()
    {
        await using var acme = await StartedAsync();
        acme.Slack.Next("response_url", new ApiFault.Broken(404));
        await acme["dana"].Press("Timeline", Channel);

        Assert.Single(acme.Slack.CallsOf("chat.postEphemeral"));
        Assert.Equal(1, Timelines(acme, Channel));
        acme.Clean();
    }

    [Fact]
    public async Task A_direct_message_whose_answer_was_lost_is_looked_for_and_not_sent_again()
    {
        await using var acme = await StartedAsync();
        await acme["dana"].Type("@dana", "INC-004211 timeline");
        acme.Slack.Next("chat.postMessage", new ApiFault.Cut(Done: true));
        await acme["dana"].Say("@dana", "INC-004211 timeline");
        await acme.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(1, Timelines(acme, "@dana", message => message.Only is null));
        acme.Clean();
    }

    [Fact]
    public async Task While_Slack_is_away_an_answer_waits_for_a_day_and_is_dropped_then()
    {
        await using var acme = await StartedAsync();
        acme.Slack.Next("response_url", [.. Enumerable.Repeat(new ApiFault.Broken(503), 50)]);
        acme.Slack.Next("chat.postMessage", [.. Enumerable.Repeat(new ApiFault.Broken(503), 500)]);
        await acme["dana"].Press("Timeline", Channel);
        for (var hour = 0; hour < 25 * 6; hour++) await acme.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(0, Timelines(acme, Channel) + Timelines(acme, "@dana"));

        var tries = acme.Slack.CallsOf("chat.postMessage").Count;
        await acme.Pass(TimeSpan.FromHours(1));
        Assert.Equal(tries, acme.Slack.CallsOf("chat.postMessage").Count);
        Assert.DoesNotContain(await acme.Store.ParkedAsync(SlackProgram.Organisation, TestContext.Current.CancellationToken), work => work.Kind.StartsWith("slack.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_brought_again_after_a_restart_is_answered_once()
    {
        using var folder = new TemporaryFolder();
        var first = await SlackProgram.StartAsync(produced, folder: folder);
        await first["dana"].Type(Channel, "start INC-004211 gateway slow p1 owner:@dana");
        await first["dana"].Say(Channel, "@PostMortem timeline");
        Assert.Single(first.Slack.CallsOf("chat.postEphemeral"));
        var mention = first.Http.Sent.Last(sent => System.Text.Encoding.UTF8.GetString(sent.Body).Contains("app_mention", StringComparison.Ordinal));
        await first.StopAsync();

        var second = await SlackProgram.StartAsync(produced, at: "2026-11-24T07:12:30Z", folder: folder);
        Assert.Equal(200, (await second.Http.SendAsync(mention.Path, mention.Type, mention.Body, retry: 1, "http_timeout")).Status);
        await second.SettledAsync();
        Assert.Empty(second.Slack.CallsOf("chat.postEphemeral"));
        await second.StopAsync();
    }

    [Fact]
    public async Task An_answer_that_waits_is_dropped_when_its_words_are_redacted()
    {
        await using var acme = await StartedAsync();
        await acme["lee"].Type(Channel, "mark password is Zitronenfalter");
        acme.Slack.Next("response_url", new ApiFault.Slow(600));
        await acme["dana"].Press("Timeline", Channel);
        Assert.Contains(await WaitingAsync(acme), work => work.Body.Contains("Zitronenfalter", StringComparison.Ordinal));

        await acme["lee"].Press("Edit", Channel);
        await acme["lee"].Press("Redact");
        await acme["lee"].Submit(("Sure", "Overwrite it for good"));

        Assert.DoesNotContain(await WaitingAsync(acme), work => work.Body.Contains("Zitronenfalter", StringComparison.Ordinal));
        await acme.Pass(TimeSpan.FromMinutes(11));
        Assert.Equal(0, Timelines(acme, Channel));
        await acme["dana"].Press("Timeline", Channel);
        Assert.Equal(1, Timelines(acme, Channel));
        acme.Clean();
    }

    [Fact]
    public async Task A_change_of_a_card_that_waited_does_not_stand_over_a_newer_one()
    {
        await using var acme = await StartedAsync();
        var chat = acme.App.Services.GetRequiredService<SlackChat>();
        var held = new HeldChange(
            chat,
            acme.Store,
            SlackProgram.Organisation,
            (message, card, at) => new SlackTell(message.Place, "nobody", false, "", Drawn.Text(BlockKit.Message(card, new SlackLook()).Json)) { Edits = message, At = at.ToUnixTimeMilliseconds() }.Put(card.Plain(typed => typed.Command)),
            acme.Pass,
            message => new FakeSlackWords(null, acme.Slack.Shown).Message(acme.Slack.Channel(Channel).Messages.Single(one => one.Ts == message.Id)));

        await held.DoesNotStandOverANewerOneAsync((await acme.Of("INC-004211")).Places[0], () => acme.App.Services.GetRequiredService<Bot>().Now);

        acme.Clean();
    }

    private static Task<IReadOnlyList<WorkRow>> WaitingAsync(SlackProgram acme) => acme.Store.DueWorkAsync(Instant.MaxValue, 1000, TestContext.Current.CancellationToken);

    private async Task<SlackProgram> StartedAsync()
    {
        var acme = await SlackProgram.StartAsync(produced);
        await acme["dana"].Type(Channel, "start INC-004211 gateway slow p1 owner:@dana");
        return acme;
    }

    private static int Timelines(SlackProgram acme, string where, Func<FakeMessage, bool>? which = null) =>
        acme.Slack.Channel(where).Messages.Count(message => message.ByBot && (which is null || which(message)) && new FakeSlackWords(null, acme.Slack.Shown).Message(message).Contains("Timeline · INC-004211", StringComparison.Ordinal));
}
