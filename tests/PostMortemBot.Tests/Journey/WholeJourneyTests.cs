using Microsoft.Playwright;
using PostMortemBot.Tests.WebChat;
using PostMortemBot.Tests.World;
using static Microsoft.Playwright.Assertions;

namespace PostMortemBot.Tests.Journey;

/// <summary>product.md 2.1 to 2.7 in a real browser, by people who press and type: responders, the owner who becomes the author, the reviewers, the published document. Pictures of each step lie in <c>artifacts/screens</c>.</summary>
public sealed class WholeJourneyTests(Browser browser)
{
    private const string Title = "INC-004310 · Checkout slow for customers in Europe";

    [Fact]
    public async Task From_the_first_message_to_the_document_within_the_interaction_budget()
    {
        await using var program = await RunningProgram.StartAsync();
        var dana = new Hand(await program.OpenAsync(browser, "dana", "general"));
        var lee = new Hand(await program.OpenAsync(browser, "lee", "general", width: 360, dark: true));

        await dana.SayAsync("/pm start INC-004310 Checkout slow for customers in Europe p1 env:PROD svc:gateway owner:@sam");
        await Expect(dana.Page.Message(Title)).ToBeVisibleAsync();
        await MarkAsync(dana, lee);
        await NumbersAsync(dana);
        await ResolveAsync(lee, dana);

        var sam = new Hand(await program.OpenAsync(browser, "sam", "bot"));
        await WriteAsync(sam);
        await ReadAsync(sam);
        await ReviewAsync(program, sam);
    }

    private static async Task MarkAsync(Hand dana, Hand lee)
    {
        await dana.SayAsync("/pm mark 13:10 #begin release 4.12 halves the connection pool of the gateway");
        await Expect(dana.Page.Message("13:10 EST · Incident Begin")).ToBeVisibleAsync();
        await dana.SayAsync("/pm mark 13:18 Splunk alert fired: Degraded Response Times\n13:20 #response Dana takes the lead, email sent to App Dev\n13:26 #investigation pool wait time rising since 13:10\n13:31 #escalation P1 declared, Sam called in");
        await Expect(dana.Page.Message("5 events.")).ToBeVisibleAsync();
        await dana.Page.ShotAsync("whole-1-marks");

        await lee.SayAsync("root cause is max_pool: 10 instead of 50");
        var found = lee.Page.Message("root cause is max_pool");
        await found.GetByRole(AriaRole.Button, new() { Name = "More acts" }).ClickAsync();
        await lee.Page.ShotAsync("whole-2-message-menu-phone");
        await lee.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Add to timeline" }).ClickAsync();
        await Expect(dana.Page.Message("6 events.")).ToBeVisibleAsync();
        await lee.SayAsync("📌 13:44 #fix rolled back gateway to 4.11");
        await lee.SayAsync("/pm mark 13:50 #verification p95 back under 200 ms on three nodes");
        await Expect(dana.Page.Message("8 events.")).ToBeVisibleAsync();
        await dana.SayAsync("/pm timeline");
        await Expect(dana.Page.Message("Timeline · INC-004310 · 8 events")).ToBeVisibleAsync();
        await dana.Page.ShotAsync("whole-3-timeline");
        await dana.Page.AxeAsync();
    }

    private static async Task NumbersAsync(Hand dana)
    {
        await dana.SayAsync("/pm slo latency bad 32m");
        await dana.SayAsync("/pm slo errors failed 2300/100000");
        await dana.SayAsync("/pm evidence index=apiconnect | timechart p95(response_time)");
        await dana.SayAsync("/pm evidence https://dash.example.org/d/pool");
        await Expect(dana.Page.Message("https://dash.example.org/d/pool")).ToBeVisibleAsync();
    }

    /// <summary>One line each; at most two clicks after it.</summary>
    private static async Task ResolveAsync(Hand lee, Hand dana)
    {
        await lee.SayAsync("/pm resolve 13:55");
        var verdict = dana.Page.Message("resolved at 13:55 EST");
        await Expect(verdict).ToContainTextAsync("Post-mortem required: P1");
        await Expect(verdict).ToContainTextAsync("Sam Ortiz");
        await dana.Page.ShotAsync("whole-4-verdict");
        await lee.Page.ShotAsync("whole-4-verdict-phone");
        await lee.Page.AxeAsync();
        await dana.ChooseAsync("resolved at 13:55 EST", "Why");
        await Expect(dana.Page.Message("Customer complaints")).ToBeVisibleAsync();
        await dana.Page.ShotAsync("whole-5-why");
    }

