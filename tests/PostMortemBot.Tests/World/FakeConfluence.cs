using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PostMortemBot.Tests.World;

/// <summary>
/// The content part of Confluence's REST API on loopback, written from Atlassian's public pages ("Confluence REST API examples", "REST API documentation", "Attachments", "Confluence Storage Format",
/// "Rate limiting") and not from our adapter: one space, titles unique in it whatever their case, versions counted, storage format that must be well-formed, uploads only with the header against
/// forged requests.
/// </summary>
internal sealed class FakeConfluence : IAsyncDisposable
{
    public const string Token = "canary-wiki-token-77aa";
    public const string Space = "SRE";
    private readonly WebApplication app;
    private readonly Lock gate = new();
    private readonly Dictionary<string, FakeWikiPage> pages = [];
    private readonly ConcurrentQueue<Func<HttpContext, Task<bool>>> faults = new();
    private int ids = 1000;

    private FakeConfluence(WebApplication app) => this.app = app;

    public string Url => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/wiki";

    /// <summary>Every call that came, as <c>PUT rest/api/content/1001</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>What the calls carried as authorisation.</summary>
    public ConcurrentQueue<string> Authorisations { get; } = new();

    public IReadOnlyList<FakeWikiPage> Pages
    {
        get
        {
            lock (gate) return [.. pages.Values];
        }
    }

    public static async Task<FakeConfluence> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var fake = new FakeConfluence(app);
        app.Run(fake.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return fake;
    }

