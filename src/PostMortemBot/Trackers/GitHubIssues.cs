using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using NodaTime;
using Octokit;
using Octokit.Internal;
using PostMortemBot.Domain;

namespace PostMortemBot.Trackers;

/// <summary>
/// Issues of one GitHub repository, by Octokit. Written from the public pages "REST API endpoints for issues" (docs.github.com/en/rest/issues/issues), "Rate limits for the REST API" and "Best
/// practices for using the REST API".
/// </summary>
/// <remarks>
/// People's words stand in a code block, where GitHub links and mentions nothing, and in the title, where it does neither. An issue that was made and whose answer was lost is known by a comment in
/// its text that names the action item.
/// </remarks>
internal sealed class GitHubIssues : ITracker, IDisposable
{
    /// <summary>GitHub's own limit of a title, in characters.</summary>
    private const int MostTitle = 256;
    private const int PageSize = 100;
    private const int MostPages = 10;
    private readonly TrackerSettings.GitHub settings;
    private readonly HttpClientAdapter http;
    private readonly IIssuesClient issues;
    private readonly IClock clock;
    private readonly string owner;
    private readonly string name;

    /// <remarks>
    /// What is named here Octokit makes by reflection from what GitHub answers: a program of machine code keeps of such types what it is told to keep. It is every <c>StringEnum</c> and list that an
    /// <see cref="Issue"/> or <see cref="ApiError"/> holds.
    /// </remarks>
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(StringEnum<ItemState>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(StringEnum<ItemStateReason>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(StringEnum<LockReason>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(StringEnum<MergeableState>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(StringEnum<TeamPrivacy>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(List<Issue>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(List<Label>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(List<User>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(List<Octokit.Team>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(List<ApiErrorDetail>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(List<string>))]
    public GitHubIssues(TrackerSettings.GitHub settings, IClock clock, HttpMessageHandler? wire = null)
    {
        (this.settings, this.clock) = (settings, clock);
        (owner, name) = settings.Repository.Split('/') is [var first, var second] ? (first, second) : throw new ArgumentException("No repository.", nameof(settings));
        var home = new Uri(settings.Url + "/");
        http = new HttpClientAdapter(() => new TrackerWire(Name, home, clock, wire));
        http.SetRequestTimeout(TimeSpan.FromSeconds(30));
        issues = new IssuesClient(new ApiConnection(new Connection(new ProductHeaderValue("PostMortemBot"), home, new InMemoryCredentialStore(new Credentials(settings.Token)), http, new SimpleJsonSerializer())));
    }

    public string Name => "GitHub";

    public string Home => $"github|{settings.Url}|{settings.Repository}".ToLowerInvariant();

    public Duration FindsAfter => Duration.FromSeconds(5);

    public bool Holds(string key) => NumberOf(key) is not null;

    /// <summary>An issue is open or closed.</summary>
    public MirrorState Nearest(MirrorState state) => state == MirrorState.InProgress ? MirrorState.Open : state;

    public Task<TrackedIssue?> FindAsync(string mark, Instant since, CancellationToken stop) => AskAsync("look for issues", async () =>
        (await ListedAsync(since, stop)).Where(issue => issue.Body?.Contains(MarkOf(mark), StringComparison.Ordinal) == true).Select(Of).FirstOrDefault());

    public Task<TrackedIssue?> ReadAsync(string key, CancellationToken stop) => AskAsync<TrackedIssue?>($"read {key}", async () =>
    {
        try
        {
            return Of(await issues.Get(owner, name, NumberOf(key)!.Value).WaitAsync(stop));
        }
        catch (ApiException gone) when (gone.StatusCode is System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.Gone)
        {
            return null;
        }
    });

    public Task<TrackedIssue> MakeAsync(IssueText issue, CancellationToken stop) => AskAsync($"open an issue in {settings.Repository}", async () =>
    {
        var wish = new NewIssue(TitleOf(issue)) { Body = BodyOf(issue) };
        foreach (var label in settings.Labels) wish.Labels.Add(label);
        if (settings.AccountOf(issue.Owner) is { } account) wish.Assignees.Add(account);
        return Of(await issues.Create(owner, name, wish).WaitAsync(stop));
    });

    public Task ChangeAsync(string key, IssueText issue, MirrorState from, MirrorState to, CancellationToken stop) => AskAsync($"change {key}", async () =>
    {
        var wish = new IssueUpdate { Title = TitleOf(issue), Body = BodyOf(issue) };
        if (settings.Accounts.Count > 0) wish.ClearAssignees();
        if (settings.AccountOf(issue.Owner) is { } account) wish.AddAssignee(account);
        if (from != to)
        {
            (wish.State, wish.StateReason) = to switch
            {
                MirrorState.Done => (ItemState.Closed, ItemStateReason.Completed),
                MirrorState.NotNeeded => (ItemState.Closed, ItemStateReason.NotPlanned),
                _ => (ItemState.Open, ItemStateReason.Reopened),
            };
        }

        await issues.Update(owner, name, NumberOf(key)!.Value, wish).WaitAsync(stop);
        return 0;
    });

    public Task<ChangedIssues> ChangedSinceAsync(Instant since, CancellationToken stop) => AskAsync("look for issues", async () =>
    {
        var now = clock.GetCurrentInstant();
        var changed = await ListedAsync(since, stop);
        var more = changed.Count >= PageSize * MostPages && changed[^1].UpdatedAt is not null;
        return new ChangedIssues([.. changed.Select(issue => Of(issue).Key)], more ? Instant.FromDateTimeOffset(changed[^1].UpdatedAt!.Value) : now);
    });

    public void Dispose() => http.Dispose();

    /// <summary>Those that changed since then, the longest ago first, a thousand at most.</summary>
    private async Task<IReadOnlyList<Issue>> ListedAsync(Instant since, CancellationToken stop)
    {
        var wish = new RepositoryIssueRequest { State = ItemStateFilter.All, Since = since.ToDateTimeOffset(), SortProperty = IssueSort.Updated, SortDirection = SortDirection.Ascending, Filter = IssueFilter.All };
        return await issues.GetAllForRepository(owner, name, wish, new ApiOptions { PageSize = PageSize, PageCount = MostPages, StartPage = 1 }).WaitAsync(stop);
    }

    private TrackedIssue Of(Issue issue) => new(
        string.Create(CultureInfo.InvariantCulture, $"{settings.Repository}#{issue.Number}"),
        issue.HtmlUrl ?? "",
        issue.State.StringValue != "closed" ? MirrorState.Open : issue.StateReason?.StringValue is "not_planned" or "duplicate" ? MirrorState.NotNeeded : MirrorState.Done);

    private int? NumberOf(string key) => key.StartsWith(settings.Repository + "#", StringComparison.OrdinalIgnoreCase) && int.TryParse(key.AsSpan(settings.Repository.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string MarkOf(string mark) => $"<!-- post-mortem-action: {mark} -->";

    private static string TitleOf(IssueText issue)
    {
        var title = LineText.Plain(issue.Title);
        return title.Length <= MostTitle ? title : title[..(char.IsHighSurrogate(title[MostTitle - 2]) ? MostTitle - 2 : MostTitle - 1)] + "…";
    }

    private static string BodyOf(IssueText issue)
    {
        List<string> lines = [.. issue.Lines.Select(LineText.Plain)];
        var fence = new string('`', Math.Max(3, lines.Select(LongestRun).DefaultIfEmpty().Max() + 1));
        var body = new StringBuilder().Append(fence).Append("text\n").AppendJoin('\n', lines).Append('\n').Append(fence).Append("\n\n");
        if (issue.Document is { } document) body.Append("[Post-mortem](<").Append(document).Append(">)\n\n");
        return body.Append(IssueText.Kept).Append("\n\n").Append(MarkOf(issue.Mark)).Append('\n').ToString();
    }

    private static int LongestRun(string line)
    {
        var (longest, run) = (0, 0);
        foreach (var letter in line) longest = Math.Max(longest, run = letter == '`' ? run + 1 : 0);
        return longest;
    }

    /// <summary>What GitHub says no to becomes a sentence; Octokit's own words of what may pass are tried again.</summary>
    private async Task<T> AskAsync<T>(string what, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (ApiException no) when ((int)no.StatusCode is >= 400 and < 500 and not 408)
        {
            throw new TrackerRefused((int)no.StatusCode switch
            {
                403 => $"I may not {what}. Give my token the right to read and write issues of {settings.Repository}.",
                404 or 410 => $"I cannot {what}: {settings.Repository} is not there, has no issues, or I may not see it. Look at tracker.repository in bot.json.",
                422 => $"GitHub did not let me {what}: {Said(no)}. Look at tracker.labels and tracker.accounts in bot.json.",
                _ => $"GitHub did not let me {what}: {Said(no)}.",
            });
        }
    }

    private static string Said(ApiException no)
    {
        var fields = string.Join(", ", no.ApiError?.Errors?.Select(error => $"{error.Field} {error.Code}".Trim()) ?? []);
        var said = LineText.Plain($"{no.ApiError?.Message ?? no.Message} {fields}").TrimEnd('.');
        return said.Length > 200 ? said[..200] + "…" : said;
    }
}
