using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;

namespace PostMortemBot.Teams;

/// <summary>Buttons, dialogs and entries of a message's menu, as arrivals.</summary>
internal sealed class TeamsInvokes(TeamsActivities activities, IClock clock)
{
    /// <summary>Whether anybody takes an invoke of this name; of the others Teams is told that it is not built.</summary>
    public static bool Takes(string name) => name is "adaptiveCard/action" or "task/fetch" or "task/submit" or "composeExtension/fetchTask" or "composeExtension/submitAction" or "message/submitAction";

    /// <summary>Null for what wants nothing but to be taken.</summary>
    public async Task<TeamsArrival?> ReadAsync(JsonElement activity, CancellationToken stop)
    {
        if (TeamsEnvelope.Read(activity, clock.GetCurrentInstant()) is not { } from || Wire.Property(activity, "value") is not { ValueKind: JsonValueKind.Object } value) return null;
        var arrival = Wire.Text(activity, "name") switch
        {
            "adaptiveCard/action" => Executed(activity, value, from),
            "task/fetch" or "task/submit" => InDialog(activity, value, from),
            "composeExtension/fetchTask" => Chosen(value, from),
            "composeExtension/submitAction" => InDialog(activity, value, from),
            _ => null,
        };
        return arrival is null ? null : arrival with { Incoming = await activities.IntroducedAsync(arrival.Incoming, from, stop) };
    }

    private static TeamsArrival? Executed(JsonElement activity, JsonElement value, TeamsEnvelope from)
    {
        if (Wire.Property(value, "action") is not { } action || Wire.Property(action, "data") is not { } data || TeamsPress.Read(data) is not { Id.Length: > 0, Form.Length: 0 } press) return null;
        var ways = new TeamsWays(TeamsAsked.Press, from.Place, from.User) { Operation = press.Operation, At = press.At, Own = press.Own };
        return new(new ButtonPressed(from.Who, from.Place, from.At, from.Receipt, press.Id, press.Value) { Chosen = press.Chosen, Card = CardOf(activity, from) }, ways);
    }

    /// <summary>A button that opens a dialog, a button inside one, or a dialog saved.</summary>
    private static TeamsArrival? InDialog(JsonElement activity, JsonElement value, TeamsEnvelope from)
    {
        if (Wire.Property(value, "data") is not { } data || TeamsPress.Read(data) is not { } press) return null;
        var place = Threaded(from.Place, value);
        var ways = new TeamsWays(TeamsAsked.Dialog, place, from.User) { Operation = press.Operation, At = press.At };
        var form = press.Form.Length == 0 ? null : Form(data, press, from.In(place));
        if (press.Id.Length == 0) return form is null ? null : new(form, ways);
        return new(new ButtonPressed(from.Who, place, from.At, from.Receipt, press.Id, press.Value) { Chosen = press.Chosen, Card = form is null ? CardOf(activity, from) : null, Form = form }, ways);
    }

    /// <summary>What is saved again unchanged is the same save; a text changed since is another one.</summary>
    private static FormSubmitted Form(JsonElement data, TeamsPress press, TeamsEnvelope from)
    {
        var saved = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data.GetRawText())))[..16];
        return new(from.Who, from.Place, from.At, TeamsIds.Receipt(from.Tenant, $"form-{from.User}-{press.Operation}-{saved}"), press.Form, press.Carry, TeamsValues.Read(data));
    }

    private static TeamsArrival? Chosen(JsonElement value, TeamsEnvelope from)
    {
        var place = Threaded(from.Place, value);
        if (SeenOf(value, place, from) is not { } seen) return null;
        var chosen = new MenuChosen(from.Who, place, from.At, from.Receipt, Wire.Text(value, "commandId"), seen);
        return new(chosen, new(TeamsAsked.Dialog, place, from.User) { Message = seen.Message }, seen.Text);
    }

    /// <summary>A menu's call names the channel; the thread stands with the message.</summary>
    private static Place Threaded(Place place, JsonElement value)
    {
        if (place.Thread is not null || !TeamsIds.IsChannel(place.Channel) || Wire.Property(value, "messagePayload") is not { } message) return place;
        var root = Wire.Text(message, "replyToId") is { Length: > 0 } reply ? reply : Wire.Text(message, "id");
        return root.Length == 0 ? place : place with { Thread = root };
    }

    private static SeenMessage? SeenOf(JsonElement value, Place place, TeamsEnvelope from)
    {
        if (Wire.Property(value, "messagePayload") is not { } message || Wire.Text(message, "id") is not { Length: > 0 and <= 100 } id) return null;
        var (writer, app) = (Wire.Property(message, "from") is { } by ? Wire.Property(by, "user") ?? default : default, Wire.Property(message, "from") is { } of ? Wire.Property(of, "application") ?? default : default);
        var (content, kind) = (TeamsIds.Text(message, "body", "content"), TeamsIds.Text(message, "body", "contentType"));
        var fromApp = Wire.Text(app, "id").Length > 0;
        var at = TeamsIds.TimeOf(Wire.Text(message, "createdDateTime"), from.At);
        var link = TeamsText.WebAddress(Wire.Text(message, "linkToMessage"));
        return new(TeamsIds.MessageOf(place, id, link), at, fromApp || Wire.Text(writer, "id").Length == 0 ? null : new Account(TeamsIds.Platform, from.Tenant, Wire.Text(writer, "id")), Wire.Text(fromApp ? app : writer, "displayName"), kind == "text" ? content.Trim() : TeamsProse.Html(content))
        {
            FromBot = fromApp,
            FromUs = fromApp && from.Self.EndsWith(Wire.Text(app, "id"), StringComparison.Ordinal),
            Edited = Wire.Text(message, "lastModifiedDateTime") is { Length: > 0 } changed && changed != Wire.Text(message, "createdDateTime"),
        };
    }

    private static MessageRef? CardOf(JsonElement activity, TeamsEnvelope from) => Wire.Text(activity, "replyToId") is { Length: > 0 } id ? new(from.Place, id) : null;
}
