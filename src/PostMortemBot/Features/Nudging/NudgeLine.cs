using NodaTime;
using NodaTime.Text;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>One reminder in words: what, why, by when; with the answer that is likely, and the others.</summary>
/// <param name="Subject">A few words that tell it from the others.</param>
internal sealed record NudgeLine(string Subject, Line Text, Button Likely, IReadOnlyList<Button> Others)
{
    public static NudgeLine Of(PostMortem p, Nudge nudge, View view) => nudge.Topic switch
    {
        NudgeTopic.Quiet => Quiet(p, view),
        NudgeTopic.Verdict => Verdict(p, nudge, view),
        NudgeTopic.Writing => Writing(p, nudge, view),
        NudgeTopic.Review => Review(p, nudge, view),
        NudgeTopic.Meeting => Meeting(p, nudge, view),
        NudgeTopic.Action => Action(p, nudge, view),
        NudgeTopic.Effect => Effect(p, nudge, view),
        NudgeTopic.FollowUp => FollowUp(p, nudge, view),
        NudgeTopic.Question => Question(p, nudge, view),
        _ => throw new ArgumentOutOfRangeException(nameof(nudge), nudge.Topic, "A topic without words."),
    };

    /// <summary><c>due Thu 3 Dec (in 2 days)</c>, <c>was due Thu 3 Dec (8 days ago)</c>.</summary>
    private static string Due(LocalDate by, View view) => $"{(by < view.Today ? "was due" : "due")} {view.Deadline(by)}";

    private static NudgeLine Quiet(PostMortem p, View view)
    {
        var last = p.Events.Count > 0 ? p.Events[^1].When : p.StartedAt;
        return new(
            p.Name,
            [Span.Bold(p.Name), $" has been quiet for {Whole(view.Now - p.ChangedAt)}. Does it still go on? Please say today."],
            Button.Does(AnswerNudge.GoingId, "Still going", p.Id.Value),
            [Button.Does(AnswerNudge.ResolvedId, $"Resolved at {Moments.Clock(last, view.Zone)}", CarriedPair.Of(p.Id.Value, InstantPattern.ExtendedIso.Format(last))), Button.Opens(IncidentCard.CancelId, "Not an incident", p.Id.Value)]);
    }

    private static NudgeLine Verdict(PostMortem p, Nudge nudge, View view) => nudge.About == "author"
        ? new(p.Name, [Span.Bold(p.Name), $" needs a post-mortem and has no author. Its start {(nudge.By < view.Today ? "was" : "is")} due {view.Deadline(nudge.By)}."], Button.Opens(VerdictCard.AuthorId, "Name an author", p.Id.Value), [])
        : new(p.Name, [Span.Bold(p.Name), " was resolved ", view.When(p.Restored!.Value), $", and nobody has decided whether it needs a post-mortem. Its start {(nudge.By < view.Today ? "was" : "is")} due {view.Deadline(nudge.By)}."], Button.Does(Features.Verdict.AskId, "Answer", p.Id.Value), [Button.Does(Features.Verdict.WhyId, "Why", p.Id.Value)]);

    private static NudgeLine Writing(PostMortem p, Nudge nudge, View view)
    {
        var left = Draft.Of(p, view) is { } draft ? $" {draft.Walk.Ready} of {Moments.Count(draft.Walk.Sections.Count, "section")} ready." : "";
        if (nudge.With is { } author) return new(p.Name, [Span.Bold(p.Name), $": the draft {Due(nudge.By, view)}. With ", view.Named(author), $".{left}"], Ask(p, "writing", author, view), [Button.Opens(VerdictCard.AuthorId, "Another author", p.Id.Value)]);
        return new(p.Name, [Span.Bold(p.Name), $": your draft {(nudge.By < view.Today ? "was" : "is")} due {view.Deadline(nudge.By)}.{left}"], Button.Opens(ProgressCard.ContinueId, "Write", p.Id.Value), []);
    }

    private static NudgeLine Review(PostMortem p, Nudge nudge, View view) => nudge.With is { } reviewer
        ? new($"{nudge.About} {p.Name}", [$"{nudge.About} review of ", Span.Bold(p.Name), $" {Due(nudge.By, view)}. With ", view.Named(reviewer), "."], Ask(p, "review:" + nudge.About, reviewer, view), [NameReviewer.StandIn(p, nudge.About), Button.Does(Preview.ReadId, "Read it", p.Id.Value)])
        : new($"{nudge.About} {p.Name}", [$"Your {nudge.About} review of ", Span.Bold(p.Name), $" {(nudge.By < view.Today ? "was" : "is")} due {view.Deadline(nudge.By)}."], Button.Does(ReviewCard.ShowId, "Review", new ReviewValue(p.Id, nudge.About).ToString()), []);

