using NodaTime;
using NodaTime.Text;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>The action items of a post-mortem while it is written: add, edit, remove, ten a page.</summary>
internal static class EditActions
{
    public const string OpenId = "draft.actions";
    public const string EditId = "draft.actions.edit";
    public const string RemoveId = "draft.actions.remove";
    public const string TakeId = "draft.actions.take";
    public const string FormId = "draft.actions.form";

    /// <summary>Before the id that an action item will have: a form saved twice adds one.</summary>
    private const string New = "new:";

    private static readonly IReadOnlyList<Choice> Horizons = [new(nameof(Horizon.Immediate), "Within a week"), new(nameof(Horizon.ShortTerm), "Within a month"), new(nameof(Horizon.LongTerm), "Within a quarter")];
    private static readonly IReadOnlyList<Choice> States = [new(nameof(ActionStatus.Open), "Open"), new(nameof(ActionStatus.InProgress), "In progress"), new(nameof(ActionStatus.Done), "Done")];

    public static Task<Answer> Opened(Turn turn, ButtonPressed pressed) => WriteSection.KeptAsync(turn, pressed, async () =>
    {
        var (id, page) = CarriedPair.Read(pressed.Value);
        var (p, no) = await Readers.LoadAsync(turn, id);
        return no ?? Answer.Open(Shown(p, turn.View, int.TryParse(page, System.Globalization.CultureInfo.InvariantCulture, out var at) ? at : 0));
    });

    public static async Task<Answer> Edit(Turn turn, ButtonPressed pressed)
    {
        var (id, action) = CarriedPair.Read(pressed.Value);
        var (p, no) = await Readers.LoadAsync(turn, id);
        if (no is not null) return no;
        var there = p.Actions.FirstOrDefault(one => one.Id.Value == action);
        return Answer.Open(FormOf(p, there, there?.Id.Value ?? New + turn.NewId(), null));
    }

    /// <summary>The form of a new one.</summary>
    public static Answer AddTo(Turn turn, PostMortem p) => Answer.Open(FormOf(p, null, New + turn.NewId(), null));

    public static async Task<Answer> Remove(Turn turn, ButtonPressed pressed)
    {
        var (id, action) = CarriedPair.Read(pressed.Value);
        if ((await Readers.LoadAsync(turn, id)).No is { } no) return no;
        var outcome = await turn.DecideAsync(new(id), p => ActionItems.Remove(p, new(action), turn.Actor, turn.Now));
        return outcome is Outcome.Refused refused ? Refusal.Say(turn, refused.Sentence) : Answer.Open(Shown(await turn.LoadAsync(new(id)), turn.View, 0));
    }

    /// <summary>A line of the document that is offered becomes one.</summary>
    public static async Task<Answer> Taken(Turn turn, ButtonPressed pressed)
    {
        var (id, mark) = CarriedPair.Read(pressed.Value);
        if ((await Readers.LoadAsync(turn, id)).No is { } no) return no;
        var outcome = await OfferActions.TakeAsync(turn, new(id), mark);
        return outcome is Outcome.Refused refused ? Refusal.Say(turn, refused.Sentence) : Answer.Open(Shown(await turn.LoadAsync(new(id)), turn.View, 0));
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var (id, action) = CarriedPair.Read(form.Carry);
        if ((await Readers.LoadAsync(turn, id)).No is { } no) return no;
        var values = form.Values;
        var text = Secrets.Mask(values.Text("action")).Text;
        var horizon = Enum.TryParse<Horizon>(values.Text("horizon"), out var picked) ? picked : Horizon.Immediate;
        ActionKind? kind = Enum.TryParse<ActionKind>(values.Text("kind"), out var improves) ? improves : null;
        ActionStatus? status = Enum.TryParse<ActionStatus>(values.Text("status"), out var stands) ? stands : null;
        var owner = values.Text("owner") is { Length: > 0 } person ? EventOwner.OfPerson(new(person)) : null;
        LocalDate? due = LocalDatePattern.Iso.Parse(values.Text("due")) is { Success: true } day ? day.Value : null;
        var outcome = await turn.DecideAsync(new(id), p => !action.StartsWith(New, StringComparison.Ordinal)
            ? ActionItems.Change(p, new ActionItemChanged(turn.Now, turn.Who.Id, new(action), text, owner, due, horizon, kind, status), turn.Actor)
            : ActionItems.Add(p, new NewAction(new(action[New.Length..]), text, owner, due ?? Deadlines.ActionDue(turn.View.Today, horizon, turn.Policy.Deadlines), horizon, kind), turn.Actor, turn.Now));
        var after = await turn.LoadAsync(new(id));
        return outcome is Outcome.Refused refused ? Answer.Open(FormOf(after, after.Actions.FirstOrDefault(one => one.Id.Value == action), action, values, Refusal.At(turn, refused.Sentence))) : Answer.Open(Shown(after, turn.View, 0, Masked.Sentence(values)));
    }