    private static async Task WriteAsync(Hand sam)
    {
        await Expect(sam.Page.Message("sections ready")).ToBeVisibleAsync();
        await sam.Page.ShotAsync("whole-6-progress");
        await sam.Page.AxeAsync();
        await sam.PressAsync("sections ready", "Continue");
        await Expect(sam.Dialog).ToBeVisibleAsync();
        var texts = 13;
        for (var step = 1; await sam.Dialog.CountAsync() > 0; step++)
        {
            Assert.InRange(step, 1, 8);
            await sam.Page.ShotAsync($"whole-7-form-{step}");
            await sam.Page.AxeAsync();
            texts -= await sam.FillAsync(texts);
        }

        await Expect(sam.Page.Message("19 of 19 sections ready")).ToBeVisibleAsync();
        await sam.Page.ShotAsync("whole-8-ready");
        await sam.PressAsync("19 of 19 sections ready", "Read it");
        await Expect(sam.Page.Message("No blank is left.")).ToBeVisibleAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"author: {sam.Spent}");
        Assert.InRange(sam.Spent.Forms, 1, 7);
        Assert.InRange(sam.Spent.Typed, 1, 14);
        Assert.InRange(sam.Spent.Interactions, 1, 32);
    }

    /// <summary>Three clicks of the author with the reading before; then each reviewer one, on the card that came in the working hours of all.</summary>
    private async Task ReviewAsync(RunningProgram program, Hand sam)
    {
        await sam.PressAsync("No blank is left.", "Request review");
        await Expect(sam.Dialog).ToBeVisibleAsync();
        await sam.Page.ShotAsync("whole-10-request-review");
        await sam.Page.AxeAsync();
        await sam.FillAsync(0);
        await Expect(sam.Page.Message("The review is requested.")).ToBeVisibleAsync();
        Assert.InRange(sam.Spent.Interactions, 1, 32);
        // The morning in Kolkata, then the one in New York.
        foreach (var (who, role, hours) in new[] { ("priya", "Business", 10), ("noor", "Technical", 10), ("kim", "Process", 0) })
        {
            program.Clock.Advance(TimeSpan.FromHours(hours));
            var reviewer = new Hand(await program.OpenAsync(browser, who, "bot", width: 360, dark: who == "kim"));
            await ComesAsync(program, reviewer.Page.Message("Review as " + role));
            await reviewer.Page.ShotAsync("whole-11-review-" + who);
            await reviewer.Page.AxeAsync();
            await reviewer.PressAsync("Review as " + role, "Approve as " + role);
            await Expect(reviewer.Page.Message("✔ approved as " + role)).ToBeVisibleAsync();
            Assert.Equal(new Spent(1, 0, 0), reviewer.Spent);
            await reviewer.Page.ShotAsync("whole-12-approved-" + who);
        }

        // A night went by: the author's page of yesterday is opened anew.
        var next = await program.OpenAsync(browser, "sam", "bot");
        await Expect(next.Message("is published")).ToBeVisibleAsync();
        await next.ShotAsync("whole-13-published");
        var channel = await program.OpenAsync(browser, "dana", "general");
        await Expect(channel.Message("INC-004310 is published")).ToBeVisibleAsync();
        await channel.ShotAsync("whole-14-channel");
    }

    /// <summary>The hours go by in one leap, on which the program may have gone to sleep half way: minutes go on until it is awake.</summary>
    private static async Task ComesAsync(RunningProgram program, ILocator what)
    {
        for (var minute = 0; minute < 50 && !await what.IsVisibleAsync(); minute++)
        {
            program.Clock.Advance(TimeSpan.FromMinutes(1));
            await what.Page.EvaluateAsync("() => new Promise(requestAnimationFrame)");
        }

        await Expect(what).ToBeVisibleAsync();
    }

    private static async Task ReadAsync(Hand sam)
    {
        var opened = await sam.Page.Context.RunAndWaitForPageAsync(() => sam.Page.Message("No blank is left.").GetByRole(AriaRole.Link, new() { Name = "Open page" }).ClickAsync());
        await Expect(opened.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Checkout slow for customers in Europe");
        await Expect(opened.GetByText("to be written")).ToHaveCountAsync(0);
        await opened.ScreenshotAsync(new() { Path = Browser.ScreenshotPath("webchat/whole-9-document"), FullPage = true });
        await opened.AxeAsync();
    }
}
