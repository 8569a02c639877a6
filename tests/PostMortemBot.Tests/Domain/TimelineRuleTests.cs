using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

/// <summary>Given a history, when somebody acts, then these facts or this refusal.</summary>
public sealed class TimelineRuleTests
{
    private static readonly Instant Now = Chatting.InNewYork("2026-11-24 02:14");
    private static readonly Place Inc = new("web", "local", "#inc");
    private static readonly Actor Lee = new(new("lee"), true);
    private static readonly Actor Stranger = new(new("stranger"));
    private static readonly MessageRef Message = new(Inc, "m1");
    private static readonly TimelineEventId One = new("e1");
    private static readonly MarkReason Pin = new(MarkKind.Reaction, new("lee"), "pushpin");

    private static PostMortem Given(params IReadOnlyList<PostMortemEvent> more) => Evolve.Fold(new("P"), [new IncidentStarted(Now, new("rana"), Inc, 1, "slow"), .. more]);

    private static TimelineEventMarked Marked(MarkReason? reason = null, string text = "alert") =>
        new(Now, new("lee"), One, Now, text, null, false, null, Message, new("lee"), "Lee", reason ?? Pin);

    private static IReadOnlyList<PostMortemEvent> Accepted(Decision decision) => Assert.IsType<Decision.Accepted>(decision).Facts;

    private static Decision.Refused Refused(Decision decision) => Assert.IsType<Decision.Refused>(decision);

    [Fact]
    public void A_first_mark_begins_a_waiting_stream()
    {
        var facts = Accepted(Timeline.Mark(new(new("P")), new(One, Now, "alert", Pin), Lee, Inc, Now));

        Assert.Equal(new MarksBegun(Now, new("lee"), Inc), facts[0]);
        Assert.IsType<TimelineEventMarked>(facts[1]);
    }

    [Fact]
    public void A_message_captured_twice_gains_a_reason_and_no_second_event()
    {
        var sam = new MarkReason(MarkKind.Menu, new("sam"));
        var facts = Accepted(Timeline.Mark(Given(Marked()), new(new("e2"), Now, "alert", sam) { Source = Message }, new(new("sam"), true), Inc, Now));

        Assert.Equal([new MarkReasonGiven(Now, new("sam"), One, sam)], facts);
        Assert.Empty(Accepted(Timeline.Mark(Given(Marked()), new(new("e2"), Now, "alert", Pin) { Source = Message }, Lee, Inc, Now)));
    }

    [Theory]
    [InlineData("", 0, "text")]
    [InlineData("   ", 0, "text")]
    [InlineData("alert", 301, "when")]
    public void A_mark_without_text_or_of_the_future_is_refused(string text, int secondsAhead, string field) =>
        Assert.Equal(field, Refused(Timeline.Mark(Given(), new(One, Now + Duration.FromSeconds(secondsAhead), text, Pin), Lee, Inc, Now)).Field);

    [Fact]
    public void Five_minutes_of_grace_are_taken() =>
        Assert.Single(Accepted(Timeline.Mark(Given(), new(One, Now + Duration.FromSeconds(300), "alert", Pin), Lee, Inc, Now)));

    [Fact]
    public void A_text_of_3000_characters_is_taken_and_one_more_is_not()
    {
        Assert.Single(Accepted(Timeline.Mark(Given(), new(One, Now, new('a', 3000), Pin), Lee, Inc, Now)));
        Assert.Equal("text", Refused(Timeline.Mark(Given(), new(One, Now, new('a', 3001), Pin), Lee, Inc, Now)).Field);
    }

    [Fact]
    public void Strangers_mark_nothing() => Assert.True(Refused(Timeline.Mark(Given(), new(One, Now, "alert", Pin), Stranger, Inc, Now)).Forbidden);

