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
        Refused("The author asks about a section, and the SRE team.", Ask(Draft(), who: Lee, whom: Sam.Id));
        Refused("Incident 17 is final. Nothing is asked for it any more.", Ask(Draft() with { Life = Life.Final }));
        Refused("Incident 17 has no document that is being written.", Ask(Draft() with { Life = Life.Capturing }));
        Refused("Pick the section it is about.", Ask(Draft(), section: new("no such part")));
        Refused("A question holds at most 1,000 characters; this has 1,001.", Ask(Draft(), new string('x', 1001)));
        Refused("Choose a person.", Ask(Draft(), whom: PersonId.Bot));
        Refused("They are asked about that section already. Wait for the answer, or take that question back.", Ask(Draft(Asked(Id, Cause))));
        Refused("50 questions wait for an answer at most. Take some back first.", Ask(Draft([.. Enumerable.Range(0, 50).Select(i => new QuestionAsked(Now, Sam.Id, new("O" + i), new("01P" + i), Cause, "Why?"))])));
    }

    [Fact]
    public void Only_whoever_was_asked_answers_once_while_it_is_asked()
    {
        var p = Draft(Asked(Id, Cause));
        Assert.Equal(["Staging"], Assert.IsType<QuestionAnswered>(Assert.Single(Facts(Questions.Answer(p, Id, [" Staging "], false, Lee, Now)))).Answers);
        Refused("Only whoever was asked answers. Tell the author what you know.", Questions.Answer(p, Id, ["x"], true, Sam, Now));
        Refused("Write a few words, or press Not now.", Questions.Answer(p, Id, [" "], true, Lee, Now));
        Refused("An answer holds at most 2,900 characters; this has 2,901.", Questions.Answer(p, Id, [new string('x', 2901)], true, Lee, Now));
        Refused("This is not asked any more. Nothing was sent.", Questions.Answer(Draft(Asked(Id, Cause), new QuestionClosed(Now, Sam.Id, Id, QuestionEnd.Withdrawn)), Id, ["x"], true, Lee, Now));
        Refused("Your answer is with the author already. Tell them what should be different.", Questions.Answer(Draft(Asked(Id, Cause), new QuestionAnswered(Now, Lee.Id, Id, ["x"], true)), Id, ["y"], true, Lee, Now));
        Refused("This incident is private. Its author or the SRE team can let you read it.", Questions.Answer(p with { IsPrivate = true }, Id, ["x"], true, Lee, Now));
        Refused("Incident 17 is final. Nothing is asked for it any more.", Questions.Answer(p with { Life = Life.Final }, Id, ["x"], true, Lee, Now));
    }

    [Fact]
    public void A_name_is_left_out_of_an_account_alone()
    {
        Assert.True(Assert.IsType<QuestionAnswered>(Assert.Single(Facts(Questions.Answer(Draft(Asked(Id, Cause)), Id, ["x"], false, Lee, Now)))).Named);
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
    public void A_question_is_taken_back_by_whoever_asked_or_the_author_until_it_is_answered()
    {
        var p = Draft(Asked(Id, Cause));
        Assert.Single(Facts(Questions.Withdraw(p, Id, Sam, Now)));
        Refused("Whoever asked takes a question back, or the author.", Questions.Withdraw(p, Id, Lee, Now));
        Refused("It was answered meanwhile. The author sees the answer.", Questions.Withdraw(Draft(Asked(Id, Cause), new QuestionAnswered(Now, Lee.Id, Id, ["x"], true)), Id, Sam, Now));
        Assert.Empty(Facts(Questions.Withdraw(Draft(Asked(Id, Cause), new QuestionClosed(Now, Lee.Id, Id, QuestionEnd.NotNow)), Id, Sam, Now)));
    }

    private static IReadOnlyList<PostMortemEvent> Facts(Decision decision) => Assert.IsType<Decision.Accepted>(decision).Facts;

    private static void Refused(string sentence, Decision decision) => Assert.Equal(sentence, Assert.IsType<Decision.Refused>(decision).Sentence);
}
