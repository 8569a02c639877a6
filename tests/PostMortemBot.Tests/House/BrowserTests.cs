using Microsoft.Playwright;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.House;

public sealed class BrowserTests(Browser browser)
{
    [Fact]
    public async Task A_page_runs_script_at_the_width_and_scheme_asked_for()
    {
        var page = await browser.NewPageAsync(360, dark: true);
        await page.SetContentAsync("<button onclick=\"this.textContent = 'pressed'\">press</button>");
        await page.ClickAsync("button");
        await Assertions.Expect(page.GetByText("pressed")).ToBeVisibleAsync();
        Assert.Equal(360, await page.EvaluateAsync<int>("innerWidth"));
        Assert.True(await page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches"));
        await page.CloseAsync();
    }

    [Fact]
    public async Task Axe_finds_a_button_without_a_name_and_nothing_on_a_clean_page()
    {
        var page = await browser.NewPageAsync(360);
        await page.SetContentAsync("<html lang=en><title>t</title><main><h1>h</h1><button></button></main></html>");
        await page.AddScriptTagAsync(new() { Path = Browser.PeerFile("axe-core", "axe.min.js") });

        Assert.Equal(["button-name"], await Findings(page));
        await page.EvaluateAsync("document.querySelector('button').textContent = 'Save'");
        Assert.Empty(await Findings(page));
        await page.CloseAsync();
    }

    private static Task<string[]> Findings(IPage page) => page.EvaluateAsync<string[]>("axe.run().then(r => r.violations.map(v => v.id))");
}
