using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Slack;
using PostMortemBot.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>Messages to all that wait in the store until they are posted.</summary>
public sealed class SlackSayTests(SlackProduced produced)
{
    [Theory]
    [InlineData(-1, 1)] // it waited through the start of the program: it may stand already
    [InlineData(1, 2)] // it came since, and nothing is looked for
    public async Task What_was_posted_before_the_program_was_killed_is_not_posted_again(int minutesSinceTheStart, int posted)
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        var (bot, chat) = (acme.App.Services.GetRequiredService<Bot>(), acme.App.Services.GetRequiredService<SlackChat>());
        var channel = acme.Slack.Channel("#inc-gateway");
        var put = SlackSay.Put(new Place("slack", FakeSlack.Team, channel.Id), "r1", new JsonObject { ["text"] = "It is over." }, bot.Now + Duration.FromMinutes(minutesSinceTheStart));
        var work = new WorkRow(SlackProgram.Organisation, put.Key, put.Kind, put.Queue, put.Due, put.Body, 0, 1);

        await SlackSay.DoAsync(bot, chat, work, TestContext.Current.CancellationToken);
        acme.Clock.Advance(TimeSpan.FromSeconds(2));
        await SlackSay.DoAsync(bot, chat, work, TestContext.Current.CancellationToken);

        Assert.Equal(posted, channel.Messages.Count(message => message.ByBot));
    }
}
