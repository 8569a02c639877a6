namespace PostMortemBot.WebChat;

/// <summary>A newcomer finds a sample incident half way, and one sentence on what to press.</summary>
internal sealed partial class FirstSample(ChatRoom room, SamplePlayer player, WebChatSettings settings, ILogger<FirstSample> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.SampleAtStart == 0 || settings.Sample.Count == 0 || !room.Untouched)
        {
            return;
        }

        await Task.Yield();
        var channel = room.Channels[0];
        room.Change(channel with { Lead = settings.SampleSentence });
        try
        {
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
