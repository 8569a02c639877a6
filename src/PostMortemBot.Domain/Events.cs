using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>
/// One stored fact of a post-mortem's history. Facts are for ever: names and JSON shapes are pinned by samples; they are told in the past tense and hold no policy.
/// </summary>
/// <param name="At">When it was decided (the Turn's instant).</param>
/// <param name="By">Who did it.</param>
public abstract record PostMortemEvent(Instant At, PersonId By);
