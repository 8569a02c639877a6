using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;

namespace PostMortemBot.Teams;

/// <summary>Who acts where, as every activity says it. What a card carries never says who pressed it.</summary>
/// <param name="User">The object id of Entra, or where there is none the conversation's own id of them.</param>
/// <param name="Self">The bot's id.</param>
internal sealed record TeamsEnvelope(string Tenant, Place Place, string User, string Member, string Name, string Self, Instant At, string Id, DateTimeZone? Zone)
{
    public Account Who => new(TeamsIds.Platform, Tenant, User);

    public TeamsEnvelope In(Place place) => this with { Place = place };

    public string Receipt => TeamsIds.Receipt(Tenant, $"{TeamsIds.ConversationOf(Place)}|{Id}");

    /// <summary>Null when it names nobody, nowhere, or is the bot's own.</summary>
    public static TeamsEnvelope? Read(JsonElement activity, Instant now)
    {
        var (tenant, conversation, member) = (TeamsToken.TenantOf(activity), TeamsIds.Text(activity, "conversation", "id"), TeamsIds.Text(activity, "from", "id"));
        var self = TeamsIds.Text(activity, "recipient", "id");
        if (tenant.Length == 0 || conversation.Length is 0 or > 500 || member.Length is 0 or > 200 || member == self) return null;
        var user = TeamsIds.Text(activity, "from", "aadObjectId") is { Length: > 0 and <= 100 } id ? id : member;
        if (user.Any(letter => letter is '|' or '<' or '>' or < ' ')) return null;
        var zone = Wire.Text(activity, "localTimezone") is { Length: > 0 } named ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(named) : null;
        return new(tenant, TeamsIds.PlaceOf(tenant, conversation), user, member, TeamsIds.Text(activity, "from", "name").Trim(), self, TeamsIds.TimeOf(Wire.Text(activity, "timestamp"), now), Wire.Text(activity, "id"), zone);
    }
}

/// <summary>Messages, their edits and deletions, and reactions, as arrivals. Buttons and dialogs: <see cref="TeamsInvokes"/>. What nobody handles gives none.</summary>
internal sealed class TeamsActivities(TeamsSettings settings, Router router, TeamsPeople people, TeamsHeard heard, IClock clock)
{
    /// <param name="activity">Checked already: whose tenant, from which Connector.</param>
    public async Task<TeamsArrival?> ReadAsync(JsonElement activity, CancellationToken stop)
    {
        if (TeamsEnvelope.Read(activity, clock.GetCurrentInstant()) is not { } from) return null;
        var arrival = Wire.Text(activity, "type") switch
        {
            "message" when Wire.Property(activity, "value") is { ValueKind: JsonValueKind.Object } value && Wire.Text(activity, "text").Length == 0 => Pressed(activity, value, from),
            "message" => await SaidAsync(activity, from, stop),
            "messageUpdate" when TeamsIds.Text(activity, "channelData", "eventType") is "editMessage" or "undeleteMessage" => Edited(activity, from),
            "messageDelete" => Deleted(activity, from),
            "messageReaction" => Reacted(activity, from),
            _ => null,
        };
        return arrival is null ? null : arrival with { Incoming = await IntroducedAsync(arrival.Incoming, from, stop) };
    }

    /// <summary>With what Teams says of the person. Of those whose talk concerns nobody nothing is asked.</summary>
    public async Task<Incoming> IntroducedAsync(Incoming incoming, TeamsEnvelope from, CancellationToken stop)
    {
        var shown = incoming with { ShownName = from.Name.Length > 0 ? from.Name : null, ShownZone = from.Zone, Direct = TeamsIds.IsPersonal(from.Place.Channel) };
        if (!router.Concerns(incoming)) return shown;
        var person = await people.OfAsync(from.Place, from.User, from.Member, from.Name, stop);
        return shown with { ShownName = person.Name.Length > 0 ? person.Name : shown.ShownName, ShownEmail = person is { IsGuest: false, Email.Length: > 0 } ? person.Email : null, ByGuest = person.IsGuest };
    }

    /// <summary>A button of a client that knows no <c>Action.Execute</c>: a message without words.</summary>
    private static TeamsArrival? Pressed(JsonElement activity, JsonElement value, TeamsEnvelope from)
    {
        if (TeamsPress.Read(value) is not { Id.Length: > 0, Form.Length: 0 } press) return null;
        var card = Wire.Text(activity, "replyToId") is { Length: > 0 } stands ? new MessageRef(from.Place, stands) : null;
        var ways = new TeamsWays(TeamsAsked.Message, from.Place, from.User) { Operation = press.Operation, At = press.At };
        return new(new ButtonPressed(from.Who, from.Place, from.At, from.Receipt, press.Id, press.Value) { Chosen = press.Chosen, Card = card }, ways);
    }

