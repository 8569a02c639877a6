using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PostMortemBot.Tests.World;

/// <summary>
/// A person at Teams' client: writes, presses and fills in what is in front of them. Each act sends what Teams sends, applies the answer as its client does, lets the bot finish, and
/// gives back what the person saw.
/// </summary>
/// <param name="before">Runs before each act: a moment goes by.</param>
internal sealed partial class FakeTeammate(FakeTeams teams, FakeTeamsUser user, HttpClient bot, Action before, Func<Task> settled)
{
    public FakeTeamsUser User => user;

    public Spent Spent { get; private set; } = new(0, 0, 0);

    /// <summary>The last thing sent for this person, to send it again.</summary>
    public Func<Task<(HttpStatusCode Status, JsonObject? Answer)>>? Again { get; private set; }

    public void Forget() => Spent = new(0, 0, 0);

    /// <summary>Words to the bot: in a channel a new post that mentions it (or a reply in <paramref name="thread"/>), in the personal chat the words alone.</summary>
    public async Task<string> Type(string where, string words, FakeTeamsMessage? thread = null) => (await SayAsync(where, where.StartsWith('@') ? words : "@PostMortem " + words, thread, "types")).Saw;

    /// <summary>An ordinary message.</summary>
    public async Task<FakeTeamsMessage> Say(string where, string text, FakeTeamsMessage? thread = null) => (await SayAsync(where, text, thread, "writes")).Message;

    public Task<string> Edit(FakeTeamsMessage message, string text) => ActAsync($"edits \"{message.Text}\" to: {text}", async () =>
    {
        message.Text = text;
        var activity = Activity("messageUpdate", message.Room, message.Conversation, message.Id);
        (activity["text"], activity["textFormat"], activity["channelData"]!["eventType"]) = (Escaped(text), "plain", "editMessage");
        if (message.Room.Heard) await SendAsync(activity);
    });

    public Task<string> Delete(FakeTeamsMessage message) => ActAsync($"deletes \"{message.Text}\"", async () =>
    {
        message.Room.Messages.Remove(message);
        var activity = Activity("messageDelete", message.Room, message.Conversation, message.Id);
        activity["channelData"]!["eventType"] = "softDeleteMessage";
        if (message.Room.Heard) await SendAsync(activity);
    });

    /// <summary>Adds the app to a channel, or for themselves; both activities come.</summary>
    public Task<string> Install(string where) => ActAsync($"adds PostMortem to {where}", async () =>
    {
        var room = teams.Rooms[where];
        room.HasBot = true;
        await SendAsync(Lifecycle("installationUpdate", room, "add"));
        await SendAsync(Lifecycle("conversationUpdate", room, "membersAdded"));
    });

    /// <summary>A newer package takes the place of an older one; the two activities come in either order.</summary>
    public Task<string> Upgrade(string where, bool newcomerFirst) => ActAsync($"upgrades PostMortem in {where}", async () =>
    {
        foreach (var what in newcomerFirst ? ["add-upgrade", "remove-upgrade"] : (string[])["remove-upgrade", "add-upgrade"]) await SendAsync(Lifecycle("installationUpdate", teams.Rooms[where], what));
    });

    public Task<string> Uninstall(string where) => ActAsync($"takes PostMortem out of {where}", async () =>
    {
        var room = teams.Rooms[where];
        await SendAsync(Lifecycle("installationUpdate", room, "remove"));
        room.HasBot = false;
    });

    /// <summary>An entry of the menu of a message.</summary>
    public Task<string> Menu(FakeTeamsMessage message, string commandId) => ActAsync($"chooses {commandId} on \"{message.Text}\"", async () =>
    {
        Click();
        var invoke = Activity("invoke", message.Room, message.Room.Id, teams.NewGuid());
        var writer = teams.Users.Values.First(one => one.Handle == message.By);
        invoke["name"] = "composeExtension/fetchTask";
        invoke["value"] = new JsonObject
        {
            ["commandId"] = commandId,
            ["commandContext"] = "message",
            ["context"] = new JsonObject { ["theme"] = "default" },
            ["messagePayload"] = new JsonObject
            {
                ["id"] = message.Id,
                ["replyToId"] = message.Root,
                ["createdDateTime"] = Stamp(message.At),
                ["deleted"] = false,
                ["from"] = new JsonObject { ["user"] = new JsonObject { ["userIdentityType"] = "aadUser", ["id"] = writer.Id, ["displayName"] = writer.Name } },
                ["body"] = new JsonObject { ["contentType"] = "html", ["content"] = $"<p>{WebUtility.HtmlEncode(message.Text)}</p>" },
                ["attachments"] = new JsonArray(),
                ["mentions"] = new JsonArray(),
                ["linkToMessage"] = $"https://teams.microsoft.com/l/message/{message.Room.Id}/{message.Id}",
            },
        };
        dialogRoom = message.Room;
        inMenu = invoke["value"]!.AsObject();
        Dialog(await SendAsync(invoke));
    });

