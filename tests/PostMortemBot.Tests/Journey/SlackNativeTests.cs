using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LibGit2Sharp;
using NodaTime.Text;
using PostMortemBot.Pages;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Journey;

/// <summary>The program that was published as machine code, from the first message to the page and beyond: what other libraries do for it is looked at where it arrives.</summary>
public sealed class SlackNativeTests(SlackProduced produced)
{
    private const string Title = "INC-004211 · Degraded response times on API gateway";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Page => $"Post-Mortem-{LocalDatePattern.Iso.Format(Daytime.Today)}-Degraded-response-times-on-API-gateway";

    [Fact]
    public async Task From_the_first_message_to_the_folder_the_letters_the_issues_and_the_digest()
    {
        await using var mail = new FakeSmtp();
        await using var github = await FakeGitHub.OpenAsync();
        await using var story = await NativeStory.StartAsync(produced, (root, _) =>
        {
            root["mail"] = new JsonObject { ["host"] = "127.0.0.1", ["port"] = mail.Port, ["security"] = "none", ["from"] = "post-mortems@example.com" };
            root["distribution"]!["required"]![0]!["where"] = new JsonArray("mail:sre@example.com");
            root["tracker"] = new JsonObject { ["kind"] = "github", ["url"] = github.Url, ["repository"] = FakeGitHub.Repository, ["accounts"] = new JsonObject { ["lee"] = "lee-gh" } };
        });

        await story.UntilPublishedAsync();
        await mail.UntilAsync(() => !mail.Letters.IsEmpty, "a letter is sent");
        await ExportsAsync(story);
        await LaterAsync(story);
        await MirroredAsync(story, github);

        var letter = Assert.Single(mail.Letters);
        Assert.Contains("\r\nTo: sre@example.com\r\n", letter, StringComparison.Ordinal);
        Assert.Contains("INC-004211", letter, StringComparison.Ordinal);
        story.Clean();
        await CheckedAsync(story);
    }

    [Fact]
    public async Task To_a_Git_repository_and_to_Jira()
    {
        await using var jira = await FakeJira.OpenAsync();
        await using var story = await NativeStory.StartAsync(produced, (root, folder) =>
        {
            var remote = Path.Combine(folder, "remote.git");
            if (!Directory.Exists(remote)) Repository.Init(remote, isBare: true);
            root["wiki"] = new JsonObject { ["kind"] = "git", ["remote"] = remote };
            root["tracker"] = new JsonObject { ["kind"] = "jira", ["url"] = jira.Url, ["project"] = FakeJira.Project, ["user"] = FakeJira.User };
        });

        await story.UntilPublishedAsync();
        using var remote = new Repository(Path.Combine(story.Bot.Folder, "remote.git"));
        await PushedAsync(remote, 2);
        Assert.Equal(["Rewrite the archive\n", $"Publish {Page}\n"], remote.Branches["main"].Commits.Select(commit => commit.Message));
        Assert.All(remote.Branches["main"].Commits, commit => Assert.Equal(("PostMortemBot", "postmortembot@localhost"), (commit.Author.Name, commit.Author.Email)));
        Assert.Equal(await story.ExportAsync("md"), ((Blob)remote.Branches["main"].Tip[Page + ".md"].Target).GetContentText());

        await story.WeeksLaterAsync();
        await jira.UntilAsync(() => jira.Issues.Count == 2, "each action item has its issue");
        var issue = Assert.Single(jira.Issues, issue => issue.Summary == "Alert on pool saturation");
        Assert.Contains("Owner: Lee Chang", issue.Description, StringComparison.Ordinal);
        Assert.Equal(LocalDatePattern.Iso.Format(Daytime.Today.PlusDays(3)), issue.Due);
        story.Clean();
    }

    [Fact]
    public async Task To_Confluence()
    {
        await using var confluence = await FakeConfluence.StartAsync();
        await using var story = await NativeStory.StartAsync(produced, (root, _) => root["wiki"] = new JsonObject { ["kind"] = "confluence", ["url"] = confluence.Url, ["space"] = FakeConfluence.Space });

        await story.UntilPublishedAsync();

        var page = Assert.Single(confluence.Pages, page => page.Title == Page);
        Assert.Equal(PublishedPageTests.Words(await story.ExportAsync("md")), StorageXml.Text(page.Body));
        Assert.Equal("a file of a message", Encoding.UTF8.GetString(Assert.Single(page.Files.Values).Bytes));
        story.Clean();
    }

    /// <summary>The archive comes a moment after the page, on top of it.</summary>
    private static async Task PushedAsync(Repository remote, int commits)
    {
        var pushed = new Watched();
        using var branches = new FileSystemWatcher(Path.Combine(remote.Info.Path, "refs", "heads")) { EnableRaisingEvents = true };
        branches.Created += (_, _) => pushed.Change();
        branches.Changed += (_, _) => pushed.Change();
        branches.Renamed += (_, _) => pushed.Change();
        await pushed.UntilAsync(() => remote.Branches["main"]?.Commits.Count() == commits, $"{commits} commits are pushed", () => string.Join('\n', remote.Branches["main"]?.Commits.Select(commit => commit.Message) ?? []));
    }

