using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>One act of a person in a history: the facts of one turn, which share its instant.</summary>
/// <param name="From">The version before its first fact.</param>
public sealed record ToldAct(long From, IReadOnlyList<PostMortemEvent> Facts)
{
    public long To => From + Facts.Count;

    public Instant At => Facts[0].At;

    public PersonId By => Facts[0].By;

    /// <summary>The facts with their versions.</summary>
    public IEnumerable<(long Version, PostMortemEvent Fact)> Versioned => Facts.Select((fact, place) => (From + place + 1, fact));

    private bool TakesBack => Facts[0] is ActTakenBack;

    /// <summary>The acts of a history, oldest first. What the bot adds at that instant (a verdict, a text read) and what a merge brought belong to the act.</summary>
    public static IReadOnlyList<ToldAct> In(IReadOnlyList<PostMortemEvent> history)
    {
        List<ToldAct> acts = [];
        for (var from = 0; from < history.Count;)
        {
            var to = from + 1;
            while (to < history.Count && BelongTogether(history[from], history[to])) to++;
            acts.Add(new(from, [.. history.Skip(from).Take(to - from)]));
            from = to;
        }

        return acts;
    }

    /// <summary>The acts that still stand: without those taken back, and without the taking back itself. What is left of one that was taken back in part stands.</summary>
    public static IReadOnlyList<ToldAct> Standing(IReadOnlyList<PostMortemEvent> history)
    {
        var acts = In(history);
        var taken = acts.SelectMany(act => act.Facts).OfType<ActTakenBack>().ToList();
        return [.. acts.Where(act => !act.TakesBack && act.Versioned.Any(one => !Follows(one.Fact) && !IsTaken(taken, one.Version)))];
    }

    /// <summary>The facts of this act that a person told and that nobody took back yet.</summary>
    public IReadOnlyList<(long Version, PostMortemEvent Fact)> Left(IReadOnlyList<PostMortemEvent> history)
    {
        var taken = history.OfType<ActTakenBack>().ToList();
        return [.. Versioned.Where(one => !Follows(one.Fact) && !IsTaken(taken, one.Version))];
    }

    private static bool IsTaken(IEnumerable<ActTakenBack> taken, long version) => taken.Any(back => version > back.From && version <= back.To);

    private static bool BelongTogether(PostMortemEvent first, PostMortemEvent next) =>
        first.At == next.At && next is not ActTakenBack && (next.By == first.By || first is MergedFrom || (next.By == PersonId.Bot && Follows(next)));

    /// <summary>What the bot tells because of an act, or what only follows a message or a look: nobody's own act.</summary>
    private static bool Follows(PostMortemEvent fact) => fact is VerdictReached or TimelineEventTextRead or TimelineEventTextUnreadable or SourceEdited or SourceDeleted or SectionSeen or ResemblanceFound or MarksBegun or Published or PublishingFailed or PublicationWithdrawn or NudgeQueued or NudgeDropped;
}
