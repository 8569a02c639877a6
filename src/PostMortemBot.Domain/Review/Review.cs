using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>The rules of a review's beginning and end (decisions.md 2 and 3). Approving: <see cref="Approving"/>; asking for changes: <see cref="Changes"/>.</summary>
public static class Review
{
    public const int MostReason = 500;

    /// <summary>Asks for the review: the checklist's gates hold, or the SRE team says why not; each role has a reviewer; the discussion has a slot.</summary>
    /// <param name="reviewers">For each role of the policy one person, as <see cref="Reviewers.Pick"/> proposes or the author chose among the role's people.</param>
    /// <param name="slot">When the team talks about it; null while one is scheduled already.</param>
    /// <param name="reason">Of the SRE team, when gates do not hold; empty else.</param>
    public static Decision Request(PostMortem p, DocumentContent content, IReadOnlyList<ReviewerAsked> reviewers, Instant? slot, string reason, Template template, Policy policy, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.RequestReview, p)) return Decision.Forbid("The author requests the review, or the SRE team. Tell them that it is ready.");
        if (p.Life == Life.UnderReview) return Decision.Nothing;
        if (p.Life != Life.Draft) return Decision.Refuse($"{p.Name} has no draft to review.");
        var gates = Checklist.Gates(p, template, content, policy);
        if (gates.Count > 0 && reason.Trim().Length == 0) return Decision.Refuse($"Not ready yet: {string.Join("; ", gates.Select(item => item.Missing))}. Mend it, or the SRE team gives a reason to go on without.", "reason");
        if (gates.Count > 0 && !who.IsSre) return Decision.Forbid("Only the SRE team requests a review before the checklist holds. Mend what is missing, or ask them.");
        if (reason.Length > MostReason) return Decision.Refuse($"A reason holds at most {MostReason} characters; this has {reason.Length}.", "reason");
        if (Unfit(p, reviewers, template, policy) is { } unfit) return unfit;
        if (p.Meeting is not { Cancelled: false } && slot is null) return Decision.Refuse("Pick when the team talks about it.", "slot");
        if (slot is { } start && start <= now) return Decision.Refuse("That slot is over. Pick a later one.", "slot");

        var texts = new ReviewedText(template, policy);
        var asked = reviewers.Select(one => one with { TextHash = texts.HashOf(p, policy.Review.Roles.First(role => ReviewState.Same(role.Name, one.Role))) }).ToList();
        List<PostMortemEvent> facts = [new ReviewRequested(now, who.Id, asked, gates.Count > 0 ? reason.Trim() : null)];
        if (slot is { } at && !(p.Meeting is { Cancelled: false } set && set.Start == at)) facts.Add(new MeetingSet(now, who.Id, at, Discussion.Minutes));
        return Decision.Accept(facts);
    }

    /// <summary>It is a draft again, until it is requested anew; approvals fall.</summary>
    public static Decision Withdraw(PostMortem p, string reason, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.RequestReview, p)) return Decision.Forbid("The author withdraws the review, or the SRE team.");
        if (p.Life == Life.Draft) return Decision.Nothing;
        return p.Life == Life.UnderReview ? Decision.Accept(new ReviewWithdrawn(now, who.Id, reason.Trim())) : Decision.Refuse($"{p.Name} is not in review.");
    }

    /// <summary>A final document goes back into review; the reason is kept. Roles whose text then changes are asked again.</summary>
    public static Decision Reopen(PostMortem p, string reason, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.ReopenFinal, p)) return Decision.Forbid("The author, the SRE team or the process reviewer reopens a final document. Ask one of them.");
        if (p.Life != Life.Final) return p.Life == Life.UnderReview ? Decision.Nothing : Decision.Refuse($"{p.Name} is not final.");
        if (reason.Trim().Length == 0) return Decision.Refuse("Say what has to change in the final document.", "reason");
        return reason.Length > MostReason ? Decision.Refuse($"A reason holds at most {MostReason} characters; this has {reason.Length}.", "reason") : Decision.Accept(new FinalReopened(now, who.Id, reason.Trim()));
    }

    /// <summary>A reopened document is final again as it was: nothing that a role reviews has changed.</summary>
    public static Decision Close(PostMortem p, Template template, Policy policy, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.ReopenFinal, p)) return Decision.Forbid("The author, the SRE team or the process reviewer closes it again.");
        if (p.Life == Life.Final) return Decision.Nothing;
        if (p.Life != Life.UnderReview || p.FinalReopened is null) return Decision.Refuse($"{p.Name} was not final before.");
        if (p.Meeting is not { Cancelled: false }) return Decision.Refuse("The discussion has no date. Set one first: meeting 2026-12-03 14:00.");
        return IsApproved(p, new ReviewedText(template, policy), policy) ? Decision.Accept(new PostMortemFinished(now, who.Id)) : Decision.Refuse("Its text has changed: the roles concerned are asked again, and the last approval makes it final.");
    }

    /// <summary>
    /// Refuses what would change the text that the roles of a final document approved, whichever act brings it: the document is reopened first, with a reason. Action items and lessons go on,
    /// and so does all that no role reviews. Asked of every decision; null when nothing of the text changes.
    /// </summary>
    public static Decision.Refused? Closed(PostMortem before, IReadOnlyList<PostMortemEvent> facts, Template template, Policy policy)
    {
        if (before.Life != Life.Final || facts.All(fact => fact.By == PersonId.Bot || NotUndoable.GoesOn(fact))) return null;
        var (after, text) = (facts.Where(fact => !NotUndoable.GoesOn(fact)).Aggregate(before, Evolve.Apply), new ReviewedText(template, policy));
        var same = after.Life != Life.Final || policy.Review.Roles.All(role => text.HashOf(before, role) == text.HashOf(after, role));
        return same ? null : (Decision.Refused)Decision.Refuse($"{before.Name} is final. Reopen it with a reason to change it.");
    }

    /// <summary>
    /// What follows from any other facts while it is in review: what the author wrote where a change was asked for is that change; and it is final, once every role's approval holds for the
    /// text that stands now, by persons who may, and the discussion has a date. Runs with every append, in its transaction: a document is never final with a text that its roles did not
    /// see. A reopened one waits for an approval that was given since.
    /// </summary>
    public static IReadOnlyList<PostMortemEvent> Following(PostMortem before, IReadOnlyList<PostMortemEvent> facts, Template template, Policy policy, PersonId by)
    {
        var after = facts.Aggregate(before, Evolve.Apply);
        if (facts.Count == 0 || after.Life != Life.UnderReview) return [];
        var (at, changed) = (facts[^1].At, Changes.Following(after, facts, by, facts[^1].At));
        after = changed.Aggregate(after, Evolve.Apply);
        return IsFinal(after, template, policy) ? [.. changed, new PostMortemFinished(at, PersonId.Bot)] : changed;
    }

    private static bool IsFinal(PostMortem p, Template template, Policy policy)
    {
        if (p.Meeting is not { Cancelled: false }) return false;
        if (p.FinalReopened is { } again && !p.Review!.Roles.Any(role => role.Approval?.Version >= again)) return false;
        return IsApproved(p, new ReviewedText(template, policy), policy);
    }

    /// <summary>Every role's approval holds at this instant, by persons who may approve.</summary>
    public static bool IsApproved(PostMortem p, ReviewedText text, Policy policy)
    {
        if (p.Review is not { } review || policy.Review.Roles.Any(role => text.StandingOf(p, role) != RoleStanding.Approved)) return false;
        var approvers = policy.Review.Roles.Select(role => review.Of(role.Name)!.Approval!.By).ToList();
        return approvers.All(by => by != Rights.AuthorOf(p)) && (!policy.Review.Distinct || approvers.Distinct().Count() == approvers.Count);
    }

    private static Decision? Unfit(PostMortem p, IReadOnlyList<ReviewerAsked> reviewers, Template template, Policy policy)
    {
        if (policy.Review.Roles.FirstOrDefault(role => !reviewers.Any(asked => ReviewState.Same(asked.Role, role.Name))) is { } missing) return Decision.Refuse($"Nobody reviews as {missing.Name} yet. Name a reviewer; the SRE team can name a stand-in.", missing.Name);
        if (reviewers.FirstOrDefault(asked => asked.Reviewer == Rights.AuthorOf(p)) is { } own) return Decision.Refuse("Authors never review their own document. Pick somebody else.", own.Role);
        if (reviewers.FirstOrDefault(asked => Approving.WroteIn(p, asked.Role, asked.Reviewer, template, policy)) is { } writer) return Decision.Refuse($"They wrote in a section that {writer.Role} reviews. Pick somebody else.", writer.Role);
        var twice = policy.Review.Distinct ? reviewers.GroupBy(asked => asked.Reviewer).FirstOrDefault(group => group.Count() > 1) : null;
        return twice is null ? null : Decision.Refuse("Each role is reviewed by another person. Pick somebody else for one of them.", twice.Last().Role);
    }
}
