using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using PostMortemBot.Domain;

namespace PostMortemBot.Trackers;

/// <summary>
/// Issues of one Jira project, Cloud or Data Center, by REST. Written from the public pages "The Jira Cloud platform REST API" (developer.atlassian.com/cloud/jira/platform/rest/v2: issues, issue
/// search, and v3 for the search by tokens), "Jira Data Center REST API" (docs.atlassian.com/software/jira/docs/api/REST) and "Rate limiting" (developer.atlassian.com/cloud/jira/platform/rate-limiting).
/// </summary>
/// <remarks>
/// People's words stand in a <c>noformat</c> block, where Jira links and mentions nothing, and in the summary, which is plain. Workflows are the organisation's: a state is known by its category, and
/// reached by the first transition that leads there. An issue that was made and whose answer was lost is known by a label of its own.
/// </remarks>
internal sealed class JiraIssues(TrackerSettings.Jira settings, JiraApi api, IClock clock) : ITracker, IDisposable
{
    /// <summary>Jira's own limit of a summary, in characters.</summary>
    private const int MostSummary = 255;
    private const int PageSize = 100;
    private const int MostPages = 50;
    private const string DueDate = "duedate";

    public JiraIssues(TrackerSettings.Jira settings, IClock clock, HttpMessageHandler? wire = null)
        : this(settings, new JiraApi(settings, clock, wire), clock)
    {
    }

    public string Name => "Jira";

    public string Home => $"jira|{settings.Url}|{settings.Project}".ToLowerInvariant();

    /// <summary>Its search follows a little later.</summary>
    public Duration FindsAfter => Duration.FromSeconds(60);

    private bool IsCloud => settings.User.Length > 0;

