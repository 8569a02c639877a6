using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PostMortemBot.Tests.Screens;

namespace PostMortemBot.Tests.World;

/// <summary>The Connector's door: reads a call, checks its token, carries out the faults that were asked for, answers.</summary>
internal sealed partial class FakeTeams
{
    private async Task ConnectorAsync(HttpContext http)
    {
        var segments = http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Uri.UnescapeDataString).ToArray();
        if (http.Request.Query["isTargetedActivity"] == "true") segments[^1] = "targeted";
        var what = $"{http.Request.Method} {string.Join('/', segments)}";
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync();
        var body = text.Length == 0 ? null : JsonNode.Parse(text)!.AsObject();
        if (body is not null && http.Request.ContentType != "application/json; charset=utf-8") Wrongs.Enqueue($"{what}: sent as {http.Request.ContentType}");
        var fault = faults.TryPeek(out var next) && what.StartsWith(next.What, StringComparison.Ordinal) && faults.TryDequeue(out next) ? next : null;
        if (fault?.Until is { } until && await IsCutAsync(until)) return;
        if (fault?.Until is not null) fault = null;
        var (status, answer) = fault is { Done: false } ? (fault.Status, Fail("Asked for")) : http.Request.Headers.Authorization.ToString() != "Bearer " + BotToken ? (401, Fail("Unauthorized")) : Run(http.Request.Method, segments, body);
        calls.Enqueue(new(what, body, fault?.Status ?? status));
        Change();
        if (fault is { Status: 0 })
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = fault?.Status ?? status;
        if (fault?.RetryAfter is { } after) http.Response.Headers.RetryAfter = after.ToString(CultureInfo.InvariantCulture);
        http.Response.ContentType = "application/json; charset=utf-8";
        if (answer is not null) await http.Response.WriteAsync(answer.ToJsonString());
    }

    private async Task<bool> IsCutAsync(Task until)
    {
        Interlocked.Increment(ref held);
        Change();
        await Task.WhenAny(until);
        Interlocked.Decrement(ref held);
        return until.IsCanceled;
    }

    private (int Status, JsonObject? Answer) Run(string method, string[] path, JsonObject? body)
    {
        lock (Gate)
        {
            try
            {
                return (method, path) switch
                {
                    ("POST", ["conversations"]) => Create(body!),
                    ("POST", ["conversations", var to, "activities"]) => Post(to, body!),
                    ("POST", ["conversations", var to, "targeted"]) => PostToOne(to, body!),
                    ("PUT", ["conversations", var to, "activities", var id]) => Update(to, id, body!),
                    ("DELETE", ["conversations", var to, "activities", var id]) => Delete(to, id),
                    ("GET", ["teams", Team]) => (200, new JsonObject { ["id"] = Team, ["name"] = "SRE", ["aadGroupId"] = Group }),
                    ("GET", ["conversations", var to, "members", var who]) => Member(to, who),
                    ("PUT" or "DELETE", ["conversations", var to, "activities", var id, "reactions", var type]) => React(to, id, type, method == "PUT"),
                    _ => (404, Fail("NotFound")),
                };
            }
            catch (Exception bug) when (bug is InvalidOperationException or FormatException or NullReferenceException or ArgumentException or JsonException)
            {
                Wrongs.Enqueue($"{method} {string.Join('/', path)}: what came could not be read: {bug}");
                return (400, Fail("BadSyntax"));
            }
        }
    }

    private (int, JsonObject) Create(JsonObject body)
    {
        if ((string?)body["tenantId"] != Tenant || (string?)body["bot"]?["id"] != Bot) Wrongs.Enqueue($"A conversation is begun without its tenant or bot: {body.ToJsonString()}");
        if ((string?)body["channelData"]?["channel"]?["id"] is { } channel)
        {
            if (RoomOf(channel) is not { HasBot: true } room) return (403, Fail("BotNotInConversationRoster"));
            var id = NewId();
            var message = Add(room, id, id, body["activity"]!.AsObject());
            return message is null ? (400, Fail("BadSyntax")) : (201, new JsonObject { ["id"] = message.Conversation, ["activityId"] = id });
        }

        var member = (string?)body["members"]?[0]?["id"];
        if (Users.Values.FirstOrDefault(one => one.Member == member || one.Id == member) is not { } user) return (404, Fail("MemberNotFoundInConversation"));
        return Rooms["@" + user.Handle] is { HasBot: true } own ? (201, new JsonObject { ["id"] = own.Id }) : (403, Fail("BotNotInConversationRoster"));
    }

    private (int, JsonObject) Post(string to, JsonObject body)
    {
        var (room, root) = Of(to);
        if (room is null) return (404, Fail("ConversationNotFound"));
        if (!room.HasBot) return (403, Fail("BotNotInConversationRoster"));
        var id = NewId();
        if (body["attachments"]?[0] is JsonObject file && ((string?)file["contentType"])?.StartsWith("application/vnd.microsoft.teams.card.file.", StringComparison.Ordinal) == true) return Offer(room, id, (JsonObject)file.DeepClone());
        return Add(room, id, room.Kind == "channel" ? root ?? id : null, body) is null ? (400, Fail("BadSyntax")) : (201, new JsonObject { ["id"] = id });
    }

    /// <summary>A question whether a file may go into somebody's OneDrive, or the file that lies there: in their own chat with the bot alone.</summary>
    private (int, JsonObject) Offer(FakeTeamsRoom room, string id, JsonObject file)
    {
        var offer = (string?)file["contentType"] == "application/vnd.microsoft.teams.card.file.consent";
        if (room.Kind != "personal" || ((string?)file["name"] ?? "").Length == 0 || (offer ? file["content"]!["sizeInBytes"]!.GetValue<int>() <= 0 : !OneDrive.ContainsKey((room.Members[0], (string)file["name"]!)))) return (400, Fail("BadArgument"));
        room.Messages.Add(new(room, id, Bot) { File = file, At = Clock.GetUtcNow() });
        Transcript.Shown(Users[room.Members[0]], offer ? "a question" : "a file", $"{file["name"]}{(offer ? ": [Allow] [Decline]" : "")}");
        return (201, new JsonObject { ["id"] = id });
    }

    private (int, JsonObject?) Delete(string to, string id) =>
        Of(to).Room is { } room && room.Messages.RemoveAll(one => one.Id == id && one.ByBot) == 1 ? (200, null) : (404, Fail("ActivityNotFoundInConversation"));

    /// <summary>What one member alone sees, where the app's package says that it does so.</summary>
    private (int, JsonObject) PostToOne(string to, JsonObject body)
    {
        var (room, root) = Of(to);
        if (room is null) return (404, Fail("ConversationNotFound"));
        if (!Targets) return (403, Fail("TargetedMessagesNotAllowed"));
        if (room.Kind == "personal" || Users.Values.FirstOrDefault(one => one.Member == (string?)body["recipient"]?["id"] && room.Members.Contains(one.Handle)) is not { } user) return (400, Fail("BadArgument"));
        var id = NewId();
        return Add(room, id, room.Kind == "channel" ? root ?? id : null, body, user) is null ? (400, Fail("BadSyntax")) : (201, new JsonObject { ["id"] = id });
    }

    private FakeTeamsMessage? Add(FakeTeamsRoom room, string id, string? root, JsonObject activity, FakeTeamsUser? only = null)
    {
        if (CardOf(activity) is not { } card) return null;
        var message = new FakeTeamsMessage(room, id, Bot) { Root = root, Card = card, At = Clock.GetUtcNow(), Only = only?.Handle };
        foreach (var told in card["msteams"]?["entities"]?.AsArray() ?? []) Mentioned.Add((room.Name, Users.Values.FirstOrDefault(one => one.Member == (string?)told!["mentioned"]!["id"])?.Handle ?? ""));
        room.Messages.Add(message);
        if (only is not null) Transcript.Shown(only, $"in {room.Name}, alone", FakeTeamsWords.Card(card));
        else Transcript.Message(message, edited: false);
        return message;
    }

    private (int, JsonObject?) Update(string to, string id, JsonObject body)
    {
        if (Of(to).Room is not { } room || room.Messages.FirstOrDefault(one => one.Id == id && one.ByBot && one.Only is null) is not { } message) return (404, Fail("ActivityNotFoundInConversation"));
        if (room.Kind == "channel" && to != message.Conversation) Wrongs.Enqueue($"A message of {message.Conversation} is edited in {to}");
        if (CardOf(body) is not { } card) return (400, Fail("BadSyntax"));
        message.Card = card;
        message.Own.Clear();
        Transcript.Message(message, edited: true);
        return (200, new JsonObject { ["id"] = id });
    }

    /// <summary>A message of one card and nothing beside it, which Teams can draw.</summary>
    private JsonObject? CardOf(JsonObject activity)
    {
        if ((string?)activity["type"] != "message" || activity["attachments"] is not JsonArray { Count: 1 } one || (string?)one[0]!["contentType"] != "application/vnd.microsoft.card.adaptive") return null;
        if (((string?)activity["text"] ?? "").Length > 0) Wrongs.Enqueue("Text and a card in one activity: Teams gives no id for it.");
        var card = (JsonObject)one[0]!["content"]!.DeepClone();
        Check(card);
        return card;
    }

    public void Check(JsonObject card)
    {
        TeamsProduced.Keep(card);
        foreach (var wrong in TeamsLimits.Check(card)) Wrongs.Enqueue($"{wrong} in {card.ToJsonString()}");
    }

    private (int, JsonObject) Member(string to, string who)
    {
        var user = Users.Values.FirstOrDefault(one => one.Member == who || one.Id == who);
        if (Of(to).Room is not { } room || user is null || !room.Members.Contains(user.Handle)) return (404, Fail("MemberNotFoundInConversation"));
        return (200, new JsonObject { ["id"] = user.Member, ["name"] = user.Name, ["aadObjectId"] = user.Id, ["email"] = $"{user.Handle}@example.com", ["userPrincipalName"] = $"{user.Handle}@example.com", ["tenantId"] = Tenant, ["userRole"] = user.IsGuest ? "guest" : "user" });
    }

    private (int, JsonObject?) React(string to, string id, string type, bool on)
    {
        if (NoReactions) return (403, Fail("BotReactionsDisabled"));
        if (Of(to).Room?.Messages.FirstOrDefault(one => one.Id == id) is not { } message) return (404, Fail("ActivityNotFoundInConversation"));
        if (on) message.Reactions.Add(type);
        else message.Reactions.Remove(type);
        Transcript.Reaction(message, type, on);
        return (200, null);
    }

    private (FakeTeamsRoom? Room, string? Root) Of(string conversation) => conversation.Split(";messageid=") is [var id, var root] ? (RoomOf(id), root) : (RoomOf(conversation), null);

    private FakeTeamsRoom? RoomOf(string id) => Rooms.Values.FirstOrDefault(room => room.Id == id);

    private static JsonObject Fail(string code) => new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = code } };
}
