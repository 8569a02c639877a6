using NodaTime;
using NodaTime.Testing;
using PostMortemBot.Tests.World;
using PostMortemBot.Wiki;

namespace PostMortemBot.Tests.Wiki;

public sealed class ConfluenceWikiTests : IAsyncLifetime
{
    private const string Name = "Post-Mortem-2026-11-24-Gateway";
    private readonly FakeClock clock = new(Instant.FromUtc(2026, 11, 24, 9, 0));
    private FakeConfluence fake = null!;
    private ConfluenceWiki wiki = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static WikiPage Page(string text = "# Störung\n\nWords.\n", params IReadOnlyList<WikiFile> files) => new(Name, text, files, "Publish " + Name) { Labels = ["post-mortem", "p1"] };

    public async ValueTask InitializeAsync()
    {
        fake = await FakeConfluence.StartAsync();
        wiki = Wiki();
    }

    public ValueTask DisposeAsync() => fake.DisposeAsync();

    [Fact]
    public async Task A_page_is_created_with_labels_and_files_and_the_same_again_changes_nothing()
    {
        var page = Page("See [the log](<" + wiki.AddressOf(Name, "ab12-log.txt") + ">).\n", FolderWikiTests.File("ab12-log.txt", "x"));

        Assert.True(await wiki.PutAsync(page, Stop));
        var written = Assert.Single(fake.Pages);
        var calls = fake.Calls.Count(call => !call.StartsWith("GET", StringComparison.Ordinal));
        Assert.False(await wiki.PutAsync(page, Stop));

        Assert.Equal(calls, fake.Calls.Count(call => !call.StartsWith("GET", StringComparison.Ordinal)));
        Assert.Equal((Name, 1, "42"), (written.Title, written.Version, written.Parent));
        Assert.Equal(["our-label", "p1", "post-mortem"], written.Labels.Order(StringComparer.Ordinal));
        Assert.Equal("x"u8.ToArray(), written.Files["ab12-log.txt"].Bytes);
        Assert.Contains("<ac:link><ri:attachment ri:filename=\"ab12-log.txt\"/><ac:link-body>the log</ac:link-body></ac:link>", written.Body, StringComparison.Ordinal);
        Assert.Equal(written.Body, await wiki.ReadAsync(Name, Stop));
        Assert.Equal($"{fake.Url}/display/SRE/{Name}", wiki.AddressOf(Name));
    }

    [Fact]
    public async Task A_change_is_a_new_version_and_files_that_went_go()
    {
        await wiki.PutAsync(Page(files: [FolderWikiTests.File("ab-1.txt", "x")]), Stop);
        await wiki.PutAsync(Page("Other.\n", FolderWikiTests.File("cd-2.txt", "y")), Stop);

        var written = Assert.Single(fake.Pages);
        Assert.Equal((2, "cd-2.txt"), (written.Version, Assert.Single(written.Files).Key));
        Assert.Equal("Other.", StorageXml.Text(written.Body));
    }

    [Theory]
    [InlineData("create")]
    [InlineData("update")]
    public async Task A_page_whose_answer_was_lost_is_found_and_not_written_twice(string what)
    {
        if (what == "update") await wiki.PutAsync(Page("Before.\n"), Stop);
        fake.NextWriteLosesItsAnswer();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => wiki.PutAsync(Page(), Stop));
        var version = Assert.Single(fake.Pages).Version;
        await wiki.PutAsync(Page(), Stop);

