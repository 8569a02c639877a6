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

    /// <summary>
    /// The groups of a template, or its parts where they have none, that people write and nobody reviews. A template's own <c>review:</c> comment counts where it names a role
    /// that there is.
    /// </summary>
    public IReadOnlyList<(FieldPath Path, int Line)> Unreviewed(Template template)
    {
        var written = template.Parts.Where(part => part.Fields.All(field => field.Binding != "approvals")).SelectMany(part => part.Groups.Where(group => group.Fields.Any(IsWritten)).Select(group => (part, group))).ToList();
        var leaves = written.Where(one => !Says(one.group.Notes) && !Says(one.part.Notes)).ToDictionary(one => one.group.Name is null ? one.part.Path : one.group.Path, one => one.group.Name is null ? one.part.Line : one.group.Line);
        return [.. Unreviewed(leaves.Keys).Select(path => (path, leaves[path]))];
    }

    /// <summary>What the bot itself writes is of no role: who reviews, who is told, where and when.</summary>
    private static bool IsWritten(TemplateField field) =>
        field.Binding is not ("status" or "reviewers" or "meeting" or "followUp" or "location" or "author") && field.Binding?.StartsWith("distribution.", StringComparison.Ordinal) != true;

    private bool Says(HeadingNotes notes) => notes.ReviewRoles.Any(named => Roles.Any(role => string.Equals(role.Name, named, StringComparison.OrdinalIgnoreCase)));
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

    /// <summary>The handles of all who may be asked in this role, for whatever service; which of them decides is asked of each post-mortem.</summary>
    public IEnumerable<string> Everybody => PerService.Values.Append(Asked).SelectMany(asked => asked.Reviewers.Concat(asked.StandIns));

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
