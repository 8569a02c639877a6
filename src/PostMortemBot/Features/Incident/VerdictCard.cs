using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>Message 4: what the rules said when it was over, who writes, until when. One in each of the incident's conversations, edited in place.</summary>
internal static class VerdictCard
{
    public const string TimeId = "verdict.time";
    public const string AuthorId = "verdict.author";
    public const string OverrideId = "verdict.override";
    public const string WriteUpId = "verdict.writeup";
    public const string KeepId = "verdict.keep";

    public static StandingCard Standing { get; } = new("verdict", Where, Draw);

    private static IEnumerable<CardTarget> Where(PostMortem p, View view) =>
        p.IsNearMiss || (p.Restored is null && p.ReopenedAt is null) ? [] : p.Places.Select(place => new CardTarget(place, null));

    public static Card? Draw(PostMortem p, View view) => p switch
    {
        { Life: Life.UnderReview or Life.Final } => null,
        { Life: Life.Cancelled } => Card.OneLine([Span.Bold(p.Name), " was cancelled: no post-mortem."]),
        { Life: Life.Merged } => Card.OneLine([Span.Bold(p.Name), $" is part of {p.MergedIntoName} now. Its verdict is there."]),
        { Restored: { } restored } => Resolved(p, restored, view),
        { ReopenedAt: { } again } => Card.OneLine([Span.Bold(IncidentCard.TitleOf(p)), " came back ", view.When(again), ". It goes on with the same timeline and document."], Button.Does(IncidentCard.TimelineId, "Timeline", p.Id.Value)),
        _ => null,
    };

    /// <summary>What can be chosen about writing, in the state it is in.</summary>
    public static IReadOnlyList<Button> Choices(PostMortem p) => p.Life switch
    {
        Life.Offered or Life.Noted => [Button.Does(WriteUpId, "Write it up", p.Id.Value), Button.Does(KeepId, "Keep the note only", p.Id.Value)],
        Life.NotRequired or Life.Declined => [Button.Does(WriteUpId, "Write one anyway", p.Id.Value)],
        Life.Capturing when Verdict.IsUndecided(p) => [Button.Does(Verdict.AskId, "Answer", p.Id.Value)],
        _ => [],
    };

    private static Card Resolved(PostMortem p, Instant restored, View view)
    {
        List<Element> elements = [new Element.Text(Said(p, view)), .. Writing(p, view), new Element.Small(Warm(p, view))];
        var time = Button.Opens(TimeId, "Change time", p.Id.Value);
        var back = Button.Does(IncidentCard.ReopenId, "It came back", p.Id.Value);
        var author = Button.Opens(AuthorId, "Another author", p.Id.Value);
        IReadOnlyList<Button> buttons = p.Life == Life.Draft ? [time, back, author] : [.. Choices(p), time, back];
        return new Card(
            $"{p.Name} resolved {view.WhenText(restored)} · {Moments.Length(restored - p.Began)}",
            elements,
            buttons,
            [Button.Does(Verdict.WhyId, "Why", p.Id.Value), Button.Opens(OverrideId, "Override", p.Id.Value), Button.Opens(IncidentCard.DetailsId, "Add a fact", p.Id.Value)]);
    }

    private static Line Said(PostMortem p, View view)
    {
        if (Verdict.IsUndecided(p))
        {
            var open = Verdicts.Of(p, view.Policy).Open.Count;
            return $"Not decided yet: {Moments.Count(open, "answer")} can change it.";
        }

        var said = Verdict.Sentence(p, view);
        return p switch
        {
            { Life: Life.NotRequired, OverrideReason: null } => [.. said.Spans, " Kept in the archive."],
            { Life: Life.Declined } => [.. said.Spans, $" Not written{View.Because(p.DeclineReason)}."],
            { Life: Life.Draft, Verdict: not VerdictKind.Required } => [.. said.Spans, " It is written up all the same."],
            _ => said,
        };
    }

    private static IEnumerable<Element> Writing(PostMortem p, View view)
    {
        if (p.Life != Life.Draft || Deadlines.Of(p, view.Policy) is not { } dates) yield break;
        yield return new Element.Text(p.Author is { } author
            ? ["Author: ", view.Named(author), $", told {Told(p, author, view)}. Document due {Moments.Day(dates.Complete, view.Today)}."]
            : $"Author: nobody yet. Name one with Another author. Document due {Moments.Day(dates.Complete, view.Today)}.");
        yield return new Element.Small(From(p, view));
    }

    /// <summary>Which clock runs from where: the process names two.</summary>
    private static string From(PostMortem p, View view) => p.DatesFrom is { } moment
        ? $"The dates run from {Moments.Day(moment.InZone(view.Zone).Date, view.Today)}, when it was decided."
        : $"Writing begins within {view.Policy.Deadlines.StartWithin.TotalHours:0} h of resolution. The week counts from {(view.Policy.Deadlines.WeekFrom == WeekFrom.Began ? "when the incident began" : "resolution")}.";

    private static string Told(PostMortem p, PersonId author, View view)
    {
        var decided = p.VerdictAt ?? p.ResolvedAt ?? view.Now;
        var told = view.Policy.WorkingHours.Next(decided, view.ZoneOf(author));
        return told == decided ? "now" : view.WhenText(told);
    }

    /// <summary>By the hour at which it was resolved, so that the card does not change with the reader's.</summary>
    private static string Warm(PostMortem p, View view)
    {
        var hour = (p.ResolvedAt ?? view.Now).InZone(view.Zone).Hour;
        return hour is >= 20 or < 7 ? "Nothing else is needed tonight. Rest well." : "Thank you, all.";
    }
}
