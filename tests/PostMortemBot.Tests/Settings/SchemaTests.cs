using System.Diagnostics;
using System.Text.Json.Nodes;
using PostMortemBot.Settings;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Settings;

public sealed class SchemaTests
{
    private static readonly string SchemaFile = Path.Combine(Shipped.Root, "bot.schema.json");

    [Fact]
    public void The_schema_describes_exactly_the_keys_that_are_read()
    {
        var described = Described(JsonNode.Parse(File.ReadAllText(SchemaFile))!, "").ToHashSet(StringComparer.Ordinal);

        Assert.Equal(Read(Everything()).KnownKeys.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_with_every_key_is_read() => Assert.Empty(Read(Everything()).Mistakes);

    [Fact]
    public void Every_key_has_a_description() => Assert.All(Properties(JsonNode.Parse(File.ReadAllText(SchemaFile))!), property =>
        Assert.False(string.IsNullOrWhiteSpace((string?)property["description"]), property.GetPath()));

    [Fact]
    public async Task The_official_validator_accepts_the_shipped_file_and_refuses_a_mistyped_key()
    {
        var ajv = Path.Combine(TestFolders.Peers, "node_modules", "ajv");
        var node = Peer.OnPath("node");
        Peer.Require(node is not null && Directory.Exists(ajv), "Node and tests/peers/node_modules are needed: npm ci in tests/peers.");

        Assert.Equal("true", await Validate(node!, ajv, Shipped.BotJson));
        Assert.Equal("true", await Validate(node!, ajv, Everything()));
        Assert.Equal("false", await Validate(node!, ajv, Shipped.BotJson.Replace("\"draftDay\"", "\"draftDays\"", StringComparison.Ordinal)));
        Assert.Equal("false", await Validate(node!, ajv, Shipped.BotJson.Replace("\"draftDay\": 5", "\"draftDay\": \"five\"", StringComparison.Ordinal)));
    }

    private static Reading Read(string json) => BotJson.Read(json, "/example/bot.json", new Dictionary<string, string>(), tryIt: true).Reading;

    /// <summary>The shipped file with one of everything that it leaves out.</summary>
    private static string Everything()
    {
        var root = JsonNode.Parse(Shipped.BotJson)!.AsObject();
        root["publicUrl"] = "https://pm.example.com";
        root["templates"]!["choose"] = JsonNode.Parse("""[ { "file": "near-miss.md", "severities": ["P3"], "nearMiss": true } ]""");
        root["organisations"] = JsonNode.Parse("""[ { "name": "Example", "slackWorkspaces": ["T1"], "teamsTenants": ["11111111-1111-1111-1111-111111111111"] } ]""");
        root["platforms"]!["slack"] = JsonNode.Parse("""{ "on": false, "mode": "socket", "command": "/incident", "apiUrl": "https://slack.com/api/", "allowedHosts": ["hooks.example.com:8443"], "connections": 3 }""");
        root["platforms"]!["teams"] = JsonNode.Parse("""{ "on": false, "appId": "22222222-2222-2222-2222-222222222222", "tenantId": ["11111111-1111-1111-1111-111111111111"], "managedIdentity": true, "cloud": "public", "openIdMetadataUrl": "https://login.example.com/keys", "loginTenant": "botframework.com", "loginUrl": "https://login.example.com/", "allowedServiceUrls": ["https://smba.example.com/"], "hearsChannels": false }""");
        root["people"]![0]!["accounts"] = JsonNode.Parse("""[ { "platform": "slack", "workspace": "T1", "user": "U1" } ]""");
        root["review"]!["roles"]![0]!["perService"] = JsonNode.Parse("""{ "gateway": { "reviewers": ["@jun"], "standIns": ["@noor"] } }""");
        root["slos"]![0]!["otherConsumed"] = "5 %";
        return root.ToJsonString();
    }

    private static IEnumerable<string> Described(JsonNode schema, string path)
    {
        foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
        {
            if (name.StartsWith('$')) continue;
            var here = path.Length == 0 ? name : path + "." + name;
            yield return here;
            foreach (var below in Described(property!, here)) yield return below;
        }

        foreach (var (key, mark) in new[] { ("items", "[]"), ("additionalProperties", ".*") })
        {
            if (schema[key] is not JsonObject below) continue;
            foreach (var inside in Described(below, path + mark)) yield return inside;
        }
    }

    private static IEnumerable<JsonNode> Properties(JsonNode schema)
    {
        foreach (var (_, property) in schema["properties"]?.AsObject() ?? [])
        {
            yield return property!;
            foreach (var below in Properties(property!)) yield return below;
        }

        foreach (var key in new[] { "items", "additionalProperties" })
        {
            if (schema[key] is not JsonObject inside) continue;
            foreach (var below in Properties(inside)) yield return below;
        }
    }

    private static async Task<string> Validate(string node, string ajv, string json)
    {
        const string script = """
            const Ajv = require(process.argv[1]), schema = JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8'));
            let text = ''; process.stdin.on('data', chunk => text += chunk).on('end', () => console.log(new Ajv({ strict: false }).compile(schema)(JSON.parse(text))));
            """;
        using var process = Process.Start(new ProcessStartInfo(node, ["-e", script, ajv, SchemaFile]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await process.StandardInput.WriteAsync(json);
        process.StandardInput.Close();
        var told = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return told.Trim();
    }
}
