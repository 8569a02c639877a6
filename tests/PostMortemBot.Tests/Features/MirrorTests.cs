using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Templates;
using PostMortemBot.Tests.World;
using PostMortemBot.Trackers;

namespace PostMortemBot.Tests.Features;

/// <summary>An action item and the issue that stands for it: made once, kept in step both ways, and told of when that fails.</summary>
public sealed class MirrorTests
{
    private const string Issue = "example/operations#1";
    private const string Link = "https://github.example.com/example/operations/issues/1";

    private static readonly Duration Minute = Duration.FromMinutes(1);

    [Fact]
    public async Task An_action_item_gets_one_issue_a_minute_after_it_was_said_and_links_to_it()
    {
        await using var world = await World.StartAsync();
        await world.Chat.Type("sam", "#inc", "action \"Alert on pool saturation\" @lee 2026-12-03");
        Assert.Empty(world.GitHub.Issues);

        await world.Chat.Advance(Minute);
        await world.Chat.Advance(Minute);

        var issue = Assert.Single(world.GitHub.Issues);
        Assert.Equal(("Alert on pool saturation", "open", "lee-gh", "post-mortem"), (issue.Title, issue.State, Assert.Single(issue.Assignees), Assert.Single(issue.Labels)));
        Assert.StartsWith("```text\nAlert on pool saturation\n\nIncident: INC-004211 Degraded response times on API gateway\nOwner: Lee Chang\nDue: 2026-12-03\nHorizon: short-term\n```\n", issue.Body, StringComparison.Ordinal);
        Assert.Equal(new ActionMirror(Issue, Link), (await world.ItemAsync()).Mirror);
        Assert.Contains($"Alert on pool saturation · Lee Chang · due Thu 3 Dec (in 9 days) · {Issue}", (await world.Chat.Type("sam", "#inc", "actions")).Text, StringComparison.Ordinal);
        Assert.Contains($"| Alert on pool saturation ([{Issue}](<{Link}>)) |", await world.DocumentAsync(), StringComparison.Ordinal);
        Assert.Equal(["POST /repos/example/operations/issues"], world.GitHub.Writes);
    }

    [Fact]
    public async Task The_document_with_a_link_in_its_table_is_read_again_without_a_blank()
    {
        await using var world = await World.StartAsync();
        await world.MirroredAsync();
        var linked = await world.DocumentAsync();

        Assert.Contains(Link, linked, StringComparison.Ordinal);
        Assert.Equal(Blanks(linked.Replace($" ([{Issue}](<{Link}>))", "", StringComparison.Ordinal)), Blanks(linked));
        static IEnumerable<string> Blanks(string document) => Assert.IsType<TemplateReading.Derived>(TemplateReader.Read("document.md", document)).Template.Fields.Select(field => field.Path.Value);
    }

    [Fact]
    public async Task Taken_back_within_a_minute_it_never_gets_one()
    {
        await using var world = await World.StartAsync();
        await world.Chat.Type("sam", "#inc", "action \"Alert on pool saturation\" @lee");
        await world.Chat.Press("sam", "Undo");

        await world.Chat.Advance(Minute);

        Assert.Empty(world.GitHub.Calls);
    }

    [Fact]
    public async Task Before_the_document_has_begun_nothing_is_mirrored_and_then_all_that_is_open()
    {
        await using var world = await World.StartAsync(drafted: false);
        await world.Chat.Type("sam", "#inc", "start INC-004211 gateway slow p1 owner:@sam");
        await world.Chat.Type("sam", "#inc", "action \"Alert on pool saturation\" @lee");
        await world.Chat.Advance(Minute);
        Assert.Empty(world.GitHub.Calls);

        await world.Chat.Type("sam", "#inc", "resolve");
        await world.Chat.Advance(Minute);

        Assert.Equal("Alert on pool saturation", Assert.Single(world.GitHub.Issues).Title);
    }

