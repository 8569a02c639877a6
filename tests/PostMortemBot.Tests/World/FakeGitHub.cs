using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PostMortemBot.Tests.World;

/// <summary>
/// The issues of one repository of GitHub on loopback, written from GitHub's public pages ("REST API endpoints for issues", "Rate limits for the REST API") and not from our adapter: numbers that
/// only grow, state with its reason, labels that come to be when they are used, assignees that must be collaborators, 410 for what was deleted.
/// </summary>
internal sealed class FakeGitHub : FakeTracker
{
    public const string Repository = "example/operations";
    private readonly List<FakeIssue> issues = [];
    private readonly HashSet<int> deleted = [];

    public IReadOnlyList<FakeIssue> Issues => [.. issues.Where(issue => !deleted.Contains(issue.Number))];

    public HashSet<string> Collaborators { get; } = ["lee-gh", "sam-gh"];

    /// <summary>How many issues a list gives on a page, whatever was asked for.</summary>
    public int MostOnPage { get; set; } = 100;

    public static async Task<FakeGitHub> OpenAsync()
    {
        var fake = new FakeGitHub();
        await fake.StartAsync();
        return fake;
    }

    /// <summary>Somebody closes or reopens an issue by hand.</summary>
    public void Move(int number, string state, string? reason = null)
    {
        var issue = issues.Single(one => one.Number == number);
        (issue.State, issue.Reason, issue.Updated) = (state, reason, Now);
    }

    /// <summary>Somebody opens an issue of their own.</summary>
    public FakeIssue Open(string title, string body = "")
    {
        var issue = new FakeIssue(issues.Count + 1) { Title = title, Body = body, Updated = Now };
        issues.Add(issue);
        return issue;
    }

    public void Delete(int number) => deleted.Add(number);

    protected override bool Knows(string authorization) => authorization is "Token " + Token or "Bearer " + Token;

    protected override (int Status, JsonNode? Answer) Answer(string method, string[] path, IQueryCollection query, JsonNode? body)
    {
        if (path is not ["repos", var owner, var name, "issues", .. var rest] || !string.Equals($"{owner}/{name}", Repository, StringComparison.OrdinalIgnoreCase)) return Wrong(404, "Not Found");
        return (method, rest) switch
        {
            ("GET", []) => Listed(query),
            ("POST", []) => Made(body!),
            ("GET", [var number]) => Of(number) is { } issue ? (200, Shown(issue)) : Gone(number),
            ("PATCH", [var number]) => Of(number) is { } issue ? Changed(issue, body!) : Gone(number),
            _ => Wrong(404, "Not Found"),
        };
    }

    private (int, JsonNode?) Listed(IQueryCollection query)
    {
        var since = query.TryGetValue("since", out var from) ? DateTimeOffset.Parse(from!, CultureInfo.InvariantCulture) : DateTimeOffset.MinValue;
        var fits = Issues.Where(issue => issue.Updated >= since && (query["state"] == "all" || issue.State == "open")).OrderBy(issue => issue.Updated);
        var page = int.TryParse(query["page"], CultureInfo.InvariantCulture, out var number) ? number : 1;
        if (fits.Count() > page * MostOnPage) Link = $"<{Url}/repos/{Repository}/issues?state={query["state"]}&since={Uri.EscapeDataString(query["since"].ToString())}&page={page + 1}>; rel=\"next\"";
        return (200, new JsonArray([.. fits.Skip((page - 1) * MostOnPage).Take(MostOnPage).Select(issue => (JsonNode)Shown(issue))]));
    }

    private (int, JsonNode?) Made(JsonNode wish)
    {
        if ((string?)wish["title"] is not { Length: > 0 and <= 256 }) return Invalid("title");
        if (Assignees(wish) is { } assignees && !assignees.All(Collaborators.Contains)) return Invalid("assignees");
        var issue = Open("");
        foreach (var label in wish["labels"]?.AsArray() ?? []) issue.Labels.Add((string)label!);
        Write(issue, wish);
        return (201, Shown(issue));
    }

    private (int, JsonNode?) Changed(FakeIssue issue, JsonNode wish)
    {
        if (wish["title"] is { } title && ((string)title!).Length is 0 or > 256) return Invalid("title");
        if (Assignees(wish) is { } assignees && !assignees.All(Collaborators.Contains)) return Invalid("assignees");
        Write(issue, wish);
        return (200, Shown(issue));
    }

