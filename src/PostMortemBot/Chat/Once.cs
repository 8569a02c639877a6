using NodaTime;

namespace PostMortemBot.Chat;

/// <summary>
/// The same thing brought again (a retry, a double click) gets the answer of the first, also while the first is still in work. What was not taken is forgotten at once, so
/// that its retry is handled. The store's receipts are the lasting guard; this one spares the work.
/// </summary>
internal sealed class Once(IClock clock)
{
    private const int Most = 512;
    private readonly Dictionary<string, (Instant Until, Task<Reply> Reply)> before = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();
    private readonly Lock gate = new();

    /// <param name="within">How long the same key means the same thing.</param>
    public Task<Reply> RunAsync(string key, Duration within, Func<Task<Reply>> handle)
    {
        TaskCompletionSource<Reply> reply;
        lock (gate)
        {
            var now = clock.GetCurrentInstant();
            if (before.TryGetValue(key, out var known) && known.Until > now) return known.Reply;
            reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
            before[key] = (now + within, reply.Task);
            order.Enqueue(key);
            while (order.Count > Most) before.Remove(order.Dequeue());
        }

        return FirstAsync(key, handle, reply);
    }

    private async Task<Reply> FirstAsync(string key, Func<Task<Reply>> handle, TaskCompletionSource<Reply> reply)
    {
        var given = Reply.Again;
        try
        {
            return given = await handle();
        }
        finally
        {
            if (given.Status != StatusCodes.Status200OK)
            {
                lock (gate) before.Remove(key);
            }

            reply.TrySetResult(given);
        }
    }
}
