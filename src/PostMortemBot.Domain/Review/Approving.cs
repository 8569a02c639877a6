using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>The rules of approving: only a role's reviewer, only the text that was seen, never an author, each role by another person.</summary>
public static class Approving
{
    /// <summary>Approves the text of a role's sections. What that reviewer still asked for is withdrawn with it.</summary>
    /// <param name="seen">The hash on the card that was pressed.</param>
    public static Decision Approve(PostMortem p, string role, string seen, Template template, Policy policy, Actor who, Instant now)
    {
        if (MayNot(p, role, template, policy, who) is { } refused) return refused;
        var (reviewed, text) = (policy.Review.Roles.First(one => ReviewState.Same(one.Name, role)), new ReviewedText(template, policy));
        if (p.Life == Life.Final) return Decision.Nothing;
        if (text.HashOf(p, reviewed) != seen) return Decision.Refuse("The text changed after this card was made. Read the newer card, and approve there.");
        var review = p.Review!;
        if (text.StandingOf(p, reviewed) == RoleStanding.Approved) return Decision.Nothing;
        if (OtherRole(p, reviewed, text, policy, who) is { } other) return Decision.Forbid($"You approved as {other} already. Another person approves as {reviewed.Name}: ask a colleague, or the SRE team names a stand-in.");
        return Decision.Accept([.. review.OpenOf(role).Select(request => new ChangeAnswered(now, who.Id, request.Id, ChangeAnswer.Withdrawn, "")), new DraftApproved(now, who.Id, reviewed.Name, seen)]);
    }

    /// <summary>Until the document is final, whoever approved may take it back.</summary>
    public static Decision TakeBack(PostMortem p, string role, Actor who, Instant now)
    {
        if (p.Life == Life.Final) return Decision.Refuse($"{p.Name} is final. The author or the SRE team reopens it with a reason.");
        if (p.Review?.Of(role) is not { } reviewed) return Decision.Refuse($"{p.Name} is not in review.");
        if (reviewed.Approval is not { } approval) return Decision.Nothing;
        return approval.By == who.Id && !who.IsGuest ? Decision.Accept(new ApprovalTakenBack(now, who.Id, reviewed.Role)) : Decision.Forbid("Only who approved takes it back.");
    }

    /// <summary>Why this person may not decide in this role now; null when they may.</summary>
    public static Decision.Refused? MayNot(PostMortem p, string role, Template template, Policy policy, Actor who)
    {
        if (who.IsGuest) return (Decision.Refused)Decision.Forbid("Guests do not review.");
        if (p.Review?.Of(role) is not { } asked || p.Life is not (Life.UnderReview or Life.Final)) return (Decision.Refused)Decision.Refuse($"{p.Name} is not in review.");
        if (who.Id == Rights.AuthorOf(p)) return (Decision.Refused)Decision.Forbid("Authors never approve their own document. The SRE team can name another reviewer.");
        if (asked.Reviewer != who.Id) return (Decision.Refused)Decision.Forbid($"The {asked.Role} review is with somebody else. Tell them, or the author, what you found.");
        if (asked.Way == ReviewerWay.OfRole && !who.ReviewRoles.Contains(asked.Role, StringComparer.OrdinalIgnoreCase)) return (Decision.Refused)Decision.Forbid($"You no longer review as {asked.Role}. The SRE team can name you for this post-mortem.");
        return WroteIn(p, role, who.Id, template, policy) ? (Decision.Refused)Decision.Forbid($"You wrote in a section that {asked.Role} reviews, so another person decides. Ask a colleague, or the SRE team names a stand-in.") : null;
    }

    /// <summary>Whoever answered a field of the role's sections wrote it, and whose answer the author took into one when asked; what the author took from a suggestion is the author's.</summary>
    internal static bool WroteIn(PostMortem p, string role, PersonId person, Template template, Policy policy) =>
        policy.Review.Roles.FirstOrDefault(one => ReviewState.Same(one.Name, role)) is { } reviewed && new ReviewedText(template, policy) is var text && (p.Answers.Any(entry => entry.Value.By == person && text.Covers(reviewed, entry.Key)) || Questions.WroteIn(p, person, template, field => text.Covers(reviewed, field)));

    private static string? OtherRole(PostMortem p, ReviewRole reviewed, ReviewedText text, Policy policy, Actor who) => !policy.Review.Distinct ? null : policy.Review.Roles
        .FirstOrDefault(role => role != reviewed && p.Review!.Of(role.Name)?.Approval?.By == who.Id && text.StandingOf(p, role) == RoleStanding.Approved)?.Name;
}
