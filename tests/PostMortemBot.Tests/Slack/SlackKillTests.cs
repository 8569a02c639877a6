using System.Text.Json.Nodes;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>The program as a process of its own, by the real clock: killed while it owes somebody an answer, the next start gives it, once; while its store hangs, Slack does not wait.</summary>
[Collection(Alone.Name)]
public class SlackKillTests : IAsyncLifetime
{
    private const string Channel = "#inc-gateway";
    private readonly SlackProduced produced;
    private readonly BotProcess bot;
    private FakeSlack slack = null!; // Started before each test, with the bot, an incident and its card.
    private HttpDelivery delivery = null!;
    private FakePerson dana = null!;

    public SlackKillTests(SlackProduced produced)
        : this(produced, BotProgram.Built)
    {
    }

    private protected SlackKillTests(SlackProduced produced, BotProgram program) => (this.produced, bot) = (produced, new BotProcess(program));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        slack = await FakeSlack.StartAsync(TimeProvider.System, produced);
        SlackProgram.Populate(slack);
        await StartAsync();
        delivery = new HttpDelivery(slack, bot.Http);
        dana = new FakePerson(slack, slack.User("dana"), delivery, () => Task.CompletedTask);
        await dana.Type(Channel, "start INC-004211 gateway slow p1 owner:@dana");
        await slack.UntilAsync(() => dana.Sees("Timeline", Channel), "the incident's card stands");
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await slack.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_answer_that_was_owed_when_the_process_was_killed_is_given_after_the_next_start_once()
    {
        var held = new TaskCompletionSource();
        slack.Next("response_url", new ApiFault.Hold(held.Task));
        await dana.Press("Timeline", Channel);
        await slack.UntilAsync(() => slack.CallsOf("response_url").Count == 1, "the answer is on its way");
        Assert.Equal(0, Timelines());
        await bot.KillAsync();
        held.SetCanceled(Stop);

        await StartAsync();
        await slack.UntilAsync(() => Timelines() == 1, "the answer was given");

        // Answers to one person come in order: with the next one there, what became of this one is recorded.
        await dana.Say(Channel, "@PostMortem help mark");
        await slack.UntilAsync(() => Told("mark [time]") == 1, "the next answer was given");
        await bot.KillAsync();
        await StartAsync();
        await dana.Say(Channel, "@PostMortem help resolve");
        await slack.UntilAsync(() => Told("resolve [time]") == 1, "the answer after that was given");

        Assert.Equal(1, Timelines());
        Assert.Equal(2, slack.CallsOf("response_url").Count);
    }

    /// <summary>The quickest of three, for a busy machine has delays of its own.</summary>
    [Fact]
    public async Task While_the_store_hangs_Slack_is_answered_within_its_three_seconds_by_the_real_clock()
    {
        var press = dana.PressOf("Resolve", on: Channel);
        var channel = slack.Channel(Channel);
        await using var held = await bot.HangStoreAsync();

        var (pressed, told) = (await QuickestAsync(() => delivery.InteractionAsync(press)), await QuickestAsync(() =>
        {
            var said = slack.Add(new(channel, slack.NewTs(channel), "U0LEE", new JsonObject { ["text"] = "pool is empty" }));
            return delivery.EventAsync(FakeSlackEvents.Envelope(slack, FakeSlackEvents.Reaction(slack, said, "U0DANA", "pushpin", true)));
        }));

        Assert.Equal((200, 503), (pressed.Status, told.Status));
        Assert.All([pressed, told], reply => Assert.InRange(reply.Took.TotalSeconds, 2, 3));
    }

    private static async Task<BotReply> QuickestAsync(Func<Task<BotReply>> deliver)
    {
        var reply = await deliver();
        for (var again = 0; again < 2 && reply.Took.TotalSeconds > 3; again++) reply = await deliver();
        return reply;
    }

    private int Timelines() => Told("Timeline · INC-004211");

    private int Told(string words) => slack.Channel(Channel).Messages.Count(message => message.Only is not null && new FakeSlackWords(null, slack.Shown).Message(message).Contains(words, StringComparison.Ordinal));

    private Task StartAsync() => bot.StartAsync(
        options =>
        {
            options["organisations"] = new JsonArray(new JsonObject { ["name"] = SlackProgram.Organisation, ["slackWorkspaces"] = new JsonArray(FakeSlack.Team) });
            options["platforms"]!["slack"] = new JsonObject { ["on"] = true, ["mode"] = "http" };
        },
        ("Slack__SigningSecret", FakeSlack.Secret),
        ("Slack__BotToken", FakeSlack.BotToken),
        ("Slack__ApiUrl", slack.ApiUrl));
}

/// <summary>The same with the program that was published as machine code.</summary>
public sealed class SlackKillNativeTests(SlackProduced produced) : SlackKillTests(produced, BotProgram.Native);
