namespace PostMortemBot.Domain;

/// <summary>When a document goes to the wiki, and when what stands there no longer holds.</summary>
public static class Publishing
{
    /// <summary>True while its page is to be in the wiki: it is final, and not kept to its participants.</summary>
    public static bool IsWanted(PostMortem p) => p.Life == Life.Final && !p.IsPrivate;

    /// <summary>True while a page stands of a document that is open again: it says what was final last.</summary>
    public static bool KeepsPage(PostMortem p) => p is { IsPrivate: false, Page.Withdrawn: false, Life: Life.UnderReview or Life.Draft };

    /// <summary>True when its page is to be taken out of the wiki: it was published and has become private.</summary>
    public static bool IsToWithdraw(PostMortem p) => p is { IsPrivate: true, Page.Withdrawn: false };

    /// <summary>
    /// Whether these facts leave work for the wiki: it became final, something of a final one changed (actions, lessons, a redaction), or it became private. A document that is reopened keeps the
    /// page it has until it is final again, without what is redacted meanwhile. What the wiki itself brought about leaves none.
    /// </summary>
    public static bool IsDue(PostMortem before, PostMortem after, IReadOnlyList<PostMortemEvent> facts) =>
        IsToWithdraw(after) || (IsWanted(after) && (!IsWanted(before) || facts.Any(ChangesDocument))) || (KeepsPage(after) && facts.Any(fact => fact is TextRedacted));

    /// <summary>Why it is not published yet, as full sentences; empty when nothing is missing.</summary>
    /// <param name="blanks">How many blanks its document still has.</param>
    public static IReadOnlyList<string> Missing(PostMortem p, int blanks)
    {
        if (p.IsPrivate) return [$"{p.Name} is private: nothing of it goes to the wiki. The author or an administrator makes it public."];
        return p.Life switch
        {
            Life.Final => [],
            Life.UnderReview => [$"{p.Name} is in review: it is published by its last approval, once the meeting is set."],
            Life.Draft when blanks > 0 => [Blanks(blanks), "Then its review is to be requested: it is published by its last approval."],
            Life.Draft => ["No blank is left. Its review is to be requested: it is published by its last approval."],
            Life.Capturing => [$"{p.Name} is not resolved. Resolve it first; its document follows."],
            Life.Cancelled or Life.Merged => [$"{p.Name} has no document: it was {(p.Life == Life.Merged ? $"merged into {p.MergedIntoName}" : "cancelled")}."],
            _ => [$"{p.Name} has no document yet. Write it up first."],
        };
    }

    private static string Blanks(int blanks) => $"{Moments.Count(blanks, "blank")} of its document {(blanks == 1 ? "is" : "are")} still to be filled.";

    private static bool ChangesDocument(PostMortemEvent fact) => fact is not (Published or PublishingFailed or PublicationWithdrawn or RecipientAsked);
}
