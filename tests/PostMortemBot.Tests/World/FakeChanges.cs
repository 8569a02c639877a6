namespace PostMortemBot.Tests.World;

/// <summary>Says when a fake changed, so that a test can wait for what it expects without a clock.</summary>
/// <param name="gate">Held while the fake is looked at.</param>
internal sealed class FakeChanges(Lock gate)
{
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Tells those who wait in <see cref="UntilAsync"/>.</summary>
    public void Tell() => Interlocked.Exchange(ref next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Waits until something holds: looks again at each change. Fails after ten seconds without one.</summary>
    /// <param name="seen">What the fake saw, for the sentence.</param>
    public async Task UntilAsync(Func<bool> holds, string what, Func<string> seen)
    {
        while (true)
        {
            var change = Volatile.Read(ref next).Task;
            lock (gate)
            {
                if (holds()) return;
            }

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