    private void Write(FakeIssue issue, JsonNode wish)
    {
        if (wish["title"] is { } title) issue.Title = (string)title!;
        if (wish["body"] is { } body) issue.Body = (string)body!;
        if (Assignees(wish) is { } assignees) issue.Assignees = assignees;
        if (wish["state"] is { } state && (string)state! != issue.State) (issue.State, issue.Reason) = ((string)state!, (string?)wish["state_reason"]);
        issue.Updated = Now;
    }

    private static List<string>? Assignees(JsonNode wish) => wish["assignees"]?.AsArray().Select(one => (string)one!).ToList();

    private FakeIssue? Of(string number) => Issues.FirstOrDefault(issue => issue.Number.ToString(CultureInfo.InvariantCulture) == number);

    private (int, JsonNode?) Gone(string number) => int.TryParse(number, CultureInfo.InvariantCulture, out var which) && deleted.Contains(which) ? Wrong(410, "This issue was deleted") : Wrong(404, "Not Found");

    private static (int, JsonNode?) Invalid(string field) =>
        (422, new JsonObject { ["message"] = "Validation Failed", ["errors"] = new JsonArray(new JsonObject { ["resource"] = "Issue", ["field"] = field, ["code"] = "invalid" }) });

    /// <summary>With all that GitHub tells of an issue, also what nobody asked for.</summary>
    private static JsonObject Shown(FakeIssue issue) => new()
    {
        ["id"] = 9000 + issue.Number,
        ["node_id"] = "MDU6SXNzdWUx",
        ["url"] = $"https://api.github.example.com/repos/{Repository}/issues/{issue.Number}",
        ["repository_url"] = "https://api.github.example.com/repos/" + Repository,
        ["comments_url"] = $"https://api.github.example.com/repos/{Repository}/issues/{issue.Number}/comments",
        ["events_url"] = $"https://api.github.example.com/repos/{Repository}/issues/{issue.Number}/events",
        ["number"] = issue.Number,
        ["html_url"] = $"https://github.example.com/{Repository}/issues/{issue.Number}",
        ["title"] = issue.Title,
        ["body"] = issue.Body,
        ["state"] = issue.State,
        ["state_reason"] = issue.Reason,
        ["labels"] = new JsonArray([.. issue.Labels.Select(label => (JsonNode)new JsonObject { ["id"] = 208045946, ["name"] = label, ["color"] = "f29513", ["default"] = false })]),
        ["user"] = User("post-mortem-bot"),
        ["assignee"] = issue.Assignees.Count > 0 ? User(issue.Assignees[0]) : null,
        ["assignees"] = new JsonArray([.. issue.Assignees.Select(login => (JsonNode)User(login))]),
        ["milestone"] = new JsonObject { ["id"] = 1002604, ["number"] = 1, ["state"] = "open", ["title"] = "v1.0", ["creator"] = User("sam-gh"), ["open_issues"] = 4, ["closed_issues"] = 8, ["due_on"] = "2026-12-24T08:00:00Z" },
        ["locked"] = true,
        ["active_lock_reason"] = "too heated",
        ["comments"] = 0,
        ["closed_by"] = issue.State == "closed" ? User("sam-gh") : null,
        ["closed_at"] = issue.State == "closed" ? issue.Updated.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) : null,
        ["author_association"] = "COLLABORATOR",
        ["reactions"] = new JsonObject { ["url"] = "https://api.github.example.com/reactions", ["total_count"] = 1, ["+1"] = 1, ["-1"] = 0, ["laugh"] = 0, ["confused"] = 0, ["heart"] = 0, ["hooray"] = 0, ["rocket"] = 0, ["eyes"] = 0 },
        ["created_at"] = issue.Updated.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        ["updated_at"] = issue.Updated.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
    };

    private static JsonObject User(string login) => new() { ["login"] = login, ["id"] = 1, ["node_id"] = "MDQ6VXNlcjE=", ["avatar_url"] = "https://github.example.com/octocat.gif", ["html_url"] = "https://github.example.com/" + login, ["type"] = "User", ["site_admin"] = false };
}

internal sealed class FakeIssue(int number)
{
    public int Number => number;

    public string Title { get; set; } = "";

    public string Body { get; set; } = "";

    public string State { get; set; } = "open";

    public string? Reason { get; set; }

    public List<string> Labels { get; } = [];

    public List<string> Assignees { get; set; } = [];

    public DateTimeOffset Updated { get; set; }
}
