using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using PostMortemBot.Tests.Storage;

namespace PostMortemBot.Tests.World;

/// <summary>The program as a process of its own, by the real clock: started, killed, started again on the same folder.</summary>
internal sealed class BotProcess : IAsyncDisposable
{
    private readonly BotProgram program;
    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentQueue<string> said = new();
    private readonly int port = FreePort();
    private Process? running;

    /// <param name="program">Left out: the one that was built.</param>
    public BotProcess(BotProgram? program = null)
    {
        this.program = program ?? BotProgram.Built;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    public HttpClient Http { get; }

    /// <summary>Where it was started: <c>bot.json</c> and its data lie there.</summary>
    public string Folder => folder.Path;

    public string StoreFile => Path.Combine(folder.Path, "data", "post-mortems.db");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Returns once it listens.</summary>
    /// <param name="change">Changes <c>bot.json</c> before it is read.</param>
    public async Task StartAsync(Action<JsonObject> change, params (string Name, string Value)[] environment)
    {
        var bot = JsonNode.Parse(Shipped.BotJson)!.AsObject();
        bot["url"] = $"http://127.0.0.1:{port}";
        change(bot);
        await File.WriteAllTextAsync(folder.File("bot.json"), bot.ToJsonString(), Stop);
        running = Process.Start(program.In(folder.Path, environment))!; // Null only with UseShellExecute.
        var listens = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        running.OutputDataReceived += (_, told) =>
        {
            if (told.Data is { } line) said.Enqueue(line);
            if (told.Data?.StartsWith("Everything is kept under", StringComparison.Ordinal) != false) listens.TrySetResult(told.Data is not null);
        };
        running.BeginOutputReadLine();
        if (!await listens.Task.WaitAsync(Stop)) Assert.Fail("It did not start: " + string.Join('\n', said));
    }

    public async Task KillAsync()
    {
        if (running is null) return;
        running.Kill();
        await running.WaitForExitAsync(CancellationToken.None);
        running.Dispose();
        running = null;
    }

    /// <summary>How the system lets each of its threads have the processor (<c>proc_pid_stat(5)</c>, <c>policy</c>), by their names; Linux alone tells.</summary>
    public ILookup<string, int> Policies() => Directory.GetDirectories($"/proc/{running!.Id}/task")
        .SelectMany(StatOf)
        .Select(stat => (Open: stat.IndexOf('(', StringComparison.Ordinal) + 1, Close: stat.LastIndexOf(')'), Stat: stat))
        .ToLookup(one => one.Stat[one.Open..one.Close], one => int.Parse(one.Stat[(one.Close + 2)..].Split(' ')[38], CultureInfo.InvariantCulture));

    /// <summary>None of a thread that has ended since it was listed.</summary>
    private static string[] StatOf(string thread)
    {
        try
        {
            return [File.ReadAllText(Path.Combine(thread, "stat"))];
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>Nothing went wrong that only the log tells: no error, and in no warning an exception of the runtime. That a platform is asked again is no fault.</summary>
    public void Clean() => Assert.DoesNotContain(said, line => line.StartsWith("fail:", StringComparison.Ordinal) || (line.TrimStart().StartsWith("System.", StringComparison.Ordinal) && line.Contains("Exception: ", StringComparison.Ordinal)));

    /// <summary>Somebody else holds the store's lock until this is closed: nothing can be written.</summary>
    public async Task<SqliteConnection> HangStoreAsync()
    {
        var other = new SqliteConnection($"Data Source={StoreFile};Pooling=False");
        await other.OpenAsync(Stop);
        await using var hold = other.CreateCommand();
        hold.CommandText = "BEGIN IMMEDIATE";
        await hold.ExecuteNonQueryAsync(Stop);
        return other;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Http.Dispose();
        folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
