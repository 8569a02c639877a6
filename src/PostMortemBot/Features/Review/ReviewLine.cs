using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>Where a review is, in a line: for the author's card, for <c>status</c> and for the distribution channel.</summary>
internal static class ReviewLine
{
    /// <summary>For those who wait for the document: one line a post-mortem in the distribution channels, edited in place.</summary>
    public static StandingCard Standing { get; } = new("review line", Where, DrawInChannel);

    /// <summary><c>Technical ✔ approved · Process waiting (Kim Larsen) · Business asks for 1 change</c></summary>
    public static string Of(PostMortem p, View view)
    {
        if (p.Review is not { } review || view.TemplateOf(p) is not { } template) return "";
        var text = new ReviewedText(template, view.Policy);
        return string.Join(" · ", view.Policy.Review.Roles.Select(role => $"{role.Name} {Word(p, review, role, text, view)}"));
    }

    /// <summary>What the author does next; null when it is the reviewers' turn.</summary>
    public static Line? Next(PostMortem p, View view)
    {
        if (p.Life != Life.UnderReview || p.Review is not { } review || view.TemplateOf(p) is not { } template) return null;
        var text = new ReviewedText(template, view.Policy);
        var (open, ask) = (review.Requests.Count(one => one.IsOpen), Changes.ToAsk(p, text, view.Policy));
        if (open > 0) return $"{review.Requests.Count - open} of {Moments.Count(review.Requests.Count, "request")} done.";
        if (ask.Count == 0) return IsHeld(p, view, text) ? (Line?)"Every role has approved. The discussion has no date: set one, and the document is final." : null;
        var keeps = view.Policy.Review.Roles.Where(role => text.StandingOf(p, role) == RoleStanding.Approved).Select(role => role.Name).ToList();
        var done = review.Requests.Count > 0 ? $"{review.Requests.Count} of {Moments.Count(review.Requests.Count, "request")} done. " : "";
        return $"{done}{(keeps.Count == 0 ? "" : $"{string.Join(" and ", keeps)} {(keeps.Count == 1 ? "keeps its" : "keep their")} approval. ")}{string.Join(" and ", ask.Select(role => role.Name))} {(ask.Count == 1 ? "is" : "are")} asked again when you send it back, or after 30 quiet minutes.";
    }

    public static IReadOnlyList<Button> Acts(PostMortem p, View view)
    {
        if (view.TemplateOf(p) is not { } template) return [];
        var ask = Changes.ToAsk(p, new ReviewedText(template, view.Policy), view.Policy);
        return ask.Count switch
        {
            0 when IsHeld(p, view, new(template, view.Policy)) => [Button.Opens(MeetingCard.MoveId, "Set a time", p.Id.Value)],
            0 => [],
            1 => [Button.Does(ChangeCard.SendBackId, Labels.Short("Send back to " + view.NameOf(p.Review!.Of(ask[0].Name)!.Reviewer)), p.Id.Value)],
            _ => [Button.Does(ChangeCard.SendBackId, $"Send back to {ask.Count}", p.Id.Value)],
        };
    }

    private static IEnumerable<CardTarget> Where(PostMortem p, View view) => p.Review is null ? [] : view.Policy.Distribution.Required.SelectMany(one => one.Where).Distinct()
        .Select(address => address.PlaceBeside(p.Places)).OfType<Place>().Select(place => new CardTarget(place, null) { OnlyEdits = p.IsPrivate || p.Life != Life.UnderReview });

    private static Card? DrawInChannel(PostMortem p, View view)
    {
        if (p.IsPrivate || p.Review is not { } review || view.TemplateOf(p) is not { } template) return Card.OneLine([$"{p.Name} is not shown here any more."]);
        if (p.Life == Life.Final) return Card.OneLine([$"{p.Name} is final."], Button.Does(Preview.ReadId, "Read it", p.Id.Value));
        if (p.Life != Life.UnderReview) return Card.OneLine([$"{p.Name} is a draft again."]);
        var text = new ReviewedText(template, view.Policy);
        var by = Deadlines.Of(p, view.Policy) is { } dates ? $" · by {Moments.Day(dates.Reviews, view.Today)}" : "";
        return Card.OneLine([$"{p.Name} in review: {string.Join(" · ", view.Policy.Review.Roles.Select(role => $"{role.Name} {Word(p, review, role, text, null)}"))}{by}"], Button.Does(Preview.ReadId, "Read it", p.Id.Value));
    }

    /// <summary>Nothing is missing but the date of the discussion.</summary>
    private static bool IsHeld(PostMortem p, View view, ReviewedText text) => p.Life == Life.UnderReview && p.Meeting is not { Cancelled: false } && Review.IsApproved(p, text, view.Policy);

    private static string Word(PostMortem p, ReviewState review, ReviewRole role, ReviewedText text, View? named) => text.StandingOf(p, role) switch
    {
        RoleStanding.Approved => "✔ approved",
        RoleStanding.ChangesAsked => $"asks for {Moments.Count(review.OpenOf(role.Name).Count(), "change")}",
        RoleStanding.TextChanged => review.Of(role.Name) is { } asked && asked.AskedVersion > asked.Approval!.Version ? "asked again" : "text changed",
        _ => review.Of(role.Name) is { } waits ? $"waiting{(named is null ? "" : $" ({named.NameOf(waits.Reviewer)})")}" : "has no reviewer",
    };
}
