using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Teams;

/// <summary>What is offered to one person, in small rows of pieces until they answer, a day at most.</summary>
internal sealed record TeamsOffer(string Tenant, string User, string Name, long At, int Pieces);

/// <summary>
/// A file for one person: Teams takes none from a bot but into that person's own OneDrive, and asks them first. Allowed, the bytes go to the address that Teams names for them, when
/// its host is one of the settings', and without any token. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
/// </summary>
internal sealed class TeamsFiles(Bot bot, TeamsSettings settings, TeamsApi api, TeamsWire wire, Errands errands)
{
    public const string Invoke = "fileConsent/invoke";
    private const string Prefix = "teams/file/";
    private const int Most = 1024 * 1024;

    /// <summary>What one row holds, in letters of base64.</summary>
    private const int Piece = 24_000;
    private static readonly Duration Kept = Duration.FromDays(1);

    /// <summary>Whether it can be offered: over 1 MiB it is not.</summary>
    public static bool Takes(SentFile file) => file.Bytes.Length is > 0 and <= Most;

    /// <summary>Asks the person whether it may be put into their OneDrive.</summary>
    /// <param name="place">Their own chat with the bot.</param>
    public async Task OfferAsync(Place place, Account person, SentFile file, CancellationToken stop)
    {
        if (bot.OrganisationOf(TeamsIds.Platform, place.Workspace) is not { } organisation) return;
        var (id, letters) = (bot.NewId(), Convert.ToBase64String(file.Bytes));
        var pieces = letters.Chunk(Piece).Select((piece, at) => new RowPut(KeyOf(id, at), new string(piece))).ToList();
        var offer = new TeamsOffer(person.Workspace, person.User, file.Name, bot.Now.ToUnixTimeMilliseconds(), pieces.Count);
        await bot.Store.PutAsync(organisation, [new RowPut(Prefix + id, JsonSerializer.Serialize(offer, TeamsRows.Default.TeamsOffer)), .. pieces], stop);
        await ForgetAsync(organisation, bot.Now - Kept, stop);
        var context = new JsonObject { ["file"] = id };
        await api.SendAsync(place, Message("application/vnd.microsoft.teams.card.file.consent", file.Name, null, new JsonObject
        {
            ["description"] = "It goes into your OneDrive when you allow it.",
            ["sizeInBytes"] = file.Bytes.Length,
            ["acceptContext"] = context,
            ["declineContext"] = context.DeepClone(),
        }), stop, answers: true);
    }

    /// <summary>The person's answer. Only theirs counts, in their own chat, and once.</summary>
    public async Task TakeAsync(JsonElement activity, CancellationToken stop)
    {
        if (TeamsEnvelope.Read(activity, bot.Now) is not { } from || !TeamsIds.IsPersonal(from.Place.Channel) || Wire.Property(activity, "value") is not { } value) return;
        var id = TeamsIds.Text(value, "context", "file");
        if (bot.OrganisationOf(TeamsIds.Platform, from.Tenant) is not { } organisation || id.Length is 0 or > 40 || await bot.Store.RowAsync(organisation, Prefix + id, stop) is not { } row) return;
        var offer = JsonSerializer.Deserialize(row.Body, TeamsRows.Default.TeamsOffer)!;
        if ((offer.Tenant, offer.User) != (from.Tenant, from.User)) return;
        var bytes = await BytesAsync(organisation, id, offer, stop);
        await ForgetAsync(organisation, id, offer.Pieces, stop);
        var (asked, accepted, to) = (Wire.Text(activity, "replyToId"), Wire.Text(value, "action") == "accept", Wire.Property(value, "uploadInfo")?.Clone() ?? default);
        errands.Run("a file", later => AnsweredAsync(from.Place, asked, accepted ? (offer.Name, bytes, to) : null, later));
    }

