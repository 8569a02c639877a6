using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Slack;

/// <summary>Slack's messages as the bot's readers see them, and the files that hang on them.</summary>
internal sealed class SlackMessages(SlackApi api, SlackPeople people, SlackWorkspaces workspaces)
{
    private const int MostText = 40_000;

    /// <summary>The message, its people by name; null for what is no message.</summary>
    public async Task<SeenMessage?> SeenAsync(string workspace, string channel, JsonElement message, CancellationToken stop)
    {
        var ts = Wire.Text(message, "ts");
        if (ts.Length == 0 || TimeOf(ts) is not { } at) return null;
        var user = Wire.Text(message, "user");
        var text = Wire.Text(message, "text");
        await Task.WhenAll(people.NameAsync(workspace, text, stop), user.Length > 0 ? people.OfAsync(workspace, user, stop) : Task.CompletedTask);
        var thread = Wire.Text(message, "thread_ts");
        var place = new Place(SlackPayloads.Platform, workspace, channel, thread.Length > 0 && thread != ts ? thread : null);
        var names = people.Names(workspace);
        var fromBot = Wire.Text(message, "bot_id").Length > 0 || Wire.Text(message, "subtype") == "bot_message";
        var self = workspaces.Self(workspace);
        var prose = SlackText.ToProse(TextOf(message, text), names);
        return new SeenMessage(new(place, ts, LinkOf(workspace, place, ts)), at, fromBot || user.Length == 0 ? null : new(SlackPayloads.Platform, workspace, user), AuthorOf(message, user, names), prose)
        {
            FromBot = fromBot,
            FromUs = (self.BotId.Length > 0 && Wire.Text(message, "bot_id") == self.BotId) || (self.User.Length > 0 && user == self.User),
            FromPlatform = IsOfPlatform(Wire.Text(message, "subtype")),
            Edited = Wire.Property(message, "edited") is not null,
            Reactions = [.. Wire.Array(message, "reactions").Select(one => (Wire.Text(one, "name"), Number(one, "count")))],
            Files = FilesOf(workspace, message),
        };
    }

    /// <summary>A message's own moment, which its id says.</summary>
    public static Instant? TimeOf(string ts) =>
        decimal.TryParse(ts, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 10_000_000_000m ? Instant.FromUnixTimeTicks((long)(seconds * NodaConstants.TicksPerSecond)) : null;

    /// <summary>The address people open it by, where the workspace's own is known.</summary>
    public string? LinkOf(string workspace, Place place, string ts)
    {
        if (workspaces.Self(workspace).Url is not { Length: > 0 } home) return null;
        var link = $"{home}/archives/{place.Channel}/p{ts.Replace(".", "", StringComparison.Ordinal)}";
        return place.Thread is { } thread ? $"{link}?thread_ts={thread}&cid={place.Channel}" : link;
    }

    /// <summary>
    /// What opens the bot's own conversation. https://docs.slack.dev/interactivity/deep-linking It names the app, which Slack tells of the bot's id; null when it does not.
    /// </summary>
    public async Task<string?> OwnLinkAsync(string workspace, CancellationToken stop)
    {
        var self = workspaces.Self(workspace);
        if (self.App.Length == 0 && self.BotId.Length > 0)
        {
            workspaces.Learn(self with { App = await AppOfAsync(self, stop) });
            self = workspaces.Self(workspace);
        }

        var home = self.Url.EndsWith(".slack-gov.com", StringComparison.Ordinal) ? "slack-gov.com" : "slack.com";
        return self.App.Length > 0 ? $"https://{home}/app_redirect?app={self.App}&team={workspace}" : null;
    }

    private async Task<string> AppOfAsync(SlackSelf self, CancellationToken stop)
    {
        try
        {
            return Wire.Property(await api.CallAsync(self.Workspace, "bots.info", new JsonObject { ["bot"] = self.BotId }, stop), "bot") is { } bot ? Wire.Text(bot, "app_id") : "";
        }
        catch (Exception untold) when (untold is SlackRefused or SlackFailed or ChatBusy)
        {
            return "";
        }
    }

    public IReadOnlyList<IncomingFile> FilesOf(string workspace, JsonElement message) => [.. Wire.Array(message, "files").Select(file =>
    {
        var address = Wire.Text(file, "url_private_download") is { Length: > 0 } download ? download : Wire.Text(file, "url_private");
        return new IncomingFile(Wire.Text(file, "name"), Wire.Text(file, "mimetype"), Number(file, "size"), stop => api.DownloadAsync(workspace, address, stop)) { Link = Wire.Text(file, "permalink") is { Length: > 0 } link ? link : null };
    })];

    /// <summary>The files put into a form, fetched.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<SentFile>>?> FilesAsync(string workspace, IReadOnlyList<SlackFile> files, CancellationToken stop)
    {
        if (files.Count == 0) return null;
        var fetched = new Dictionary<string, IReadOnlyList<SentFile>>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (await api.DownloadAsync(workspace, file.Url, stop) is { } bytes) fetched[file.Field] = [.. fetched.GetValueOrDefault(file.Field, []), new(file.Name, file.ContentType, bytes)];
        }

        return fetched;
    }

    /// <summary>Apps write into attachments and blocks: where the text is empty, the first of them that says something counts.</summary>
    private static string TextOf(JsonElement message, string text)
    {
        if (text.Trim().Length > 0) return text.Length > MostText ? text[..MostText] : text;
        return Wire.Array(message, "attachments").Select(one => Wire.Text(one, "text") is { Length: > 0 } said ? said : Wire.Text(one, "fallback"))
            .Concat(Wire.Array(message, "blocks").Select(block => Wire.Property(block, "text") is { } inner ? Wire.Text(inner, "text") : ""))
            .FirstOrDefault(one => one.Trim().Length > 0) ?? "";
    }

    private static string AuthorOf(JsonElement message, string user, SlackNames names)
    {
        if (user.Length > 0 && names.Person(user) is { } name) return name;
        if (Wire.Property(message, "bot_profile") is { } bot && Wire.Text(bot, "name") is { Length: > 0 } app) return app;
        return Wire.Text(message, "username") is { Length: > 0 } shown ? shown : user;
    }

    private static bool IsOfPlatform(string subtype) => subtype is not ("" or "file_share" or "thread_broadcast" or "bot_message" or "me_message");

    private static int Number(JsonElement value, string name) => int.TryParse(Wire.Text(value, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
