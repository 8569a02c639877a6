using System.Text;
using System.Text.Json.Nodes;
using LibGit2Sharp;
using Markdig;
using PostMortemBot.Tests.Slack;
using PostMortemBot.Tests.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Journey;

/// <summary>The whole program, from the first message to the published page: what a reader of the wiki finds there is what <c>export</c> gives, and again after a lesson was added.</summary>
public sealed class PublishedPageTests(SlackProduced produced)
{
    private const string Name = "Post-Mortem-2026-11-24-Degraded-response-times-on-API-gateway";

    [Fact]
    public async Task In_a_folder()
    {
        using var folder = new TemporaryFolder();
        await JourneyAsync(wiki => wiki["folder"] = folder.File("pages"), () => (ReadFolder(folder, Name), ReadFolder(folder, "Post-Mortem-Archive")), exact: true);
    }

    [Fact]
    public async Task In_a_bare_Git_repository_with_a_commit_a_change()
    {
        using var folder = new TemporaryFolder();
        Repository.Init(folder.File("remote.git"), isBare: true);
        await JourneyAsync(
            wiki =>
            {
                (wiki["kind"], wiki["remote"]) = ("git", folder.File("remote.git"));
                wiki.AsObject().Remove("folder");
            },
            () => (ReadGit(folder, Name), ReadGit(folder, "Post-Mortem-Archive")),
            exact: true);

        using var remote = new Repository(folder.File("remote.git"));
        Assert.Equal(2, remote.Branches["main"].Commits.Count(commit => commit.Tree[Name + ".md"] is { } page && commit.Parents.All(parent => parent[Name + ".md"]?.Target.Sha != page.Target.Sha)));
    }

    [Fact]
    public async Task In_Confluence()
    {
        await using var fake = await FakeConfluence.StartAsync();
        await JourneyAsync(
            wiki =>
            {
                (wiki["kind"], wiki["url"], wiki["space"]) = ("confluence", fake.Url, FakeConfluence.Space);
                wiki.AsObject().Remove("folder");
            },
            () => (fake.Pages.Single(page => page.Title == Name).Body, fake.Pages.Single(page => page.Title == "Post-Mortem-Archive").Body),
            exact: false);
    }

    private async Task JourneyAsync(Action<JsonNode> configure, Func<(string Page, string Archive)> read, bool exact)
    {
        await using var acme = await SlackProgram.StartAsync(produced, change: root => configure(root["wiki"]!), environment: ("Wiki__Token", FakeConfluence.Token));
        await SlackJourneyTests.UntilPublishedAsync(acme);

        await SameAsync(acme, read, exact);
        await acme["sam"].Type("@sam", "INC-004211 lesson pools are watched from the first day");
        await acme.Pass(TimeSpan.FromMinutes(5));
        await SameAsync(acme, read, exact);
        Assert.Contains("pools are watched from the first day", read().Page, StringComparison.Ordinal);
        Assert.Contains("Degraded response times on API gateway", read().Archive, StringComparison.Ordinal);
    }

    private static async Task SameAsync(SlackProgram acme, Func<(string Page, string Archive)> read, bool exact)
    {
        await acme["sam"].Type("@sam", "INC-004211 export md");
        var file = acme.Slack.Channel("@sam").Messages.SelectMany(message => message.Files).Last();
        Assert.Equal(Name + ".md", (string?)file["name"]);
        var exported = Encoding.UTF8.GetString(acme.Slack.Files.BytesOf((string)file["id"]!));
        Assert.Contains("**Status**: Final", exported, StringComparison.Ordinal);
        if (exact) Assert.Equal(exported, read().Page);
        else Assert.Equal(Words(exported), StorageXml.Text(read().Page));
    }

    /// <summary>What a reader of the rendered Markdown sees.</summary>
    internal static string Words(string markdown) =>
        StorageXml.Folded(System.Xml.Linq.XElement.Parse("<body>" + Markdown.ToHtml(markdown, new MarkdownPipelineBuilder().UsePipeTables().UseTaskLists().DisableHtml().Build()) + "</body>").Value);

    private static string ReadFolder(TemporaryFolder folder, string name) => File.ReadAllText(Path.Combine(folder.File("pages"), name + ".md"));

    private static string ReadGit(TemporaryFolder folder, string name)
    {
        using var remote = new Repository(folder.File("remote.git"));
        return ((Blob)remote.Branches["main"].Tip[name + ".md"].Target).GetContentText();
    }
}
