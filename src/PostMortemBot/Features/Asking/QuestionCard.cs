using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>A question in the direct messages of whoever is asked, a message each; answered, written or no longer asked, it shrinks to a line. The form of an account, the way into the section, and <em>Not now</em>.</summary>
internal static class QuestionCard
{
    public const string AnswerId = "ask.answer";
    public const string DeclineId = "ask.decline";
    public const string FormId = "ask.answer.form";
    private const string AnswerField = "answer";
    private const string UnnamedField = "unnamed";
    private const int MostEvents = 5;

    public static StandingCard Standing { get; } = new("question", Where, Draw);

    private static IEnumerable<CardTarget> Where(PostMortem p, View view) => p.Questions.Select(one =>
        new CardTarget(null, one.Person, view.Policy.WorkingHours.Next(view.Now, view.ZoneOf(one.Person))) { Topic = one.Id.Value, OnlyEdits = !Waits(p, one) });

    /// <summary>An answer is waited for, and there is a document for it.</summary>
    public static bool Waits(PostMortem p, Question question) => question.IsOpen && p.Life is Life.Draft or Life.UnderReview;

    /// <summary><em>Not now</em> is not for ever, and a section is theirs until it is taken back.</summary>
    private static bool MayStill(PostMortem p, Question question) => p.Life is Life.Draft or Life.UnderReview && (question.IsHanded || question is { End: QuestionEnd.NotNow, AnsweredAt: null });

