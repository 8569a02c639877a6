using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Templates;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

public sealed class QuestionsTests
{
    private static readonly Instant Now = Chatting.InNewYork("2026-11-24 10:00");
    private static readonly Actor Sam = new(new("01SAM"));
    private static readonly Actor Lee = new(new("01LEE"));
    private static readonly FieldPath Cause = new("root cause analysis");
    private static readonly QuestionId Id = new("Q1");
    private static readonly Template Template = BuiltInTemplate.Read();

    private static PostMortem Draft(params IReadOnlyList<PostMortemEvent> more) => Evolve.Fold(new("01PM"), [new IncidentStarted(Now, Sam.Id, new("web", "local", "#inc"), 17, "Gateway slow"), new OwnerSet(Now, Sam.Id, Sam.Id), new PostMortemBegun(Now, Sam.Id, Sam.Id, Template.Hash), .. more]);

    private static QuestionAsked Asked(QuestionId id, FieldPath? section) => new(Now, Sam.Id, id, Lee.Id, section, section is null ? "" : "Why?");

    private static Decision Ask(PostMortem p, string text = "Why?", Actor? who = null, bool mayRead = true, PersonId? whom = null, FieldPath? section = null) => Questions.Ask(p, new("Q9"), whom ?? Lee.Id, mayRead, section ?? Cause, text, Template, who ?? Sam, Now);

    [Fact]
    public void The_author_asks_while_it_is_written()
    {
        Assert.Equal([new QuestionAsked(Now, Sam.Id, new("Q9"), Lee.Id, Cause, "Why?")], Assert.IsType<Decision.Accepted>(Ask(Draft(), " Why? ")).Facts);
        Assert.IsType<Decision.Accepted>(Ask(Draft() with { Life = Life.UnderReview }));
        Assert.IsType<Decision.Accepted>(Ask(Draft(), "", section: new("root cause analysis / why it happened")));
        Refused("The author hands out a section, and the SRE team.", Ask(Draft(), who: Lee, whom: Sam.Id));
        Refused("Incident 17 is final. Nothing is asked for it any more.", Ask(Draft() with { Life = Life.Final }));
        Refused("Incident 17 has no document that is being written.", Ask(Draft() with { Life = Life.Capturing }));
        Refused("Pick the section it is about.", Ask(Draft(), section: new("no such part")));
        Refused("A question holds at most 1,000 characters; this has 1,001.", Ask(Draft(), new string('x', 1001)));
        Refused("Choose a person.", Ask(Draft(), whom: PersonId.Bot));
        Refused("They were asked for that already. Wait for them, or take it back: With others.", Ask(Draft(Asked(Id, Cause))));
        Refused("50 questions wait for an answer at most. Take some back first.", Ask(Draft([.. Enumerable.Range(0, 50).Select(i => new QuestionAsked(Now, Sam.Id, new("O" + i), new("01P" + i), Cause, "Why?"))])));
    }

    [Fact]
    public void Only_whoever_was_asked_answers_once_while_it_is_asked()
    {
        var p = Draft(Asked(Id, null));
        Assert.Equal(["Staging", "", ""], Assert.IsType<QuestionAnswered>(Assert.Single(Facts(Questions.Answer(p, Id, [" Staging "], false, Lee, Now)))).Answers);
        Refused("It is written in its section. Press Write it.", Questions.Answer(Draft(Asked(Id, Cause)), Id, ["x"], true, Lee, Now));
        Refused("Only whoever was asked answers. Tell the author what you know.", Questions.Answer(p, Id, ["x"], true, Sam, Now));
        Refused("Write a few words, or press Not now.", Questions.Answer(p, Id, [" "], true, Lee, Now));
        Refused("An answer holds at most 2,900 characters; this has 2,901.", Questions.Answer(p, Id, [new string('x', 2901)], true, Lee, Now));
        Refused("This is not asked any more. Nothing was sent.", Questions.Answer(Draft(Asked(Id, null), new QuestionClosed(Now, Sam.Id, Id, QuestionEnd.Withdrawn)), Id, ["x"], true, Lee, Now));
        Refused("Your answer is with the author already. Tell them what should be different.", Questions.Answer(Draft(Asked(Id, null), new QuestionAnswered(Now, Lee.Id, Id, ["x"], true)), Id, ["y"], true, Lee, Now));
        Refused("This incident is private. Its author or the SRE team can let you read it.", Questions.Answer(p with { IsPrivate = true }, Id, ["x"], true, Lee, Now));
        Refused("Incident 17 is final. Nothing is asked for it any more.", Questions.Answer(p with { Life = Life.Final }, Id, ["x"], true, Lee, Now));
    }