    public bool Holds(string key) => key.StartsWith(settings.Project + "-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Why something was not done is not the state's to say.</summary>
    public MirrorState Nearest(MirrorState state) => state == MirrorState.NotNeeded ? MirrorState.Done : state;

    public async Task<TrackedIssue?> FindAsync(string mark, Instant since, CancellationToken stop) => (await SearchAsync($"labels = \"{LabelOf(mark)}\"", stop)).FirstOrDefault();

    public async Task<TrackedIssue?> ReadAsync(string key, CancellationToken stop)
    {
        var (answer, error) = await api.SendAsync(HttpMethod.Get, $"rest/api/2/issue/{Uri.EscapeDataString(key)}?fields=status", null, stop);
        return error.Status switch { 0 => Of(answer), 404 => null, _ => throw api.Refused(error, $"read {key}") };
    }

    public async Task<TrackedIssue> MakeAsync(IssueText issue, CancellationToken stop)
    {
        var fields = FieldsOf(issue);
        fields["project"] = new JsonObject { ["key"] = settings.Project };
        fields["issuetype"] = new JsonObject { ["name"] = settings.IssueType };
        fields["labels"] = new JsonArray([.. settings.Labels.Append(LabelOf(issue.Mark)).Select(label => (JsonNode)label)]);
        var (answer, error) = await WriteAsync(HttpMethod.Post, "rest/api/2/issue", fields, stop);
        if (error.Status != 0) throw api.Refused(error, $"open an issue in {settings.Project}");
        var key = Text(answer["key"]);
        return await ReadAsync(key, stop) ?? throw new HttpRequestException($"{key} cannot be read yet.");
    }

    public async Task ChangeAsync(string key, IssueText issue, MirrorState from, MirrorState to, CancellationToken stop)
    {
        var (_, error) = await WriteAsync(HttpMethod.Put, $"rest/api/2/issue/{Uri.EscapeDataString(key)}", FieldsOf(issue), stop);
        if (error.Status != 0) throw api.Refused(error, $"change {key}");
        if (from != to) await MoveAsync(key, to, stop);
    }

    public async Task<ChangedIssues> ChangedSinceAsync(Instant since, CancellationToken stop)
    {
        var now = clock.GetCurrentInstant();
        var minutes = Math.Max(1, (long)Math.Ceiling((now - since).TotalMinutes));
        return new([.. (await SearchAsync(string.Create(CultureInfo.InvariantCulture, $"updated >= -{minutes}m"), stop)).Select(issue => issue.Key)], now);
    }

    public void Dispose() => api.Dispose();

    internal static string Text(JsonNode? node) => node is JsonValue value ? value.TryGetValue<string>(out var text) ? text : value.ToJsonString() : "";

    /// <summary>Writes the fields; where the project's screens have no due date, without it: it stands in the text too.</summary>
    private async Task<(JsonNode Answer, JiraError Error)> WriteAsync(HttpMethod method, string path, JsonObject fields, CancellationToken stop)
    {
        var (answer, error) = await api.SendAsync(method, path, new JsonObject { ["fields"] = fields.DeepClone() }, stop);
        if (error is not { Status: 400, Fields: [DueDate] }) return (answer, error);
        fields.Remove(DueDate);
        return await api.SendAsync(method, path, new JsonObject { ["fields"] = fields }, stop);
    }

    private async Task MoveAsync(string key, MirrorState to, CancellationToken stop)
    {
        var path = $"rest/api/2/issue/{Uri.EscapeDataString(key)}/transitions";
        var (answer, error) = await api.SendAsync(HttpMethod.Get, path, null, stop);
        if (error.Status != 0) throw api.Refused(error, $"move {key}");
        var way = (answer["transitions"] as JsonArray ?? []).FirstOrDefault(one => StateOf(one?["to"]) == to) ?? throw new TrackerRefused($"Jira offers no way from the present state of {key} to one that says {Said(to)}. Move it there yourself, or add a transition.");
        (_, error) = await api.SendAsync(HttpMethod.Post, path, new JsonObject { ["transition"] = new JsonObject { ["id"] = Text(way["id"]) } }, stop);
        if (error.Status != 0) throw api.Refused(error, $"move {key}");
    }

    /// <summary>All issues of the project that fit, the longest ago changed first. The Cloud gives pages by token, a Data Center by number.</summary>
    private async Task<List<TrackedIssue>> SearchAsync(string which, CancellationToken stop)
    {
        List<TrackedIssue> found = [];
        var token = "";
        for (var page = 0; page < MostPages; page++)
        {
            var wish = new JsonObject { ["jql"] = $"project = \"{settings.Project}\" AND {which} ORDER BY updated ASC", ["maxResults"] = PageSize, ["fields"] = new JsonArray("status") };
            if (!IsCloud) wish["startAt"] = found.Count;
            else if (token.Length > 0) wish["nextPageToken"] = token;
            var (answer, error) = await api.SendAsync(HttpMethod.Post, IsCloud ? "rest/api/3/search/jql" : "rest/api/2/search", wish, stop);
            if (error.Status != 0) throw api.Refused(error, $"look for issues of {settings.Project}");
            var issues = answer["issues"] as JsonArray ?? [];
            found.AddRange(issues.OfType<JsonNode>().Select(Of));
            token = Text(answer["nextPageToken"]);
            if (IsCloud ? token.Length == 0 : issues.Count < PageSize) break;
        }

        return found;
    }

    private JsonObject FieldsOf(IssueText issue)
    {
        var fields = new JsonObject { ["summary"] = SummaryOf(issue), ["description"] = DescriptionOf(issue), [DueDate] = issue.Due is { } due ? LocalDatePattern.Iso.Format(due) : null };
        if (settings.AccountOf(issue.Owner) is { } account) fields["assignee"] = new JsonObject { [IsCloud ? "accountId" : "name"] = account };
        return fields;
    }

    private TrackedIssue Of(JsonNode issue)
    {
        var key = Text(issue["key"]);
        return new(key, $"{settings.Url}/browse/{Uri.EscapeDataString(key)}", StateOf(issue["fields"]?["status"]));
    }

    private static MirrorState StateOf(JsonNode? status) => Text(status?["statusCategory"]?["key"]) switch { "done" => MirrorState.Done, "indeterminate" => MirrorState.InProgress, _ => MirrorState.Open };

    private static string Said(MirrorState state) => state switch { MirrorState.Done => "done", MirrorState.InProgress => "in progress", _ => "to do" };

    private static string LabelOf(string mark) => "pm-" + mark;

    private static string SummaryOf(IssueText issue)
    {
        var title = LineText.Plain(issue.Title);
        return title.Length <= MostSummary ? title : title[..(char.IsHighSurrogate(title[MostSummary - 2]) ? MostSummary - 2 : MostSummary - 1)] + "…";
    }

    /// <summary>What would end the block is broken by a space of no width.</summary>
    private static string DescriptionOf(IssueText issue)
    {
        var text = new StringBuilder("{noformat}\n").AppendJoin('\n', issue.Lines.Select(line => LineText.Plain(line).Replace("{", "{\u200B", StringComparison.Ordinal))).Append("\n{noformat}\n\n");
        if (issue.Document is { } document) text.Append("[Post-mortem|").Append(document).Append("]\n\n");
        return text.Append(IssueText.Kept).Append('\n').ToString();
    }
}
