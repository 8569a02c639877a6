using System.Text.RegularExpressions;

namespace PostMortemBot.Tests.House;

/// <summary>Arrows point downwards only: read from what the sources name.</summary>
public sealed partial class FloorsTests
{
    private const string Host = "src/PostMortemBot/";

    /// <summary>The floor of each room of the host; the files beside the rooms (Program, host, options, routes) stand on top. A new room gets its floor here.</summary>
    private static readonly Dictionary<string, int> Floors = new(StringComparer.Ordinal)
    {
        ["Cli"] = 9,
        ["Settings"] = 8,
        ["Features"] = 7,
        ["Slack"] = 7,
        ["Teams"] = 7,
        ["WebChat"] = 7,
        ["Pages"] = 7,
        ["Hooks"] = 7,
        ["Import"] = 7,
        ["Chat"] = 5,
        ["Search"] = 4,
        ["Charts"] = 4,
        ["People"] = 4,
        ["Attachments"] = 4,
        ["Wiki"] = 4,
        ["Trackers"] = 4,
        ["Mail"] = 4,
        ["Storage"] = 3,
        ["Templates"] = 3,
        ["Screens"] = 2,
        ["Domain"] = 1,
    };

    private static readonly string[] Platforms = ["Slack", "Teams", "WebChat"];

    [Fact]
    public void No_room_names_a_room_above_it() => None(Arrows().Where(arrow => Floors[arrow.To] > Floors[arrow.From]));

    [Fact]
    public void Platforms_and_features_do_not_know_each_other() =>
        None(Arrows().Where(arrow => (Platforms.Contains(arrow.From) && arrow.To == "Features") || (arrow.From == "Features" && Platforms.Contains(arrow.To))));

    [Fact]
    public void Platforms_do_not_know_each_other() => None(Arrows().Where(arrow => Platforms.Contains(arrow.From) && Platforms.Contains(arrow.To) && arrow.From != arrow.To));

    [Fact]
    public void Every_room_has_a_floor() => None(
        Sources.Under(Host).Where(file => Room(file) is { } room && !Floors.ContainsKey(room)).Select(file => file.Path));

    [Fact]
    public void Only_the_host_names_a_store() => None(
        Sources.Under(Host)
            .Where(file => Room(file) is not (null or "Storage" or "Cli"))
            .Where(file => StoreName().IsMatch(Code(file)))
            .Select(file => file.Path));

    [Fact]
    public void Rooms_below_do_not_read_the_options() => None(
        Sources.Under(Host).Where(file => Room(file) is not (null or "Settings" or "Cli")).Where(file => Code(file).Contains("BotOptions", StringComparison.Ordinal)).Select(file => file.Path));

    [Fact]
    public void The_domain_names_nothing_but_time_and_text() => None(
        Sources.Under("src/PostMortemBot.Domain").SelectMany(file => Using().Matches(file.Text).Select(match => (file.Path, Name: match.Groups[1].Value)))
            .Where(one => one.Name.StartsWith("PostMortemBot", StringComparison.Ordinal) || ForbiddenInDomain().IsMatch(one.Name)));

    [Fact]
    public void An_upward_arrow_would_be_seen()
    {
        var file = new SourceFile(Host + "Chat/Turn.cs", "using PostMortemBot.Features;\nusing static PostMortemBot.Slack.BlockKit;\n");

        Assert.Equal([("Chat", "Features"), ("Chat", "Slack")], Of(file).Select(arrow => (arrow.From, arrow.To)));
    }

    private static IEnumerable<(string From, string To, string File)> Arrows() => Sources.Under(Host).SelectMany(Of);

    private static IEnumerable<(string From, string To, string File)> Of(SourceFile file) =>
        Room(file) is { } from && Floors.ContainsKey(from)
            ? Using().Matches(file.Text).Select(match => match.Groups[1].Value.Split('.')).Where(name => name[0] == "PostMortemBot" && name.Length > 1 && Floors.ContainsKey(name[1])).Select(name => (from, name[1], file.Path))
            : [];

    /// <summary>The folder below the host's; null for the files beside the rooms.</summary>
    private static string? Room(SourceFile file)
    {
        var parts = file.Path[Host.Length..].Split('/');
        return parts.Length > 1 ? parts[0] : null;
    }

    /// <summary>The text without comments: a doc comment may name what code may not.</summary>
    private static string Code(SourceFile file) => string.Join('\n', file.Lines.Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    private static void None<T>(IEnumerable<T> found) => Assert.Empty(found);

    [GeneratedRegex(@"^(?:global )?(?:@)?using (?:static )?(?:[A-Za-z]+ = )?([A-Za-z0-9_.]+)", RegexOptions.Multiline, 1000)]
    private static partial Regex Using();

    [GeneratedRegex(@"\b(?:SqliteStore|TablesStore)\b", RegexOptions.None, 1000)]
    private static partial Regex StoreName();

    [GeneratedRegex(@"^(?:System\.(?:IO|Net|Data|Diagnostics(?!\.CodeAnalysis)|Threading|Reflection)|Microsoft\.)", RegexOptions.None, 1000)]
    private static partial Regex ForbiddenInDomain();
}
