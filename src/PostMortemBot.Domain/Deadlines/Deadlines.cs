using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>
/// The dates of one post-mortem (decisions.md 8). A deadline is a calendar day in the process zone: it is met until that day ends.
/// </summary>
/// <param name="DayZero">The day of Restored.</param>
/// <param name="StartBy">The instant by which the post-mortem is started.</param>
/// <param name="Complete">One week after the incident, from the day the policy counts from.</param>
/// <param name="DiscussionFrom">The first day of week 2.</param>
public sealed record Deadlines(LocalDate DayZero, Instant StartBy, LocalDate Draft, LocalDate Reviews, LocalDate Complete, LocalDate DiscussionFrom, LocalDate DiscussionTo)
{
    /// <summary>The dates of an incident that began and was restored at these instants.</summary>
    public static Deadlines Of(Instant began, Instant restored, Policy policy)
    {
        var dates = policy.Deadlines;
        var zero = restored.InZone(policy.ProcessZone).Date;
        var week = dates.WeekFrom == WeekFrom.Began ? began.InZone(policy.ProcessZone).Date : zero;
        return new(
            zero,
            restored + dates.StartWithin,
            zero.PlusDays(dates.DraftDay),
            zero.PlusDays(dates.ReviewsDay),
            week.PlusDays(dates.CompleteDays),
            zero.PlusDays(dates.DiscussionFirstDay),
            zero.PlusDays(dates.DiscussionLastDay));
    }

    /// <summary>The dates of a post-mortem as it stands; null while its incident is open.</summary>
    public static Deadlines? Of(PostMortem p, Policy policy) =>
        p.DatesFrom is { } moment ? From(moment, policy) : p.Restored is { } restored ? Of(p.Began, restored, policy) : null;

    /// <summary>The dates of a verdict that became <em>required</em> later, or was overridden: all run from that moment.</summary>
    public static Deadlines From(Instant moment, Policy policy) => Of(moment, moment, policy);

    /// <summary>When an action item created on this day is due; the 31st of a month becomes the last day of a shorter one.</summary>
    public static LocalDate ActionDue(LocalDate created, Horizon horizon, DeadlinePolicy dates) => horizon switch
    {
        Horizon.Immediate => created.PlusDays(dates.ImmediateDays),
        Horizon.ShortTerm => created.PlusMonths(dates.ShortTermMonths),
        Horizon.LongTerm => created.PlusMonths(dates.LongTermMonths),
        _ => throw new ArgumentOutOfRangeException(nameof(horizon), horizon, "A horizon without a date."),
    };

    /// <summary>The first working day, in the process zone, one month after the discussion.</summary>
    public static LocalDate FollowUp(LocalDate discussion, Policy policy)
    {
        var day = discussion.PlusMonths(policy.Deadlines.FollowUpMonths);
        return policy.WorkingHours.OnOrAfter(day, policy.ProcessZone) ?? day;
    }
}
