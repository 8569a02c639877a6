using PostMortemBot.Chat;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Chat;

public sealed class RestingTests
{
    private const long Much = 10 * Resting.Worth;

    [Theory]
    [InlineData("the start, then nothing", 1, new[] { Much, Much })]
    [InlineData("work without end", 0, new[] { Much, 2 * Much, 3 * Much, 4 * Much })]
    [InlineData("work, a pause, work, a pause", 2, new[] { Much, Much, 2 * Much, 2 * Much })]
    [InlineData("a pause that goes on", 1, new[] { Much, Much, Much + 10, Much + 20, Much + 30 })]
    [InlineData("so little that it is not worth it", 0, new[] { Resting.Worth - 1, Resting.Worth - 1 })]
    public async Task It_gives_back_once_for_each_rest(string what, int times, long[] made)
    {
        var stop = TestContext.Current.CancellationToken;
        var time = new WatchedTime(new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero));
        var (looks, given, enough) = (0, 0, new TaskCompletionSource());
        using var resting = new Resting(Made, () => given++, time);

        await resting.StartAsync(stop);
        await time.PassWaitsAsync(enough.Task, Resting.Pace);
        await resting.StopAsync(stop);

        Assert.True(times == given, what);

        long Made()
        {
            if (looks == made.Length - 1) enough.TrySetResult();
            return made[Math.Min(looks++, made.Length - 1)];
        }
    }
}
