using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Tests.Domain;

public sealed class ActionMirrorsTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 9, 0);
    private static readonly PersonId Sam = new("01SAM");
    private static readonly ActionItemId Id = new("A1");
    private static readonly Place Place = new("web", "local", "#inc");

    private static PostMortem Draft(params IReadOnlyList<PostMortemEvent> more) => Evolve.Fold(new("01PM"), [new IncidentStarted(Now, Sam, Place, 17, "Gateway slow"), new PostMortemBegun(Now, Sam, Sam, "hash"), new ActionItemAdded(Now, Sam, Id, "Alert", null, null, Horizon.Immediate, null, null), .. more]);

    private static PostMortemEvent Mirrored { get; } = new ActionMirrored(Now, PersonId.Bot, Id, "a/b#1", "https://example.com/1");

    [Fact]
    public void An_issue_is_made_for_what_is_open_readable_and_not_private()
    {
        Assert.True(ToMake());
        Assert.False(ToMake(Mirrored));
        Assert.False(ToMake(new ReadersSet(Now, Sam, true, [])));
        Assert.False(ToMake(new ActionItemRemoved(Now, Sam, Id)));
        Assert.False(ToMake(new ActionItemDropped(Now, Sam, Id, "no")));
        Assert.False(ToMake(new ActionItemChanged(Now, Sam, Id, null, null, null, null, null, ActionStatus.Done)));
        Assert.False(ToMake(new IncidentCancelled(Now, Sam, "no")));
        Assert.False(ToMake(Mirrored, new ActionMirrorLost(Now, PersonId.Bot, Id, "a/b#1")));

        static bool ToMake(params IReadOnlyList<PostMortemEvent> more)
        {
            var p = Draft(more);
            return ActionMirrors.IsToMake(p, p.AllActions[0]);
        }
    }

    [Fact]
    public void Only_what_the_issue_says_is_a_change_for_it()
    {
        Assert.Equal([Id], Changed(new ActionItemChanged(Now, Sam, Id, "Other", null, null, null, null, null)));
        Assert.Equal([Id], Changed(new TitleSet(Now, Sam, "Portal slow")));
        Assert.Equal([Id], Changed(new ReadersSet(Now, Sam, true, [])));
        Assert.Equal([Id], Changed(new ActionItemDropped(Now, Sam, Id, "no")));
        Assert.Equal([Id], Changed(new Published(Now, PersonId.Bot, "Page", "https://example.com/p", "h")));
        Assert.Empty(Changed(new ActionWordGiven(Now, Sam, Id, "waiting")));
        Assert.Empty(Changed(new ActionSnoozed(Now, Sam, Id, new(2026, 12, 1))));
        Assert.Empty(Changed(new SeveritySet(Now, Sam, Severity.P1)));
        Assert.Empty(ActionMirrors.Changed(Draft(), Draft(Mirrored)));

        static IEnumerable<ActionItemId> Changed(PostMortemEvent fact)
        {
            var before = Draft(Mirrored);
            return ActionMirrors.Changed(before, Evolve.Apply(before, fact));
        }
    }

    [Theory]
    [InlineData(MirrorState.Open, new string[0])]
    [InlineData(MirrorState.InProgress, new[] { "ActionItemChanged" })]
    [InlineData(MirrorState.Done, new[] { "ActionItemChanged", "ActionShown" })]
    [InlineData(MirrorState.NotNeeded, new[] { "ActionItemDropped" })]
    public void What_the_tracker_says_is_followed_by_as_little_as_it_takes(MirrorState told, string[] facts) =>
        Assert.Equal(facts, Facts(ActionMirrors.Follow(Draft(Mirrored), Id, told, Now)).Select(fact => fact.GetType().Name));

    [Fact]
    public void Reopened_there_a_dropped_one_comes_back_and_of_a_private_one_nothing_is_followed()
    {
        Assert.Equal([new ActionItemRestored(Now, PersonId.Bot, Id)], Facts(ActionMirrors.Follow(Draft(Mirrored, new ActionItemDropped(Now, Sam, Id, "no")), Id, MirrorState.Open, Now)));
        Assert.Empty(Facts(ActionMirrors.Follow(Draft(Mirrored, new ReadersSet(Now, Sam, true, [])), Id, MirrorState.Done, Now)));
        Assert.Empty(Facts(ActionMirrors.Follow(Draft(), Id, MirrorState.Done, Now)));
    }

    [Fact]
    public void The_proof_that_somebody_gave_stays()
    {
        var p = Draft(Mirrored, new ActionItemChanged(Now, Sam, Id, null, null, null, null, null, ActionStatus.Done), new ActionShown(Now, Sam, Id, "dashboard"), new ActionItemChanged(Now, Sam, Id, null, null, null, null, null, ActionStatus.Done));

        Assert.Empty(Facts(ActionMirrors.Follow(p, Id, MirrorState.Done, Now)));
    }

    [Fact]
    public void That_an_issue_stands_for_it_moves_nothing_on() => Assert.Equal(Draft().ChangedAt, Evolve.Apply(Draft(), new ActionMirrored(Now + Duration.FromHours(1), PersonId.Bot, Id, "a/b#1", "https://example.com/1")).ChangedAt);

    private static IReadOnlyList<PostMortemEvent> Facts(Decision decision) => Assert.IsType<Decision.Accepted>(decision).Facts;
}
