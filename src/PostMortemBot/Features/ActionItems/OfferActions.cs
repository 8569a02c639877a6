using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>Lines of the document that say what is to be done are offered as action items: picked from a list, or by the button beside the line among the action items.</summary>
internal static class OfferActions
{
    public const string MakeId = "action.make";
    private const int MostListed = 25;

    /// <summary>For a card: how many there are and what the first say, and the list to pick one from. Nothing when none is offered.</summary>
    public static IEnumerable<Element> Elements(PostMortem p, View view)
    {
        if (Of(p, view) is not { Count: > 0 } offered) yield break;
        yield return new Element.Small($"{Moments.Count(offered.Count, "line")} without an action item. {string.Join(" · ", offered.Take(2).Select(one => $"{one.Field.Label}: {Texts.OneLine(one.Text, 60)}"))}");
        yield return new Element.Picker(MakeId, "Make an action item", [.. offered.Take(MostListed).Select(one => new Choice(one.Mark, Texts.OneLine($"{one.Text} · {one.Field.Label}", 75)))], p.Id.Value);
    }

    public static IReadOnlyList<OfferedAction> Of(PostMortem p, View view) => view.TemplateOf(p) is { } template ? OfferedActions.Of(p, template) : [];

    public static async Task<Answer> Made(Turn turn, ButtonPressed pressed)
    {
        var (stream, mark) = CarriedPair.Read(pressed.Chosen.Length > 0 ? CarriedPair.Of(pressed.Value, pressed.Chosen) : pressed.Value);
        if ((await Readers.LoadAsync(turn, stream)).No is { } no) return no;
        return await TakeAsync(turn, new(stream), mark) switch
        {
            Outcome.Done done when done.The<ActionItemAdded>() is { } added => AddAction.Told(turn, done),
            Outcome.Done => Answer.Say("That line is an action item already, or it was changed."),
            var outcome => await Refusal.OfAsync(turn, outcome, ""),
        };
    }

    public static async Task<Outcome> TakeAsync(Turn turn, PostMortemId id, string mark)
    {
        var template = (await Draft.LoadAsync(turn, id)).Template;
        var action = new ActionItemId(turn.NewId());
        return await turn.DecideAsync(id, p => OfferedActions.Take(p, template, mark, action, turn.View.Today, turn.Policy.Deadlines, turn.Actor, turn.Now));
    }
}
