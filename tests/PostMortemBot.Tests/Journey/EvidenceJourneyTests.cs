using System.Net;
using System.Text;
using Microsoft.Playwright;
using PostMortemBot.Tests.WebChat;
using PostMortemBot.Tests.World;
using static Microsoft.Playwright.Assertions;

namespace PostMortemBot.Tests.Journey;

/// <summary>A file from the message box to the post-mortem and out of it again, on a phone, on the whole program.</summary>
public sealed class EvidenceJourneyTests(Browser browser)
{
    [Fact]
    public async Task A_picture_is_attached_listed_opened_and_redacted_on_a_phone()
    {
        await using var program = await RunningProgram.StartAsync();
        var lee = await program.OpenAsync(browser, "lee", "general", width: 360);
        await lee.SayAsync("/pm start INC-004302 Pool exhausted p2 env:PROD svc:gateway");
        await Expect(lee.Message("INC-004302 · Pool exhausted")).ToBeVisibleAsync();

        await lee.Locator("main input[type=file]").SetInputFilesAsync(new FilePayload { Name = "pool.png", MimeType = "image/png", Buffer = SampleFiles.Png(40, 20) });
        await Expect(lee.GetByLabel("Attached")).ToContainTextAsync("pool.png");
        Assert.Empty(await lee.ScrollsSidewaysAsync());
        await lee.ShotAsync("evidence-attached-360");
        await lee.SayAsync("/pm evidence canary at 4711 %");
        var kept = lee.Message("Kept as evidence of INC-004302: screenshot · canary at 4711 % · pool.png");
        await Expect(kept).ToBeVisibleAsync();
        var path = new Uri((await kept.GetByRole(AriaRole.Link, new() { Name = "pool.png" }).GetAttributeAsync("href"))!).AbsolutePath;

        using var http = new HttpClient { BaseAddress = new Uri(program.Address) };
        using var served = await http.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "image/png"), (served.StatusCode, served.Content.Headers.ContentType?.ToString()));
        Assert.Equal(("nosniff", "inline"), (served.Headers.GetValues("X-Content-Type-Options").Single(), served.Content.Headers.ContentDisposition?.DispositionType));
        Assert.Contains("sandbox", served.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain(SampleFiles.Hidden, Encoding.Latin1.GetString(await served.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(path[..^64] + new string('0', 64), TestContext.Current.CancellationToken)).StatusCode);

        Assert.NotEqual(0, Hits(program, "canary at 4711"));

        await lee.SayAsync("/pm evidence");
        var dialog = lee.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("1 piece of evidence kept.");
        Assert.Empty(await lee.ScrollsSidewaysAsync());
        await lee.ShotAsync("evidence-list-360");
        await lee.AxeAsync();

        await dialog.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await Expect(dialog).ToContainTextAsync("Caption");
        await lee.ShotAsync("evidence-edit-360");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Redact" }).ClickAsync();
        await Expect(dialog).ToContainTextAsync("It cannot be taken back.");
        Assert.Empty(await lee.ScrollsSidewaysAsync());
        await lee.ShotAsync("evidence-redact-360");
        await lee.AxeAsync();
        await dialog.GetByLabel("Overwrite it for good").CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Overwrite", Exact = true }).ClickAsync();

        await Expect(lee.Message("Redacted in INC-004302: evidence (screenshot) kept at 14:05 EST.")).ToContainTextAsync("1 file deleted.");
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(0, Hits(program, "canary at 4711"));
    }

    private static int Hits(RunningProgram program, string text) => program.StoreFiles.Sum(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Encoding.Latin1.GetString(bytes.ToArray()).Split(text).Length - 1;
    });
}
