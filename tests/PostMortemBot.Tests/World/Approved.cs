using System.Reflection;
using System.Runtime.CompilerServices;

namespace PostMortemBot.Tests.World;

/// <summary>
/// Compares a text with its approved file, <c>Approved/{name}</c> beside the test. A difference writes <c>{name}.received.*</c>
/// next to it: look at it, and rename it to approve. With <c>PM_APPROVE=1</c> the received text becomes the approved one (look at the diff).
/// </summary>
internal static class Approved
{
    public static void Match(string name, string received, [CallerFilePath] string testFile = "")
    {
        var folder = Path.Combine(FolderOf(testFile), "Approved");
        var approvedFile = Path.Combine(folder, name);
        var text = received.ReplaceLineEndings("\n");
        var extension = Path.GetExtension(name);
        var receivedFile = Path.Combine(folder, Path.GetFileNameWithoutExtension(name) + ".received" + extension);
        var approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile).ReplaceLineEndings("\n") : null;
        if (approved == text)
        {
            File.Delete(receivedFile);
            return;
        }

        Directory.CreateDirectory(folder);
        if (Environment.GetEnvironmentVariable("PM_APPROVE") == "1")
        {
            File.WriteAllText(approvedFile, text);
            return;
        }

        File.WriteAllText(receivedFile, text);
        if (approved is null)
        {
            Assert.Fail($"Nothing is approved as {name} yet. Read {receivedFile} and rename it if it is right.");
        }

        Assert.Equal(approved, text);
    }

    /// <summary>The folder of a test's source, found from this build's own tests folder so that a moved checkout still works.</summary>
    private static string FolderOf(string testFile)
    {
        var tests = TestFolders.Tests;
        var marker = "/PostMortemBot.Tests/";
        var path = testFile.Replace('\\', '/');
        var at = path.LastIndexOf(marker, StringComparison.Ordinal);
        return at < 0 ? Path.GetDirectoryName(testFile)! : Path.GetDirectoryName(Path.Combine(tests, path[(at + marker.Length)..]))!;
    }
}

/// <summary>Where the tests and their peers lie, as the build knew it.</summary>
internal static class TestFolders
{
    public static string Tests { get; } = Metadata("TestsFolder");

    public static string Peers { get; } = Metadata("PeersFolder");

    private static string Metadata(string key) => typeof(TestFolders).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}

/// <summary>A peer that a test needs: missing, the test is skipped with the reason; with <c>PM_REQUIRE_PEERS=1</c> it fails.</summary>
internal static class Peer
{
    public static void Require(bool there, string reason)
    {
        if (there)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("PM_REQUIRE_PEERS") == "1")
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
    }

    /// <summary>The first of these programs found on the path, or null.</summary>
    public static string? OnPath(params string[] names) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
}
