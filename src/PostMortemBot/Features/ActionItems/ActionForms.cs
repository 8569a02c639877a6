using NodaTime;
using NodaTime.Text;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>The answers to an action item that ask for a word: <em>New date</em>, <em>Hand over</em>, <em>Not needed</em>, how it stands, what shows that it is done.</summary>
internal static class ActionForms
{
    public const string DateId = "action.date";
    public const string HandId = "action.hand";
    public const string DropId = "action.drop";
    public const string WordId = "action.word";
    public const string ShowId = "action.show";
    public const string DateFormId = "action.date.form";
    public const string HandFormId = "action.hand.form";
    public const string DropFormId = "action.drop.form";
    public const string WordFormId = "action.word.form";
    public const string ShowFormId = "action.show.form";

    /// <summary>The fields in which somebody writes; a form has one of them.</summary>
    private static readonly IReadOnlyList<string> Words = ["reason", "proof", "word"];

    private static readonly IReadOnlyList<Choice> Quick = [new("1", "Tomorrow"), new("7", "In a week"), new("14", "In two weeks"), new("30", "In a month")];

    public static async Task<Answer> Opened(Turn turn, ButtonPressed pressed)
    {
        var (stream, id) = CarriedPair.Read(pressed.Value);
        var (p, no) = await Readers.LoadAsync(turn, stream);
        if (no is not null) return no;
        return p.Actions.FirstOrDefault(one => one.Id.Value == id) is { } action ? Answer.Open(FormOf(pressed.Id + ".form", p, action)) : Answer.Say("This action item is gone.");
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var (stream, id) = CarriedPair.Read(form.Carry);
        var (shown, no) = await Readers.LoadAsync(turn, stream);
        if (no is not null) return no;
        if (shown.Actions.FirstOrDefault(one => one.Id.Value == id) is not { } action) return Gone(form.Values);
        if (form.Id == HandFormId && Unfit(turn, form.Values.Text("owner")) is { } unfit) return Answer.Open(FormOf(form.Id, shown, action).Holding(form.Values).Refused(["owner"], unfit));
        var outcome = await turn.DecideAsync(shown.Id, p => Rule(p, action.Id, form, turn));
        if (outcome is Outcome.Refused refused) return Answer.Open(FormOf(form.Id, shown, action).Holding(form.Values).Refused([refused.Field ?? ""], Refusal.At(turn, refused.Sentence)));
        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, "");
        return Answer.Say(ActionLine.Of(done.After.AllActions.First(one => one.Id == action.Id), turn.View), [.. done.Changed ? [UndoAct.Button(done)] : Array.Empty<Button>()]);
    }

    /// <summary>Nothing typed is lost: it is shown to whoever typed it.</summary>
    private static Answer Gone(FormValues values) => Words.Select(values.Text).FirstOrDefault(text => text.Length > 0) is { } typed
        ? Answer.Say(["This action item is gone. You typed: ", Span.Italic(typed)])
        : Answer.Say("This action item is gone.");

    private static string? Unfit(Turn turn, string picked) =>
        picked.Length == 0 ? "Choose a person." : turn.Bot.People.Of(turn.Organisation, new(picked)) is { IsGuest: true } or { IsBot: true } ? "Guests and bots own no action items. Choose somebody of the organisation." : null;

    private static Decision Rule(PostMortem p, ActionItemId id, FormSubmitted form, Turn turn)
    {
        var word = Secrets.Mask(form.Values.Text(form.Id switch { DropFormId => "reason", ShowFormId => "proof", _ => "word" })).Text;
        var today = turn.Now.InZone(turn.Who.Zone).Date;
        return form.Id switch
        {
            DateFormId => ActionAnswers.Move(p, id, DayOf(form.Values, today), today, word, turn.Actor, turn.Now),
            HandFormId => ActionAnswers.HandOver(p, id, EventOwner.OfPerson(new(form.Values.Text("owner"))), word, turn.Actor, turn.Now),
            DropFormId => ActionAnswers.Drop(p, id, word, turn.Actor, turn.Now),
            WordFormId => ActionAnswers.Begin(p, id, word, turn.Actor, turn.Now),
            _ => ActionAnswers.Show(p, id, word, turn.Actor, turn.Now),
        };
    }

    /// <summary>The day that was given, else the one that was picked.</summary>
    private static LocalDate DayOf(FormValues values, LocalDate today) => LocalDatePattern.Iso.Parse(values.Text("due")) is { Success: true } day
        ? day.Value
        : values.Text("quick") switch { "1" => today.PlusDays(1), "14" => today.PlusDays(14), "30" => today.PlusMonths(1), _ => today.PlusDays(7) };

    private static Form FormOf(string id, PostMortem p, ActionItem action)
    {
        var (title, submit, fields) = id switch
        {
            DateFormId => ("New date", "Set the date", new Field[]
            {
                new("quick", "When", new FieldInput.PickOne(Quick, "7")),
                new("due", "Or another day", new FieldInput.Day()),
                Word("Why", "A few words, if you like: waiting for vendor."),
            }),
            HandFormId => ("Hand over", "Hand it over", [new("owner", "To whom", new FieldInput.PickPerson()), Word("Why", "A few words, if you like.")]),
            DropFormId => ("Not needed", "It is not needed", [new("reason", "Why", new FieldInput.Short(action.Dropped ?? "", ActionAnswers.MostWord)) { Hint = "Stands in the document: the gateway is replaced in March." }]),
            WordFormId => ("How it stands", "Save", [Word("In a few words", "Waiting for vendor, half of it is live.")]),
            _ => ("What shows it", "Save", new Field[] { new("proof", "A link, or a line", new FieldInput.Short(action.ShownBy, ActionAnswers.MostWord)) }),
        };
        return new Form(id, title, [new FormElement.Note([Span.Bold(ActionLine.Text(action)), $" · {p.Name}"]), .. fields.Select(field => new FormElement.Asks(field))], submit, CarriedPair.Of(p.Id.Value, action.Id.Value));
    }

    private static Field Word(string label, string hint) => new("word", label, new FieldInput.Short("", ActionAnswers.MostWord)) { Hint = hint };
}