    /// <summary>Any activity, sent as Teams sends it, with a good token.</summary>
    public async Task<(HttpStatusCode Status, JsonObject? Answer)> SendAsync(JsonObject activity)
    {
        Again = () => PostAsync(activity);
        return await PostAsync(activity);
    }

    public JsonObject Activity(string type, FakeTeamsRoom room, string conversation, string id)
    {
        var activity = new JsonObject
        {
            ["type"] = type,
            ["id"] = id,
            ["timestamp"] = Stamp(teams.Clock.GetUtcNow()),
            ["localTimezone"] = user.Zone,
            ["serviceUrl"] = teams.ServiceUrl,
            ["channelId"] = "msteams",
            ["from"] = new JsonObject { ["id"] = user.Member, ["name"] = user.Name, ["aadObjectId"] = user.Id },
            ["conversation"] = new JsonObject { ["conversationType"] = room.Kind, ["tenantId"] = FakeTeams.Tenant, ["id"] = conversation },
            ["recipient"] = new JsonObject { ["id"] = FakeTeams.Bot, ["name"] = "PostMortem" },
            ["entities"] = new JsonArray(new JsonObject { ["type"] = "clientInfo", ["locale"] = "en-US", ["country"] = "US", ["platform"] = "Web", ["timezone"] = user.Zone }),
            ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = FakeTeams.Tenant } },
            ["locale"] = "en-US",
        };
        if (room.Kind != "personal") activity["conversation"]!["isGroup"] = true;
        if (room.Kind == "channel") (activity["channelData"]!["channel"], activity["channelData"]!["team"]) = (new JsonObject { ["id"] = room.Id }, new JsonObject { ["id"] = FakeTeams.Team });
        return activity;
    }

    /// <summary>A message as Teams tells it, without its standing anywhere.</summary>
    public JsonObject Message(FakeTeamsRoom room, string text, string conversation, string? id = null)
    {
        var activity = Activity("message", room, conversation, id ?? teams.NewId());
        activity["textFormat"] = "plain";
        activity["text"] = Mentioned(activity, text);
        return activity;
    }

    private async Task<(FakeTeamsMessage Message, string Saw)> SayAsync(string where, string text, FakeTeamsMessage? thread, string verb)
    {
        FakeTeamsMessage message = null!; // Written by the act itself.
        var saw = await ActAsync($"{verb} in {where}{(thread is null ? "" : " (thread)")}: {text}", async () =>
        {
            var room = teams.Rooms[where];
            var mentions = text.Contains("@PostMortem", StringComparison.Ordinal) || room.Kind == "personal";
            if (mentions) Click();
            lock (teams.Gate)
            {
                var id = teams.NewId();
                message = new(room, id, user.Handle) { Text = text, Root = room.Kind == "channel" ? thread?.Root ?? id : null, At = teams.Clock.GetUtcNow() };
                room.Messages.Add(message);
            }

            if (!room.HasBot || !(mentions || room.Heard)) return;
            await SendAsync(Message(room, text, message.Conversation, message.Id));
        });
        return (message, saw);
    }

    private async Task<(HttpStatusCode Status, JsonObject? Answer)> PostAsync(JsonObject activity)
    {
        var body = Encoding.UTF8.GetBytes(activity.ToJsonString());
        teams.Sent.Enqueue(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") { CharSet = "utf-8" } } } };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + teams.Issuer.Token(teams.Issuer.Claims(FakeTeams.AppId, teams.ServiceUrl)));
        using var answer = await bot.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, text.Length > 0 && text[0] == '{' ? JsonNode.Parse(text)!.AsObject() : null);
    }

    private async Task<string> ActAsync(string what, Func<Task> act)
    {
        before();
        teams.Transcript.Did(user, what);
        var from = teams.Transcript.Length;
        await act();
        await settled();
        return teams.Transcript.For(user, from);
    }

    private JsonObject Lifecycle(string type, FakeTeamsRoom room, string what)
    {
        var activity = Activity(type, room, room.Id, teams.NewGuid());
        if (type == "installationUpdate") activity["action"] = what;
        else activity[what] = new JsonArray(new JsonObject { ["id"] = FakeTeams.Bot });
        return activity;
    }

    /// <summary>As Teams sends typed words: escaped, with a mention of the bot and of people as entities.</summary>
    private string Mentioned(JsonObject activity, string words)
    {
        var text = Escaped(words);
        foreach (var (name, id) in teams.Users.Values.Select(one => ("@" + one.Handle, one.Member)).Prepend(("@PostMortem", FakeTeams.Bot)))
        {
            if (!text.Contains(name, StringComparison.Ordinal)) continue;
            var said = $"<at>{(id == FakeTeams.Bot ? "PostMortem" : teams.Users[name[1..]].Name)}</at>";
            text = text.Replace(name, said, StringComparison.Ordinal);
            activity["entities"]!.AsArray().Add(new JsonObject { ["type"] = "mention", ["text"] = said, ["mentioned"] = new JsonObject { ["id"] = id, ["name"] = said[4..^5] } });
        }

        return text;
    }

    private static string Escaped(string words) => words.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Stamp(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private void Click() => Spent = Spent with { Interactions = Spent.Interactions + 1 };
}
