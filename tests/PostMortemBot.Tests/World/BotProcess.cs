using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using PostMortemBot.Tests.Storage;

namespace PostMortemBot.Tests.World;

/// <summary>The program as a process of its own, by the real clock: started, killed, started again on the same folder.</summary>
internal sealed class BotProcess : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly int port = FreePort();
    private Process? running;

    public BotProcess() => Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

    public HttpClient Http { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Returns once it listens.</summary>
    /// <param name="change">Changes <c>bot.json</c> before it is read.</param>
    public async Task StartAsync(Action<JsonObject> change, params (string Name, string Value)[] environment)
    {
        var bot = JsonNode.Parse(Shipped.BotJson)!.AsObject();
        bot["url"] = $"http://127.0.0.1:{port}";
        change(bot);
        await File.WriteAllTextAsync(folder.File("bot.json"), bot.ToJsonString(), Stop);
        var start = new ProcessStartInfo("dotnet", [typeof(Routes).Assembly.Location]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        running = Process.Start(start)!; // Null only with UseShellExecute.
        List<string> said = [];
        while (await running.StandardOutput.ReadLineAsync(Stop) is { } line)
        {
            said.Add(line);
            if (line.StartsWith("Everything is kept under", StringComparison.Ordinal)) return;
        }

        Assert.Fail("It did not start: " + string.Join('\n', said));
    }

    public async Task KillAsync()
    {
        if (running is null) return;
        running.Kill();
        await running.WaitForExitAsync(CancellationToken.None);
        running.Dispose();
        running = null;
    }

    /// <summary>Somebody else holds the store's lock until this is closed: nothing can be written.</summary>
    public async Task<SqliteConnection> HangStoreAsync()
    {
        var other = new SqliteConnection($"Data Source={Directory.GetFiles(folder.Path, "post-mortems.db", SearchOption.AllDirectories).Single()};Pooling=False");
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
