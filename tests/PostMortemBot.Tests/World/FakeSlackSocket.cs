using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PostMortemBot.Tests.World;

/// <summary>Slack's side of Socket Mode: tickets, hello, envelopes and their acks, and everything that goes wrong with connections.</summary>
internal sealed class FakeSlackSocket(FakeSlack slack) : ISlackDelivery, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, bool> tickets = new();
    private readonly List<Connection> connections = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> acks = new();
    private int turn;
    private int refusals;
    private int deaf;

    public IEnumerable<KeyValuePair<string, Func<JsonObject, JsonObject>>> Methods => [new("apps.connections.open", Ticket)];

    /// <summary>Connections that have had their hello.</summary>
    public int Connected
    {
        get
        {
            lock (connections) return connections.Count(connection => connection.Alive);
        }
    }

    /// <summary>How many connections there have been so far.</summary>
    public int Opened { get; private set; }

    /// <summary>Acks for nothing that was sent, or sent twice.</summary>
    public ConcurrentQueue<string> StrangeAcks { get; } = new();

    /// <summary>The next handshakes are answered 409.</summary>
    public void RefuseHandshakes(int times) => refusals = times;

    /// <summary>The next connections greet and then hear and answer nothing, not even a ping; nobody closes them.</summary>
    public void DeafenNext(int connections) => deaf = connections;

    public async Task<BotReply> CommandAsync(JsonObject form) => await SendAsync("slash_commands", form, true);

    public async Task<BotReply> EventAsync(JsonObject envelope, int retry = 0, string reason = "http_timeout") =>
        await SendAsync("events_api", envelope, false, retry, reason);

    public async Task<BotReply> InteractionAsync(JsonObject payload) => await SendAsync("interactive", payload, true);

    public async Task<BotReply> OptionsAsync(JsonObject payload) => await SendAsync("interactive", payload, true);

    /// <summary>Sends to one of the connections, in turn, and waits for its ack; a payload lost with its connection goes to another one, as a retry.</summary>
    public async Task<BotReply> SendAsync(string type, JsonObject payload, bool answers, int retry = 0, string reason = "")
    {
        var id = slack.NewId("env-");
        var envelope = new JsonObject { ["envelope_id"] = id, ["type"] = type, ["payload"] = payload.DeepClone(), ["accepts_response_payload"] = answers };
        if (type == "events_api") (envelope["retry_attempt"], envelope["retry_reason"]) = (retry, reason);
        var ack = acks[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            await slack.UntilAsync(() => Connected > 0, "a Socket Mode connection stands");
            if (Pick() is not { } connection) continue;
            try
            {
                await connection.SendAsync(envelope.ToJsonString());
                var first = await Task.WhenAny(ack.Task, connection.Ended).WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);
                if (first == ack.Task || ack.Task.IsCompleted) return new(200, await ack.Task, Stopwatch.GetElapsedTime(began));
            }
            catch (TimeoutException)
            {
                return new(0, "", Stopwatch.GetElapsedTime(began));
            }
            catch (Exception lost) when (lost is WebSocketException or IOException or ObjectDisposedException)
            {
                // The connection went while sending: another one takes it.
            }

            if (type == "events_api") (envelope["retry_attempt"], envelope["retry_reason"]) = (++retry, "connection_failed");
        }
    }

    /// <summary>Tells the client on every connection to go: <c>warning</c>, <c>refresh_requested</c>, <c>link_disabled</c>.</summary>
    public Task DisconnectAsync(string reason) => AllAsync(connection => connection.SendAsync(new JsonObject { ["type"] = "disconnect", ["reason"] = reason, ["debug_info"] = new JsonObject { ["host"] = "wss-1" } }.ToJsonString()));

    /// <summary>Any text or bytes on every connection.</summary>
    public Task RawAsync(string text) => AllAsync(connection => connection.SendAsync(text));

    public Task BinaryAsync(byte[] bytes) => AllAsync(connection => connection.SendAsync(bytes));

    /// <summary>Cuts every connection without a word.</summary>
    public void Drop()
    {
        foreach (var connection in All()) connection.Abort();
    }

    public async Task AcceptAsync(HttpContext http, string ticket)
    {
        if (refusals > 0)
        {
            refusals--;
            http.Response.StatusCode = StatusCodes.Status409Conflict;
            return;
        }

        if (!http.WebSockets.IsWebSocketRequest || !tickets.TryRemove(ticket, out _))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        using var connection = new Connection(socket);
        await connection.SendAsync(new JsonObject { ["type"] = "hello", ["num_connections"] = Connected + 1, ["connection_info"] = new JsonObject { ["app_id"] = FakeSlack.App }, ["debug_info"] = new JsonObject { ["host"] = "wss-1", ["approximate_connection_time"] = 18060 } }.ToJsonString());
        lock (connections)
        {
            connections.Add(connection);
            Opened++;
        }

        slack.Change();
        try
        {
            if (deaf > 0)
            {
                deaf--;
                await connection.UntilLeftAsync(http.RequestAborted);
                return;
            }

            await connection.ReadAsync(Acked);
        }
        finally
        {
            lock (connections) connections.Remove(connection);
            slack.Change();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Drop();
        await Task.WhenAll(All().Select(connection => connection.Ended));
    }

    private JsonObject Ticket(JsonObject args)
    {
        var ticket = slack.NewId("ticket-");
        tickets[ticket] = true;
        return new JsonObject { ["url"] = $"{slack.Address.Replace("http://", "ws://", StringComparison.Ordinal)}/socket/{ticket}" };
    }

    private void Acked(string text)
    {
        var ack = JsonNode.Parse(text)!;
        var id = (string?)ack["envelope_id"] ?? "";
        if (!acks.TryGetValue(id, out var waits) || !waits.TrySetResult(ack["payload"] is JsonValue said ? said.ToString() : ack["payload"]?.ToJsonString() ?? "")) StrangeAcks.Enqueue(text);
        slack.Change();
    }

    private Connection? Pick()
    {
        lock (connections)
        {
            var alive = connections.Where(connection => connection.Alive).ToList();
            return alive.Count == 0 ? null : alive[turn++ % alive.Count];
        }
    }

    private List<Connection> All()
    {
        lock (connections) return [.. connections];
    }

    private Task AllAsync(Func<Connection, Task> act) => Task.WhenAll(All().Select(act));

    private sealed class Connection(WebSocket socket) : IDisposable
    {
        private readonly SemaphoreSlim one = new(1);
        private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended => ended.Task;

        public bool Alive => !ended.Task.IsCompleted;

        public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

        public Task SendAsync(byte[] bytes) => SendAsync(bytes, WebSocketMessageType.Binary);

        public void Abort() => socket.Abort();

        /// <summary>Reads nothing; over when the client has gone.</summary>
        public async Task UntilLeftAsync(CancellationToken gone)
        {
            var left = new TaskCompletionSource();
            await using (gone.Register(left.SetResult)) await left.Task;
            ended.TrySetResult();
        }

        public void Dispose() => one.Dispose();

        public async Task ReadAsync(Action<string> text)
        {
            var buffer = new byte[1 << 20];
            try
            {
                while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
                {
                    var length = 0;
                    ValueWebSocketReceiveResult part;
                    do
                    {
                        part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                        length += part.Count;
                    }
                    while (!part.EndOfMessage);
                    if (part.MessageType == WebSocketMessageType.Close)
                    {
                        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
                        return;
                    }

                    text(Encoding.UTF8.GetString(buffer, 0, length));
                }
            }
            catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or JsonException)
            {
                // The other side went, or was sent away.
            }
            finally
            {
                ended.TrySetResult();
            }
        }

        private async Task SendAsync(byte[] bytes, WebSocketMessageType type)
        {
            await one.WaitAsync();
            try
            {
                await socket.SendAsync(bytes, type, true, CancellationToken.None);
            }
            finally
            {
                one.Release();
            }
        }
    }
}
