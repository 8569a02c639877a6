using System.Globalization;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>
/// <em>Answer by message</em>: the person's next message in the direct conversation is a field's text. It lasts 30 minutes; commands are never taken as answers, and outside that state
/// no message ever is.
/// </summary>
internal static class AnswerByMessage
{
    public const string AskId = "draft.message";
    public const string PickId = "draft.message.pick";
    public const string CancelId = "draft.message.cancel";
    public const string MoreId = "draft.message.more";
    public const string UndoId = "draft.message.undo";
    public const string ItIsId = "draft.message.itis";
    private static readonly Duration Lasts = Duration.FromMinutes(30);

    public static Task<Answer> Pressed(Turn turn, ButtonPressed pressed) => WriteSection.KeptAsync(turn, pressed, async () =>
    {
        var id = new PostMortemId(pressed.Value);
        if (pressed.Form is { Id: SectionForm.FormId } form && SectionCarry.Read(form.Carry) is { } carry)
        {
            var draft = await Draft.LoadAsync(turn, carry.Id);
            return Asked(draft, [.. carry.In(draft.Template).Where(TakesMessages)]);
        }

        var whole = await Draft.LoadAsync(turn, id);
        return await WriteSection.MayNotAsync(turn, whole) ?? Asked(whole, [.. whole.Walk.Blanks.Select(whole.Template.Find).OfType<TemplateField>().Where(TakesMessages)]);
    });

    public static async Task<Answer> Picked(Turn turn, ButtonPressed pressed)
    {
        var (id, place) = CarriedPair.Read(pressed.Chosen.Length > 0 ? CarriedPair.Of(pressed.Value, pressed.Chosen) : pressed.Value);
        return await WaitAsync(turn, new(id), place, more: false);
    }

    /// <summary>The next message is put behind what stands there.</summary>
    public static async Task<Answer> More(Turn turn, ButtonPressed pressed)
    {
        var (id, place) = CarriedPair.Read(pressed.Value);
        return await WaitAsync(turn, new(id), place, more: true);
    }

    public static async Task<Answer> Cancel(Turn turn, ButtonPressed pressed)
    {
        await ForgetAsync(turn);
        return Answer.Say("Your messages are not taken as an answer any more.");
    }

    /// <summary>A line in the direct message that is no command; null when no answer is waited for.</summary>
    public static Task<Answer?> Answered(Turn turn, CommandTyped typed) => TakenAsync(turn, typed.Words);

    /// <summary>A sentence that begins with a command's word may be the answer: nothing runs and nothing is stored until one of the two is pressed.</summary>
    public static async Task<Answer?> Doubted(Turn turn, CommandTyped typed, Command command)
    {
        if (await AwaitedAsync(turn) is null) return null;
        if (typed.Words.Length > Refusal.MostCarried) return Answer.Say($"Your message begins with the command word {command.Word}. Nothing was run or saved. Put another word first and send it again.");
        return Answer.Say(
            ["I wait for an answer, and this begins with a command word: ", Span.Italic(typed.Words)],
            Button.Does(ItIsId, "It is the answer", typed.Words),
            Button.Does(Help.RunId, "Run " + command.Word, typed.Words));
    }

    public static async Task<Answer> ItIs(Turn turn, ButtonPressed pressed) =>
        await Readers.GuestAsync(turn) ?? await TakenAsync(turn, pressed.Value) ?? Refusal.Of("No answer is waited for any more. Open the section again: write.", pressed.Value);

    private static async Task<string[]?> AwaitedAsync(Turn turn)
    {
        if (await turn.Bot.Store.RowAsync(turn.Organisation, KeyOf(turn), turn.Stop) is not { Body.Length: > 0 } row) return null;
        var parts = row.Body.Split('|');
        return parts.Length == 4 && long.Parse(parts[0], CultureInfo.InvariantCulture) >= turn.Now.ToUnixTimeMilliseconds() ? parts : null;
    }

    private static async Task<Answer?> TakenAsync(Turn turn, string words)
    {
        if (await AwaitedAsync(turn) is not { } parts) return null;
        var draft = await Draft.LoadAsync(turn, new(parts[1]));
        await ForgetAsync(turn);
        if (FieldAt(draft, parts[2]) is not { } field) return null;
        if (await WriteSection.MayNotAsync(turn, draft, field.Path) is { } no) return no;
        return await SaveAsync(turn, draft, field, words, more: parts[3] == "more");
    }

