using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PostMortemBot.Tests.World;

/// <summary>Microsoft Graph's lists of messages, for conversations that granted it: the newest first, page after page, of a channel with the replies.</summary>
internal sealed partial class FakeTeams
{
    /// <summary>So many messages a page, and so many replies of one.</summary>
    public int GraphPage { get; set; } = 50;

    private async Task GraphAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Uri.UnescapeDataString).ToArray();
        var what = $"GRAPH {string.Join('/', path)}";
        var fault = faults.TryPeek(out var next) && what.StartsWith(next.What, StringComparison.Ordinal) && faults.TryDequeue(out next) ? next : null;
        var (status, answer) = fault is not null ? (fault.Status, Fail("Asked for")) : http.Request.Headers.Authorization.ToString() != "Bearer " + GraphToken ? (401, Fail("InvalidAuthenticationToken")) : Listed(path, http.Request.Query);
        calls.Enqueue(new(what + http.Request.QueryString, null, status));
        http.Response.StatusCode = status;
        if (fault?.RetryAfter is { } after) http.Response.Headers.RetryAfter = after.ToString(CultureInfo.InvariantCulture);
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer.ToJsonString());
    }

    private (int, JsonObject) Listed(string[] path, IQueryCollection query)
    {
        lock (Gate)
        {
            var room = path switch { ["chats", var chat, ..] => RoomOf(chat), ["teams", Group, "channels", var channel, ..] => RoomOf(channel), _ => null };
            if (room is null) return (404, Fail("NotFound"));
            if (!room.Granted) return (403, Fail("Forbidden"));
            var newest = room.Messages.Where(message => message.Only is null).OrderByDescending(message => message.At).ThenByDescending(message => message.Id, StringComparer.Ordinal).ToList();
            var from = int.Parse(query["$skiptoken"].FirstOrDefault() ?? "0", CultureInfo.InvariantCulture);
            var page = Math.Min(GraphPage, int.Parse(query["$top"].FirstOrDefault() ?? "20", CultureInfo.InvariantCulture));
            return path switch
            {
                ["chats", _, "messages"] => (200, Paged(newest, null)),
                [_, _, _, _, "messages"] => (200, Paged([.. newest.Where(IsRoot).OrderByDescending(root => newest.Where(one => one.Root == root.Root).Max(one => one.At))], query["$expand"] == "replies" ? root => RepliesOf(root.Id) : null)),
                [_, _, _, _, "messages", var id] => newest.FirstOrDefault(one => one.Id == id) is { } one ? (200, Written(one)) : (404, Fail("NotFound")),
                [_, _, _, _, "messages", var root, "replies"] => (200, Paged(RepliesOf(root), null)),
                _ => (404, Fail("NotFound")),
            };

            List<FakeTeamsMessage> RepliesOf(string root) => [.. newest.Where(one => one.Root == root && one.Id != root)];

            JsonObject Paged(List<FakeTeamsMessage> all, Func<FakeTeamsMessage, List<FakeTeamsMessage>>? replies)
            {
                var answer = new JsonObject { ["value"] = new JsonArray([.. all.Skip(from).Take(page).Select(Under)]) };
                if (all.Count > from + page) answer["@odata.nextLink"] = Link($"{string.Join('/', path.Select(WebUtility.UrlEncode))}?$top={page}&$skiptoken={from + page}{(replies is null ? "" : "&$expand=replies")}");
                return answer;

                JsonObject Under(FakeTeamsMessage message)
                {
                    var written = Written(message);
                    if (replies?.Invoke(message) is not { } under) return written;
                    written["replies"] = new JsonArray([.. under.Take(page).Select(Written)]);
                    if (under.Count > page) written["replies@odata.nextLink"] = Link($"teams/{Group}/channels/{WebUtility.UrlEncode(room.Id)}/messages/{message.Id}/replies?$top={page}&$skiptoken={page}");
                    return written;
                }
            }
        }
    }

    private string Link(string path) => $"{Address}/v1.0/{path}";

    private static bool IsRoot(FakeTeamsMessage message) => message.Root == message.Id;

    private JsonObject Written(FakeTeamsMessage message)
    {
        var at = message.At.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var by = message.ByBot
            ? new JsonObject { ["application"] = new JsonObject { ["id"] = AppId, ["displayName"] = "PostMortem", ["applicationIdentityType"] = "bot" }, ["user"] = null }
            : new JsonObject { ["application"] = null, ["user"] = new JsonObject { ["id"] = Users[message.By].Id, ["displayName"] = Users[message.By].Name, ["userIdentityType"] = "aadUser" } };
        return new JsonObject
        {
            ["id"] = message.Id,
            ["replyToId"] = message.Root is null || IsRoot(message) ? null : message.Root,
            ["messageType"] = "message",
            ["createdDateTime"] = at,
            ["lastModifiedDateTime"] = at,
            ["lastEditedDateTime"] = null,
            ["deletedDateTime"] = null,
            ["from"] = by,
            ["body"] = new JsonObject { ["contentType"] = "html", ["content"] = message.Card is null ? $"<p>{WebUtility.HtmlEncode(message.Text)}</p>" : "<attachment id=\"1\"></attachment>" },
            ["attachments"] = message.Card is null ? [] : new JsonArray(new JsonObject { ["id"] = "1", ["contentType"] = "application/vnd.microsoft.card.adaptive", ["content"] = message.Card.ToJsonString() }),
            ["reactions"] = new JsonArray([.. message.Reactions.Select(type => new JsonObject { ["reactionType"] = type, ["user"] = new JsonObject() })]),
            ["webUrl"] = $"https://teams.microsoft.com/l/message/{message.Room.Id}/{message.Id}",
        };
    }
}
