using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;
using static PostMortemBot.Tests.World.Reviewed;

namespace PostMortemBot.Tests.Domain;

public sealed class ReviewTests
{
    [Fact]
    public void The_review_is_requested_when_the_checklist_holds()
    {
        var made = Requested();

        Assert.Equal(Life.UnderReview, made.P.Life);
        Assert.Equal(Slot, made.P.Meeting!.Start);
        Assert.All(Rules.Review.Roles, role => Assert.Equal(RoleStanding.Waiting, made.StandingOf(role.Name)));
    }

    [Theory]
    [InlineData("an action without an owner", "1 action item without an owner")]
    [InlineData("no log", "no log or query is kept")]
    [InlineData("a blank", "1 field to answer or to mark N/A")]
    [InlineData("another key time", "nobody has confirmed the key times")]
    [InlineData("an unread event", "1 event has no text")]
    public void A_gap_of_the_checklist_stops_the_request(string gap, string said)
    {
        var made = new Reviewed();
        made.Tell(gap switch
        {
            "an action without an owner" => new ActionItemAdded(Noon, Author.Id, new("A2"), "Write a runbook", null, new LocalDate(2026, 12, 3), Horizon.Immediate, null, null),
            "no log" => new EvidenceRemoved(Noon, Author.Id, new("V1")),
            "a blank" => new FieldAnswered(Noon, Author.Id, Impact, new FieldValue.Words("")),
            "another key time" => new TimelineEventMarked(Noon, Author.Id, new("E2"), Resolved - Duration.FromMinutes(40), "Rolled back", Phase.FixImplementation, false, null, null, null, "", new(MarkKind.Command, Author.Id)),
            _ => new TimelineEventMarked(Noon, Author.Id, new("E2"), Resolved - Duration.FromMinutes(40), "", null, false, null, null, null, "", new(MarkKind.Reaction, Author.Id), TextPending: true),
        });

        Assert.Contains(said, Refused(made.Request()), StringComparison.Ordinal);
        Assert.Contains("SRE team", Refused(made.Request(reason: "it is urgent")), StringComparison.Ordinal);
        made.Take(made.Request(Sre, reason: "it is urgent"));
        Assert.Equal("it is urgent", made.P.Review!.OverrideReason);
        Assert.Contains("Requested before the checklist held: it is urgent.", Document.Write(BuiltIn, made.Content), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_not_requested_without_a_reviewer_for_each_role_another_person_each_and_a_slot_to_come()
    {
        var made = new Reviewed();

        Assert.Contains("Nobody reviews as Business", Refused(made.Request(reviewers: [.. Asked.Take(2)])), StringComparison.Ordinal);
        Assert.Contains("Authors never review", Refused(made.Request(reviewers: [.. Asked.Take(2), new("Business", Author.Id)])), StringComparison.Ordinal);
        Assert.Contains("another person", Refused(made.Request(reviewers: [.. Asked.Take(2), new("Business", Kim.Id)])), StringComparison.Ordinal);
        Assert.Contains("over", Refused(made.Request(slot: Noon - Duration.FromHours(1))), StringComparison.Ordinal);
        Assert.Contains("The author requests", Refused(made.Request(Kim)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_approval_makes_it_final()
    {
        var made = Requested();
        made.Take(made.Approve("Technical", Noor));
        made.Take(made.Approve("Process", Kim));
        Assert.Equal(Life.UnderReview, made.P.Life);

        made.Take(made.Approve("Business", Priya));

        Assert.Equal(Life.Final, made.P.Life);
        Assert.IsType<PostMortemFinished>(made.History[^1]);
        var document = Document.Write(BuiltIn, made.Content with { Finished = true });
        Assert.Contains("| noor | Senior SRE | 2026-11-27 | Approved |", document, StringComparison.Ordinal);
        Assert.Contains("Completed by kim on 2026-11-27.", document, StringComparison.Ordinal);
        Assert.Contains("2026-12-03 10:00 EST, 60 minutes", document, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_not_final_without_a_date_for_the_discussion_and_is_when_it_gets_one()
    {
        var made = Requested();
        made.Take(Discussion.Cancel(made.P, Author, Noon));
        made.ApproveAll();
        Assert.Equal(Life.UnderReview, made.P.Life);

        made.Take(Discussion.Set(made.P, Slot, Author, Noon));

        Assert.Equal(Life.Final, made.P.Life);
    }

    [Fact]
    public void Only_the_roles_reviewer_approves_and_never_the_author()
    {
        var made = Requested();

        Assert.Contains("Authors never", Refused(made.Approve("Technical", Author)), StringComparison.Ordinal);
        Assert.Contains("with somebody else", Refused(made.Approve("Technical", Kim)), StringComparison.Ordinal);
        Assert.Contains("with somebody else", Refused(made.Approve("Technical", Sre)), StringComparison.Ordinal);
        Assert.Contains("Guests", Refused(made.Approve("Technical", Noor with { IsGuest = true })), StringComparison.Ordinal);
        Assert.Contains("no longer review as Technical", Refused(made.Approve("Technical", Noor with { ReviewRoles = [] })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_role_is_not_approved_by_who_wrote_in_its_sections()
    {
        var made = Requested();
        made.Tell(new FieldAnswered(Noon, Noor.Id, Why, new FieldValue.Words("As Noor wrote it")));

        Assert.Contains("You wrote in a section", Refused(made.Approve("Technical", Noor)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_changed_after_the_card_is_not_approved()
    {
        var made = Requested();
        var seen = made.HashOf("Business");
        made.Write(Impact, "Five customers called");

        Assert.Contains("changed after this card", Refused(made.Approve("Business", Priya, seen)), StringComparison.Ordinal);
        made.Take(made.Approve("Business", Priya));
    }

    [Fact]
    public void A_second_click_changes_nothing()
    {
        var made = Requested();
        var seen = made.HashOf("Business");
        made.Take(made.Approve("Business", Priya));

        Assert.Empty(Assert.IsType<Decision.Accepted>(made.Approve("Business", Priya, seen)).Facts);
    }

    [Fact]
    public void An_edit_takes_the_approval_of_its_roles_alone()
    {
        var made = Requested();
        made.Take(made.Approve("Technical", Noor));
        made.Take(made.Approve("Business", Priya));

        made.Write(Impact, "Five customers called");

        Assert.Equal(RoleStanding.TextChanged, made.StandingOf("Business"));
        Assert.Equal(RoleStanding.Waiting, made.StandingOf("Process"));
        Assert.Equal(["Technical", "Business"], Asking(made).Order().Reverse());
        made.Write(Impact, "As it was first written");
        Assert.Equal(RoleStanding.Approved, made.StandingOf("Business"));
        Assert.Empty(Asking(made));
    }

    [Fact]
    public void What_the_bot_itself_writes_asks_nobody_again()
    {
        var made = Requested();
        made.Take(made.Approve("Technical", Noor));
        made.Take(Discussion.Set(made.P, Slot + Duration.FromHours(1), Author, Noon));
        made.Tell(new ActionItemChanged(Noon, Author.Id, new("A1"), null, EventOwner.OfTeam("SRE"), new LocalDate(2026, 12, 9), null, null, ActionStatus.Done));

        Assert.Equal(RoleStanding.Approved, made.StandingOf("Technical"));

        made.Tell(new ActionItemChanged(Noon, Author.Id, new("A1"), "Alert on the pool at 80 %", null, null, null, null, null));
        Assert.Equal(RoleStanding.TextChanged, made.StandingOf("Technical"));
    }

    [Fact]
    public void The_roles_are_asked_again_together_and_once()
    {
        var made = Requested();
        made.Take(made.Approve("Technical", Noor));
        made.Take(made.Approve("Business", Priya));
        made.Write(Impact, "Five customers called");
        made.Write(Why, "The pool was halved by a configuration change");

        made.Take(made.SendBack());

        Assert.Equal(["Technical", "Business"], Assert.IsType<RolesAskedAgain>(made.History[^1]).Roles.Select(role => role.Role));
        Assert.Equal(2, made.P.Review!.Of("Business")!.Asked);
        Assert.Empty(Assert.IsType<Decision.Accepted>(made.SendBack()).Facts);
    }

    [Fact]
    public void All_that_changed_is_counted_and_long_lines_are_shown_where_they_differ()
    {
        var made = Requested();
        made.Take(made.Approve("Business", Priya));
        var start = string.Join(' ', Enumerable.Repeat("nothing that matters", 20));
        made.Write(Impact, start + " two customers called");
        made.Take(made.SendBack());
        made.Take(made.Approve("Business", Priya));
        made.Write(Impact, start + " five customers called\n" + string.Join('\n', Enumerable.Range(1, 9).Select(number => $"- customer {number}")));

        made.Take(made.SendBack());

        var role = made.P.Review!.Of("Business")!;
        Assert.Equal((Changes.MostDifferences, 10 - Changes.MostDifferences), (role.Differences.Count, role.MoreDifferences));
        Assert.StartsWith("…", role.Differences[0].Was, StringComparison.Ordinal);
        Assert.EndsWith(" two customers called", role.Differences[0].Was, StringComparison.Ordinal);
        Assert.EndsWith(" five customers called", role.Differences[0].Is, StringComparison.Ordinal);
        Assert.InRange(role.Differences[0].Is.Length, 1, 201);
    }

    [Fact]
    public void A_text_that_came_back_to_what_was_asked_about_is_asked_again_once_another_was_approved()
    {
        var made = Requested();
        var asked = ((FieldValue.Words)made.P.Answers[Impact].Value).Text;
        made.Write(Impact, "Five customers called");
        made.Take(made.Approve("Business", Priya));

        made.Write(Impact, asked);

        Assert.Equal(made.P.Review!.Of("Business")!.AskedText, made.HashOf("Business"));
        Assert.Equal(RoleStanding.TextChanged, made.StandingOf("Business"));
        Assert.Contains("Business", Asking(made));
        made.Take(made.SendBack());
        Assert.DoesNotContain("Business", Asking(made));
    }

    [Fact]
    public void A_request_for_a_change_goes_to_the_author_and_back()
    {
        var made = Requested();
        made.Take(Changes.Ask(made.P, new("R1"), "Business", Impact, "Support counted 5 calls, not 2.", null, made.HashOf("Business"), BuiltIn, Rules, Priya, Noon));
        Assert.Equal(RoleStanding.ChangesAsked, made.StandingOf("Business"));

        made.Write(Impact, "Five customers called");
        Assert.Empty(Asking(made));
        made.Take(Changes.Answer(made.P, new("R1"), true, "", Author, Noon));
        Assert.Equal(["Business"], Asking(made).Where(role => role == "Business"));
        made.Take(made.SendBack());

        Assert.DoesNotContain("Business", Asking(made));
        made.Take(made.Approve("Business", Priya));
    }

    [Fact]
    public void The_text_stays_only_with_a_reply()
    {
        var made = Requested();
        made.Take(Changes.Ask(made.P, new("R1"), "Business", Impact, "Support counted 5 calls, not 2.", null, made.HashOf("Business"), BuiltIn, Rules, Priya, Noon));

        Assert.Contains("why the text stays", Refused(Changes.Answer(made.P, new("R1"), false, " ", Author, Noon)), StringComparison.Ordinal);
        made.Take(Changes.Answer(made.P, new("R1"), false, "Three of them were tests", Author, Noon));
        Assert.Equal(["Business"], Asking(made));
    }

    [Fact]
    public void A_taken_suggestion_is_approved_by_its_role_already()
    {
        var made = Requested();
        made.Take(Suggest(made, "R1", Impact, "Five customers called"));

        made.Take(Changes.Take(made.P, new("R1"), BuiltIn, Rules, Author, Noon));

        Assert.Equal(RoleStanding.Approved, made.StandingOf("Business"));
        Assert.Equal(Priya.Id, made.P.Review!.Of("Business")!.Approval!.By);
        Assert.Equal(Author.Id, made.P.Answers[Impact].By);
    }

    [Fact]
    public void It_is_not_when_the_text_changed_elsewhere_since()
    {
        var made = Requested();
        var other = BuiltIn.Fields.First(field => field.Path != Impact && field.Path.Value.StartsWith("incident overview / impact metrics", StringComparison.OrdinalIgnoreCase) && field.Binding is "draft.userExperience").Path;
        made.Take(Suggest(made, "R1", Impact, "Five customers called"));
        made.Tell(new NotApplicableTakenBack(Noon, Author.Id, other));
        made.Write(other, "Written since");

        made.Take(Changes.Take(made.P, new("R1"), BuiltIn, Rules, Author, Noon));

        Assert.Equal(RoleStanding.Waiting, made.StandingOf("Business"));
        Assert.Contains("Business", Asking(made));
    }

    [Fact]
    public void A_suggestion_beside_a_request_waits_for_both()
    {
        var made = Requested();
        made.Take(Suggest(made, "R1", Impact, "Five customers called"));
        made.Take(Changes.Ask(made.P, new("R2"), "Business", Impact, "Name the customers.", null, made.HashOf("Business"), BuiltIn, Rules, Priya, Noon));

        made.Take(Changes.Take(made.P, new("R1"), BuiltIn, Rules, Author, Noon));

        Assert.Equal(RoleStanding.ChangesAsked, made.StandingOf("Business"));
    }

    [Fact]
    public void Two_suggestions_taken_one_after_the_other_are_approved_with_the_second()
    {
        var made = Requested();
        var other = BuiltIn.Fields.First(field => field.Binding == "impact.users").Path;
        made.Take(Suggest(made, "R1", Impact, "Five customers called"));
        made.Take(Suggest(made, "R2", other, "Slow pages for 40 minutes"));

        made.Take(Changes.Take(made.P, new("R1"), BuiltIn, Rules, Author, Noon));
        Assert.Equal(RoleStanding.ChangesAsked, made.StandingOf("Business"));
        made.Tell(new NotApplicableTakenBack(Noon, Author.Id, other));
        made.Take(Changes.Take(made.P, new("R2"), BuiltIn, Rules, Author, Noon));

        Assert.NotEqual(RoleStanding.ChangesAsked, made.StandingOf("Business"));
    }

    [Fact]
    public void An_approval_is_taken_back_by_its_giver_until_final()
    {
        var made = Requested();
        made.Take(made.Approve("Business", Priya));
        Assert.Contains("Only who approved", Refused(Approving.TakeBack(made.P, "Business", Author, Noon)), StringComparison.Ordinal);
        made.Take(Approving.TakeBack(made.P, "Business", Priya, Noon));
        Assert.Equal(RoleStanding.Waiting, made.StandingOf("Business"));

        Assert.Contains("is final", Refused(Approving.TakeBack(Finished().P, "Business", Priya, Noon)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_delegate_decides_in_place_of_the_reviewer()
    {
        var made = Requested();
        var rosa = new Actor(new("rosa"));
        Assert.Contains("Authors never", Refused(Reviewers.Delegate(made.P, "Business", Author.Id, false, BuiltIn, Rules, Priya, Noon)), StringComparison.Ordinal);
        Assert.Contains("Guests and bots", Refused(Reviewers.Delegate(made.P, "Business", rosa.Id, true, BuiltIn, Rules, Priya, Noon)), StringComparison.Ordinal);
        Assert.Contains("another role", Refused(Reviewers.Delegate(made.P, "Business", Kim.Id, false, BuiltIn, Rules, Priya, Noon)), StringComparison.Ordinal);

        made.Take(Reviewers.Delegate(made.P, "Business", rosa.Id, false, BuiltIn, Rules, Priya, Noon));

        Assert.Contains("with somebody else", Refused(made.Approve("Business", Priya)), StringComparison.Ordinal);
        made.Take(made.Approve("Business", rosa));
    }

    [Fact]
    public void The_author_may_not_become_an_approver_by_being_named_afterwards()
    {
        var made = Requested();
        made.Take(made.Approve("Technical", Noor));
        made.Take(made.Approve("Process", Kim));
        made.Tell(new AuthorSet(Noon, Sre.Id, Kim.Id));
        made.Take(made.Approve("Technical", Noor));
        made.Take(made.Approve("Business", Priya));

        Assert.Equal(Life.UnderReview, made.P.Life);
    }

    [Fact]
    public void A_withdrawn_review_is_a_draft_without_approvals()
    {
        var made = Requested();
        made.Take(made.Approve("Technical", Noor));
        made.Take(Review.Withdraw(made.P, "more to write", Author, Noon));
        Assert.Equal(Life.Draft, made.P.Life);

        made.Take(made.Request());

        Assert.Equal(RoleStanding.Waiting, made.StandingOf("Technical"));
    }

    [Fact]
    public void A_reopened_document_waits_for_a_new_approval()
    {
        var made = Finished();
        Assert.Contains("Say what has to change", Refused(Review.Reopen(made.P, "", Author, Noon)), StringComparison.Ordinal);
        Assert.Contains("reopens a final", Refused(Review.Reopen(made.P, "wrong", Priya, Noon)), StringComparison.Ordinal);
        made.Take(Review.Reopen(made.P, "two customers more", Author, Noon));
        Assert.Equal(Life.UnderReview, made.P.Life);

        made.Write(Impact, "Seven customers called");
        made.Take(Decision.Accept(new SectionSeen(Noon, Author.Id, Impact)));
        Assert.Equal(Life.UnderReview, made.P.Life);
        made.Take(made.Approve("Technical", Noor));
        made.Take(made.Approve("Business", Priya));

        Assert.Equal(Life.Final, made.P.Life);
        Assert.Contains("Reopened after it was final: two customers more.", Document.Write(BuiltIn, made.Content), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reopened_document_that_nobody_changed_is_closed_as_it_was()
    {
        var made = Finished();
        made.Take(Review.Reopen(made.P, "by mistake", Author, Noon));

        made.Take(Review.Close(made.P, BuiltIn, Rules, Author, Noon));

        Assert.Equal(Life.Final, made.P.Life);
    }

    [Fact]
    public void One_person_in_two_roles_only_where_the_policy_allows_it()
    {
        var made = Requested();
        var small = Rules with { Review = Rules.Review with { Distinct = false } };
        made.Tell(new ReviewerChanged(Noon, Sre.Id, "Business", Kim.Id, ReviewerWay.Named));
        made.Take(made.Approve("Process", Kim));

        Assert.Contains("You approved as Process already", Refused(made.Approve("Business", Kim)), StringComparison.Ordinal);
        made.Take(made.Approve("Business", Kim, policy: small));
        Assert.Contains("One person reviewed 2 roles.", Document.Write(BuiltIn, Filling.Of(BuiltIn, made.P, small, new(id => id.Value, _ => ""), Noon)), StringComparison.Ordinal);
    }

    [Fact]
    public void Reviewers_are_picked_so_that_every_role_has_another_person()
    {
        IReadOnlyList<(string, IReadOnlyList<PersonId>)> candidates = [("Technical", [new("a"), new("b")]), ("Process", [new("a")]), ("Business", [new("author"), new("c")])];

        Assert.Equal([new("Technical", new("b")), new("Process", new("a")), new("Business", new("c"))], Reviewers.Pick(candidates, new PersonId("author"), true));
        Assert.Equal([new("Technical", new("a")), new("Process", new("a")), new("Business", new("c"))], Reviewers.Pick(candidates, new PersonId("author"), false));
        Assert.Equal([new("Technical", new("a"))], Reviewers.Pick([("Technical", [new("a")]), ("Process", [new("a")])], null, true));
    }

    private static Decision Suggest(Reviewed made, string id, FieldPath field, string text) =>
        Changes.Ask(made.P, new(id), "Business", field, "", new SuggestedText(field, new FieldValue.Words(text)), made.HashOf("Business"), BuiltIn, Rules, Priya, Noon);

    private static IReadOnlyList<string> Asking(Reviewed made) => [.. Changes.ToAsk(made.P, new ReviewedText(BuiltIn, Rules), Rules).Select(role => role.Name)];

    private static string Refused(Decision decision) => Assert.IsType<Decision.Refused>(decision).Sentence;
}