    [Fact]
    public async Task An_issue_whose_answer_was_lost_is_found_again_and_not_made_twice()
    {
        await using var world = await World.StartAsync();
        await world.Chat.Type("sam", "#inc", "action \"Alert on pool saturation\" @lee");
        world.GitHub.NextWriteLosesItsAnswer();

        for (var i = 0; i < 12; i++) await world.Chat.Advance(Duration.FromSeconds(10));

        Assert.Single(world.GitHub.Issues);
        Assert.Equal(Issue, (await world.ItemAsync()).Mirror?.Key);
    }

    [Fact]
    public async Task A_tracker_whose_search_follows_later_is_given_the_time()
    {
        await using var world = await World.StartAsync(jira: true);
        await world.Chat.Type("sam", "#inc", "action \"Alert on pool saturation\" @lee");
        world.Jira.NextWriteLosesItsAnswer();
        world.Jira.SearchLags = true;
        await world.Chat.Advance(Minute);

        await world.Chat.Advance(Duration.FromSeconds(30));
        Assert.DoesNotContain(world.Jira.Calls, call => call.Contains("search", StringComparison.Ordinal));
        world.Jira.SearchLags = false;
        await world.Chat.Advance(Minute);

        Assert.Equal("SRE-1", Assert.Single(world.Jira.Issues).Key);
        Assert.Equal("SRE-1", (await world.ItemAsync()).Mirror?.Key);
    }

    [Theory]
    [InlineData("New date", "due", "2026-12-10", "Due: 2026-12-10")]
    [InlineData("Hand over", "owner", "sam", "Owner: Sam Ortiz")]
    public async Task What_changes_here_is_written_there(string press, string field, string value, string line)
    {
        await using var world = await World.StartAsync();
        await world.MirroredAsync();
        await world.Chat.Type("sam", "#inc", "actions");
        await world.Chat.Press("sam", "Answer for one", value: "Alert on pool saturation · INC-004211");
        await world.Chat.Press("sam", press);
        await world.Chat.Submit("sam", (field, field == "owner" ? (await world.Chat.IdOf(value)).Value : value));

        await world.Chat.Advance(Minute);

        var issue = Assert.Single(world.GitHub.Issues);
        Assert.Contains(line, issue.Body, StringComparison.Ordinal);
        Assert.Equal(press == "Hand over" ? "sam-gh" : "lee-gh", Assert.Single(issue.Assignees));
    }

    [Fact]
    public async Task Done_here_is_closed_there_and_not_done_any_more_opened_again()
    {
        await using var world = await World.StartAsync();
        await world.MirroredAsync();

        await world.SayAsync(ActionStatus.Done);
        Assert.Equal(("closed", "completed"), (world.GitHub.Issues[0].State, world.GitHub.Issues[0].Reason));
        await world.SayAsync(ActionStatus.InProgress);
        Assert.Equal(("open", "reopened"), (world.GitHub.Issues[0].State, world.GitHub.Issues[0].Reason));
    }

    [Theory]
    [InlineData("completed", ActionStatus.Done, null)]
    [InlineData(null, ActionStatus.Done, null)]
    [InlineData("not_planned", ActionStatus.Open, "closed as not planned in example/operations#1")]
    public async Task Closed_there_it_is_done_or_not_needed_here(string? reason, ActionStatus status, string? dropped)
    {
        await using var world = await World.StartAsync();
        await world.MirroredAsync();
        var writes = world.GitHub.Writes.Count();

        world.GitHub.Move(1, "closed", reason);
        await world.AskAsync();

        var item = await world.ItemAsync();
        Assert.Equal((status, dropped, status == ActionStatus.Done ? Link : ""), (item.Status, item.Dropped, item.ShownBy));
        await world.AskAsync();
        Assert.Equal((0, "closed"), (world.GitHub.Writes.Count() - writes - (dropped is null ? 0 : 1), world.GitHub.Issues[0].State));
        world.GitHub.Move(1, "open", "reopened");
        await world.AskAsync();
        Assert.True((await world.ItemAsync()).IsOpen);
    }

    [Fact]
    public async Task Changed_on_both_sides_it_is_as_the_post_mortem_says()
    {
        await using var world = await World.StartAsync();
        await world.MirroredAsync();
        await world.SayAsync(ActionStatus.Done);
        world.GitHub.Move(1, "open");
        await world.SayAsync(ActionStatus.InProgress, advance: false);
        world.GitHub.Move(1, "closed", "not_planned");

        await world.AskAsync();

        Assert.Equal((ActionStatus.InProgress, "open"), ((await world.ItemAsync()).Status, world.GitHub.Issues[0].State));
    }

