using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>author @person</c> and <em>Another author</em>: who writes the document.</summary>
internal static class NameAuthor
{
    public const string FormId = "verdict.author.form";

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var line = ("author " + words).Trim();
        var (p, ask) = await Which.FindAsync(turn, line);
        if (ask is not null) return ask;
        if (words.Length == 0 && typed.MayOpen) return Answer.Open(FormOf(p!, "", null));
        if (await turn.Bot.People.NamedAsync(turn.Organisation, turn.Incoming.Who, words, turn.Stop) is not { IsBot: false } author)
        {
            return Refusal.Of(words.Length == 0 ? "Say who: author @lee." : $"I do not know {words}. Name them as @handle.", line);
        }

        var outcome = await turn.DecideAsync(p!.Id, state => Incidents.NameAuthor(state, author.Id, turn.Actor, turn.Now));
        return outcome is Outcome.Done done ? Told(turn, done.After) : await Refusal.OfAsync(turn, outcome, line);
    }

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        return no ?? Answer.Open(FormOf(p, (p.Author ?? p.Owner)?.Value ?? "", null));
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var (p, no) = await Readers.LoadAsync(turn, form.Carry);
        if (no is not null) return no;
        var picked = form.Values.Text("author");
        if (picked.Length == 0) return Answer.Open(FormOf(p, "", "Choose a person."));
        var outcome = await turn.DecideAsync(p.Id, state => Incidents.NameAuthor(state, new(picked), turn.Actor, turn.Now));
        if (outcome is Outcome.Refused refused) return Answer.Open(FormOf(p, picked, Refusal.At(turn, refused.Sentence)));
        return outcome is Outcome.Done done ? Told(turn, done.After) : Answer.Silent;
    }

    private static Answer Told(Turn turn, PostMortem p) => Answer.Say(["Author of ", Span.Bold(p.Name), ": ", turn.View.Named(p.Author!.Value), "."]);

    private static Form FormOf(PostMortem p, string author, string? error) =>
        new(FormId, "Another author", [new FormElement.Asks(new("author", "Who writes it", new FieldInput.PickPerson(author)) { Error = error })], "Name the author", p.Id.Value);
}