        Assert.Equal(version, Assert.Single(fake.Pages).Version);
        Assert.Contains("p1", fake.Pages[0].Labels);
    }

    [Fact]
    public async Task Asked_for_again_it_is_written_over_what_somebody_changed_by_hand_and_once_when_the_answer_was_lost()
    {
        await wiki.PutAsync(Page(), Stop);
        var written = fake.Pages[0].Body;
        fake.Write(Name, "<p>by hand</p>" + written);
        Assert.False(await wiki.PutAsync(Page(), Stop));

        var again = Page() with { Again = true, Change = "Publish it again (7)" };
        fake.NextWriteLosesItsAnswer();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => wiki.PutAsync(again, Stop));
        Assert.False(await wiki.PutAsync(again, Stop));

        Assert.Equal((written, 3, "Publish it again (7)"), (fake.Pages[0].Body, fake.Pages[0].Version, fake.Pages[0].Message));
    }

    [Fact]
    public async Task Somebody_who_was_faster_is_read_and_written_over_with_the_next_version()
    {
        await wiki.PutAsync(Page("Before.\n"), Stop);
        fake.BeforeNextUpdate = () => fake.Write(Name, "<p>theirs</p>");

        Assert.True(await wiki.PutAsync(Page(), Stop));

        Assert.Equal((3, "StörungWords."), (fake.Pages[0].Version, StorageXml.Text(fake.Pages[0].Body)));
        Assert.Equal(2, fake.Calls.Count(call => call.StartsWith("PUT", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_page_that_is_there_by_its_title_is_updated_not_doubled()
    {
        fake.Write(Name.ToUpperInvariant(), "<p>ours, of a run before</p>");

        await wiki.PutAsync(Page(), Stop);

        Assert.Equal(2, Assert.Single(fake.Pages).Version);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Tue, 24 Nov 2026 09:02:00 GMT", 120)]
    [InlineData(null, 30)]
    [InlineData("999999", 3600)]
    public async Task Patience_is_kept_as_long_as_asked(string? told, int seconds)
    {
        fake.NextAnswers(429, told);

        Assert.Equal(Duration.FromSeconds(seconds), (await Assert.ThrowsAsync<WikiBusy>(() => wiki.PutAsync(Page(), Stop))).Wait);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    public async Task An_outage_may_be_tried_again(int status)
    {
        fake.NextAnswers(status);
        await Assert.ThrowsAsync<HttpRequestException>(() => wiki.PutAsync(Page(), Stop));
        Assert.True(await wiki.PutAsync(Page(), Stop));
    }

    [Fact]
    public async Task No_for_good_is_said_with_what_to_do()
    {
        fake.NextAnswers(403);
        Assert.Contains("right to add pages", (await Assert.ThrowsAsync<WikiRefused>(() => wiki.PutAsync(Page(), Stop))).Message, StringComparison.Ordinal);
        Assert.Contains("Wiki__Token", (await Assert.ThrowsAsync<WikiRefused>(() => Wiki(token: "wrong").PutAsync(Page(), Stop))).Message, StringComparison.Ordinal);
        Assert.Contains("wiki.space", (await Assert.ThrowsAsync<WikiRefused>(() => Wiki(space: "NONE").PutAsync(Page(), Stop))).Message, StringComparison.Ordinal);
        Assert.Empty(fake.Pages);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await FakeConfluence.StartAsync();
        fake.NextAnswers(302, location: elsewhere.Url + "/rest/api/content");

        await Assert.ThrowsAsync<WikiRefused>(() => wiki.PutAsync(Page(), Stop));

        Assert.Empty(elsewhere.Calls);
    }

    [Fact]
    public async Task An_account_of_the_Cloud_goes_by_its_address()
    {
        Assert.True(await Wiki(user: "bot@example.com").PutAsync(Page(), Stop));
        Assert.All(fake.Authorisations, sent => Assert.StartsWith("Basic ", sent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Names_of_other_scripts_are_found_again()
    {
        foreach (var name in new[] { "Post-Mortem-2026-11-24-支付-中断", "Post-Mortem-2026-11-24-Zürich", "Post-Mortem-2026-11-24-हिन्दी" })
        {
            Assert.True(await wiki.PutAsync(new(name, "x\n", [], "x"), Stop));
            Assert.False(await wiki.PutAsync(new(name, "x\n", [], "x"), Stop));
        }

        Assert.Equal(3, fake.Pages.Count);
        await Assert.ThrowsAsync<WikiRefused>(() => wiki.PutAsync(new("a&title=b", "x", [], "x"), Stop));
    }

    private ConfluenceWiki Wiki(string token = FakeConfluence.Token, string space = FakeConfluence.Space, string user = "")
    {
        var settings = new ConfluenceSettings(fake.Url, space, "42", ["our-label"], user, token);
        return new(settings, new ConfluenceApi(settings, clock));
    }
}
