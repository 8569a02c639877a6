using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PostMortemBot.Wiki;

/// <summary>Where and as whom Confluence is written.</summary>
/// <param name="Url">Its base, without a final slash: <c>https://example.atlassian.net/wiki</c>. No other host is called.</param>
/// <param name="Space">The space's key.</param>
/// <param name="Parent">The id of the page under which new ones stand; empty: the space's top.</param>
/// <param name="Labels">What every page of the bot is labelled with.</param>
/// <param name="User">The account's address, for Confluence Cloud; empty: the token is a personal access token of a Data Center.</param>
/// <param name="Token">From the environment alone.</param>
internal sealed record ConfluenceSettings(string Url, string Space, string Parent, IReadOnlyList<string> Labels, string User, string Token);

/// <summary>
/// Confluence, Cloud or Data Center, by the content part of its REST API. Written from the public pages "Confluence REST API examples" (developer.atlassian.com/cloud/confluence/rest-api-examples
/// and /server/confluence/confluence-rest-api-examples), "Confluence REST API documentation" (docs.atlassian.com/atlassian-confluence/REST/latest), "Attachments"
/// (developer.atlassian.com/server/confluence/rest/v1000/api-group-attachments) and "Rate limiting" (developer.atlassian.com/cloud/confluence/rate-limiting).
/// </summary>
/// <remarks>
/// A page is known by its title, which a space has once. What was written last stands in the page itself, as an invisible anchor with the hash of it, so that the same is not written twice,
/// also when the answer to the first time was lost. Asked for again, it is written over what somebody changed by hand around the anchor; that it was is known by the version's message. An update names the version it follows; refused with 409, the page is read again and decided anew.
/// </remarks>
internal sealed class ConfluenceWiki(ConfluenceSettings settings, ConfluenceApi api) : IWiki
{
    private const int MostTries = 5;

    public string? AddressOf(string name) => $"{settings.Url}/display/{Uri.EscapeDataString(settings.Space)}/{Uri.EscapeDataString(WikiNames.Page(name))}";

    /// <summary>In the page itself it becomes a link to the attachment; elsewhere it opens the page with the file on top.</summary>
    public string? AddressOf(string name, string file) => $"{AddressOf(name)}?preview={Uri.EscapeDataString(WikiNames.File(file))}";

    public async Task<bool> PutAsync(WikiPage page, CancellationToken stop)
    {
        WikiNames.Page(page.Name);
        var (id, changed) = await PageAsync(page, BodyOf(page), stop);
        changed |= await FilesAsync(id, page, stop);
        await LabelAsync(id, [.. settings.Labels, .. page.Labels], stop);
        return changed;
    }

    public async Task<string?> ReadAsync(string name, CancellationToken stop) => (await FindAsync(WikiNames.Page(name), stop))?.Body;

    /// <summary>The storage format of a page, with the anchor that names it.</summary>
    private string BodyOf(WikiPage page)
    {
        var files = page.Files.ToDictionary(file => AddressOf(page.Name, file.Name)!, file => file.Name);
        var body = StorageFormat.Of(page.Markdown, files.GetValueOrDefault);
        return body + StorageFormat.Anchor(MarkOf(body));
    }

    private static string MarkOf(string body) => "post-mortem-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))[..24];

    private async Task<(string Id, bool Changed)> PageAsync(WikiPage page, string body, CancellationToken stop)
    {
        var mark = body[body.LastIndexOf("post-mortem-", StringComparison.Ordinal)..][..36];
        for (var attempt = 1; ; attempt++)
        {
            var there = await FindAsync(page.Name, stop);
            if (there is not null && there.Body.Contains(mark, StringComparison.Ordinal) && (!page.Again || there.Message == page.Change)) return (there.Id, false);
            var written = there is null ? await CreateAsync(page, body, stop) : await UpdateAsync(there, page, body, stop);
            if (written is not null) return (written, true);
            if (attempt >= MostTries) throw new IOException($"Others change {page.Name} all the time; it is written later.");
        }
    }

    private async Task<FoundPage?> FindAsync(string name, CancellationToken stop)
    {
        var answer = await api.GetAsync($"rest/api/content?type=page&status=current&spaceKey={Uri.EscapeDataString(settings.Space)}&title={Uri.EscapeDataString(name)}&expand=body.storage,version&limit=1", stop);
        if (answer?["results"] is not JsonArray { Count: > 0 } results || results[0] is not JsonObject page) return null;
        return new(Text(page["id"]), page["version"]?["number"]?.GetValue<int>() ?? 1, Text(page["version"]?["message"]), Text(page["body"]?["storage"]?["value"]));
    }

