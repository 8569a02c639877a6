using System.Diagnostics;
using System.Globalization;
using NodaTime;
using NodaTime.Testing;
using PostMortemBot.Domain;
using PostMortemBot.Kill;
using PostMortemBot.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Storage;

/// <summary>Full disks and losses of power.</summary>
public sealed class DurabilityTests : IDisposable
{
    private static readonly PostMortemId A = new("01A");

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_full_disk_acknowledges_nothing_keeps_reading_and_mends_itself_when_there_is_room_again()
    {
        Peer.Require(await Ran("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.Path) == 0, "A small file system can be mounted by root on Linux alone.");
        try
        {
            await using var store = SqliteStore.Open(folder.File("store.db"), new FakeClock(default));
            var acked = await FillAsync(append => store.AppendAsync(append, Stop));

            Assert.True(acked > 10);
            Assert.Equal(acked, (await store.ReadAsync("acme", A, 0, Stop)).Count);
            await Assert.ThrowsAsync<StoreUnavailable>(() => store.AppendAsync(Big(acked), Stop));
            Assert.Null(await store.ReceiptAsync("acme", $"r{acked}", Stop));

            Assert.Equal(0, await Ran("mount", "-o", "remount,size=16m", folder.Path));
            Assert.IsType<AppendResult.Appended>(await store.AppendAsync(Big(acked), Stop));
            Assert.Equal(acked + 1, (await store.ReadAsync("acme", A, 0, Stop)).Count);
        }
        finally
        {
            await Ran("umount", folder.Path);
        }
    }

    [Fact]
    public async Task A_file_that_may_not_grow_fails_all_that_was_to_be_committed_and_the_next_commit_begins_anew()
    {
        var file = folder.File("store.db");
        var link = SqliteSchema.Prepare(file);
        link.Run("PRAGMA max_page_count = 100");
        await using var writer = new SqliteWriter(file, link, () => { });

        var acked = await FillAsync(append => AppendAsync(writer, append));

        Assert.True(acked > 10);
        using (var reader = SqliteLink.ToRead(file)) Assert.Equal(acked, SqliteReads.Facts(reader, "acme", A, 0).Count);

        // The limit was the connection's, which was given up.
        Assert.IsType<AppendResult.Appended>(await AppendAsync(writer, Big(acked)));
        using (var reader = SqliteLink.ToRead(file)) Assert.Equal(acked + 1, SqliteReads.Facts(reader, "acme", A, 0).Count);
        using (var reader = SqliteLink.ToRead(file)) Assert.Equal("ok", reader.Text("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task The_kernel_is_asked_to_make_every_commit_durable()
    {
        const int marks = 200;
        var summary = folder.File("syncs.txt");
        Peer.Require(Peer.OnPath("strace") is not null, "strace is not on the path.");
        var ran = await Ran("strace", "-f", "-c", "-e", "trace=fsync,fdatasync", "-o", summary, "dotnet", typeof(Killing).Assembly.Location, "count", folder.File("store.db"), $"{marks}");
        Peer.Require(ran == 0 && File.Exists(summary), "strace may not trace here.");

        var syncs = (await File.ReadAllLinesAsync(summary, Stop))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is [_, _, _, _, .., "fsync" or "fdatasync"])
            .Sum(words => int.Parse(words[3], CultureInfo.InvariantCulture));
        Assert.True(syncs >= marks, $"{syncs} syncs for {marks} acknowledged marks.");
    }

    private static Append Big(int number)
    {
        var fact = new TitleSet(Instant.MinValue, PersonId.Bot, new string('x', 10_000));
        return new Append("acme", $"r{number}", [new StreamAppend(A, number, [fact], new ListRow(A, number + 1, "{}"))]);
    }

    /// <summary>Appends until the disk is full; how many were acknowledged.</summary>
    private static async Task<int> FillAsync(Func<Append, Task<AppendResult>> append)
    {
        for (var number = 0; number < 10_000; number++)
        {
            try
            {
                Assert.IsType<AppendResult.Appended>(await append(Big(number)));
            }
            catch (StoreUnavailable full)
            {
                Assert.Contains("database or disk is full", full.Message, StringComparison.Ordinal);
                return number;
            }
        }

        throw new InvalidOperationException("The disk was never full.");
    }

    private static Task<AppendResult> AppendAsync(SqliteWriter writer, Append append)
    {
        var wish = SqliteAppend.Prepare(append, default);
        return writer.RunAsync(link => SqliteAppend.Apply(link, wish), Stop);
    }

    private static async Task<int> Ran(string program, params IReadOnlyList<string> arguments)
    {
        if (Peer.OnPath(program) is not { } path) return -1;
        using var running = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!; // Null only with UseShellExecute.
        await Task.WhenAll(running.StandardOutput.ReadToEndAsync(Stop), running.StandardError.ReadToEndAsync(Stop), running.WaitForExitAsync(Stop));
        return running.ExitCode;
    }
}
