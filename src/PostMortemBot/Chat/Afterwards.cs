using PostMortemBot.Storage;

namespace PostMortemBot.Chat;

/// <summary>
/// What one person is still to be told once their request has been answered: work of the store, so that it is told also when the process ends now. While the store takes nothing,
/// an errand does it.
/// </summary>
internal sealed partial class Afterwards(Bot bot, Errands errands, TimeProvider time, ILogger<Afterwards> log)
{
    /// <summary>Platforms wait three seconds, and most of them may be spent.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <summary>Returns once it is stored, or soon where that takes its time.</summary>
    /// <param name="receipt">Of this delivery: one that is brought twice tells once.</param>
    /// <param name="unkept">Does the same where nothing can be stored.</param>
    /// <param name="rows">Written in the same transaction; where one of them is there already, there is nothing to tell.</param>
    public async Task BringAsync(string organisation, string receipt, IReadOnlyList<WorkPut> work, Func<CancellationToken, Task> unkept, params IReadOnlyList<RowPut> rows)
    {
        var storing = bot.Store.AppendAsync(new Append(organisation, receipt, []) { Work = work, Rows = rows }, CancellationToken.None);
        if (!await storing.EndsWithinAsync(Patience, time)) errands.Run("an answer", async stop => await (await IsKeptAsync(storing) ? Task.CompletedTask : unkept(stop)));
        else if (!await IsKeptAsync(storing)) errands.Run("an answer", unkept);
    }

    /// <summary>What is not known to stand in the store is told at once: perhaps twice, where only the commit's outcome is unknown, rather than never.</summary>
    private async Task<bool> IsKeptAsync(Task storing)
    {
        try
        {
            await storing;
            return true;
        }
        catch (StoreUnavailable)
        {
            return false;
        }
        catch (Exception bug)
        {
            Log.NotKept(log, bug);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "What somebody is still to be told could not be kept; it is told from memory.")]
        public static partial void NotKept(ILogger log, Exception bug);
    }
}
