using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>How one event is told in a line: <c>14:05 EST · Detection (guess) · Splunk alert fired</c>.</summary>
internal static class EventLine
{
    /// <summary>The line the marker sees, with its buttons.</summary>
    public static Card Marked(PostMortem p, TimelineEvent e, View view, string? said = null)
    {
        List<Element> elements = [new Element.Text(Of(e, view))];
        if (said is not null) elements.Add(new Element.Small(said));
        return new Card("", elements, Buttons(p, e));
    }

    /// <summary>The line for a message that became an event, or one more of an alert that is counted: then the whole is told, and <em>Undo</em> takes this one off.</summary>
    public static Card Captured(PostMortem p, TimelineEvent e, View view, string? said) => Marked(p, p.Told(e.Id), view, said) with { Buttons = Buttons(p, e) };

    public static IReadOnlyList<Button> Buttons(PostMortem p, TimelineEvent e) =>
        [Button.Opens(EditEvent.OpenId, "Edit", CarriedPair.Of(p.Id.Value, e.Id.Value)), Button.Does(UndoMark.UndoId, "Undo", CarriedPair.Of(p.Id.Value, e.Id.Value))];

    public static Line Of(TimelineEvent e, View view)
    {
        var parts = new List<Line> { Line.Create([view.Moment(e.When)]) };
        if (e.Phase is { } phase) parts.Add(phase.DisplayName() + (e.PhaseGuessed ? " (guess)" : ""));
        parts.Add(TextOf(e));
        return Line.Join(" · ", parts);
    }

    public static string TextOf(TimelineEvent e) => e switch
    {
        { TextPending: true } => "(reading the message)",
        { Unreadable: { } reason, Text.Length: 0 } => $"(text not read: {reason})",
        _ => Texts.OneLine(e.Text, 400) + (e.Times > 1 ? $" ({e.Times} times)" : ""),
    };
}
