using System.Text.Json.Nodes;
using PostMortemBot.Screens;

namespace PostMortemBot.Teams;

/// <summary>
/// Screens as Adaptive Cards 1.5, the highest Teams promises: a <see cref="Card"/> as a message's card or the last word of a dialog, a <see cref="Form"/> or <see cref="Rows"/> as a dialog.
/// Pure: the adapter puts what comes back into an attachment of its own (never beside text) or a <c>task</c>. Each card keeps within 28 KiB of UTF-8,
/// the strictest limit Microsoft has named; what does not fit is shortened and said. No tables: Teams draws none.
/// </summary>
internal static class AdaptiveCards
{
    public const string Version = "1.5";
    public const int Budget = 28 * 1024;
    private const int TitleMost = 300;

    /// <summary>A picture up to this size travels in the card, where it takes a third more.</summary>
    private const int SmallPicture = 6 * 1024;

    /// <summary>So does one up to this size where there is room for it. A larger one needs an address.</summary>
    private const int LargestPicture = 16 * 1024;

    /// <summary>The card of a message. <see cref="Card.File"/> is sent apart.</summary>
    public static Drawn Message(Card card, TeamsLook look)
    {
        return First(Fit.Narrowing.SelectMany(fit => Either(fallback => MessageCard(card, look, fit, fallback))), "A message's buttons");
    }

    /// <summary>The card of a dialog, for the <c>card.content</c> of a task; the dialog's title is the screen's own.</summary>
    public static Drawn Dialog(Screen screen, TeamsLook look) => InDialog(screen, look with { MemberOf = static _ => null });

    private static Drawn InDialog(Screen screen, TeamsLook look) => screen switch
    {
        Form form => First(Fit.Narrowing.Select(fit => FormCard(form, look, fit)), $"The form {form.Id}"),
        Rows rows => First(Fit.Narrowing.Select(fit => RowsCard(rows, look, fit)), $"The rows {rows.Id}"),
        Card card => First(Fit.Narrowing.Select(fit => LastCard(card, look, fit)), "A dialog's buttons"),
        _ => throw new InvalidOperationException($"Teams opens no {screen.GetType().Name}."),
    };

    /// <param name="fallback">Action.Submit behind each Action.Execute, for old clients: doubles what the buttons weigh.</param>
    private static Drawn? MessageCard(Card card, TeamsLook look, Fit fit, bool fallback)
    {
        var body = card.Elements.Select((element, at) => Elements(element, at, look, fit));
        var foot = One(TeamsActions.OfCard(card.Shown, card.Behind, look, fallback));
        var drawn = Try(Strong(card.Title, "Large", look), body, foot, [], card.Plain(look.Typed), look, whole: fit != Fit.Narrowing[^1], more =>
        {
            if (TeamsActions.Refresh(card.Own, look) is { } refresh) more["refresh"] = refresh;
            if (look.Mark.Length > 0 && more["body"]!.AsArray() is [JsonObject first, ..]) first["id"] = look.Mark;
            if (TeamsMentions.Entities(card, look) is { } told) more["msteams"]!["entities"] = told;
        });
        var cut = card.Title.Length > TitleMost || card.Elements.Any(element => Longest(element) > fit.Words);
        return drawn is null ? null : drawn with { Shortened = drawn.Shortened || cut };
    }

    private static int Longest(Element element) => element switch
    {
        Element.Text text => text.Line.Plain().Length,
        Element.Small small => small.Line.Plain().Length,
        Element.Heading heading => heading.Words.Length,
        Element.Bullets bullets => bullets.Lines.Select(line => line.Plain().Length).DefaultIfEmpty().Max(),
        Element.Quote quote => quote.Words.Length,
        Element.CodeBlock code => code.Words.Length,
        Element.Picture picture => picture.Alt.Length,
        _ => 0,
    };

    /// <summary>A card as the last word of a dialog: its buttons are those of a dialog.</summary>
    private static Drawn? LastCard(Card card, TeamsLook look, Fit fit)
    {
        var body = card.Elements.Select((element, at) => Elements(element, at, look, fit));
        var foot = One(TeamsActions.OfDialog([.. card.Shown, .. card.Behind], [], look));
        return Try(Strong(card.Title, "Large", look), body, foot, [], card.Plain(look.Typed), look, whole: fit != Fit.Narrowing[^1]);
    }

