using System.Globalization;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>actions [mine|overdue|all]</c>: the open action items, ten a page; alone: those of the incident spoken of here, else one's own.</summary>
internal static class ShowActions
{
    public const string PageId = "action.page";
    public const string PickId = "action.pick";
    private const string Mine = "mine";
    private const string Overdue = "overdue";
    private const string All = "all";

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        if (await Readers.GuestAsync(turn) is { } guest) return guest;
        var which = words.Trim().ToLowerInvariant();
        if (which is not ("" or Mine or Overdue or All)) return Refusal.Of("Say which: actions mine, actions overdue or actions all.", "actions " + words);
        if (which.Length == 0 && (turn.Named is { } named ? await turn.LoadAsync(named) : turn.Incoming.Direct ? null : await Which.HereAsync(turn)) is { } here)
        {
            return await Readers.RefusedAsync(turn, here) ?? Answer.Tell(OfOne(here, 0, turn.View));
        }

        return Answer.Tell(await ListedAsync(turn, which.Length == 0 ? Mine : which, 0));
    }

    /// <summary>Another page; the value names the list (or the post-mortem) and the page.</summary>
    public static async Task<Answer> Paged(Turn turn, ButtonPressed pressed)
    {
        var (which, at) = CarriedPair.Read(pressed.Value);
        var page = int.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        if (which is Mine or Overdue or All) return await Readers.GuestAsync(turn) ?? Answer.Tell(await ListedAsync(turn, which, page));
        var (p, no) = await Readers.LoadAsync(turn, which);
        return no ?? Answer.Tell(OfOne(p, page, turn.View));
    }

    /// <summary>One was picked: everything that can be answered for it.</summary>
    public static async Task<Answer> Picked(Turn turn, ButtonPressed pressed)
    {
        var (stream, id) = CarriedPair.Read(pressed.Chosen.Length > 0 ? pressed.Chosen : pressed.Value);
        var (p, no) = await Readers.LoadAsync(turn, stream);
        if (no is not null) return no;
        return p.Actions.FirstOrDefault(one => one.Id.Value == id) is { } action ? Answer.Tell(ActionLine.Card(p, action, turn.View)) : Answer.Say("This action item is gone.");
    }

    /// <summary>A list to pick one from, by its text.</summary>
    public static Element.Picker Picker(IEnumerable<(PostMortem P, ActionItem Action)> shown) =>
        new(PickId, "Answer for one", [.. shown.Select(one => new Choice(CarriedPair.Of(one.P.Id.Value, one.Action.Id.Value), Texts.OneLine($"{one.Action.Shown} · {one.P.Name}", 75)))]);

    private static Card OfOne(PostMortem p, int page, View view)
    {
        var card = Draw($"Action items · {p.Name}", p.Id.Value, [.. p.Actions.Select(action => (p, action))], page, view, false, [Button.Opens(EditActions.EditId, "Add an action item", CarriedPair.Of(p.Id.Value))]);
        return card with { Elements = [.. card.Elements, .. OfferActions.Elements(p, view)] };
    }

    private static async Task<Card> ListedAsync(Turn turn, string which, int page)
    {
        var today = turn.View.Today;
        var open = (await Owed.ForAsync(turn)).SelectMany(p => p.Actions.Where(action => action.IsOpen).Select(action => (P: p, Action: action)));
        var listed = open.Where(one => which switch
        {
            Mine => one.Action.Owner?.Person == turn.Who.Id,
            Overdue => one.Action.Due < today,
            _ => true,
        });
        var title = which switch { Mine => "Your action items", Overdue => "Action items past due", _ => "Open action items" };
        var others = new[] { Mine, Overdue, All }.Where(one => one != which).Select(one => Button.Does(PageId, one switch { Mine => "Mine", Overdue => "Past due", _ => "All open" }, CarriedPair.Of(one, "0")));
        return Draw(title, which, [.. listed.OrderBy(one => one.Action.Due ?? LocalDate.MaxIsoValue)], page, turn.View, true, [.. others]);
    }

    private static Card Draw(string title, string which, IReadOnlyList<(PostMortem P, ActionItem Action)> listed, int page, View view, bool named, IReadOnlyList<Button> others)
    {
        var pages = Math.Max(1, (listed.Count + Rows.PageSize - 1) / Rows.PageSize);
        page = Math.Clamp(page, 0, pages - 1);
        var shown = listed.Skip(page * Rows.PageSize).Take(Rows.PageSize).ToList();
        if (shown.Count == 0) return new(title, [new Element.Text(which == Overdue ? "Nothing is past due." : "None.")], others);
        List<Element> elements = [new Element.Bullets([.. shown.Select(one => Line.Create([.. ActionLine.Of(one.Action, view), named ? $" · {one.P.Name}" : ""]))]), Picker(shown)];
        if (pages > 1) elements.Add(new Element.Small(string.Create(CultureInfo.InvariantCulture, $"Page {page + 1} of {pages}, {listed.Count} in all.")));
        List<Button> buttons = [];
        if (page < pages - 1) buttons.Add(At("Next 10", page + 1));
        if (page > 0) buttons.Add(At("Former 10", page - 1));
        buttons.AddRange(others);
        return new(title, elements, buttons);

        Button At(string label, int to) => Button.Does(PageId, label, CarriedPair.Of(which, to.ToString(CultureInfo.InvariantCulture)));
    }
}
