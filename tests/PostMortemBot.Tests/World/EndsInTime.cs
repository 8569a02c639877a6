using System.Collections.Concurrent;
using System.Reflection;
using Xunit.v3;

[assembly: PostMortemBot.Tests.World.EndsInTime]

namespace PostMortemBot.Tests.World;

/// <summary>
/// A test that waits for what never comes fails by name instead of holding up the whole run: its cancellation token, which every wait here takes, ends it. The longest test takes a few minutes on
/// two slow cores.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class EndsInTimeAttribute : BeforeAfterTestAttribute
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);
    private readonly ConcurrentDictionary<string, Timer> running = [];

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        var context = TestContext.Current;
        running[test.UniqueID] = new Timer(_ => context.CancelCurrentTest(), null, Longest, Timeout.InfiniteTimeSpan);
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (running.TryRemove(test.UniqueID, out var timer)) timer.Dispose();
    }
}