    private static Rows Shown(PostMortem p, View view, int page, string? masked = null)
    {
        List<RowItem> items = [.. p.Actions.Select(action => ItemOf(p, action, view)), .. OfferActions.Of(p, view).Select(line => ItemOf(p, line))];
        var pages = Math.Max(1, (items.Count + Rows.PageSize - 1) / Rows.PageSize);
        page = Math.Clamp(page, 0, pages - 1);
        List<Button> buttons = [];
        if (page > 0) buttons.Add(Button.Does(OpenId, "Former 10", CarriedPair.Of(p.Id.Value, (page - 1).ToString(System.Globalization.CultureInfo.InvariantCulture))));
        if (page < pages - 1) buttons.Add(Button.Does(OpenId, "Next 10", CarriedPair.Of(p.Id.Value, (page + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))));
        buttons.Add(Button.Opens(ProgressCard.ContinueId, "Continue", p.Id.Value));
        return new Rows(OpenId, "Action items", $"{masked} {(p.Actions.Count == 0 ? "No action item yet." : $"{Moments.Count(p.Actions.Count, "action item")}.")}".Trim(),
            [.. items.Skip(page * Rows.PageSize).Take(Rows.PageSize)],
            page + 1, pages, p.Id.Value)
        {
            Add = Button.Opens(EditId, "Add an action item", CarriedPair.Of(p.Id.Value)),
            Buttons = buttons,
        };
    }

    private static RowItem ItemOf(PostMortem p, ActionItem action, View view) =>
        new(LineOf(action, view), [Button.Opens(EditId, "Edit", CarriedPair.Of(p.Id.Value, action.Id.Value)), Button.Does(RemoveId, "Remove", CarriedPair.Of(p.Id.Value, action.Id.Value))]);

    private static RowItem ItemOf(PostMortem p, OfferedAction line) =>
        new([Span.Bold(line.Field.Label), ": ", Texts.OneLine(line.Text, 150), " · no action item yet"], [Button.Does(TakeId, "Make an action item", CarriedPair.Of(p.Id.Value, line.Mark))]);

    private static Line LineOf(ActionItem action, View view) =>
        [Texts.OneLine(action.Shown, 150), " · ", action.Owner is { } owner ? view.OwnerOf(owner) : "no owner yet", " · ", action.Due is { } due ? view.Deadline(due) : "no date yet"];

    private static Form FormOf(PostMortem p, ActionItem? action, string carried, FormValues? typed, string? wrong = null)
    {
        Field[] fields =
        [
            new("action", "Action", new FieldInput.Long(typed?.Text("action") ?? action?.Text ?? "", ActionItems.MostCharacters)) { Hint = "What will exist when it is done?", Error = wrong },
            new("owner", "Owner", new FieldInput.PickPerson(typed?.Text("owner") ?? action?.Owner?.Person?.Value ?? "")),
            new("horizon", "How soon", new FieldInput.PickOne(Horizons, typed?.Text("horizon") ?? (action?.Horizon ?? Horizon.Immediate).ToString())),
            new("due", "Due", new FieldInput.Day(typed?.Text("due") ?? (action?.Due is { } due ? LocalDatePattern.Iso.Format(due) : ""))) { Hint = "Left empty, it follows from how soon." },
            new("kind", "What it improves", new FieldInput.PickOne(SectionForm.KindChoices, typed?.Text("kind") ?? action?.Kind?.ToString() ?? "")),
            new("status", "State", new FieldInput.PickOne(States, typed?.Text("status") ?? (action?.Status ?? ActionStatus.Open).ToString())),
        ];
        return new Form(FormId, action is null ? "Add an action item" : "Edit an action item", [.. fields.Select(field => new FormElement.Asks(field))], "Save", CarriedPair.Of(p.Id.Value, carried));
    }
}
