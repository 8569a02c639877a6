using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PostMortemBot.Tests.World;

/// <summary>
/// One project of Jira on loopback, written from Atlassian's public pages ("The Jira Cloud platform REST API", "Jira Data Center REST API", "Rate limiting") and not from our adapter: a workflow whose
/// ways lead from state to state, fields that the project's screens do not have, the Cloud's search by tokens beside the Data Center's by number, 410 for the search that is gone.
/// </summary>
internal sealed class FakeJira : FakeTracker
{
    public const string User = "bot@example.com";
    public const string Project = "SRE";
    private static readonly (string Id, string Name, string From, string To)[] Workflow =
    [
        ("11", "Start", "To Do", "In Progress"), ("21", "Finish", "In Progress", "Done"), ("22", "Close", "To Do", "Done"), ("31", "Reopen", "Done", "To Do"), ("32", "Put back", "In Progress", "To Do"),
    ];

    private readonly List<FakeJiraIssue> issues = [];

    public IReadOnlyList<FakeJiraIssue> Issues => issues;

    public bool IsCloud { get; init; } = true;

    /// <summary>Fields that stand on none of the project's screens.</summary>
    public HashSet<string> NotOnScreen { get; } = [];

    /// <summary>Ways of the workflow that nobody may go.</summary>
    public HashSet<string> Barred { get; } = [];

    /// <summary>What was written last is not found yet.</summary>
    public bool SearchLags { get; set; }

    public int MostOnPage { get; set; } = 100;

    public static async Task<FakeJira> OpenAsync(bool cloud = true)
    {
        var fake = new FakeJira { IsCloud = cloud };
        await fake.StartAsync();
        return fake;
    }

    public void Move(string key, string status)
    {
        var issue = issues.Single(one => one.Key == key);
        (issue.Status, issue.Updated) = (status, Now);
    }

