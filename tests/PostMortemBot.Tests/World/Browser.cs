using Microsoft.Playwright;
using PostMortemBot.Tests.World;

[assembly: AssemblyFixture(typeof(Browser))]

namespace PostMortemBot.Tests.World;

/// <summary>
/// One Chromium for the whole run, started by the first test that asks. Take it as a constructor parameter of the test class:
/// <c>public sealed class ArchivePageTests(Browser browser)</c>. Without Chromium on the path the test is skipped with the reason (with <c>PM_REQUIRE_PEERS=1</c> it fails).
/// Each page is its own context: cookies and storage are never shared between tests.
/// </summary>
public sealed class Browser : IAsyncDisposable
{
    /// <summary>No network of its own, no sandbox (containers), no profile: every launch makes an empty one by itself.</summary>
    private static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly Lazy<Task<(IPlaywright Driver, IBrowser Chromium)>> started = new(LaunchAsync);

    /// <summary>A fresh page in a context of its own. The end of the run closes it; close it yourself in loops.</summary>
    public async Task<IPage> NewPageAsync(BrowserNewPageOptions? options = null)
    {
        var page = await (await StartAsync()).NewPageAsync(options);
        page.SetDefaultTimeout(15_000);
        return page;
    }

    /// <summary>A page as people hold it: <paramref name="width"/> CSS pixels wide, in dark or light, English, UTC.</summary>
    public Task<IPage> NewPageAsync(int width, int height = 800, bool dark = false) => NewPageAsync(new BrowserNewPageOptions
    {
        ViewportSize = new() { Width = width, Height = height },
        ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        Locale = "en-US",
        TimezoneId = "UTC",
    });

    /// <summary>A context of its own: several pages of one person, or several people side by side.</summary>
    public async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions? options = null) => await (await StartAsync()).NewContextAsync(options);

    /// <summary>The npm peer's file, or the test is skipped: <c>PeerFile("axe-core", "axe.min.js")</c> for <c>AddScriptTagAsync</c>.</summary>
    public static string PeerFile(params string[] path)
    {
        var file = Path.Combine([TestFolders.Peers, "node_modules", .. path]);
        Peer.Require(File.Exists(file), $"The npm peer {path[0]} is not installed: run npm ci in tests/peers.");
        return file;
    }

    /// <summary>Where screenshots are kept to be looked at: <c>artifacts/screens/{name}.png</c> at the top of the checkout.</summary>
    public static string ScreenshotPath(string name)
    {
        var folder = Path.GetFullPath(Path.Combine(TestFolders.Tests, "..", "..", "artifacts", "screens"));
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, name + ".png");
    }

    public async ValueTask DisposeAsync()
    {
        if (started.IsValueCreated && started.Value.IsCompletedSuccessfully)
        {
            var (driver, chromium) = await started.Value;
            await chromium.CloseAsync();
            driver.Dispose();
        }
    }

    private static string? Executable => Peer.OnPath("chromium", "chromium-browser", "google-chrome");

    private async Task<IBrowser> StartAsync()
    {
        Peer.Require(Executable is not null, "No Chromium on the path (chromium, chromium-browser or google-chrome).");
        return (await started.Value).Chromium;
    }

    private static async Task<(IPlaywright Driver, IBrowser Chromium)> LaunchAsync()
    {
        var driver = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(15_000);
        return (driver, await driver.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Flags }));
    }
}
