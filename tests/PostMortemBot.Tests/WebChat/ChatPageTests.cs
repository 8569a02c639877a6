using Microsoft.Playwright;
using PostMortemBot.Chat;
using PostMortemBot.Tests.World;
using static Microsoft.Playwright.Assertions;

namespace PostMortemBot.Tests.WebChat;

public sealed class ChatPageTests(Browser browser)
{
    [Fact]
    public async Task A_command_is_told_to_the_bot_and_stands_nowhere_and_its_card_is_seen_by_all()
    {
        await using var world = await ChatWorld.StartAsync();
        var (dana, lee) = (await world.OpenAsync(browser), await world.OpenAsync(browser, "lee"));
        await dana.SayAsync("/pm status");
        await Expect(lee.Message("INC-004211")).ToContainTextAsync("/pm mark what happened");
        await Expect(dana.Locator("main article").GetByText("/pm status", new() { Exact = true })).ToHaveCountAsync(0);
        await dana.ShotAsync("card");
        await dana.AxeAsync();

        await lee.Message("INC-004211").GetByRole(AriaRole.Button, new() { Name = "Timeline" }).ClickAsync();
        await Expect(dana.Message("INC-004211")).ToContainTextAsync("8 events. Last: changed by a press");
        Assert.Equal("lee", world.Bot.Came.OfType<ButtonPressed>().Single().Who.User);
        world.Quiet();
    }

