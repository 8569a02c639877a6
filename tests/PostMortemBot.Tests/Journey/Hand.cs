using System.Globalization;
using Microsoft.Playwright;
using PostMortemBot.Tests.WebChat;
using PostMortemBot.Tests.World;
using static Microsoft.Playwright.Assertions;

namespace PostMortemBot.Tests.Journey;

/// <summary>One person at the page, counting as conversation.md 2 does: a click, a tap, a pick or a line sent is one interaction; a typed answer is counted apart; so is a form.</summary>
internal sealed class Hand(IPage page)
{
    public IPage Page => page;

    public Spent Spent { get; private set; } = new(0, 0, 0);

    public ILocator Dialog => page.Locator("dialog[data-dialog]");

    public async Task SayAsync(string words)
    {
        Spent = Spent with { Interactions = Spent.Interactions + 1 };
        await page.SayAsync(words);
    }

    /// <summary>Presses a button of the last message that holds these words.</summary>
    public async Task PressAsync(string message, string button)
    {
        Spent = Spent with { Interactions = Spent.Interactions + 1 };
        await page.Message(message).GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
    }

    /// <summary>Opens <em>More</em> of the last message that holds these words and takes an entry: two interactions.</summary>
    public async Task ChooseAsync(string message, string entry)
    {
        Spent = Spent with { Interactions = Spent.Interactions + 2 };
        await page.Message(message).GetByRole(AriaRole.Button, new() { Name = "More", Exact = true }).ClickAsync();
        await page.Message(message).GetByRole(AriaRole.Menuitem, new() { Name = entry, Exact = true }).ClickAsync();
    }

    /// <summary>Goes to another conversation: the chat's own navigation, which every chat has and the budget does not count.</summary>
    public async Task GoAsync(string channel)
    {
        await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { NameRegex = new(channel) }).ClickAsync();
        await Expect(page.Locator("main h1, main h2").First).ToContainTextAsync(channel);
    }

    /// <summary>
    /// Fills in the form that is open as an author who knows the answers would: what is empty is typed (at most <paramref name="texts"/>), picked or ticked; the rest is marked N/A with one tick.
    /// A new action item is one: its text, owner and kind. Saves, and waits until the form is gone or another stands there.
    /// </summary>
    public async Task<int> FillAsync(int texts)
    {
        var number = await Dialog.GetAttributeAsync("data-dialog");
        Spent = Spent with { Forms = Spent.Forms + 1 };
        var typed = 0;
        var actions = 0;
        foreach (var field in await Dialog.Locator(".field").AllAsync())
        {
            var label = await field.Locator(".label, .tick span").First.InnerTextAsync();
            var action = label.StartsWith("New action", StringComparison.Ordinal) || label is "Its owner" or "What it improves";
            if (label.StartsWith("New action", StringComparison.Ordinal)) actions++;
            if (label is "Reason for N/A" || label.EndsWith(": remark", StringComparison.Ordinal) || (action && actions > 1)) continue;
            typed += await AnswerAsync(field, label, typed < texts);
        }

        await ClickAsync(Dialog.Locator("footer button[type=submit]"));
        await Expect(page.Locator($"dialog[data-dialog='{number}']")).ToHaveCountAsync(0);
        return typed;
    }

    private async Task<int> AnswerAsync(ILocator field, string label, bool mayType)
    {
        var text = field.Locator("input[type=text], textarea");
        if (await text.CountAsync() > 0)
        {
            if (!mayType || (await text.InputValueAsync()).Length > 0) return 0;
            Spent = Spent with { Typed = Spent.Typed + 1 };
            await text.FillAsync(await text.GetAttributeAsync("inputmode") is null ? $"What is known of {label.ToLower(CultureInfo.InvariantCulture)}" : "12");
            return 1;
        }

        var list = field.Locator("select");
        if (await list.CountAsync() > 0)
        {
            if ((await list.InputValueAsync()).Length > 0) return 0;
            Spent = Spent with { Interactions = Spent.Interactions + 1 };
            await list.SelectOptionAsync(new SelectOptionValue { Index = 1 });
            return 0;
        }

        var ticks = field.Locator("input[type=checkbox]");
        if (await ticks.CountAsync() > 0 && await field.Locator("input:checked").CountAsync() == 0) await ClickAsync(ticks.First);
        return 0;
    }

    private async Task ClickAsync(ILocator button)
    {
        Spent = Spent with { Interactions = Spent.Interactions + 1 };
        await button.ClickAsync();
    }
}
