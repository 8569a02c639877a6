using NodaTime;
using PostMortemBot.Storage;

namespace PostMortemBot.Chat;

/// <summary>Does one piece of work of its kind. It may be done twice when the process dies between the doing and its record: it looks first whether it was done, where the platform allows.</summary>
internal delegate Task<WorkOutcome> Doer(WorkRow work, CancellationToken stop);

/// <summary>What a doer of work says when it returns. What it throws is tried again; <see cref="ChatRefused"/> ends the work.</summary>
internal abstract record WorkOutcome
{
    private WorkOutcome()
    {
    }

    /// <summary>
    /// The work is done; the rows it brought about are written in the transaction that ends it. They expect no version: what was done cannot be undone by a conflict.
    /// </summary>
    public sealed record Done(IReadOnlyList<RowPut> Rows) : WorkOutcome;

    /// <summary>Not yet: again at this instant (a platform's pace). It counts as no failed try.</summary>
    /// <param name="HoldsQueue">True for a platform's <c>Retry-After</c>: the whole queue waits. False for the pace of one message: others go on.</param>
    public sealed record Later(Instant Due, bool HoldsQueue = false) : WorkOutcome
    {
        /// <summary>Newer work under the same key waits as well, instead of being done at once.</summary>
        public bool KeepsPace { get; init; }
    }

    /// <summary>It went wrong and is tried again, its queue waiting, until the tries are used up. An exception counts as this.</summary>
    public sealed record Failed(string Why) : WorkOutcome;

    /// <summary>No for good: set aside at once and told. <see cref="ChatRefused"/> counts as this.</summary>
    public sealed record Refused(string Why) : WorkOutcome;

    public static WorkOutcome Finished { get; } = new Done([]);

    public static WorkOutcome Brought(params IReadOnlyList<RowPut> rows) => new Done(rows);

    public static WorkOutcome At(Instant due) => new Later(due);

    /// <summary>Not before this instant, however much newer work comes for it: the pace of one message.</summary>
    public static WorkOutcome Paced(Instant due) => new Later(due) { KeepsPace = true };
}
