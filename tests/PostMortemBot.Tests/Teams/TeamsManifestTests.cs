using System.IO.Compression;
using System.Text.Json.Nodes;
using PostMortemBot.Cli;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>The app package against what the adapter handles and what Teams' own schemas allow.</summary>
public sealed class TeamsManifestTests
{
    private const string App = "22222222-2222-2222-2222-222222222222";
    private static readonly string Folder = Path.Combine(Shipped.Root, "manifest", "teams");

    [Theory]
    [InlineData("1.22")]
    [InlineData("1.24")]
    public async Task The_official_schema_accepts_it_and_refuses_a_mistyped_key(string version)
    {
        var node = Peer.OnPath("node");
        var schema = Path.Combine(TestFolders.Peers, "node_modules", "@microsoft", "app-manifest", "build", "json-schemas", "teams", "v" + version, "MicrosoftTeams.schema.json");
        Peer.Require(node is not null && File.Exists(schema), "Node and tests/peers/node_modules are needed: npm ci in tests/peers.");
        var manifest = Manifest().Replace("1.22", version, StringComparison.Ordinal);

        Assert.Equal("true", await ValidateAsync(node!, schema, manifest));
        Assert.Equal("true", await ValidateAsync(node!, schema, ManifestCommand.Changed(manifest, App, "https://pm.acme.example", mentionsOnly: true)));
        Assert.Equal("false", await ValidateAsync(node!, schema, manifest.Replace("\"groupChat\"", "\"groupchat\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_app_that_answers_single_people_within_a_channel_says_so_in_the_version_that_knows_it()
    {
        var node = Peer.OnPath("node");
        var schema = Path.Combine(TestFolders.Peers, "node_modules", "@microsoft", "app-manifest", "build", "json-schemas", "teams", "v1.29", "MicrosoftTeams.schema.json");
        Peer.Require(node is not null && File.Exists(schema), "Node and tests/peers/node_modules are needed: npm ci in tests/peers.");
        var manifest = ManifestCommand.Changed(Manifest(), App, "https://pm.acme.example", mentionsOnly: false, targeted: true);

        Assert.True((bool)JsonNode.Parse(manifest)!["bots"]![0]!["supportsTargetedMessages"]!);
        Assert.Equal("true", await ValidateAsync(node!, schema, manifest));
        Assert.Equal("false", await ValidateAsync(node!, schema.Replace("v1.29", "v1.24", StringComparison.Ordinal), manifest));
    }

    [Fact]
    public void Every_entry_of_the_menu_and_every_command_has_its_function()
    {
        var manifest = JsonNode.Parse(Manifest())!;
        var menu = manifest["composeExtensions"]![0]!["commands"]!.AsArray();

        Assert.Equal(Routes.Table.Menu.Select(entry => (entry.Id, entry.Label)), menu.Select(one => ((string)one!["id"]!, (string)one["title"]!)));
        Assert.All(menu, one => Assert.Equal(("action", true, "message"), ((string?)one!["type"], (bool)one["fetchTask"]!, (string?)Assert.Single(one["context"]!.AsArray()))));
        Assert.All(manifest["bots"]![0]!["commandLists"]!.AsArray().SelectMany(list => list!["commands"]!.AsArray()), one => Assert.NotNull(Routes.Table.Named((string)one!["title"]!)));
    }

    [Fact]
    public void The_package_holds_the_manifest_of_this_bot_and_two_icons_of_the_right_size()
    {
        using var folder = new Storage.TemporaryFolder();
        var (output, error) = (new StringWriter(), new StringWriter());

        Assert.Equal(0, ManifestCommand.Run(["teams", "--app-id", App, "--url", "https://pm.acme.example/", "--to", "pm.zip"], Folder, folder.Path, output, error));
        Assert.Contains("pm.zip is written", output.ToString(), StringComparison.Ordinal);
        using var package = ZipFile.OpenRead(folder.File("pm.zip"));
        Assert.Equal(["manifest.json", "color.png", "outline.png"], package.Entries.Select(entry => entry.FullName));
        var manifest = JsonNode.Parse(package.GetEntry("manifest.json")!.Open())!;
        Assert.Equal([App, App, App, App], new[] { manifest["id"], manifest["bots"]![0]!["botId"], manifest["composeExtensions"]![0]!["botId"], manifest["webApplicationInfo"]!["id"] }.Select(id => (string?)id));
        Assert.Equal("https://pm.acme.example/privacy", (string?)manifest["developer"]!["privacyUrl"]);
        Assert.Equal((192, 192), SizeOf("color.png"));
        Assert.Equal((32, 32), SizeOf("outline.png"));
    }

    [Theory]
    [InlineData("Type: manifest teams --app-id", "teams")]
    [InlineData("Type: manifest teams --app-id", "teams", "--app-id", "postmortem")]
    [InlineData("Type: manifest teams --app-id", "slack", "--app-id", App)]
    [InlineData("http://pm.example.com is no https address.", "teams", "--app-id", App, "--url", "http://pm.example.com")]
    public void What_is_missing_is_said(string sentence, params string[] args)
    {
        var error = new StringWriter();

        Assert.Equal(2, ManifestCommand.Run(args, Folder, "/nowhere", new StringWriter(), error));
        Assert.StartsWith(sentence, error.ToString(), StringComparison.Ordinal);
    }

    private static string Manifest() => File.ReadAllText(Path.Combine(Folder, "manifest.json"));

    private static (int Width, int Height) SizeOf(string icon)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, icon));
        return (System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)), System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20)));
    }

    private static async Task<string> ValidateAsync(string node, string schema, string manifest)
    {
        const string script = """
            const Ajv = require(process.argv[1]), schema = JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8'));
            let text = ''; process.stdin.on('data', chunk => text += chunk).on('end', () => console.log(new Ajv({ strict: false, validateFormats: false, logger: false }).compile(schema)(JSON.parse(text))));
            """;
        var start = new System.Diagnostics.ProcessStartInfo(node, ["-e", script, Path.Combine(TestFolders.Peers, "node_modules", "ajv-draft-04"), schema]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var run = System.Diagnostics.Process.Start(start)!;
        await run.StandardInput.WriteAsync(manifest);
        run.StandardInput.Close();
        return (await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim();
    }
}
