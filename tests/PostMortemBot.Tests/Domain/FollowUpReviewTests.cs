using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

public sealed class FollowUpReviewTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["America/New_York"];
    private readonly Reviewed made = Reviewed.Finished();

    [Theory]
    [InlineData("", "2027-01-04; held 2026-11-27. No runbook was changed. All is well.")]
    [InlineData("Pool saturation:\nhttps://example.com/runbook", "2027-01-04; held 2026-11-27. Runbooks changed: Pool saturation: https://example.com/runbook. All is well.")]
    public void What_was_said_at_it_stands_in_the_final_document(string runbooks, string printed)
    {
        made.Tell([.. Assert.IsType<Decision.Accepted>(FollowUpReview.Hold(made.P, runbooks, "All is well.", Reviewed.Author, Reviewed.Noon)).Facts]);

        Assert.Equal(new FieldValue.Words(printed), made.Content.Bound["followUp"]);
        Assert.Equal(Life.Final, made.P.Life);
    }

    [Fact]
    public void What_is_told_later_keeps_what_was_told_before_and_the_day_it_was_held()
    {
        made.Take(FollowUpReview.Hold(made.P, "Pool saturation", "", Reviewed.Author, Reviewed.Noon));
        made.Take(FollowUpReview.Hold(made.P, null, "Held as planned", Reviewed.Sre, Reviewed.Noon + Duration.FromDays(1)));

        Assert.Equal(new FieldValue.Words("2027-01-04; held 2026-11-27. Runbooks changed: Pool saturation. Held as planned."), made.Content.Bound["followUp"]);
        Assert.Empty(Assert.IsType<Decision.Accepted>(FollowUpReview.Hold(made.P, "Pool saturation", "Held as planned", Reviewed.Author, Reviewed.Noon)).Facts);
    }

    [Fact]
    public void There_is_none_before_the_document_is_final_and_none_by_strangers()
    {
        Assert.IsType<Decision.Refused>(FollowUpReview.Hold(Reviewed.Requested().P, "", "", Reviewed.Author, Reviewed.Noon));
        Assert.True(Assert.IsType<Decision.Refused>(FollowUpReview.Hold(made.P, "", "", new(new("stranger")), Reviewed.Noon)).Forbidden);
    }

    [Fact]
    public void One_is_asked_for_what_they_owe_once_a_day_and_never_for_what_is_settled()
    {
        var about = Asks.OfAction(new("A1"));
        Assert.Equal(Reviewed.Author.Id, Asks.Whom(made.P, about));
        Assert.IsType<Decision.Refused>(Asks.Ask(made.P, about, Zone, _ => true, Reviewed.Author, Reviewed.Noon));
        made.Tell([.. Assert.IsType<Decision.Accepted>(Asks.Ask(made.P, about, Zone, _ => true, Reviewed.Sre, Reviewed.Noon)).Facts]);

        Assert.IsType<Decision.Refused>(Asks.Ask(made.P, about, Zone, _ => true, Reviewed.Noor, Reviewed.Noon + Duration.FromHours(5)));
        Assert.IsType<Decision.Accepted>(Asks.Ask(made.P, about, Zone, _ => true, Reviewed.Noor, Reviewed.Noon + Duration.FromHours(12)));
        made.Tell(new ActionItemDropped(Reviewed.Noon, Reviewed.Author.Id, new("A1"), "gone"));
        Assert.Null(Asks.Whom(made.P, about));
        Assert.Equal((null, null), (Asks.Whom(made.P, Asks.Writing), Asks.Whom(made.P, Asks.OfReview("Process"))));
    }

    [Fact]
    public void A_review_is_asked_of_its_reviewer_while_it_waits()
    {
        var waiting = Reviewed.Requested();
        Assert.Equal(Reviewed.Kim.Id, Asks.Whom(waiting.P, Asks.OfReview("Process")));
        waiting.Take(waiting.Approve("Process", Reviewed.Kim));
        Assert.Null(Asks.Whom(waiting.P, Asks.OfReview("Process")));
    }
}
