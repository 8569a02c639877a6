using NodaTime;
using NodaTime.Text;

namespace PostMortemBot.Domain;

/// <summary>How people and teams are called in the document: names live outside the facts.</summary>
/// <param name="TeamOf">The team's short name, or empty.</param>
public sealed record FillNames(Func<PersonId, string> NameOf, Func<PersonId, string> TeamOf)
{
    /// <summary>Where a kept file can be opened; null: nowhere, and its name alone is printed.</summary>
    public Func<Attachment, string?> FileUrl { get; init; } = _ => null;

    /// <summary>Who an event is printed with: what was said, else the writer's team, else the writer's or marker's name.</summary>
    public string OwnerOf(TimelineEvent e)
    {
        if (e.Owner is { } owner) return OwnerOf(owner);
        if (e.Writer is null && e.WriterName.Length > 0) return e.WriterName;
        var person = e.Writer ?? e.MarkedBy;
        return TeamOf(person) is { Length: > 0 } team ? team : NameOf(person);
    }

    public string OwnerOf(EventOwner owner) => owner.Person is { } person ? NameOf(person) : owner.Team;
}

/// <summary>
/// Fills a template from an incident: what the bot knows or can compute, under the names of <see cref="Bindings"/>, beside what people answered. A computed number is never typed;
/// a text the bot drafted from events gives way to a person's own.
/// </summary>
public static class Filling
{
    /// <summary>Bound texts that are only a draft: a person's answer at the field wins.</summary>
    private static readonly string[] Drafts = ["draft.", "prevention.", "evidence.", "related.", "services.primary"];

    /// <summary>True when the bot's text at a field of this binding is a draft that a person may write anew.</summary>
    public static bool IsDraft(string? binding) => binding is not null && Drafts.Any(draft => binding.StartsWith(draft, StringComparison.Ordinal));

    /// <summary>True when a person writes a field of this binding: nothing fills it, or only a draft does.</summary>
    public static bool IsWritten(string? binding) => binding is null || IsDraft(binding) || Bindings.Named(binding) is { ByPeople: true };

    /// <summary>What this incident took from each error budget that was measured, with the inputs of each number.</summary>
    public static IReadOnlyList<BudgetSpent> BudgetOf(PostMortem p, Policy policy, IReadOnlyDictionary<string, IReadOnlyCollection<SpentEarlier>>? earlier = null) => FilledNumbers.Spent(p, policy, earlier ?? Earlier.None);

    /// <param name="earlier">What earlier post-mortems took from each SLO's budget, by its name.</param>
    public static DocumentContent Of(Template template, PostMortem p, Policy policy, FillNames names, Instant now, bool finished = false, IReadOnlyDictionary<string, IReadOnlyCollection<SpentEarlier>>? earlier = null)
    {
        var bound = new Dictionary<string, FieldValue>();
        Header(bound, p, policy, names);
        FilledTimeline.Into(bound, p, policy, names);
        FilledComms.Into(bound, p, policy);
        FilledNumbers.Into(bound, p, policy, earlier ?? Earlier.None);
        FilledActions.Into(bound, p, names);
        FilledEvidence.Into(bound, p, names);
        FilledReview.Into(bound, p, template, policy, names);
        var followed = FilledFollowing.Into(bound, template, p, policy);
        var answered = template.Fields.Where(field => p.Answers.ContainsKey(field.Path)).Select(field => field.Binding).ToHashSet();
        foreach (var name in bound.Keys.Where(name => answered.Contains(name) && Drafts.Any(draft => name.StartsWith(draft, StringComparison.Ordinal))).ToList()) bound.Remove(name);
        var (first, last) = p.Events.Count > 0 ? (p.Events[0].When, p.Events[^1].When) : (p.Began, p.Restored ?? p.Began);
        return new DocumentContent
        {
            Bound = bound,
            Answers = p.Answers.ToDictionary(entry => entry.Key, entry => entry.Value.Value),
            NotApplicable = p.NotApplicable.ToDictionary(entry => entry.Key, entry => entry.Value.Reason).Concat(followed).ToDictionary(),
            Timeline = FilledTimeline.Days(p, policy, names),
            Zone = Moments.ZoneToken(policy.ProcessZone, first, last),
            NearMiss = p.IsNearMiss,
            Finished = finished,
        };
    }

    private static void Header(Dictionary<string, FieldValue> bound, PostMortem p, Policy policy, FillNames names)
    {
        var day = p.Began.InZone(policy.ProcessZone).Date;
        Words("incident.title", p.Title);
        Words("incident.date", LocalDatePattern.Iso.Format(day));
        Words("incident.id", p.Name);
        if ((p.Author ?? p.Owner) is { } author) Words("author", names.TeamOf(author) is { Length: > 0 } team ? $"{names.NameOf(author)}, {team}" : names.NameOf(author));
        bound["status"] = new FieldValue.Choice([p.Life switch { Life.UnderReview => "Under Review", Life.Final => "Final", _ => "Draft" }]);
        if (p.Severity is { } severity) bound["incident.severity"] = new FieldValue.Choice([severity.ToString()]);
        if (p.Services.Count > 0) bound["services.primary"] = new FieldValue.Items(p.Services);
        if (p.Environments.Count > 0) bound["environments"] = new FieldValue.Choice(p.Environments);
        if (p.Title.Length > 0 && p.Restored is not null) Words("draft.oneLine", OneLine(p));
        Words("location", p.Page?.Location ?? PageName.Of(p, policy.ProcessZone));
        Words("draft.whatHappened", Told(p, Phase.IncidentBegin, Phase.Detection, Phase.RootCauseDiscovery));
        Words("draft.howFixed", Told(p, Phase.FixImplementation, Phase.Verification));
        Words("draft.rootCause", FilledComms.Untagged(p.Events.LastOrDefault(e => e.Phase == Phase.RootCauseDiscovery)?.Text ?? ""));

        void Words(string name, string text)
        {
            if (text.Length > 0) bound[name] = new FieldValue.Words(text);
        }
    }

