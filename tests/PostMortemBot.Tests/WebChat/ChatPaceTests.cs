using System.Diagnostics;
using Microsoft.Playwright;
using PostMortemBot.Tests.World;
using static Microsoft.Playwright.Assertions;

namespace PostMortemBot.Tests.WebChat;

/// <summary>How long two people at two browsers wait for each other, by the real clock.</summary>
[Collection(Alone.Name)]
public sealed class ChatPaceTests(Browser browser)
{
    [Fact]
    public async Task What_one_browser_says_another_sees_within_300_ms()
    {
        await using var world = await ChatWorld.StartAsync();
        var (dana, lee) = (await world.OpenAsync(browser), await world.OpenAsync(browser, "lee"));
        var times = new List<long>();
        for (var round = 0; round < 7; round++)
        {
            await dana.Box().FillAsync($"Round {round}: p95 is 4.2 s");
            var watch = Stopwatch.StartNew();
            await Task.WhenAll(dana.Box().PressAsync("Enter"), lee.Locator("main article", new() { HasText = $"Round {round}:" }).WaitForAsync());
            times.Add(watch.ElapsedMilliseconds);
        }

        times.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine("Seen by the other browser after ms: " + string.Join(", ", times));
        Assert.InRange(times[times.Count / 2], 0, 300);
        await Expect(dana.Box()).ToHaveValueAsync("");
        await dana.ShotAsync("talk");
        world.Quiet();
    }

    [Fact]
    public async Task A_field_that_is_left_is_saved_within_a_second()
    {
        await using var world = await ChatWorld.StartAsync();
        var page = await world.OpenAsync(browser);
        await page.SayAsync("/pm write");
        var form = page.GetByRole(AriaRole.Dialog, new() { Name = "Root Cause Analysis" });
        await form.GetByLabel("What happened").FillAsync("max_pool was 10, expected 40.");
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(form.GetByLabel("What happened").PressAsync("Tab"), form.GetByText("Saved", new() { Exact = true }).WaitForAsync());
        Assert.InRange(watch.ElapsedMilliseconds, 0, 1000);
        world.Quiet();
    }
}
