using System.Security.Cryptography;
using System.Text;

namespace PostMortemBot.Domain;

/// <summary>
/// The text of a role's sections as a reviewer approves it, and its hash. What the bot itself writes stands in no role's text: status, reviewers, approvals, the dates of meeting and
/// follow-up, the location, the distribution list, and owner, due date and state of action items. People stand in it by id, so that a new name asks nobody again, and numbers that
/// rest on other post-mortems are left out for the same reason.
/// </summary>
public sealed class ReviewedText(Template template, Policy policy)
{
    private static readonly string[] Own = ["status", "reviewers", "approvals", "meeting", "followUp", "lessons.presentation", "location", "budget.remaining", "budget.recovery"];

    private (PostMortem Of, DocumentContent Content)? last;

    /// <summary>The parts and groups that a role's approval is of, in the template's order: as the template says, else as the configuration does.</summary>
    public IReadOnlyList<FieldPath> SectionsOf(ReviewRole role) =>
    [
        .. template.Parts.SelectMany(part => Covers(role, part.Notes, part.Path)
            ? [part.Path]
            : part.Groups.Where(group => group.Name is not null && Covers(role, group.Notes.ReviewRoles.Count > 0 ? group.Notes : part.Notes, group.Path)).Select(group => group.Path)),
    ];

    /// <summary>The role's text; the same for the same answers, events and facts.</summary>
    public string Of(PostMortem p, ReviewRole role)
    {
        var content = ContentOf(p);
        return string.Join('\n', SectionsOf(role).Select(path => $"<{path.Value}>\n" + Document.WriteSection(template, content, path)));
    }

    /// <summary>SHA-256 of the text, the first 32 hexadecimal digits: short enough for every button.</summary>
    public string HashOf(PostMortem p, ReviewRole role) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Of(p, role))))[..32];

    /// <summary>Where a role of the review is: an approval holds while the text is the one that was approved.</summary>
    public RoleStanding StandingOf(PostMortem p, ReviewRole role) => p.Review?.Of(role.Name) switch
    {
        null => RoleStanding.Waiting,
        { Approval: { } approval } => approval.TextHash == HashOf(p, role) ? RoleStanding.Approved : RoleStanding.TextChanged,
        _ => p.Review.OpenOf(role.Name).Any() ? RoleStanding.ChangesAsked : RoleStanding.Waiting,
    };

    private DocumentContent ContentOf(PostMortem p)
    {
        if (last is { } known && ReferenceEquals(known.Of, p)) return known.Content;
        var content = Filling.Of(template, p with { Life = Life.UnderReview, Review = null }, policy, new FillNames(id => id.Value, _ => ""), p.StartedAt);
        var bound = content.Bound.Where(entry => !IsOwn(entry.Key)).ToDictionary(entry => entry.Key, entry => entry.Key.StartsWith("actions.", StringComparison.Ordinal) ? TextAlone(entry.Value) : entry.Value);
        last = (p, content with { Bound = bound });
        return last.Value.Content;
    }

    private static bool IsOwn(string binding) => Own.Contains(binding) || binding.StartsWith("review.", StringComparison.Ordinal) || binding.StartsWith("distribution.", StringComparison.Ordinal);

    private static FieldValue TextAlone(FieldValue value) => value is FieldValue.Rows rows
        ? new FieldValue.Rows([.. rows.Entries.Select(row => (IReadOnlyDictionary<string, string>)new Dictionary<string, string> { ["action"] = row.GetValueOrDefault("action", "") })])
        : value;

    private static bool Covers(ReviewRole role, HeadingNotes notes, FieldPath path) =>
        notes.ReviewRoles.Count > 0 ? notes.ReviewRoles.Contains(role.Name, StringComparer.OrdinalIgnoreCase) : role.Covers(path);
}