    [Fact]
    public async Task More_is_a_menu_for_the_keyboard_and_asks_before_what_cannot_be_taken_back()
    {
        await using var world = await ChatWorld.StartAsync();
        var page = await world.OpenAsync(browser);
        await page.SayAsync("/pm status");
        var more = page.Message("INC-004211").GetByRole(AriaRole.Button, new() { Name = "More", Exact = true });
        await more.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Menuitem, new() { Name = "Not an incident" })).ToBeFocusedAsync();
        await page.ShotAsync("more-menu");
        await page.AxeAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.GetByRole(AriaRole.Menuitem, new() { Name = "Merge with another" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(more).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alertdialog)).ToContainTextAsync("Twelve people are told.");
        await page.ShotAsync("confirm");
        await page.AxeAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Alertdialog)).ToHaveCountAsync(0);
        Assert.Empty(world.Bot.Came.OfType<ButtonPressed>());

        await more.ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Not an incident" }).ClickAsync();
        await page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "Not an incident" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alertdialog)).ToHaveCountAsync(0);
        await ChatWorld.Until(() => world.Bot.Came.OfType<ButtonPressed>().Any());
        Assert.Equal("1", world.Bot.Came.OfType<ButtonPressed>().Single().Value);
        world.Quiet();
    }

    [Fact]
    public async Task A_form_saves_each_field_as_it_is_left_tells_the_error_at_the_field_and_keeps_what_was_typed()
    {
        await using var world = await ChatWorld.StartAsync();
        var page = await world.OpenAsync(browser);
        await page.SayAsync("/pm write");
        var form = page.GetByRole(AriaRole.Dialog, new() { Name = "Root Cause Analysis" });
        await Expect(form.GetByLabel("Root cause in one sentence")).ToBeFocusedAsync();
        await page.ShotAsync("form");
        await page.AxeAsync();

        var what = form.GetByLabel("What happened");
        await what.FillAsync("taken meanwhile");
        await what.PressAsync("Tab");
        await Expect(form.GetByText("Not saved yet. It goes with the form.")).ToBeVisibleAsync();
        await Expect(form.GetByText("Saved", new() { Exact = true })).ToHaveCountAsync(0);
        await what.FillAsync("max_pool was 10, expected 40.");
        await what.PressAsync("Tab");
        await Expect(form.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
        var left = world.Bot.Came.OfType<FieldLeft>().Last();
        Assert.Equal(("what", "max_pool was 10, expected 40.", "INC-004211|cause|7"), (left.Field, left.Values.Text("what"), left.Carry));

        await form.GetByRole(AriaRole.Button, new() { Name = "Save and next" }).ClickAsync();
        await Expect(form.GetByLabel("Root cause in one sentence")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(form.GetByLabel("Root cause in one sentence")).ToBeFocusedAsync();
        await Expect(form.GetByText("A sentence is needed here. What made it possible?")).ToBeVisibleAsync();
        await Expect(form.GetByLabel("What happened")).ToHaveValueAsync("max_pool was 10, expected 40.");
        await page.ShotAsync("form-error");
        await page.AxeAsync();

        await form.GetByLabel("Root cause in one sentence").FillAsync("A default moved into a file that PROD does not load.");
        await form.GetByLabel("QA").CheckAsync();
        await form.GetByLabel("Owner").SelectOptionAsync("kim");
        await form.GetByLabel("Root cause in one sentence").PressAsync("Enter");
        await Expect(form).ToHaveCountAsync(0);
        await Expect(page.Message("Saved: A default moved")).ToContainTextAsync("Only you see this");
        var saved = world.Bot.Came.OfType<FormSubmitted>().Last();
        Assert.Equal(["QA", "PROD"], saved.Values.Many("env"));
        Assert.Equal(("kim", "2026-12-24", "4200", "P1"), (saved.Values.Text("owner"), saved.Values.Text("due"), saved.Values.Text("peak"), saved.Values.Text("severity")));
        Assert.NotEqual(world.Bot.Came.OfType<FormSubmitted>().First().Receipt, saved.Receipt);
        world.Quiet();
    }

    [Fact]
    public async Task A_dialog_closes_by_Esc_without_saving_and_gives_the_focus_back()
    {
        await using var world = await ChatWorld.StartAsync();
        var page = await world.OpenAsync(browser);
        await page.SayAsync("/pm status");
        var opener = page.Message("INC-004211").GetByRole(AriaRole.Button, new() { Name = "Change details" });
        await opener.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        for (var step = 0; step < 25; step++)
        {
            await page.Keyboard.PressAsync("Tab");
            Assert.True(await page.EvaluateAsync<bool>("() => document.activeElement === document.body || !!document.activeElement.closest('dialog')"));
        }

        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(opener).ToBeFocusedAsync();
        Assert.Empty(world.Bot.Came.OfType<FormSubmitted>());
        world.Quiet();
    }

    [Fact]
    public async Task Rows_are_redrawn_in_place_and_a_button_in_a_form_brings_what_was_typed()
    {
        await using var world = await ChatWorld.StartAsync();
        var page = await world.OpenAsync(browser);
        await page.SayAsync("/pm rows");
        var rows = page.GetByRole(AriaRole.Dialog, new() { Name = "Action items" });
        await Expect(rows.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(2);
        await page.ShotAsync("rows");
        await page.AxeAsync();
        await rows.GetByRole(AriaRole.Button, new() { NameRegex = new("^Remove: .*saturation 2") }).ClickAsync();
        await Expect(rows.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
        await rows.GetByRole(AriaRole.Button, new() { Name = "Add an action item" }).ClickAsync();
        var form = page.GetByRole(AriaRole.Dialog, new() { Name = "Root Cause Analysis" });
        await form.GetByLabel("Root cause in one sentence").FillAsync("half a thought");
        await form.GetByRole(AriaRole.Button, new() { Name = "Answer by message" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        var pressed = world.Bot.Came.OfType<ButtonPressed>().Single(press => press.Id == "answer.message");
        Assert.Equal("half a thought", pressed.Form!.Values.Text("cause"));
        Assert.Null(pressed.Card);
        world.Quiet();
    }

    [Fact]
    public async Task Reactions_edits_deletes_and_the_menu_reach_the_bot_and_every_browser()
    {
        await using var world = await ChatWorld.StartAsync();
        var (dana, lee) = (await world.OpenAsync(browser), await world.OpenAsync(browser, "lee"));
        await dana.SayAsync("Gateway 4.12 went out at about a quarter to.");
        var seen = lee.Message("Gateway 4.12");
        await seen.HoverAsync();
        await seen.GetByRole(AriaRole.Button, new() { Name = "React" }).ClickAsync();
        await lee.ShotAsync("emoji-menu");
        await lee.GetByRole(AriaRole.Menuitem, new() { Name = "Pushpin" }).ClickAsync();
        await Expect(dana.Message("Gateway 4.12").GetByRole(AriaRole.Button, new() { NameRegex = new("Pushpin, Lee Chang") })).ToBeVisibleAsync();
        await Expect(dana.Message("Gateway 4.12").GetByTitle("PostMortem's receipt: kept for the post-mortem")).ToBeVisibleAsync();
        await seen.GetByRole(AriaRole.Button, new() { NameRegex = new("Pushpin, Lee Chang") }).ClickAsync();
        await Expect(dana.Message("Gateway 4.12").GetByRole(AriaRole.Button, new() { NameRegex = new("Pushpin") })).ToHaveCountAsync(0);

        await dana.Message("Gateway 4.12").HoverAsync();
        await dana.Message("Gateway 4.12").GetByRole(AriaRole.Button, new() { Name = "More acts" }).ClickAsync();
        await dana.ShotAsync("message-menu");
        await dana.AxeAsync();
        await dana.GetByRole(AriaRole.Menuitem, new() { Name = "Edit message" }).ClickAsync();
        var box = dana.GetByLabel("Change the message");
        await Expect(box).ToBeFocusedAsync();
        await dana.ShotAsync("edit");
        await box.FillAsync("Gateway 4.12 went out at 13:46.");
        await box.PressAsync("Enter");
        await Expect(lee.Message("went out at 13:46.")).ToContainTextAsync("(edited)");

        await lee.Message("13:46").GetByRole(AriaRole.Button, new() { Name = "More acts" }).ClickAsync();
        await Expect(lee.GetByRole(AriaRole.Menuitem, new() { Name = "Delete message" })).ToHaveCountAsync(0);
        await lee.GetByRole(AriaRole.Menuitem, new() { Name = "Add as evidence" }).ClickAsync();
        await ChatWorld.Until(() => world.Bot.Came.OfType<MenuChosen>().Any());
        Assert.Equal(("menu.evidence", "Gateway 4.12 went out at 13:46."), (world.Bot.Came.OfType<MenuChosen>().Single().Id, world.Bot.Came.OfType<MenuChosen>().Single().Message.Text));

        await dana.Message("13:46").HoverAsync();
        await dana.Message("13:46").GetByRole(AriaRole.Button, new() { Name = "More acts" }).ClickAsync();
        await dana.GetByRole(AriaRole.Menuitem, new() { Name = "Delete message" }).ClickAsync();
        await Expect(lee.Locator("main article")).ToHaveCountAsync(0);
        Assert.Equal(["ReactionAdded", "ReactionRemoved", "MessageEdited", "MenuChosen", "MessageDeleted"],
            world.Bot.Came.Where(came => came is not MessagePosted).Select(came => came.GetType().Name));
        world.Quiet();
    }

    [Fact]
    public async Task A_private_line_is_seen_by_one_person_alone_until_dismissed()
    {
        await using var world = await ChatWorld.StartAsync();
        var (dana, lee) = (await world.OpenAsync(browser), await world.OpenAsync(browser, "lee"));
        await dana.SayAsync("/pm mark Splunk alert fired");
        await Expect(dana.Message("Splunk alert fired")).ToContainTextAsync("Only you see this");
        await dana.SayAsync("On it.");
        await Expect(lee.Message("On it.")).ToBeVisibleAsync();
        await Expect(lee.GetByText("Splunk alert fired")).ToHaveCountAsync(0);
        await dana.ReloadAsync();
        await Expect(dana.Message("Splunk alert fired")).ToBeVisibleAsync();
        await dana.ShotAsync("private");
        await dana.AxeAsync();
        await dana.GetByRole(AriaRole.Button, new() { Name = "Dismiss this line" }).ClickAsync();
        await Expect(dana.GetByText("Splunk alert fired")).ToHaveCountAsync(0);
        Assert.Single(world.Room.All("inc-gateway"));
        world.Quiet();
    }

    [Fact]
    public async Task A_thread_stands_beside_the_channel_and_its_replies_are_counted()
    {
        await using var world = await ChatWorld.StartAsync();
        var page = await world.OpenAsync(browser);
        await page.SayAsync("Database itself is fine.");
        await page.Message("Database").HoverAsync();
        await page.Message("Database").GetByRole(AriaRole.Link, new() { Name = "Reply in thread" }).ClickAsync();
        var thread = page.GetByRole(AriaRole.Complementary, new() { Name = "Thread" });
        var reply = thread.GetByLabel("Reply in the thread");
        await Expect(reply).ToBeFocusedAsync();
        await reply.FillAsync("max_pool is 10, I expected 40.");
        await reply.PressAsync("Enter");
        await Expect(thread.GetByText("1 reply")).ToBeVisibleAsync();
        await reply.FillAsync("/pm mark pool is 10");
        await reply.PressAsync("Enter");
        await Expect(thread.GetByText("pool is 10").Last).ToBeVisibleAsync();
        await page.ShotAsync("thread");
        await page.AxeAsync();
        var root = world.Room.All("inc-gateway")[0].Id;
        Assert.Equal(root, world.Bot.Came.OfType<CommandTyped>().Single().Where.Thread);
        await reply.PressAsync("Escape");
        await Expect(thread).ToHaveCountAsync(0);
        await Expect(page.Message("Database").GetByRole(AriaRole.Link, new() { NameRegex = new("repl(y|ies)$") }).Last).ToBeVisibleAsync();
        world.Quiet();
    }
}
