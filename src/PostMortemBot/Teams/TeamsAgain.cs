using System.Text;
using System.Text.Json.Nodes;
using PostMortemBot.Chat;
using PostMortemBot.Screens;

namespace PostMortemBot.Teams;

/// <summary>Message 15, <em>Not saved</em>, and the button that brings the same thing once more: under its own receipt, so that what was stored after all is not stored twice.</summary>
internal static class TeamsAgain
{
    public const string Id = "teams.again";
    private const int Most = 1900;

    public static Card NotSaved(TeamsArrival arrival, string reference) => new(
        "Not saved.",
        [
            new Element.Text(arrival.Line.Length > 0 ? ["I cannot reach my storage. Your line: ", new Span.Code(Mentions.Plain(arrival.Line))] : Above("I cannot reach my storage.", arrival)),
            new Element.Small($"Reference {reference}."),
        ],
        Buttons(arrival, "Try again"))
    {
        File = Typed(arrival),
    };

    /// <summary>It is still being stored: nothing false is said.</summary>
    public static Card Slow(TeamsArrival arrival) => Card.OneLine(arrival.Line.Length > 0
        ? ["My storage is slow. I tell you here when this is saved: ", new Span.Code(Mentions.Plain(arrival.Line))]
        : "My storage is slow. I tell you here when this is saved.");

    public static Card Fault(TeamsArrival arrival, string reference) => new(
        "",
        [
            new Element.Text(arrival.Line.Length > 0 ? ["Something went wrong on my side. Your line: ", new Span.Code(Mentions.Plain(arrival.Line))] : Above("Something went wrong on my side.", arrival)),
            new Element.Small($"Reference {reference}, for whoever reads my log."),
        ],
        Buttons(arrival, "Try again"))
    {
        File = Typed(arrival),
    };

    /// <summary>A dialog opens by a button alone: this one brings the same thing again.</summary>
    public static Card Opening(string title, TeamsArrival arrival) => Card.OneLine($"{title}: it opens with this button.", Buttons(arrival with { Incoming = arrival.Incoming with { Receipt = "" } }, "Open the form", opens: true));

    /// <summary>The same thing brought again by this press. Null: the button is from an earlier version.</summary>
    public static TeamsArrival? Read(TeamsArrival pressed)
    {
        var press = (ButtonPressed)pressed.Incoming;
        using var read = WireJson.Read(press.Value);
        if (read is null) return null;
        var (root, receipt) = (read.RootElement, Wire.Text(read.RootElement, "r") is { Length: > 0 } first ? first : press.Receipt);
        var said = Wire.Before(press.At, root, "t");
        if (Wire.Text(root, "c") is { Length: > 0 } words)
        {
            var typed = new CommandTyped(press.Who, press.Where, said, receipt, words) { MayOpen = pressed.Ways.Asked == TeamsAsked.Dialog, Direct = press.Direct, ShownName = press.ShownName, ShownZone = press.ShownZone, ShownEmail = press.ShownEmail, ByGuest = press.ByGuest };
            return pressed with { Incoming = typed, Line = words };
        }

        return Wire.Text(root, "b") is { Length: > 0 } id ? pressed with { Incoming = press with { At = said, Id = id, Value = Wire.Text(root, "v"), Chosen = Wire.Text(root, "p"), Receipt = receipt, Card = null } } : null;
    }

    /// <summary>The form that was saved, or in which a button was pressed.</summary>
    public static FormSubmitted? FormOf(Incoming incoming) => incoming as FormSubmitted ?? (incoming as ButtonPressed)?.Form;

    /// <summary>What was typed into a dialog that is gone with it, whole: it is given back as pages to copy from.</summary>
    private static SentFile? Typed(TeamsArrival arrival)
    {
        var typed = FormOf(arrival.Incoming)?.Values.All.Values.SelectMany(values => values).Where(text => text.Trim().Length > 0).ToList() ?? [];
        return typed.Count == 0 ? null : new("What you typed", "text/plain", Encoding.UTF8.GetBytes(string.Join("\n\n", typed)));
    }

    private static string Above(string why, TeamsArrival arrival) => Typed(arrival) is null ? why : why + " What you typed stands above.";

    private static IReadOnlyList<Button> Buttons(TeamsArrival arrival, string label, bool opens = false)
    {
        var carried = arrival.Incoming switch
        {
            CommandTyped typed => new JsonObject { ["r"] = typed.Receipt, ["c"] = typed.Words },
            ButtonPressed { Form: null } pressed => new JsonObject { ["r"] = pressed.Receipt, ["b"] = pressed.Id, ["v"] = pressed.Value, ["p"] = pressed.Chosen },
            _ => null,
        };
        if (carried is not null && arrival.Incoming.Receipt.Length > 0) carried["t"] = arrival.Incoming.At.ToUnixTimeTicks();
        if (carried is null || Drawn.Text(carried) is not { Length: <= Most } value) return [];
        return [opens ? Button.Opens(Id, label, value) : Button.Does(Id, label, value)];
    }
}
