using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>Message 5: how far the document is, in the author's direct message, edited in place.</summary>
internal static class ProgressCard
{
    /// <summary>Somebody who acted this lately may be written to at any hour.</summary>
    private static readonly Duration JustActed = Duration.FromMinutes(10);

    public const string ContinueId = "draft.continue";
    public const string ChooseId = "draft.choose";
    public const string TimesId = "draft.times";
    public const string HintsId = "draft.hints";
    public const string NumbersId = "draft.numbers";

    public static StandingCard Standing { get; } = new("progress", Where, Draw) { Former = Former };

    private static IEnumerable<CardTarget> Where(PostMortem p, View view)
    {
        if (p.Life is not (Life.Draft or Life.UnderReview) || (p.Author ?? p.Owner) is not { } author) yield break;
        var acted = (p.ResolvedBy == author && view.Now - p.ResolvedAt < JustActed) || p.Answers.Values.Any(given => given.By == author && view.Now - given.At < JustActed);
        yield return new(null, author, acted ? null : view.Policy.WorkingHours.Next(view.Now, view.ZoneOf(author)));
    }

    /// <summary>What is left of the author's cards with whoever wrote before.</summary>
    public static Card Former(PostMortem p, View view) => Card.OneLine(Rights.AuthorOf(p) is { } author
        ? [Span.Bold(p.Name), ": ", view.Named(author), " writes it now. Nothing is needed from you."]
        : [Span.Bold(p.Name), ": it is yours no more. Nothing is needed from you."]);

    public static Card? Draw(PostMortem p, View view) =>
        p.Life is Life.Draft or Life.UnderReview && Draft.Of(p, view) is { } draft ? Of(draft, view) : null;

    public static Card Of(Draft draft, View view) => draft.P.Life == Life.UnderReview ? InReview(draft, view) : Writing(draft, view);

    /// <summary>The same card while others read: who is where, and what is the author's to do.</summary>
    private static Card InReview(Draft draft, View view)
    {
        var (p, id) = (draft.P, draft.P.Id.Value);
        List<Element> elements = [new Element.Text("In review: " + ReviewLine.Of(p, view) + ".")];
        if (ReviewLine.Next(p, view) is { } next) elements.Add(new Element.Text(next));
        if (draft.Walk.Blanks.Count > 0) elements.Add(new Element.Small($"{Moments.Count(draft.Walk.Blanks.Count, "field")} empty."));
        if (Deadlines.Of(p, view.Policy) is { } dates) elements.Add(new Element.Small($"Reviews by {view.Deadline(dates.Reviews)}."));
        return new Card($"Post-mortem · {IncidentCard.TitleOf(p)}", elements, [.. ReviewLine.Acts(p, view), Button.Does(ChooseId, "Choose a section", id), Button.Does(Preview.ReadId, "Read it", id)],
            [Button.Does(RequestReview.WithdrawId, "Withdraw the review", id), Button.Does(TimesId, "Key times", id), Button.Does(HintsId, "Wording hints", id), Button.Does(IncidentCard.TimelineId, "Timeline", id)]);
    }

    private static Card Writing(Draft draft, View view)
    {
        var (p, walk, id) = (draft.P, draft.Walk, draft.P.Id.Value);
        List<Element> elements = [];
        if (p.Answers.IsEmpty && p.ResolvedBy is { } resolver && p.Restored is { } restored && !p.IsNearMiss)
        {
            elements.Add(new Element.Text([view.Named(resolver), " resolved this ", view.When(restored), ". Most of it is filled from the channel. What is left is what only you know."]));
        }

        elements.Add(new Element.Text(Progress(walk)));
        if (walk.Next is { } next) elements.Add(new Element.Text([$"▸ Next: {next.Part.Name}, {Moments.Count(next.Blanks.Count, "field")} to answer"]));
        else elements.Add(new Element.Text("▸ Nothing is left to answer. Read it once."));
        if (OpenQuestions.LineOf(p, view) is { } others) elements.Add(new Element.Text(others));
        elements.AddRange(OfferActions.Elements(p, view));
        if (BackStatements.LineOf(draft) is { } unproved) elements.Add(unproved);
        elements.Add(new Element.Small(Dates(draft, view)));
        if (p.Answers.IsEmpty) elements.AddRange(HelpProcess.Lines(view.Policy));
        var likely = Likely(draft);
        List<Button> buttons = [likely, Button.Does(ChooseId, "Choose a section", id)];
        buttons.Add(likely.Id == Preview.ReadId ? Button.Opens(RequestReview.AskId, "Request review", id) : Button.Does(Preview.ReadId, "Read it", id));
        buttons.Add(Button.Opens(AskSomeone.OpenId, "Ask someone", CarriedPair.Of(id)));
        return new Card($"Post-mortem · {IncidentCard.TitleOf(p)}", elements, buttons,
            [Button.Does(AskPeople.AskId, "Ask people", id), Button.Does(OpenQuestions.ShowId, "With others", id), .. BackStatements.Fix(draft), Button.Does(TimesId, "Key times", id), Button.Does(HintsId, "Wording hints", id), Button.Does(NumbersId, "Explain the numbers", id), KeepPrivate.ButtonOf(p), Button.Does(IncidentCard.TimelineId, "Timeline", id)]);
    }

    /// <summary>After a saved form: how far it is. The card itself stands in the author's direct message already, and follows there.</summary>
    public static Card LineOf(Draft draft, Line? said, View view)
    {
        List<Span> spans = said is null ? [] : [.. said.Spans, " "];
        return draft.P.Life == Life.UnderReview
            ? Card.OneLine([.. spans, .. (ReviewLine.Next(draft.P, view) ?? "No role is asked again.").Spans], [.. ReviewLine.Acts(draft.P, view), Button.Does(Preview.ReadId, "Read it", draft.P.Id.Value)])
            : Card.OneLine([.. spans, Progress(draft.Walk)], [Likely(draft), .. draft.Walk.Next is null ? Array.Empty<Button>() : [Button.Does(ChooseId, "Choose a section", draft.P.Id.Value)]]);
    }

    private static Button Likely(Draft draft) => draft.Walk is { Next: null, AsksTimes: false }
        ? Button.Does(Preview.ReadId, "Read it", draft.P.Id.Value)
        : Button.Opens(ContinueId, "Continue", draft.P.Id.Value);

    private static string Progress(Walk walk)
    {
        var byYou = walk.Ready - walk.FromIncident;
        var left = walk.MinutesLeft == 0 ? "" : $" About {walk.MinutesLeft} min left.";
        return $"{walk.Ready} of {Moments.Count(walk.Sections.Count, "section")} ready: {walk.FromIncident} from the incident, {byYou} by you.{left}";
    }

    private static Line Dates(Draft draft, View view)
    {
        var hints = draft.Hints(view).Count;
        var words = hints == 0 ? "" : $" {Moments.Count(hints, "wording hint")}.";
        if (Deadlines.Of(draft.P, view.Policy) is not { } dates) return words.Trim();
        var reminded = Rights.AuthorOf(draft.P) is { } author && Nudges.NextOfDraft(draft.P, view.Policy, view.ZoneOf(author), view.Today) is { } day ? $"; I remind you {Moments.Day(day, view.Today)}" : "";
        return $"Draft due {view.Deadline(dates.Draft)}{reminded}. Review by {view.Deadline(dates.Reviews)}.{words}";
    }
}
