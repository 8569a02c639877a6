namespace PostMortemBot.WebChat;

/// <summary>Somebody has been given the chat's page.</summary>
internal sealed class FirstVisit
{
    private readonly TaskCompletionSource happened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Happened => happened.Task;

    public void Was() => happened.TrySetResult();
}

/// <summary>A newcomer sees a sample incident come in to its half, and one sentence on what to press. It waits for the first page, which so comes sooner.</summary>
internal sealed partial class FirstSample(ChatRoom room, SamplePlayer player, FirstVisit visit, WebChatSettings settings, ILogger<FirstSample> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.SampleAtStart == 0 || settings.Sample.Count == 0 || !room.Untouched) return;
        var channel = room.Channels[0];
        room.Change(channel with { Lead = settings.SampleSentence });
        try
        {
            await visit.Happened.WaitAsync(stoppingToken);
            await player.PlayAsync(channel.Id, [.. settings.Sample.Take(settings.SampleAtStart)], TimeSpan.Zero, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Log.Stopped(log);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "The sample was not played to its half: the program stops")]
        public static partial void Stopped(ILogger logger);
    }
}
