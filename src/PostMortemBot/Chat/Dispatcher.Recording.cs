using PostMortemBot.Storage;

namespace PostMortemBot.Chat;

/// <summary>What became of a piece of work, in the store: done, later, tried again, set aside.</summary>
internal sealed partial class Dispatcher
{
    private Task RecordAsync(WorkRow work, WorkOutcome outcome) => outcome switch
    {
        WorkOutcome.Done done => DoneAsync(work, done.Rows),
        WorkOutcome.Later later => StoredAsync(stop => store.PostponeAsync(work, later.Due, "", later.HoldsQueue, stop, later.KeepsPace)),
        WorkOutcome.Failed failed => FailedAsync(work with { Tries = work.Tries + 1 }, failed.Why),
        WorkOutcome.Refused refused => ParkAsync(work with { Tries = work.Tries + 1 }, refused.Why),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An outcome without a record."),
    };

    private async Task DoneAsync(WorkRow work, IReadOnlyList<RowPut> brought)
    {
        try
        {
            await StoredAsync(stop => store.DoneAsync(work, brought, stop));
        }
        catch (ArgumentException bug)
        {
            // Not at once again: that would be a post a millisecond.
            await FailedAsync(work with { Tries = work.Tries + 1 }, bug.Message);
        }
    }

    private Task FailedAsync(WorkRow tried, string why) => tried.Tries >= retrying.Tries
        ? ParkAsync(tried, why)
        : StoredAsync(stop => store.PostponeAsync(tried, Now() + retrying.After(tried.Tries), why, true, stop));

    private async Task ParkAsync(WorkRow work, string why)
    {
        Log.Parked(log, work.Kind, work.Key, work.Tries, why);
        try
        {
            await StoredAsync(stop => OnParked(work, why, stop));
        }
        catch (Exception bug) when (!hurry.IsCancellationRequested)
        {
            Log.NotTold(log, work.Kind, work.Key, bug);
        }

        await StoredAsync(stop => store.ParkAsync(work, why, stop));
    }

    /// <summary>Waits for the store to come back: what was sent must be recorded, never sent again for want of it.</summary>
    private async Task StoredAsync(Func<CancellationToken, Task> record)
    {
        while (true)
        {
            try
            {
                await record(hurry.Token);
                return;
            }
            catch (StoreUnavailable away)
            {
                Log.StoreIsAway(log, away);
                await Task.Delay(StoreAway.ToTimeSpan(), time, hurry.Token);
            }
        }
    }
}