    /// <summary>The page says what the exported document says; as HTML it is what the ordinary program makes of it.</summary>
    private static async Task ExportsAsync(NativeStory story)
    {
        var document = await story.ExportAsync("md");
        Assert.Equal(document, await File.ReadAllTextAsync(Path.Combine(story.Bot.Folder, "data", "wiki", Page + ".md"), Stop));
        Assert.Contains("**Status**: Final", document, StringComparison.Ordinal);
        foreach (var words in (string[])["pool wait time rising", "max_pool is 10 instead of 50", "rolled back gateway 4.12", "Alert on pool saturation"]) Assert.Contains(words, document, StringComparison.Ordinal);
        Assert.Equal(DocumentPage.Html(Title, MarkdownHtml.Render(document)), await story.ExportAsync("html"));

        var json = JsonNode.Parse(await story.ExportAsync("json"))!;
        Assert.Equal(("INC-004211", "Final", "P1"), ((string?)json["incident"], (string?)json["state"], (string?)json["severity"]));
        Assert.Contains("Alert on pool saturation", await story.ExportAsync("csv"), StringComparison.Ordinal);
        var evidence = Assert.Single(Directory.GetFiles(Path.Combine(story.Bot.Folder, "data", "attachments"), "*", SearchOption.AllDirectories));
        Assert.Equal("a file of a message", await File.ReadAllTextAsync(evidence, Stop));
    }

    /// <summary>Started again on its store it knows the incident, and posts the digest; the numbers of the picture stand there only when it could be drawn.</summary>
    private static async Task LaterAsync(NativeStory story)
    {
        await story.WeeksLaterAsync();
        await story.Slack.UntilAsync(() => story.Told(NativeStory.Channel, "Bars: done on time 0, done late 0, open 2, past due 1."), "the digest is posted");
        Assert.True(story.Told(NativeStory.Channel, "Action items · November"));
        Assert.Contains("rolled back gateway 4.12", (await story["dana"].Type("@dana", "INC-004211 timeline")).Text, StringComparison.Ordinal);
    }

    /// <summary>Each action item has its issue, and what is done on one side is done on the other.</summary>
    private static async Task MirroredAsync(NativeStory story, FakeGitHub github)
    {
        await github.UntilAsync(() => github.Issues.Count == 2, "each action item has its issue");
        var (late, alert) = (Assert.Single(github.Issues, issue => issue.Title == Overdue.Text), Assert.Single(github.Issues, issue => issue.Title == "Alert on pool saturation"));
        Assert.Equal(("lee-gh", "post-mortem"), (Assert.Single(alert.Assignees), Assert.Single(alert.Labels)));
        Assert.Contains("Owner: Lee Chang\n", alert.Body, StringComparison.Ordinal);
        foreach (var issue in github.Issues) await story.AnswersAsync("dana", "INC-004211 actions", $"{FakeGitHub.Repository}#{issue.Number}");

        await story.Slack.UntilAsync(() => story["sam"].Sees("Done", "@sam"), "the author is reminded");
        await story["sam"].Press("Done", "@sam");
        await ChangedAsync(story, late.Number);
        await github.UntilAsync(() => late is { State: "closed", Reason: "completed" }, "what is done here is closed there");

        github.Move(alert.Number, "closed", "completed");
        await ChangedAsync(story, alert.Number);
        await story.AnswersAsync("dana", "INC-004211 actions", $"done · {FakeGitHub.Repository}#{alert.Number}");
    }

    /// <summary>GitHub tells that an issue changed.</summary>
    private static async Task ChangedAsync(NativeStory story, int number)
    {
        var body = new JsonObject { ["action"] = "edited", ["issue"] = new JsonObject { ["number"] = number }, ["repository"] = new JsonObject { ["full_name"] = FakeGitHub.Repository } }.ToJsonString();
        using var told = new HttpRequestMessage(HttpMethod.Post, "/hooks/trackers/github") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        told.Headers.Add("X-GitHub-Event", "issues");
        told.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(NativeStory.TrackerSecret), Encoding.UTF8.GetBytes(body))));
        using var answer = await story.Bot.Http.SendAsync(told, Stop);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    /// <summary>The ordinary program finds every stored fact in its place, and says what the native one says.</summary>
    private static async Task CheckedAsync(NativeStory story)
    {
        await story.Bot.KillAsync();
        var native = await BotProgram.Native.RunAsync(story.Bot.Folder, story.Environment, "check");
        Assert.Equal(await BotProgram.Built.RunAsync(story.Bot.Folder, story.Environment, "check"), native);
        Assert.Equal((0, ""), (native.Code, native.Error));
        Assert.Contains("is whole: 1 post-mortem, every fact in its place.", native.Output, StringComparison.Ordinal);
    }
}