    private static Card? Draw(PostMortem p, View view, string topic)
    {
        if (p.Questions.FirstOrDefault(one => one.Id.Value == topic) is not { } question) return null;
        var value = CarriedPair.Of(p.Id.Value, topic);
        if (!Waits(p, question)) return Card.OneLine([Span.Bold(p.Name), $", {About(p, question, view)}: {Ended(p, question)}"], MayStill(p, question) ? [Button.Opens(AnswerId, question switch { { IsAccount: true } => "Answer after all", { AnsweredAt: null } => "Write it after all", _ => "Write more" }, value)] : []);
        var (asker, due) = (view.Named(question.By), view.Deadline(Questions.Due(question, view.Policy, view.ZoneOf(question.Person))));
        IReadOnlyList<Button> buttons = [Button.Opens(AnswerId, question.IsAccount ? "Answer" : "Write it", value) with { Primary = true }, Button.Does(DeclineId, "Not now", value), Button.Does(Preview.ReadId, "Read it", p.Id.Value)];
        if (question.Section is { } section)
        {
            IEnumerable<Element> said = question.Text.Length > 0 ? [new Element.Quote(question.Text)] : [];
            return new Card($"{About(p, question, view)} is yours to write · {p.Name}", [new Element.Text([asker, $" asks you to write it, by {due}{(question.Text.Length > 0 ? ":" : ".")}"]), .. said, new Element.Small(["It stands in the document as you save it, and ", asker, " is told."])], buttons);
        }

        List<Element> elements = [new Element.Text(["You were in ", Span.Bold(IncidentCard.TitleOf(p)), ". ", asker, $" would value your view: {Questions.OfAccount.Count} questions, by {due}."])];
        if (Marked(p, question.Person, view) is { Count: > 0 } own) elements.AddRange([new Element.Heading("You marked"), new Element.Bullets(own)]);
        elements.Add(new Element.Small($"Without your name is possible; with {Moments.Count(p.Participants.Count, "person", "people")} involved someone may guess."));
        return new Card("", elements, buttons);
    }

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (p, question, no) = await LoadAsync(turn, pressed.Value);
        if (no is not null) return no;
        if (question!.Section is not { } section) return Answer.Open(FormOf(p, question));
        var draft = await Draft.LoadAsync(turn, p.Id);
        return await WriteSection.MayNotAsync(turn, draft, section) ?? WriteSection.Handed(turn, draft, section);
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var (p, question, no) = await LoadAsync(turn, form.Carry);
        if (no is not null) return no;
        var answers = Questions.Of(question!).Select((_, i) => Secrets.Mask(form.Values.Text(Name(i)))).ToList();
        var outcome = await turn.DecideAsync(p.Id, state => Questions.Answer(state, question!.Id, [.. answers.Select(one => one.Text)], !form.Values.Ticked(UnnamedField), turn.Actor, turn.Now));
        if (outcome is Outcome.Refused refused) return Answer.Open(FormOf(p, question!).Holding(form.Values).Refused([refused.Field ?? Name(0)], Refusal.At(turn, refused.Sentence)));
        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, "");
        var author = Rights.AuthorOf(done.After) is { } id ? turn.View.Named(id) : "The author";
        var said = Card.OneLine([author, " has it. Thank you."]);
        return Answer.Tell(Masked.Sentence(answers.SelectMany(one => one.Kinds)) is { } masked ? said with { Elements = [.. said.Elements, new Element.Small(masked)] } : said);
    }

    public static async Task<Answer> Declined(Turn turn, ButtonPressed pressed)
    {
        var (p, question, no) = await LoadAsync(turn, pressed.Value);
        if (no is not null) return no;
        var outcome = await turn.DecideAsync(p.Id, state => Questions.Decline(state, question!.Id, turn.Actor, turn.Now));
        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, "");
        return Draw(done.After, turn.View, question!.Id.Value) is { } card && pressed.Card is not null ? Answer.Replace(card) : Answer.Say("Not now: nothing more is asked of you here.");
    }

    /// <summary>After a form that somebody saved of what they were asked to write.</summary>
    public static Card LineOf(Draft draft, TemplatePart part, Line? said, View view)
    {
        List<Span> spans = said is null ? [] : [.. said.Spans, " "];
        var left = draft.Walk.Blanks.Count(path => draft.Handed!.Any(path.IsWithin));
        spans.AddRange(left == 0 ? ["Nothing is left to answer there."] : [$"{Moments.Count(left, "field")} of yours {(left == 1 ? "is" : "are")} empty."]);
        if (Rights.AuthorOf(draft.P) is { } author) spans.AddRange([" ", view.Named(author), " sees it. Thank you."]);
        return Card.OneLine(new(spans), [Button.Opens(WriteSection.OpenId, "Write more", CarriedPair.Of(draft.P.Id.Value, part.Path.Value)), Button.Does(Preview.ReadId, "Read it", draft.P.Id.Value)]);
    }

    /// <summary>What it is about, in a few words.</summary>
    public static string About(PostMortem p, Question question, View view) => question.Section is not { } section ? "your account" : view.TemplateOf(p) is { } template ? AskSomeone.NameOf(template, section) : section.Value;

    private static string Ended(PostMortem p, Question question) => question switch
    {
        { End: QuestionEnd.Withdrawn, IsAccount: false } => "taken back. It is not yours to write any more.",
        { AnsweredAt: not null } => question.IsAccount ? "answered. Thank you." : "you wrote in it. Thank you.",
        { End: QuestionEnd.NotNow } => "not now. Nothing more is asked.",
        { End: QuestionEnd.Withdrawn } => "not asked any more.",
        _ => p.Life == Life.Final ? "the document is final. No answer is needed." : "no answer is needed any more.",
    };

    /// <summary>The question of the one who presses; of somebody else's nothing is shown.</summary>
    private static async Task<(PostMortem P, Question? Question, Answer? No)> LoadAsync(Turn turn, string value)
    {
        var (id, question) = CarriedPair.Read(value);
        var (p, no) = await Readers.LoadAsync(turn, id);
        if (no is not null) return (p, null, no);
        if (p.Questions.FirstOrDefault(one => one.Id.Value == question) is not { } asked) return (p, null, Answer.Say("That question is gone."));
        return asked.Person == turn.Who.Id ? (p, asked, null) : (p, null, Answer.Say("Only whoever was asked answers. Tell the author what you know."));
    }

    private static IReadOnlyList<Line> Marked(PostMortem p, PersonId person, View view)
    {
        var own = p.Events.Where(e => e.MarkedBy == person || e.Writer == person).ToList();
        List<Line> lines = [.. own.Take(MostEvents).Select(e => e.Source?.Link is { } link ? Line.Create([.. EventLine.Of(e, view).Spans, " ", new Span.Link(link, "message")]) : EventLine.Of(e, view))];
        if (own.Count > MostEvents) lines.Add($"{own.Count - MostEvents} more.");
        return lines;
    }

    private static Form FormOf(PostMortem p, Question question)
    {
        List<FormElement> elements = [new FormElement.Note(["About ", Span.Bold(IncidentCard.TitleOf(p)), ". What was known and seen then; nobody is judged by it. Leave empty what you do not want to answer."])];
        elements.AddRange(Questions.Of(question).Select((text, i) => new FormElement.Asks(new(Name(i), text, new FieldInput.Long("", Questions.MostAnswer)))));
        elements.Add(new FormElement.Asks(new(UnnamedField, "Your name", new FieldInput.Tick("Without my name")) { Hint = "Nobody is shown whose account it is. Someone may guess." }));
        return new Form(FormId, "Your account", elements, "Send", CarriedPair.Of(p.Id.Value, question.Id.Value));
    }

    private static string Name(int which) => FormattableString.Invariant($"{AnswerField}{which}");
}
