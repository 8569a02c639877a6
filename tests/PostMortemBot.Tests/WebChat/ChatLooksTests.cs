using Microsoft.Playwright;
using PostMortemBot.Chat;
using PostMortemBot.Tests.World;
using static Microsoft.Playwright.Assertions;

namespace PostMortemBot.Tests.WebChat;

/// <summary>How the page looks and is reached: empty, phone, dark, keyboard, trouble. Every state is kept as a picture and has no finding of axe.</summary>
public sealed class ChatLooksTests(Browser browser)
{
    [Theory]
    [InlineData("general", "When something breaks")]
    [InlineData("distribution", "Nothing published yet")]
    [InlineData("bot", "Here PostMortem writes to Dana Whitfield")]
    public async Task An_empty_channel_teaches(string channel, string heading)
    {
        await using var world = await ChatWorld.StartAsync();
        var page = await world.OpenAsync(browser, channel: channel);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = heading })).ToBeVisibleAsync();
        await page.ShotAsync("empty-" + channel);
        await page.AxeAsync();
        world.Quiet();
    }

    [Fact]
    public async Task A_newcomer_finds_a_sample_half_way_and_one_sentence_on_what_to_press()
    {
        await using var world = await ChatWorld.StartAsync(sampleAtStart: 15);
        var page = await world.OpenAsync(browser);
        await Expect(page.GetByText("A sample incident, half way.")).ToBeVisibleAsync();
        await Expect(page.Message("max_pool to 10")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "1 reply" })).ToBeVisibleAsync();
        await page.ShotAsync("newcomer");
        await page.AxeAsync();
        var dark = await world.OpenAsync(browser, dark: true);
        await dark.ShotAsync("newcomer-dark");
        await dark.AxeAsync();
        var phone = await world.OpenAsync(browser, width: 360);
        await phone.ShotAsync("newcomer-phone");
        await phone.AxeAsync();
        Assert.Empty(await phone.ScrollsSidewaysAsync());
        world.Quiet();
    }

    [Fact]
    public async Task Every_element_of_a_card_is_drawn_as_words_never_as_markup()
    {
        await using var world = await ChatWorld.StartAsync();
        var page = await world.OpenAsync(browser, "priya");
        await page.SayAsync("/pm everything");
        var card = page.Message("Every element there is");
        await Expect(card).ToContainTextAsync("hostile: <script>alert(1)</script>");
        await Expect(card.Locator("script")).ToHaveCountAsync(0);
        await Expect(card.GetByRole(AriaRole.Link, new() { Name = "no link" })).ToHaveCountAsync(0);
        await Expect(card.GetByRole(AriaRole.Link, new() { Name = "a link" })).ToHaveAttributeAsync("rel", "noopener noreferrer");
        await Expect(card).ToContainTextAsync("14:05 EST (00:35 for you)");
        await Expect(card.GetByRole(AriaRole.Img, new() { Name = "Open actions: 9, past due 3" })).ToBeVisibleAsync();
        await page.ShotAsync("every-element");
        await page.AxeAsync();
        await card.GetByLabel("Edit an event").SelectOptionAsync("e2");
        await Expect(page.Message("You picked e2.")).ToBeVisibleAsync();
        world.Quiet();
    }

    [Fact]
    public async Task On_a_phone_of_360_pixels_all_is_reached_by_tapping_and_nothing_scrolls_sideways()
    {
        await using var world = await ChatWorld.StartAsync();
        var page = await world.OpenAsync(browser, width: 360);
        await page.SayAsync("https://grafana.example.org/d/aVeryLongDashboardNameWithoutAnySpaceInItThatCouldStretchThePage?from=now-1h&to=now");
        await page.SayAsync("/pm everything");
        await Expect(page.Message("Every element")).ToBeVisibleAsync();
        Assert.Empty(await page.ScrollsSidewaysAsync());
        await page.ShotAsync("phone-elements");
        await page.SayAsync("/pm status");
        await Expect(page.Message("INC-004211")).ToBeVisibleAsync();
        await page.ShotAsync("phone-card");
        await page.AxeAsync();
        Assert.Empty(await SmallTargetsAsync(page));

        await page.Message("grafana").GetByRole(AriaRole.Button, new() { Name = "More acts" }).ClickAsync();
        await page.ShotAsync("phone-message-menu");
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Reply in thread" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Complementary, new() { Name = "Thread" })).ToBeVisibleAsync();
        await page.ShotAsync("phone-thread");
        Assert.Empty(await page.ScrollsSidewaysAsync());
        await page.AxeAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Close the thread" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Channels and people" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Close the list" })).ToBeFocusedAsync();
        await page.ShotAsync("phone-channels");
        await page.AxeAsync();
        Assert.Empty(await SmallTargetsAsync(page));
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("general") }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "general" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Close the list" })).ToBeHiddenAsync();

        await page.SayAsync("/pm write");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Root Cause Analysis" })).ToBeVisibleAsync();
        await page.ShotAsync("phone-form");
        Assert.Empty(await page.ScrollsSidewaysAsync());
        Assert.Empty(await SmallTargetsAsync(page));
        await page.AxeAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Close this window" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await page.SayAsync("/pm rows");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Action items" })).ToBeVisibleAsync();
        await page.ShotAsync("phone-rows");
        Assert.Empty(await page.ScrollsSidewaysAsync());
        world.Quiet();
    }

    [Fact]
    public async Task Dark_and_light_follow_the_system_and_the_toggle_and_the_choice_stays()
    {
        await using var world = await ChatWorld.StartAsync();
        var page = await world.OpenAsync(browser, dark: true);
        await page.SayAsync("/pm everything");
        await page.SayAsync("/pm status");
        await page.SayAsync("/pm mark rolled back");
        await Expect(page.Message("rolled back").Last).ToBeVisibleAsync();
        await page.ShotAsync("dark");
        await page.AxeAsync();
        await page.SayAsync("/pm write");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and next" }).ClickAsync();
        await Expect(page.GetByText("One answer needs a change.")).ToBeVisibleAsync();
        await page.ShotAsync("dark-form-error");
        await page.AxeAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark or light" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        Assert.Equal("rgb(255, 255, 255)", await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));
        await page.ReloadAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        world.Quiet();
    }

    [Fact]
    public async Task By_keyboard_alone_one_writes_marks_reacts_and_saves_a_form()
    {
        await using var world = await ChatWorld.StartAsync();
        var page = await world.OpenAsync(browser);
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByText("Skip to the message box")).ToBeFocusedAsync();
        await page.ShotAsync("skip-link");
        await TabToAsync(page, "textarea[data-hinted]");
        await page.Keyboard.TypeAsync("First line");
        await page.Keyboard.PressAsync("Shift+Enter");
        await page.Keyboard.TypeAsync("second line");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Message("First line")).ToContainTextAsync("second line");
        Assert.Equal("First line\nsecond line", world.Room.All("inc-gateway")[0].Text);

        await page.Keyboard.TypeAsync("/pm");
        await Expect(page.GetByRole(AriaRole.Listbox).GetByRole(AriaRole.Option)).ToHaveCountAsync(4);
        await page.ShotAsync("hints");
        await page.AxeAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Box()).ToHaveValueAsync("/pm status ");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Message("INC-004211")).ToBeVisibleAsync();

        await TabBackToAsync(page, ".acts button[aria-label=React]", "First line");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Message("First line").GetByTitle("PostMortem's receipt: kept for the post-mortem")).ToBeVisibleAsync();

        await TabToAsync(page, ".card .button.primary");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Root cause in one sentence")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("A default moved");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Message("Saved: A default moved")).ToBeVisibleAsync();
        world.Quiet();
    }

    [Fact]
    public async Task When_the_bot_cannot_save_what_was_typed_is_given_back_and_one_press_repeats_it()
    {
        await using var world = await ChatWorld.StartAsync();
        var page = await world.OpenAsync(browser);
        world.Bot.Away = true;
        await page.SayAsync("/pm mark Splunk alert fired");
        var told = page.Message("Not saved.");
        await Expect(told).ToContainTextAsync("/pm mark Splunk alert fired");
        await Expect(told).ToContainTextAsync("Reference ");
        await page.ShotAsync("not-saved");
        await page.AxeAsync();
        world.Bot.Away = false;
        await told.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(page.Message("Detection (guess) · mark Splunk alert fired")).ToBeVisibleAsync();
        await Expect(page.GetByText("Not saved.")).ToHaveCountAsync(0);
        Assert.Single(world.Bot.Came.OfType<CommandTyped>().Select(came => came.Receipt).Distinct());

        await page.SayAsync("/pm write");
        await page.GetByLabel("Root cause in one sentence").FillAsync("A default moved");
        world.Bot.Away = true;
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and next" }).ClickAsync();
        await Expect(page.GetByText("Not saved. I cannot reach my storage.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Root cause in one sentence")).ToHaveValueAsync("A default moved");
        await page.ShotAsync("form-not-saved");
        world.Bot.Away = false;
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and next" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Assert.Single(world.Bot.Came.OfType<FormSubmitted>().Select(came => came.Receipt).Distinct());
        world.Quiet();
    }

    [Fact]
    public async Task A_slow_answer_shows_that_it_is_worked_on_and_the_page_goes_on()
    {
        await using var world = await ChatWorld.StartAsync();
        var page = await world.OpenAsync(browser);
        world.Bot.Slow = new();
        await page.SayAsync("/pm slow");
        await Expect(page.GetByText("PostMortem is working on it …")).ToBeVisibleAsync();
        await page.SayAsync("Meanwhile.");
        await Expect(page.Message("Meanwhile.")).ToBeVisibleAsync();
        await Expect(page.GetByText("PostMortem is working on it …")).ToBeVisibleAsync();
        await page.ShotAsync("slow");
        world.Bot.Slow.SetResult();
        await Expect(page.Message("Detection (guess) · slow")).ToBeVisibleAsync();
        await Expect(page.GetByText("PostMortem is working on it …")).ToHaveCountAsync(0);
        world.Quiet();
    }

    [Fact]
    public async Task Before_the_circuit_is_up_the_page_shows_what_was_said_and_takes_nothing_that_would_be_lost()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.Door.SayAsync(new("lee", "inc-gateway"), "Requests wait for a connection.", [], TestContext.Current.CancellationToken);
        var page = await browser.NewPageAsync(1280);
        await page.RouteAsync("**/blazor.web*.js", route => route.AbortAsync());
        await page.GotoAsync(world.Address);
        await Expect(page.Message("Requests wait for a connection.")).ToBeVisibleAsync();
        await Expect(page.Box()).ToBeDisabledAsync();
        await Expect(page.Box()).ToHaveAttributeAsync("placeholder", "Connecting …");
        await page.ShotAsync("loading");
        await page.AxeAsync();
    }

    [Fact]
    public async Task A_lost_connection_is_said_in_words()
    {
        await using var world = await ChatWorld.StartAsync();
        var page = await world.OpenAsync(browser);
        foreach (var (state, words) in new[] { ("show", "Connection lost."), ("failed", "does not answer."), ("rejected", "was restarted.") })
        {
            await page.EvaluateAsync("state => document.getElementById('components-reconnect-modal').className = 'lost components-reconnect-' + state", state);
            await Expect(page.Locator("#components-reconnect-modal")).ToContainTextAsync(words, new() { UseInnerText = true });
            await page.ShotAsync("lost-" + state);
        }

        await page.SayAsync("typed while away");
        await Expect(page.Box()).ToHaveValueAsync("typed while away");
        Assert.Empty(world.Room.All("inc-gateway"));
    }

    [Fact]
    public async Task People_and_channels_are_added_the_sample_is_played_and_start_over_empties_all()
    {
        await using var world = await ChatWorld.StartAsync();
        var page = await world.OpenAsync(browser);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add person" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Add person" }).ClickAsync();
        await Expect(page.Locator(".field.wrong")).ToContainTextAsync("A name is needed");
        await Expect(page.GetByLabel("Name")).ToBeFocusedAsync();
        await page.GetByLabel("Name").FillAsync("Åsa Öberg");
        await page.GetByLabel("Role").FillAsync("Duty manager");
        await page.ShotAsync("add-person");
        await page.AxeAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Add person" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await page.GetByLabel("You speak as").SelectOptionAsync(new SelectOptionValue { Label = "Åsa Öberg · Duty manager" });
        await Expect(page).Not.ToHaveURLAsync(new System.Text.RegularExpressions.Regex("as=dana"));
        await page.SayAsync("I am new here.");
        await Expect(page.Message("I am new here.")).ToContainTextAsync("Åsa Öberg");
        Assert.Equal("Åsa Öberg", world.Bot.Came.OfType<MessagePosted>().Last().ShownName);

        await page.GetByRole(AriaRole.Button, new() { Name = "Add channel" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("#inc Payments slow");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Add channel" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = new("inc-payments-slow") })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Play a sample incident" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "inc-sample" })).ToBeVisibleAsync();
        await ChatWorld.Until(() =>
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            return world.Bot.Came.OfType<CommandTyped>().Any(typed => typed.Words == "resolve");
        });
        await Expect(page.Message("Stable for 15 minutes")).ToBeVisibleAsync();
        await page.ShotAsync("sample-played");

        await page.GetByRole(AriaRole.Button, new() { Name = "Start over" }).ClickAsync();
        await page.ShotAsync("start-over");
        await page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "Start over" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = new("inc-sample") })).ToHaveCountAsync(0);
        Assert.Equal(1, world.Emptied);
        Assert.Equal(9, world.Room.People.Count);
        Assert.True(world.Room.Untouched);
        world.Quiet();
    }

    [Fact]
    public async Task A_file_is_attached_kept_and_handed_over_safely()
    {
        await using var world = await ChatWorld.StartAsync();
        var page = await world.OpenAsync(browser);
        await page.Locator("main input[type=file]").SetInputFilesAsync(new FilePayload { Name = "page.html", MimeType = "text/html", Buffer = "<script>alert(1)</script>"u8.ToArray() });
        await Expect(page.Locator(".attached")).ToContainTextAsync("page.html");
        await page.ShotAsync("attached");
        await page.SayAsync("What the customer saw");
        var link = page.Message("What the customer saw").GetByRole(AriaRole.Link, new() { NameRegex = new("page.html") });
        await Expect(link).ToBeVisibleAsync();
        Assert.Equal("page.html", world.Bot.Came.OfType<MessagePosted>().Single().Files.Single().Name);
        var got = await page.APIRequest.GetAsync(world.Address + await link.GetAttributeAsync("href"));
        Assert.Equal(("text/plain; charset=utf-8", "nosniff", "attachment; filename=page.html; filename*=UTF-8''page.html"), (got.Headers["content-type"], got.Headers["x-content-type-options"], got.Headers["content-disposition"]));
        await page.ShotAsync("file");
        await page.AxeAsync();
        world.Quiet();
    }

    private static Task TabToAsync(IPage page, string selector) => PressUntilAsync(page, "Tab", selector, "");

    private static Task TabBackToAsync(IPage page, string selector, string inside) => PressUntilAsync(page, "Shift+Tab", selector, inside);

    private static async Task PressUntilAsync(IPage page, string key, string selector, string inside)
    {
        for (var press = 0; press < 60; press++)
        {
            await page.Keyboard.PressAsync(key);
            if (await page.EvaluateAsync<bool>("([selector, inside]) => document.activeElement.matches(selector) && (!inside || document.activeElement.closest('article')?.textContent.includes(inside))", new[] { selector, inside }))
            {
                return;
            }
        }

        Assert.Fail($"{selector} cannot be reached by {key}.");
    }

    /// <summary>What can be tapped on the page and is under 44 pixels in height; links within a sentence are exempt.</summary>
    private static Task<string[]> SmallTargetsAsync(IPage page) => page.EvaluateAsync<string[]>(
        "() => [...document.querySelectorAll('button, select, input:not([type=file]):not([type=checkbox]), a.icon, a.button, .list a, textarea')].filter(e => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 1 && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 120))");
}
