using Microsoft.Extensions.Logging.Abstractions;
using PostMortemBot.Chat;
using PostMortemBot.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Chat;

public sealed class TickingTests
{
    [Fact]
    public async Task It_looks_once_a_minute_also_after_looks_that_failed()
    {
        var stop = TestContext.Current.CancellationToken;
        var time = new WatchedTime(new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero));
        var (looks, enough) = (new List<DateTimeOffset>(), new TaskCompletionSource());
        using var ticking = new Ticking(Look, time, NullLogger<Ticking>.Instance);

        await ticking.StartAsync(stop);
        await time.PassWaitsAsync(enough.Task, Ticking.Pace);
        await ticking.StopAsync(stop);

        Assert.Equal(4, looks.Count);
        Assert.All(looks.Zip(looks.Skip(1)), pair => Assert.True(pair.Second - pair.First >= Ticking.Pace));

        Task Look(CancellationToken ends)
        {
            looks.Add(time.GetUtcNow());
            if (looks.Count == 4) enough.SetResult();
            return looks.Count switch { 1 => Task.FromException(new StoreUnavailable("The disk is full.")), 2 => Task.FromException(new InvalidOperationException("A bug.")), 3 => Task.CompletedTask, _ => new TaskCompletionSource().Task.WaitAsync(ends) };
        }
    }
}
