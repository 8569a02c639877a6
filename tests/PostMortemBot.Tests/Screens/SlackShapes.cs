using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Screens;

/// <summary>
/// The official shapes: every payload becomes a constant typed by <c>@slack/types</c>, and the TypeScript compiler says which are none.
/// One compilation for all of them.
/// </summary>
internal static partial class SlackShapes
{
    private const string Types = """
        import type { HomeView, KnownBlock, ModalView } from '@slack/types';
        import type { ChatPostEphemeralArguments, ChatPostMessageArguments, ChatUpdateArguments } from '@slack/web-api';
        import type { BlockAction, EnvelopedEvent, GlobalShortcut, MessageShortcut, RespondArguments, SlashCommand, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
        type Message = { text: string; blocks: KnownBlock[]; unfurl_links: false; unfurl_media: false };
        type Modal = Omit<ModalView, 'blocks'> & { blocks: KnownBlock[] };
        type ViewAction = Omit<BlockAction, 'response_url'>; // Slack sends none with what is pressed in a view, whatever the type says.
        type Home = Omit<HomeView, 'blocks'> & { blocks: KnownBlock[] };

        """;

    /// <summary>What the compiler says of each payload, by its name; a payload that is right has no entry.</summary>
    public static Task<ILookup<string, string>> ErrorsAsync(IReadOnlyDictionary<string, JsonObject> payloads, CancellationToken stop) =>
        ErrorsAsync(payloads.ToDictionary(entry => entry.Key, entry => ((string?)entry.Value["type"] == "modal" ? "Modal" : "Message", entry.Value)), stop);

    /// <summary>The same for payloads whose type is said: one of those named in <see cref="Types"/>.</summary>
    public static async Task<ILookup<string, string>> ErrorsAsync(IReadOnlyDictionary<string, (string Type, JsonObject Json)> payloads, CancellationToken stop)
    {
        var compiler = Browser.PeerFile("typescript", "bin", "tsc");
        Peer.Require(Directory.Exists(Path.Combine(TestFolders.Peers, "node_modules", "@slack", "types")), "The npm peer @slack/types is not installed: run npm ci in tests/peers.");
        var node = Peer.OnPath("node");
        Peer.Require(node is not null, "No node on the path.");
        var names = payloads.Keys.Order(StringComparer.Ordinal).ToList();
        var source = new StringBuilder(Types);
        var first = Types.Count(letter => letter == '\n') + 1;
        for (var at = 0; at < names.Count; at++)
        {
            var (type, json) = payloads[names[at]];
            source.Append(CultureInfo.InvariantCulture, $"export const p{at}: {type} = {json.ToJsonString()};\n");
        }

        var folder = Directory.CreateDirectory(Path.Combine(TestFolders.Peers, "node_modules", ".cache", $"shapes-{Environment.ProcessId}-{payloads.Count}"));
        var file = Path.Combine(folder.FullName, "payloads.ts");
        await File.WriteAllTextAsync(file, source.ToString(), stop);
        var said = await RunAsync(node!, [compiler, "--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--pretty", "false", file], stop);
        folder.Delete(recursive: true);
        return said.Split('\n')
            .Select(line => Place().Match(line))
            .Where(match => match.Success)
            .ToLookup(match => names[int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) - first], match => match.Groups[2].Value);
    }

    private static async Task<string> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken stop)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(stop);
        var errors = await process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        var said = await output;
        Assert.True(process.ExitCode == 0 || Place().IsMatch(said), $"The compiler did not run: {said}{errors}");
        return said;
    }

    [GeneratedRegex(@"payloads\.ts\(([0-9]+),[0-9]+\): (error .*)")]
    private static partial Regex Place();
}
