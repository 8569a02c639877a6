namespace PostMortemBot.Domain;

/// <summary>Who reviews what.</summary>
public sealed record ReviewPolicy
{
    /// <summary>In the order of the approvals table; one to five.</summary>
    public IReadOnlyList<ReviewRole> Roles { get; init; } = [];

    /// <summary>All approvers are different persons. The author never approves, whatever this says.</summary>
    public bool Distinct { get; init; } = true;

    /// <summary>
    /// Those of a template's parts and groups that no role reviews (decisions.md 3): a template with one is refused, so that no text becomes Final unread.
    /// </summary>
    /// <param name="leaves">The groups of each part, or the part itself where it has none.</param>
    public IReadOnlyList<FieldPath> Unreviewed(IEnumerable<FieldPath> leaves) =>
        [.. leaves.Where(leaf => !Roles.Any(role => role.Covers(leaf)))];
}

/// <summary>One role of the review: Technical, Process, Business.</summary>
/// <param name="Name">On the button: <em>Approve as Business</em>.</param>
/// <param name="Title">In the approvals table's Role column: <c>Senior SRE</c>.</param>
/// <param name="Asked">Who reviews where no service says otherwise.</param>
/// <param name="Sections">Parts, or part / group, that an approval of this role is of.</param>
public sealed record ReviewRole(string Name, string Title, ReviewersAsked Asked, IReadOnlyList<FieldPath> Sections)
{
    /// <summary>By the service's name: who reviews incidents of it instead.</summary>
    public IReadOnlyDictionary<string, ReviewersAsked> PerService { get; init; } = new Dictionary<string, ReviewersAsked>();

    public bool Covers(FieldPath path) => Sections.Any(path.IsWithin);

    /// <summary>Whom to ask for an incident of these services: the first that has reviewers of its own decides.</summary>
    public ReviewersAsked For(IEnumerable<string> services)
    {
        foreach (var service in services)
        {
            if (PerService.TryGetValue(service, out var own)) return own;
        }

        return Asked;
    }
}

/// <summary>Handles of people, roles or teams, in the order in which they are asked.</summary>
/// <param name="StandIns">Asked when a reviewer is the author, or away.</param>
public sealed record ReviewersAsked(IReadOnlyList<string> Reviewers, IReadOnlyList<string> StandIns);
