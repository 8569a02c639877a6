using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>The rules of asking for changes, answering them, and sending back.</summary>
public static class Changes
{
    public const int MostText = 3000;

    public const int MostDifferences = 6;

    /// <summary>How long the author has been quiet when the roles are asked again by themselves.</summary>
    public static readonly Duration QuietFor = Duration.FromMinutes(30);

    /// <summary>Asks for a change in a section of the role, perhaps with the text that should stand there.</summary>
    /// <param name="seen">The hash of the text that the reviewer was shown: with their suggestion they vouch for that one alone.</param>
    public static Decision Ask(PostMortem p, ChangeRequestId id, string role, FieldPath section, string text, SuggestedText? suggestion, string seen, Template template, Policy policy, Actor who, Instant now)
    {
        if (Approving.MayNot(p, role, template, policy, who) is { } refused) return refused;
        if (p.Life == Life.Final) return Decision.Refuse($"{p.Name} is final. The author or the SRE team reopens it with a reason.");
        if (text.Trim().Length == 0 && suggestion is null) return Decision.Refuse("Say what should change.", "text");
        if (text.Length > MostText) return Decision.Refuse($"A request holds at most {MostText:N0} characters; this has {text.Length:N0}.", "text");
        var (reviewed, texts) = (policy.Review.Roles.First(one => ReviewState.Same(one.Name, role)), new ReviewedText(template, policy));
        if (!texts.SectionsOf(reviewed).Any(path => section.IsWithin(path) || path.IsWithin(section))) return Decision.Refuse($"{reviewed.Name} does not review that section. Pick one of its own.", "section");
        if (suggestion is { } suggested && template.Find(suggested.Field) is null) return Decision.Refuse("That field is not in this document.", "field");
        if (suggestion is { Value.IsEmpty: true }) return Decision.Refuse("Write the text that should stand there.", "suggested");
        if (p.Review!.Requests.Any(one => one.Id == id)) return Decision.Nothing;
        return Decision.Accept(new ChangesAsked(now, who.Id, id, reviewed.Name, section, text.Trim(), suggestion, seen));
    }

    /// <summary>The author says what became of a request: the text was changed, or stays for a reason.</summary>
    public static Decision Answer(PostMortem p, ChangeRequestId id, bool changed, string reply, Actor who, Instant now)
    {
        if (MayNotAnswer(p, who) is { } refused) return refused;
        if (p.Review?.Requests.FirstOrDefault(one => one.Id == id) is not { } request) return Decision.Refuse("That request is gone. The review was begun anew.");
        if (!request.IsOpen) return Decision.Nothing;
        if (!changed && reply.Trim().Length == 0) return Decision.Refuse("Say why the text stays as it is.", "reply");
        return reply.Length > MostText ? Decision.Refuse($"A reply holds at most {MostText:N0} characters.", "reply") : Decision.Accept(new ChangeAnswered(now, who.Id, id, changed ? ChangeAnswer.Changed : ChangeAnswer.Left, reply.Trim()));
    }

    /// <summary>
    /// Puts the suggested text into its field. Where somebody else than the reviewer takes it, nothing else of the role's text has changed since, and nothing else is asked, that role has approved it with the suggestion.
    /// </summary>
    public static Decision Take(PostMortem p, ChangeRequestId id, Template template, Policy policy, Actor who, Instant now)
    {
        if (MayNotAnswer(p, who) is { } refused) return refused;
        if (p.Review?.Requests.FirstOrDefault(one => one.Id == id) is not { Suggestion: { } suggested } request) return Decision.Refuse("That suggestion is gone. The review was begun anew.");
        if (!request.IsOpen) return Decision.Nothing;
        if (policy.Review.Roles.FirstOrDefault(one => ReviewState.Same(one.Name, request.Role)) is not { } role) return Decision.Refuse($"There is no {request.Role} review any more.");
        var text = new ReviewedText(template, policy);
        var vouched = p.Review.Of(role.Name)?.VouchedText is { } hash && hash == text.HashOf(p, role);
        PostMortemEvent answered = new FieldAnswered(now, who.Id, suggested.Field, suggested.Value);
        var after = text.HashOf(Evolve.Apply(p, answered), role);
        List<PostMortemEvent> facts = [answered, new ChangeAnswered(now, who.Id, id, ChangeAnswer.Taken, "", vouched ? after : null)];
        var last = !p.Review.OpenOf(role.Name).Any(one => one.Id != id);
        if (vouched && last && p.Review.Of(role.Name)!.Reviewer == request.By && request.By != Rights.AuthorOf(p) && request.By != who.Id) facts.Add(new DraftApproved(now, request.By, role.Name, after));
        return Decision.Accept(facts);
    }