    private async Task<TeamsArrival?> SaidAsync(JsonElement activity, TeamsEnvelope from, CancellationToken stop)
    {
        var (direct, told) = (TeamsIds.IsPersonal(from.Place.Channel), TeamsProse.Names(activity, from.Self));
        if (from.Id.Length == 0) return null;
        var message = TeamsIds.MessageOf(from.Place, from.Id, settings.ClientHost);
        var shown = TeamsProse.Text(activity, from.Self, _ => null);
        var files = FilesOf(activity);
        if (!direct) heard.Hear(new(message, from.At, from.Who, from.Name, told ? TeamsMessages.ToUs + shown : shown) { Files = files });
        if (!direct && !told)
        {
            return new(new MessagePosted(from.Who, from.Place, from.At, from.Receipt, message, shown) { Files = files }, new(TeamsAsked.Heard, from.Place, from.User) { Message = message }, shown);
        }

        var users = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, _, _) in TeamsProse.Mentioned(activity).Where(one => one.Id != from.Self).Take(10))
        {
            if (await people.UserOfAsync(from.Place, id, stop) is not { } user) continue;
            users[id] = user;
            await people.MeetAsync(from.Place, user, stop);
        }

        var words = TeamsProse.Text(activity, from.Self, users.GetValueOrDefault);
        var root = from.Place.Thread is { } thread && thread != from.Id ? TeamsIds.MessageOf(from.Place, thread, settings.ClientHost) : null;
        var typed = new CommandTyped(from.Who, from.Place, from.At, from.Receipt, words) { Message = message, RepliesTo = root, Files = files };
        return new(typed, new(TeamsAsked.Message, from.Place, from.User) { Message = message }, words);
    }

    private TeamsArrival? Edited(JsonElement activity, TeamsEnvelope from)
    {
        if (from.Id.Length == 0 || TeamsIds.IsPersonal(from.Place.Channel)) return null;
        var (message, text) = (TeamsIds.MessageOf(from.Place, from.Id, settings.ClientHost), TeamsProse.Text(activity, from.Self, _ => null));
        heard.Change(message, text);
        var which = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
        return new(new MessageEdited(from.Who, from.Place, from.At, $"{from.Receipt}|edited-{which}-{from.At.ToUnixTimeMilliseconds()}", message, text), new(TeamsAsked.Heard, from.Place, from.User) { Message = message });
    }

    private TeamsArrival? Deleted(JsonElement activity, TeamsEnvelope from)
    {
        if (from.Id.Length == 0 || TeamsIds.IsPersonal(from.Place.Channel)) return null;
        var message = TeamsIds.MessageOf(from.Place, from.Id, settings.ClientHost);
        heard.Change(message, null);
        return new(new MessageDeleted(from.Who, from.Place, from.At, from.Receipt + "|gone", message), new(TeamsAsked.Heard, from.Place, from.User) { Message = message });
    }

    /// <summary>Teams tells of reactions on the bot's own messages, which are no events: only those on a person's message count, should they ever come.</summary>
    private TeamsArrival? Reacted(JsonElement activity, TeamsEnvelope from)
    {
        if (Wire.Text(activity, "replyToId") is not { Length: > 0 } id || heard.Find(new(from.Place, id)) is not { } seen) return null;
        var ways = new TeamsWays(TeamsAsked.Heard, from.Place, from.User);
        if (Emoji(activity, "reactionsAdded") is { } added) return new(new ReactionAdded(from.Who, from.Place, from.At, from.Receipt, seen.Message, added), ways);
        return Emoji(activity, "reactionsRemoved") is { } removed ? new(new ReactionRemoved(from.Who, from.Place, from.At, from.Receipt, seen.Message, removed), ways) : null;
    }

    /// <summary><c>1f4cc_pushpin</c> is the pushpin.</summary>
    private static string? Emoji(JsonElement activity, string list) =>
        Wire.Array(activity, list).Select(one => Wire.Text(one, "type")).Where(type => type.Length > 0).Select(type => type[(type.IndexOf('_', StringComparison.Ordinal) + 1)..]).FirstOrDefault();

    /// <summary>The names and addresses of a message's files: their bytes lie where the bot has no right to read.</summary>
    private static IReadOnlyList<IncomingFile> FilesOf(JsonElement activity) =>
        [.. Wire.Array(activity, "attachments").Where(one => Wire.Text(one, "contentType") == "application/vnd.microsoft.teams.file.download.info").Take(10)
            .Select(one => new IncomingFile(Wire.Text(one, "name"), "", 0, _ => Task.FromResult<byte[]?>(null)) { Link = TeamsText.WebAddress(Wire.Text(one, "contentUrl")) })];
}
