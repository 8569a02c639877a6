using System.Text.Json.Nodes;
using PostMortemBot.Chat;
using PostMortemBot.Screens;

namespace PostMortemBot.Slack;

/// <summary>Message 15, <em>Not saved</em>, and the button that brings the same thing once more: under its own receipt, so that what was stored after all is not stored twice, and as of the moment at which it was said.</summary>
internal static class SlackAgain
{
    public const string Id = "slack.again";
    private const int Most = 1900;

    public static Card NotSaved(SlackArrival arrival, string reference) => new(
        "Not saved.",
        [
            new Element.Text(arrival.Line.Length > 0 ? ["I cannot reach my storage. Your line: ", new Span.Code(Mentions.Plain(arrival.Line))] : "I cannot reach my storage."),
            new Element.Small(arrival.Incoming is CommandTyped ? $"Or post it here as a message: I can pick it up later. Reference {reference}." : $"Reference {reference}."),
        ],
        Buttons(arrival, "Try again"));

    /// <summary>It is still being stored: nothing false is said.</summary>
    public static Card Slow(SlackArrival arrival) => Card.OneLine(arrival.Line.Length > 0
        ? ["My storage is slow. I tell you here when this is saved: ", new Span.Code(Mentions.Plain(arrival.Line))]
        : "My storage is slow. I tell you here when this is saved.");

    public static Card Fault(SlackArrival arrival, string reference) => new(
        "",
        [
            new Element.Text(arrival.Line.Length > 0 ? ["Something went wrong on my side. Your line: ", new Span.Code(Mentions.Plain(arrival.Line))] : "Something went wrong on my side."),
            new Element.Small($"Reference {reference}, for whoever reads my log."),
        ],
        Buttons(arrival, "Try again"));

    /// <summary>The form could not be opened in time: a button opens it.</summary>
    public static Card Opening(string title, SlackArrival arrival) => Card.OneLine($"{title}: it opens with this button.", Buttons(arrival with { Incoming = arrival.Incoming with { Receipt = "" } }, "Open the form"));

    /// <summary>The same thing brought again by this press: with the press's own trigger and answers. Null: the button is from an earlier version.</summary>
    public static SlackArrival? Read(SlackArrival pressed)
    {
        var press = (ButtonPressed)pressed.Incoming;
        using var read = WireJson.Read(press.Value);
        if (read is null) return null;
        var (root, receipt) = (read.RootElement, Wire.Text(read.RootElement, "r") is { Length: > 0 } first ? first : press.Receipt);
        var said = Wire.Before(press.At, root, "t");
        if (Wire.Text(root, "c") is { Length: > 0 } words)
        {
            return pressed with { Incoming = new CommandTyped(press.Who, press.Where, said, receipt, words) { MayOpen = true, Direct = press.Direct, ShownName = press.ShownName, ShownZone = press.ShownZone, ShownEmail = press.ShownEmail, ByGuest = press.ByGuest }, Line = words };
        }

        return Wire.Text(root, "b") is { Length: > 0 } id ? pressed with { Incoming = press with { At = said, Id = id, Value = Wire.Text(root, "v"), Chosen = Wire.Text(root, "p"), Receipt = receipt, Card = null } } : null;
    }

    private static IReadOnlyList<Button> Buttons(SlackArrival arrival, string label)
    {
        var carried = arrival.Incoming switch
        {
            CommandTyped typed => new JsonObject { ["r"] = typed.Receipt, ["c"] = typed.Words },
            ButtonPressed { Form: null } pressed => new JsonObject { ["r"] = pressed.Receipt, ["b"] = pressed.Id, ["v"] = pressed.Value, ["p"] = pressed.Chosen },
            _ => null,
        };
        if (carried is not null && arrival.Incoming.Receipt.Length > 0) carried["t"] = arrival.Incoming.At.ToUnixTimeTicks();
        return carried is not null && Drawn.Text(carried) is { Length: <= Most } value ? [Button.Does(Id, label, value)] : [];
    }
}
