using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Teams;

/// <summary>Teams said no for good.</summary>
internal sealed class TeamsRefused(HttpStatusCode status, string sentence) : ChatRefused(sentence)
{
    public HttpStatusCode Status => status;

    public override bool IsGone => status == HttpStatusCode.NotFound;
}

/// <summary>
/// The Connector's REST v3. The token goes to allowed addresses alone; nothing is followed. One call at a time in a conversation, at Teams' pace. What passes by itself (412, 429)
/// or by an admin's mend (401 with a new token) comes as <see cref="ChatBusy"/>, what failed as <see cref="TeamsFailed"/>; whoever called tries again.
/// </summary>
internal sealed class TeamsApi(TeamsWire wire, TeamsLogin login, TeamsRooms rooms, TeamsPace pace)
{
    private const int MostAnswer = 1024 * 1024;

    /// <summary>Posts into a conversation; the new activity's id, empty when Teams gave none.</summary>
    /// <param name="answers">Somebody waits for it.</param>
    public async Task<string> SendAsync(Place place, JsonObject activity, CancellationToken stop, bool answers = false) =>
        Wire.Text(await CallAsync(HttpMethod.Post, place, $"v3/conversations/{Of(place)}/activities", activity, stop, answers, closes: true), "id");

    /// <summary>Posts into a conversation of several what one member alone sees, for a day at most. Refused where the app's package does not ask for it.</summary>
    public Task SendToOneAsync(Place place, string member, JsonObject activity, CancellationToken stop)
    {
        activity["recipient"] = new JsonObject { ["id"] = member };
        return CallAsync(HttpMethod.Post, place, $"v3/conversations/{Of(place)}/activities?isTargetedActivity=true", activity, stop, answers: true);
    }

    public Task UpdateAsync(Place place, string id, JsonObject activity, CancellationToken stop) =>
        CallAsync(HttpMethod.Put, place, $"v3/conversations/{Of(place)}/activities/{Uri.EscapeDataString(id)}", activity, stop);

    public Task DeleteAsync(Place place, string id, CancellationToken stop) =>
        CallAsync(HttpMethod.Delete, place, $"v3/conversations/{Of(place)}/activities/{Uri.EscapeDataString(id)}", null, stop);

    /// <summary>Begins a conversation: a thread of a channel, or the one with a person. Gives its id, and that of what was posted.</summary>
    public async Task<(string Conversation, string Activity)> CreateAsync(Place near, JsonObject conversation, CancellationToken stop)
    {
        var answer = await CallAsync(HttpMethod.Post, near, "v3/conversations", conversation, stop, closes: near.Channel.Length > 0);
        return (Wire.Text(answer, "id"), Wire.Text(answer, "activityId"));
    }

    /// <summary>The member of a conversation, by either of its ids; null when it is not in it.</summary>
    public async Task<JsonElement?> MemberAsync(Place place, string member, CancellationToken stop)
    {
        try
        {
            return await CallAsync(HttpMethod.Get, place, $"v3/conversations/{Uri.EscapeDataString(place.Channel)}/members/{Uri.EscapeDataString(member)}", null, stop, reads: true);
        }
        catch (TeamsRefused refused) when (refused.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>What Teams says of a team.</summary>
    public Task<JsonElement> TeamAsync(Place near, string team, CancellationToken stop) => CallAsync(HttpMethod.Get, near, $"v3/teams/{Uri.EscapeDataString(team)}", null, stop, reads: true);

    /// <summary>The bot's own reaction.</summary>
    public Task ReactAsync(Place place, string id, string type, bool on, CancellationToken stop) =>
        CallAsync(on ? HttpMethod.Put : HttpMethod.Delete, place, $"v3/conversations/{Of(place)}/activities/{Uri.EscapeDataString(id)}/reactions/{type}", null, stop, answers: true);

    /// <param name="closes">A no means that the bot may write there no more.</param>
    private async Task<JsonElement> CallAsync(HttpMethod method, Place place, string path, JsonObject? body, CancellationToken stop, bool answers = false, bool reads = false, bool closes = false)
    {
        if (rooms.IsClosed(place)) throw new TeamsRefused(HttpStatusCode.Forbidden, TeamsErrors.Unreachable(place));
        var service = rooms.ServiceOf(place) ?? throw new TeamsRefused(HttpStatusCode.Forbidden, "Teams named an address for this conversation that is not on the list of allowed ones (Teams__AllowedServiceUrls).");
        using var turn = await pace.TurnAsync(place, answers, reads, stop);
        var token = await login.TokenAsync(stop);
        var (status, answer, after) = await OnceAsync(method, new Uri(service, path), token, body, stop);
        if (status == HttpStatusCode.Unauthorized && token.Length > 0)
        {
            await login.ForgetAsync(token, stop);
            (status, answer, after) = await OnceAsync(method, new Uri(service, path), await login.TokenAsync(stop), body, stop);
        }

        if (status == HttpStatusCode.Unauthorized) throw login.Barred(TeamsErrors.NotLetIn);
        login.LetIn();
        if ((int)status is >= 200 and < 300) return answer;
        if (status is HttpStatusCode.PreconditionFailed or HttpStatusCode.TooManyRequests) throw pace.Told(place, after);
        if ((int)status >= 500) throw new TeamsFailed($"Teams answered {(int)status} ({TeamsErrors.CodeOf(answer)}).");
        if (status == HttpStatusCode.Forbidden && closes) await rooms.CloseAsync(place.Workspace, place.Channel, stop);
        throw new TeamsRefused(status, TeamsErrors.Sentence(place, status, TeamsErrors.CodeOf(answer)));
    }

    private async Task<(HttpStatusCode Status, JsonElement Answer, TimeSpan? After)> OnceAsync(HttpMethod method, Uri address, string token, JsonObject? body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, address);
        if (token.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null) request.Content = new ByteArrayContent(WireJson.Bytes(body)) { Headers = { ContentType = new("application/json") { CharSet = "utf-8" } } };
        using var response = await wire.SendAsync(request, "a conversation", stop);
        using var read = WireJson.Read(await TeamsWire.BodyAsync(response, MostAnswer, stop));
        return (response.StatusCode, read is null ? default : read.RootElement.Clone(), response.Headers.RetryAfter?.Delta);
    }

    private static string Of(Place place) => Uri.EscapeDataString(TeamsIds.ConversationOf(place));
}

/// <summary>What the Connector's errors mean, as sentences with the mend.</summary>
internal static class TeamsErrors
{
    /// <param name="place">A person's own conversation has no name yet while it is being opened.</param>
    public static string Unreachable(Place place) => place.Channel.Length == 0 || TeamsIds.IsPersonal(place.Channel)
        ? "They have not added me in Teams: Apps → PostMortem → Add."
        : "I may not write there in Teams. Somebody adds me again: Apps → PostMortem → Add.";

    /// <summary>The login gave a token, and the Connector takes it not.</summary>
    public const string NotLetIn = "Teams takes the bot's token no more. An admin looks at the Azure Bot, whether it is there and has the id in Teams__AppId, and at Teams__LoginTenant.";

    public static string Sentence(Place place, HttpStatusCode status, string code) => status switch
    {
        HttpStatusCode.Forbidden => Unreachable(place),
        HttpStatusCode.NotFound => "That conversation or message is gone in Teams.",
        HttpStatusCode.RequestEntityTooLarge => "Teams takes no message as large as this.",
        _ => $"Teams refused this ({(int)status}{(code.Length > 0 ? ": " + code : "")}).",
    };

    public static string CodeOf(JsonElement answer) => TeamsIds.Text(answer, "error", "code") is { Length: < 100 } code ? code : "";
}