    [Fact]
    public void The_last_reason_takes_the_event_with_it_unless_a_person_edited_it()
    {
        Assert.Equal([new MarkReasonTaken(Now, new("lee"), One, Pin), new TimelineEventRemoved(Now, new("lee"), One)], Accepted(Timeline.TakeBack(Given(Marked()), One, Pin, Now)));
        var edited = Given(Marked(), new TimelineEventCorrected(Now, new("sam"), One, null, "alert on eu-2", null, null));
        Assert.Equal([new MarkReasonTaken(Now, new("lee"), One, Pin)], Accepted(Timeline.TakeBack(edited, One, Pin, Now)));
        var second = Given(Marked(), new MarkReasonGiven(Now, new("sam"), One, new(MarkKind.Menu, new("sam"))));
        Assert.Equal([new MarkReasonTaken(Now, new("lee"), One, Pin)], Accepted(Timeline.TakeBack(second, One, Pin, Now)));
        Assert.Empty(Accepted(Timeline.TakeBack(Given(Marked()), One, Pin with { Emoji = "memo" }, Now)));
    }

    [Fact]
    public void An_edited_message_is_followed_until_a_person_writes()
    {
        var followed = Given(Marked(), new SourceEdited(Now, new("lee"), One, "alert on eu-1"));
        Assert.Equal("alert on eu-1", followed.AllEvents[One].Text);
        var own = Given(Marked(), new TimelineEventCorrected(Now, new("sam"), One, null, "mine", null, null), new SourceEdited(Now, new("lee"), One, "theirs"));
        Assert.Equal(("mine", "theirs"), (own.AllEvents[One].Text, own.AllEvents[One].SourceNow));
        Assert.Single(Accepted(Timeline.TakeOver(own, One, Lee, Now)));
        Assert.Empty(Accepted(Timeline.TakeOver(followed, One, Lee, Now)));
    }

    [Fact]
    public void A_correction_that_changes_nothing_writes_nothing()
    {
        Assert.Empty(Accepted(Timeline.Correct(Given(Marked()), One, Now, "alert", null, null, Lee, Now)));
        Assert.Equal("text", Refused(Timeline.Correct(Given(Marked()), One, null, " ", null, null, Lee, Now)).Field);
        Assert.True(Refused(Timeline.Correct(Given(Marked()), One, null, "x", null, null, Stranger, Now)).Forbidden);
    }

    [Fact]
    public void Events_are_shifted_together_but_not_into_the_future()
    {
        Assert.Equal([new TimelineEventId("e1")], Assert.IsType<TimelineShifted>(Assert.Single(Accepted(Timeline.Shift(Given(Marked()), [One, new("gone")], Duration.FromHours(-1), Lee, Now)))).Ids);
        Assert.Equal("by", Refused(Timeline.Shift(Given(Marked()), [One], Duration.FromHours(1), Lee, Now)).Field);
        Assert.Equal("by", Refused(Timeline.Shift(Given(Marked()), [One], Duration.Zero, Lee, Now)).Field);
        Assert.Equal("events", Refused(Timeline.Shift(Given(Marked()), [new("gone")], Duration.FromHours(-1), Lee, Now)).Field);
    }

    [Theory]
    [InlineData(Life.Final, "is final")]
    [InlineData(Life.Merged, "is part of")]
    [InlineData(Life.Cancelled, "was cancelled")]
    public void Nothing_is_marked_on_what_is_over(Life life, string why) =>
        Assert.Contains(why, Refused(Timeline.Mark(Given() with { Life = life }, new(One, Now, "alert", Pin), Lee, Inc, Now)).Sentence, StringComparison.Ordinal);

    [Fact]
    public void A_merge_keeps_a_correction_from_later_edits_of_the_message()
    {
        var from = Evolve.Fold(new("Q"), [new IncidentStarted(Now, new("rana"), Inc, 2, "login"), Marked(), new TimelineEventCorrected(Now, new("sam"), One, null, "mine", null, null)]);
        var into = Given() with { Owner = new("lee") };

        var merged = Accepted(Merge.Join(into, from, () => "new", Lee, Now)[0]).Aggregate(into, Evolve.Apply);

        var taken = merged.AllEvents[new("new")];
        Assert.Equal(("mine", new PersonId("sam"), new PostMortemId("Q")), (taken.Text, taken.TextBy!.Value, taken.CameFrom!.Value));
    }
}
