using System.Text.Json.Nodes;
using PostMortemBot.Screens;

namespace PostMortemBot.Slack;

/// <summary>Lists to pick from: up to 100 options in one list, more in groups of 100.</summary>
internal static class SlackChoices
{
    public const int InOneGroup = 100;

    /// <summary>A view weighs at most 250 kB; that many of the longest options stay far below.</summary>
    private const int Most = 400;
    private const int LongestValue = 150;

    public static JsonObject Option(Choice choice) => new()
    {
        ["text"] = SlackWords.Plain(choice.Label, 75),
        ["value"] = SlackIds.Within(SlackIds.Option(choice.Value), LongestValue, $"The choice {VisibleText.Shorten(choice.Label, 40)}"),
    };

    public static JsonArray Options(IEnumerable<Choice> choices) => new([.. choices.Select(Option)]);

    /// <summary>Puts the choices into a select; those that are <paramref name="picked"/> are always among them.</summary>
    public static void Into(JsonObject select, IReadOnlyList<Choice> choices, params IReadOnlyList<string> picked)
    {
        var offered = Offered(choices, picked);
        if (offered.Count <= InOneGroup)
        {
            select["options"] = Options(offered);
            return;
        }

        select["option_groups"] = new JsonArray([.. offered.Chunk(InOneGroup).Select((group, at) => new JsonObject
        {
            ["label"] = SlackWords.Plain($"{at * InOneGroup + 1} to {at * InOneGroup + group.Length}", 75),
            ["options"] = Options(group),
        })]);
    }

    /// <summary>Each value once, what is picked added where the list lacks it, the rest cut where a view would grow too heavy.</summary>
    public static IReadOnlyList<Choice> Offered(IReadOnlyList<Choice> choices, params IReadOnlyList<string> picked)
    {
        var all = choices.Concat(picked.Where(value => value.Length > 0).Select(Choice.Of)).DistinctBy(choice => choice.Value).ToList();
        var room = Most - picked.Count;
        return all.Count <= Most ? all : [.. all.Where((choice, at) => at < room || picked.Contains(choice.Value))];
    }
}
