using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>lesson text</c>: keeps what was learned, during the discussion and before; it stands under its day, in a final document too.</summary>
internal static class AddLesson
{
    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var line = ("lesson " + words).Trim();
        var (p, ask) = await Which.FindAsync(turn, line);
        if (ask is not null) return ask;
        var text = Secrets.Mask(Mentions.Plain(words).Trim());
        var id = new NoteId(turn.NewId());
        var outcome = await turn.DecideAsync(p!.Id, state => Discussion.Note(state, id, text.Text, true, turn.Actor, turn.Now));
        if (outcome is not Outcome.Done done || done.The<DiscussionNoted>() is not { } noted) return await Refusal.OfAsync(turn, outcome, line);
        return new Answer { Private = Masked.Under(Card.OneLine([$"Lesson of {done.After.Name}: {Texts.OneLine(noted.Text, 200)}"], UndoAct.Button(done)), text) };
    }
}
