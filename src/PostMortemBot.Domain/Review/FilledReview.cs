using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace PostMortemBot.Domain;

/// <summary>Reviewers, approvals, distribution and dates, as they stand.</summary>
internal static class FilledReview
{
    private const string Presentation = "lessons.presentation";

    public static void Into(Dictionary<string, FieldValue> bound, PostMortem p, Template template, Policy policy, FillNames names)
    {
        var text = new ReviewedText(template, policy);
        var roles = policy.Review.Roles.Select(role => Told(role, p, text, policy, names)).ToList();
        if (roles.Count > 0)
        {
            bound["reviewers"] = Words(string.Join(", ", roles.Select(one => $"{one.Reviewer} ({one.Role.Name})")));
            bound["approvals"] = new FieldValue.Rows([.. roles.Select(Row)]);
        }

        foreach (var one in roles) bound["review." + one.Role.Name.ToLower(CultureInfo.InvariantCulture)] = Words(Line(one, p, roles, policy));
        if (policy.Distribution.Required.Count > 0) bound["distribution.required"] = new FieldValue.Items([.. policy.Distribution.Required.Select(one => one.Handle is { } handle ? $"{one.Name} (@{handle})" : one.Name)]);
        if (policy.Distribution.Optional.Count > 0) bound["distribution.optional"] = new FieldValue.Items([.. policy.Distribution.Optional.Select(one => one.Printed)]);
        Dates(bound, p, policy);
    }

    private static ToldRole Told(ReviewRole role, PostMortem p, ReviewedText text, Policy policy, FillNames names)
    {
        if (p.Review is not { Withdrawn: false } || p.Review.Of(role.Name) is not { } asked) return new(role, role.For(p.Services).Reviewers.SelectMany(policy.Holders).Select(person => person.Name).FirstOrDefault() ?? "to be named", null, false);
        var holds = text.StandingOf(p, role) == RoleStanding.Approved;
        return new(role, names.NameOf(holds ? asked.Approval!.By : asked.Reviewer), holds ? asked.Approval!.At.InZone(policy.ProcessZone).Date : null, true);
    }

    private static IReadOnlyDictionary<string, string> Row(ToldRole one) => new Dictionary<string, string>
    {
        ["reviewer"] = one.Reviewer,
        ["role"] = one.Role.Title,
        ["date"] = one.Approved is { } day ? LocalDatePattern.Iso.Format(day) : "",
        ["status"] = one.Approved is null ? "Pending" : "Approved",
    };

    /// <summary>The process's line for the role; with the first one, what is out of the ordinary: an override, one person in several roles.</summary>
    private static string Line(ToldRole one, PostMortem p, List<ToldRole> all, Policy policy)
    {
        var said = one switch
        {
            { Approved: { } day } => $"Completed by {one.Reviewer} on {LocalDatePattern.Iso.Format(day)}.",
            { Requested: true } => $"With {one.Reviewer}; waiting.",
            _ => $"With {one.Reviewer}; not requested yet.",
        };
        var process = all.FirstOrDefault(role => ReviewState.Same(role.Role.Name, "Process")) ?? all[0];
        if (one != process) return said;
        if (p.Review?.OverrideReason is { } reason) said += $" Requested before the checklist held: {reason.TrimEnd('.')}.";
        if (p.ReopenReason is { } again) said += $" Reopened after it was final: {again.TrimEnd('.')}.";
        var several = policy.Review.Distinct ? null : p.Review?.Roles.Where(role => role.Approval is not null).GroupBy(role => role.Approval!.By).FirstOrDefault(group => group.Count() > 1);
        return several is null ? said : said + $" One person reviewed {several.Count()} roles.";
    }

    private static void Dates(Dictionary<string, FieldValue> bound, PostMortem p, Policy policy)
    {
        if (p.Meeting is not { Cancelled: false } meeting)
        {
            foreach (var name in new[] { "meeting", "followUp", Presentation }) bound[name] = Words("Not scheduled yet." + (name == Presentation ? Learned(p, policy) : ""));
            return;
        }

        var day = meeting.Start.InZone(policy.ProcessZone).Date;
        var when = $"{LocalDatePattern.Iso.Format(day)} {Moments.Clock(meeting.Start, policy.ProcessZone)} {Moments.ZoneToken(policy.ProcessZone, meeting.Start, meeting.Start)}";
        bound["meeting"] = Words($"{when}, {meeting.Length.TotalMinutes:0} minutes");
        bound[Presentation] = Words($"Team discussion on {when}" + (p.Notes.Count > 0 ? "." : "") + Learned(p, policy));
        bound["followUp"] = Words(LocalDatePattern.Iso.Format(Deadlines.FollowUp(day, policy)) + Held(p, policy));
    }

    /// <summary>What was kept of the discussion, under its days.</summary>
    private static string Learned(PostMortem p, Policy policy) => string.Concat(p.Notes.GroupBy(note => note.At.InZone(policy.ProcessZone).Date)
        .Select(day => $" {LocalDatePattern.Iso.Format(day.Key)}: {string.Join("; ", day.Select(note => note.Text.ReplaceLineEndings(" ").TrimEnd('.')))}."));

    /// <summary>When the follow-up review was held, which runbooks were changed, and what was said.</summary>
    private static string Held(PostMortem p, Policy policy) => p.FollowUpHeldAt is not { } held ? ""
        : $"; held {LocalDatePattern.Iso.Format(held.InZone(policy.ProcessZone).Date)}. {(p.RunbooksChanged.Length > 0 ? "Runbooks changed: " + OneSentence(p.RunbooksChanged) : "No runbook was changed.")}{(p.FollowUpNote.Length > 0 ? " " + OneSentence(p.FollowUpNote) : "")}";

    private static string OneSentence(string text) => text.ReplaceLineEndings(" ") is [.., '.' or '!' or '?'] whole ? whole : text.ReplaceLineEndings(" ") + ".";

    private static FieldValue Words(string text) => new FieldValue.Words(text);

    /// <param name="Approved">The day of the approval that holds; null while none does.</param>
    private sealed record ToldRole(ReviewRole Role, string Reviewer, LocalDate? Approved, bool Requested);
}
