using System.Net;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Features;

namespace PostMortemBot.Pages;

/// <summary>One post-mortem to read: <c>/post-mortems/{id}</c>, drawn anew at each visit, for whoever may read it.</summary>
internal static class DocumentPage
{
    /// <param name="readerOf">Who asks for the page, as far as the way in knows them.</param>
    public static void Map(WebApplication app, string organisation, Func<HttpContext, Actor> readerOf) => app.MapGet(
        "/post-mortems/{id}",
        async (string id, HttpContext context, Bot bot, CancellationToken stop) => await ShowAsync(bot, organisation, id, readerOf(context), stop));

    private static async Task<IResult> ShowAsync(Bot bot, string organisation, string id, Actor reader, CancellationToken stop)
    {
        var p = await bot.LoadAsync(organisation, new(id), stop);
        if (!Rights.May(reader, Act.Read, p))
        {
            await bot.Store.AuditAsync(organisation, bot.Now, reader.Id, nameof(Act.Read), id, "page", stop);
            return Page("Not for you", "<h1>You may not read this</h1><p>It is open to members who took part or review. Ask somebody of the team.</p>", StatusCodes.Status403Forbidden);
        }

        if (!p.Exists) return Page("Not found", "<h1>No such post-mortem</h1><p>It was never there, or it was taken away. Look for it in the chat: <code>/pm status</code>.</p>", StatusCodes.Status404NotFound);
        await bot.People.LoadAsync(organisation, stop);
        return Page(IncidentCard.TitleOf(p), MarkdownHtml.Render(await Preview.TextAsync(bot, organisation, p, stop)), StatusCodes.Status200OK);
    }

    public static string Html(string title, string body) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{WebUtility.HtmlEncode(title)}</title>
        <link rel="icon" href="/webchat/icon.svg">
        <link rel="stylesheet" href="/pages/document.css">
        </head>
        <body><main>
        {body}
        </main></body>
        </html>
        """;

    private static IResult Page(string title, string body, int status) => Results.Content(Html(title, body), "text/html; charset=utf-8", null, status);
}
