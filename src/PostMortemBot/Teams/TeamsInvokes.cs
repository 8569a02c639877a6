using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Teams;

/// <summary>Buttons, dialogs and entries of a message's menu, as arrivals.</summary>
internal sealed class TeamsInvokes(TeamsSettings settings, TeamsActivities activities, IClock clock)
{
    /// <summary>Whether anybody takes an invoke of this name; of the others Teams is told that it is not built.</summary>
    public static bool Takes(string name) => name is "adaptiveCard/action" or "task/fetch" or "task/submit" or "composeExtension/fetchTask" or "composeExtension/submitAction" or "message/submitAction" or TeamsFiles.Invoke;

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

    private TeamsArrival? Chosen(JsonElement value, TeamsEnvelope from)
    {
        var place = Threaded(from.Place, value);
        if (Wire.Property(value, "messagePayload") is not { } message || TeamsMessages.Read(message, place, from.Self, from.At, settings.ClientHost) is not { } seen) return null;
        var chosen = new MenuChosen(from.Who, place, from.At, from.Receipt, Wire.Text(value, "commandId"), seen);
        return new(chosen, new(TeamsAsked.Dialog, place, from.User) { Message = seen.Message }, seen.Text);
    }

    /// <summary>A menu's call names the channel; the thread stands with the message.</summary>
    private static Place Threaded(Place place, JsonElement value)
    {
        return Wire.Property(value, "messagePayload") is { } message && Wire.Text(message, "id") is { Length: > 0 } id ? TeamsMessages.Threaded(message, place, id) : place;
    }

    private static MessageRef? CardOf(JsonElement activity, TeamsEnvelope from) => Wire.Text(activity, "replyToId") is { Length: > 0 } id ? new(from.Place, id) : null;
}
