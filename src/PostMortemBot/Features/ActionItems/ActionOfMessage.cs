using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Features;

/// <summary><em>Make an action item</em> in a message's menu.</summary>
internal static class ActionOfMessage
{
    public const string MenuId = "menu.action";

    public static async Task<Answer> Chosen(Turn turn, MenuChosen chosen)
    {
        var (p, ask) = await Which.FindAsync(turn, "");
        if (p is null) return ask!;
        var text = Cut(Secrets.Mask(chosen.Message.Text.Trim()).Text);
        var id = new ActionItemId(turn.NewId());
        var outcome = await turn.DecideAsync(p.Id, state => ActionsOfMessages.Make(state, id, text, chosen.Message.Message, new(MarkKind.Menu, turn.Who.Id), turn.Actor, turn.Where.WithoutThread, turn.Now));
        return outcome switch
        {
            Outcome.Done { Before: var before } when before.ActionOf(chosen.Message.Message) is { Removed: false } => Answer.Say("That message is an action item already."),
            Outcome.Done => Answer.Say([$"Action item of {p.Name}: {Texts.OneLine(text, 200)}. Owner and date come with the document."]),
            _ => await Refusal.OfAsync(turn, outcome, ""),
        };
    }

    public static string Cut(string text) => text.Length <= Domain.ActionItems.MostCharacters ? text : Texts.OneLine(text, Domain.ActionItems.MostCharacters);
}