    protected override bool Knows(string authorization) =>
        authorization == (IsCloud ? "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{User}:{Token}")) : "Bearer " + Token);

    protected override (int Status, JsonNode? Answer) Answer(string method, string[] path, IQueryCollection query, JsonNode? body) => (method, path) switch
    {
        ("POST", ["rest", "api", "2", "issue"]) => Made(body!),
        ("POST", ["rest", "api", "2", "search"]) => IsCloud ? Refused(410, "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API.") : Found(body!),
        ("POST", ["rest", "api", "3", "search", "jql"]) => IsCloud ? Found(body!) : Wrong(404, "null for uri"),
        (_, ["rest", "api", "2", "issue", var key, ..]) => issues.FirstOrDefault(issue => issue.Key == key) is { } issue ? OfIssue(method, path[5..], issue, body) : Refused(404, "Issue does not exist or you do not have permission to see it."),
        _ => Wrong(404, "null for uri"),
    };

    private (int, JsonNode?) OfIssue(string method, string[] rest, FakeJiraIssue issue, JsonNode? body) => (method, rest) switch
    {
        ("GET", []) => (200, Shown(issue)),
        ("PUT", []) => Written(issue, body!, 204),
        ("GET", ["transitions"]) => (200, new JsonObject { ["transitions"] = new JsonArray([.. Ways(issue).Select(way => (JsonNode)new JsonObject { ["id"] = way.Id, ["name"] = way.Name, ["to"] = Status(way.To) })]) }),
        ("POST", ["transitions"]) => Moved(issue, (string?)body!["transition"]?["id"]),
        _ => Wrong(405, "Method not allowed"),
    };

    private (int, JsonNode?) Made(JsonNode wish)
    {
        if ((string?)wish["fields"]?["project"]?["key"] != Project) return Refused(400, ("project", "valid project is required"));
        if ((string?)wish["fields"]?["issuetype"]?["name"] is not ("Task" or "Bug")) return Refused(400, ("issuetype", "Specify a valid issue type"));
        var issue = new FakeJiraIssue(string.Create(CultureInfo.InvariantCulture, $"{Project}-{issues.Count + 1}"));
        var written = Written(issue, wish, 201);
        if (written.Status != 201) return written;
        issues.Add(issue);
        return (201, new JsonObject { ["id"] = "10000", ["key"] = issue.Key, ["self"] = $"{Url}/rest/api/2/issue/10000" });
    }

    private (int Status, JsonNode? Answer) Written(FakeJiraIssue issue, JsonNode wish, int status)
    {
        var fields = wish["fields"]!.AsObject();
        if (fields.Select(field => field.Key).FirstOrDefault(NotOnScreen.Contains) is { } missing) return Refused(400, (missing, $"Field '{missing}' cannot be set. It is not on the appropriate screen, or unknown."));
        if (fields["summary"] is { } summary && ((string)summary!).Length is 0 or > 255) return Refused(400, ("summary", "Summary must be less than 255 characters."));
        if ((string?)fields["summary"] is { } text && text.Contains('\n', StringComparison.Ordinal)) return Refused(400, ("summary", "The summary is invalid because it contains newline characters."));
        issue.Summary = (string?)fields["summary"] ?? issue.Summary;
        issue.Description = (string?)fields["description"] ?? issue.Description;
        if (fields.ContainsKey("duedate")) issue.Due = (string?)fields["duedate"];
        if (fields["labels"] is JsonArray labels) issue.Labels = [.. labels.Select(label => (string)label!)];
        if (fields["assignee"] is { } assignee) issue.Assignee = (string?)assignee[IsCloud ? "accountId" : "name"];
        issue.Updated = Now;
        return (status, null);
    }

    private (int, JsonNode?) Moved(FakeJiraIssue issue, string? way)
    {
        if (Ways(issue).FirstOrDefault(one => one.Id == way) is not { Id: not null } found) return Refused(400, "It seems that you have tried to perform a workflow operation that is not valid for the current state of this issue.");
        (issue.Status, issue.Updated) = (found.To, Now);
        return (204, null);
    }

    private IEnumerable<(string Id, string Name, string From, string To)> Ways(FakeJiraIssue issue) => Workflow.Where(way => way.From == issue.Status && !Barred.Contains(way.Name));

    /// <summary>As much of JQL as is asked for: one project, then a label or "updated since so many minutes".</summary>
    private (int, JsonNode?) Found(JsonNode wish)
    {
        var jql = (string)wish["jql"]!;
        if (!jql.StartsWith($"project = \"{Project}\" AND ", StringComparison.Ordinal) || !jql.EndsWith(" ORDER BY updated ASC", StringComparison.Ordinal)) return Refused(400, "Error in the JQL Query.");
        var which = jql[$"project = \"{Project}\" AND ".Length..^" ORDER BY updated ASC".Length];
        var seen = SearchLags ? issues.SkipLast(1) : issues;
        var fits = which.StartsWith("labels = \"", StringComparison.Ordinal)
            ? seen.Where(issue => issue.Labels.Contains(which["labels = \"".Length..^1])).ToList()
            : [.. seen.Where(issue => issue.Updated >= Now.AddMinutes(-int.Parse(which["updated >= -".Length..^1], CultureInfo.InvariantCulture))).OrderBy(issue => issue.Updated)];
        var from = IsCloud ? int.Parse((string?)wish["nextPageToken"] ?? "0", CultureInfo.InvariantCulture) : (int?)wish["startAt"] ?? 0;
        var page = fits.Skip(from).Take(MostOnPage).ToList();
        var answer = new JsonObject { ["issues"] = new JsonArray([.. page.Select(issue => (JsonNode)Shown(issue))]) };
        if (IsCloud) answer["isLast"] = from + page.Count >= fits.Count;
        if (IsCloud && from + page.Count < fits.Count) answer["nextPageToken"] = (from + page.Count).ToString(CultureInfo.InvariantCulture);
        if (!IsCloud) (answer["startAt"], answer["total"]) = (from, fits.Count);
        return (200, answer);
    }

    private static JsonObject Shown(FakeJiraIssue issue) => new() { ["id"] = "10000", ["key"] = issue.Key, ["fields"] = new JsonObject { ["status"] = Status(issue.Status) } };

    private static JsonObject Status(string status) => new() { ["name"] = status, ["statusCategory"] = new JsonObject { ["key"] = status switch { "Done" => "done", "In Progress" => "indeterminate", _ => "new" } } };

    private static (int, JsonNode?) Refused(int status, string message) => (status, new JsonObject { ["errorMessages"] = new JsonArray(message), ["errors"] = new JsonObject() });

    private static (int, JsonNode?) Refused(int status, (string Field, string Said) wrong) => (status, new JsonObject { ["errorMessages"] = new JsonArray(), ["errors"] = new JsonObject { [wrong.Field] = wrong.Said } });
}

internal sealed class FakeJiraIssue(string key)
{
    public string Key => key;

    public string Summary { get; set; } = "";

    public string Description { get; set; } = "";

    public string Status { get; set; } = "To Do";

    public string? Due { get; set; }

    public string? Assignee { get; set; }

    public List<string> Labels { get; set; } = [];

    public DateTimeOffset Updated { get; set; }
}
