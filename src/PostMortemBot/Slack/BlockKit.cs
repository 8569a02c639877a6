using System.Text.Json.Nodes;
using PostMortemBot.Screens;

namespace PostMortemBot.Slack;

/// <summary>
/// Screens as Slack's Block Kit: a <see cref="Card"/> as the body of a message, a <see cref="Form"/> or <see cref="Rows"/> as a modal view.
/// Pure: the adapter sends what comes back. Limits are Slack's own (docs.slack.dev, block reference); what does not fit is shortened and said.
/// People's words are rich text or plain text, never markup.
/// </summary>
internal static class BlockKit
{
    private const int BlocksOfMessage = 50;
    private const int BlocksOfView = 100;

    private const int FallbackMost = 3000;
    private const int HeaderMost = 150;
    private const int TitleMost = 24;
    private const int CarryMost = 3000;

    /// <summary>The arguments of <c>chat.postMessage</c>, <c>chat.update</c>, a <c>response_url</c> or a command's answer, without the channel. <see cref="Card.File"/> is sent apart.</summary>
    public static Drawn Message(Card card, SlackLook look)
    {
        var body = new List<JsonObject>();
        body.AddRange(Title(card.Title, look));
        var foot = SlackButtons.Blocks(card.Shown, card.Behind).ToList();
        var left = SlackRoom.Fill(body, card.Elements.Select((element, at) => Blocks(element, at, look)), BlocksOfMessage - foot.Count, look);
        body.AddRange(foot);
        var said = Said(card, look);
        if (body.Count == 0)
        {
            body.Add(SlackLines.Context(said, look));
        }

        var message = new JsonObject
        {
            ["text"] = SlackWords.Escape(said, FallbackMost),
            ["blocks"] = new JsonArray([.. body]),
            ["unfurl_links"] = false,
            ["unfurl_media"] = false,
        };
        return new Drawn(message, left > 0);
    }

    /// <summary>The modal view for <c>views.open</c>, <c>views.push</c>, <c>views.update</c>, or an answer's <c>view</c>.</summary>
    public static Drawn View(Screen screen, SlackLook look) => screen switch
    {
        Form form => Modal(form.Id, form.Title, form.Carry, form.Close, form.Submit, FormBlocks(form, look), [], look, isForm: true),
        Card card => Modal("card", card.Title.Trim().Length > 0 ? card.Title : "PostMortem", "", "Close", null, card.Elements.Select((element, at) => Blocks(element, at, look)), [.. SlackButtons.Blocks(card.Shown, card.Behind)], look),
        Rows rows => Modal(rows.Id, rows.Title, rows.Carry, "Close", null, RowBlocks(rows, look), RowsFoot(rows), look),
        _ => throw new InvalidOperationException($"Slack opens no {screen.GetType().Name}."),
    };

    /// <summary>The view for <c>views.publish</c>: a card as the Home tab.</summary>
    public static Drawn Home(Card card, SlackLook look)
    {
        var body = new List<JsonObject>();
        body.AddRange(Title(card.Title, look));
        var foot = SlackButtons.Blocks(card.Shown, card.Behind).ToList();
        var left = SlackRoom.Fill(body, card.Elements.Select((element, at) => Blocks(element, at, look)), BlocksOfView - foot.Count, look);
        body.AddRange(foot);
        return new Drawn(new JsonObject { ["type"] = "home", ["blocks"] = new JsonArray([.. body]) }, left > 0);
    }

    /// <summary>
    /// The answer to a refused submit that puts each message at its field, or null where one belongs to no field of the open view:
    /// answer with the form drawn anew then. <paramref name="blockIds"/> are the keys of the submitted <c>view.state.values</c>.
    /// </summary>
    public static JsonObject? Errors(Form form, IEnumerable<string> blockIds)
    {
        var blocks = blockIds.ToLookup(SlackIds.FieldName);
        var wrong = form.Fields.Where(field => field.Error is { Length: > 0 }).ToList();
        if (wrong.Count == 0 || wrong.Any(field => !blocks.Contains(field.Name)))
        {
            return null;
        }

        var errors = wrong.Select(field => KeyValuePair.Create(blocks[field.Name].First(), (JsonNode?)VisibleText.Shorten(VisibleText.Clean(field.Error!), 2000)));
        return new JsonObject { ["response_action"] = "errors", ["errors"] = new JsonObject(errors) };
    }

    private static Drawn Modal(string id, string title, string carry, string close, string? submit, IEnumerable<IReadOnlyList<JsonObject>> groups, List<JsonObject> foot, SlackLook look, bool isForm = false)
    {
        var body = new List<JsonObject>();
        if (VisibleText.Clean(title).Length > TitleMost)
        {
            body.Add(Strong(title, look));
        }

        var left = isForm ? SlackRoom.FillForm(body, [.. groups], BlocksOfView, look) : SlackRoom.Fill(body, groups, BlocksOfView - foot.Count, look);
        body.AddRange(foot);
        var view = new JsonObject
        {
            ["type"] = "modal",
            ["callback_id"] = SlackIds.Within(id, 255, "A form's id"),
            ["title"] = SlackWords.Plain(title, TitleMost),
            ["close"] = SlackWords.Plain(close, TitleMost),
            ["private_metadata"] = SlackIds.Within(carry, CarryMost, "What a form carries"),
            ["blocks"] = new JsonArray([.. body]),
        };
        if (submit is not null)
        {
            view["submit"] = SlackWords.Plain(submit, TitleMost);
        }

        return new Drawn(view, left > 0);
    }

