using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PostMortemBot.Tests.Screens;
using PostMortemBot.Tests.World;

[assembly: AssemblyFixture(typeof(TeamsProduced))]

namespace PostMortemBot.Tests.World;

/// <summary>
/// Every card that the bot showed in any fake Teams of the run. At the end of the run the official renderer parses and draws each, in light and dark, 320 and 700 pixels wide.
/// </summary>
public sealed partial class TeamsProduced : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, JsonObject> Cards = new(StringComparer.Ordinal);

    internal static void Keep(JsonObject card) => Cards.TryAdd(Numbers().Replace(card.ToJsonString(), "0"), (JsonObject)card.DeepClone());

    public async ValueTask DisposeAsync()
    {
        if (Cards.IsEmpty) return;
        await using var browser = new Browser();
        try
        {
            var wrong = (await Task.WhenAll(DrawnAsync(browser, 320, false), DrawnAsync(browser, 700, true), DrawnAsync(browser, 320, true), DrawnAsync(browser, 700, false))).SelectMany(said => said).ToList();
            if (wrong.Count > 0) throw new InvalidOperationException($"The official renderer of Adaptive Cards says of {Cards.Count} cards:\n{string.Join("\n\n", wrong.Take(20))}");
        }
        catch (Xunit.Sdk.SkipException missing)
        {
            TestContext.Current.SendDiagnosticMessage(missing.Message);
        }
    }

    private static async Task<List<string>> DrawnAsync(Browser browser, int width, bool dark)
    {
        List<string> wrong = [];
        var shown = await TeamsShapes.OpenAsync(browser, width, dark);
        foreach (var card in Cards.Values)
        {
            wrong.AddRange((await shown.DrawAsync(card, dark)).Select(said => $"{said}\n{card.ToJsonString()}"));
            if (await shown.OverflowAsync() is > 0 and var over) wrong.Add($"{over} pixels wider than {width}\n{card.ToJsonString()}");
        }

        return wrong;
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}
