using Microsoft.Extensions.DependencyInjection;
using PostMortemBot.Chat;
using PostMortemBot.People;
using PostMortemBot.Screens;
using PostMortemBot.Slack;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>A card that somebody deleted in Slack comes back once; a late answer shows what it was to show.</summary>
public sealed class SlackGoneTests(SlackProduced produced)
{
    private const string Channel = "#inc-gateway";

    [Fact]
    public async Task A_card_that_somebody_deleted_is_posted_anew_once_and_edited_from_then_on()
    {
        await using var acme = await StartAsync();
        foreach (var post in Posts(acme)) post.Deleted = true;

        await acme["dana"].Type(Channel, "set title gateway is down");
        await acme.Pass(TimeSpan.FromMinutes(2));
        var anew = Assert.Single(Posts(acme));
        await acme["dana"].Type(Channel, "set title gateway was down");
        await acme.Pass(TimeSpan.FromMinutes(2));

        Assert.Contains("gateway was down", Text(acme, Assert.Single(Posts(acme))), StringComparison.Ordinal);
        Assert.Equal(anew.Ts, Assert.Single(Posts(acme)).Ts);
        acme.Clean();
    }

    [Fact]
    public async Task A_late_answer_changes_the_pressed_card_and_is_posted_to_all()
    {
        await using var acme = await StartAsync();
        var (post, stop) = (Posts(acme)[0], TestContext.Current.CancellationToken);
        var place = (await acme.Of("INC-004211")).Places[0];
        var message = await acme.App.Services.GetRequiredService<SlackChat>().PostAsync(place, Card.OneLine("as it was posted"), "posted", stop);
        var press = new ButtonPressed(new Account("slack", place.Workspace, "U0DANA"), place, acme.App.Services.GetRequiredService<Bot>().Now, "slack|late", "any", "") { Card = message };
        var late = new Answer { Public = Card.OneLine("For all to read."), Replaces = Card.OneLine("Changed at last.") };

        await acme.App.Services.GetRequiredService<SlackAnswers>().GiveLateAsync(late, new(press, new(SlackAsked.Press, place, "U0DANA")));
        await acme.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal([Text(acme, post), "Changed at last.", "For all to read."], Posts(acme).Select(one => Text(acme, one)));
        acme.Clean();
    }

    private async Task<SlackProgram> StartAsync()
    {
        var acme = await SlackProgram.StartAsync(produced);
        await acme["dana"].Type(Channel, "start INC-004211 gateway is slow p1 svc:gateway owner:@dana");
        await acme.Pass(TimeSpan.FromMinutes(2));
        return acme;
    }

    private static IReadOnlyList<FakeMessage> Posts(SlackProgram acme) => [.. acme.Slack.Channel(Channel).Messages.Where(message => message is { ByBot: true, Only: null, Deleted: false })];

    private static string Text(SlackProgram acme, FakeMessage message) => new FakeSlackWords(null, acme.Slack.Shown).Message(message);
}
