using System.Net;
using PostMortemBot.Chat;
using PostMortemBot.Features;

namespace PostMortemBot.Pages;

/// <summary>One post-mortem to read: <c>/post-mortems/{id}</c>, drawn anew at each visit. In the built-in chat it answers this machine alone, as the chat does.</summary>
internal static class DocumentPage
{
    public static void Map(WebApplication app, string organisation) => app.MapGet("/post-mortems/{id}", async (string id, Bot bot, CancellationToken stop) =>
    {
        var p = await bot.PostMortems.LoadAsync(organisation, new(id), stop);
        if (!p.Exists) return Page("Not found", "<h1>No such post-mortem</h1><p>It was never there, or it was taken away. Look for it in the chat: <code>/pm status</code>.</p>", StatusCodes.Status404NotFound);
        await bot.People.LoadAsync(organisation, stop);
        var text = await Preview.TextAsync(bot, organisation, p, stop);
        return Page(IncidentCard.TitleOf(p), MarkdownHtml.Render(text), StatusCodes.Status200OK);
    });

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