    private static IEnumerable<JsonObject> Title(string title, SlackLook look)
    {
        if (title.Trim().Length == 0)
        {
            yield break;
        }

        yield return new JsonObject { ["type"] = "header", ["text"] = SlackWords.Plain(title, HeaderMost) };
        if (VisibleText.Clean(title).Length > HeaderMost)
        {
            yield return Strong(title, look);
        }
    }

    private static JsonObject Strong(string words, SlackLook look) => SlackLines.RichText(SlackLines.Section(SlackLines.Pieces(VisibleText.Shorten(words, SlackWords.Most), look, strong: true).First()));

    private static List<JsonObject> Blocks(Element element, int number, SlackLook look) => element switch
    {
        Element.Text text => [.. SlackLines.Pieces(text.Line, look).Select(piece => SlackLines.RichText(SlackLines.Section(piece)))],
        Element.Small { Line: var line } => line.Plain(look.Typed).Trim().Length == 0 ? [] : [SlackLines.Context(line, look)],
        Element.Heading heading => heading.Words.Length == 0 ? [] : [Strong(heading.Words, look)],
        Element.Bullets bullets => Bullets(bullets, look),
        Element.Quote quote => [.. SlackLines.Pieces(quote.Words, look).Select(piece => SlackLines.RichText(new JsonObject { ["type"] = "rich_text_quote", ["elements"] = piece }))],
        Element.CodeBlock code => [.. SlackLines.Pieces(code.Words, look).Select(piece => SlackLines.RichText(new JsonObject { ["type"] = "rich_text_preformatted", ["elements"] = piece }))],
        Element.Picker picker => [.. SlackButtons.Picker(picker, number)],
        Element.Picture picture => [Picture(picture, look)],
        Element.Divider => [new JsonObject { ["type"] = "divider" }],
        _ => throw new InvalidOperationException($"Slack draws no {element.GetType().Name}."),
    };

    private static List<JsonObject> Bullets(Element.Bullets bullets, SlackLook look)
    {
        var items = bullets.Lines.SelectMany(line => SlackLines.Pieces(line, look)).Select(piece => (JsonNode)SlackLines.Section(piece));
        return [.. items.Chunk(10).Select(chunk => SlackLines.RichText(new JsonObject { ["type"] = "rich_text_list", ["style"] = "bullet", ["elements"] = new JsonArray(chunk) }))];
    }

    /// <summary>The picture where Slack can reach it; its numbers as text in any case.</summary>
    private static JsonObject Picture(Element.Picture picture, SlackLook look)
    {
        var alt = VisibleText.Shorten(VisibleText.Clean(picture.Alt), 2000);
        var image = new JsonObject { ["type"] = "image", ["alt_text"] = alt.Length == 0 ? picture.File.Name : alt };
        switch (look.ImageOf?.Invoke(picture.File))
        {
            case { } url when SlackLines.WebAddress(url) is { } address:
                image["image_url"] = address;
                return image;
            case { Length: > 0 } file:
                image["slack_file"] = new JsonObject { ["id"] = file };
                return image;
            default:
                return SlackLines.Context(picture.Alt.Trim().Length == 0 ? picture.File.Name : picture.Alt, look);
        }
    }

    private static IEnumerable<IReadOnlyList<JsonObject>> FormBlocks(Form form, SlackLook look) => form.Elements.Select(element => (IReadOnlyList<JsonObject>)(element switch
    {
        FormElement.Asks asks => [.. SlackInputs.Blocks(form, asks.Field, look)],
        FormElement.Note note => Blocks(new Element.Small(note.Line), 0, look),
        FormElement.Heading heading => Blocks(new Element.Heading(heading.Words), 0, look),
        FormElement.Acts acts => [.. SlackButtons.Blocks(acts.Buttons, [])],
        _ => throw new InvalidOperationException($"Slack draws no {element.GetType().Name} in a form."),
    }));

    private static IEnumerable<IReadOnlyList<JsonObject>> RowBlocks(Rows rows, SlackLook look)
    {
        yield return Blocks(new Element.Text(rows.Lead), 0, look);
        foreach (var row in rows.Items)
        {
            yield return [.. Blocks(new Element.Text(row.Text), 0, look), .. SlackButtons.Row(row.Acts, row.Text.Plain(look.Typed))];
        }

        if (rows.Pages > 1)
        {
            yield return [SlackLines.Context($"Page {rows.Page} of {rows.Pages}", look)];
        }
    }

    private static List<JsonObject> RowsFoot(Rows rows) => [.. SlackButtons.Blocks(rows.Add is { } add ? [add, .. rows.Buttons] : rows.Buttons, [])];

    /// <summary>The notification: never empty, for Slack refuses that.</summary>
    private static string Said(Card card, SlackLook look)
    {
        var said = card.Plain(look.Typed);
        return said.Trim().Length > 0 ? said : Words(card, look).FirstOrDefault(words => words.Trim().Length > 0) ?? "A message of the post-mortem bot";
    }

    private static IEnumerable<string> Words(Card card, SlackLook look) => card.Elements.Select(element => element switch
    {
        Element.Small small => small.Line.Plain(look.Typed),
        Element.Heading heading => heading.Words,
        Element.Bullets bullets => string.Join(". ", bullets.Lines.Select(line => line.Plain(look.Typed))),
        Element.Quote quote => quote.Words,
        Element.CodeBlock code => code.Words,
        Element.Picker picker => picker.Label,
        Element.Picture picture => picture.Alt,
        _ => "",
    }).Concat(card.Shown.Select(button => button.Label));
}
