using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>What a reminder is about (decisions.md 8). The names are stored.</summary>
public enum NudgeTopic
{
    /// <summary>An open incident of which nothing was heard for a while.</summary>
    Quiet,

    /// <summary>Resolved, and nobody has decided whether a post-mortem is due, or it has no author.</summary>
    Verdict,
    Writing,
    Review,
    Meeting,
    Action,

    /// <summary>Whether an action that was done held.</summary>
    Effect,
    FollowUp,

    /// <summary>Somebody who was asked for the document has not answered.</summary>
    Question,
}

/// <summary>A reminder is on its way to somebody, stored together with the message to send.</summary>
/// <param name="Key">Names the occasion: it comes once.</param>
public sealed record NudgeQueued(Instant At, PersonId By, PersonId To, NudgeTopic Topic, string Key) : PostMortemEvent(At, By);

/// <summary>Its reason had gone by the time it would have been sent: it was left out.</summary>
public sealed record NudgeDropped(Instant At, PersonId By, string Key, string Reason) : PostMortemEvent(At, By);

/// <summary>Somebody asked a person for something that is owed: told at once in working hours, under the asker's name.</summary>
/// <param name="About">What it is: an action item's id, or a topic.</param>
public sealed record PersonAsked(Instant At, PersonId By, PersonId Person, string About) : PostMortemEvent(At, By);

/// <summary>An open incident of which nothing was heard still goes on.</summary>
public sealed record IncidentStillGoing(Instant At, PersonId By) : PostMortemEvent(At, By);

/// <summary>The follow-up review was held, or what was told of it is told otherwise; what is null stays.</summary>
/// <param name="Runbooks">Which runbooks were changed, with their links; empty when none was.</param>
/// <param name="Note">What was said.</param>
public sealed record FollowUpHeld(Instant At, PersonId By, string? Runbooks, string? Note) : PostMortemEvent(At, By);

/// <summary>A reminder that was told.</summary>
/// <param name="Dropped">Why it was left out after all; null when it was sent, or is about to be.</param>
public sealed record NudgeTold(string Key, PersonId To, NudgeTopic Topic, Instant At, string? Dropped);

/// <summary>One person asked by another.</summary>
public sealed record Asking(PersonId By, PersonId Person, string About, Instant At);

/// <summary>Folds what was told, asked and held.</summary>
internal static class EvolveNudged
{
    /// <summary>What the bot did by itself: it moves nothing on.</summary>
    public static bool IsOwn(PostMortemEvent fact) => fact is NudgeQueued or NudgeDropped or ActionMirrored or ActionMirrorLost;

    public static PostMortem? Apply(PostMortem p, PostMortemEvent fact) => fact switch
    {
        NudgeQueued f => p with { Nudged = p.Nudged.SetItem(f.Key, new(f.Key, f.To, f.Topic, f.At, null)) },
        NudgeDropped f => p.Nudged.TryGetValue(f.Key, out var told) ? p with { Nudged = p.Nudged.SetItem(f.Key, told with { Dropped = f.Reason }) } : p,
        PersonAsked f => p with { Askings = p.Askings.Add(new(f.By, f.Person, f.About, f.At)) },
        IncidentStillGoing => p,
        FollowUpHeld f => p with { FollowUpHeldAt = p.FollowUpHeldAt ?? f.At, RunbooksChanged = f.Runbooks ?? p.RunbooksChanged, FollowUpNote = f.Note ?? p.FollowUpNote },
        _ => null,
    };
}
