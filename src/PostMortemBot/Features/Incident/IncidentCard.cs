using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>Message 1: the card of an open incident, one in each of its conversations, edited in place.</summary>
internal static class IncidentCard
{
    public static StandingCard Standing { get; } = new("incident", Where, Draw) { Own = OwnIncidentCard.Cards };

    private static IEnumerable<CardTarget> Where(PostMortem p, View view) =>
        p.Life is Life.Waiting or Life.Noted || p.IsNearMiss ? [] : p.Places.Select(place => new CardTarget(place, null));

    public static Card? Draw(PostMortem p, View view) => p.Life switch
    {
        Life.Waiting or Life.Noted => null,
        Life.Cancelled => Card.OneLine([Span.Bold(p.Name), $" was cancelled{View.Because(p.CancelReason)}."], Button.Does(ReopenId, "Reopen", p.Id.Value)),
        Life.Merged => Card.OneLine([Span.Bold(p.Name), $" is part of {p.MergedIntoName} now."], [.. p is { MergedIntoId: { } into, EndedAt: { } at } && view.Now - at <= Merge.UndoWithin ? new[] { Button.Does(MergeIncidents.UndoId, "Undo the merge", CarriedPair.Of(into.Value, p.Id.Value)) } : []]),
        _ when p.Restored is not null => Card.OneLine([Span.Bold(TitleOf(p)), " · resolved ", view.When(p.Restored.Value)], Button.Does(TimelineId, "Timeline", p.Id.Value)),
        _ => Open(p, view),
    };

    public static string TitleOf(PostMortem p) => p.Title.Length > 0 ? $"{p.Name} · {p.Title}" : p.Name;

    private static Card Open(PostMortem p, View view)
    {
        var events = p.Events;
        List<Element> elements = [new Element.Text(Facts(p, view)), new Element.Text(Taken(p, events, view))];
        if (p.LooksLike is { } like) elements.Add(new Element.Small(Likeness(like)));
        if (p.IncidentId is null) elements.Add(new Element.Small(["ID: none yet. Add it any time: ", new Span.Typed("set id INC-…")]));
        var earlier = p.TakenIn.Count(id => !p.AllEvents[id].Removed);
        if (earlier > 0) elements.Add(new Element.Small($"{Moments.Count(earlier, "earlier event")} taken in."));
        if (p.IsPrivate) elements.Add(new Element.Small("Private: read by those who take part, its reviewers and the SRE team."));
        elements.Add(new Element.Small(["To add one: ", Adding.OfMessage, ", or ", new Span.Typed("mark what happened")]));
        return new Card(
            TitleOf(p),
            elements,
            [Button.Opens(MarkId, "Mark an event", p.Id.Value), Button.Does(TimelineId, "Timeline", p.Id.Value), Button.Opens(DetailsId, "Change details", p.Id.Value), Button.Does(ResolveId, "Resolve", p.Id.Value)],
            [Button.Opens(CancelId, "Not an incident", p.Id.Value), Button.Opens(MergeId, "Merge with another", p.Id.Value), KeepPrivate.ButtonOf(p), .. earlier > 0 ? new[] { Button.Does(TimelineId, "Look at earlier ones", CarriedPair.Of(p.Id.Value, EarlierMarks.Earlier)) } : [], .. p.LooksLike is null ? [] : new[] { Button.Does(ShowSimilar.ShowId, "Show similar ones", p.Id.Value) }])
        {
            PlainText = $"{(p.Severity is { } severity ? severity + " incident" : "Incident")} {p.Name}{(p.Title.Length > 0 ? ", " + p.Title : "")}, since {view.At(p.Began)}.",
        };
    }

    /// <summary><c>Looks like INC-003977 (gateway, connection pool). 1 action item of it is still open.</c></summary>
    private static string Likeness(ResemblanceFound like)
    {
        var open = like.OpenActions switch { 0 => "", 1 => " 1 action item of it is still open.", var many => $" {many} action items of it are still open." };
        return $"Looks like {like.Name} ({string.Join(", ", like.Shared)}).{open}";
    }

    private static Line Facts(PostMortem p, View view)
    {
        var facts = new List<Line>();
        if (p.Severity is { } severity) facts.Add(severity.ToString());
        if (p.Environments.Count > 0) facts.Add(string.Join(", ", p.Environments));
        if (p.Services.Count > 0) facts.Add(string.Join(", ", p.Services));
        facts.Add(["since ", view.Moment(p.Began)]);
        if (p.Owner is { } owner) facts.Add(["owner ", view.Named(owner)]);
        if (p.Commander is { } commander) facts.Add(["commander ", view.Named(commander)]);
        return Line.Join(" · ", facts);
    }

    private static Line Taken(PostMortem p, IReadOnlyList<TimelineEvent> events, View view)
    {
        if (events.Count == 0) return "No event yet.";
        var last = events[^1];
        return [$"{Moments.Count(events.Count, "event")}. Last: ", view.Moment(last.When), $" {(last.TextPending ? "(reading the message)" : Texts.OneLine(last.Text, 120))}"];
    }

    public const string MarkId = "incident.mark";
    public const string TimelineId = "timeline.show";
    public const string DetailsId = "incident.details";
    public const string ResolveId = "incident.resolve";
    public const string CancelId = "incident.cancel";
    public const string MergeId = "incident.merge";
    public const string ReopenId = "incident.reopen";
}
