using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>
/// The rules of asking people for the document. Who is asked about a section writes it, that one alone, until it is taken back. An account is a proposal: nothing of it stands in the document before the
/// author takes it. Who wrote in a section on request, or whose words were taken into it, does not review it.
/// </summary>
public static class Questions
{
    public const int MostText = 1000;

    /// <summary>Of one answer, in characters: what a form holds.</summary>
    public const int MostAnswer = 2900;

    /// <summary>As many may be open at a time.</summary>
    public const int MostOpen = 50;

    /// <summary>An answer is hoped for within so many working days.</summary>
    public const int WorkingDays = 3;

    /// <summary>What everybody who took part is asked, without blame.</summary>
    public static IReadOnlyList<string> OfAccount { get; } = ["What did you see and do, in your own words?", "What helped, and what made it harder?", "What should be different next time?"];

    /// <summary>The questions of one asking.</summary>
    public static IReadOnlyList<string> Of(Question question) => question.IsAccount ? OfAccount : [question.Text];

    /// <summary>Hands a section, or one field, to a person.</summary>
    /// <param name="mayRead">False for whom the incident is closed to: a guest, or no reader of a private one.</param>
    /// <param name="text">What is said to it; may be empty.</param>
    public static Decision Ask(PostMortem p, QuestionId id, PersonId person, bool mayRead, FieldPath section, string text, Template template, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.EditSection, p)) return Decision.Forbid("The author hands out a section, and the SRE team.");
        if (NotWritten(p) is { } closed) return closed;
        if (text.Length > MostText) return Decision.Refuse($"A question holds at most {MostText:N0} characters; this has {text.Length:N0}.", "text");
        if (template.Parts.All(part => part.Path != section) && template.Find(section) is not { MayBeTyped: true }) return Decision.Refuse("Pick the section it is about.", "section");
        if (Unfit(p, person, mayRead, who) is { } unfit) return unfit;
        if (p.Questions.Any(one => one.Id == id)) return Decision.Nothing;
        if (p.Questions.Any(one => one.IsOpen && one.Person == person && one.Section == section)) return Decision.Refuse("They were asked for that already. Wait for them, or take it back: With others.", "person");
        return Full(p, 1) ?? Decision.Accept(new QuestionAsked(now, who.Id, id, person, section, text.Trim()));
    }

    /// <summary>Asks these people for their account; whoever was asked for it once is not asked again.</summary>
    public static Decision AskAccounts(PostMortem p, IReadOnlyList<(QuestionId Id, PersonId Person, bool MayRead)> people, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.Backfill, p)) return Rights.Outside(p, "ask people for their account");
        if (NotWritten(p) is { } closed) return closed;
        if (people.Count == 1 && Unfit(p, people[0].Person, people[0].MayRead, who) is { } unfit) return unfit;
        var asked = people.Where(one => one.MayRead && one.Person != PersonId.Bot && !IsAskedForAccount(p, one.Person)).DistinctBy(one => one.Person).ToList();
        return asked.Count == 0 ? Decision.Nothing : Full(p, asked.Count) ?? Decision.Accept([.. asked.Select(one => new QuestionAsked(now, who.Id, one.Id, one.Person, null, ""))]);
    }

    /// <summary>Who took part and was not asked for an account yet, beside the author, who writes it all.</summary>
    public static IReadOnlyList<PersonId> ToAsk(PostMortem p) => [.. p.Participants.Where(person => person != PersonId.Bot && person != Rights.AuthorOf(p) && !IsAskedForAccount(p, person)).OrderBy(person => person.Value, StringComparer.Ordinal)];

    /// <summary>What this person was asked to write and nobody took back.</summary>
    public static IReadOnlyList<FieldPath> HandedTo(PostMortem p, PersonId who) => [.. p.Questions.Where(one => one.IsHanded && one.Person == who).Select(one => one.Section!.Value)];

    /// <summary>A form saved by whoever was asked for it: where they wrote in their section for the first time, the author is told.</summary>
    /// <param name="saved">The decision that stores the form, on this same state.</param>
    public static Decision Written(PostMortem p, Decision saved, Actor who, Instant now)
    {
        if (saved is not Decision.Accepted { Facts: { Count: > 0 } facts }) return saved;
        var after = facts.Aggregate(p, Evolve.Apply);
        bool Wrote(Question asked, FieldPath section) => after.Answers.Any(entry => entry.Value.By == who.Id && entry.Value.At >= asked.At && entry.Key.IsWithin(section))
            || facts.Any(fact => fact is MarkedNotApplicable f ? f.Path.IsWithin(section) : fact is ActionItemAdded && !Rights.May(who, Act.EditSection, p));
        return Decision.Accept([.. facts, .. p.Questions.Where(one => one is { IsHanded: true, AnsweredAt: null } && one.Person == who.Id && Wrote(one, one.Section!.Value)).Select(one => new QuestionAnswered(now, who.Id, one.Id, [], true))]);
    }

    public static Decision Answer(PostMortem p, QuestionId id, IReadOnlyList<string> answers, bool named, Actor who, Instant now) => OfAsked(p, id, who, question =>
    {
        if (!question.IsAccount) return Decision.Refuse("It is written in its section. Press Write it.");
        if (question.AnsweredAt is not null) return Decision.Refuse("Your answer is with the author already. Tell them what should be different.");
        if (NotWritten(p) is { } closed) return closed;
        if (question.End == QuestionEnd.Withdrawn) return Decision.Refuse("This is not asked any more. Nothing was sent.");
        IReadOnlyList<string> said = [.. Of(question).Select((_, i) => i < answers.Count ? answers[i].Trim() : "")];
        if (said.All(text => text.Length == 0)) return Decision.Refuse("Write a few words, or press Not now.", "answer0");
        for (var i = 0; i < said.Count; i++)
        {
            if (said[i].Length > MostAnswer) return Decision.Refuse($"An answer holds at most {MostAnswer:N0} characters; this has {said[i].Length:N0}.", FormattableString.Invariant($"answer{i}"));
        }

        return Decision.Accept(new QuestionAnswered(now, who.Id, id, said, named || !question.IsAccount));
    });

    /// <summary><em>Not now</em> is an answer; it may still be given another.</summary>
    public static Decision Decline(PostMortem p, QuestionId id, Actor who, Instant now) =>
        OfAsked(p, id, who, question => question.IsOpen ? Decision.Accept(new QuestionClosed(now, who.Id, id, QuestionEnd.NotNow)) : Decision.Nothing);

    /// <summary>Takes an account back that did not come, or a section from whoever was asked to write it, written or not. What they wrote stays.</summary>
    public static Decision Withdraw(PostMortem p, QuestionId id, Actor who, Instant now)
    {
        if (p.Questions.FirstOrDefault(one => one.Id == id) is not { } question) return Decision.Refuse("That question is gone.");
        if (who.IsGuest || (question.By != who.Id && !Rights.May(who, Act.EditSection, p))) return Decision.Forbid("Whoever asked takes a question back, or the author.");
        if (question.IsAccount && question.AnsweredAt is not null) return Decision.Refuse("It was answered meanwhile. The author sees the answer.");
        if (question.IsAccount) return question.IsOpen ? Decision.Accept(new QuestionClosed(now, who.Id, id, QuestionEnd.Withdrawn)) : Decision.Nothing;
        return Decision.Accept([.. p.Questions.Where(one => one.IsHanded && one.Person == question.Person && one.Section == question.Section).Select(one => new QuestionClosed(now, who.Id, one.Id, QuestionEnd.Withdrawn))]);
    }

    /// <summary>Takes back every account that did not come, all at once: one alone would tell who has not answered.</summary>
    public static Decision WithdrawAccounts(PostMortem p, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.EditSection, p)) return Decision.Forbid("The author stops asking for accounts, or the SRE team.");
        return Decision.Accept([.. p.Questions.Where(one => one is { IsAccount: true, IsOpen: true }).Select(one => new QuestionClosed(now, who.Id, one.Id, QuestionEnd.Withdrawn))]);
    }

    /// <summary>An answer goes into a field of the document, as the author wrote it down.</summary>
    /// <param name="written">The decision that writes the field, on this same state.</param>
    public static Decision Take(PostMortem p, QuestionId id, int which, FieldPath field, Decision written, Actor who, Instant now)
    {
        if (Waiting(p, id, who) is { } refused) return refused;
        if (!p.Questions.First(one => one.Id == id).Waiting.Contains(which)) return Decision.Refuse("That answer was dealt with already.");
        return written is Decision.Accepted { Facts: var facts } ? Decision.Accept([.. facts, new AnswerTaken(now, who.Id, id, which, field)]) : written;
    }

    /// <summary>What is left of an answer stays out of the document.</summary>
    public static Decision Leave(PostMortem p, QuestionId id, Actor who, Instant now) =>
        Waiting(p, id, who) ?? (p.Questions.First(one => one.Id == id).Waiting.Count == 0 ? Decision.Nothing : Decision.Accept(new AnswerLeft(now, who.Id, id)));

    /// <summary>Whether an answer of theirs was taken into one of these fields, or they wrote among them on request, whoever wrote there since.</summary>
    internal static bool WroteIn(PostMortem p, PersonId person, Template template, Func<FieldPath, bool> covered) => p.Questions.Any(one => one.Person == person
        && (one.Taken.Values.Any(covered) || (one is { Section: { } section, AnsweredAt: not null, Answers.Count: 0 } && template.Fields.Any(field => field.Path.IsWithin(section) && covered(field.Path)))));

    /// <summary>Until when an answer is hoped for.</summary>
    public static LocalDate Due(Question question, Policy policy, DateTimeZone zone) => policy.WorkingHours.PlusWorkingDays(question.At.InZone(zone).Date, WorkingDays, zone);

    private static bool IsAskedForAccount(PostMortem p, PersonId person) => p.Questions.Any(one => one.IsAccount && one.Person == person && one.End != QuestionEnd.Withdrawn);

    private static Decision? Waiting(PostMortem p, QuestionId id, Actor who)
    {
        if (!Rights.May(who, Act.EditSection, p)) return Decision.Forbid("The author takes answers into the document, and the SRE team.");
        if (NotWritten(p) is { } closed) return closed;
        return p.Questions.Any(one => one.Id == id) ? null : Decision.Refuse("That answer is gone.");
    }

    private static Decision OfAsked(PostMortem p, QuestionId id, Actor who, Func<Question, Decision> rule)
    {
        if (who.IsGuest) return Decision.Forbid("Guests are asked nothing.");
        if (p.Questions.FirstOrDefault(one => one.Id == id) is not { } question) return Decision.Refuse("That question is gone.");
        if (question.Person != who.Id) return Decision.Forbid("Only whoever was asked answers. Tell the author what you know.");
        return Rights.May(who, Act.Read, p) ? rule(question) : Decision.Forbid("This incident is private. Its author or the SRE team can let you read it.");
    }

    private static Decision? Unfit(PostMortem p, PersonId person, bool mayRead, Actor who)
    {
        if (person == PersonId.Bot || person.Value.Length == 0) return Decision.Refuse("Choose a person.", "person");
        if (person == who.Id) return Decision.Refuse("That is you. Write it yourself, or ask somebody else.", "person");
        if (mayRead) return null;
        return Decision.Refuse(p.IsPrivate ? $"{p.Name} is private, and they may not read it. Add them first: private @name." : "Guests and bots are asked nothing. Choose somebody of the organisation.", "person");
    }

    private static Decision? NotWritten(PostMortem p) => p.Life is Life.Draft or Life.UnderReview ? null : Decision.Refuse(p.Life == Life.Final ? $"{p.Name} is final. Nothing is asked for it any more." : $"{p.Name} has no document that is being written.");

    private static Decision? Full(PostMortem p, int more) => p.Questions.Count(one => one.IsOpen) + more > MostOpen ? Decision.Refuse($"{MostOpen} questions wait for an answer at most. Take some back first.") : null;
}
