using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>
/// Reminders by the table of decisions.md 8, as a pure function of a post-mortem, the policy, who is where, and now. An occasion comes in the working hours of whom it is for; of those
/// that were missed only the latest counts, so that days without the program end in one message a topic.
/// </summary>
public static class Nudges
{
    /// <summary>What is to be told now and was not told yet. What was left out because its reason had gone, and has its reason again, is told after all.</summary>
    /// <param name="template">The one it is written by; null while it is not at hand: then nothing is asked of reviewers.</param>
    public static IReadOnlyList<Nudge> Due(PostMortem p, Policy policy, Template? template, NudgePeople people, Instant now) =>
        [.. Wanted(p, policy, template, people, now).Where(nudge => !(p.Nudged.TryGetValue(nudge.Key, out var told) && told.Dropped is null))];

    /// <summary>Every reminder whose reason stands now and whose first occasion has come, told or not: one that is missing here is not sent any more.</summary>
    public static IReadOnlyList<Nudge> Wanted(PostMortem p, Policy policy, Template? template, NudgePeople people, Instant now) => p.Life is Life.Waiting or Life.Cancelled or Life.Merged
        ? []
        : [.. new NudgeRules(p, policy, template, people, now).All().DistinctBy(nudge => (nudge.Topic, nudge.About, nudge.To))];

    /// <summary>The day after <paramref name="today"/> on which whoever writes is reminded next that the draft falls due; null when none is left before it is late.</summary>
    /// <param name="zone">Where they work.</param>
    public static LocalDate? NextOfDraft(PostMortem p, Policy policy, DateTimeZone zone, LocalDate today)
    {
        if (p.Life != Life.Draft || Deadlines.Of(p, policy) is not { } dates) return null;
        var days = new[] { policy.WorkingHours.Ahead(dates.Draft, NudgeRules.DraftAhead, zone), policy.WorkingHours.OnOrBefore(dates.Draft, zone) ?? dates.Draft };
        return days.Where(day => day > today).Cast<LocalDate?>().Min();
    }
}

/// <summary>One reminder to one person.</summary>
/// <param name="Key">Names the occasion, so that it comes once.</param>
/// <param name="About">The action item's id or the role; for an effect the item's id and the days, <c>A1:30</c>; empty where the topic says it all.</param>
/// <param name="By">Until when it is, or was, due.</param>
public sealed record Nudge(NudgeTopic Topic, PersonId To, string Key, string About, LocalDate By)
{
    /// <summary>Whose it is, when it is told to somebody else: who can help, or stands in.</summary>
    public PersonId? With { get; init; }

    /// <summary>The same thing on whatever occasion.</summary>
    public bool IsOf(NudgeTold told) => told.To == To && told.Topic == Topic && told.Key.StartsWith(Subject, StringComparison.Ordinal);

    private string Subject => SubjectOf(Topic, About);

    internal static string SubjectOf(NudgeTopic topic, string about) => $"{topic}/{about}/";
}

/// <summary>Whom reminders reach.</summary>
/// <param name="Holders">The people of a role or team, in the order of <c>bot.json</c>.</param>
/// <param name="ZoneOf">Where a person works.</param>
public sealed record NudgePeople(Func<string, IReadOnlyList<PersonId>> Holders, Func<PersonId, DateTimeZone> ZoneOf)
{
    public Func<PersonId, Absence?> AwayOf { get; init; } = static _ => null;

    public IReadOnlyList<PersonId> SreTeam => Holders("sre-team");

    public PersonId? SreLead => First("sre-lead");

    public PersonId? PlatformManager => First("platform-manager");

    private PersonId? First(string role) => Holders(role) is [var first, ..] ? first : null;
}

/// <summary>Days on which a person is away.</summary>
/// <param name="Until">The last one.</param>
public sealed record Absence(LocalDate From, LocalDate Until);