    /// <summary>Nothing that waits for an answer is kept any longer: what it holds was redacted.</summary>
    public async Task ForgetAllAsync(CancellationToken stop)
    {
        foreach (var organisation in await bot.Store.OrganisationsAsync(stop)) await ForgetAsync(organisation, Instant.MaxValue, stop);
    }

    private async Task AnsweredAsync(Place place, string asked, (string Name, byte[] Bytes, JsonElement To)? file, CancellationToken stop)
    {
        if (file is var (name, bytes, to))
        {
            var kept = await UploadedAsync(Wire.Text(to, "uploadUrl"), bytes, stop);
            await api.SendAsync(place, kept && TeamsText.WebAddress(Wire.Text(to, "contentUrl")) is { } address
                ? Message("application/vnd.microsoft.teams.card.file.info", name, address, new JsonObject { ["uniqueId"] = Wire.Text(to, "uniqueId"), ["fileType"] = Wire.Text(to, "fileType") })
                : TeamsChat.Activity(Card.OneLine($"{name} could not be put into your OneDrive. Ask for it once more."), new TeamsLook { Direct = true }), stop, answers: true);
        }

        try
        {
            if (asked.Length > 0) await api.DeleteAsync(place, asked, stop);
        }
        catch (Exception stays) when (stays is TeamsRefused or TeamsFailed or ChatBusy)
        {
            // The question stands there still; pressed once more it does nothing.
        }
    }

    private async Task<bool> UploadedAsync(string address, byte[] bytes, CancellationToken stop)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var to) || !Allows(to)) return false;
        using var request = new HttpRequestMessage(HttpMethod.Put, to) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new("application/octet-stream");
        request.Content.Headers.ContentRange = new ContentRangeHeaderValue(0, bytes.Length - 1, bytes.Length);
        try
        {
            using var response = await wire.SendAsync(request, "a person's OneDrive", stop);
            return response.IsSuccessStatusCode;
        }
        catch (TeamsFailed)
        {
            return false;
        }
    }

    private bool Allows(Uri to) => to.UserInfo.Length == 0 && settings.FileHosts.Any(host => to.IsLoopback ? to.Authority == host : to.Scheme == Uri.UriSchemeHttps && to.IsDefaultPort && to.Host.EndsWith("." + host, StringComparison.OrdinalIgnoreCase));

    private async Task<byte[]> BytesAsync(string organisation, string id, TeamsOffer offer, CancellationToken stop)
    {
        var letters = new System.Text.StringBuilder();
        for (var at = 0; at < offer.Pieces; at++) letters.Append((await bot.Store.RowAsync(organisation, KeyOf(id, at), stop))?.Body);
        return Convert.FromBase64String(letters.ToString());
    }

    /// <summary>Offers from before an instant.</summary>
    private async Task ForgetAsync(string organisation, Instant before, CancellationToken stop)
    {
        foreach (var row in await bot.Store.RowsAsync(organisation, Prefix, stop))
        {
            if (row.Key.AsSpan(Prefix.Length).Contains('/') || JsonSerializer.Deserialize(row.Body, TeamsRows.Default.TeamsOffer) is not { } offer || Instant.FromUnixTimeMilliseconds(offer.At) >= before) continue;
            await ForgetAsync(organisation, row.Key[Prefix.Length..], offer.Pieces, stop);
        }
    }

    private Task<bool> ForgetAsync(string organisation, string id, int pieces, CancellationToken stop) =>
        bot.Store.PutAsync(organisation, [new RowPut(Prefix + id, null), .. Enumerable.Range(0, pieces).Select(at => new RowPut(KeyOf(id, at), null))], stop);

    private static string KeyOf(string id, int piece) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{id}/{piece:000}");

    private static JsonObject Message(string type, string name, string? address, JsonObject content)
    {
        var attachment = new JsonObject { ["contentType"] = type, ["name"] = name, ["content"] = content };
        if (address is not null) attachment["contentUrl"] = address;
        return new JsonObject { ["type"] = "message", ["attachments"] = new JsonArray(attachment) };
    }
}