    [Fact]
    public void A_name_is_left_out_where_that_is_wished()
    {
        Assert.True(Assert.IsType<QuestionAnswered>(Assert.Single(Facts(Questions.Answer(Draft(Asked(Id, null)), Id, ["x"], true, Lee, Now)))).Named);
        var told = Assert.IsType<QuestionAnswered>(Assert.Single(Facts(Questions.Answer(Draft(Asked(Id, null)), Id, ["", "x"], false, Lee, Now))));
        Assert.False(told.Named);
        Assert.Equal(["", "x", ""], told.Answers);
    }

    [Fact]
    public void Each_is_asked_for_an_account_once_and_not_now_is_an_answer()
    {
        Assert.Single(Facts(Accounts(Draft(), Lee)));
        Assert.Empty(Facts(Accounts(Draft(Asked(Id, null)), Lee)));
        Assert.Empty(Facts(Accounts(Draft(Asked(Id, null), new QuestionClosed(Now, Lee.Id, Id, QuestionEnd.NotNow)), Lee)));
        Assert.Single(Facts(Accounts(Draft(Asked(Id, null), new QuestionClosed(Now, Sam.Id, Id, QuestionEnd.Withdrawn)), Lee)));
        Assert.Single(Facts(Questions.AskAccounts(Draft(), [(new("Q8"), Lee.Id, true), (new("Q9"), new("01GUS"), false)], Sam, Now)));
        Refused("That is you. Write it yourself, or ask somebody else.", Accounts(Draft(), Sam));
        Assert.IsType<Decision.Refused>(Questions.AskAccounts(Draft(), [(new("Q8"), Lee.Id, true)], new Actor(new("01FAR")), Now));

        static Decision Accounts(PostMortem p, Actor whom) => Questions.AskAccounts(p, [(new("Q9"), whom.Id, true)], Sam, Now);
    }

    [Fact]
    public void An_answer_is_taken_once_and_what_cannot_be_written_takes_nothing()
    {
        var p = Draft(Asked(Id, null), new QuestionAnswered(Now, Lee.Id, Id, ["a", "", "c"], true));
        var written = Decision.Accept(new FieldAnswered(Now, Sam.Id, Cause, new FieldValue.Words("a")));
        Assert.Equal([0, 2], p.Questions[0].Waiting);

        var facts = Facts(Questions.Take(p, Id, 0, Cause, written, Sam, Now));
        Assert.Equal(["FieldAnswered", "AnswerTaken"], facts.Select(fact => fact.GetType().Name));
        var after = facts.Aggregate(p, Evolve.Apply);
        Assert.Equal([2], after.Questions[0].Waiting);
        Refused("That answer was dealt with already.", Questions.Take(after, Id, 0, Cause, written, Sam, Now));
        Refused("That answer was dealt with already.", Questions.Take(p, Id, 1, Cause, written, Sam, Now));
        Refused("no", Questions.Take(p, Id, 2, Cause, Decision.Refuse("no"), Sam, Now));
        Refused("The author takes answers into the document, and the SRE team.", Questions.Take(p, Id, 2, Cause, written, Lee, Now));
        Assert.Empty(Facts(Questions.Leave(after, Id, Sam, Now)).Aggregate(after, Evolve.Apply).Questions[0].Waiting);
    }