    [Fact]
    public async Task Taken_out_here_it_is_closed_there_and_put_back_it_is_opened()
    {
        await using var world = await World.StartAsync();
        await world.MirroredAsync();

        await world.DecideAsync((p, item, who) => ActionItems.Remove(p, item.Id, who, world.Chat.Now));
        Assert.Equal(("closed", "not_planned"), (world.GitHub.Issues[0].State, world.GitHub.Issues[0].Reason));
        Assert.Contains("Taken out of the post-mortem.", world.GitHub.Issues[0].Body, StringComparison.Ordinal);
        await world.DecideAsync((p, item, who) => ActionItems.Restore(p, item.Id, who, world.Chat.Now));

        Assert.Equal("open", world.GitHub.Issues[0].State);
        Assert.DoesNotContain("Taken out", world.GitHub.Issues[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_redacted_here_is_written_over_there()
    {
        await using var world = await World.StartAsync();
        await world.MirroredAsync();

        await world.Chat.Type("sam", "#inc", "INC-004211 redact pool saturation");
        await world.Chat.Press("sam", "Choose a text", value: "action item: Alert on pool saturation");
        await world.Chat.Submit("sam", ("sure", "yes"));
        await world.Chat.Advance(Minute);

        Assert.Equal(Redaction.Cover, world.GitHub.Issues[0].Title);
        Assert.DoesNotContain("saturation", world.GitHub.Issues[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jira_knows_what_is_in_progress_too()
    {
        await using var world = await World.StartAsync(jira: true);
        await world.MirroredAsync();

        await world.SayAsync(ActionStatus.InProgress);
        Assert.Equal("In Progress", world.Jira.Issues[0].Status);
        world.Jira.Move("SRE-1", "Done");
        await world.AskAsync();

        Assert.Equal(ActionStatus.Done, (await world.ItemAsync()).Status);
    }

    [Fact]
    public async Task A_deleted_issue_is_told_to_the_owner_once_and_none_is_made_again()
    {
        await using var world = await World.StartAsync();
        await world.MirroredAsync();
        world.GitHub.Delete(1);

        await world.SayAsync(ActionStatus.InProgress);
        await world.SayAsync(ActionStatus.Done);

        Assert.Contains($"{Issue} was deleted. INC-004211 keeps the action item, and none is made again.", Assert.Single(world.Told("lee")), StringComparison.Ordinal);
        Assert.Null((await world.ItemAsync()).Mirror);
        Assert.Empty(world.GitHub.Issues);
        Assert.DoesNotContain(Link, await world.DocumentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_tracker_refuses_is_told_to_the_owner_and_the_next_change_brings_all()
    {
        await using var world = await World.StartAsync();
        world.GitHub.NextAnswers(403);
        await world.Chat.Type("sam", "#inc", "action \"Alert on pool saturation\" @lee 2026-12-03");
        await world.Chat.Advance(Minute);

        Assert.Equal("I cannot keep an action item of INC-004211 and its issue in step. I may not open an issue in example/operations. Give my token the right to read and write issues of example/operations.\nNothing is lost here. When that is mended, the next change brings all of it.\n[Timeline]", Assert.Single(world.Told("lee")));
        await world.SayAsync(ActionStatus.InProgress);

        Assert.Single(world.GitHub.Issues);
    }

    [Fact]
    public async Task Patience_that_is_asked_for_holds_up_all_of_the_tracker()
    {
        await using var world = await World.StartAsync();
        await world.Chat.Type("sam", "#inc", "action \"Alert on pool saturation\" @lee");
        await world.Chat.Type("sam", "#inc", "action \"Rehearse the failover\" @lee");
        world.GitHub.NextAnswers(429, ("Retry-After", "300"));

        await world.Chat.Advance(Minute);
        await world.Chat.Advance(Duration.FromSeconds(299));
        Assert.Single(world.GitHub.Calls);
        await world.Chat.Advance(Duration.FromSeconds(10));

        Assert.Equal(2, world.GitHub.Issues.Count);
        Assert.Empty(world.Told("lee"));
    }

    [Fact]
    public async Task Of_a_private_incident_nothing_is_mirrored_and_what_was_is_closed_and_says_nothing()
    {
        await using var world = await World.StartAsync();
        await world.MirroredAsync();

        await world.Chat.Type("sam", "#inc", "private");
        await world.Chat.Type("sam", "#inc", "action \"Rehearse the failover\" @lee");
        await world.Chat.Advance(Minute);

        var issue = Assert.Single(world.GitHub.Issues);
        Assert.Equal(("Withdrawn", "closed", "not_planned"), (issue.Title, issue.State, issue.Reason));
        Assert.DoesNotContain("pool", issue.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("INC-004211", issue.Body, StringComparison.Ordinal);
        world.GitHub.Move(1, "open");
        await world.AskAsync();
        Assert.Equal(("closed", ActionStatus.Open), (issue.State, (await world.ItemAsync()).Status));

        await world.Chat.Type("sam", "#inc", "public");
        await world.Chat.Advance(Minute);
        Assert.Equal(["Alert on pool saturation", "Rehearse the failover"], world.GitHub.Issues.Select(one => one.Title).Order(StringComparer.Ordinal));
        Assert.Equal("open", issue.State);
    }

    [Fact]
    public async Task A_tracker_that_is_new_gets_what_is_open_and_none_of_what_is_done_or_private()
    {
        await using var world = await World.StartAsync(tracked: false);
        await world.Chat.Type("sam", "#inc", "action \"Alert on pool saturation\" @lee");
        await world.Chat.Type("sam", "#inc", "action \"Raised the pool\" @lee");
        await world.SayAsync(ActionStatus.Done, "Raised the pool");
        await world.Chat.Type("ines", "#secret", "start INC-004299 quiet one");
        await world.Chat.Type("ines", "#secret", "action \"Tell nobody\"");
        await world.Chat.Type("ines", "#secret", "private");
        await world.Chat.Type("ines", "#secret", "resolve");

        world.Track();
        await world.AskAsync();
        await world.AskAsync();

        Assert.Equal(["Alert on pool saturation"], world.GitHub.Issues.Select(issue => issue.Title));
    }

    [Fact]
    public async Task Issues_of_others_are_left_alone()
    {
        await using var world = await World.StartAsync();
        await world.MirroredAsync();
        world.GitHub.Open("Somebody else's", "Words.");
        var writes = world.GitHub.Writes.Count();

        await world.AskAsync();

        Assert.Equal(writes, world.GitHub.Writes.Count());
        Assert.False(await PostMortemBot.Routes.TrackerTold(world.Chat.Bot, Chatting.Organisation)("example/operations#2", "d1", TestContext.Current.CancellationToken));
        Assert.True(await PostMortemBot.Routes.TrackerTold(world.Chat.Bot, Chatting.Organisation)("Example/Operations#1", "d2", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_tracker_that_cannot_be_asked_is_asked_again_in_an_hour()
    {
        await using var world = await World.StartAsync();
        await world.MirroredAsync();
        world.GitHub.NextAnswers(403);
        await world.AskAsync();
        world.GitHub.Move(1, "closed", "completed");

        await world.AskAsync();
        Assert.Equal(ActionStatus.Open, (await world.ItemAsync()).Status);
        await world.Chat.Advance(Duration.FromHours(1));
        await world.AskAsync();

        Assert.Equal(ActionStatus.Done, (await world.ItemAsync()).Status);
    }

    private sealed class World(FakeTracker fake) : IAsyncDisposable
    {
        private ITracker tracker = null!;

        public Chatting Chat { get; } = Chatting.At("2026-11-24 10:00");

        public FakeGitHub GitHub => (FakeGitHub)fake;

        public FakeJira Jira => (FakeJira)fake;

        public static async Task<World> StartAsync(bool jira = false, bool tracked = true, bool drafted = true)
        {
            var world = new World(jira ? await FakeJira.OpenAsync() : await FakeGitHub.OpenAsync());
            foreach (var who in new[] { "sam", "lee", "ines" }) await world.Chat.Type(who, "@" + who, "help");
            if (drafted) await Drafted.SparselyMarked(world.Chat);
            if (tracked) world.Track();
            if (tracked) await world.AskAsync();
            world.Forget();
            return world;
        }

        /// <summary>What was called until now, and the tracker's clock is some minutes behind.</summary>
        private void Forget()
        {
            fake.Calls.Clear();
            fake.Now = (Chat.Now - Duration.FromMinutes(5)).ToDateTimeOffset();
        }

        public void Track()
        {
            TrackerSettings settings = fake is FakeJira ? new TrackerSettings.Jira(fake.Url, FakeJira.Project, "Task", FakeJira.User, FakeTracker.Token) : new TrackerSettings.GitHub(fake.Url, FakeGitHub.Repository, FakeTracker.Token);
            tracker = (settings with { Labels = ["post-mortem"], Accounts = new Dictionary<string, string> { ["lee"] = "lee-gh", ["sam"] = "sam-gh" } }).Open(Chat.Bot.Clock);
            Chat.Bot.TrackerOf = _ => tracker;
        }

        public async Task MirroredAsync()
        {
            await Chat.Type("sam", "#inc", "action \"Alert on pool saturation\" @lee 2026-12-03");
            await Chat.Advance(Minute);
            Assert.NotNull((await ItemAsync()).Mirror);
        }

        /// <summary>The program's minute, ten minutes later: what changed there is asked for and looked at.</summary>
        public async Task AskAsync()
        {
            await Chat.Advance(Duration.FromMinutes(10));
            fake.Now = Chat.Now.ToDateTimeOffset();
            await Chat.Tick();
            await Chat.Advance(Minute);
        }

        /// <summary>Says how the item stands, as its owner would.</summary>
        public async Task SayAsync(ActionStatus status, string text = "Alert on pool saturation", bool advance = true)
        {
            var (item, lee) = (await ItemAsync(text), await Chat.IdOf("lee"));
            var turn = Turn.OfBot(Chat.Bot, Chatting.Organisation, TestChat.PlaceOf("#inc"), Chat.NewReceipt(), TestContext.Current.CancellationToken);
            Assert.IsType<Outcome.Done>(await turn.DecideAsync((await Chat.Of("INC-004211")).Id, p => status == ActionStatus.Done ? ActionAnswers.Done(p, item.Id, new(lee), Chat.Now) : ActionAnswers.Begin(p, item.Id, "", new(lee), Chat.Now)));
            if (advance) await Chat.Advance(Minute);
        }

        /// <summary>What the author does with the item.</summary>
        public async Task DecideAsync(Func<PostMortem, ActionItem, Actor, Decision> rule)
        {
            var (item, sam) = (await ItemAsync(), await Chat.IdOf("sam"));
            var turn = Turn.OfBot(Chat.Bot, Chatting.Organisation, TestChat.PlaceOf("#inc"), Chat.NewReceipt(), TestContext.Current.CancellationToken);
            Assert.IsType<Outcome.Done>(await turn.DecideAsync((await Chat.Of("INC-004211")).Id, p => rule(p, item, new(sam))));
            await Chat.Advance(Minute);
        }

        public async Task<ActionItem> ItemAsync(string text = "Alert on pool saturation") => (await Chat.Of("INC-004211")).AllActions.Single(item => item.Text == text);

        public async Task<string> DocumentAsync() => await PostMortemBot.Features.Preview.TextAsync(Chat.Bot, Chatting.Organisation, await Chat.Of("INC-004211"), TestContext.Current.CancellationToken);

        public IReadOnlyList<string> Told(string who) => [.. Chat.Standing("@" + who).Where(text => text.Contains("in step", StringComparison.Ordinal) || text.Contains("was deleted", StringComparison.Ordinal))];

        public async ValueTask DisposeAsync()
        {
            await Chat.DisposeAsync();
            (tracker as IDisposable)?.Dispose();
            await fake.DisposeAsync();
        }
    }
}
