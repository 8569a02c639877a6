using PostMortemBot.Domain;

namespace PostMortemBot.Chat;

/// <summary>What came of a decision once it met the store.</summary>
internal abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>Stored. A repeated delivery gets the facts of the first one, so that the same answer is drawn again.</summary>
    public sealed record Done(PostMortem Before, PostMortem After, IReadOnlyList<PostMortemEvent> Facts) : Outcome
    {
        public bool Changed => Facts.Count > 0;

        public T? The<T>()
            where T : PostMortemEvent => Facts.OfType<T>().FirstOrDefault();
    }

    /// <summary>Nothing stored.</summary>
    public sealed record Refused(string Sentence, string? Field = null) : Outcome;

    /// <summary>The place names another open incident.</summary>
    public sealed record PlaceTaken(PostMortemId By) : Outcome;

    /// <summary>The incident number belongs to another incident.</summary>
    public sealed record IdTaken(string IncidentId, PostMortemId By) : Outcome;
}
