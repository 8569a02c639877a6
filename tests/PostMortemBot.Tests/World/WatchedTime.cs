using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace PostMortemBot.Tests.World;

/// <summary>
/// A clock of the test's own that knows whether something waits for a short while (a pause in typing): then the test goes on to that moment, as the person would.
/// </summary>
internal sealed class WatchedTime(DateTimeOffset now) : FakeTimeProvider(now)
{
    /// <summary>Longer waits are the test's to pass.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);
    private readonly Lock gate = new();
    private readonly HashSet<Watched> waiting = [];

    /// <summary>Told when something begins to wait for a short while.</summary>
    public event Action? Waits;

    public bool SomethingWaits
    {
        get
        {
            lock (gate) return waiting.Count > 0;
        }
    }

    /// <summary>Told when something begins to wait, with how long.</summary>
    private event Action<TimeSpan>? Begins;

    /// <summary>Until <paramref name="done"/>, every wait of at most <paramref name="longest"/> goes by as it begins.</summary>
    public async Task PassWaitsAsync(Task done, TimeSpan longest)
    {
        var begun = Channel.CreateUnbounded<TimeSpan>();
        void Begun(TimeSpan wait) => begun.Writer.TryWrite(wait);
        Begins += Begun;
        Advance(longest);
        while (!done.IsCompleted)
        {
            var next = begun.Reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
            await Task.WhenAny(done, next);
            while (!done.IsCompleted && begun.Reader.TryRead(out var wait))
            {
                if (wait <= longest) Advance(wait);
            }
        }

        Begins -= Begun;
        await done;
    }

    /// <summary>Passes the longest of the short waits.</summary>
    public void PassShort() => Advance(Longest);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero) Begins?.Invoke(dueTime);
        if (dueTime < Shortest || dueTime > Longest) return timer;
        var watched = new Watched(this, timer);
        lock (gate) waiting.Add(watched);
        Waits?.Invoke();
        return watched;
    }

    private void Ended(Watched watched)
    {
        lock (gate) waiting.Remove(watched);
    }

    private sealed class Watched(WatchedTime clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            clock.Ended(this);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            clock.Ended(this);
            return timer.DisposeAsync();
        }
    }
}
