namespace PostMortemBot.Domain;

/// <summary>The points of the review checklist, with the two that the process has beside it: no blank left, key times confirmed.</summary>
public enum ChecklistPoint
{
    EventsTimed,
    RootCauseAccurate,
    ActionsAssigned,
    EvidenceIncluded,
    AllApproved,
    MeetingScheduled,
    NoBlankLeft,
    KeyTimesConfirmed,
}

/// <summary>One point of the checklist as it stands.</summary>
/// <param name="Missing">What is missing, ready to be read: <c>2 action items have no owner</c>; empty when it holds.</param>
public sealed record ChecklistItem(ChecklistPoint Point, bool Holds, string Missing = "")
{
    /// <summary>The process's own words for it.</summary>
    public string Says => Point switch
    {
        ChecklistPoint.EventsTimed => "All timeline events have precise timestamps",
        ChecklistPoint.RootCauseAccurate => "Root cause analysis is technically accurate",
        ChecklistPoint.ActionsAssigned => "Action items are specific and assigned to owners",
        ChecklistPoint.EvidenceIncluded => "Supporting evidence (logs, metrics) is included",
        ChecklistPoint.AllApproved => "All reviewers have approved the document",
        ChecklistPoint.MeetingScheduled => "Team discussion meeting is scheduled",
        ChecklistPoint.NoBlankLeft => "No section is skipped",
        _ => "Key times are confirmed",
    };

    /// <summary>What can hold before the review is requested, and gates it; the others are brought by the review.</summary>
    public bool GatesRequest => Point is ChecklistPoint.EventsTimed or ChecklistPoint.ActionsAssigned or ChecklistPoint.EvidenceIncluded or ChecklistPoint.NoBlankLeft or ChecklistPoint.KeyTimesConfirmed;
}

/// <summary>The review checklist (decisions.md 3): points 1, 3 and 4, no blank and the key times gate the request; 2, 5 and 6 gate the final document.</summary>
public static class Checklist
{
    /// <summary>Every point, those that gate the request first.</summary>
    public static IReadOnlyList<ChecklistItem> Of(PostMortem p, Template template, DocumentContent content, Policy policy)
    {
        var text = new ReviewedText(template, policy);
        var technical = policy.Review.Roles.FirstOrDefault(role => ReviewState.Same(role.Name, "Technical")) ?? (policy.Review.Roles.Count > 0 ? policy.Review.Roles[0] : null);
        var waiting = policy.Review.Roles.Where(role => text.StandingOf(p, role) != RoleStanding.Approved).Select(role => role.Name).ToList();
        return
        [
            One(ChecklistPoint.EventsTimed, Untimed(p)),
            One(ChecklistPoint.ActionsAssigned, Unassigned(p, template, content)),
            One(ChecklistPoint.EvidenceIncluded, Unproved(p, template, content)),
            One(ChecklistPoint.NoBlankLeft, Blank(Document.Blanks(template, content).Count)),
            One(ChecklistPoint.KeyTimesConfirmed, p.IsNearMiss || Drafting.TimesAreConfirmed(p) ? "" : "nobody has confirmed the key times"),
            One(ChecklistPoint.RootCauseAccurate, technical is null || !waiting.Contains(technical.Name) ? "" : $"the {technical.Name} review brings it"),
            One(ChecklistPoint.AllApproved, waiting.Count == 0 ? "" : $"{string.Join(" and ", waiting)} {(waiting.Count == 1 ? "has" : "have")} not approved"),
            One(ChecklistPoint.MeetingScheduled, p.Meeting is { Cancelled: false } ? "" : "the discussion has no date"),
        ];
    }

    /// <summary>What stands in the way of requesting the review.</summary>
    public static IReadOnlyList<ChecklistItem> Gates(PostMortem p, Template template, DocumentContent content, Policy policy) =>
        [.. Of(p, template, content, policy).Where(item => item.GatesRequest && !item.Holds)];

    private static ChecklistItem One(ChecklistPoint point, string missing) => new(point, missing.Length == 0, missing);

    private static string Untimed(PostMortem p)
    {
        if (p.IsNearMiss) return "";
        if (p.Events.Count == 0) return "the timeline is empty";
        var unread = p.Events.Count(e => e.TextPending || e.Text.Length == 0);
        return unread == 0 ? "" : $"{Moments.Count(unread, "event")} {(unread == 1 ? "has" : "have")} no text";
    }

    private static string Unassigned(PostMortem p, Template template, DocumentContent content)
    {
        var wanted = p.Actions.Where(action => action.Dropped is null).ToList();
        if (wanted.Count == 0) return Applies(template, content, "actions.immediate") ? "there is no action item" : "";
        var (owner, due) = (wanted.Count(action => action.Owner is null), wanted.Count(action => action.Due is null));
        return (owner, due) switch
        {
            (0, 0) => "",
            (_, 0) => $"{Moments.Count(owner, "action item")} without an owner",
            (0, _) => $"{Moments.Count(due, "action item")} without a due date",
            _ => $"{Moments.Count(owner, "action item")} without an owner, {due} without a due date",
        };
    }

    /// <summary>At least one log or query, and one metric or screenshot; or N/A, which has a reason of its own.</summary>
    private static string Unproved(PostMortem p, Template template, DocumentContent content)
    {
        var log = p.Evidence.Any(e => e.Kind is EvidenceKind.Log or EvidenceKind.Query or EvidenceKind.Message) || Answered(template, content, "evidence.queries") || Answered(template, content, "evidence.logs") || !(Applies(template, content, "evidence.queries") || Applies(template, content, "evidence.logs"));
        var metric = p.Evidence.Any(e => e.Kind is EvidenceKind.Screenshot or EvidenceKind.Dashboard or EvidenceKind.File or EvidenceKind.Link) || Answered(template, content, "evidence.links") || !Applies(template, content, "evidence.links");
        return (log, metric) switch
        {
            (true, true) => "",
            (false, true) => "no log or query is kept",
            (true, false) => "no metric or screenshot is kept",
            _ => "no log and no metric is kept",
        };
    }

    private static string Blank(int blanks) => blanks == 0 ? "" : $"{Moments.Count(blanks, "field")} to answer or to mark N/A";

    /// <summary>The template asks for it and nobody said N/A.</summary>
    private static bool Applies(Template template, DocumentContent content, string binding) => template.BoundTo(binding).Any(field => Document.NotApplicable(template, content, field.Path) is null);

    private static bool Answered(Template template, DocumentContent content, string binding) => template.BoundTo(binding).Any(field => Document.ValueOf(field, content) is not null);
}
