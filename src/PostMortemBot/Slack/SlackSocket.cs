using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostMortemBot.Chat;

namespace PostMortemBot.Slack;

/// <summary>
/// Socket Mode: keeps several sockets to Slack open, each on a line of its own. A line opens its next socket before the old one ends, waits longer after each failure, and
/// stops for good when Slack takes the token no more. https://docs.slack.dev/apis/events-api/using-socket-mode
/// </summary>
internal sealed partial class SlackSocket(SlackSettings settings, SlackApi api, SlackHosts hosts, SlackDoor door, Func<double> chance, TimeProvider time, ILogger<SlackSocket> log) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>A socket that ended sooner was no good one: the next is not opened at once.</summary>
    private static readonly TimeSpan Brief = TimeSpan.FromSeconds(10);
    private readonly List<Task> draining = [];
    private int open;

    /// <summary>How many sockets have been greeted and stand open.</summary>
    public int Open => Volatile.Read(ref open);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, settings.Connections).Select(_ => LineAsync(stoppingToken)));

    private async Task LineAsync(CancellationToken stop)
    {
        var failures = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var opened = time.GetTimestamp();
                await ServeAsync(await OpenAsync(stop), stop);
                failures = time.GetElapsedTime(opened) > Brief ? 0 : failures + 1;
                if (failures > 1) await PauseAsync(Wait(failures - 1, null), stop);
            }
            catch (SlackRefused refused) when (SlackErrors.TokenGone(refused.Error) || refused.Error is "missing_scope" or "not_allowed_token_type")
            {
                Log.GaveUp(log, refused.Message);
                return;
            }
            catch (Exception away) when (!stop.IsCancellationRequested && away is SlackFailed or SlackRefused or ChatBusy or WebSocketException or IOException or OperationCanceledException)
            {
                var wait = Wait(++failures, away);
                Log.Away(log, away.Message, wait.TotalSeconds);
                await PauseAsync(wait, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The end of the program.
            }
        }

        await Task.WhenAll(Draining());
    }

    /// <summary>Reads a socket; when it is to be left the next is opened while this one is still read to its end.</summary>
    private async Task ServeAsync(SlackSocketLink link, CancellationToken stop)
    {
        while (true)
        {
            var reading = link.ReadAsync(stop);
            if (await Task.WhenAny(reading, link.Leaving) == reading)
            {
                await DrainAsync(link, reading);
                return;
            }

            lock (draining)
            {
                draining.RemoveAll(one => one.IsCompleted);
                draining.Add(DrainAsync(link, reading));
            }

            link = await OpenAsync(stop);
        }
    }

    private async Task<SlackSocketLink> OpenAsync(CancellationToken stop)
    {
        var answer = await api.CallAsync("", settings.AppToken, "apps.connections.open", new JsonObject(), stop);
        var address = Wire.Text(answer, "url");
        if (hosts.AllowedSocket(address) is not { } uri) throw new SlackRefused("socket_url", "Slack named a socket that is not on the list of allowed hosts (Slack__AllowedHosts).");
        var link = await SlackSocketLink.ConnectAsync(uri, settings.Ping, TakeAsync, time, stop);
        Interlocked.Increment(ref open);
        link.Closed += () => Interlocked.Decrement(ref open);
        Log.Connected(log);
        return link;
    }

    private async Task<Reply> TakeAsync(JsonElement envelope)
    {
        var payload = Wire.Property(envelope, "payload") ?? default;
        return Wire.Text(envelope, "type") switch
        {
            "slash_commands" => await door.CommandAsync(name => Wire.Text(payload, name)),
            "events_api" => await door.EventAsync(payload),
            "interactive" when Wire.Text(payload, "type") == "block_suggestion" => SlackDoor.Options(),
            "interactive" => await door.InteractionAsync(payload),
            _ => Reply.Taken,
        };
    }

    /// <summary>Reads to the end, whatever end that is.</summary>
    private async Task DrainAsync(SlackSocketLink link, Task reading)
    {
        try
        {
            await reading;
        }
        catch (Exception ended) when (ended is WebSocketException or IOException or OperationCanceledException)
        {
            Log.Drained(log, ended.Message);
        }
        finally
        {
            await link.DisposeAsync();
        }
    }

    private Task[] Draining()
    {
        lock (draining) return [.. draining];
    }

    /// <summary>Longer after each failure, half of it by chance; never before Slack allows it.</summary>
    private TimeSpan Wait(int failures, Exception? away)
    {
        var whole = TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Min(failures - 1, 10)));
        var wait = (whole / 2) + (whole / 2 * chance());
        return away is ChatBusy busy && busy.Until.ToDateTimeOffset() - time.GetUtcNow() is var told && told > wait ? told : wait;
    }

    private async Task PauseAsync(TimeSpan wait, CancellationToken stop)
    {
        try
        {
            await Task.Delay(wait, time, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The end of the program.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Socket Mode stops: {Why} Set Slack__AppToken anew and restart.")]
        public static partial void GaveUp(ILogger log, string why);

        [LoggerMessage(2, LogLevel.Warning, "The socket to Slack is away ({Why}); again in {Seconds} s.")]
        public static partial void Away(ILogger log, string why, double seconds);

        [LoggerMessage(3, LogLevel.Information, "A socket to Slack is open.")]
        public static partial void Connected(ILogger log);

        [LoggerMessage(4, LogLevel.Debug, "A socket that was left has ended: {Why}")]
        public static partial void Drained(ILogger log, string why);
    }
}
