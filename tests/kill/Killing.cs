using System.Diagnostics;
using System.Globalization;

namespace PostMortemBot.Kill;

/// <summary>Starts the marking process, kills it at a random moment after it is ready, looks at what it left, and starts it again on the same file.</summary>
internal static class Killing
{
    private const double MeanMilliseconds = 200;

    /// <summary>A fresh file after so many kills keeps each look short.</summary>
    private const int KillsAFile = 25;

    public static async Task<Findings> RunAsync(int kills, int seed, string folder, CancellationToken stop)
    {
        var (random, clock, total) = (new Random(seed), Stopwatch.StartNew(), new Findings());
        var before = new Findings();
        for (var kill = 0; kill < kills; kill++)
        {
            if (kill % KillsAFile == 0) before = total;
            var (file, notes) = (Path.Combine(folder, $"{kill / KillsAFile}.db"), Path.Combine(folder, $"{kill / KillsAFile}.notes"));
            var ready = await OnceAsync(file, notes, $"R{kill}", -Math.Log(1 - random.NextDouble()) * MeanMilliseconds, stop);

            // What a file holds is counted anew after each kill, so a file's findings replace those of its last look.
            total = before.With(Looking.At(file, notes), total.ReadyMilliseconds.Append(ready), kill + 1, clock.Elapsed);
            if (!total.Holds) return total;
        }

        return total;
    }

    /// <summary>One start and one kill; how long it took to be ready, in milliseconds.</summary>
    private static async Task<double> OnceAsync(string file, string notes, string run, double afterMilliseconds, CancellationToken stop)
    {
        var start = Stopwatch.StartNew();
        using var marking = Process.Start(new ProcessStartInfo("dotnet", [typeof(Killing).Assembly.Location, "mark", file, notes, run]) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException("The marking process did not start.");
        var errors = marking.StandardError.ReadToEndAsync(stop);
        try
        {
            if (await marking.StandardOutput.ReadLineAsync(stop) != "ready") throw new InvalidOperationException("It was never ready: " + await errors);
            var ready = start.Elapsed.TotalMilliseconds;
            await Task.Delay(TimeSpan.FromMilliseconds(afterMilliseconds), stop);
            if (marking.HasExited) throw new InvalidOperationException("It ended by itself: " + await errors);
            return ready;
        }
        finally
        {
            marking.Kill();
            await marking.WaitForExitAsync(CancellationToken.None);
        }
    }
}

/// <summary>What was found after all kills together.</summary>
internal sealed record Findings
{
    public int Kills { get; private init; }

    public Look Sum { get; private init; } = new();

    public IReadOnlyList<double> ReadyMilliseconds { get; private init; } = [];

    public TimeSpan Took { get; private init; }

    public bool Holds => Sum is { Lost: 0, Doubled: 0, Unexpected: 0, WithoutWork: 0, Gaps: 0, Broken: 0 };

    public Findings With(Look look, IEnumerable<double> ready, int kills, TimeSpan took) => new() { Kills = kills, Sum = Sum + look, ReadyMilliseconds = [.. ready], Took = took };

    public override string ToString()
    {
        var ready = ReadyMilliseconds.Order().ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            kills {Kills} in {Took.TotalSeconds:0} s
            acknowledged {Sum.Acked}, stored {Sum.Stored}, recovered (stored, never acknowledged) {Sum.Recovered}
            lost {Sum.Lost}, doubled {Sum.Doubled}, unexpected {Sum.Unexpected}, without work row {Sum.WithoutWork}, gaps {Sum.Gaps}, integrity broken {Sum.Broken}
            ready after (ms): median {ready[ready.Count / 2]:0}, p99 {ready[(int)(ready.Count * 0.99)]:0}, longest {ready[^1]:0}
            """);
    }
}
