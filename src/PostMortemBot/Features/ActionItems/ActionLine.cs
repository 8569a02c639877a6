using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>An action item in a line, and message 9: one to answer for.</summary>
internal static class ActionLine
{
    private const int MostText = 150;

    /// <summary><c>Alert on pool saturation · Lee Chang · due Thu 3 Dec (in 2 days) · in progress: waiting for vendor</c>.</summary>
    public static Line Of(ActionItem action, View view) =>
    [
        Text(action), " · ", action.Owner is { } owner ? view.OwnerOf(owner) : "no owner yet", " · ", Due(action, view), Stands(action), .. Issue(action),
    ];

    public static string Text(ActionItem action) => Texts.OneLine(action.Shown, MostText);

    /// <summary>The card with every answer to it.</summary>
    public static Card Card(PostMortem p, ActionItem action, View view)
    {
        var carried = CarriedPair.Of(p.Id.Value, action.Id.Value);
        List<Element> elements = [new Element.Text([Span.Bold(Text(action)), $" · {p.Name}"]), new Element.Text([action.Owner is { } owner ? view.OwnerOf(owner) : "no owner yet", " · ", Due(action, view), Stands(action), .. Issue(action)])];
        if (action is { Status: ActionStatus.Done, ShownBy.Length: > 0 }) elements.Add(new Element.Small($"Shown by: {action.ShownBy}"));
        if (action.Dropped is not null) return new("", elements, [Button.Does(AnswerAction.BackId, "Put back", carried)]);
        if (action.Status == ActionStatus.Done) return new("", elements, [Button.Opens(ActionForms.ShowId, "Add what shows it", carried), Button.Does(AnswerAction.BeginId, "Not done yet", carried)]);
        return new("", elements, Answers(carried), Others(carried));
    }

    public static IReadOnlyList<Button> Answers(string carried) =>
        [Button.Does(AnswerAction.DoneId, "Done", carried), Button.Does(AnswerAction.BeginId, "In progress", carried), Button.Opens(ActionForms.DateId, "New date", carried)];

    public static IReadOnlyList<Button> Others(string carried) =>
    [
        Button.Opens(ActionForms.HandId, "Hand over", carried),
        Button.Does(AnswerAction.SnoozeId, "Snooze 1 day", carried + "|1"),
        Button.Does(AnswerAction.SnoozeId, "Snooze 1 week", carried + "|7"),
        Button.Opens(ActionForms.DropId, "Not needed", carried),
    ];

    /// <summary>The issue that stands for it.</summary>
    private static IReadOnlyList<Span> Issue(ActionItem action) => action.Mirror is { } mirror ? [" · ", new Span.Link(mirror.Link, mirror.Key)] : [];

    private static string Due(ActionItem action, View view) => action.Due is { } due ? $"due {view.Deadline(due)}" : "no date yet";

    private static string Stands(ActionItem action) => action switch
    {
        { Dropped: { } why } => $" · not needed: {Texts.OneLine(why, MostText)}",
        { Status: ActionStatus.Done } => " · done",
        { LastWord: { } word } => $" · {(action.Status == ActionStatus.InProgress ? "in progress: " : "")}{Texts.OneLine(word.Text, MostText)}",
        { Status: ActionStatus.InProgress } => " · in progress",
        _ => "",
    };
}
