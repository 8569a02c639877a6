using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>Message 7: a role's review in its reviewer's direct message, one for each asking. What needs an act is a new message; its forerunner shrinks to a line.</summary>
internal static class ReviewCard
{
    public const string ApproveId = "review.approve";
    public const string TakeBackId = "review.takeback";
    public const string ChangesId = "review.changes";
    public const string SuggestId = "review.suggest";
    public const string ReadId = "review.read";
    public const string DelegateId = "review.delegate";
    public const string ShowId = "review.show";

    private const int WordsAMinute = 220;

    public static StandingCard Standing { get; } = new("review", Where, Draw);

    private static IEnumerable<CardTarget> Where(PostMortem p, View view)
    {
        if (p.Review is not { } review) yield break;
        foreach (var role in review.Roles)
        {
            for (var asking = 1; asking <= role.Asked; asking++)
            {
                var reviewer = role.AskedOf[asking - 1];
                yield return new(null, reviewer, view.Policy.WorkingHours.Next(view.Now, view.ZoneOf(reviewer))) { Topic = ReviewValue.TopicOf(role.Role, asking), OnlyEdits = review.Withdrawn || asking < role.Asked };
            }
        }
    }

    public static Card? Draw(PostMortem p, View view, string topic)
    {
        var (name, asking) = ReviewValue.ReadTopic(topic);
        if (p.Review?.Of(name) is not { } asked || asking > asked.Asked || Draft.Of(p, view) is not { } draft || view.Policy.Review.Roles.FirstOrDefault(role => ReviewState.Same(role.Name, name)) is not { } role) return null;
        if (p.Review.Withdrawn) return Card.OneLine([Span.Bold(p.Name), ": the review was withdrawn. Nothing is needed from you now."]);
        return asking == asked.Asked ? Of(draft, role, asked, view) : Replaced(p, asked, asking, view);
    }

    /// <summary>The card of a role as it stands: what the reviewer is shown after each act.</summary>
    public static Card? Now(PostMortem p, View view, string role) => p.Review?.Of(role) is { } asked ? Draw(p, view, ReviewValue.TopicOf(asked.Role, asked.Asked)) : null;

    private static Card Replaced(PostMortem p, RoleReview asked, int asking, View view) => asked.AskedOf[asking - 1] == asked.Reviewer
        ? Card.OneLine("Replaced. The current card is newer than this one.", Button.Does(ShowId, "Show it", new ReviewValue(p.Id, asked.Role).ToString()))
        : Card.OneLine([$"The {asked.Role} review of ", Span.Bold(p.Name), " is with ", view.Named(asked.Reviewer), " now."]);

    private static Card Of(Draft draft, ReviewRole role, RoleReview asked, View view)
    {
        var (p, text) = (draft.P, new ReviewedText(draft.Template, view.Policy));
        var value = new ReviewValue(p.Id, role.Name, text.HashOf(p, role)).ToString();
        var read = Button.Opens(ReadId, "Read it all", value);
        return text.StandingOf(p, role) switch
        {
            RoleStanding.Approved => Card.OneLine(
                [.. Approved(p, role, asked, view), p.Life == Life.Final ? " The document is final. Thank you." : ""],
                p.Life == Life.Final ? [read] : [Button.Does(TakeBackId, "Take back", value), read]),
            RoleStanding.TextChanged when asked.AskedText is null || asked.AskedVersion <= asked.Approval!.Version => Card.OneLine([.. Approved(p, role, asked, view), " Its text is being changed: you are asked again when that is done."], read),
            RoleStanding.ChangesAsked when p.Review!.OpenOf(role.Name).Any(one => one.By == asked.Reviewer) => Asking(p, role, value, read, view),
            _ when asked.Differences.Count > 0 => Changed(p, role, asked, text, value, read, view),
            _ => First(draft, role, text, value, read, view),
        };
    }

    private static IReadOnlyList<Span> Approved(PostMortem p, ReviewRole role, RoleReview asked, View view) =>
        [Span.Bold(p.Name), $": ✔ approved as {role.Name}, ", view.Moment(asked.Approval!.At), "."];

    private static Card Asking(PostMortem p, ReviewRole role, string value, Button read, View view)
    {
        var open = p.Review!.OpenOf(role.Name).ToList();
        return new Card(
            $"You asked for {Moments.Count(open.Count, "change")} · {p.Name}",
            [new Element.Bullets([.. open.Select(one => (Line)$"{SectionOf(p, one.Section, view)}: {Texts.OneLine(one.Text.Length > 0 ? one.Text : "a text of yours", 120)}")]), new Element.Small("The author is told. You are asked again when they are dealt with.")],
            [Button.Does(ApproveId, "Approve as " + role.Name, value), Button.Opens(ChangesId, "Request changes", value), read]);
    }

    private static Card Changed(PostMortem p, ReviewRole role, RoleReview asked, ReviewedText text, string value, Button read, View view)
    {
        var author = Rights.AuthorOf(p) is { } id ? view.Named(id) : "The author";
        List<Element> elements = [new Element.Text([author, $" changed {Moments.Count(asked.Differences.Count + asked.MoreDifferences, "line")} in {string.Join(", ", asked.Differences.Select(one => one.Section).Distinct())}:"])];
        elements.AddRange(asked.Differences.Select(one => new Element.Quote(one switch { { Was: "" } => "new: " + one.Is, { Is: "" } => "gone: " + one.Was, _ => $"{one.Was} → {one.Is}" })));
        if (asked.MoreDifferences > 0) elements.Add(new Element.Small($"{Moments.Count(asked.MoreDifferences, "more line")} changed: Read it all shows the whole."));
        elements.AddRange(Answered(p, role, asked).Select(line => new Element.Small(line)));
        elements.AddRange(Since(p, role, asked, text, view));
        return new Card(Title(p, role), elements, [Button.Does(ApproveId, asked.Approval is null ? "Approve as " + role.Name : "Still approved", value) with { Primary = true }, Button.Opens(ChangesId, "Request changes", value), Button.Opens(SuggestId, "Suggest a text", value), read], [Button.Opens(DelegateId, "Ask a colleague", value)]);
    }

