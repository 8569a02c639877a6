namespace PostMortemBot.Domain;

/// <summary>What a rule says to an intent: the facts that follow, or why not and what to do instead. Rules never throw for what a person may do wrong.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>These facts are to be appended. No facts: nothing changes (a second click), and that is fine.</summary>
    public sealed record Accepted(IReadOnlyList<PostMortemEvent> Facts) : Decision;

    /// <summary>Nothing is stored.</summary>
    /// <param name="Sentence">A full sentence that says what to do next.</param>
    /// <param name="Field">The form's field it concerns, if it concerns one.</param>
    /// <param name="Forbidden">True when it is the person who may not (kept in the audit rows), false when the act does not fit now.</param>
    public sealed record Refused(string Sentence, string? Field = null, bool Forbidden = false) : Decision;

    public static Decision Accept(params IReadOnlyList<PostMortemEvent> facts) => new Accepted(facts);

    public static Decision Nothing { get; } = new Accepted([]);

    public static Decision Refuse(string sentence, string? field = null) => new Refused(sentence, field);

    public static Decision Forbid(string sentence) => new Refused(sentence, null, true);
}