    private static string OneLine(PostMortem p)
    {
        var where = p.Environments.Count > 0 ? $" in {string.Join(", ", p.Environments)}" : "";
        var length = Durations.Total(p.KeyTimes) is { Length: not null } total ? $", {total.Printed}" : "";
        return $"{p.Title}{where}{length}";
    }

    /// <summary>The events of these phases as a list, in the order of time; empty when there is none.</summary>
    private static string Told(PostMortem p, params IReadOnlyList<Phase> phases) =>
        string.Join('\n', p.Events.Where(e => e.Phase is { } phase && phases.Contains(phase) && e.Text.Length > 0).Select(e => "- " + FilledComms.Untagged(e.Text).ReplaceLineEndings(" ")));
}

/// <summary>Action items as the document's tables, and Prevention Measures made from their kinds.</summary>
internal static class FilledActions
{
    public static void Into(Dictionary<string, FieldValue> bound, PostMortem p, FillNames names)
    {
        foreach (var horizon in new[] { Horizon.Immediate, Horizon.ShortTerm, Horizon.LongTerm }) Table(NameOf(horizon), horizon);
        foreach (var kind in p.Actions.Where(action => action.Kind is not null).GroupBy(action => action.Kind!.Value))
        {
            bound[NameOf(kind.Key)] = new FieldValue.Words(string.Join('\n', kind.Select(action => "- " + action.Text.ReplaceLineEndings(" "))));
        }

        void Table(string name, Horizon horizon)
        {
            var rows = p.Actions.Where(action => action.Horizon == horizon).Select(action => Row(action, names)).ToList();
            if (rows.Count > 0) bound[name] = new FieldValue.Rows(rows);
        }
    }

    /// <summary>True when an action item that fills this field was typed for the document, not caught in the channel.</summary>
    public static bool IsTyped(PostMortem p, TemplateField field) =>
        p.Actions.Any(action => action.Source is null && p.BegunAt <= action.AddedAt && (field.Binding == NameOf(action.Horizon) || (action.Kind is { } kind && field.Binding == NameOf(kind))));

    private static Dictionary<string, string> Row(ActionItem action, FillNames names)
    {
        var row = Cells(action, names);
        if (action.Mirror is { } mirror) (row["action" + TableText.Label], row["action" + TableText.Address]) = (mirror.Key, mirror.Link);
        return row;
    }

    private static Dictionary<string, string> Cells(ActionItem action, FillNames names) => new()
    {
        ["action"] = action.Shown,
        ["owner"] = action.Owner is { } owner ? names.OwnerOf(owner) : "",
        ["due"] = action.Due is { } due ? LocalDatePattern.Iso.Format(due) : "",
        ["status"] = action.Dropped is { } why ? $"Not needed: {why}" : action.Status switch { ActionStatus.InProgress => "In Progress", ActionStatus.Done => "Done", _ => "Open" },
    };

    private static string NameOf(Horizon horizon) => horizon switch
    {
        Horizon.Immediate => "actions.immediate",
        Horizon.ShortTerm => "actions.shortTerm",
        _ => "actions.longTerm",
    };

    private static string NameOf(ActionKind kind) => kind switch
    {
        ActionKind.Alert => "prevention.alerts",
        ActionKind.Slo => "prevention.slo",
        ActionKind.Dashboard => "prevention.dashboards",
        ActionKind.Runbook => "prevention.runbooks",
        ActionKind.Testing => "prevention.testing",
        ActionKind.Change => "prevention.change",
        ActionKind.Architecture => "prevention.architecture",
        ActionKind.Automation => "prevention.automation",
        _ => "prevention.resilience",
    };
}

/// <summary>Evidence as the document's queries, log excerpts and links.</summary>
internal static class FilledEvidence
{
    public static void Into(Dictionary<string, FieldValue> bound, PostMortem p, FillNames names)
    {
        Items("evidence.queries", p.Evidence.Where(e => e.Kind == EvidenceKind.Query).Select(e => e.Text));
        Items("evidence.logs", p.Evidence.Where(e => e.Kind is EvidenceKind.Log or EvidenceKind.Message).Select(e => e.Text));
        Items("evidence.links", p.Evidence.Where(e => e.Attachment is not null || e.Kind is EvidenceKind.Screenshot or EvidenceKind.Dashboard or EvidenceKind.File or EvidenceKind.Link).SelectMany(e => Links(e, names)));

        void Items(string name, IEnumerable<string> entries)
        {
            var list = entries.Where(entry => entry.Length > 0).ToList();
            if (list.Count > 0) bound[name] = new FieldValue.Items(list);
        }
    }

    /// <summary>The kept file, under its caption and name; and the link, under its text. Of a file that was not kept, the name and where it lies.</summary>
    private static IEnumerable<string> Links(Evidence e, FillNames names)
    {
        var listed = e.Kind is EvidenceKind.Log or EvidenceKind.Query or EvidenceKind.Message ? "" : e.Text;
        if (e.Attachment is { } file) yield return Link(listed.Length > 0 && listed != file.Name ? $"{listed} ({file.Name})" : file.Name, names.FileUrl(file) ?? e.Link);
        else if (e.Link.Length > 0 || listed.Length > 0) yield return Link(listed.Length > 0 ? listed : e.Link, e.Link);
    }

    private static string Link(string label, string address)
    {
        var line = label.ReplaceLineEndings(" ");
        return address.Length > 0 && address != line ? $"[{line.Replace('[', '(').Replace(']', ')')}]({address})" : line;
    }
}
