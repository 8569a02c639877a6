using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using PostMortemBot.Tests.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Journey;

/// <summary>The whole program as <c>dotnet run</c> starts it, with the shipped <c>bot.json</c>, on a port and a data folder of its own, at 14:05 in New York on 24 November 2026.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly WebApplication app;

    private RunningProgram()
    {
        var options = Shipped.Options(folder.Path) with { Url = new Uri("http://127.0.0.1:0") };
        app = PostMortemBotHost.Build([], options, Clock);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 19, 5, 0, TimeSpan.Zero));

    /// <summary>The SQLite file and its log, as they lie on the disk.</summary>
    public IReadOnlyList<string> StoreFiles => [.. System.IO.Directory.GetFiles(folder.Path, "*.db*", SearchOption.AllDirectories)];

    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public T The<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<RunningProgram> StartAsync()
    {
        var program = new RunningProgram();
        await program.app.StartAsync(TestContext.Current.CancellationToken);
        program.The<PostMortemBot.Chat.Bot>().PageUrlOf = _ => program.Address; // The port is known only now.
        return program;
    }

    /// <summary>A browser's page that speaks as this person.</summary>
    public async Task<IPage> OpenAsync(Browser browser, string person, string channel, int width = 1280, bool dark = false)
    {
        var page = await browser.NewPageAsync(width, width < 500 ? 740 : 900, dark);
        await page.GotoAsync($"{Address}/?as={person}&in={channel}");
        await Assertions.Expect(page.Locator(".app[data-live=yes]")).ToBeVisibleAsync();
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        folder.Dispose();
    }
}
