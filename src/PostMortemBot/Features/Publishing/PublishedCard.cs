using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>What is said of a publication: in the incident's own conversations, to the distribution list, to the author, in a letter. Drawn when it is sent.</summary>
internal static class PublishedCard
{
    private const int MostAsked = 3;

    /// <summary>The last of the posts in an incident's channel: one, edited when the page goes.</summary>
    public static StandingCard Standing { get; } = new("published", (p, _) => p.Page is null ? [] : p.Places.Select(place => new CardTarget(place, null)), DrawInChannel);

    public static Notice Notice { get; } = new("published", (p, _, view) => Draw(p, view)) { IsRecalled = true };

    public static Notice ForAuthor { get; } = new("published author", DrawForAuthor);

    /// <summary>A short summary with the link; null when the page is not there any more.</summary>
    public static Card? Draw(PostMortem p, View view)
    {
        if (p is not { IsPrivate: false, Page: { Withdrawn: false } page }) return null;
        List<Element> elements = [new Element.Text(Facts(p))];
        if (CauseOf(p) is { Length: > 0 } cause) elements.Add(new Element.Text([Span.Bold("Root cause: "), cause]));
        if (Actions(p) is { Length: > 0 } actions) elements.Add(new Element.Text(actions));
        if (LinkOf(p, page, view) is not { } link) return new($"Post-mortem published: {IncidentCard.TitleOf(p)}", [.. elements, new Element.Small($"Page: {page.Name}")]);
        return new($"Post-mortem published: {IncidentCard.TitleOf(p)}", elements, [Button.Goes("Read it", link)]);
    }

    /// <summary>Subject and text.</summary>
    public static (string Subject, string Text) Letter(PostMortem p, View view)
    {
        var page = p.Page!;
        string[] lines = [Facts(p), CauseOf(p) is { Length: > 0 } cause ? "Root cause: " + cause : "", Actions(p), LinkOf(p, page, view) ?? "Page: " + page.Name];
        return ($"Post-mortem published: {IncidentCard.TitleOf(p)}", string.Join("\n", lines.Where(line => line.Length > 0).Select(LineText.Plain)) + "\n");
    }

    /// <summary>Where it is read: in the wiki, else on the bot's own page; null: nowhere by an address.</summary>
    public static string? LinkOf(PostMortem p, Publication page, View view) =>
        page.Location.StartsWith("http", StringComparison.Ordinal) ? page.Location : view.PageUrl is { } url ? $"{url}/post-mortems/{p.Id.Value}" : null;

    /// <summary>Buttons for the optional recipients who are told only when somebody says so.</summary>
    public static IEnumerable<Button> ToAsk(PostMortem p, View view) =>
        Recipients.ToAsk(p, view.Policy.Distribution, view.TemplateOf(p)).Take(MostAsked).Select(one => Button.Does(Publish.TellId, Labels.Short("Tell " + one.Name), CarriedPair.Of(p.Id.Value, one.Name)));

    public static Card Withdrawn(PostMortem p) => Card.OneLine(["The page of ", Span.Bold(p.Name), " was withdrawn."]);

    private static Card? DrawInChannel(PostMortem p, View view) => p switch
    {
        { IsPrivate: true } or { Page: { Withdrawn: true } } => Withdrawn(p),
        { Page: { } page } => Card.OneLine(
            [Span.Bold($"{p.Name} is published: "), string.Join(" ", new[] { $"{p.Title}.", Facts(p) + ".", Actions(p), "Thank you." }.Where(part => part.Length > 0))],
            LinkOf(p, page, view) is { } link ? [Button.Goes("Read it", link)] : [Button.Does(Preview.ReadId, "Read it", p.Id.Value)]),
        _ => null,
    };

    private static Card? DrawForAuthor(PostMortem p, IReadOnlyList<string> args, View view)
    {
        if (args is not [var told, var unreached] || p is not { IsPrivate: false, Page: { Withdrawn: false } page }) return null;
        List<Element> elements = [new Element.Text([Span.Bold($"{p.Name} is published: "), page.Name])];
        if (told.Length > 0) elements.Add(new Element.Text($"Told: {told}."));
        if (unreached.Length > 0) elements.Add(new Element.Text($"Still to be told by you: {unreached}. bot.json has no address of theirs that I can write to."));
        elements.Add(new Element.Small("Thank you."));
        return new("", elements, [.. LinkOf(p, page, view) is { } link ? new[] { Button.Goes("Read it", link) } : [], .. ToAsk(p, view)]);
    }

    private static string Facts(PostMortem p)
    {
        string?[] facts = [p.Severity?.ToString(), p.Environments.Count > 0 ? string.Join(", ", p.Environments) : null, p.Services.Count > 0 ? string.Join(", ", p.Services) : null, Durations.Total(p.KeyTimes) is { Length: not null } total ? total.Printed : null];
        return string.Join(" · ", facts.OfType<string>()) is { Length: > 0 } known ? known : p.Name;
    }

    private static string CauseOf(PostMortem p) => Texts.OneLine(p.Events.LastOrDefault(e => e.Phase == Phase.RootCauseDiscovery)?.Text ?? "", 200);

    private static string Actions(PostMortem p) => p.Actions.Count == 0 ? "" : $"{Moments.Count(p.Actions.Count, "action item")}, {p.Actions.Count(action => action.IsOpen)} open.";
}