    private static Drawn? FormCard(Form form, TeamsLook look, Fit fit)
    {
        var ours = Ours(form.Id, form.Carry);
        TeamsInputs.Describe(form.Fields, look, ours);
        var blocks = !form.Elements.Any(element => element is FormElement.Acts);
        var body = form.Elements.Select(element => FormElements(element, blocks, ours, look, fit));
        ours["op"] = look.Operation;
        if (look.At.Length > 0) ours["at"] = look.At;
        var drawn = Try([], body, [], [TeamsActions.Submit(form.Submit, ours)], form.Title, look, whole: fit != Fit.Narrowing[^1], TeamsInputs.NoteAsked);
        return drawn is null ? null : drawn with { Shortened = drawn.Shortened || fit.Words < Fit.Narrowing[0].Words };
    }

    private static Drawn? RowsCard(Rows rows, TeamsLook look, Fit fit)
    {
        var ours = Ours(rows.Id, rows.Carry);
        var body = new List<IReadOnlyList<JsonObject>> { Elements(new Element.Text(rows.Lead), 0, look, fit) };
        body.AddRange(rows.Items.Select(row => (IReadOnlyList<JsonObject>)
            [.. Elements(new Element.Text(row.Text), 0, look, fit), .. One(TeamsActions.OfDialog(row.Acts, ours, look))]));
        if (rows.Pages > 1)
        {
            body.Add(Elements(new Element.Small($"Page {rows.Page} of {rows.Pages}"), 0, look, fit));
        }

        var foot = One(TeamsActions.OfDialog(rows.Add is { } add ? [add, .. rows.Buttons] : rows.Buttons, ours, look));
        return Try([], body, foot, [], rows.Title, look, fit != Fit.Narrowing[^1]);
    }

    private static IEnumerable<Drawn?> Either(Func<bool, Drawn?> draw)
    {
        yield return draw(true);
        yield return draw(false);
    }

    private static JsonObject Ours(string id, string carry) => new() { ["form"] = id, ["carry"] = carry };

    private static Drawn First(IEnumerable<Drawn?> drawings, string what) =>
        drawings.FirstOrDefault(drawn => drawn is not null) ?? throw new InvalidOperationException($"{what} need more than {Budget} bytes.");

    /// <summary>The card if it keeps the budget, else null. Not <paramref name="whole"/>: groups are left out from the end, and it says how many.</summary>
    private static Drawn? Try(IEnumerable<JsonObject> head, IEnumerable<IReadOnlyList<JsonObject>> groups, IReadOnlyList<JsonObject> foot, IReadOnlyList<JsonObject> actions, string said, TeamsLook look, bool whole, Action<JsonObject>? more = null)
    {
        var all = groups.ToList();
        var top = head.ToList();
        for (var kept = all.Count; kept >= 0; kept--)
        {
            var missing = kept == all.Count ? [] : TeamsText.Blocks(Missing(all.Count - kept, look), look, new TextStyle { Quiet = true }, 300);
            var card = Envelope([.. top, .. all.Take(kept).SelectMany(group => group), .. missing, .. foot], actions, said);
            more?.Invoke(card);
            if (Drawn.Bytes(card) <= Budget)
            {
                return new Drawn(card, kept < all.Count);
            }

            if (whole)
            {
                return null;
            }
        }

        return null;
    }

    private static Line Missing(int left, TeamsLook look) =>
        look.Page is { } page ? [$"… ({left} more ", new Span.Link(page, "on the page"), ")"] : $"… ({left} more)";

    private static JsonObject Envelope(IEnumerable<JsonObject> body, IReadOnlyList<JsonObject> actions, string said)
    {
        var card = new JsonObject
        {
            ["type"] = "AdaptiveCard",
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["version"] = Version,
            ["fallbackText"] = TeamsText.Inert(said, 600),
            ["msteams"] = new JsonObject { ["width"] = "Full" },
            ["body"] = new JsonArray([.. body.Select(element => element.DeepClone())]),
        };
        if (actions.Count > 0)
        {
            card["actions"] = new JsonArray([.. actions.Select(action => action.DeepClone())]);
        }

        return card;
    }

    private static List<JsonObject> One(JsonObject? element) => element is null ? [] : [element];

