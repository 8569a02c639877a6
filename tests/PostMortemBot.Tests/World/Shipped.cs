using PostMortemBot.Domain;

namespace PostMortemBot.Tests.World;

/// <summary>The configuration as it ships, and the house's own files.</summary>
internal static class Shipped
{
    private static readonly IReadOnlyDictionary<string, string> NoEnvironment = new Dictionary<string, string>();

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(TestFolders.Tests, "..", ".."));

    public static string BotJson { get; } = File.ReadAllText(Path.Combine(Root, "bot.json"));

    /// <summary>The shipped options, as if <c>bot.json</c> stood in this folder.</summary>
    public static BotOptions Options(string folder = "/example") => Read(BotJson, folder) switch
    {
        BotOptionsRead.Accepted accepted => accepted.Options,
        BotOptionsRead.Refused refused => throw new InvalidOperationException(string.Join("\n", refused.Mistakes)),
        _ => throw new InvalidOperationException("Neither read nor refused."),
    };

    /// <summary>The process's own rules: what most rules are tested with.</summary>
    public static Policy Policy { get; } = Options().Policy;

    public static BotOptionsRead Read(string json, string folder = "/example", IReadOnlyDictionary<string, string>? environment = null) =>
        BotOptions.Read(json, Path.Combine(folder, "bot.json"), environment ?? NoEnvironment);
}
