using System.Security.Cryptography;
using System.Text;

namespace PostMortemBot.Domain;

/// <summary>
/// The text of a role's sections as a reviewer approves it, and its hash. What the bot itself writes stands in no role's text: status, reviewers, approvals, the dates of meeting and
/// follow-up, the location, the distribution list, and owner, due date and state of action items. People stand in it by id, so that a new name asks nobody again, and numbers that
/// rest on other post-mortems are left out for the same reason.
/// </summary>
/// <param name="names">How people are called where the text is shown; by id where it is compared.</param>
public sealed class ReviewedText(Template template, Policy policy, FillNames? names = null)
{
    private static readonly string[] Own = ["status", "reviewers", "approvals", "meeting", "followUp", "lessons.presentation", "location", "budget.remaining", "budget.recovery"];

    /// <summary>Of a line that differs, in characters.</summary>
    private const int MostShown = 200;

    /// <summary>What is shown of a long line before the place where it differs, in characters.</summary>
    private const int Before = 40;

    private (PostMortem Of, DocumentContent Content)? last;

    /// <summary>The parts and groups that a role's approval is of, in the template's order.</summary>
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

    /// <summary>The role's text section by section, with the sections' names.</summary>
    public IReadOnlyList<(string Section, string Text)> Sections(PostMortem p, ReviewRole role)
    {
        var content = ContentOf(p);
        return [.. SectionsOf(role).Select(path => (NameOf(path), Document.WriteSection(template, content, path)))];
    }

    /// <summary>What stands otherwise in the role's text, line by line and section by section; a line that only moved is none. Of long lines, the part around what differs.</summary>
    public IReadOnlyList<TextDifference> Differences(PostMortem then, PostMortem now, ReviewRole role)
    {
        var before = Sections(then, role);
        List<TextDifference> found = [];
        foreach (var ((section, text), old) in Sections(now, role).Zip(before, (one, other) => (one, other.Text)))
        {
            var (was, stands) = (Lines(old), Lines(text));
            var (gone, come) = (was.Except(stands).ToList(), stands.Except(was).ToList());
            for (var i = 0; i < Math.Max(gone.Count, come.Count); i++) found.Add(Short(section, gone.ElementAtOrDefault(i) ?? "", come.ElementAtOrDefault(i) ?? ""));
        }

        return found;
    }

    /// <summary>SHA-256 of the text, the first 32 hexadecimal digits: short enough for every button.</summary>
    public string HashOf(PostMortem p, ReviewRole role) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Of(p, role))))[..32];

    /// <summary>Whether a field lies in the role's sections.</summary>
    public bool Covers(ReviewRole role, FieldPath field) => SectionsOf(role).Any(field.IsWithin);

    /// <summary>
    /// Where a role of the review is: an approval holds while the text is the one that was approved. In a final document it holds for good: what is added to it after that (action items,
    /// lessons) asks nobody, until it is reopened.
    /// </summary>
    public RoleStanding StandingOf(PostMortem p, ReviewRole role) => p.Review?.Of(role.Name) switch
    {
        null => RoleStanding.Waiting,
        { Approval: not null } when p.Life == Life.Final => RoleStanding.Approved,
        { Approval: { } approval } => approval.TextHash == HashOf(p, role) ? RoleStanding.Approved : RoleStanding.TextChanged,
        _ => p.Review.OpenOf(role.Name).Any() ? RoleStanding.ChangesAsked : RoleStanding.Waiting,
    };

    private string NameOf(FieldPath path) => template.Parts.SelectMany(part => part.Groups.Where(group => group.Name is not null).Select(group => (group.Path, Name: group.Name!)).Prepend((part.Path, part.Name))).First(one => one.Path == path).Name;

    private static List<string> Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static TextDifference Short(string section, string was, string stands)
    {
        var same = was.AsSpan().CommonPrefixLength(stands);
        var from = was.Length <= MostShown && stands.Length <= MostShown ? 0 : Math.Max(0, same - Before);
        return new(section, Part(was, from), Part(stands, from));
    }

    private static string Part(string line, int from)
    {
        if (line.Length == 0) return "";
        if (from > 0 && from < line.Length && char.IsLowSurrogate(line[from])) from--;
        var rest = line[Math.Min(from, line.Length)..];
        var cut = rest.Length <= MostShown ? rest : rest[..(char.IsHighSurrogate(rest[MostShown - 2]) ? MostShown - 2 : MostShown - 1)] + "…";
        return from > 0 ? "…" + cut : cut;
    }

    private DocumentContent ContentOf(PostMortem p)
    {
        if (last is { } known && ReferenceEquals(known.Of, p)) return known.Content;
        var content = Filling.Of(template, p with { Life = Life.UnderReview, Review = null }, policy, names ?? new FillNames(id => id.Value, _ => ""), p.StartedAt);
        var bound = content.Bound.Where(entry => !IsOwn(entry.Key)).ToDictionary(entry => entry.Key, entry => entry.Key.StartsWith("actions.", StringComparison.Ordinal) ? TextAlone(entry.Value) : entry.Value);
        last = (p, content with { Bound = bound });
        return last.Value.Content;
    }

    private static bool IsOwn(string binding) => Own.Contains(binding) || binding.StartsWith("review.", StringComparison.Ordinal) || binding.StartsWith("distribution.", StringComparison.Ordinal);

    private static FieldValue TextAlone(FieldValue value) => value is FieldValue.Rows rows
        ? new FieldValue.Rows([.. rows.Entries.Select(row => (IReadOnlyDictionary<string, string>)new Dictionary<string, string> { ["action"] = row.GetValueOrDefault("action", "") })])
        : value;

    /// <summary>As the configuration says; a heading's own comment counts for what no role is configured for.</summary>
    private bool Covers(ReviewRole role, HeadingNotes notes, FieldPath path) =>
        policy.Review.Roles.Any(one => one.Sections.Any(section => section.IsWithin(path) || path.IsWithin(section))) ? role.Covers(path) : notes.ReviewRoles.Contains(role.Name, StringComparer.OrdinalIgnoreCase);
}
