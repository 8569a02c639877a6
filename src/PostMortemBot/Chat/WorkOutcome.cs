using NodaTime;
using PostMortemBot.Storage;

namespace PostMortemBot.Chat;

/// <summary>What a doer of work says when it returns. What it throws is tried again; <see cref="ChatRefused"/> ends the work.</summary>
internal abstract record WorkOutcome
{
    private WorkOutcome()
    {
    }

    /// <summary>The work is done; the rows it brought about are written in the transaction that ends it.</summary>
    public sealed record Done(IReadOnlyList<RowPut> Rows) : WorkOutcome;

    /// <summary>Not yet: again at this instant (a platform's pace). It counts as no failed try.</summary>
    public sealed record Later(Instant Due) : WorkOutcome;

    public static WorkOutcome Finished { get; } = new Done([]);

    public static WorkOutcome Brought(params IReadOnlyList<RowPut> rows) => new Done(rows);

    public static WorkOutcome At(Instant due) => new Later(due);
}
