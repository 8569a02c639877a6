using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>How a message becomes an event, in each reader's own manner: a reaction, or where no reactions are told the menu of the message.</summary>
internal static class Adding
{
    public static Span OfMessage { get; } = new Span.Manner("react 📌 to a message", "⋯ on a message → Add to timeline");
}
