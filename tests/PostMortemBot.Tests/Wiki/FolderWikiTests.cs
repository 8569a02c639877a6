using System.Text;
using PostMortemBot.Tests.Storage;
using PostMortemBot.Wiki;

namespace PostMortemBot.Tests.Wiki;

public sealed class FolderWikiTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FolderWiki wiki;

    public FolderWikiTests() => wiki = new(Root, new PageAddresses(null));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Root => folder.File("wiki");

    public void Dispose() => folder.Dispose();

    internal static WikiFile File(string name, string text) => new(name, () => new MemoryStream(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public async Task A_page_is_written_once_read_back_changed_and_withdrawn()
    {
        var page = new WikiPage("Post-Mortem-X", "# Störung\n", [File("ab12-log.txt", "x")], "Publish");

        Assert.True(await wiki.PutAsync(page, Stop));
        Assert.False(await wiki.PutAsync(page, Stop));
        Assert.Equal("# Störung\n", await wiki.ReadAsync("Post-Mortem-X", Stop));
        Assert.Equal(["Post-Mortem-X.md", "files/Post-Mortem-X/ab12-log.txt"], Files());
        Assert.True(await wiki.PutAsync(page with { Markdown = "# B\n", Files = [File("cd34-b.txt", "y")] }, Stop));
        Assert.Equal(["Post-Mortem-X.md", "files/Post-Mortem-X/cd34-b.txt"], Files());
        Assert.True(await wiki.PutAsync(WikiPage.Withdrawn("Post-Mortem-X", "Why."), Stop));
        Assert.Equal(["Post-Mortem-X.md"], Files());
        Assert.Equal("# Post-Mortem-X\n\nThis page was withdrawn. Why.\n", await wiki.ReadAsync("Post-Mortem-X", Stop));
        Assert.Null(await wiki.ReadAsync("Post-Mortem-Y", Stop));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc/x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData(".x")]
    [InlineData("-x")]
    [InlineData("a\0")]
    [InlineData("")]
    [InlineData("a b")]
    public async Task A_name_that_leads_elsewhere_is_refused(string name)
    {
        await Assert.ThrowsAsync<WikiRefused>(() => wiki.PutAsync(new(name, "x", [], ""), Stop));
        await Assert.ThrowsAsync<WikiRefused>(() => wiki.ReadAsync(name, Stop));
        await Assert.ThrowsAsync<WikiRefused>(() => wiki.PutAsync(new("Page", "x", [File(name, "x")], ""), Stop));
        Assert.Empty(System.IO.Directory.Exists(Root) ? Files() : []);
    }

    [Fact]
    public async Task A_link_in_the_place_of_the_files_is_not_followed()
    {
        var outside = System.IO.Directory.CreateDirectory(folder.File("outside")).FullName;
        System.IO.Directory.CreateDirectory(Root);
        System.IO.Directory.CreateSymbolicLink(Path.Combine(Root, "files"), outside);

        await Assert.ThrowsAsync<WikiRefused>(() => wiki.PutAsync(new("Page", "x", [File("a-b.txt", "x")], ""), Stop));
        Assert.Empty(System.IO.Directory.GetFileSystemEntries(outside));
    }

    [Fact]
    public async Task Thirty_at_once_are_all_there_whole()
    {
        await Task.WhenAll(Enumerable.Range(0, 30).Select(number => Task.Run(() => wiki.PutAsync(new($"Page-{number % 10}", new string((char)('a' + number), 50_000), [File("a-b.txt", "same")], ""), Stop), Stop)));

        foreach (var number in Enumerable.Range(0, 10)) Assert.Single((await wiki.ReadAsync($"Page-{number}", Stop))!.Distinct());
        Assert.DoesNotContain(Files(), path => path.Contains("half", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, null, null, "./N.md")]
    [InlineData("https://w/docs", "https://w/docs/N", "https://w/docs/files/N/a.png", "https://w/docs/N")]
    [InlineData("https://w/blob/main/{page}.md", "https://w/blob/main/N.md", "https://w/blob/main/files/N/a.png", "https://w/blob/main/N.md")]
    [InlineData("https://w/?pagePath={page}", "https://w/?pagePath=N", null, "https://w/?pagePath=N")]
    public void Addresses_follow_the_pattern(string? url, string? page, string? file, string link)
    {
        IWiki named = new FolderWiki(Root, new(url));

        Assert.Equal((page, file, link), (named.AddressOf("N"), named.AddressOf("N", "a.png"), named.LinkTo("N")));
    }

    private string[] Files() => [.. System.IO.Directory.GetFiles(Root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal)];
}
