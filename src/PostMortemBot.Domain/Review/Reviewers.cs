using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>Who reviews: proposed from the policy, changed by those who may.</summary>
public static class Reviewers
{
    /// <summary>
    /// One person for each role, the first possible of its candidates: never the author, each another person where the policy wants that. A role that nobody can fill is left out.
    /// </summary>
    /// <param name="candidates">By role, in the order in which they are asked: reviewers, then stand-ins.</param>
    public static IReadOnlyList<ReviewerAsked> Pick(IReadOnlyList<(string Role, IReadOnlyList<PersonId> People)> candidates, PersonId? author, bool distinct)
    {
        var best = Search(0, []);
        return best;

        IReadOnlyList<ReviewerAsked> Search(int at, IReadOnlyList<ReviewerAsked> picked)
        {
            if (at == candidates.Count) return picked;
            IReadOnlyList<ReviewerAsked>? most = null;
            foreach (var person in candidates[at].People.Where(person => person != author && !(distinct && picked.Any(one => one.Reviewer == person))))
            {
                var found = Search(at + 1, [.. picked, new(candidates[at].Role, person)]);
                if (found.Count == picked.Count + candidates.Count - at) return found;
                if (most is null || found.Count > most.Count) most = found;
            }

            var without = Search(at + 1, picked);
            return most is null || without.Count > most.Count ? without : most;
        }
    }

    /// <summary>A reviewer asks a colleague to decide instead.</summary>
    public static Decision Delegate(PostMortem p, string role, PersonId colleague, bool guest, Template template, Policy policy, Actor who, Instant now)
    {
        if (Approving.MayNot(p, role, template, policy, who) is { } refused && who.Id != p.Review?.Of(role)?.Reviewer) return refused;
        return Change(p, role, colleague, guest, ReviewerWay.Delegated, template, policy, who, now);
    }

    /// <summary>The SRE team, the process reviewer or an administrator names who reviews.</summary>
    public static Decision Name(PostMortem p, string role, PersonId reviewer, bool guest, Template template, Policy policy, Actor who, Instant now) => Rights.May(who, Act.NameReviewer, p)
        ? Change(p, role, reviewer, guest, ReviewerWay.Named, template, policy, who, now)
        : Decision.Forbid("The SRE team or the process reviewer names a reviewer. Ask one of them.");

    private static Decision Change(PostMortem p, string role, PersonId reviewer, bool guest, ReviewerWay way, Template template, Policy policy, Actor who, Instant now)
    {
        if (who.IsGuest) return Decision.Forbid("Guests do not name reviewers.");
        if (p.Life != Life.UnderReview || p.Review is not { } review) return Decision.Refuse($"{p.Name} is not in review.");
        if (policy.Review.Roles.FirstOrDefault(one => ReviewState.Same(one.Name, role)) is not { } known) return Decision.Refuse($"There is no {role} review.");
        if (guest || reviewer == PersonId.Bot) return Decision.Refuse("Guests and bots do not review. Name somebody of the organisation.", "person");
        if (reviewer == Rights.AuthorOf(p)) return Decision.Refuse("Authors never review their own document. Name somebody else.", "person");
        if (policy.Review.Distinct && review.Roles.Any(one => !ReviewState.Same(one.Role, role) && one.Reviewer == reviewer)) return Decision.Refuse("They review in another role already. Name somebody else.", "person");
        if (Approving.WroteIn(p, role, reviewer, template, policy)) return Decision.Refuse($"They wrote in a section that {known.Name} reviews. Name somebody else.", "person");
        return review.Of(role)?.Reviewer == reviewer ? Decision.Nothing : Decision.Accept(new ReviewerChanged(now, who.Id, known.Name, reviewer, way));
    }
}
