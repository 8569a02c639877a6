using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>An action item is not needed any more; it stays in its table with the reason.</summary>
public sealed record ActionItemDropped(Instant At, PersonId By, ActionItemId Id, string Reason) : PostMortemEvent(At, By);

/// <summary>How it stands, in the words of who does it: <em>waiting for vendor</em>. Empty takes the word back.</summary>
public sealed record ActionWordGiven(Instant At, PersonId By, ActionItemId Id, string Word) : PostMortemEvent(At, By);

/// <summary>What shows that it is done: a link or a line. Empty takes it back.</summary>
public sealed record ActionShown(Instant At, PersonId By, ActionItemId Id, string Proof) : PostMortemEvent(At, By);

/// <summary>Its owner is not reminded of it before this day; null ends that.</summary>
public sealed record ActionSnoozed(Instant At, PersonId By, ActionItemId Id, LocalDate? Until) : PostMortemEvent(At, By);

/// <summary>Whether it held, asked a while after it was done.</summary>
/// <param name="Days">Which question was answered: 30 or 90 days after.</param>
public sealed record ActionEffectTold(Instant At, PersonId By, ActionItemId Id, int Days, ActionEffect Effect) : PostMortemEvent(At, By);

/// <summary>Whether an action that was done held.</summary>
public enum ActionEffect
{
    Held,
    Helped,
    CameBack,
    TooEarly,
}

/// <summary>The last word on an action item.</summary>
public sealed record ActionWord(string Text, PersonId By, Instant At);