    private static List<JsonObject> Strong(string words, string size, TeamsLook look, int most = TitleMost) =>
        words.Trim().Length == 0 ? [] : [.. TeamsText.Blocks(words, look, new TextStyle { Bold = true, Size = size }, most)];

    private static List<JsonObject> Elements(Element element, int number, TeamsLook look, Fit fit) => element switch
    {
        Element.Text text when TeamsMentions.Block(text.Line, look, fit.Words) is { } telling => [telling],
        Element.Text text => [.. TeamsText.Blocks(text.Line, look, new TextStyle(), fit.Words)],
        Element.Small small => [.. TeamsText.Blocks(small.Line, look, new TextStyle { Quiet = true, Size = "Small" }, fit.Words)],
        Element.Heading heading => Strong(heading.Words, "Medium", look, fit.Words),
        Element.Bullets bullets => [.. bullets.Lines.SelectMany(line => TeamsText.Blocks(["• ", .. line.Spans], look, new TextStyle { Close = true }, fit.Words))],
        Element.Quote quote => Boxed(TeamsText.Blocks(quote.Words, look, new TextStyle { Italic = true }, fit.Words)),
        Element.CodeBlock code => Boxed(TeamsText.Blocks(code.Words, look, new TextStyle { Preformatted = true }, fit.Words)),
        Element.Picker picker => Picker(picker, number, look, fit),
        Element.Picture picture => Picture(picture, look, fit),
        Element.Divider => [new JsonObject { ["type"] = "Container", ["separator"] = true, ["items"] = new JsonArray() }],
        _ => throw new InvalidOperationException($"Teams draws no {element.GetType().Name}."),
    };

    private static List<JsonObject> Boxed(IEnumerable<JsonObject> lines)
    {
        var items = lines.Select(line => (JsonNode)line).ToArray();
        return items.Length == 0 ? [] : [new JsonObject { ["type"] = "Container", ["style"] = "emphasis", ["items"] = new JsonArray(items) }];
    }

    private static List<JsonObject> Picker(Element.Picker picker, int number, TeamsLook look, Fit fit)
    {
        if (picker.Choices.Count == 0)
        {
            return [];
        }

        var input = $"{TeamsActions.Ours}{number}";
        var list = new JsonObject
        {
            ["type"] = "Input.ChoiceSet",
            ["id"] = input,
            ["label"] = TeamsActions.Label(picker.Label),
            ["style"] = "compact",
            ["placeholder"] = "Choose",
            ["choices"] = TeamsInputs.Choices(picker.Choices.Take(fit.Choices)),
        };
        return [list, TeamsActions.Pick(picker, input, look)];
    }

    /// <summary>The picture where the client can reach it; its numbers as text in any case.</summary>
    private static List<JsonObject> Picture(Element.Picture picture, TeamsLook look, Fit fit)
    {
        var alt = VisibleText.Shorten(VisibleText.Clean(picture.Alt), fit.Words);
        var travels = picture.File.Bytes.Length > 0 && picture.File.Bytes.Length <= (fit.Pictures ? LargestPicture : SmallPicture) && picture.File.ContentType is "image/png" or "image/jpeg" or "image/gif";
        var url = TeamsText.WebAddress(look.PictureUrl?.Invoke(picture.File)) ?? (travels ? $"data:{picture.File.ContentType};base64,{Convert.ToBase64String(picture.File.Bytes)}" : null);
        var words = TeamsText.Blocks(alt.Length == 0 ? picture.File.Name : alt, look, new TextStyle { Quiet = true, Size = "Small", Close = true }, fit.Words);
        return url is null ? [.. words] : [new JsonObject { ["type"] = "Image", ["url"] = url, ["altText"] = alt, ["size"] = "Auto" }, .. words];
    }

    private static List<JsonObject> FormElements(FormElement element, bool blocks, JsonObject ours, TeamsLook look, Fit fit) => element switch
    {
        FormElement.Asks asks => [.. TeamsInputs.Elements(asks.Field, blocks, look, fit)],
        FormElement.Note note => Elements(new Element.Small(note.Line), 0, look, fit),
        FormElement.Heading heading => Elements(new Element.Heading(heading.Words), 0, look, fit),
        FormElement.Acts acts => One(TeamsActions.OfDialog(acts.Buttons, ours, look)),
        _ => throw new InvalidOperationException($"Teams draws no {element.GetType().Name} in a form."),
    };
}
