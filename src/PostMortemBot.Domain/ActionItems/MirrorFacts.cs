using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>An issue of the organisation's tracker stands for an action item from now on.</summary>
/// <param name="Key">How the tracker calls it: <c>example/operations#12</c>, <c>SRE-12</c>.</param>
/// <param name="Link">Where it is read.</param>
public sealed record ActionMirrored(Instant At, PersonId By, ActionItemId Id, string Key, string Link) : PostMortemEvent(At, By);

/// <summary>The issue was deleted: none stands for the action item any more, and none is made again.</summary>
public sealed record ActionMirrorLost(Instant At, PersonId By, ActionItemId Id, string Key) : PostMortemEvent(At, By);

/// <summary>The issue that stands for an action item.</summary>
public sealed record ActionMirror(string Key, string Link);

/// <summary>How an action item stands, in the words that every tracker has a place for. The names are stored.</summary>
public enum MirrorState
{
    Open,
    InProgress,
    Done,
    NotNeeded,
}
