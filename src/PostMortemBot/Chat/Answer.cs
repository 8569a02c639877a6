using PostMortemBot.Screens;

namespace PostMortemBot.Chat;

/// <summary>
/// What we say back to one incoming thing. The parts combine: a submitted form may close (no <see cref="Opens"/>) and leave a private line.
/// How each part looks on a platform: decisions.md 5.
/// </summary>
internal sealed record Answer
{
    /// <summary>Nothing is shown.</summary>
    public static Answer Silent { get; } = new();

    /// <summary>The bot's receipt on the message concerned, no text.</summary>
    public bool Quiet { get; init; }

    /// <summary>Seen only by the person who acted.</summary>
    public Card? Private { get; init; }

    /// <summary>A message to all in the conversation. Rare: the noise budget (conversation.md 4).</summary>
    public Card? Public { get; init; }

    /// <summary>A dialog: a form or rows. After a submit or a press inside a dialog it replaces that dialog; none closes it.</summary>
    public Screen? Opens { get; init; }

    /// <summary>The card that was pressed, drawn anew in its place.</summary>
    public Card? Replaces { get; init; }

    /// <summary>A field that was left could not be stored: what it holds waits for the whole form.</summary>
    public bool NotStored { get; init; }

    public static Answer Unstored { get; } = new() { NotStored = true };

    public static Answer Receipt { get; } = new() { Quiet = true };

    public static Answer Tell(Card card) => new() { Private = card };

    public static Answer Say(Line line, params IReadOnlyList<Button> buttons) => new() { Private = Card.OneLine(line, buttons) };

    public static Answer Open(Screen screen) => new() { Opens = screen };

    public static Answer Replace(Card card) => new() { Replaces = card };
}