    /// <summary>Null when a page of this title is there after all.</summary>
    private async Task<string?> CreateAsync(WikiPage page, string body, CancellationToken stop)
    {
        var wish = new JsonObject { ["type"] = "page", ["title"] = page.Name, ["space"] = new JsonObject { ["key"] = settings.Space }, ["body"] = Storage(body) };
        if (settings.Parent.Length > 0) wish["ancestors"] = new JsonArray(new JsonObject { ["id"] = settings.Parent });
        var (answer, error) = await api.SendAsync(HttpMethod.Post, "rest/api/content", wish, stop);
        if (answer is not null) return Text(answer["id"]);
        if (error.Status is 400 or 409 && await FindAsync(page.Name, stop) is not null) return null;
        throw ConfluenceApi.Refused(error, $"write {page.Name} in the space {settings.Space}");
    }

    /// <summary>Null when somebody changed or deleted it in between.</summary>
    private async Task<string?> UpdateAsync(FoundPage there, WikiPage page, string body, CancellationToken stop)
    {
        var version = new JsonObject { ["number"] = there.Version + 1, ["message"] = page.Change };
        var wish = new JsonObject { ["id"] = there.Id, ["type"] = "page", ["title"] = page.Name, ["version"] = version, ["body"] = Storage(body) };
        var (answer, error) = await api.SendAsync(HttpMethod.Put, $"rest/api/content/{Uri.EscapeDataString(there.Id)}", wish, stop);
        if (answer is not null) return there.Id;
        return error.Status is 409 or 404 ? null : throw ConfluenceApi.Refused(error, $"change {page.Name} in the space {settings.Space}");
    }

    private async Task<bool> FilesAsync(string id, WikiPage page, CancellationToken stop)
    {
        var there = await AttachedAsync(id, stop);
        var changed = false;
        foreach (var file in page.Files.Where(file => !there.ContainsKey(file.Name)))
        {
            await using var bytes = file.Open();
            if (bytes is null) continue;
            await api.AttachAsync(id, WikiNames.File(file.Name), bytes, stop);
            changed = true;
        }

        foreach (var (name, attachment) in there.Where(one => page.Files.All(file => file.Name != one.Key)))
        {
            var (_, error) = await api.SendAsync(HttpMethod.Delete, $"rest/api/content/{Uri.EscapeDataString(attachment)}", null, stop);
            if (error.Status is not (0 or 404)) throw ConfluenceApi.Refused(error, $"remove the file {Domain.LineText.Plain(name)} from {page.Name}");
            changed = true;
        }

        return changed;
    }

    /// <summary>The ids of the files beside a page, by their names.</summary>
    private async Task<Dictionary<string, string>> AttachedAsync(string id, CancellationToken stop)
    {
        const int Page = 100;
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var start = 0; ; start += Page)
        {
            var answer = await api.GetAsync(string.Create(CultureInfo.InvariantCulture, $"rest/api/content/{Uri.EscapeDataString(id)}/child/attachment?start={start}&limit={Page}"), stop);
            var results = answer?["results"] as JsonArray ?? [];
            foreach (var one in results) found[Text(one?["title"])] = Text(one?["id"]);
            if (results.Count < Page) return found;
        }
    }

    private async Task LabelAsync(string id, IReadOnlyList<string> labels, CancellationToken stop)
    {
        if (labels.Count == 0) return;
        var path = $"rest/api/content/{Uri.EscapeDataString(id)}/label";
        var there = (await api.GetAsync(path + "?limit=200", stop))?["results"] as JsonArray ?? [];
        var wish = new JsonArray([.. labels.Distinct(StringComparer.Ordinal).Except(there.Select(one => Text(one?["name"]))).Select(label => (JsonNode)new JsonObject { ["prefix"] = "global", ["name"] = label })]);
        if (wish.Count == 0) return;
        var (_, error) = await api.SendAsync(HttpMethod.Post, path, wish, stop);
        if (error.Status != 0) throw ConfluenceApi.Refused(error, "label a page");
    }

    private static JsonObject Storage(string body) => new() { ["storage"] = new JsonObject { ["value"] = body, ["representation"] = "storage" } };

    private static string Text(JsonNode? node) => node is JsonValue value ? value.TryGetValue<string>(out var text) ? text : value.ToJsonString() : "";

    private sealed record FoundPage(string Id, int Version, string Message, string Body);
}
