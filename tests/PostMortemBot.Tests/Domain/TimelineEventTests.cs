using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Tests.Domain;

/// <summary>What few events have is kept apart; nobody sees that it is.</summary>
public sealed class TimelineEventTests
{
    private static readonly TimelineEvent Plain = new(new("1"), Instant.FromUtc(2026, 11, 24, 7, 0), "Splunk alert fired");
    private static readonly TimelineEvent Full = Plain with { Unreadable = "gone", TextBy = new("lee"), SourceNow = "now", JoinedInto = new("2"), CameFrom = new("3") };

    [Fact]
    public void Each_of_it_is_told_by_itself() =>
        Assert.Equal(("gone", new PersonId("lee"), "now", new TimelineEventId("2"), new PostMortemId("3")), (Full.Unreadable, Full.TextBy!.Value, Full.SourceNow, Full.JoinedInto!.Value, Full.CameFrom!.Value));

    [Fact]
    public void One_that_is_taken_back_leaves_the_others()
    {
        var without = Full with { SourceNow = null };

        Assert.Null(without.SourceNow);
        Assert.Equal(Full, without with { SourceNow = "now" });
        Assert.NotEqual(Full, without);
    }

    [Fact]
    public void Events_that_say_the_same_are_equal_whatever_one_of_them_once_had()
    {
        var emptied = Full with { Unreadable = null, TextBy = null, SourceNow = null, JoinedInto = null, CameFrom = null };

        Assert.Equal(Plain, emptied);
        Assert.Equal(Plain.GetHashCode(), emptied.GetHashCode());
        Assert.NotEqual(Plain, Full);
    }
}