    [Fact]
    public void An_account_is_taken_back_until_it_came_and_a_section_at_any_time()
    {
        var p = Draft(Asked(Id, null));
        Assert.Single(Facts(Questions.Withdraw(p, Id, Sam, Now)));
        Refused("Whoever asked takes a question back, or the author.", Questions.Withdraw(p, Id, Lee, Now));
        Refused("It was answered meanwhile. The author sees the answer.", Questions.Withdraw(Draft(Asked(Id, null), new QuestionAnswered(Now, Lee.Id, Id, ["x"], true)), Id, Sam, Now));
        Assert.Empty(Facts(Questions.Withdraw(Draft(Asked(Id, null), new QuestionClosed(Now, Lee.Id, Id, QuestionEnd.NotNow)), Id, Sam, Now)));

        PostMortem[] handed = [Draft(Asked(Id, Cause)), Draft(Asked(Id, Cause), new QuestionAnswered(Now, Lee.Id, Id, [], true)), Draft(Asked(Id, Cause), new QuestionClosed(Now, Lee.Id, Id, QuestionEnd.NotNow)), Draft(Asked(Id, Cause), Asked(new("Q2"), Cause))];
        foreach (var state in handed)
        {
            Assert.Equal([Cause], Questions.HandedTo(state, Lee.Id).Distinct());
            Refused("Whoever asked takes a question back, or the author.", Questions.Withdraw(state, Id, Lee, Now));
            var after = Facts(Questions.Withdraw(state, Id, Sam, Now)).Aggregate(state, Evolve.Apply);
            Assert.Empty(Questions.HandedTo(after, Lee.Id));
            Assert.Empty(Facts(Questions.Withdraw(after, Id, Sam, Now)));
        }
    }

    private static readonly FieldPath Why = new("root cause analysis / why it happened");
    private static readonly FieldPath How = new("root cause analysis / how it was fixed");
    private static readonly FieldPath Well = new("what went well / positive aspects");

    /// <summary>What was handed to Lee, the field that somebody saves, and whether that is stored. Null: nothing was handed.</summary>
    [Theory]
    [InlineData(null, "root cause analysis / why it happened", false)]
    [InlineData("root cause analysis", "root cause analysis / why it happened", true)]
    [InlineData("root cause analysis", "what went well / positive aspects", false)]
    [InlineData("root cause analysis / why it happened", "root cause analysis / why it happened", true)]
    [InlineData("root cause analysis / why it happened", "root cause analysis / how it was fixed", false)]
    [InlineData("root cause", "root cause analysis / why it happened", false)]
    public void Whoever_was_asked_writes_that_and_nothing_else(string? handed, string field, bool stored)
    {
        var p = handed is null ? Draft() : Draft(Asked(Id, new(handed)));
        Assert.Equal(stored, Saves(p, Lee, new(field)));
        Assert.Equal(stored, Rights.MayWrite(Lee, p, new(field)));
        Assert.True(Saves(p, Sam, new(field)));
        Assert.True(Saves(p, new Actor(new("01SRE")) { IsSre = true }, new(field)));
        Assert.False(Saves(p, new Actor(new("01ELSE")), new(field)));

        // Not as a guest, not of a private incident they do not read, not of a final one, not once it was taken back.
        Assert.False(Saves(p, Lee with { IsGuest = true }, new(field)));
        Assert.False(Saves(p with { IsPrivate = true }, Lee, new(field)));
        Assert.Equal(stored, Saves(p with { IsPrivate = true, ReadersAdded = [Lee.Id] }, Lee, new(field)));
        Assert.False(Saves(p with { Life = Life.Final }, Lee, new(field)));
        Assert.Equal(stored, Saves(p with { Life = Life.UnderReview }, Lee, new(field)));
        if (handed is not null) Assert.False(Saves(Evolve.Apply(p, new QuestionClosed(Now, Sam.Id, Id, QuestionEnd.Withdrawn)), Lee, new(field)));
    }

