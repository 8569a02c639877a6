namespace PostMortemBot.Domain;

/// <summary>One name under which the bot fills blanks (T16): a template says <c>&lt;!-- bind: NAME --&gt;</c> right after the blank, list, table or fence.</summary>
/// <param name="Name">The name in templates and the key in <see cref="DocumentContent.Bound"/>.</param>
/// <param name="Kind">The kind it gives its field; null: as the template writes the blank (so a bound choice keeps the template's alternatives).</param>
/// <param name="Says">What it stands for and the shape of its value, for whoever fills it and for the documentation.</param>
public sealed record Binding(string Name, FieldKind? Kind, string Says)
{
    /// <summary>For tables and repeated items: the keys of a row, in the order in which the built-in template has its columns.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Nothing fills it but a person's answer: it is bound so that others can find it.</summary>
    public bool ByPeople { get; init; }

    /// <summary>The name whose answer this one repeats in its own words: where a template has both, a person is asked there alone.</summary>
    public string? Follows { get; init; }
}

/// <summary>
/// Every name a template may bind. <see cref="FieldValue.Words"/> unless it says otherwise. All values are texts ready to be read: instants are printed in the process zone, ids are
/// named, and a number that cannot be computed is a sentence such as <c>N/A (no Detection event)</c>. A name that is missing or empty in <see cref="DocumentContent.Bound"/> leaves the
/// blank to a person, whose answer is looked up by the field's path.
/// </summary>
public static class Bindings
{
    /// <summary>The detailed timeline; filled from <see cref="DocumentContent.Timeline"/>, not from <see cref="DocumentContent.Bound"/>.</summary>
    public const string TimelineDays = "timeline.days";

    /// <summary>The seven milestones; the zone in its time column's header is replaced by <see cref="DocumentContent.Zone"/>.</summary>
    public const string Milestones = "timeline.milestones";

    private static readonly string[] ActionColumns = ["action", "owner", "due", "status"];

