using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>Folds the facts of review and discussion.</summary>
internal static class EvolveReview
{
    public static PostMortem? Apply(PostMortem p, PostMortemEvent fact) => fact switch
    {
        ReviewRequested f => p with
        {
            Life = Life.UnderReview,
            Review = new ReviewState(f.At, f.OverrideReason) { Roles = [.. f.Reviewers.Select(asked => First(p, asked, f.At))], Former = p.Review is { } before ? before.Former.AddRange(before.Requests) : [] },
        },
        ReviewWithdrawn => p with { Life = Life.Draft, Review = p.Review is { } review ? review with { Withdrawn = true, Requests = [.. review.Requests.Select(one => one.IsOpen ? one with { Answer = ChangeAnswer.Withdrawn } : one)], Roles = [.. review.Roles.Select(role => role with { Approval = null, VouchedText = null })] } : null },
        PostMortemFinished f => p with { Life = Life.Final, FinishedAt = f.At },
        FinalReopened f => p with { Life = Life.UnderReview, ReopenReason = f.Reason, FinalReopened = p.Version + 1 },
        MeetingSet f => p with { Meeting = new(f.Start, Duration.FromMinutes(f.Minutes), p.Meeting is { } before ? before.Sequence + 1 : 0, false, f.By) },
        MeetingCancelled f => p with { Meeting = p.Meeting is { } set ? set with { Cancelled = true, Sequence = set.Sequence + 1 } : null },
        DiscussionNoted f => p with { Notes = p.Notes.Add(new(f.Id, f.Text, f.IsLesson, f.By, f.At)) },
        DiscussionNoteRemoved f => p with { Notes = p.Notes.RemoveAll(note => note.Id == f.Id) },
        _ => p.Review is { } going && Reviewed(p, going, fact) is { } after ? p with { Review = after } : null,
    };

    /// <summary>A review that is requested once more goes on counting its askings.</summary>
    private static RoleReview First(PostMortem p, ReviewerAsked asked, Instant at)
    {
        var first = new RoleReview(asked.Role, asked.Reviewer, asked.Way, at) { AskedVersion = p.Version + 1, AskedText = asked.TextHash };
        return p.Review?.Of(asked.Role) is { } before ? first with { AskedOf = before.AskedOf.Add(asked.Reviewer) } : first;
    }

    private static ReviewState? Reviewed(PostMortem p, ReviewState review, PostMortemEvent fact) => fact switch
    {
        ReviewerChanged f => Changed(review, f, p.Version + 1),
        DraftApproved f => review.With(f.Role, role => role with { Approval = new(f.By, f.At, f.TextHash, p.Version), VouchedText = null }),
        ApprovalTakenBack f => review.With(f.Role, role => role with { Approval = null }),
        ChangesAsked f => Asked(review, f),
        ChangeAnswered f => Answered(review, f, p.Version + 1),
        RolesAskedAgain f => f.Roles.Aggregate(review, (state, again) => state.With(again.Role, role => role with { AskedOf = role.AskedOf.Add(role.Reviewer), AskedAt = f.At, AskedVersion = p.Version + 1, AskedText = again.TextHash, Differences = again.Differences, MoreDifferences = again.More })),
        _ => null,
    };

    /// <summary>The new reviewer starts afresh: an approval of the former one falls.</summary>
    private static ReviewState Changed(ReviewState review, ReviewerChanged f, long version) => review.Of(f.Role) is null
        ? review with { Roles = review.Roles.Add(new(f.Role, f.Reviewer, f.Way, f.At) { AskedVersion = version }) }
        : review.With(f.Role, role => role with { Reviewer = f.Reviewer, Way = f.Way, AskedAt = f.At, AskedVersion = version, AskedOf = role.AskedOf.Add(f.Reviewer), AskedText = null, Differences = [], MoreDifferences = 0, Approval = null, VouchedText = null });

    /// <summary>A suggestion vouches for all the rest of the text; a request without one does not.</summary>
    private static ReviewState Asked(ReviewState review, ChangesAsked f)
    {
        var first = !review.OpenOf(f.Role).Any();
        return (review with { Requests = review.Requests.Add(new(f.Id, f.Role, f.By, f.At, f.Section, f.Text, f.Suggestion)) })
            .With(f.Role, role => role with { Approval = null, VouchedText = f.Suggestion is null ? null : first ? f.TextHash : role.VouchedText == f.TextHash ? f.TextHash : null });
    }

    private static ReviewState Answered(ReviewState review, ChangeAnswered f, long version)
    {
        if (review.Requests.FirstOrDefault(one => one.Id == f.Id) is not { } request) return review;
        var after = review with { Requests = [.. review.Requests.Select(one => one.Id == f.Id ? one with { Answer = f.Answer, Reply = f.Reply, AnsweredVersion = version } : one)] };
        return after.With(request.Role, role => role with { VouchedText = f.TextHash });
    }
}
