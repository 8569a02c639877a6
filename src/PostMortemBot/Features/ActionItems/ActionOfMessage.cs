using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><em>Make an action item</em> in a message's menu.</summary>
internal static class ActionOfMessage
{
    public const string MenuId = "menu.action";
    public const string UndoId = "action.undo";

    public static async Task<Answer> Chosen(Turn turn, MenuChosen chosen)
    {
        if (await Readers.GuestAsync(turn) is { } guest) return guest;
        var (p, ask) = await MarkEvent.HereOrNewAsync(turn, "");
        if (p is null) return ask!;
        if (p.Exists && await Readers.RefusedAsync(turn, p) is { } no) return no;
        var text = Cut(Secrets.Mask(chosen.Message.Text.Trim()).Text);
        var id = new ActionItemId(turn.NewId());
        Decision Rule(PostMortem state) => ActionsOfMessages.Make(state, id, text, chosen.Message.Message, new(MarkKind.Menu, turn.Who.Id), turn.Actor, turn.Where.WithoutThread, turn.Now);
        var outcome = await turn.DecideAsync(p.Id, Rule);
        if (outcome is Outcome.PlaceTaken taken) outcome = await turn.DecideAsync(taken.By, Rule);
        return outcome switch
        {
            Outcome.Done { Before: var before } when before.ActionOf(chosen.Message.Message) is { Removed: false } => Answer.Say("That message is an action item already."),
            Outcome.Done done => Made(done.After, done.After.ActionOf(chosen.Message.Message)!.Id, text),
            _ => await Refusal.OfAsync(turn, outcome, ""),
        };
    }

    private static Answer Made(PostMortem p, ActionItemId id, string text)
    {
        var carried = CarriedPair.Of(p.Id.Value, id.Value);
        var lead = p.Life == Life.Waiting ? "Action item" : $"Action item of {p.Name}";
        return Answer.Say(
            [$"{lead}: {Texts.OneLine(text, 200)}. {(p.Life == Life.Waiting ? MarkEvent.Waits : "Owner and date come with the document.")}"],
            Button.Opens(EditActions.EditId, "Edit", carried),
            Button.Does(UndoId, "Undo", carried));
    }

    /// <summary><em>Undo</em> on its own line.</summary>
    public static async Task<Answer> Undone(Turn turn, ButtonPressed pressed)
    {
        var (id, action) = CarriedPair.Read(pressed.Value);
        if ((await Readers.LoadAsync(turn, id)).No is { } no) return no;
        var outcome = await turn.DecideAsync(new(id), p => Domain.ActionItems.Remove(p, new(action), turn.Actor, turn.Now));
        return outcome is Outcome.Done ? Answer.Replace(Card.OneLine(["It is no action item any more."])) : await Refusal.OfAsync(turn, outcome, "");
    }

    public static string Cut(string text) => text.Length <= Domain.ActionItems.MostCharacters ? text : Texts.OneLine(text, Domain.ActionItems.MostCharacters);
}
