using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>One field as somebody left it in a form. Only fields that differ from what the form showed belong here.</summary>
public sealed record TypedAnswer(FieldPath Path, FieldValue Value);

/// <summary>A field that somebody else changed since the form was opened: not overwritten, both texts go back to the person.</summary>
public sealed record AnswerConflict(FieldPath Path, FieldValue Mine, FieldValue Theirs, PersonId By);

/// <summary>An action item as typed into a form; who and what kind may come later.</summary>
public sealed record NewAction(ActionItemId Id, string Text, EventOwner? Owner, LocalDate? Due, Horizon Horizon, ActionKind? Kind, MessageRef? Source = null);

/// <summary>Everything that one <em>Save</em> carries: stored in one decision, or refused as one.</summary>
/// <param name="Version">The post-mortem's version on which the form was opened.</param>
public sealed record SectionSave(long Version)
{
    public IReadOnlyList<TypedAnswer> Answers { get; init; } = [];

    /// <summary>One field, saved as it was left; the form is still open.</summary>
    public bool AsLeft { get; init; }

    /// <summary>Paths picked N/A one by one.</summary>
    public IReadOnlyList<FieldPath> NotApplicable { get; init; } = [];

    /// <summary>The form's fields, those of sections it only covers too: the ones still empty after this save become N/A when <see cref="MarkEmpty"/>.</summary>
    public IReadOnlyList<FieldPath> Covers { get; init; } = [];

    public bool MarkEmpty { get; init; }

    public string Reason { get; init; } = "";

    public IReadOnlyList<NewAction> Actions { get; init; } = [];

    public bool ConfirmsTimes { get; init; }

    /// <summary>Sections that were looked at.</summary>
    public IReadOnlyList<FieldPath> Seen { get; init; } = [];
}

/// <summary>The rules of writing a post-mortem: answers, N/A, key times. Whoever may not write is told to whom to turn.</summary>
public static class Drafting
{
    /// <summary>The longest answer of one field; longer ones are evidence.</summary>
    public const int MostCharacters = 20_000;

    public const int MostEntries = 200;

    /// <summary>
    /// Saves a form. A field that somebody else changed since <see cref="SectionSave.Version"/> is left as it is (<see cref="Conflicts"/> tells which); all others are stored.
    /// </summary>
    /// <param name="fill">What the document would hold in a given state: decides what is still empty.</param>
    public static Decision Save(PostMortem p, SectionSave save, Template template, Policy policy, Func<PostMortem, DocumentContent> fill, Actor who, Instant now)
    {
        if (MayNot(p, who, HandedIn(p, save, template, who)) is { } refused) return refused;
        if (save.Answers.FirstOrDefault(answer => LengthOf(answer.Value) > MostCharacters) is { } tooLong) return Decision.Refuse($"A field holds at most {MostCharacters:N0} characters. Keep the rest as evidence.", tooLong.Path.Value);
        if (save.Actions.FirstOrDefault(action => action.Text.Length > ActionItems.MostCharacters) is not null) return Decision.Refuse($"An action item holds at most {ActionItems.MostCharacters} characters. Say the outcome in one line.");

        var conflicts = Conflicts(p, save.Answers, save.Version, who).Select(conflict => conflict.Path).ToHashSet();
        List<PostMortemEvent> facts = [];
        foreach (var answer in save.Answers.Where(answer => !conflicts.Contains(answer.Path)))
        {
            var told = Told(p, answer, save.AsLeft ? save.Version : null, template, policy, who, now);
            if (told is Decision.Refused wrong) return wrong with { Field = answer.Path.Value };
            facts.AddRange(((Decision.Accepted)told).Facts);
        }

        facts.AddRange(save.Actions.Where(action => p.AllActions.All(there => there.Id != action.Id)).Select(action => ActionItems.Added(action, who, now)));
        facts.AddRange(save.NotApplicable.Where(path => !p.NotApplicable.ContainsKey(path)).Select(path => new MarkedNotApplicable(now, who.Id, path, "")));
        if (save.ConfirmsTimes && !TimesAreConfirmed(p)) facts.Add(new KeyTimesConfirmed(now, who.Id, Listed(p.KeyTimes)));
        if (save.MarkEmpty)
        {
            var after = facts.Aggregate(p, Evolve.Apply);
            facts.AddRange(Document.Blanks(template, fill(after)).Where(path => save.Covers.Contains(path) && !conflicts.Contains(path)).Select(path => new MarkedNotApplicable(now, who.Id, path, save.Reason)));
        }

        facts.AddRange(save.Seen.Where(path => !p.Seen.Contains(path) && Rights.MayWrite(who, p, path)).Select(path => new SectionSeen(now, who.Id, path)));
        return Decision.Accept(facts);
    }

    /// <summary>The answers that somebody else changed after <paramref name="version"/> to something else.</summary>
    public static IReadOnlyList<AnswerConflict> Conflicts(PostMortem p, IReadOnlyList<TypedAnswer> typed, long version, Actor who) =>
    [
        .. typed.Where(answer => p.Answers.TryGetValue(answer.Path, out var given) && given.Version > version && given.By != who.Id && given.Value != answer.Value)
            .Select(answer => new AnswerConflict(answer.Path, answer.Value, p.Answers[answer.Path].Value, p.Answers[answer.Path].By)),
    ];

