using NodaTime;
using NodaTime.Testing;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;
using PostMortemBot.Trackers;

namespace PostMortemBot.Tests.Trackers;

/// <summary>What every tracker promises, on GitHub, on Jira's Cloud and on its Data Center.</summary>
public sealed class TrackerTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 8, 0);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds { get; } = ["github", "jira", "jira-server"];

    private static IssueText Issue(string title = "Alert on pool saturation", string owner = "lee", LocalDate? due = null) =>
        new("01ACTION", title, [title, "", "Incident: INC-004211 Degraded response times", "Owner: Lee Chang"], "https://wiki.example.com/pm/Page", due ?? new(2026, 12, 3), owner);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_issue_is_made_read_changed_moved_and_found_by_its_mark(string kind)
    {
        await using var world = await World.StartAsync(kind);

        var made = await world.Tracker.MakeAsync(Issue(), Stop);
        Assert.Equal((world.Key, MirrorState.Open), (made.Key, made.State));
        Assert.StartsWith(kind == "github" ? "https://github.example.com/example/operations/issues/1" : world.Fake.Url + "/browse/SRE-1", made.Link, StringComparison.Ordinal);
        Assert.True(world.Tracker.Holds(made.Key));
        Assert.Equal(made, await world.Tracker.ReadAsync(made.Key, Stop));
        Assert.Equal(made, await world.Tracker.FindAsync("01ACTION", Now - Duration.FromHours(1), Stop));
        Assert.Null(await world.Tracker.FindAsync("01OTHER", Now - Duration.FromHours(1), Stop));

        await world.Tracker.ChangeAsync(made.Key, Issue("Alert before the pool is empty", "sam"), MirrorState.Open, MirrorState.Done, Stop);

        Assert.Equal(MirrorState.Done, (await world.Tracker.ReadAsync(made.Key, Stop))!.State);
        Assert.Equal(("Alert before the pool is empty", "sam-gh"), world.Shown);
        await world.Tracker.ChangeAsync(made.Key, Issue(), MirrorState.Done, MirrorState.Open, Stop);
        Assert.Equal((MirrorState.Open, "lee-gh"), ((await world.Tracker.ReadAsync(made.Key, Stop))!.State, world.Shown.Owner));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Who_has_no_account_there_is_no_assignee_and_what_is_not_there_is_not_read(string kind)
    {
        await using var world = await World.StartAsync(kind);

        await world.Tracker.MakeAsync(Issue(owner: ""), Stop);

        Assert.Equal("", world.Shown.Owner);
        Assert.Null(await world.Tracker.ReadAsync(world.Key.Replace('1', '9'), Stop));
        Assert.False(world.Tracker.Holds("other/place#1"));
        Assert.False(world.Tracker.Holds("OPS-1"));
        Assert.False(world.Tracker.Holds(""));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Changes_since_an_instant_are_all_told_however_many_pages_they_are(string kind)
    {
        await using var world = await World.StartAsync(kind);
        world.OnePerPage();
        for (var i = 0; i < 3; i++) await world.Tracker.MakeAsync(Issue() with { Mark = "01ACTION" + i }, Stop);
        world.Advance(Duration.FromMinutes(30));
        world.Touch(2);

        var recent = await world.Tracker.ChangedSinceAsync(world.Clock.GetCurrentInstant() - Duration.FromMinutes(5), Stop);
        var all = await world.Tracker.ChangedSinceAsync(Now - Duration.FromHours(1), Stop);

        Assert.Equal([world.Key.Replace('1', '2')], recent.Keys);
        Assert.Equal(3, all.Keys.Count);
        Assert.Equal(world.Clock.GetCurrentInstant(), all.UpTo);
    }

    [Theory]
    [InlineData("github", 429, "Retry-After", "90", 90)]
    [InlineData("github", 403, "Retry-After", "90", 90)]
    [InlineData("github", 403, "X-RateLimit-Remaining", "0", 60)]
    [InlineData("jira", 429, "Retry-After", "90", 90)]
    [InlineData("jira", 503, "Retry-After", "Tue, 24 Nov 2026 08:02:00 GMT", 120)]
    [InlineData("jira", 429, "X-Other", "1", 60)]
    [InlineData("jira", 429, "Retry-After", "999999", 3600)]
    public async Task Patience_is_given_as_long_as_it_is_asked_for_and_an_hour_at_most(string kind, int status, string header, string value, int seconds)
    {
        await using var world = await World.StartAsync(kind);
        world.Fake.NextAnswers(status, (header, value));

        var busy = await Assert.ThrowsAsync<TrackerBusy>(() => world.Tracker.MakeAsync(Issue(), Stop));

        Assert.Equal(Duration.FromSeconds(seconds), busy.Wait);
        Assert.Empty(world.Titles);
    }

    [Theory]
    [InlineData("github", 401, "GitHub does not take the token. Set Tracker__Token to one that may read and write issues.")]
    [InlineData("github", 403, "I may not open an issue in example/operations. Give my token the right to read and write issues of example/operations.")]
    [InlineData("github", 404, "I cannot open an issue in example/operations: example/operations is not there, has no issues, or I may not see it. Look at tracker.repository in bot.json.")]
    [InlineData("github", 301, "GitHub says that this has moved. Write where it is now as tracker in bot.json.")]
    [InlineData("jira", 401, "Jira does not take the token. Set Tracker__Token to one that may read and write issues.")]
    [InlineData("jira", 403, "I may not open an issue in SRE. Give my account the right to create, edit and move issues of the project SRE.")]
    [InlineData("jira", 302, "Jira says that this has moved. Write where it is now as tracker in bot.json.")]
    public async Task A_plain_no_is_a_sentence_that_says_what_to_do(string kind, int status, string sentence)
    {
        await using var world = await World.StartAsync(kind);
        world.Fake.NextAnswers(status, ("Location", "http://elsewhere.example.com/"));

        var no = await Assert.ThrowsAsync<TrackerRefused>(() => world.Tracker.MakeAsync(Issue(), Stop));

        Assert.Equal(sentence, no.Message);
        Assert.Single(world.Fake.Calls);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_may_pass_is_tried_once_here(string kind)
    {
        await using var world = await World.StartAsync(kind);
        world.Fake.NextAnswers(502);

        await Assert.ThrowsAsync<HttpRequestException>(() => world.Tracker.MakeAsync(Issue(), Stop));

        Assert.Single(world.Fake.Calls);
    }

    [Fact]
    public async Task No_word_of_a_person_acts_on_GitHub()
    {
        await using var world = await World.StartAsync("github");

        await world.Tracker.MakeAsync(Issue("```\n@everyone see #1 <!-- x --> [a](https://evil.example.com) ````"), Stop);

        var body = ((FakeGitHub)world.Fake).Issues[0].Body;
        var html = Markdig.Markdown.ToHtml(body);
        Assert.Contains("@everyone", html[html.IndexOf("<code", StringComparison.Ordinal)..html.IndexOf("</code>", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.DoesNotContain("@everyone", html[html.IndexOf("</code>", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Equal(["https://wiki.example.com/pm/Page"], System.Text.RegularExpressions.Regex.Matches(html, "href=\"([^\"]*)\"").Select(match => match.Groups[1].Value));
        Assert.EndsWith("<!-- post-mortem-action: 01ACTION -->\n", body, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', ((FakeGitHub)world.Fake).Issues[0].Title);
    }

    [Fact]
    public async Task No_word_of_a_person_acts_on_Jira()
    {
        await using var world = await World.StartAsync("jira");

        await world.Tracker.MakeAsync(Issue("{noformat} [~admin] h1. big\n{code}"), Stop);

        var text = ((FakeJira)world.Fake).Issues[0].Description;
        Assert.Equal(3, text.Split("{noformat}").Length);
        Assert.Contains("[~admin] h1. big", text.Split("{noformat}")[1], StringComparison.Ordinal);
        Assert.Equal("{noformat} [~admin] h1. big {code}", ((FakeJira)world.Fake).Issues[0].Summary);
    }

    [Fact]
    public async Task A_long_title_is_cut_to_what_the_tracker_takes()
    {
        foreach (var kind in Kinds)
        {
            await using var world = await World.StartAsync(kind);

            await world.Tracker.MakeAsync(Issue(new string('x', 254) + "😀😀"), Stop);

            Assert.Equal(new string('x', 254) + "…", Assert.Single(world.Titles));
        }
    }

    [Fact]
    public async Task Where_no_screen_has_a_due_date_the_issue_is_written_without()
    {
        await using var world = await World.StartAsync("jira");
        ((FakeJira)world.Fake).NotOnScreen.Add("duedate");

        var made = await world.Tracker.MakeAsync(Issue(), Stop);
        await world.Tracker.ChangeAsync(made.Key, Issue("Other"), MirrorState.Open, MirrorState.Open, Stop);

        Assert.Equal(("Other", (string?)null), (((FakeJira)world.Fake).Issues[0].Summary, ((FakeJira)world.Fake).Issues[0].Due));
    }

    [Fact]
    public async Task A_workflow_without_a_way_there_is_said_by_its_state()
    {
        await using var world = await World.StartAsync("jira");
        var made = await world.Tracker.MakeAsync(Issue(), Stop);
        ((FakeJira)world.Fake).Barred.UnionWith(["Close"]);

        var no = await Assert.ThrowsAsync<TrackerRefused>(() => world.Tracker.ChangeAsync(made.Key, Issue(), MirrorState.Open, MirrorState.Done, Stop));

        Assert.Equal("Jira offers no way from the present state of SRE-1 to one that says done. Move it there yourself, or add a transition.", no.Message);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_field_that_is_refused_is_named(string kind)
    {
        await using var world = await World.StartAsync(kind);
        if (world.Fake is FakeGitHub github) github.Collaborators.Clear();
        else ((FakeJira)world.Fake).NotOnScreen.Add("labels");

        var no = await Assert.ThrowsAsync<TrackerRefused>(() => world.Tracker.MakeAsync(Issue(), Stop));

        Assert.Contains(kind == "github" ? "assignees invalid. Look at tracker.labels and tracker.accounts in bot.json." : "labels: Field 'labels' cannot be set.", no.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_other_host_is_called()
    {
        await using var world = await World.StartAsync("github");
        using var http = new HttpClient(new TrackerWire("GitHub", new Uri(world.Fake.Url), world.Clock));

        foreach (var other in new[] { world.Fake.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), "http://127.0.0.1:1/", "https://api.github.com.evil.example.com/", world.Fake.Url.Replace("http:", "https:", StringComparison.Ordinal) })
        {
            await Assert.ThrowsAsync<TrackerRefused>(() => http.GetAsync(new Uri(other), Stop));
        }

        Assert.Empty(world.Fake.Calls);
    }

    private sealed class World(string kind, FakeTracker fake) : IAsyncDisposable
    {
        public FakeClock Clock { get; } = new(Now);

        public FakeTracker Fake => fake;

        public ITracker Tracker { get; private set; } = null!;

        public string Key => kind == "github" ? "example/operations#1" : "SRE-1";

        public IEnumerable<string> Titles => fake is FakeGitHub github ? github.Issues.Select(issue => issue.Title) : ((FakeJira)fake).Issues.Select(issue => issue.Summary);

        /// <summary>Title and assignee of the first issue.</summary>
        public (string Title, string Owner) Shown => fake is FakeGitHub { Issues: [var issue, ..] } ? (issue.Title, issue.Assignees.FirstOrDefault() ?? "") : (((FakeJira)fake).Issues[0].Summary, ((FakeJira)fake).Issues[0].Assignee ?? "");

        public static async Task<World> StartAsync(string kind)
        {
            FakeTracker fake = kind == "github" ? await FakeGitHub.OpenAsync() : await FakeJira.OpenAsync(kind == "jira");
            var accounts = new Dictionary<string, string> { ["lee"] = "lee-gh", ["sam"] = "sam-gh" };
            TrackerSettings settings = kind == "github" ? new TrackerSettings.GitHub(fake.Url, FakeGitHub.Repository, FakeTracker.Token) : new TrackerSettings.Jira(fake.Url, FakeJira.Project, "Task", kind == "jira" ? FakeJira.User : "", FakeTracker.Token);
            var world = new World(kind, fake);
            world.Tracker = (settings with { Labels = ["post-mortem"], Accounts = accounts }).Open(world.Clock);
            return world;
        }

        public void OnePerPage()
        {
            if (fake is FakeGitHub github) github.MostOnPage = 1;
            else if (fake is FakeJira { IsCloud: true } jira) jira.MostOnPage = 1;
        }

        public void Advance(Duration by)
        {
            Clock.Advance(by);
            fake.Now += by.ToTimeSpan();
        }

        public void Touch(int number)
        {
            if (fake is FakeGitHub github) github.Move(number, "open");
            else ((FakeJira)fake).Move("SRE-" + number, "To Do");
        }

        public ValueTask DisposeAsync()
        {
            (Tracker as IDisposable)?.Dispose();
            return fake.DisposeAsync();
        }
    }
}
