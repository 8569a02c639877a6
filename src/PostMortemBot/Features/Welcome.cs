using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>What a newcomer sees first (conversation.md 5): three sentences and one button, no tour.</summary>
internal static class Welcome
{
    public static Card Hello { get; } = new(
        "",
        [
            new Element.Text(["Hello. When something breaks: ", Span.TypedInChannel("start what is wrong"), "."]),
            new Element.Text([new Span.Manner("Then react 📌 to the messages that matter.", "Add a message: ⋯ → More actions → Add to timeline.")]),
            new Element.Text("That is all."),
        ],
        [Button.Opens(StartIncident.OpenId, "Start an incident")]);
}