    /// <summary>What follows when the author writes where a reviewer asked for a change: the request is dealt with. A suggestion waits until it is taken or answered.</summary>
    internal static IReadOnlyList<PostMortemEvent> Following(PostMortem after, IReadOnlyList<PostMortemEvent> facts, PersonId by, Instant now)
    {
        if (after.Life != Life.UnderReview || after.Review is not { } review || facts.Any(fact => fact is ChangeAnswered)) return [];
        var written = facts.Select(fact => fact switch { FieldAnswered f => f.Path, MarkedNotApplicable f => f.Path, _ => (FieldPath?)null }).OfType<FieldPath>().ToList();
        return [.. review.Requests.Where(one => one is { IsOpen: true, Suggestion: null } && one.By != by && written.Any(path => path.IsWithin(one.Section))).Select(one => new ChangeAnswered(now, by, one.Id, ChangeAnswer.Changed, ""))];
    }

    /// <summary>The roles that would be asked if it were sent back now: their text changed, or what they asked for was dealt with. None while a role still waits for an answer.</summary>
    public static IReadOnlyList<ReviewRole> ToAsk(PostMortem p, ReviewedText text, Policy policy) =>
        p.Life == Life.UnderReview && p.Review is { } review ? [.. policy.Review.Roles.Where(role => IsToAsk(p, review, role, text))] : [];

    /// <summary>Asks these roles again, together; by the author, or by the bot after <see cref="QuietFor"/>.</summary>
    /// <param name="asOf">The post-mortem as it stood at a version.</param>
    /// <param name="names">How people are called in the differences that reviewers are shown.</param>
    public static Decision SendBack(PostMortem p, Func<long, PostMortem> asOf, FillNames names, Template template, Policy policy, Actor who, Instant now)
    {
        if (MayNotAnswer(p, who) is { } refused) return refused;
        var (compared, shown) = (new ReviewedText(template, policy), new ReviewedText(template, policy, names));
        var roles = ToAsk(p, compared, policy).Select(role => AskedOf(role, shown.Differences(asOf(SeenAt(p, role)), p, role))).ToList();
        return roles.Count == 0 ? Decision.Nothing : Decision.Accept(new RolesAskedAgain(now, who.Id, roles));

        RoleText AskedOf(ReviewRole role, IReadOnlyList<TextDifference> all) => new(role.Name, compared.HashOf(p, role), [.. all.Take(MostDifferences)], Math.Max(0, all.Count - MostDifferences));
    }

    /// <summary>The version that the role saw last: what it approved, else what it was asked about.</summary>
    private static long SeenAt(PostMortem p, ReviewRole role) => p.Review!.Of(role.Name) is { } asked ? Math.Max(asked.Approval?.Version ?? 0, asked.AskedVersion) : p.Version;

    private static bool IsToAsk(PostMortem p, ReviewState review, ReviewRole role, ReviewedText text)
    {
        if (review.Of(role.Name) is not { } asked || review.OpenOf(role.Name).Any()) return false;
        var answered = review.Requests.Any(one => ReviewState.Same(one.Role, role.Name) && one.AnsweredVersion > asked.AskedVersion && one.Answer is ChangeAnswer.Changed or ChangeAnswer.Left or ChangeAnswer.Taken);
        return text.StandingOf(p, role) switch
        {
            RoleStanding.TextChanged => asked.AskedVersion <= asked.Approval!.Version || asked.AskedText != text.HashOf(p, role),
            RoleStanding.Waiting => answered,
            _ => false,
        };
    }

    private static Decision? MayNotAnswer(PostMortem p, Actor who)
    {
        if (!Rights.May(who, Act.EditSection, p)) return Decision.Forbid("The author answers what reviewers ask, and the SRE team.");
        return p.Life == Life.UnderReview ? null : Decision.Refuse($"{p.Name} is not in review.");
    }
}
