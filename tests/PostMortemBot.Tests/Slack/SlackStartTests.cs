using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Slack;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>An incident that is begun where none can live: in the direct message the channel is asked for.</summary>
public sealed class SlackStartTests(SlackProduced produced)
{
    private const string Direct = "@dana";
    private const string Channel = "#inc-gateway";

    [Fact]
    public async Task Words_typed_in_the_direct_message_stand_in_the_form_that_asks_for_the_channel()
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        var dana = acme["dana"];

        await dana.Say(Direct, "start INC-004299 gateway slow p2 svc:\"login page\" owner:@lee");
        await acme.SettledAsync();
        await dana.Press("Choose the channel", Direct);
        Assert.Equal(("gateway slow", "INC-004299", "P2"), (dana.Held("What is wrong"), dana.Held("Incident number"), dana.Held("Severity")));
        await dana.Submit(("Channel", Channel));

        var p = await acme.Of("INC-004299");
        Assert.Equal((Life.Capturing, "gateway slow", Severity.P2), (p.Life, p.Title, p.Severity));
        Assert.Equal(["login page"], p.Services);
        Assert.Equal("lee", acme.PersonOf(p.Owner!.Value).Handle);
        acme.Clean();
    }

    [Fact]
    public async Task The_button_of_the_first_words_opens_a_form_that_can_be_saved()
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        var dana = acme["dana"];

        await dana.Say(Direct, "start");
        await acme.SettledAsync();
        await dana.Press("Open the form", Direct);
        await dana.Submit(("What is wrong", "gateway slow"), ("Incident number", "INC-004299"), ("Channel", Channel));

        Assert.Equal(Life.Capturing, (await acme.Of("INC-004299")).Life);
        acme.Clean();
    }

    [Fact]
    public void What_is_tried_again_counts_from_when_it_was_said()
    {
        var said = Instant.FromUtc(2026, 11, 24, 7, 14);
        var (who, place) = (new Account("slack", "T1", "U1"), new Place("slack", "T1", "C1"));
        var typed = new CommandTyped(who, place, said, "r1", "mark failover started");
        var ways = new SlackWays(SlackAsked.Command, place, "U1");
        var button = Assert.Single(SlackAgain.NotSaved(new(typed, ways, typed.Words), "7F3A").Shown);

        var again = SlackAgain.Read(new(new ButtonPressed(who, place, said + Duration.FromMinutes(11), "r2", button.Id, button.Value), ways));

        Assert.Equal((said, "r1"), (again!.Incoming.At, again.Incoming.Receipt));
    }
}
