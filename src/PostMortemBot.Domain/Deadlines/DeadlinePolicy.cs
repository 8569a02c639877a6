using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>From which day the week runs within which a post-mortem is complete.</summary>
public enum WeekFrom
{
    /// <summary>The day the incident began, as the process says.</summary>
    Began,
    Resolved,
}

/// <summary>How long each step may take. The values as built are the process's (decisions.md 8); days count from day 0, the day of Restored in the process zone.</summary>
public sealed record DeadlinePolicy
{
    /// <summary>From Restored to the start of the post-mortem.</summary>
    public Duration StartWithin { get; init; } = Duration.FromHours(24);

    public int DraftDay { get; init; } = 5;

    public int ReviewsDay { get; init; } = 7;

    public int CompleteDays { get; init; } = 7;

    public WeekFrom WeekFrom { get; init; } = WeekFrom.Began;

    public int DiscussionFirstDay { get; init; } = 8;

    public int DiscussionLastDay { get; init; } = 14;

    public int ImmediateDays { get; init; } = 7;

    public int ShortTermMonths { get; init; } = 1;

    public int LongTermMonths { get; init; } = 3;

    /// <summary>From the discussion to the follow-up review.</summary>
    public int FollowUpMonths { get; init; } = 1;
}
