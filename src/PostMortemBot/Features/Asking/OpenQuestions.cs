using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><em>With others</em>: who is asked what, and taking a question back. Whose account came is told of none of them, so that one without a name stays without.</summary>
internal static class OpenQuestions
{
    public const string ShowId = "ask.others";
    public const string WithdrawId = "ask.withdraw";
    public const string StopId = "ask.accounts.stop";
    private const int Most = 20;

    public static async Task<Answer> Show(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        return no ?? Answer.Tell(Draw(p, turn.View));
    }

    public static async Task<Answer> Withdrawn(Turn turn, ButtonPressed pressed)
    {
        var (id, question) = pressed.Chosen.Length > 0 ? (pressed.Value, pressed.Chosen) : CarriedPair.Read(pressed.Value);
        var (p, no) = await Readers.LoadAsync(turn, id);
        if (no is not null) return no;
        var outcome = await turn.DecideAsync(p.Id, state => Questions.Withdraw(state, new(question), turn.Actor, turn.Now));
        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, "");
        IReadOnlyList<Button> undo = done.Changed ? [UndoAct.Button(done)] : [];
        if (pressed.Chosen.Length == 0) return AnswerCard.Shown(turn, done, new(question)) with { Private = Card.OneLine("Taken back. What was written stays.", [.. undo]) };
        return Answer.Replace(Draw(done.After, turn.View, undo));
    }

    /// <summary>No account that did not come is waited for any more.</summary>
    public static async Task<Answer> Stopped(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        if (no is not null) return no;
        var outcome = await turn.DecideAsync(p.Id, state => Questions.WithdrawAccounts(state, turn.Actor, turn.Now));
        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, "");
        return Answer.Replace(Draw(done.After, turn.View, done.Changed ? [UndoAct.Button(done)] : []));
    }

    /// <summary>For the progress card: <c>With others: Root Cause Analysis (@lee, asked Tue 24 Nov) · 2 of 5 accounts came</c>. Null when nobody is asked.</summary>
    public static Line? LineOf(PostMortem p, View view)
    {
        List<Line> parts = [.. p.Questions.Where(one => one is { IsOpen: true, IsAccount: false }).Take(3).Select(one => Line.Create([$"{QuestionCard.About(p, one, view)} (", view.Named(one.Person), $", asked {Moments.Day(one.At.InZone(view.Zone).Date, view.Today)})"]))];
        if (Accounts(p) is { } accounts) parts.Add(accounts);
        return parts.Count == 0 ? null : Line.Create(["With others: ", .. Line.Join(" · ", parts).Spans]);
    }

    private static Card Draw(PostMortem p, View view, params IReadOnlyList<Button> first)
    {
        var about = p.Questions.Where(one => !one.IsAccount).Take(Most).Select(one => Line.Create([Span.Bold(QuestionCard.About(p, one, view)), " · ", view.Named(one.Person), $" · {Stands(one, view)}"])).ToList();
        List<Element> elements = [];
        if (about.Count > 0) elements.Add(new Element.Bullets(about));
        if (Accounts(p) is { } accounts) elements.Add(new Element.Text($"{accounts}."));
        if (elements.Count == 0) elements.Add(new Element.Text("Nobody is asked for it."));

        // Accounts are taken back together: one by one the list would tell which came.
        var back = p.Questions.Where(one => one.IsHanded).DistinctBy(one => (one.Person, one.Section)).Take(Most).Select(one => new Choice(one.Id.Value, SectionForm.Cut($"{view.NameOf(one.Person)}: {QuestionCard.About(p, one, view)}"))).ToList();
        if (back.Count > 0) elements.Add(new Element.Picker(WithdrawId, "Take one back", back, p.Id.Value));
        return new Card($"With others · {p.Name}", elements, [.. first, Button.Opens(AskSomeone.OpenId, "Ask someone", CarriedPair.Of(p.Id.Value)), Button.Does(AskPeople.AskId, "Ask people", p.Id.Value), .. p.Questions.Any(one => one is { IsAccount: true, IsOpen: true }) ? [Button.Does(StopId, "Stop asking", p.Id.Value)] : Array.Empty<Button>()]);
    }

    private static string? Accounts(PostMortem p)
    {
        var asked = p.Questions.Where(one => one.IsAccount && one.End != QuestionEnd.Withdrawn).ToList();
        return asked.Count == 0 ? null : $"{asked.Count(one => one.AnsweredAt is not null)} of {Moments.Count(asked.Count, "account")} came";
    }

    private static string Stands(Question question, View view) => question switch
    {
        { End: QuestionEnd.Withdrawn } => "taken back",
        { AnsweredAt: { } wrote } => $"wrote in it {Moments.Day(wrote.InZone(view.Zone).Date, view.Today)}",
        { End: QuestionEnd.NotNow } => "not now",
        _ => $"asked {Moments.Day(question.At.InZone(view.Zone).Date, view.Today)}",
    };
}
