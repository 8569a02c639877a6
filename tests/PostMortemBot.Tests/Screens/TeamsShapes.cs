using System.Text.Json.Nodes;
using Microsoft.Playwright;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Screens;

/// <summary>
/// The official renderer (npm <c>adaptivecards</c>, with <c>markdown-it</c> where a client would use one) in Chromium, as wide and as dark as asked.
/// </summary>
internal sealed class TeamsShapes(IPage page)
{
    private const string Page = """
        <!doctype html><html lang="en"><style>
          body { margin: 0; padding: 8px; font: 14px "Segoe UI", "DejaVu Sans", sans-serif; background: #fff; color: #242424; }
          body.dark { background: #292929; color: #fff; }
          #card { box-sizing: border-box; overflow-wrap: anywhere; }  /* as chat clients break long words */
          .ac-actionSet > div, .ac-actionSet { flex-wrap: wrap; overflow: visible !important; }  /* and let buttons flow on */
          .ac-pushButton { font: inherit; margin: 2px; padding: 4px 12px; border: 1px solid #888; border-radius: 4px; background: transparent; color: inherit; max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
          .ac-pushButton.style-positive { background: #5b5fc7; color: #fff; }
          input, textarea, select { font: inherit; box-sizing: border-box; max-width: 100%; }
          .dark input, .dark textarea, .dark select { background: #1f1f1f; color: #fff; }
          .dark .ac-overflow-menu { background: #1f1f1f }
        </style><body><div id="card"></div></body></html>
        """;

    private const string Draw = """
        ([json, dark]) => {
          document.body.className = dark ? 'dark' : '';
          AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => { result.outputHtml = markdownit({ html: true, linkify: true }).render(text); result.didProcess = true; };
          const front = dark ? '#ffffff' : '#242424', quiet = dark ? '#adadad' : '#616161', box = dark ? '#333333' : '#f0f0f0', ground = dark ? '#292929' : '#ffffff';
          const colors = { default: { default: front, subtle: quiet }, attention: { default: dark ? '#ff99a4' : '#b10e1c', subtle: quiet } };
          const card = new AdaptiveCards.AdaptiveCard();
          card.hostConfig = new AdaptiveCards.HostConfig({
            fontFamily: 'Segoe UI, DejaVu Sans, sans-serif', supportsInteractivity: true,
            actions: { maxActions: 25, actionsOrientation: 'horizontal', actionAlignment: 'left', showCard: { actionMode: 'inline' } },
            inputs: { label: { inputSpacing: 'small', requiredInputs: { weight: 'Bolder', suffix: ' *' }, optionalInputs: { weight: 'Bolder' } } },
            containerStyles: { default: { backgroundColor: ground, foregroundColors: colors }, emphasis: { backgroundColor: box, foregroundColors: colors } },
          });
          const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
          card.parse(JSON.parse(json), context);
          const events = [];
          for (let at = 0; at < context.eventCount; at++) events.push(context.getEventAt(at).message);
          for (const event of card.validateProperties().validationEvents) events.push((event.source?.getJsonTypeName?.() ?? '') + ': ' + event.message);
          const holder = document.getElementById('card');
          holder.replaceChildren(card.render());
          window.drawn = card;
          return events;
        }
        """;

    public static async Task<TeamsShapes> OpenAsync(Browser browser, int width, bool dark)
    {
        var renderer = Browser.PeerFile("adaptivecards", "dist", "adaptivecards.min.js");
        var markdown = Browser.PeerFile("markdown-it", "dist", "markdown-it.min.js");
        var page = await browser.NewPageAsync(width, dark: dark);
        await page.SetContentAsync(Page);
        await page.AddScriptTagAsync(new() { Path = renderer });
        await page.AddScriptTagAsync(new() { Path = markdown });
        return new TeamsShapes(page);
    }

    public IPage Shown => page;

    /// <summary>Draws the card; what the parser and the validation say against it, empty is good.</summary>
    public Task<string[]> DrawAsync(JsonObject card, bool dark = false) => page.EvaluateAsync<string[]>(Draw, new object[] { card.ToJsonString(), dark });

    /// <summary>Pixels by which something, or a button cut off by its row, is wider than the window.</summary>
    public Task<int> OverflowAsync() => page.EvaluateAsync<int>("""
        Math.round(Math.max(document.documentElement.scrollWidth, ...[...document.querySelectorAll('#card button')].map(b => b.getBoundingClientRect().right)) - innerWidth)
        """);

    /// <summary>The elements in the drawn card that only markup can make, as <c>tag text</c>.</summary>
    public Task<string[]> MarkupAsync() => page.EvaluateAsync<string[]>("""
        [...document.querySelectorAll('#card a, #card img, #card b, #card strong, #card em, #card i, #card h1, #card h2, #card ul, #card ol, #card table, #card code, #card pre, #card blockquote, #card script, #card s, #card at, #card del')]
          .map(e => e.tagName.toLowerCase() + ' ' + (e.getAttribute('href') ?? e.getAttribute('src') ?? e.textContent).slice(0, 80))
        """);

    /// <summary>The data that each button of the drawn card gives when the renderer executes it, with the inputs as they stand; and what hinders it, where something does.</summary>
    public Task<string[]> PressAllAsync() => page.EvaluateAsync<string[]>("""
        () => {
          const said = [], pressed = [];
          const within = part => {
            for (let at = 0; at < (part.getActionCount?.() ?? 0); at++) press(part.getActionAt(at));
            for (let at = 0; at < (part.getItemCount?.() ?? 0); at++) within(part.getItemAt(at));
          };
          const press = action => {
            if (action.card) within(action.card);
            else if (!(action instanceof AdaptiveCards.OpenUrlAction)) pressed.push(action);
          };
          within(window.drawn);
          // What execute() does before it tells the client; a question that is folded has nowhere to be executed.
          for (const action of pressed) said.push(action.prepareForExecution() ? JSON.stringify(action.data) : '');
          return said;
        }
        """);

    public Task<string> TextAsync() => page.EvaluateAsync<string>("document.getElementById('card').textContent");

    public Task<byte[]> KeepAsync(string name) => page.ScreenshotAsync(new() { Path = Browser.ScreenshotPath(name), FullPage = true });

    public Task CloseAsync() => page.CloseAsync();
}
