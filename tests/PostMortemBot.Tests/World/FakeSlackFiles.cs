using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PostMortemBot.Tests.World;

/// <summary>Files: uploads in three steps, and the host from which they are fetched with the bot's token.</summary>
internal sealed class FakeSlackFiles(FakeSlack slack)
{
    private readonly Dictionary<string, (string Name, long Length, byte[]? Bytes)> files = [];

    public IEnumerable<KeyValuePair<string, Func<JsonObject, JsonObject>>> Methods =>
    [
        new("files.getUploadURLExternal", Reserve),
        new("files.completeUploadExternal", Complete),
        new("files.info", args => new JsonObject { ["file"] = Json(FakeSlack.Text(args, "file")) }),
    ];

    /// <summary>Whether a message may show it: a picture that was uploaded whole.</summary>
    public bool Shows(string id) => files.TryGetValue(id, out var file) && file.Bytes?.Length == file.Length && Path.GetExtension(file.Name) is ".png" or ".jpg" or ".gif";

    public byte[] BytesOf(string id) => files[id].Bytes!;

    /// <summary>A file that a person puts into a message or form.</summary>
    public JsonObject Add(string name, byte[] bytes)
    {
        var id = slack.NewId("F");
        files[id] = (name, bytes.Length, bytes);
        return Json(id);
    }

    public async Task UploadAsync(HttpContext http, string id)
    {
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes);
        lock (slack.Gate) files[id] = files[id] with { Bytes = bytes.ToArray() };
        if (http.Request.Headers.Authorization.Count > 0) slack.Wrongs.Enqueue("upload: a token was sent along.");
        await http.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"OK - {bytes.Length}"));
    }

    public async Task DownloadAsync(HttpContext http, string id, string name)
    {
        if (http.Request.Headers.Authorization.ToString() != "Bearer " + FakeSlack.BotToken)
        {
            http.Response.ContentType = "text/html";
            await http.Response.WriteAsync($"<html>Sign in to see {name}</html>");
            return;
        }

        await http.Response.Body.WriteAsync(BytesOf(id));
    }

    private JsonObject Reserve(JsonObject args)
    {
        var id = slack.NewId("F");
        if (!long.TryParse(args["length"]?.ToString(), CultureInfo.InvariantCulture, out var length) || length <= 0) throw new ApiRefused("invalid_arguments");
        files[id] = (FakeSlack.Text(args, "filename"), length, null);
        return new JsonObject { ["upload_url"] = $"{slack.Address}/upload/{id}", ["file_id"] = id };
    }

    private JsonObject Complete(JsonObject args)
    {
        var given = args["files"] as JsonArray ?? throw new ApiRefused("invalid_arguments");
        var told = new List<JsonObject>();
        foreach (var file in given)
        {
            var id = (string?)file?["id"] ?? "";
            if (!files.TryGetValue(id, out var known) || known.Bytes is not { } bytes) throw new ApiRefused("file_not_found");
            if (bytes.Length != known.Length) throw new ApiRefused("invalid_arguments");
            told.Add(Json(id));
        }

        if ((string?)args["channel_id"] is { } channelId) Share(channelId, args, told);
        return new JsonObject { ["files"] = new JsonArray([.. told.Select(file => file.DeepClone())]) };
    }

    private void Share(string channelId, JsonObject args, List<JsonObject> told)
    {
        if (!slack.Channels.TryGetValue(channelId, out var channel) || !channel.Members.Contains(FakeSlack.BotUser)) throw new ApiRefused("channel_not_found");
        if (channel.IsArchived) throw new ApiRefused("is_archived");
        var message = slack.Add(new(channel, slack.NewTs(channel), FakeSlack.BotUser, new JsonObject { ["text"] = (string?)args["initial_comment"] ?? "" }) { ByBot = true, Thread = (string?)args["thread_ts"], Files = told });
        slack.Owe(FakeSlackEvents.Message(slack, message));
    }

    private JsonObject Json(string id)
    {
        var (name, length, _) = files.TryGetValue(id, out var known) ? known : throw new ApiRefused("file_not_found");
        var type = Path.GetExtension(name).TrimStart('.');
        return new JsonObject
        {
            ["id"] = id,
            ["created"] = slack.Clock.GetUtcNow().ToUnixTimeSeconds(),
            ["timestamp"] = slack.Clock.GetUtcNow().ToUnixTimeSeconds(),
            ["name"] = name,
            ["title"] = name,
            ["mimetype"] = type switch { "png" => "image/png", "md" => "text/markdown", _ => "text/plain" },
            ["filetype"] = type,
            ["user"] = FakeSlack.BotUser,
            ["user_team"] = FakeSlack.Team,
            ["size"] = length,
            ["url_private"] = $"{slack.Address}/files/{id}/{Uri.EscapeDataString(name)}",
            ["url_private_download"] = $"{slack.Address}/files/{id}/{Uri.EscapeDataString(name)}",
            ["permalink"] = $"https://acme.slack.example/files/{id}",
        };
    }
}
