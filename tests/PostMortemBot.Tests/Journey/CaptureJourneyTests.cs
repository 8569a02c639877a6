using Microsoft.Playwright;
using PostMortemBot.Tests.WebChat;
using PostMortemBot.Tests.World;
using static Microsoft.Playwright.Assertions;

namespace PostMortemBot.Tests.Journey;

/// <summary>From a channel's messages to the document, in a real browser, on the whole program.</summary>
public sealed class CaptureJourneyTests(Browser browser)
{
    [Fact]
    public async Task An_incident_is_started_marked_shown_and_read()
    {
        await using var program = await RunningProgram.StartAsync();
        var dana = await program.OpenAsync(browser, "dana", "general");
        var lee = await program.OpenAsync(browser, "lee", "general", width: 360, dark: true);

        await dana.SayAsync("/pm start INC-004300 Checkout fails for some customers p1 env:PROD svc:gateway");
        await Expect(dana.Message("INC-004300 · Checkout fails for some customers")).ToBeVisibleAsync();
        await Expect(lee.Message("INC-004300 · Checkout fails for some customers")).ToBeVisibleAsync();

        await dana.SayAsync("/pm mark 13:58 #detection Splunk alert fired: error rate 4 %");
        await Expect(dana.Message("13:58 EST · Detection · Splunk alert fired")).ToBeVisibleAsync();
        await Expect(lee.Message("1 event. Last: 13:58 EST")).ToBeVisibleAsync();
        await Expect(lee.GetByText("Only you see this")).ToHaveCountAsync(0);

        await lee.SayAsync("📌 rolled back gateway 4.12");
        await Expect(dana.Message("2 events. Last: 14:05 EST rolled back gateway 4.12")).ToBeVisibleAsync();

        await dana.SayAsync("/pm timeline");
        var timeline = dana.Message("Timeline · INC-004300 · 2 events");
        await Expect(timeline).ToContainTextAsync("Splunk alert fired: error rate 4 %");
        await dana.ShotAsync("journey-timeline");
        await dana.AxeAsync();
        await lee.ShotAsync("journey-phone-dark");
        await lee.AxeAsync();

        await dana.SayAsync("/pm preview");
        await Expect(dana.Message("The document as it stands now")).ToContainTextAsync("Post-Mortem-2026-11-24-Checkout-fails-for-some-customers.md");
    }

    [Fact]
    public async Task The_page_of_a_document_reads_well_wide_narrow_light_and_dark()
    {
        await using var program = await RunningProgram.StartAsync();
        var dana = await program.OpenAsync(browser, "dana", "general");
        await dana.SayAsync("/pm start INC-004301 Pool <script>alert(1)</script> exhausted p2 env:PROD svc:gateway");
        await dana.SayAsync("/pm mark 13:50 #begin pool size halved by a configuration change");
        await dana.SayAsync("/pm mark #cause max_pool is 10 instead of 50");
        await Expect(dana.Message("2 events.")).ToBeVisibleAsync();
        var store = program.The<PostMortemBot.Storage.IPostMortemStore>();
        var id = await store.ByIncidentIdAsync(PostMortemBotHost.TryOrganisation, "INC-004301", TestContext.Current.CancellationToken);

        foreach (var (width, dark) in new[] { (1100, false), (1100, true), (360, false) })
        {
            var page = await browser.NewPageAsync(width, 900, dark);
            await page.GotoAsync($"{program.Address}/post-mortems/{id}");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Pool <script>alert(1)</script> exhausted");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Detailed Timeline" })).ToBeVisibleAsync();
            await Expect(page.GetByText("pool size halved by a configuration change").First).ToBeVisibleAsync();
            Assert.Empty(await page.ScrollsSidewaysAsync());
            await page.ShotAsync($"document-{width}-{(dark ? "dark" : "light")}");
            await page.AxeAsync();
        }

        var gone = await browser.NewPageAsync(700, 500);
        await gone.GotoAsync($"{program.Address}/post-mortems/NOTHING");
        await Expect(gone.GetByText("No such post-mortem")).ToBeVisibleAsync();
    }
}