    [Fact]
    public void One_save_that_also_holds_what_is_not_theirs_is_refused_whole()
    {
        var p = Draft(Asked(Id, Cause));
        var mine = new SectionSave(p.Version) { Answers = [new(Why, new FieldValue.Words("pool"))], Covers = [Why, How], MarkEmpty = true, Reason = "no" };
        Assert.IsType<Decision.Accepted>(Save(p, mine, Lee));
        foreach (var more in new[]
        {
            mine with { Answers = [.. mine.Answers, new(Well, new FieldValue.Words("x"))] },
            mine with { NotApplicable = [Well] },
            mine with { Covers = [Why, Well] },
            mine with { ConfirmsTimes = true },
            mine with { Actions = [new(new("A1"), "Alert", null, null, Horizon.Immediate, null)] },
        }) Assert.IsType<Decision.Refused>(Save(p, more, Lee));
        Assert.IsType<Decision.Accepted>(Save(Draft(Asked(Id, new("action items"))), new SectionSave(p.Version) { Actions = [new(new("A1"), "Alert", null, null, Horizon.Immediate, null)] }, Lee));
        Assert.DoesNotContain(Facts(Save(p, mine with { Seen = [Cause, new("what went well")] }, Lee)), fact => fact is SectionSeen { Path: var seen } && seen != Cause);
    }

    [Fact]
    public void The_author_is_told_once_and_undo_puts_all_back()
    {
        IReadOnlyList<PostMortemEvent> history = [new IncidentStarted(Now, Sam.Id, new("web", "local", "#inc"), 17, "Gateway slow"), new OwnerSet(Now, Sam.Id, Sam.Id), new PostMortemBegun(Now, Sam.Id, Sam.Id, Template.Hash), Asked(Id, Cause)];
        var p = Evolve.Fold(new("01PM"), history);
        var first = Facts(Questions.Written(p, Save(p, new SectionSave(p.Version) { Answers = [new(Why, new FieldValue.Words("pool"))] }, Lee, Now + Duration.FromMinutes(1)), Lee, Now + Duration.FromMinutes(1)));
        Assert.Equal(["FieldAnswered", "QuestionAnswered"], first.Select(fact => fact.GetType().Name));
        var after = first.Aggregate(p, Evolve.Apply);
        Assert.DoesNotContain(Facts(Questions.Written(after, Save(after, new SectionSave(after.Version) { Answers = [new(How, new FieldValue.Words("raised"))] }, Lee), Lee, Now)), fact => fact is QuestionAnswered);
        Assert.Empty(Facts(Questions.Written(p, Save(p, new SectionSave(p.Version), Lee), Lee, Now)));
        Assert.DoesNotContain(Facts(Questions.Written(p, Save(p, new SectionSave(p.Version) { Answers = [new(Why, new FieldValue.Words("pool"))] }, Sam), Sam, Now)), fact => fact is QuestionAnswered);

        var undone = Facts(Undo.Of(new("01PM"), [.. history, .. first], 4, Lee, Now + Duration.FromMinutes(2))).Aggregate(after, Evolve.Apply);
        Assert.DoesNotContain(Why, undone.Answers.Keys);
        Assert.True(Assert.Single(undone.Questions).IsOpen);

        IReadOnlyList<PostMortemEvent> taken = [.. history, new QuestionClosed(Now + Duration.FromMinutes(3), Sam.Id, Id, QuestionEnd.Withdrawn)];
        var given = Facts(Undo.Of(new("01PM"), taken, 4, Sam, Now + Duration.FromMinutes(4))).Aggregate(Evolve.Fold(new("01PM"), taken), Evolve.Apply);
        Assert.Equal([Cause], Questions.HandedTo(given, Lee.Id));
    }

    private static bool Saves(PostMortem p, Actor who, FieldPath field) => Save(p, new SectionSave(p.Version) { Answers = [new(field, new FieldValue.Words("the pool was halved"))] }, who) is Decision.Accepted;

    private static Decision Save(PostMortem p, SectionSave save, Actor who, Instant? at = null) => Drafting.Save(p, save, Template, Shipped.Policy, state => Filling.Of(Template, state, Shipped.Policy, new(id => id.Value, _ => ""), Now), who, at ?? Now);

    private static IReadOnlyList<PostMortemEvent> Facts(Decision decision) => Assert.IsType<Decision.Accepted>(decision).Facts;

    private static void Refused(string sentence, Decision decision) => Assert.Equal(sentence, Assert.IsType<Decision.Refused>(decision).Sentence);
}
