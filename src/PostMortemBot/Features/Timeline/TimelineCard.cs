using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>Message 3: events grouped by phase in order of time, and at most three things worth a look.</summary>
internal static class TimelineCard
{
    public const int PageSize = 10;
    private const int PostedSize = 50;
    private const int MostButtons = 4;

    public static Card Draw(PostMortem p, View view, int page, int size = PageSize)
    {
        var events = p.Events;
        if (events.Count == 0) return new Card($"Timeline · {p.Name}", [new Element.Text("No event yet."), new Element.Small(["Add the first: ", new Span.Typed("mark what happened"), ", or ", Adding.OfMessage, "."])], [Button.Opens(IncidentCard.MarkId, "Add one", p.Id.Value)]);
        var pages = (events.Count + size - 1) / size;
        page = Math.Clamp(page, 0, pages - 1);
        var shown = events.Skip(page * size).Take(size).ToList();
        List<Element> elements = [.. Lines(shown, view)];
        if (pages > 1) elements.Add(new Element.Small($"Events {page * size + 1} to {page * size + shown.Count} of {events.Count}."));
        if (Worth(p, view) is { } worth) elements.Add(new Element.Text(worth));
        elements.Add(new Element.Picker(EditEvent.OpenId, "Edit an event", [.. shown.Select(e => new Choice(e.Id.Value, Label(e, view)))], p.Id.Value, ButtonKind.Opens));
        List<Button> buttons = [.. Buttons(p, view, events, page, size)];
        return new Card(Title(p, view), elements, [.. buttons.Take(MostButtons)], [.. buttons.Skip(MostButtons), Button.Opens(ShiftTimes.OpenId, "Shift times", p.Id.Value), Button.Does(ShowTimeline.PostId, "Post to channel", p.Id.Value)]);
    }

    /// <summary>For everybody in a conversation: to read, with nothing to edit.</summary>
    public static Card Posted(PostMortem p, View view) => Draw(p, view with { Own = null }, 0, PostedSize) is var card && p.Events.Count == 0 ? card : card with
    {
        Elements = [.. card.Elements.Where(element => element is not Element.Picker)],
        Buttons = [Button.Does(IncidentCard.TimelineId, "Timeline", p.Id.Value)],
        More = null,
    };

    private static IEnumerable<Button> Buttons(PostMortem p, View view, IReadOnlyList<TimelineEvent> events, int page, int size)
    {
        yield return Button.Opens(IncidentCard.MarkId, "Add one", p.Id.Value);
        if ((page + 1) * size < events.Count) yield return Button.Does(ShowTimeline.PageId, $"Next {Math.Min(size, events.Count - (page + 1) * size)}", CarriedPair.Of(p.Id.Value, $"{page + 1}"));
        if (page > 0) yield return Button.Does(ShowTimeline.PageId, $"Former {size}", CarriedPair.Of(p.Id.Value, $"{page - 1}"));
        if (WorthALook.AlikeIn(events) is [var (a, b), ..]) yield return Button.Does(JoinEvents.JoinId, $"Join {Moments.Clock(a.When, view.Zone)} and {Moments.Clock(b.When, view.Zone)}", CarriedPair.Of(p.Id.Value, $"{a.Id.Value},{b.Id.Value}"));
        if (view.PageUrl is { } url && !p.IsPrivate) yield return Button.Goes("Open page", $"{url}/post-mortems/{p.Id.Value}");
    }

    private static string Title(PostMortem p, View view)
    {
        var (first, last) = (p.Events[0].When, p.Events[^1].When);
        var (from, to) = (first.InZone(view.Zone).Date, last.InZone(view.Zone).Date);
        var days = from == to ? Moments.Day(from, view.Today) : $"{Moments.Day(from, view.Today)} to {Moments.Day(to, view.Today)}";
        return $"Timeline · {p.Name} · {Moments.Count(p.Events.Count, "event")} · {days}, {Moments.ZoneToken(view.Zone, first, last)}";
    }

    /// <summary>A heading whenever phase or day changes, then <c>time text · owner</c> lines.</summary>
    private static IEnumerable<Element> Lines(IReadOnlyList<TimelineEvent> events, View view)
    {
        var severalDays = events.Select(e => e.When.InZone(view.Zone).Date).Distinct().Count() > 1;
        foreach (var block in events.ChunkWhile((a, b) => a.Phase == b.Phase && a.When.InZone(view.Zone).Date == b.When.InZone(view.Zone).Date))
        {
            var phase = block[0].Phase?.DisplayName() ?? "No phase yet";
            yield return new Element.Heading(severalDays ? $"{phase} · {Moments.Day(block[0].When.InZone(view.Zone).Date, view.Today)}" : phase);
            yield return new Element.Bullets([.. block.Select(e => LineOf(e, view))]);
        }
    }

    private static Line LineOf(TimelineEvent e, View view)
    {
        List<Span> spans = [new Span.Moment(e.When, Moments.Clock(e.When, view.Zone)), $" {EventLine.TextOf(e)} · {view.OwnerOf(e)}"];
        if (e.PhaseGuessed) spans.Add(" · phase is a guess");
        var links = e.AlsoFrom.Prepend(e.Source).Select(source => source?.Link).OfType<string>().ToList();
        foreach (var (place, link) in links.Index()) spans.AddRange([" · ", new Span.Link(link, place == 0 ? "message" : $"message {place + 1}")]);
        if (e.SourceNow is not null) spans.Add(" · source edited");
        if (e.SourceGone) spans.Add(" · source deleted");
        return new(spans);
    }

    private static string Label(TimelineEvent e, View view) => Texts.OneLine($"{Moments.Clock(e.When, view.Zone)} {EventLine.TextOf(e)}", 75);

    private static Line? Worth(PostMortem p, View view)
    {
        var findings = WorthALook.Of(p, view.Now, at => Moments.Clock(at, view.Zone));
        if (findings.Count == 0) return null;
        var more = findings.Count > 3 ? $" · and {findings.Count - 3} more" : "";
        return $"Worth a look: {string.Join(" · ", findings.Take(3))}{more}";
    }
}
