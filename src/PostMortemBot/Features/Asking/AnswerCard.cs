using System.Globalization;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>In the author's direct messages, a message each: that a section was written by whoever was asked, with the way to take it back; or an account, whose <em>Take it</em> opens it beside the field it goes to. Dealt with, it shrinks to a line.</summary>
internal static class AnswerCard
{
    public const string TakeId = "ask.take";
    public const string LeaveId = "ask.leave";
    public const string FormId = "ask.take.form";
    private const string FieldField = "field";
    private const string TextField = "taken";
    private const int MostShown = 1500;

    public static StandingCard Standing { get; } = new("answer", Where, Draw) { Former = ProgressCard.Former };

    private static IEnumerable<CardTarget> Where(PostMortem p, View view) => Rights.AuthorOf(p) is not { } author ? [] : p.Questions.Where(one => one.AnsweredAt is not null || !one.IsAccount).Select(one =>
        new CardTarget(null, author, view.Policy.WorkingHours.Next(view.Now, view.ZoneOf(author))) { Topic = one.Id.Value, OnlyEdits = one.Person == author || !Stands(p, one) });

    /// <summary>There is something to do with it.</summary>
    private static bool Stands(PostMortem p, Question question) => p.Life is Life.Draft or Life.UnderReview && (question.Waiting.Count > 0 || question is { IsHanded: true, AnsweredAt: not null });

    private static Card? Draw(PostMortem p, View view, string topic)
    {
        if (p.Questions.FirstOrDefault(one => one.Id.Value == topic) is not { } question) return null;
        var from = question.Named ? view.NameOf(question.Person) : "somebody who took part";
        var title = question.IsAccount ? $"An account from {from} · {p.Name}" : $"{from} wrote in {QuestionCard.About(p, question, view)} · {p.Name}";
        if (!Stands(p, question)) return question.IsAccount && question.AnsweredAt is null ? null : Card.OneLine($"{title}: {Ended(question)}");
        if (question.Waiting.Count == 0) return Written(p, question, title, view);
        List<Element> elements = [];
        foreach (var which in question.Waiting)
        {
            elements.Add(new Element.Text([Span.Italic(Texts.OneLine(Questions.Of(question)[which], 300))]));
            elements.Add(new Element.Quote(Texts.OneLine(question.Answers[which], MostShown)));
        }

        var value = CarriedPair.Of(p.Id.Value, topic);
        List<Button> takes = [.. question.Waiting.Select(which => Button.Opens(TakeId, question.Answers.Count == 1 ? "Take it" : $"Take answer {which + 1}", FormattableString.Invariant($"{value}|{which}")))];
        return new Card(title, elements, [.. takes, Button.Does(LeaveId, question.Answers.Count == 1 ? "Leave it out" : "Leave the rest out", value)]);
    }

