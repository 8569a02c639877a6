using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostMortemBot.Cli;

/// <summary>
/// <c>manifest teams --app-id ID</c>: writes the package that a Teams admin uploads. <c>--url</c> is the organisation's own address of the bot, <c>--to</c> names the file (else
/// <c>PostMortem.zip</c>), <c>--mentions-only</c> asks for no right to read messages that do not mention the bot, <c>--targeted</c> says that it answers single people within a channel. Exit code 0, or 2 with what is to be typed.
/// </summary>
internal static class ManifestCommand
{
    private const int Wrong = 2;
    private const string Usage = "Type: manifest teams --app-id 22222222-2222-2222-2222-222222222222 [--url https://pm.example.com] [--to PostMortem.zip] [--mentions-only] [--targeted]";

    /// <summary>The first version of the schema in which an app can say that it answers single people within a channel.</summary>
    private const string Targeting = "1.29";
    private const string Unnamed = "00000000-0000-0000-0000-000000000000";
    private const string Example = "https://pm.example.com";

    /// <summary>The same files give the same package, byte for byte.</summary>
    private static readonly DateTimeOffset Always = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly JsonSerializerOptions AsRead = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="args">What follows the word <c>manifest</c>.</param>
    /// <param name="folder">Where <c>manifest.json</c> and the two icons lie.</param>
    /// <param name="startedFrom">Where a relative file name begins.</param>
    public static int Run(string[] args, string folder, string startedFrom, TextWriter output, TextWriter error)
    {
        if (args is not ["teams", ..] || !Guid.TryParseExact(After(args, "--app-id"), "D", out var id)) return Fail(error, Usage);
        var url = After(args, "--url") ?? Example;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps) return Fail(error, $"{url} is no https address. {Usage}");
        var file = Path.GetFullPath(After(args, "--to") ?? "PostMortem.zip", startedFrom);
        try
        {
            using var to = File.Create(file);
            Write(to, folder, Changed(File.ReadAllText(Path.Combine(folder, "manifest.json")), id.ToString("D"), address.AbsoluteUri.TrimEnd('/'), args.Contains("--mentions-only"), args.Contains("--targeted")));
        }
        catch (Exception cannot) when (cannot is IOException or UnauthorizedAccessException)
        {
            return Fail(error, $"{file} cannot be written: {cannot.Message}");
        }

        output.WriteLine($"{file} is written. In Teams: Apps, Manage your apps, Upload an app.");
        return 0;
    }

    /// <summary>The manifest with the bot's own id and address.</summary>
    public static string Changed(string manifest, string id, string url, bool mentionsOnly, bool targeted = false)
    {
        var root = JsonNode.Parse(manifest.Replace(Unnamed, id, StringComparison.Ordinal).Replace(Example, url, StringComparison.Ordinal))!.AsObject();
        if (mentionsOnly) root.Remove("authorization");
        if (targeted)
        {
            (root["$schema"], root["manifestVersion"]) = ($"https://developer.microsoft.com/json-schemas/teams/v{Targeting}/MicrosoftTeams.schema.json", Targeting);
            root["bots"]![0]!["supportsTargetedMessages"] = true;
        }

        return root.ToJsonString(AsRead);
    }

    private static void Write(Stream to, string folder, string manifest)
    {
        using var package = new ZipArchive(to, ZipArchiveMode.Create);
        Add(package, "manifest.json", System.Text.Encoding.UTF8.GetBytes(manifest));
        foreach (var icon in new[] { "color.png", "outline.png" }) Add(package, icon, File.ReadAllBytes(Path.Combine(folder, icon)));
    }

    private static void Add(ZipArchive package, string name, byte[] bytes)
    {
        var entry = package.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = Always;
        using var stream = entry.Open();
        stream.Write(bytes);
    }

    private static string? After(string[] args, string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;

    private static int Fail(TextWriter error, string sentence)
    {
        error.WriteLine(sentence);
        return Wrong;
    }
}
