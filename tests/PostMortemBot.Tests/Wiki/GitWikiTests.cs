using LibGit2Sharp;
using NodaTime;
using NodaTime.Testing;
using PostMortemBot.Tests.Storage;
using PostMortemBot.Wiki;

namespace PostMortemBot.Tests.Wiki;

public sealed class GitWikiTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeClock clock = new(Instant.FromUtc(2026, 11, 24, 9, 0));
    private int copies;

    public GitWikiTests() => Repository.Init(Remote, isBare: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Remote => folder.File("remote.git");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_page_is_one_commit_of_the_author_named_and_nothing_when_nothing_changed()
    {
        using var wiki = Wiki();
        var page = new WikiPage("Post-Mortem-X", "# Störung\n", [FolderWikiTests.File("ab12-log.txt", "x")], "Publish Post-Mortem-X");

        Assert.Null(await wiki.ReadAsync("Post-Mortem-X", Stop));
        Assert.True(await wiki.PutAsync(page, Stop));
        Assert.False(await wiki.PutAsync(page, Stop));
        Assert.Equal("# Störung\n", await wiki.ReadAsync("Post-Mortem-X", Stop));

        var commit = Assert.Single(Commits());
        Assert.Equal(("Publish Post-Mortem-X\n", "Wiki Bot", "bot@example.com"), (commit.Message, commit.Author, commit.Mail));
        Assert.Equal(clock.GetCurrentInstant().ToDateTimeOffset(), commit.At);
        Assert.Equal(["Post-Mortem-X.md", "files/Post-Mortem-X/ab12-log.txt"], Files());
    }

    [Fact]
    public async Task A_withdrawn_page_is_a_stub_without_its_files()
    {
        using var wiki = Wiki();
        await wiki.PutAsync(new("Post-Mortem-X", "secret", [FolderWikiTests.File("ab12-log.txt", "x")], "Publish"), Stop);
        await wiki.PutAsync(WikiPage.Withdrawn("Post-Mortem-X", "It is private."), Stop);

        Assert.DoesNotContain("secret", await wiki.ReadAsync("Post-Mortem-X", Stop), StringComparison.Ordinal);
        Assert.Equal(["Post-Mortem-X.md"], Files());
        Assert.Equal(2, Commits().Count);
    }

    [Fact]
    public async Task What_somebody_else_pushed_in_between_stays()
    {
        using var wiki = Wiki();
        await wiki.PutAsync(new("A", "a\n", [], "A"), Stop);

        // Theirs comes after our copy looked: between the opening of a file and the push.
        var theirs = 0;
        var page = new WikiPage("B", "b\n", [new WikiFile("ab-c.txt", () =>
        {
            if (theirs++ == 0) SomebodyElse("README.md", "theirs\n");
            return new MemoryStream([1]);
        })], "B");
        Assert.True(await wiki.PutAsync(page, Stop));

        Assert.Equal(["A.md", "B.md", "README.md", "files/B/ab-c.txt"], Files());
        Assert.Equal(["B\n", "theirs\n", "A\n"], Commits().Select(commit => commit.Message));
        Assert.Equal(2, theirs);
    }

    [Fact]
    public async Task Hooks_are_never_run()
    {
        using var wiki = Wiki();
        await wiki.PutAsync(new("A", "a\n", [], "A"), Stop);
        var ran = folder.File("hook-ran");
        foreach (var repository in new[] { Remote, folder.File("copy1.git") })
        {
            foreach (var hook in new[] { "pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "pre-push", "post-checkout", "post-merge", "pre-rebase" })
            {
                System.IO.Directory.CreateDirectory(Path.Combine(repository, "hooks"));
                var path = Path.Combine(repository, "hooks", hook);
                File.WriteAllText(path, $"#!/bin/sh\ntouch '{ran}'\nexit 1\n");
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        Assert.True(await wiki.PutAsync(new("B", "b\n", [], "B"), Stop));
        Assert.False(File.Exists(ran));
    }

    [Fact]
    public async Task Thirty_publications_at_once_by_two_copies_of_the_bot_are_all_there()
    {
        using var first = Wiki();
        using var second = Wiki();
        await Task.WhenAll(Enumerable.Range(0, 30).Select(number => (number % 2 == 0 ? first : second).PutAsync(new($"Page-{number}", $"{number}\n", [], $"Publish {number}"), Stop)));

        Assert.Equal(Enumerable.Range(0, 30).Select(number => $"Page-{number}.md").Order(StringComparer.Ordinal), Files());
        Assert.Equal(30, Commits().Count);
    }

    [Fact]
    public async Task Pages_may_lie_in_a_folder_of_the_repository_and_others_are_left_alone()
    {
        SomebodyElse("docs/post-mortems/Old.md", "old\n");
        using var wiki = Wiki(inside: "docs/post-mortems");
        await wiki.PutAsync(new("New", "new\n", [], "New"), Stop);

        Assert.Equal(["docs/post-mortems/New.md", "docs/post-mortems/Old.md"], Files());
        Assert.Equal("old\n", await wiki.ReadAsync("Old", Stop));
    }

    [Fact]
    public async Task A_missing_repository_is_refused_with_what_to_look_at()
    {
        using var wiki = new GitWiki(Settings(folder.File("nowhere.git")), folder.File("copy-x.git"), new PageAddresses(null), clock);

        var refused = await Assert.ThrowsAsync<WikiRefused>(() => wiki.PutAsync(new("A", "a", [], "A"), Stop));
        Assert.Contains("wiki.remote", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_not_taken_is_sent_once_and_said()
    {
        await using var server = await Unauthorised.StartAsync();
        using var wiki = new GitWiki(Settings(server.Url + "/team/wiki.git") with { User = "bot", Token = "canary-git-token" }, folder.File("copy-y.git"), new PageAddresses(null), clock);

        var refused = await Assert.ThrowsAsync<WikiRefused>(() => wiki.PutAsync(new("A", "a", [], "A"), Stop));

        Assert.Contains("Wiki__Token", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", refused.ToString(), StringComparison.Ordinal);
        Assert.InRange(server.WithToken, 1, 2);
    }

    [Fact]
    public void The_token_goes_to_the_repository_s_own_host_alone()
    {
        var access = new GitAccess(Settings("https://git.example.com/wiki.git") with { Token = "t" });

        Assert.Throws<LibGit2SharpException>(() => access.Provide("https://evil.example.com/wiki.git", "", SupportedCredentialTypes.UsernamePassword));
        Assert.Throws<LibGit2SharpException>(() => access.Provide("http://git.example.com/wiki.git", "", SupportedCredentialTypes.UsernamePassword));
        Assert.IsType<UsernamePasswordCredentials>(access.Provide("https://git.example.com/wiki.git", "", SupportedCredentialTypes.UsernamePassword));
        Assert.Throws<LibGit2SharpException>(() => access.Provide("https://git.example.com/wiki.git", "", SupportedCredentialTypes.UsernamePassword));
    }

    private GitWiki Wiki(string inside = "") => new(Settings(Remote) with { Folder = inside }, folder.File($"copy{++copies}.git"), new PageAddresses(null), clock);

    private static GitWikiSettings Settings(string remote) => new(remote, "main", "", "Wiki Bot", "bot@example.com", "bot", "");

    /// <summary>A commit by another hand, straight on the remote's branch.</summary>
    private void SomebodyElse(string path, string text)
    {
        using var remote = new Repository(Remote);
        var tip = remote.Branches["main"]?.Tip;
        var tree = tip is null ? new TreeDefinition() : TreeDefinition.From(tip);
        tree.Add(path, remote.ObjectDatabase.CreateBlob(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text))), Mode.NonExecutableFile);
        var who = new Signature("Somebody", "else@example.com", clock.GetCurrentInstant().ToDateTimeOffset());
        var commit = remote.ObjectDatabase.CreateCommit(who, who, text, remote.ObjectDatabase.CreateTree(tree), tip is null ? [] : [tip], prettifyMessage: true);
        remote.Refs.Add("refs/heads/main", commit.Id, allowOverwrite: true);
    }

    private List<(string Message, string Author, string Mail, DateTimeOffset At)> Commits()
    {
        using var remote = new Repository(Remote);
        return [.. remote.Commits.QueryBy(new CommitFilter { IncludeReachableFrom = remote.Branches["main"], SortBy = CommitSortStrategies.Topological }).Select(one => (one.Message, one.Author.Name, one.Author.Email, one.Author.When))];
    }

    private List<string> Files()
    {
        using var remote = new Repository(Remote);
        List<string> files = [];
        Gather(remote.Branches["main"].Tip.Tree, "", files);
        return [.. files.Order(StringComparer.Ordinal)];
    }

    private static void Gather(Tree tree, string under, List<string> files)
    {
        foreach (var entry in tree)
        {
            if (entry.Target is Tree below) Gather(below, under + entry.Name + "/", files);
            else files.Add(under + entry.Name);
        }
    }
}