    /// <summary>The field as it was before the message.</summary>
    public static async Task<Answer> Undone(Turn turn, ButtonPressed pressed)
    {
        var (id, place) = CarriedPair.Read(pressed.Value);
        var draft = await Draft.LoadAsync(turn, new(id));
        var there = FieldAt(draft, place);
        if (await WriteSection.MayNotAsync(turn, draft, there?.Path) is { } no) return no;
        if (there is not { } field) return Answer.Say("That field is gone.");
        var told = (await turn.Bot.PostMortems.HistoryAsync(turn.Organisation, draft.P.Id, turn.Stop)).OfType<FieldAnswered>().Where(fact => fact.Path == field.Path).ToList();
        if (told.Count == 0 || told[^1].By != turn.Who.Id) return Answer.Say("Somebody else has written there since. Nothing was undone.");
        var before = told.Count > 1 ? told[^2].Value : new FieldValue.Words("");
        var outcome = await StoreAsync(turn, draft, field, before);
        return outcome is Outcome.Refused refused ? Refusal.Say(turn, refused.Sentence) : Answer.Say($"{field.Label} is as it was before your message.");
    }

    private static async Task<Answer> SaveAsync(Turn turn, Draft draft, TemplateField field, string words, bool more)
    {
        var masked = Secrets.Mask(words.Trim());
        var text = masked.Text;
        var before = SectionForm.TextOf(draft, field);
        var whole = more && before.Length > 0 ? before + (field.Kind == FieldKind.Code ? $"\n{FieldText.BetweenBlocks}\n" : field.Kind == FieldKind.List ? "\n" : "\n\n") + text : text;
        var outcome = await StoreAsync(turn, draft, field, FieldText.Read(field, whole));
        if (outcome is Outcome.Refused refused) return Answer.Say([Refusal.At(turn, refused.Sentence), " You wrote: ", text]);
        var carried = CarriedPair.Of(draft.P.Id.Value, PlaceIn(draft, field));
        var saved = Card.OneLine($"Saved to {field.Label}, {Moments.Count(SectionForm.WordsIn(whole), "word")}.", Button.Does(MoreId, "Add more", carried), Button.Does(UndoId, "Undo", carried), Button.Opens(ProgressCard.ContinueId, "Continue", draft.P.Id.Value));
        return Answer.Tell(Masked.Under(saved, masked));
    }

    private static Task<Outcome> StoreAsync(Turn turn, Draft draft, TemplateField field, FieldValue value) => turn.DecideAsync(draft.P.Id, p =>
        Questions.Written(p, Drafting.Save(p, new SectionSave(p.Version) { Answers = [new(field.Path, value)] }, draft.Template, turn.Policy, state => Draft.Fill(draft.Template, state, turn.View), turn.Actor, turn.Now), turn.Actor, turn.Now));

    private static Answer Asked(Draft draft, IReadOnlyList<TemplateField> fields) => fields.Count == 0
        ? Answer.Say("Nothing here takes a message.")
        : Answer.Tell(new Card("Answer by message", [new Element.Picker(PickId, "Which field", [.. fields.Take(100).Select(field => new Choice(PlaceIn(draft, field), SectionForm.Cut(field.Label)))], draft.P.Id.Value)]));

    private static async Task<Answer> WaitAsync(Turn turn, PostMortemId id, string place, bool more)
    {
        var draft = await Draft.LoadAsync(turn, id);
        var there = FieldAt(draft, place);
        if (await WriteSection.MayNotAsync(turn, draft, there?.Path) is { } no) return no;
        if (there is not { } field) return Answer.Say("That field is gone.");
        var until = (turn.Now + Lasts).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        await turn.Bot.Store.PutAsync(turn.Organisation, [new RowPut(KeyOf(turn), $"{until}|{id.Value}|{place}|{(more ? "more" : "new")}")], turn.Stop);
        var here = turn.Incoming.Direct ? "here" : "in our direct conversation";
        return Answer.Say($"Your next message {here} is the answer to “{field.Label}”. It lasts 30 min.", Button.Does(CancelId, "Cancel"));
    }

    private static Task ForgetAsync(Turn turn) => turn.Bot.Store.PutAsync(turn.Organisation, [new RowPut(KeyOf(turn), "")], turn.Stop);

    private static bool TakesMessages(TemplateField field) => field.Kind is FieldKind.Prose or FieldKind.List or FieldKind.Code or FieldKind.Line;

    private static string PlaceIn(Draft draft, TemplateField field) => SectionForm.PlaceOf(draft.Template, field).ToString(CultureInfo.InvariantCulture);

    private static TemplateField? FieldAt(Draft draft, string place) =>
        int.TryParse(place, CultureInfo.InvariantCulture, out var at) && at >= 0 && at < draft.Template.Fields.Count ? draft.Template.Fields[at] : null;

    private static string KeyOf(Turn turn) => "await/" + turn.Who.Id.Value;
}