    private static NudgeLine Meeting(PostMortem p, Nudge nudge, View view) => nudge.With is { } author
        ? new(p.Name, [Span.Bold(p.Name), $": the discussion has no date and should be held by {view.Deadline(nudge.By)}. With ", view.Named(author), "."], Ask(p, "meeting", author, view), [])
        : new(p.Name, [Span.Bold(p.Name), $": the discussion has no date. It should be held by {view.Deadline(nudge.By)}."], Button.Opens(MeetingCard.MoveId, "Set a date", p.Id.Value), []);

    private static NudgeLine Action(PostMortem p, Nudge nudge, View view)
    {
        var action = p.Actions.First(one => one.Id.Value == nudge.About);
        var (carried, text) = (CarriedPair.Of(p.Id.Value, action.Id.Value), ActionLine.Text(action));
        if (nudge.With is null) return new(text, [Span.Bold(nudge.By < view.Today ? $"Was due {view.Deadline(nudge.By)}: {text}" : $"Due {view.Deadline(nudge.By)}: {text}"), $" · {p.Name}"], ActionLine.Answers(carried)[0], [.. ActionLine.Answers(carried).Skip(1), .. ActionLine.Others(carried)]);
        var reminded = p.Nudged.Values.Count(told => told.Topic == NudgeTopic.Action && told.Key.StartsWith($"{NudgeTopic.Action}/{action.Id}/", StringComparison.Ordinal) && told.To == nudge.With && told.Dropped is null);
        List<Span> spans = [Span.Bold($"May need your help: {text}"), $" · {p.Name}. {(nudge.By < view.Today ? "Was due" : "Due")} {view.Deadline(nudge.By)}. Owner ", view.Named(nudge.With.Value), reminded == 0 ? "." : $", reminded {(reminded == 1 ? "once" : reminded == 2 ? "twice" : $"{Moments.Count(reminded, "time")}")}."];
        if (action.LastWord is { } word) spans.Add($" Last word: “{Texts.OneLine(word.Text, 150)}”, {Moments.Day(word.At.InZone(view.Zone).Date, view.Today)}.");
        return new(text, new Line(spans), Ask(p, "action:" + action.Id, nudge.With.Value, view), [Button.Opens(ActionForms.HandId, "Hand to someone", carried), Button.Opens(ActionForms.DateId, "New date", carried), Button.Opens(ActionForms.DropId, "Drop it", carried)]);
    }

    private static NudgeLine Effect(PostMortem p, Nudge nudge, View view)
    {
        var (id, days) = (nudge.About.Split(':')[0], int.Parse(nudge.About.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture));
        var action = p.Actions.First(one => one.Id.Value == id);
        var answers = AnswerAction.EffectButtons(p.Id, action, days);
        return new(ActionLine.Text(action), [$"Done {Moments.Count(Period.DaysBetween(action.DoneAt!.Value.InZone(view.Zone).Date, view.Today), "day")} ago: ", Span.Bold(ActionLine.Text(action)), $" · {p.Name}. Did it hold? Please say by {view.Deadline(nudge.By)}."], answers[0], [.. answers.Skip(1)]);
    }

    private static NudgeLine FollowUp(PostMortem p, Nudge nudge, View view)
    {
        var (open, all) = (p.Actions.Count(action => action.IsOpen), p.Actions.Count(action => action.Dropped is null));
        return new(p.Name, [$"Follow-up review of ", Span.Bold(p.Name), $": {view.Deadline(nudge.By)}. {open} of {Moments.Count(all, "action item")} still open."], Button.Opens(HoldFollowUp.OpenId, "Record it", p.Id.Value), [Button.Does(ShowActions.PageId, "Its action items", CarriedPair.Of(p.Id.Value, "0"))]);
    }

    private static NudgeLine Question(PostMortem p, Nudge nudge, View view)
    {
        var question = p.Questions.First(one => one.Id.Value == nudge.About);
        var (about, value) = (QuestionCard.About(p, question, view), CarriedPair.Of(p.Id.Value, nudge.About));
        if (!question.IsAccount) return new(p.Name, [view.Named(question.By), $" asked you to write {about} of ", Span.Bold(p.Name), $". By {view.Deadline(nudge.By)} helps."], Button.Opens(QuestionCard.AnswerId, "Write it", value), [Button.Does(QuestionCard.DeclineId, "Not now", value)]);
        return new(p.Name, [view.Named(question.By), " asked you about ", Span.Bold(p.Name), $", {about}. An answer by {view.Deadline(nudge.By)} helps."], Button.Opens(QuestionCard.AnswerId, "Answer", value), [Button.Does(QuestionCard.DeclineId, "Not now", value)]);
    }

    private static Button Ask(PostMortem p, string about, PersonId person, View view) => Button.Does(AskPerson.AskId, Labels.Short($"Ask @{view.NameOf(person)}"), CarriedPair.Of(p.Id.Value, about));

    /// <summary>In whole hours: how long a silence lasted to the minute is nothing to read.</summary>
    private static string Whole(Duration quiet) => quiet.TotalHours < 48 ? Moments.Count((long)quiet.TotalHours, "hour") : Moments.Length(quiet);
}
