using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>What author and reviewers see in place of the incident's card while its document is written and read, where the platform shows each reader another: their own buttons.</summary>
internal static class OwnIncidentCard
{
    public static OwnCards Cards { get; } = new(Who, Draw);

    private static IEnumerable<PersonId> Who(PostMortem p, View view)
    {
        if (p.Life is not (Life.Draft or Life.UnderReview) || p.Restored is null) return [];
        var reviewers = p is { Life: Life.UnderReview, Review: { Withdrawn: false } review } ? review.Roles.Select(role => role.Reviewer) : [];
        return Rights.AuthorOf(p) is { } author ? reviewers.Prepend(author) : reviewers;
    }

    private static Card? Draw(PostMortem p, View view, PersonId reader)
    {
        if (p is { Life: Life.UnderReview, Review: { Withdrawn: false } review } && review.Roles.Where(role => role.Reviewer == reader).OrderBy(role => role.Approval is not null).FirstOrDefault() is { } asked) return ReviewCard.Now(p, view, asked.Role);
        return Rights.AuthorOf(p) == reader ? Writing(p, view) : null;
    }

    private static Card Writing(PostMortem p, View view)
    {
        var (id, reads) = (p.Id.Value, p.Life == Life.UnderReview);
        IReadOnlyList<Button> likely = reads ? ReviewLine.Acts(p, view) : [Button.Opens(ProgressCard.ContinueId, "Continue", id)];
        return new Card(
            IncidentCard.TitleOf(p),
            [new Element.Text(reads ? "You write its post-mortem. It is in review." : "You write its post-mortem.")],
            [.. likely, Button.Does(ProgressCard.ChooseId, "Choose a section", id), Button.Does(Preview.ReadId, "Read it", id), Button.Does(IncidentCard.TimelineId, "Timeline", id)]);
    }
}
