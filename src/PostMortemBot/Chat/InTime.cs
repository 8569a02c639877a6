namespace PostMortemBot.Chat;

/// <summary>Waiting for what a platform wants answered within its own time.</summary>
internal static class InTime
{
    /// <summary>Whether it ended, well or not, before the patience did. How it ended is told to whoever awaits it next.</summary>
    public static async Task<bool> EndsWithinAsync(this Task handling, TimeSpan patience, TimeProvider time)
    {
        try
        {
            await handling.WaitAsync(patience, time);
        }
        catch (Exception) when (handling.IsCompleted)
        {
            // Its own end, however it was.
        }
        catch (TimeoutException)
        {
            return false;
        }

        return true;
    }
}