    /// <summary>The next call is answered with this status, and nothing happens.</summary>
    public void NextAnswers(int status, string? retryAfter = null, string? location = null) => faults.Enqueue(context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        if (location is not null) context.Response.Headers.Location = location;
        return Task.FromResult(true);
    });

    /// <summary>The next writing call is carried out, and its answer is lost.</summary>
    public void NextWriteLosesItsAnswer() => LosesAnswers = true;

    public bool LosesAnswers { get; private set; }

    /// <summary>Done before the next update is looked at: somebody else is faster.</summary>
    public Action? BeforeNextUpdate { get; set; }

    public FakeWikiPage Write(string title, string body)
    {
        lock (gate)
        {
            var page = pages.Values.FirstOrDefault(one => Same(one.Title, title));
            if (page is null) pages[(++ids).ToString(System.Globalization.CultureInfo.InvariantCulture)] = page = new(ids.ToString(System.Globalization.CultureInfo.InvariantCulture), title);
            else page.Version++;
            page.Body = body;
            return page;
        }
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!["/wiki/".Length..];
        Calls.Enqueue($"{context.Request.Method} {path}");
        Authorisations.Enqueue(context.Request.Headers.Authorization.ToString());
        if (faults.TryDequeue(out var fault) && await fault(context)) return;
        var sent = context.Request.Headers.Authorization.ToString();
        if (sent != "Bearer " + Token && sent != "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("bot@example.com:" + Token)))
        {
            context.Response.StatusCode = 401;
            return;
        }

        var parts = path.Split('/').Skip(2).ToArray();
        var (status, answer) = (context.Request.Method, parts) switch
        {
            ("GET", ["content"]) => Found(context.Request.Query),
            ("POST", ["content"]) => Created(await BodyAsync(context)),
            ("PUT", ["content", var id]) => Updated(id, await BodyAsync(context)),
            ("DELETE", ["content", var id]) => Removed(id),
            ("GET", ["content", var id, "child", "attachment"]) => Listed(Of(id)?.Files.Values.Select(file => new JsonObject { ["id"] = file.Id, ["type"] = "attachment", ["title"] = file.Name }), context.Request.Query),
            ("POST", ["content", var id, "child", "attachment"]) => await AttachedAsync(id, context),
            ("GET", ["content", var id, "label"]) => Listed(Of(id)?.Labels.Select(label => new JsonObject { ["prefix"] = "global", ["name"] = label }), context.Request.Query),
            ("POST", ["content", var id, "label"]) => Labelled(id, await BodyAsync(context)),
            _ => Wrong(404, "No such resource."),
        };
        if (LosesAnswers && context.Request.Method != "GET")
        {
            LosesAnswers = false;
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        if (answer is null) return;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    private static async Task<JsonNode> BodyAsync(HttpContext context) => (await JsonNode.ParseAsync(context.Request.Body))!;

    private (int, JsonNode?) Found(IQueryCollection query)
    {
        lock (gate)
        {
            var found = query["spaceKey"] == Space ? pages.Values.Where(page => Same(page.Title, query["title"].ToString())) : [];
            return (200, new JsonObject { ["results"] = new JsonArray([.. found.Select(Shown)]), ["start"] = 0 });
        }
    }

    private (int, JsonNode?) Created(JsonNode wish)
    {
        lock (gate)
        {
            if ((string?)wish["space"]?["key"] != Space) return Wrong(404, "No space with that key, or you may not see it.");
            var title = (string)wish["title"]!;
            if (pages.Values.Any(page => Same(page.Title, title))) return Wrong(400, "A page with this title already exists: A page already exists with the same TITLE in this space");
            if (Malformed(wish) is { } wrong) return Wrong(400, wrong);
            if (wish["version"] is not null) return Wrong(400, "Could not create content with a version.");
            var page = Write(title, (string)wish["body"]!["storage"]!["value"]!);
            page.Parent = (string?)wish["ancestors"]?[0]?["id"] ?? "";
            return (200, Shown(page));
        }
    }

    private (int, JsonNode?) Updated(string id, JsonNode wish)
    {
        BeforeNextUpdate?.Invoke();
        BeforeNextUpdate = null;
        lock (gate)
        {
            if (!pages.TryGetValue(id, out var page)) return Wrong(404, "No content with that id.");
            if (Malformed(wish) is { } wrong) return Wrong(400, wrong);
            if ((int)wish["version"]!["number"]! != page.Version + 1) return Wrong(409, $"Version must be incremented on update. Current version is: {page.Version}");
            (page.Version, page.Message, page.Body) = (page.Version + 1, (string?)wish["version"]!["message"] ?? "", (string)wish["body"]!["storage"]!["value"]!);
            return (200, Shown(page));
        }
    }

    private (int, JsonNode?) Removed(string id)
    {
        lock (gate) return pages.Values.Any(page => page.Files.Values.FirstOrDefault(file => file.Id == id) is { } file && page.Files.Remove(file.Name)) || pages.Remove(id) ? (204, null) : Wrong(404, "No content with that id.");
    }

    private async Task<(int, JsonNode?)> AttachedAsync(string id, HttpContext context)
    {
        if (context.Request.Headers["X-Atlassian-Token"] is not ["nocheck" or "no-check"]) return Wrong(403, "XSRF check failed");
        var form = await context.Request.ReadFormAsync();
        using var bytes = new MemoryStream();
        await form.Files["file"]!.CopyToAsync(bytes);
        var name = form.Files["file"]!.FileName;
        lock (gate)
        {
            if (!pages.TryGetValue(id, out var page)) return Wrong(404, "No content with that id.");
            if (page.Files.ContainsKey(name)) return Wrong(400, $"Cannot add a new attachment with same file name as an existing attachment: {name}");
            page.Files[name] = new("att" + ++ids, name, bytes.ToArray());
            return (200, new JsonObject { ["results"] = new JsonArray(new JsonObject { ["id"] = page.Files[name].Id, ["title"] = name }) });
        }
    }

    private (int, JsonNode?) Labelled(string id, JsonNode wish)
    {
        lock (gate)
        {
            if (!pages.TryGetValue(id, out var page)) return Wrong(404, "No content with that id.");
            foreach (var label in wish.AsArray()) page.Labels.Add((string)label!["name"]!);
            return (200, new JsonObject { ["results"] = new JsonArray() });
        }
    }

    private FakeWikiPage? Of(string id)
    {
        lock (gate) return pages.GetValueOrDefault(id);
    }

    private static (int, JsonNode?) Listed(IEnumerable<JsonObject>? all, IQueryCollection query)
    {
        if (all is null) return Wrong(404, "No content with that id.");
        var start = int.TryParse(query["start"], out var from) ? from : 0;
        var limit = int.TryParse(query["limit"], out var most) ? most : 25;
        return (200, new JsonObject { ["results"] = new JsonArray([.. all.Skip(start).Take(limit)]) });
    }

    private static JsonObject Shown(FakeWikiPage page) => new()
    {
        ["id"] = page.Id,
        ["type"] = "page",
        ["title"] = page.Title,
        ["version"] = new JsonObject { ["number"] = page.Version, ["message"] = page.Message },
        ["body"] = new JsonObject { ["storage"] = new JsonObject { ["value"] = page.Body, ["representation"] = "storage" } },
    };

    /// <summary>What Confluence says of storage format that is no XHTML.</summary>
    private static string? Malformed(JsonNode wish)
    {
        if ((string?)wish["body"]?["storage"]?["representation"] != "storage") return "No representation.";
        try
        {
            _ = StorageXml.Read((string)wish["body"]!["storage"]!["value"]!);
            return null;
        }
        catch (XmlException wrong)
        {
            return "Error parsing xhtml: " + wrong.Message;
        }
    }

    private static (int, JsonNode?) Wrong(int status, string message) => (status, new JsonObject { ["statusCode"] = status, ["message"] = message });

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

internal sealed class FakeWikiPage(string id, string title)
{
    public string Id => id;

    public string Title => title;

    public string Body { get; set; } = "";

    public string Parent { get; set; } = "";

    public int Version { get; set; } = 1;

    /// <summary>What was said of its last version.</summary>
    public string Message { get; set; } = "";

    public HashSet<string> Labels { get; } = [];

    public Dictionary<string, (string Id, string Name, byte[] Bytes)> Files { get; } = [];
}

/// <summary>Storage format read by a parser of XML, and what a reader sees of it.</summary>
internal static class StorageXml
{
    public static XElement Read(string body) => XElement.Parse($"<body xmlns:ac=\"ac\" xmlns:ri=\"ri\">{body}</body>", LoadOptions.PreserveWhitespace);

    /// <summary>The text without white space, and without parameters of macros.</summary>
    public static string Text(string body)
    {
        var xml = Read(body);
        foreach (var parameter in xml.Descendants(XName.Get("parameter", "ac")).ToList()) parameter.Remove();
        return Folded(xml.Value.Replace("☑", "", StringComparison.Ordinal).Replace("☐", "", StringComparison.Ordinal));
    }

    public static string Folded(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter) && letter is not ('\u200B' or '\uFEFF')));

    public static IEnumerable<string> Names(string body) => Read(body).Descendants().Select(element => (element.Name.NamespaceName.Length > 0 ? element.Name.NamespaceName + ":" : "") + element.Name.LocalName);
}
