using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>Alerts for which no incident is open: one card, counted, which binds nothing until somebody starts from it.</summary>
public sealed class AlertTests
{
    private const string Alerts = "#alerts";

    [Fact]
    public async Task The_same_alert_again_is_counted_on_one_card_and_opens_nothing()
    {
        await using var chat = World();
        for (var i = 1; i <= 3; i++) await Send(chat, FormattableString.Invariant($"a{i}"), FormattableString.Invariant($"{i} errors in gateway"));
        await Send(chat, "a3", "3 errors in gateway");

        var card = Assert.Single(chat.Chat.PostedIn(Alerts)).Card!;
        Assert.Contains("3 times", CardText.Of(card), StringComparison.Ordinal);
        Assert.Empty(await chat.All());
    }

    [Fact]
    public async Task Another_alert_and_the_same_after_an_hour_have_cards_of_their_own()
    {
        await using var chat = World();
        await Send(chat, "a1", "Disk full");
        await Send(chat, "a2", "Queue long");
        await chat.Advance(Duration.FromMinutes(61));
        await Send(chat, "a3", "Disk full");

        Assert.Equal(3, chat.Chat.PostedIn(Alerts).Count);
    }

    [Fact]
    public async Task Started_from_the_card_the_incident_has_the_alert_as_its_detection_and_the_next_goes_to_it()
    {
        await using var chat = World();
        await Send(chat, "a1", "Disk full", "portal", "P2");
        await chat.Advance(Duration.FromMinutes(3));

        await chat.Press("dana", "Start here", on: Alerts);

        var p = await chat.Of(Alerts);
        var e = Assert.Single(p.Events);
        Assert.Equal(("Disk full", Severity.P2, "portal"), (p.Title, p.Severity, Assert.Single(p.Services)));
        Assert.Equal((Phase.Detection, Chatting.InNewYork("2026-11-24 10:00"), "Splunk"), (e.Phase, e.When, e.WriterName));
        Assert.Contains("is open for it", CardText.Of(chat.Chat.PostedIn(Alerts)[0].Card!), StringComparison.Ordinal);
        Assert.Empty(chat.Chat.PostedIn(Alerts)[0].Card!.Shown);
        await Send(chat, "a2", "Disk full", "portal", "P2");
        Assert.Equal(2, Assert.Single((await chat.Of(p.Id)).Events).Times);
    }

    [Fact]
    public async Task Where_an_incident_is_open_in_the_channel_the_alert_goes_to_it()
    {
        await using var chat = World();
        await Send(chat, "a1", "Disk full");
        await chat.Type("lee", Alerts, "start INC-004211 disks p2");

        await chat.Press("dana", "Start here", on: Alerts);

        Assert.Equal("Disk full", Assert.Single((await chat.Of("INC-004211")).Events).Text);
        Assert.Single(await chat.All());
    }

    [Fact]
    public async Task Two_open_incidents_of_one_service_get_nothing_and_the_card_does()
    {
        await using var chat = World();
        await chat.Type("lee", "#one", "start INC-004211 slow svc:portal");
        await chat.Type("lee", "#two", "start INC-004212 slower svc:portal");

        await Send(chat, "a1", "Disk full", "portal");

        Assert.All(await chat.All(), p => Assert.Empty(p.Events));
        Assert.Single(chat.Chat.PostedIn(Alerts));
    }

    [Fact]
    public async Task A_guest_starts_nothing_from_it_and_sees_nothing()
    {
        await using var chat = World();
        await Send(chat, "a1", Canaries.Word);
        var button = chat.Chat.PostedIn(Alerts)[0].Card!.Shown[0];

        var said = await chat.HandleAsync("gus", new ButtonPressed(Chatting.Account("gus"), TestChat.PlaceOf(Alerts), chat.Now, chat.NewReceipt(), button.Id, button.Value) { ByGuest = true });

        Assert.DoesNotContain(Canaries.Word, Canaries.Everything(said.Answer), StringComparison.Ordinal);
        Assert.Empty(await chat.All());
    }

    [Fact]
    public async Task A_removed_detection_does_not_come_back_with_a_repeated_delivery()
    {
        await using var chat = World();
        await chat.Type("dana", "#inc", "start INC-004211 slow svc:portal");
        await Send(chat, "a1", "Disk full", "portal");
        var p = await chat.Of("INC-004211");
        await chat.HandleAsync("dana", new ButtonPressed(Chatting.Account("dana"), TestChat.PlaceOf("#inc"), chat.Now, chat.NewReceipt(), PostMortemBot.Features.UndoMark.RemoveId, $"{p.Id.Value}|{p.Events[0].Id.Value}"));
        Assert.Empty((await chat.Of(p.Id)).Events);

        await Send(chat, "a1", "Disk full", "portal");

        Assert.Empty((await chat.Of(p.Id)).Events);
    }

    private static Chatting World()
    {
        var chat = Chatting.At("2026-11-24 10:00");
        chat.Bot.AlertsOf = _ => TestChat.PlaceOf(Alerts);
        return chat;
    }

    private static async Task Send(Chatting chat, string key, string title, string service = "", string severity = "")
    {
        var taken = await Routes.TakeAlert(chat.Bot)(new(Chatting.Organisation, key, chat.Now, title, "Splunk", service, severity, null, null, null), TestContext.Current.CancellationToken);
        Assert.Equal(AlertFate.Taken, taken.Fate);
        await chat.DrainAsync();
    }
}
