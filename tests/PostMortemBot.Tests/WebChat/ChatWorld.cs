using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using NodaTime;
using PostMortemBot.Tests.World;
using PostMortemBot.WebChat;

namespace PostMortemBot.Tests.WebChat;

/// <summary>The built-in chat on a loopback port of its own, with a bot that answers one screen of each kind, at 14:05 in New York.</summary>
internal sealed class ChatWorld : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("webchat-").FullName;
    private readonly WebApplication app;

    private ChatWorld(int sampleAtStart)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "PostMortemBot", ContentRootPath = AppContext.BaseDirectory, EnvironmentName = "Production" });
        builder.WebHost.UseStaticWebAssets().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        builder.Services.AddSingleton<HandleIncoming>(Bot.HandleAsync);
        builder.Services.AddSingleton<EmptyOrganisation>(_ =>
        {
            Emptied++;
            return Task.CompletedTask;
        });
        builder.Services.AddWebChat(new(Path.Combine(folder, "chat.db"), DateTimeZoneProviders.Tzdb["America/New_York"])
        {
            MessageMenu = [("menu.timeline", "Add to timeline"), ("menu.evidence", "Add as evidence"), ("menu.action", "Make an action item")],
            Commands = [("start", "what is wrong"), ("status", "where we are"), ("mark", "what happened"), ("timeline", "see and correct")],
            SampleAtStart = sampleAtStart,
        });
        app = builder.Build();
        app.MapWebChat();
    }

    public DemoBot Bot { get; } = new();

    /// <summary>Monday 23 November 2026, 14:05 EST.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 19, 5, 0, TimeSpan.Zero));

    public int Emptied { get; private set; }

    public ChatRoom Room => app.Services.GetRequiredService<ChatRoom>();

    public ChatDoor Door => app.Services.GetRequiredService<ChatDoor>();

    public WebChatPlatform Chat => app.Services.GetRequiredService<WebChatPlatform>();

    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<ChatWorld> StartAsync(int sampleAtStart = 0)
    {
        var world = new ChatWorld(sampleAtStart);
        await world.app.StartAsync(TestContext.Current.CancellationToken);
        return world;
    }

    /// <summary>A page that speaks as this person; ready when the circuit is up. What the browser's console complains about fails the test at <see cref="Quiet"/>.</summary>
    public async Task<IPage> OpenAsync(Browser browser, string person = "dana", string channel = "inc-gateway", int width = 1280, bool dark = false)
    {
        var page = await browser.NewPageAsync(width, width < 500 ? 740 : 820, dark);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complaints.Add(message.Text);
            }
        };
        await page.GotoAsync($"{Address}/?as={person}&in={channel}");
        await Assertions.Expect(page.Locator(".app[data-live=yes]")).ToBeVisibleAsync();
        return page;
    }

    public List<string> Complaints { get; } = [];

    /// <summary>Waits for something the bot is told; no longer than ten seconds.</summary>
    public static async Task Until(Func<bool> there)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        while (!there())
        {
            await Task.Delay(10, patience.Token);
        }
    }

    public void Quiet() => Assert.Empty(Complaints);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>What the tests of the page do again and again.</summary>
internal static class OnThePage
{
    public static ILocator Box(this IPage page) => page.Locator("main textarea[data-hinted]");

    /// <summary>Types a line and presses Enter.</summary>
    public static async Task SayAsync(this IPage page, string text)
    {
        await page.Box().FillAsync(text);
        await page.Box().PressAsync("Enter");
    }

    /// <summary>The message that holds these words.</summary>
    public static ILocator Message(this IPage page, string words) => page.Locator("main article").Filter(new() { HasText = words }).Last;

    public static async Task ShotAsync(this IPage page, string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Browser.ScreenshotPath("webchat/" + name))!);
        await page.ScreenshotAsync(new() { Path = Browser.ScreenshotPath("webchat/" + name), Animations = ScreenshotAnimations.Disabled });
    }

    /// <summary>No finding of axe-core on the page as it stands.</summary>
    public static async Task AxeAsync(this IPage page)
    {
        var script = await File.ReadAllTextAsync(Browser.PeerFile("axe-core", "axe.min.js"), TestContext.Current.CancellationToken);
        await page.EvaluateAsync(script);
        var findings = await page.EvaluateAsync<string[]>("async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.flatMap(rule => rule.nodes.map(node => rule.id + ': ' + node.html.slice(0, 160) + ' | ' + (node.any[0]?.message ?? node.all[0]?.message ?? '')))");
        Assert.Empty(findings);
    }

    /// <summary>What is wider than the room it has, and would scroll sideways.</summary>
    public static Task<string[]> ScrollsSidewaysAsync(this IPage page) => page.EvaluateAsync<string[]>(
        "() => [document.documentElement, ...document.querySelectorAll('.scroll, .room, .thread, .side, .modal, .modal-body')].filter(e => e.scrollWidth > e.clientWidth + 1).flatMap(e => [e, ...e.querySelectorAll('*')].filter(x => x.getBoundingClientRect().right > e.getBoundingClientRect().right + 1).map(x => x.outerHTML.slice(0, 100)).concat(e.className))");
}
