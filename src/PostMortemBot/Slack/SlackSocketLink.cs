using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostMortemBot.Chat;

namespace PostMortemBot.Slack;

/// <summary>
/// One socket: greeted by Slack, then envelopes come, each acknowledged on it after it was taken. What could not be stored is not acknowledged, so Slack brings it again.
/// A peer that answers no ping is given up.
/// </summary>
internal sealed class SlackSocketLink : IAsyncDisposable
{
    private const int MostBytes = 1024 * 1024;
    private static readonly TimeSpan Greeting = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);
    private readonly ClientWebSocket socket;
    private readonly Func<JsonElement, Task<Reply>> take;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly TaskCompletionSource leaving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<Task> inWork = [];
    private int closed;

    private SlackSocketLink(ClientWebSocket socket, Func<JsonElement, Task<Reply>> take, TimeProvider time) => (this.socket, this.take, this.time) = (socket, take, time);

    public event Action? Closed;

    /// <summary>Slack wants this socket left: another is to be opened, this one read to its end.</summary>
    public Task Leaving => leaving.Task;

    /// <summary>Connects and waits to be greeted; only then it counts.</summary>
    public static async Task<SlackSocketLink> ConnectAsync(Uri address, TimeSpan ping, Func<JsonElement, Task<Reply>> take, TimeProvider time, CancellationToken stop)
    {
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = ping;
        socket.Options.KeepAliveTimeout = ping;
        var link = new SlackSocketLink(socket, take, time);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(Greeting);
            await socket.ConnectAsync(address, patience.Token);
            while (await link.NextAsync(patience.Token) is { } frame)
            {
                using (frame)
                {
                    if (TypeOf(frame.RootElement) == "hello") return link;
                    link.Take(frame.RootElement);
                }
            }

            throw new SlackFailed("Slack closed a socket before its greeting.");
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads until the socket ends.</summary>
    public async Task ReadAsync(CancellationToken stop)
    {
        try
        {
            while (await NextAsync(stop) is { } frame)
            {
                using (frame) Take(frame.RootElement);
            }
        }
        finally
        {
            await Task.WhenAll(InWork());
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, 1) != 0) return;
        Closed?.Invoke();
        try
        {
            using var patience = new CancellationTokenSource(Goodbye, time);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            // It is closed one way or the other.
        }

        socket.Dispose();
        sending.Dispose();
    }

    private void Take(JsonElement frame)
    {
        switch (TypeOf(frame))
        {
            case "disconnect":
                leaving.TrySetResult();
                break;
            case "slash_commands" or "events_api" or "interactive":
                var taken = TakenAsync(frame.Clone());
                lock (inWork) inWork.Add(taken);
                _ = taken.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                break;
            default:
                break;
        }
    }

    private async Task TakenAsync(JsonElement envelope)
    {
        await Task.Yield();
        var reply = await take(envelope);
        if (reply.Status != StatusCodes.Status200OK) return;
        var acknowledged = new JsonObject { ["envelope_id"] = Wire.Text(envelope, "envelope_id") };
        if (reply.Body.Length > 0 && Wire.Property(envelope, "accepts_response_payload") is { ValueKind: JsonValueKind.True }) acknowledged["payload"] = JsonNode.Parse(reply.Body);
        await SendAsync(WireJson.Bytes(acknowledged));
    }

    private async Task SendAsync(byte[] frame)
    {
        await sending.WaitAsync();
        try
        {
            await socket.SendAsync(frame, WebSocketMessageType.Text, true, CancellationToken.None);
        }
        catch (Exception gone) when (gone is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The socket ended before the acknowledgement: Slack brings it again, and it has one effect all the same.
        }
        finally
        {
            sending.Release();
        }
    }

    /// <summary>The next frame that is JSON; null at the end of the socket. Others are passed over.</summary>
    private async Task<JsonDocument?> NextAsync(CancellationToken stop)
    {
        while (true)
        {
            var (text, ended) = await FrameAsync(stop);
            if (ended) return null;
            if (text is not null && WireJson.Read(text) is { } frame) return frame;
        }
    }

    private async Task<(byte[]? Text, bool Ended)> FrameAsync(CancellationToken stop)
    {
        using var whole = new MemoryStream();
        var piece = new byte[16 * 1024];
        while (true)
        {
            var read = await socket.ReceiveAsync(piece.AsMemory(), stop);
            if (read.MessageType == WebSocketMessageType.Close) return (null, true);
            if (whole.Length + read.Count <= MostBytes) whole.Write(piece, 0, read.Count);
            if (read.EndOfMessage) return (read.MessageType == WebSocketMessageType.Text ? whole.ToArray() : null, false);
        }
    }

    private void Forget(Task taken)
    {
        lock (inWork) inWork.Remove(taken);
    }

    private Task[] InWork()
    {
        lock (inWork) return [.. inWork];
    }

    private static string TypeOf(JsonElement frame) => Wire.Text(frame, "type");
}
