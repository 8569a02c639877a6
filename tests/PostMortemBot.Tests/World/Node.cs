using System.Diagnostics;
using System.Text.Json;

namespace PostMortemBot.Tests.World;

/// <summary>A script of a few lines in Node, with a package of <c>tests/peers</c>: JSON goes in as <c>given</c>, what the script returns comes out.</summary>
internal static class Node
{
    /// <param name="package">Required by the script as <c>peer</c>.</param>
    /// <param name="script">The body of a function <c>(peer, given)</c>.</param>
    public static async Task<JsonElement> RunAsync(string package, string script, object given, CancellationToken stop)
    {
        var folder = Path.Combine(TestFolders.Peers, "node_modules", package);
        var node = Peer.OnPath("node");
        Peer.Require(node is not null && Path.Exists(folder), $"Node and the npm peer {package} are needed: npm ci in tests/peers.");
        var whole = $$"""
            let text = '';
            process.stdin.on('data', chunk => text += chunk).on('end', () => {
              const said = ((peer, given) => { {{script}} })(require(process.argv[1]), JSON.parse(text));
              process.stdout.write(JSON.stringify(said));
            });
            """;
        using var process = Process.Start(new ProcessStartInfo(node!, ["-e", whole, folder]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(stop);
        var errors = process.StandardError.ReadToEndAsync(stop);
        await JsonSerializer.SerializeAsync(process.StandardInput.BaseStream, given, cancellationToken: stop);
        process.StandardInput.Close();
        await process.WaitForExitAsync(stop);
        Assert.True(process.ExitCode == 0, $"Node did not run the script: {await errors}");
        return JsonDocument.Parse(await output).RootElement;
    }
}