    /// <summary>What they wrote stands in the document already: it is shown, and may be taken back from them.</summary>
    private static Card Written(PostMortem p, Question question, string title, View view)
    {
        var (section, template) = (question.Section!.Value, view.TemplateOf(p));
        var words = p.Answers.Where(entry => entry.Value.By == question.Person && entry.Key.IsWithin(section)).OrderBy(entry => entry.Key.Value, StringComparer.Ordinal).Take(3)
            .Select(entry => Line.Create([Span.Bold(template?.Find(entry.Key)?.Label ?? entry.Key.Value), ": ", Span.Italic(Texts.OneLine(string.Join(", ", Draft.TextsOf(entry.Value.Value)), 300))])).ToList();
        IEnumerable<Element> shown = words.Count > 0 ? [new Element.Bullets(words)] : [];
        IEnumerable<Button> open = template?.PartOf(section) is { } part ? [Button.Opens(WriteSection.OpenId, Labels.Short("Open " + part.Name), CarriedPair.Of(p.Id.Value, part.Path.Value))] : [];
        return new Card(title, [.. shown, new Element.Small("It stands in the document. It stays theirs to write until you take it back.")], [.. open, Button.Does(Preview.ReadId, "Read it", p.Id.Value), Button.Does(OpenQuestions.WithdrawId, "Take it back", CarriedPair.Of(p.Id.Value, question.Id.Value))]);
    }

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (draft, question, which, no) = await LoadAsync(turn, pressed.Value);
        return no ?? Answer.Open(FormOf(draft, question!, which));
    }

    /// <summary>The text goes behind what stands in the field already.</summary>
    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var (draft, question, which, no) = await LoadAsync(turn, form.Carry);
        if (no is not null) return no;
        var again = FormOf(draft, question!, which).Holding(form.Values);
        if (Fields(draft).FirstOrDefault(field => PlaceOf(draft, field) == form.Values.Text(FieldField)) is not { } field) return Answer.Open(again.Refused([FieldField], "Pick where it goes."));
        var text = Secrets.Mask(form.Values.Text(TextField).Trim());
        if (text.Text.Length == 0) return Answer.Open(again.Refused([TextField], "Write what goes into the document, or leave the answer out."));
        var outcome = await turn.DecideAsync(draft.P.Id, p => Questions.Take(p, question!.Id, which, field.Path, Written(turn, draft, p, field, text.Text), turn.Actor, turn.Now));
        if (outcome is Outcome.Refused refused) return Answer.Open(again.Refused([TextField], Refusal.At(turn, refused.Sentence)));
        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, "");
        return Shown(turn, done, question!.Id) with { Private = Masked.Under(Card.OneLine($"It stands in {draft.Template.PartOf(field.Path)!.Name} now, under {field.Label}.", [.. done.Changed ? [UndoAct.Button(done)] : Array.Empty<Button>(), Button.Opens(ProgressCard.ContinueId, "Continue", draft.P.Id.Value)]), text) };
    }

    public static async Task<Answer> Left(Turn turn, ButtonPressed pressed)
    {
        var (draft, question, _, no) = await LoadAsync(turn, pressed.Value);
        if (no is not null) return no;
        var outcome = await turn.DecideAsync(draft.P.Id, p => Questions.Leave(p, question!.Id, turn.Actor, turn.Now));
        return outcome is Outcome.Done done ? Shown(turn, done, question!.Id) with { Private = Card.OneLine("It stays out of the document.", [.. done.Changed ? [UndoAct.Button(done)] : Array.Empty<Button>()]) } : await Refusal.OfAsync(turn, outcome, "");
    }

    /// <summary>Answers beside the section they are about, for its form: what waits to be taken.</summary>
    public static IEnumerable<Line> Beside(PostMortem p, FieldPath part, View view) => p.Questions.Where(one => one.Section is { } section && section == part).SelectMany(one => one.Waiting.Select(which =>
        Line.Create([view.Named(one.Person), " answered: ", Span.Italic(Texts.OneLine(one.Answers[which], 300))])));

    public static Answer Shown(Turn turn, Outcome.Done done, QuestionId id) => new() { Replaces = Draw(done.After, turn.View, id.Value) };

    private static Decision Written(Turn turn, Draft draft, PostMortem p, TemplateField field, string text)
    {
        var before = SectionForm.TextOf(new(p, draft.Template, Draft.Fill(draft.Template, p, turn.View)), field);
        var between = field.Kind switch { FieldKind.List => "\n", FieldKind.Prose => "\n\n", _ => " " };
        return Drafting.Save(p, new SectionSave(p.Version) { Answers = [new(field.Path, FieldText.Read(field, before.Length == 0 ? text : before + between + text))] }, draft.Template, turn.Policy, state => Draft.Fill(draft.Template, state, turn.View), turn.Actor, turn.Now);
    }

    private static string Ended(Question question) => question switch
    {
        { IsAccount: false, End: QuestionEnd.Withdrawn } => "taken back from them; what was written stays.",
        { IsAccount: false, AnsweredAt: null } => "they took that back.",
        { IsAccount: false } => "it stands in the document.",
        { Taken.Count: > 0 } => $"{Moments.Count(question.Taken.Count, "answer")} taken into the document.",
        _ => question.Left ? "left out." : "nothing was taken.",
    };

    /// <summary>The answer, for whoever writes the document; of an answer that was dealt with, that.</summary>
    private static async Task<(Draft Draft, Question? Question, int Which, Answer? No)> LoadAsync(Turn turn, string value)
    {
        var (id, rest) = CarriedPair.Read(value);
        var (question, place) = CarriedPair.Read(rest);
        var draft = await Draft.LoadAsync(turn, new(id));
        if (await WriteSection.MayNotAsync(turn, draft) is { } no) return (draft, null, 0, no);
        var which = int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        if (draft.P.Questions.FirstOrDefault(one => one.Id.Value == question) is not { AnsweredAt: not null } answered) return (draft, null, 0, Answer.Say("That answer is gone."));
        return which < answered.Answers.Count ? (draft, answered, which, null) : (draft, null, 0, Answer.Say("That answer is gone."));
    }

    /// <summary>Where words of a person go: those of the section first.</summary>
    private static IEnumerable<TemplateField> Fields(Draft draft) => draft.Template.Fields.Where(field =>
        field.Kind is FieldKind.Line or FieldKind.Prose or FieldKind.List && Filling.IsWritten(field.Binding));

    private static Form FormOf(Draft draft, Question question, int which)
    {
        var fields = Fields(draft).OrderBy(field => question.Section is { } section && field.Path.IsWithin(section) ? 0 : 1).Take(100).ToList();
        var picked = question.Section is { } own && fields is [var first, ..] && first.Path.IsWithin(own) ? PlaceOf(draft, first) : "";
        return new Form(FormId, "Take it", [
            new FormElement.Note([Span.Italic(Texts.OneLine(Questions.Of(question)[which], 300))]),
            new FormElement.Asks(new(FieldField, "Where it goes", new FieldInput.PickOne([.. fields.Select(field => new Choice(PlaceOf(draft, field), SectionForm.Cut(AskSomeone.NameOf(draft.Template, field.Path))))], picked))),
            new FormElement.Asks(new(TextField, "As it is to stand there", new FieldInput.Long(question.Answers[which], Questions.MostAnswer)) { Hint = "It goes behind what stands there already." }),
        ], "Take it", FormattableString.Invariant($"{CarriedPair.Of(draft.P.Id.Value, question.Id.Value)}|{which}"));
    }

    private static string PlaceOf(Draft draft, TemplateField field) => SectionForm.PlaceOf(draft.Template, field).ToString(CultureInfo.InvariantCulture);
}