    /// <summary>All of them, in the order of the built-in template.</summary>
    public static IReadOnlyList<Binding> All { get; } =
    [
        new("incident.title", FieldKind.Line, "The incident's title."),
        new("incident.date", FieldKind.Date, "The day it began, yyyy-MM-dd, in the process zone."),
        new("incident.id", FieldKind.Line, "INC-004211, or Incident 17 while none is set."),
        new("author", FieldKind.Person, "The author with the team: Sam Okafor, App Dev."),
        new("reviewers", FieldKind.Person, "The reviewers' names, divided by commas."),
        new("status", null, "Choice of one: Draft, Under Review or Final."),
        new("draft.oneLine", null, "A draft of the one-line summary, from title, environments and duration; a person's own text wins."),
        new("draft.rootCause", null, "A draft of the root cause in one sentence: the last event of Root Cause Discovery."),
        new("draft.whatHappened", null, "A draft of what happened: the events of Incident Begin, Detection and Root Cause Discovery."),
        new("draft.howFixed", null, "A draft of how it was fixed: the events of Fix Implementation and Verification."),
        new("incident.duration", FieldKind.Line, "Restored minus detected: 47 min."),
        new("incident.severity", null, "Choice of one: P1, P2 or P3."),
        new("services.primary", FieldKind.List, "Items: the services directly hit. Printed on one line when the template has one line for them."),
        new("environments", null, "Choice of several: LAB, INT, QA, PROD."),
        new(Milestones, FieldKind.Table, "Rows, one per milestone in the template's order; an empty owner is the template's, an empty time is N/A.") { Columns = ["time", "event", "owner"] },
        new("slo.breach", null, "Choice: Yes with the remark which and by how much, or No."),
        new("budget.consumed", FieldKind.Line, "53.2% of monthly budget. The same value may stand in several places."),
        new("slo.responseTime", FieldKind.Line, "Peak degradation: 840ms vs target 200ms.") { Follows = "metrics.peakResponseTime" },
        new("slo.errorRate", FieldKind.Line, "Peak error rate: 2.3% vs target <0.1%.") { Follows = "metrics.peakErrorRate" },
        new("impact.users", null, "Who felt what; a person answers it.") { ByPeople = true },
        new("draft.userExperience", null, "A draft of the impact on end users: what was answered at impact.users; a person's own text wins.") { Follows = "impact.users" },
        new(TimelineDays, FieldKind.Days, "The heading that repeats for each day; filled from the content's timeline."),
        new("actions.immediate", FieldKind.Table, "Rows: the immediate action items.") { Columns = ActionColumns },
        new("actions.shortTerm", FieldKind.Table, "Rows: the short-term action items.") { Columns = ActionColumns },
        new("actions.longTerm", FieldKind.Table, "Rows: the long-term action items.") { Columns = ActionColumns },
        new("prevention.alerts", null, "Prose: the action items of this kind, one list item each; so are the next eight."),
        new("prevention.slo", null, "Prose: see prevention.alerts."),
        new("prevention.dashboards", null, "Prose: see prevention.alerts."),
        new("prevention.runbooks", null, "Prose: see prevention.alerts."),
        new("prevention.testing", null, "Prose: see prevention.alerts."),
        new("prevention.change", null, "Prose: see prevention.alerts."),
        new("prevention.architecture", null, "Prose: see prevention.alerts."),
        new("prevention.automation", null, "Prose: see prevention.alerts."),
        new("prevention.resilience", null, "Prose: see prevention.alerts."),
        new("lessons.presentation", FieldKind.Line, "When the team discussion is, from the meeting."),
        new("lessons.documentation", null, "What is to be written or changed; each line that a person answers is offered as an action item.") { ByPeople = true },
        new("lessons.training", null, "What is to be learned; as lessons.documentation.") { ByPeople = true },
        new("slo.table", FieldKind.Table, "Rows: one per configured SLO; the template's own rows stand when none is configured.") { Columns = ["slo", "target", "actual", "impact"] },
        new("budget.remaining", FieldKind.Line, "46.8% remaining for rest of month."),
        new("budget.burnRate", FieldKind.Line, "The burn rate with its inputs."),
        new("budget.recovery", FieldKind.Line, "The time to recover with its formula."),
        new("draft.statusUpdates", null, "A draft of how people were kept informed: the events marked #comms that speak of none of the next three; a person's own text wins."),
        new("draft.customerNotice", null, "A draft: the events marked #comms that speak of customers."),
        new("draft.statusPage", null, "A draft: the events marked #comms that speak of the status page or a banner."),
        new("draft.supportTeam", null, "A draft: the events marked #comms that speak of support."),
        new("related.previous", FieldKind.Repeat, "Rows: earlier incidents that look alike.") { Columns = ["id", "date", "text"] },
        new("metrics.peakResponseTime", FieldKind.Number, "Milliseconds, without the unit."),
        new("metrics.timeToDetection", FieldKind.Number, "Whole minutes, without the unit."),
        new("metrics.timeToResolution", FieldKind.Number, "Whole minutes, without the unit."),
        new("metrics.peakErrorRate", FieldKind.Number, "Per cent, without the sign."),
        new("metrics.failedRequests", FieldKind.Number, "How many requests failed; known when an SLO on requests has data."),
        new("metrics.timeToFirstFix", FieldKind.Number, "Whole minutes, without the unit."),
        new("metrics.timeToSuccessfulResolution", FieldKind.Number, "Whole minutes, without the unit."),
        new("metrics.timeToFullRestoration", FieldKind.Number, "Whole minutes, without the unit."),
        new("evidence.queries", FieldKind.Code, "Items: the captured queries, one code block each."),
        new("evidence.logs", FieldKind.Code, "Items: the captured log excerpts, one code block each."),
        new("evidence.links", FieldKind.List, "Items: screenshots, dashboards and files, each prose with a link."),
        new("review.technical", FieldKind.Line, "Who reviewed in the Technical role and when, or waiting."),
        new("review.process", FieldKind.Line, "Who reviewed in the Process role and when, and an override's reason."),
        new("review.business", FieldKind.Line, "Who reviewed in the Business role and when, or waiting."),
        new("approvals", FieldKind.Table, "Rows: one per review role.") { Columns = ["reviewer", "role", "date", "status"] },
        new("distribution.required", FieldKind.List, "Items: the required recipients; the template's own list stands when none is given."),
        new("distribution.optional", FieldKind.List, "Items: the optional recipients; the template's own list stands when none is given."),
        new("meeting", FieldKind.Line, "When the team discussion is."),
        new("followUp", FieldKind.Line, "When the follow-up review is."),
        new("location", FieldKind.Link, "The document's address, or its page name while it has none."),
    ];

    /// <summary>The binding of this name; null when there is none, and the blank is then simply a field for a person.</summary>
    public static Binding? Named(string name) => All.FirstOrDefault(binding => binding.Name == name);
}
