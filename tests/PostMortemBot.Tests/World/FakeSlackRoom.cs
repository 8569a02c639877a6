using System.Text.Json.Nodes;

namespace PostMortemBot.Tests.World;

/// <summary>Somebody of the fake workspace.</summary>
/// <param name="Id"><c>U0DANA</c>.</param>
/// <param name="Handle">How tests call them: <c>dana</c>.</param>
internal sealed record FakeUser(string Id, string Handle, string RealName, string Zone)
{
    public string? Email { get; set; }

    public bool IsBot { get; set; }

    /// <summary>A multi-channel guest.</summary>
    public bool IsGuest { get; set; }

    /// <summary>Another workspace, in a shared channel.</summary>
    public string? StrangerOf { get; set; }

    public bool Deleted { get; set; }

    /// <summary>Emoji, words, and when it ends (seconds since 1970; 0: never).</summary>
    public (string Sign, string Words, long Ends) Status { get; set; } = ("", "", 0);
}

/// <summary>A conversation of the fake workspace: <c>C…</c>, <c>G…</c> (private) or <c>D…</c> (a person and the bot).</summary>
internal sealed class FakeChannel(string id, string name)
{
    public string Id { get; } = id;

    public string Name { get; set; } = name;

    public bool IsPrivate { get; init; }

    /// <summary>The person of a direct conversation.</summary>
    public string? DirectWith { get; init; }

    public bool IsArchived { get; set; }

    public HashSet<string> Members { get; } = [];

    public List<FakeMessage> Messages { get; } = [];

    public FakeMessage? Find(string ts) => Messages.FirstOrDefault(message => message.Ts == ts && !message.Deleted);

    /// <summary>As tests and transcripts write it: <c>#inc</c> or <c>@dana</c>.</summary>
    public string Shown => DirectWith is null ? "#" + Name : "@" + Name;

    public string Kind => DirectWith is not null ? "im" : IsPrivate ? "group" : "channel";
}

/// <summary>A message that stands in a channel, or (with <see cref="Only"/>) one that a single person sees.</summary>
internal sealed class FakeMessage(FakeChannel channel, string ts, string by, JsonObject body)
{
    public FakeChannel Channel { get; } = channel;

    public string Ts { get; } = ts;

    /// <summary>The user id of the writer.</summary>
    public string By { get; } = by;

    /// <summary><c>text</c>, <c>blocks</c>, <c>metadata</c> as they were sent.</summary>
    public JsonObject Body { get; set; } = body;

    /// <summary>The one person who sees it; null: all.</summary>
    public string? Only { get; init; }

    public string? Thread { get; init; }

    public bool ByBot { get; init; }

    public bool Edited { get; set; }

    public bool Deleted { get; set; }

    public List<JsonObject> Files { get; init; } = [];

    /// <summary>Emoji and who put it, in order.</summary>
    public List<(string Emoji, string By)> Reactions { get; } = [];

    public string Text => (string?)Body["text"] ?? "";

    public JsonArray Blocks => Body["blocks"] as JsonArray ?? [];

    /// <summary>As <c>conversations.history</c> and interactions give it.</summary>
    public JsonObject Json(string team, string botId, bool metadata = false)
    {
        var json = new JsonObject { ["type"] = "message", ["user"] = By, ["ts"] = Ts, ["text"] = Text, ["team"] = team };
        if (ByBot) (json["bot_id"], json["app_id"]) = (botId, FakeSlack.App);
        if (Blocks.Count > 0) json["blocks"] = Blocks.DeepClone();
        if (Thread is not null) json["thread_ts"] = Thread;
        if (Edited) json["edited"] = new JsonObject { ["user"] = By, ["ts"] = Ts };
        if (metadata && Body["metadata"] is { } sent) json["metadata"] = sent.DeepClone();
        if (Files.Count > 0) json["files"] = new JsonArray([.. Files.Select(file => file.DeepClone())]);
        if (Reactions.Count > 0) json["reactions"] = Reacted();
        return json;
    }

    public JsonArray Reacted() => new([.. Reactions.GroupBy(reaction => reaction.Emoji).Select(group => new JsonObject
    {
        ["name"] = group.Key,
        ["count"] = group.Count(),
        ["users"] = new JsonArray([.. group.Select(reaction => JsonValue.Create(reaction.By))]),
    })]);
}

/// <summary>A modal or Home tab as one person has it open.</summary>
internal sealed class FakeView(string id, string user, JsonObject view)
{
    public string Id { get; } = id;

    public string User { get; } = user;

    public JsonObject View { get; set; } = view;

    /// <summary>Changes with every update: guards against stale ones.</summary>
    public string Hash { get; set; } = "";

    public string? RootId { get; init; }

    public string? PreviousId { get; init; }

    /// <summary>What was typed and chosen, by block and action.</summary>
    public Dictionary<(string Block, string Action), JsonObject> State { get; } = [];

    /// <summary>What Slack's own client, or the bot's answer, put at a field: by block.</summary>
    public Dictionary<string, string> Errors { get; } = [];

    public JsonArray Blocks => View["blocks"] as JsonArray ?? [];

    public string Title => (string?)View["title"]?["text"] ?? "Home";

    public JsonObject Json(string team)
    {
        var json = (JsonObject)View.DeepClone();
        json["id"] = Id;
        json["team_id"] = team;
        json["hash"] = Hash;
        json["app_id"] = FakeSlack.App;
        json["app_installed_team_id"] = team;
        json["bot_id"] = FakeSlack.BotId;
        json["root_view_id"] = RootId ?? Id;
        json["previous_view_id"] = PreviousId;
        json["state"] = new JsonObject { ["values"] = Values() };
        foreach (var name in new[] { "private_metadata", "callback_id", "external_id" }) json[name] ??= "";
        foreach (var name in new[] { "close", "submit" }) json[name] ??= null;
        json["clear_on_close"] ??= false;
        json["notify_on_close"] ??= false;
        return json;
    }

    private JsonObject Values()
    {
        var values = new JsonObject();
        foreach (var ((block, action), value) in State)
        {
            values[block] ??= new JsonObject();
            values[block]![action] = value.DeepClone();
        }

        return values;
    }
}