    private static Card First(Draft draft, ReviewRole role, ReviewedText text, string value, Button read, View view)
    {
        var (p, asked) = (draft.P, draft.P.Review!.Of(role.Name)!);
        List<Element> elements = [];
        if (asked.Asked == 1) elements.Add(new Element.Small("You are asked for one role only. Your sections are open, the rest is folded."));
        elements.Add(new Element.Text(Facts(draft, view)));
        if (ValueAt(draft, "impact.users") is { Length: > 0 } impact) elements.Add(new Element.Text($"Impact: {Texts.OneLine(impact, 300)}"));
        var sections = text.Sections(p, role);
        elements.Add(new Element.Text($"▸ Your sections: {string.Join(" · ", sections.Select(one => one.Section).Distinct())}"));
        elements.AddRange(p.Review!.OpenOf(role.Name).Select(one => new Element.Small([view.Named(one.By), $" asked for a change in {SectionOf(p, one.Section, view)}; it is still open."])));
        elements.AddRange(Answered(p, role, asked).Select(line => new Element.Small(line)));
        elements.AddRange(Since(p, role, asked, text, view));
        var words = sections.Sum(one => one.Text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Length);
        var unseen = draft.Walk.Sections.Count(section => section.State == SectionState.Filled && !p.Seen.Contains(section.Part.Path));
        var by = Deadlines.Of(p, view.Policy) is { } dates ? $"By {view.Deadline(dates.Reviews)}. " : "";
        elements.Add(new Element.Small($"{by}About {Math.Max(1, words / WordsAMinute)} min.{(unseen == 0 ? "" : $" {Moments.Count(unseen, "filled section")} nobody has looked at.")}"));
        return new Card(Title(p, role), elements, [Button.Does(ApproveId, "Approve as " + role.Name, value) with { Primary = true }, Button.Opens(ChangesId, "Request changes", value), Button.Opens(SuggestId, "Suggest a text", value), read], [Button.Opens(DelegateId, "Ask a colleague", value), Button.Opens(IncidentCard.DetailsId, "Add a fact", p.Id.Value)]);
    }

    private static string Title(PostMortem p, ReviewRole role) => $"Review as {role.Name} · {IncidentCard.TitleOf(p)}";

    private static string Facts(Draft draft, View view)
    {
        var p = draft.P;
        string[] facts =
        [
            p.Severity?.ToString() ?? "",
            Durations.Total(p.KeyTimes) is { Length: not null } total ? total.Printed : "",
            Moments.Day(p.Began.InZone(view.Zone).Date, view.Today),
            ValueAt(draft, "draft.rootCause") is { Length: > 0 } cause ? "root cause: " + Texts.OneLine(cause, 160) : "",
        ];
        return string.Join(" · ", facts.Where(fact => fact.Length > 0));
    }

    private static string ValueAt(Draft draft, string binding) => draft.Template.BoundTo(binding).Select(field => Document.ValueOf(field, draft.Content)).OfType<FieldValue.Words>().Select(words => words.Text).FirstOrDefault() ?? "";

    /// <summary>What became of what this role had asked for.</summary>
    private static IEnumerable<string> Answered(PostMortem p, ReviewRole role, RoleReview asked) => p.Review!.Requests
        .Where(one => ReviewState.Same(one.Role, role.Name) && one.By == asked.Reviewer && one.Answer is ChangeAnswer.Changed or ChangeAnswer.Taken or ChangeAnswer.Left).TakeLast(3)
        .Select(one => one.Answer == ChangeAnswer.Left ? $"You asked: {Texts.OneLine(one.Text, 80)}. The text stays: {Texts.OneLine(one.Reply, 160)}" : $"You asked: {Texts.OneLine(one.Text.Length > 0 ? one.Text : "a text of yours", 80)}. Done.");

    /// <summary>What the author wrote after this card was sent: whoever approves approves that too, so it is said.</summary>
    private static IEnumerable<Element> Since(PostMortem p, ReviewRole role, RoleReview asked, ReviewedText text, View view)
    {
        var sections = p.Answers.Where(entry => entry.Value.Version > asked.AskedVersion && text.Covers(role, entry.Key)).Select(entry => SectionOf(p, entry.Key, view)).Distinct().ToList();
        if (sections.Count > 0) yield return new Element.Small($"Changed since this card was sent: {string.Join(", ", sections)}.");
        else if (asked.AskedText is { } then && then != text.HashOf(p, role)) yield return new Element.Small("Changed since this card was sent: the timeline or the facts that your sections print.");
    }

    /// <summary>The name of the section that a path lies in: of its part.</summary>
    public static string SectionOf(PostMortem p, FieldPath path, View view) =>
        view.TemplateOf(p) is { } template && template.PartOf(path) is { } part ? part.Groups.FirstOrDefault(group => group.Name is not null && path.IsWithin(group.Path))?.Name ?? part.Name : path.Value;
}
