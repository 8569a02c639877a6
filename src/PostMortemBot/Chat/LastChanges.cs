using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Chat;

/// <summary>
/// As of when a message that was changed stands (of the last 1,024 that came to be changed): a change that had to wait for its platform does not put an older state over a newer
/// one. What was changed before the program started is not known.
/// </summary>
internal sealed class LastChanges(IClock clock)
{
    private const int Most = 1024;
    private readonly Dictionary<string, One> known = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();
    private readonly Lock gate = new();

    /// <summary>Puts what was decided at a moment in the message's place, unless it shows what was decided later. Changes of one message wait for each other.</summary>
    /// <param name="decided">In Unix milliseconds.</param>
    public Task DecidedAsync(MessageRef message, long decided, Func<Task> change, CancellationToken stop) => RunAsync(message, decided, change, stop);

    /// <summary>Puts what holds now in the message's place.</summary>
    public Task NowAsync(MessageRef message, Func<Task> change, CancellationToken stop) => RunAsync(message, decided: null, change, stop);

    private async Task RunAsync(MessageRef message, long? decided, Func<Task> change, CancellationToken stop)
    {
        var one = Of(message.Key);
        await one.Turn.WaitAsync(stop);
        try
        {
            if (decided < one.AsOf) return;
            var moment = decided ?? clock.GetCurrentInstant().ToUnixTimeMilliseconds();
            await change();
            one.AsOf = moment;
        }
        finally
        {
            one.Turn.Release();
        }
    }

    private One Of(string key)
    {
        lock (gate)
        {
            if (known.TryGetValue(key, out var one)) return one;
            order.Enqueue(key);
            while (order.Count > Most) known.Remove(order.Dequeue());
            return known[key] = new One();
        }
    }

    /// <summary>Never disposed: nobody asks its semaphore for a handle.</summary>
    private sealed class One
    {
        public SemaphoreSlim Turn { get; } = new(1);

        /// <summary>In Unix milliseconds; null: not known.</summary>
        public long? AsOf { get; set; }
    }
}
