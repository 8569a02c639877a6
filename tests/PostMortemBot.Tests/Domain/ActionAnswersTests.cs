using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

public sealed class ActionAnswersTests
{
    private static readonly LocalDate Today = new(2026, 11, 27);
    private static readonly ActionItemId Id = new("A1");
    private static readonly Actor Lee = new(new("lee"));
    private static readonly Actor Stranger = new(new("stranger"), true);
    private readonly Reviewed made = Reviewed.Finished();

    [Fact]
    public void Done_is_told_with_what_shows_it_and_stands_in_the_final_document()
    {
        Take(ActionAnswers.Done(made.P, Id, Reviewed.Author, Reviewed.Noon));
        Take(ActionAnswers.Show(made.P, Id, " https://example.com/alert ", Reviewed.Author, Reviewed.Noon));

        Assert.Equal((ActionStatus.Done, Reviewed.Noon, "https://example.com/alert"), (Item.Status, Item.DoneAt, Item.ShownBy));
        Assert.Equal(Life.Final, made.P.Life);
        Assert.Equal("Done", Row("status"));
    }

    [Fact]
    public void Not_needed_keeps_the_reason_in_its_table_and_can_be_put_back()
    {
        Assert.Equal("reason", Refused(ActionAnswers.Drop(made.P, Id, " ", Reviewed.Author, Reviewed.Noon)).Field);
        Take(ActionAnswers.Drop(made.P, Id, "the gateway goes", Reviewed.Author, Reviewed.Noon));

        Assert.Equal("Not needed: the gateway goes", Row("status"));
        Assert.False(Item.IsOpen);
        Assert.Equal("It is not needed any more: the gateway goes. Put it back first.", Refused(ActionAnswers.Done(made.P, Id, Reviewed.Author, Reviewed.Noon)).Sentence);
        Take(ActionItems.Restore(made.P, Id, Reviewed.Author, Reviewed.Noon));
        Assert.True(Item.IsOpen);
    }

    [Fact]
    public void A_new_date_and_another_owner_keep_their_reason()
    {
        Assert.Equal("due", Refused(ActionAnswers.Move(made.P, Id, Today.PlusDays(-1), Today, "", Reviewed.Author, Reviewed.Noon)).Field);
        Take(ActionAnswers.Move(made.P, Id, new(2026, 12, 10), Today, "waiting for vendor", Reviewed.Author, Reviewed.Noon));
        Take(ActionAnswers.HandOver(made.P, Id, EventOwner.OfPerson(Lee.Id), "knows the vendor", Reviewed.Author, Reviewed.Noon));

        Assert.Equal((new LocalDate(2026, 12, 10), Lee.Id, "knows the vendor"), (Item.Due, Item.Owner?.Person, Item.LastWord?.Text));
        Assert.Equal(Reviewed.Author.Id, Item.LastWord?.By);
    }

    [Fact]
    public void Only_its_owner_puts_it_off_and_not_for_ever()
    {
        Refused(ActionAnswers.Snooze(made.P, Id, Today.PlusDays(1), Today, Reviewed.Sre, Reviewed.Noon));
        Refused(ActionAnswers.Snooze(made.P, Id, Today.PlusDays(32), Today, Reviewed.Author, Reviewed.Noon));
        Take(ActionAnswers.Snooze(made.P, Id, Today.PlusDays(7), Today, Reviewed.Author, Reviewed.Noon));
        Assert.Equal(Today.PlusDays(7), Item.SnoozedUntil);

        Take(ActionAnswers.HandOver(made.P, Id, EventOwner.OfPerson(Lee.Id), "", Reviewed.Author, Reviewed.Noon));
        Assert.Null(Item.SnoozedUntil);
    }

    [Fact]
    public void Owner_author_sre_and_process_reviewer_answer_for_it_and_nobody_else()
    {
        Take(ActionAnswers.HandOver(made.P, Id, EventOwner.OfPerson(Lee.Id), "", Reviewed.Author, Reviewed.Noon));

        Assert.All([Lee, Reviewed.Author, Reviewed.Sre, Reviewed.Kim], who => Assert.IsType<Decision.Accepted>(ActionAnswers.Done(made.P, Id, who, Reviewed.Noon)));
        Assert.All([Stranger, Reviewed.Priya, Lee with { IsGuest = true }], who => Assert.True(Refused(ActionAnswers.Done(made.P, Id, who, Reviewed.Noon)).Forbidden));
    }

    [Fact]
    public void Whether_it_held_is_told_of_what_is_done_and_anew_when_it_is_done_again()
    {
        Refused(ActionAnswers.Tell(made.P, Id, 30, ActionEffect.Held, Reviewed.Author, Reviewed.Noon));
        Take(ActionAnswers.Done(made.P, Id, Reviewed.Author, Reviewed.Noon));
        Take(ActionAnswers.Tell(made.P, Id, 30, ActionEffect.CameBack, Reviewed.Author, Reviewed.Noon));
        Assert.Equal(ActionEffect.CameBack, Item.Effects[30]);

        Take(ActionAnswers.Begin(made.P, Id, "", Reviewed.Author, Reviewed.Noon));
        Assert.Equal((null, 0), ((Instant?)Item.DoneAt, Item.Effects.Count));
    }

    [Fact]
    public void Each_answer_is_taken_back_by_undo_in_a_final_document_too()
    {
        var (before, now) = (Item, Reviewed.Noon);
        foreach (var answer in new Func<Decision>[]
        {
            () => ActionAnswers.Done(made.P, Id, Reviewed.Author, now),
            () => ActionAnswers.Begin(made.P, Id, "half of it", Reviewed.Author, now),
            () => ActionAnswers.Move(made.P, Id, new(2026, 12, 10), Today, "later", Reviewed.Author, now),
            () => ActionAnswers.Snooze(made.P, Id, Today.PlusDays(1), Today, Reviewed.Author, now),
            () => ActionAnswers.Drop(made.P, Id, "not wanted", Reviewed.Author, now),
        })
        {
            now += Duration.FromMinutes(1);
            var from = made.History.Count;
            Take(answer());
            Assert.NotEqual(before with { Touched = true }, Item with { Touched = true });
            now += Duration.FromMinutes(1);
            Take(Undo.Of(made.P.Id, made.History, from, Reviewed.Author, now));
            Assert.Equal(before with { Touched = true }, Item with { Touched = true });
        }
    }

    private ActionItem Item => made.P.Actions.Single(one => one.Id == Id);

    private string Row(string column) => ((FieldValue.Rows)made.Content.Bound["actions.immediate"]).Entries[0][column];

    private void Take(Decision decision) => made.Tell([.. Assert.IsType<Decision.Accepted>(decision).Facts]);

    private static Decision.Refused Refused(Decision decision) => Assert.IsType<Decision.Refused>(decision);
}
