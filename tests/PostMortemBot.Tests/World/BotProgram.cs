using System.Diagnostics;

namespace PostMortemBot.Tests.World;

/// <summary>What is started when the program runs as a process of its own: what the build left, by <c>dotnet</c>, or what was published as machine code.</summary>
internal sealed record BotProgram(string File, IReadOnlyList<string> First)
{
    public static BotProgram Built { get; } = new("dotnet", [typeof(Routes).Assembly.Location]);

    /// <summary>The program that <c>PM_NATIVE</c> names; without it the test is skipped.</summary>
    public static BotProgram Native
    {
        get
        {
            var file = Environment.GetEnvironmentVariable("PM_NATIVE") ?? "";
            Peer.Require(file.Length > 0, "No native program: dotnet publish src/PostMortemBot -c Release -p:Native=true --artifacts-path FOLDER -o OUT, then PM_NATIVE=OUT/PostMortemBot, with its whole path.");
            Assert.True(System.IO.File.Exists(file), $"PM_NATIVE names no file: {file}");
            return new(file, []);
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Runs a command beside the bot until it ends.</summary>
    public async Task<Ran> RunAsync(string folder, IReadOnlyList<(string Name, string Value)> environment, params IEnumerable<string> args)
    {
        var start = In(folder, environment, args);
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!; // Null only with UseShellExecute.
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        await process.WaitForExitAsync(Stop);
        return new(process.ExitCode, await output, await error);
    }

    public ProcessStartInfo In(string folder, IReadOnlyList<(string Name, string Value)> environment, params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(File, [.. First, .. args]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return start;
    }
}

/// <summary>How a command ended, and what it said.</summary>
internal sealed record Ran(int Code, string Output, string Error);
