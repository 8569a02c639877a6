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
        var (bot, chat, answers) = (acme.App.Services.GetRequiredService<Bot>(), acme.App.Services.GetRequiredService<SlackChat>(), acme.App.Services.GetRequiredService<SlackAnswers>());
        var channel = acme.Slack.Channel("#inc-gateway");
        var put = SlackSay.Put(new Place("slack", FakeSlack.Team, channel.Id), "U0DANA", "r1", new JsonObject { ["text"] = "It is over." }, bot.Now + Duration.FromMinutes(minutesSinceTheStart));
        var work = new WorkRow(SlackProgram.Organisation, put.Key, put.Kind, put.Queue, put.Due, put.Body, 0, 1);

        await SlackSay.DoAsync(bot, chat, answers, work, TestContext.Current.CancellationToken);
        acme.Clock.Advance(TimeSpan.FromSeconds(2));
        await SlackSay.DoAsync(bot, chat, answers, work, TestContext.Current.CancellationToken);

        Assert.Equal(posted, channel.Messages.Count(message => message.ByBot));
    }

    [Theory]
    [InlineData("not_in_channel", "To bring me in: /invite @PostMortem")]
    [InlineData("is_archived", "This channel is archived.")]
    [InlineData("restricted_action", "Only some people may post in this channel.")]
    public async Task What_may_not_be_posted_is_told_to_whoever_acted_with_the_mend(string error, string mend)
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        await acme["dana"].Type("#inc-gateway", "start INC-004211 gateway is slow p1");
        await acme["dana"].Type("#inc-gateway", "mark Splunk alert fired");
        await acme["lee"].Type("#inc-gateway", "timeline");
        acme.Slack.Next("chat.postMessage", new ApiFault.Refuse(error));

        var saw = await acme["lee"].Press("Post to channel");

        Assert.Contains("I cannot post that in the channel.", saw.Text, StringComparison.Ordinal);
        Assert.Contains(mend, saw.Text, StringComparison.Ordinal);
        Assert.Equal(1, acme.Slack.CallsOf("chat.postMessage").Count(call => (string?)call.Answer?["error"] == error));
        Assert.DoesNotContain("I cannot post that", acme.Slack.Transcript.For(acme.Slack.User("dana"), 0), StringComparison.Ordinal);
        acme.Clean();
    }
}