    /// <summary>The key times are right as they stand; every number rests on them.</summary>
    public static Decision ConfirmKeyTimes(PostMortem p, Actor who, Instant now)
    {
        if (MayNot(p, who) is { } refused) return refused;
        return TimesAreConfirmed(p) ? Decision.Nothing : Decision.Accept(new KeyTimesConfirmed(now, who.Id, Listed(p.KeyTimes)));
    }

    /// <summary>The author looked at a filled section and found it right.</summary>
    public static Decision See(PostMortem p, FieldPath section, Actor who, Instant now) =>
        MayNot(p, who) is { } refused ? refused : p.Seen.Contains(section) ? Decision.Nothing : Decision.Accept(new SectionSeen(now, who.Id, section));

    /// <summary>A confirmation holds only while the times are still the ones that were confirmed.</summary>
    public static bool TimesAreConfirmed(PostMortem p) => p.ConfirmedTimes is { } confirmed && confirmed.SequenceEqual(Listed(p.KeyTimes));

    public static IReadOnlyList<Instant?> Listed(KeyTimes times) => [times.Began, times.Detected, times.Responded, times.Found, times.FirstFix, times.Fixed, times.Restored, times.Closed];

    /// <summary>Whether all that is saved lies in what this person was asked to write.</summary>
    private static bool HandedIn(PostMortem p, SectionSave save, Template template, Actor who)
    {
        if (save.ConfirmsTimes || Questions.HandedTo(p, who.Id).Count == 0) return false;
        IEnumerable<FieldPath> paths = [.. save.Answers.Select(answer => answer.Path), .. save.NotApplicable, .. save.MarkEmpty ? save.Covers : []];
        return paths.All(path => Rights.MayWrite(who, p, path)) && (save.Actions.Count == 0 || template.Fields.Any(field => field.Binding?.StartsWith("actions.", StringComparison.Ordinal) == true && Rights.MayWrite(who, p, field.Path)));
    }

    private static Decision? MayNot(PostMortem p, Actor who, bool handed = false)
    {
        if (!handed && !Rights.May(who, Act.EditSection, p)) return Decision.Forbid("The author writes this post-mortem, and the SRE team. Tell them what should change, or ask to become its author.");
        return p.Life switch
        {
            Life.Final => Decision.Refuse($"{p.Name} is final. Reopen it with a reason to change its text."),
            Life.Cancelled or Life.Merged => Decision.Refuse($"{p.Name} is not written any more."),
            _ => null,
        };
    }

    /// <summary>An answer, for every field that holds the same fact; or the incident's own fact where the field is one, by the incident's own rules. What was N/A no longer is.</summary>
    private static Decision Told(PostMortem p, TypedAnswer answer, long? leftAt, Template template, Policy policy, Actor who, Instant now)
    {
        var field = template.Find(answer.Path);
        if (field is not null && FactOf(field, answer.Value) is { } details)
        {
            var set = Incidents.Set(p, details, policy, who, now);
            return set is Decision.Accepted { Facts.Count: > 0 } accepted ? Decision.Accept([.. Lifted(p, answer.Path, who, now), .. accepted.Facts]) : set;
        }

        var same = field?.Binding is { } binding && !binding.StartsWith("actions.", StringComparison.Ordinal) ? template.BoundTo(binding).Select(one => one.Path) : [answer.Path];
        return new Decision.Accepted([.. same.Where(path => !p.Answers.TryGetValue(path, out var given) ? !answer.Value.IsEmpty : given.Value != answer.Value)
            .SelectMany(path => Lifted(p, path, who, now).Append(new FieldAnswered(now, who.Id, path, answer.Value) { LeftAt = leftAt }))]);
    }

    private static IEnumerable<PostMortemEvent> Lifted(PostMortem p, FieldPath path, Actor who, Instant now) =>
        p.NotApplicable.Keys.Where(path.IsWithin).Select(said => new NotApplicableTakenBack(now, who.Id, said));

    /// <summary>Severity, environments, services and title are facts of the incident: they are stored once, and the verdict rests on them. Emptied here, they are not known any more.</summary>
    private static Details? FactOf(TemplateField field, FieldValue value) => (field.Binding, value) switch
    {
        ("incident.severity", FieldValue.Choice { Picked: [var picked] }) when Severities.Read(picked) is { } severity => new() { Severity = severity },
        ("incident.severity", FieldValue.Choice { Picked: [] }) => new() { Withdrawn = [Withdrawn.Severity] },
        ("environments", FieldValue.Choice choice) => new() { Environments = choice.Picked },
        ("services.primary", FieldValue.Items items) => new() { Services = items.Entries },
        ("incident.title", FieldValue.Words words) => new() { Title = words.Text },
        _ => null,
    };

    private static int LengthOf(FieldValue value) => value switch
    {
        FieldValue.Words words => words.Text.Length,
        FieldValue.Choice choice => choice.Remark.Length,
        FieldValue.Tick tick => tick.Remark.Length,
        FieldValue.Items items => items.Entries.Count > MostEntries ? int.MaxValue : items.Entries.Sum(entry => entry.Length),
        FieldValue.Rows rows => rows.Entries.Count > MostEntries ? int.MaxValue : rows.Entries.Sum(row => row.Values.Sum(cell => cell.Length)),
        _ => 0,
    };
}
