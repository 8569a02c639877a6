namespace PostMortemBot.Tests.World;

/// <summary>Something that changes while others wait for it: they look again whenever it did.</summary>
internal sealed class Watched
{
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Tells those who wait.</summary>
    public void Change() => Interlocked.Exchange(ref changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Waits until something holds. Fails with the sentence ten seconds after the last change.</summary>
    /// <param name="seen">What there was instead.</param>
    public async Task UntilAsync(Func<bool> holds, string what, Func<string> seen)
    {
        while (true)
        {
            var change = Volatile.Read(ref changed).Task;
            if (holds()) return;
            try
            {
                await change.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"It did not happen: {what}.\n{seen()}");
            }
        }
    }
}
